import LinearAlgebra

extension Cholesky {
  /// The x with Lₘᵀx = z for the leading block Lₘ of order m = `z.count`, by back substitution.
  ///
  /// The factor of a leading block is the leading block of the factor, so that one factor serves all
  /// models whose columns come first.
  ///
  /// - Parameter z: At most as many numbers as the order; the first of L⁻¹b.
  /// - Returns: With z the first m of L⁻¹b, the solution of Aₘx = bₘ.
  func backSubstituted(_ z: some Collection<Double>) -> [Double] {
    var x = Array(z)
    let n = lower.rows
    for j in x.indices.reversed() {
      let column = lower.storage[j * n..<(j + 1) * n]
      for i in j + 1..<max(j + 1, x.count) { x[j] -= column[j * n + i] * x[i] }
      x[j] /= column[j * n + j]
    }
    return x
  }
}
