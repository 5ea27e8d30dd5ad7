import LinearAlgebra

extension ClusterOrder {
  /// One cluster where weights are the inverse variances of errors, for CR2: of the many square roots
  /// that A_g may be, the one of Pustejovsky and Tipton.
  ///
  /// In rows times √w the residuals' covariance within the cluster is I − H with H = QQ' + TT', and
  /// A = (E(I − H)E)^(−1/2) E. Errors of one variance E make it (I − H)^(−1/2).
  ///
  /// - Parameters:
  ///   - Q: n × r, orthonormal.
  ///   - E: n numbers above 0, only their ratios matter: the errors' standard deviation in the unit in
  ///     which they were measured times √ of the same, that is (dμ/dη)²/w of a likelihood, 1/w of a
  ///     linear regression.
  ///   - effects: Nested in the cluster; T spans their dummies.
  ///   - roots: √w.
  ///   - residuals: n numbers √w u.
  ///   - rows: The cluster's.
  /// - Returns: Its part; `shared` has r rows.
  /// - Complexity: O(n_g³).
  /// - Source: Pustejovsky & Tipton 2018, equation 9, with D the root of the errors' variances;
  ///   clubSandwich with `inverse_var`, and of `glm`.
  func part(
    _ Q: Matrix, _ E: [Double], effects: [Grouping], roots: [Double], _ residuals: [Double],
    rows: [Int]
  ) -> ClusterPart {
    let q = gathered(Q, rows), T = localDummies(effects, roots, rows), e = rows.map { E[$0] }
    let H = q * q.transposed + T * T.transposed
    let B = Matrix(rows: rows.count, columns: rows.count) { i, j in
      e[i] * ((i == j ? 1 : 0) - H[i, j]) * e[j]
    }
    let eigen = finiteEigen(symmetric(B)), largest = eigen.values.map(\.magnitude).max() ?? 0
    // The zeros of I − H are as exact as its ones, in the unit of E's squares.
    let factors = eigen.values.map { inversePower(largest > 0 ? $0 / largest : 0) }
    let scale = largest > 0 ? 1 / largest.squareRoot() : 0
    let start = q.firstColumns(coefficients) * directions
    let turned = scaled(eigen.vectors.transposedTimes(start), factors.map { $0 * scale })
    let adjusted = scaled(eigen.vectors * turned, e)
    let left = columnSquares(T.transposedTimes(adjusted))
    return ClusterPart(
      share: adjusted.transposedTimes(rows.map { residuals[$0] }),
      shared: wantsFreedom ? q.transposedTimes(adjusted) : noMatrix,
      squares: wantsFreedom ? zip(columnSquares(adjusted), left).map { $0 - $1 } : [],
      hasFullLeverage: isFull(factors))
  }

  /// Orthonormal columns that span √w times the dummies of effects within one cluster.
  private func localDummies(_ effects: [Grouping], _ roots: [Double], _ rows: [Int]) -> Matrix {
    var columns: [[Double]] = []
    for effect in effects {
      for level in Set(rows.map { effect.codes[$0] }).sorted() {
        let column = rows.map { effect.codes[$0] == level ? roots[$0] : 0 }
        let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
        columns.append(column.map { $0 / length })
      }
    }
    return OrthonormalBasis(
      spanning: Matrix(columns: columns, rows: rows.count), tolerance: 1e-9
    ).Q
  }
}
