import LinearAlgebra
import ReachModel

/// Which errors a test takes to depend on each other.
package enum ErrorDependence: Sendable {
  /// Independent, with one variance.
  case independent
  /// Independent, with a variance each.
  case heteroskedastic
  /// Dependent in any way within groups.
  case clustered(Grouping)
}

/// How an F form is made of a Wald statistic.
struct WaldScale {
  /// What the statistic is multiplied by, before it is divided by the number of restrictions.
  let factor: Double
  /// Of the error.
  let degrees: Int
  let convention: Label
}

extension ErrorDependence {
  /// The small-sample factor of regressions with so many coefficients.
  ///
  /// - Parameters:
  ///   - n: Rows.
  ///   - k: Coefficients.
  ///   - effects: What was taken out.
  ///   - rank: The number of independent effects.
  /// - Returns: The factor, the degrees of freedom, and both in words.
  func scale(n: Int, k: Int, effects: [Grouping], rank: Int) -> WaldScale {
    let rows = Double(n)
    switch self {
    case .independent:
      return WaldScale(
        factor: 1, degrees: n - k - rank,
        convention: Label(
          vi: "phương sai thuần nhất, s² = RSS/(n − k − hiệu ứng)",
          en: "one variance, s² = RSS/(n − k − effects)"))
    case .heteroskedastic:
      return WaldScale(
        factor: Double(n - k - rank) / rows, degrees: n - k - rank,
        convention: Label(
          vi: "HC1, thừa số n/(n − k − hiệu ứng)", en: "HC1, factor n/(n − k − effects)"))
    case .clustered(let clusters):
      let nested = effects.filter { $0.isNested(in: clusters) }
      let counted = nested.isEmpty ? rank : rank - independentEffects(nested).rank
      let G = Double(clusters.count)
      return WaldScale(
        factor: Double(n - k - counted) / (rows - 1) * (G - 1) / G,
        degrees: clusters.count - 1,
        convention: Label(
          vi:
            "CR1 theo \(clusters.name) (\(inText(clusters.count).vi) cụm), thừa số G/(G − 1) · "
            + "(n − 1)/(n − k), k không đếm hiệu ứng nằm trọn trong cụm",
          en:
            "CR1 by \(clusters.name) (\(inText(clusters.count).en) clusters), factor G/(G − 1) · "
            + "(n − 1)/(n − k), k without effects nested in clusters"))
    }
  }

  /// Rows of scores whose products sum to the covariance of their sum: themselves, or sums within
  /// clusters.
  func independentSums(_ scores: Matrix) throws(EstimationError) -> Matrix {
    guard case .clustered(let clusters) = self else { return scores }
    guard clusters.count > 1 else { throw .tooFewClusters(clusters.count) }
    precondition(clusters.codes.count == scores.rows, "clusters of other rows")
    let columns = (0..<scores.columns).map { j in
      var sums = Array(repeating: 0.0, count: clusters.count)
      for (code, score) in zip(clusters.codes, scores.column(j)) { sums[Int(code)] += score }
      return sums
    }
    return Matrix(columns: columns, rows: clusters.count)
  }
}

/// θᵀ (Σ s sᵀ)⁻¹ θ over rows s, by QR of the rows.
///
/// - Parameters:
///   - estimate: θ, p numbers.
///   - scores: Any number of rows, p columns.
/// - Returns: At least 0.
/// - Throws: ``EstimationError/tooManyInstruments(instruments:groups:)`` where the sum has no
///   inverse.
func waldStatistic(_ estimate: [Double], scores: Matrix) throws(EstimationError) -> Double {
  let R = try momentFactor(scores)
  let z = R.solvedTransposed(Matrix(columns: [estimate], rows: estimate.count))
  return z.storage.reduce(0) { $0 + $1 * $1 }
}

/// The triangle R of Σ s sᵀ = RᵀR.
func momentFactor(_ scores: Matrix) throws(EstimationError) -> OrthogonalFactor {
  let refusal = EstimationError.tooManyInstruments(
    instruments: scores.columns, groups: scores.rows)
  guard scores.rows >= scores.columns else { throw refusal }
  let R = OrthogonalFactor(scores)
  // Scores carry the rounding of projections; sums that cancel to it are no information.
  guard R.firstDependentColumn(tolerance: 1e-11) == nil else { throw refusal }
  return R
}
