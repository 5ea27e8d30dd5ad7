import LinearAlgebra
private import NumericKernels
package import ReachModel

/// Litterman's prior for a vector autoregression, in its natural conjugate form.
///
/// Each series is expected to follow its own last value times `firstLagMeans` and nothing else. The
/// coefficient on lag l of series j in the equation of series i has prior sd λ/l^d · σᵢ/σⱼ given
/// Σᵢᵢ = σᵢ²; Σ ~ inverse Wishart(diag σ², m + 2), so that E[Σ] = diag σ².
///
/// - Source: Litterman, *Journal of Business & Economic Statistics* 4(1), 1986; Kadiyala and
///   Karlsson, *Journal of Applied Econometrics* 12, 1997; Bańbura, Giannone and Reichlin, *Journal
///   of Applied Econometrics* 25, 2010, §2, for the dummy observations.
package struct MinnesotaPrior: Sendable {
  /// λ, how far coefficients may be from what is expected: 0 not at all.
  package enum Tightness: Sendable, Equatable {
    case given(Double)
    /// The λ under which the data are most probable.
    case marginalLikelihood
    /// The most probable λ when it is gamma beforehand, with mode 0.2 and sd 0.4.
    case hierarchical
  }

  /// p ≥ 1.
  package let lags: Int
  package let tightness: Tightness
  /// d ≥ 0: how fast later lags are drawn to 0.
  package let lagDecay: Double
  /// δ of each series: 0 for growth rates, 1 for levels that wander; nil for zeros.
  package let firstLagMeans: [Double]?
  /// The prior sd of a constant over σᵢ.
  package let constantSpread: Double
  /// σᵢ; nil for the residual sd of each series' own first-order autoregression.
  package let scales: [Double]?

  package init(
    lags: Int, tightness: Tightness, lagDecay: Double = 1, firstLagMeans: [Double]? = nil,
    constantSpread: Double = 1000, scales: [Double]? = nil
  ) {
    precondition(lags >= 1 && lagDecay >= 0 && constantSpread > 0, "\(lags) lags")
    if case .given(let λ) = tightness { precondition(λ > 0 && λ.isFinite, "tightness \(λ)") }
    precondition(scales?.allSatisfy { $0 > 0 } ?? true, "scales \(scales ?? [])")
    (self.lags, self.tightness, self.lagDecay) = (lags, tightness, lagDecay)
    (self.firstLagMeans, self.constantSpread) = (firstLagMeans, constantSpread)
    self.scales = scales
  }

  /// The convention in words.
  package var convention: Label {
    let chosen =
      switch tightness {
      case .given: Label(vi: "λ cho trước", en: "λ as given")
      case .marginalLikelihood:
        Label(
          vi: "λ làm cho số liệu có xác suất cao nhất", en: "λ of the largest marginal likelihood")
      case .hierarchical:
        Label(
          vi: "λ có xác suất hậu nghiệm cao nhất, tiên nghiệm gamma (mốt 0,2; độ lệch chuẩn 0,4)",
          en: "λ of the largest posterior, gamma beforehand (mode 0.2, sd 0.4)")
      }
    let measured =
      scales == nil
      ? Label(
        vi: "σ là độ lệch chuẩn phần dư của tự hồi quy bậc một",
        en: "σ is the residual sd of a first-order autoregression")
      : Label(vi: "σ cho trước", en: "σ as given")
    return Label(
      vi: "tiên nghiệm Minnesota liên hợp, \(lags) độ trễ; \(chosen.vi); \(measured.vi); "
        + "Σ ~ IW(diag σ², m + 2)",
      en: "conjugate Minnesota prior, \(counted(lags, "lag")); \(chosen.en); \(measured.en); "
        + "Σ ~ IW(diag σ², m + 2)")
  }

  /// The prior as rows of data.
  ///
  /// - Parameters:
  ///   - λ: Tightness, greater than 0.
  ///   - σ: m scales.
  /// - Returns: X, (mp + m + 1) × (mp + 1), and Y with m columns; the constant is the last column.
  func dummies(tightness λ: Double, scales σ: [Double]) -> (X: Matrix, Y: Matrix) {
    let m = σ.count, k = m * lags + 1
    var X = Matrix(rows: m * lags + m + 1, columns: k)
    var Y = Matrix(rows: X.rows, columns: m)
    for (row, precision) in rootPrecisions(tightness: λ, scales: σ).enumerated() {
      // The row of the constant comes after those of Σ.
      X[row < m * lags ? row : row + m, row] = precision
    }
    for i in 0..<m {
      Y[i, i] = (firstLagMeans?[i] ?? 0) * σ[i] / λ
      Y[m * lags + i, i] = σ[i]
    }
    return (X, Y)
  }

  /// One over the prior sd of each regressor's coefficients, over σᵢ.
  func rootPrecisions(tightness λ: Double, scales σ: [Double]) -> [Double] {
    var roots: [Double] = []
    for lag in 1...lags {
      let decay = power(Double(lag), lagDecay)
      roots += σ.map { decay * $0 / λ }
    }
    return roots + [1 / constantSpread]
  }
}

/// xᵈ for x ≥ 1; exact for d = 1.
private func power(_ x: Double, _ d: Double) -> Double {
  d == 1 ? x : exponential(d * naturalLogarithm(x))
}
