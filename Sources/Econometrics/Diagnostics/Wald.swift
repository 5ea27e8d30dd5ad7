package import LinearAlgebra

/// The Wald statistic of the hypothesis that some coefficients are zero, divided by their number.
///
/// F = bᵀ V⁻¹ b / q over the q coefficients asked for.
///
/// - Parameters:
///   - places: q places among the coefficients, distinct.
///   - coefficients: k numbers.
///   - covariance: k × k.
/// - Returns: F, or nil when the covariance of those coefficients is not positive definite (with
///   fewer clusters than restrictions it cannot be).
package func waldF(
  _ places: [Int], of coefficients: [Double], _ covariance: Matrix
) -> Double? {
  guard !places.isEmpty else { return nil }
  let V = Matrix(rows: places.count, columns: places.count) { i, j in
    covariance[places[i], places[j]]
  }
  let scale = V.diagonal
  guard scale.allSatisfy({ $0 > 0 }) else { return nil }
  // In units of their own standard errors, so that units do not decide what is definite.
  let correlation = Matrix(rows: places.count, columns: places.count) { i, j in
    V[i, j] / (scale[i] * scale[j]).squareRoot()
  }
  guard let factor = try? Cholesky(correlation) else { return nil }
  guard factor.lower.diagonal.allSatisfy({ $0 > 1e-7 }) else { return nil }
  let t = places.indices.map { coefficients[places[$0]] / scale[$0].squareRoot() }
  return factor.whiten(t).reduce(0) { $0 + $1 * $1 } / Double(places.count)
}
