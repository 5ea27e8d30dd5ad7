/// The triangle R of √W X = QR, of which everything else about the columns follows.
struct TriangularFactor: Sendable {
  let upper: Triangular
  /// The lengths of the columns of √W X.
  let lengths: [Double]
  /// σ₁/σₖ with columns scaled to one length; infinite for a singular R.
  let conditionNumber: Double

  /// - Parameter R: k × k, finite; no column is zero.
  init(_ R: Matrix) {
    upper = Triangular(R, .upper)
    let lengths = (0..<R.columns).map { length(R.column($0)) }
    self.lengths = lengths
    conditionNumber = condition(
      Matrix(rows: R.columns, columns: R.columns) { R[$0, $1] / lengths[$1] })
  }

  /// (XᵀWX)⁻¹g, for a k × m matrix.
  func solveNormal(_ g: [Double]) -> [Double] {
    upper.solve(upper.solve(g, transposed: true))
  }

  /// (XᵀWX)⁻¹ = R⁻¹R⁻ᵀ, symmetric to the bit.
  ///
  /// - Accuracy: O(k) · κ · 2⁻⁵³ of R's own rounding, relatively to the diagonal.
  var inverseGram: Matrix { upper.inverse.transposed.gram() }
}

/// σ₁/σₖ of a design whose columns are scaled to one length, so that units do not matter.
///
/// - Parameters:
///   - X: n × k with n ≥ k.
///   - weights: n numbers above 0; nil for ones.
///   - threads: Chunks of rows that are worked on at a time; they change no bit.
/// - Returns: At least 1; infinity for columns that are zero, not finite, or dependent to the last
///   bit.
/// - Source: Belsley, Kuh and Welsch, *Regression Diagnostics*, 1980, §3.2; van der Sluis,
///   *Numerische Mathematik* 14, 1969: no other scaling has a condition much smaller.
package func conditionNumber(_ X: Matrix, weights: [Double]? = nil, threads: Int = 1) -> Double {
  let y = Array(repeating: 0.0, count: X.rows)
  let problem = LeastSquaresProblem(
    X: X, y: y, weights: weights, rest: nil, noise: nil, threads: threads)
  guard let measured = try? problem.inOrdinaryUnits() else { return .infinity }
  return TriangularFactor(measured.blockTriangle().R).conditionNumber
}

private func condition(_ R: Matrix) -> Double {
  guard let values = singularValues(R), let most = values.first, let least = values.last else {
    return R.columns == 0 ? 1 : .infinity
  }
  return least > 0 ? max(1, most / least) : .infinity
}
