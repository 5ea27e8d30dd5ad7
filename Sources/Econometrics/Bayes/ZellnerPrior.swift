import LinearAlgebra
private import NumericKernels
package import ReachModel

/// How strongly Zellner's prior draws slopes to 0: their prior covariance is g σ²(XᵀX)⁻¹.
package enum ZellnerScale: Sendable, Equatable {
  case given(Double)
  /// g = n: worth one row of data (Kass and Wasserman).
  case unitInformation
  /// g = max(n, k²) (Fernández, Ley and Steel).
  case benchmark
  /// g = max(F − 1, 0), which makes the data most probable.
  case empiricalBayes

  package var label: Label {
    switch self {
    case .given: Label(vi: "tiên nghiệm g, g cho trước", en: "g prior, g as given")
    case .unitInformation:
      Label(
        vi: "tiên nghiệm g, g = n (thông tin đơn vị)", en: "g prior, g = n (unit information)")
    case .benchmark:
      Label(vi: "tiên nghiệm g, g = max(n, k²)", en: "g prior, g = max(n, k²) (benchmark)")
    case .empiricalBayes:
      Label(
        vi: "tiên nghiệm g, g = max(F − 1, 0) (Bayes thực nghiệm)",
        en: "g prior, g = max(F − 1, 0) (empirical Bayes)")
    }
  }
}

/// A regression with Zellner's g prior on its slopes.
package struct ZellnerFit: Sendable {
  /// Of the slopes: without the constant.
  package let names: [String]
  package let g: Double
  /// Of the slopes; a and b as after a flat prior on the constant and ln σ².
  package let posterior: NormalInverseGamma
  /// ln of the Bayes factor against no slope at all.
  package let logBayesFactorAgainstNone: Double
  /// Of least squares, after constant and effects.
  package let R2: Double
  package let convention: Label
}

/// Fits slopes with Zellner's g prior: β | σ² ~ N(0, gσ²(XᵀX)⁻¹), flat on constant, effects, ln σ².
///
/// - Parameters:
///   - data: Weighted or not, with a constant, effects or neither.
///   - scale: g, or its rule.
///   - threads: Columns that are worked on at a time.
/// - Returns: The posterior of the slopes and the Bayes factor against none.
/// - Throws: An ``EstimationError`` as of ``fitLinear(_:threads:)``.
/// - Source: Zellner, in *Bayesian Inference and Decision Techniques*, 1986; Liang, Paulo, Molina,
///   Clyde and Berger, *JASA* 103, 2008, §2.
package func fitZellner(
  _ data: RegressionData, scale: ZellnerScale, threads: Int = 1
) throws(EstimationError) -> ZellnerFit {
  let columns = try RidgeColumns(data, scale: .asGiven, threads: threads)
  let names = data.names.filter { $0 != RegressionData.constantName }
  let n = data.observations, k = names.count, rank = columns.unpenalisedRank
  guard n > k + rank else { throw .tooFewObservations(observations: n, parameters: k + rank) }
  let fit = try slopes(columns, names)
  let total = dot(columns.y, columns.y), rss = fit.residualCrossProducts[0, 0]
  let R2 = total > 0 ? 1 - rss / total : 0
  let residual = Double(n - rank - k)
  let g: Double =
    switch scale {
    case .given(let g): g
    case .unitInformation: Double(n)
    case .benchmark: Double(max(n, k * k))
    // F − 1 with F = ((TSS − RSS)/k)/(RSS/(n − rank − k)).
    case .empiricalBayes:
      k > 0 && rss > 0 ? max(0, (total - rss) / Double(k) / (rss / residual) - 1) : 0
    }
  precondition(g >= 0 && g.isFinite, "g = \(g)")
  let shrunk = g / (1 + g), freedom = Double(n - rank)
  let inverse = fit.inverseTriangle * fit.inverseTriangle.transposed
  return ZellnerFit(
    names: names, g: g,
    posterior: NormalInverseGamma(
      mean: fit.coefficients.column(0).map { shrunk * $0 }, V: shrunk * inverse,
      a: freedom / 2, b: (total / (1 + g) + shrunk * rss) / 2),
    logBayesFactorAgainstNone: residual / 2 * logarithmOfOnePlus(g)
      - freedom / 2 * logarithmOfOnePlus(total > 0 ? g * (rss / total) : g),
    R2: R2, convention: scale.label)
}

private func slopes(
  _ columns: RidgeColumns, _ names: [String]
) throws(EstimationError) -> MultivariateLeastSquares {
  do throws(LeastSquaresError) {
    return try MultivariateLeastSquares(
      columns.X, Matrix(columns: [columns.y], rows: columns.y.count))
  } catch {
    guard case .rankDeficient(let column) = error else { throw .noObservations }
    throw .collinear(regressor: names[column])
  }
}
