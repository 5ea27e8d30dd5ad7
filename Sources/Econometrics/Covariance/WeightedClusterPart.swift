import LinearAlgebra

extension ClusterOrder {
  /// One cluster where errors have one variance in spite of weights W.
  ///
  /// With Z = Q/√w, so that Z'WZ = I, the residuals' covariance within the cluster is
  /// B = I − ZZ'W − WZZ' + ZSZ' with S = Z'W²Z over all rows: the identity but for the span of
  /// Z and WZ. A is B^(−1/2) for CR2 and (I − ZZ'W)⁻¹ for CR3.
  ///
  /// - Parameters:
  ///   - Q: n × r, orthonormal.
  ///   - S: Q'WQ, r × r.
  ///   - weights: n numbers with mean 1; the mean does not matter.
  ///   - residuals: n numbers √w u.
  ///   - rows: The cluster's.
  /// - Returns: Its part; `shared` has 2r rows.
  /// - Source: Pustejovsky & Tipton 2018, equations 8 and 15; clubSandwich with weights and its
  ///   default target.
  func part(
    _ Q: Matrix, _ S: Matrix, _ weights: [Double], _ residuals: [Double], rows: [Int]
  ) -> ClusterPart {
    let q = gathered(Q, rows)
    let root = rows.map { weights[$0].squareRoot() }
    let u = rows.map { residuals[$0] }
    let (columns, isFull) = power == 0.5 ? bellRows(q, S, root) : leaveOutRows(q, root)
    let a = columns * directions
    let errors = zip(u, root).map { $0 / $1 }
    return ClusterPart(
      share: a.transposedTimes(errors), shared: wantsFreedom ? shared(q, root, a) : noMatrix,
      squares: wantsFreedom ? columnSquares(a) : [], hasFullLeverage: isFull)
  }

  /// Z'a over Z'Wa, 2r × k.
  private func shared(_ q: Matrix, _ root: [Double], _ a: Matrix) -> Matrix {
    let inner = scaled(q, root.map { 1 / $0 }).transposedTimes(a)
    let outer = scaled(q, root).transposedTimes(a)
    return Matrix(rows: 2 * q.columns, columns: coefficients) { i, j in
      i < q.columns ? inner[i, j] : outer[i - q.columns, j]
    }
  }

  /// B^(−1/2) WZ, the first k columns: n_g × k.
  private func bellRows(_ q: Matrix, _ S: Matrix, _ root: [Double]) -> (Matrix, Bool) {
    let Z = scaled(q, root.map { 1 / $0 }), WZ = scaled(q, root)
    let span = Matrix(
      columns: (0..<q.columns).map { Z.column($0) } + (0..<q.columns).map { WZ.column($0) },
      rows: q.rows)
    // Directions shorter than this change B by less than rounding does.
    let P = OrthonormalBasis(spanning: span, tolerance: 1e-15 * span.frobeniusNorm).Q
    let z = P.transposedTimes(Z), wz = P.transposedTimes(WZ)
    let mixed = z * wz.transposed
    let change = z * S * z.transposed - mixed - mixed.transposed
    let eigen = finiteEigen(symmetric(change))
    let factors = eigen.values.map { inversePower(1 + $0) }
    let start = WZ.firstColumns(coefficients)
    let within = eigen.vectors.transposedTimes(P.transposedTimes(start))
    let moved = Matrix(rows: within.rows, columns: within.columns) { i, j in
      (factors[i] - 1) * within[i, j]
    }
    return (start + P * (eigen.vectors * moved), isFull(factors))
  }

  /// √w (I − qq')^(−p) q, the first k columns, for p = 0 and 1: n_g × k.
  private func leaveOutRows(_ q: Matrix, _ root: [Double]) -> (Matrix, Bool) {
    guard power > 0 else { return (scaled(q.firstColumns(coefficients), root), false) }
    // (I − qq')⁻¹q = q(I − q'q)⁻¹.
    let eigen = finiteEigen(symmetric(q.transposedTimes(q)))
    let factors = eigen.values.map { inversePower(1 - $0) }
    let V = eigen.vectors
    let inverse = Matrix(rows: V.columns, columns: coefficients) { i, j in factors[i] * V[j, i] }
    return (scaled(q * (V * inverse), root), isFull(factors))
  }
}
