import LinearAlgebra

/// One cluster's share of a covariance, in the orthonormal coordinates of ``LeverageDesign``.
struct ClusterPart: Sendable {
  /// k numbers Q_g'A_g√w u: the adjusted score.
  let score: [Double]
  /// Times R⁻ᵀeⱼ: the column of L of coefficient j.
  let shared: Matrix
  /// k × k, times R⁻ᵀeⱼ on both sides: the number a_g'Φa_g of coefficient j.
  let square: Matrix
  let hasFullLeverage: Bool
}

/// How parts of clusters are made.
struct ClusterOrder: Sendable {
  /// The p of (I − H_gg)^(−p).
  let power: Double
  let coefficients: Int

  /// One cluster where √w times the errors have one variance: A_g = (I − Q_gQ_g')^(−p).
  ///
  /// Never n_g × n_g for a cluster with more rows than columns: A_g acts on Q_g as
  /// V(1 − λ)^(−p)V' with VλV' = Q_g'Q_g.
  func part(_ Q: Matrix, _ residuals: [Double], rows: [Int]) -> ClusterPart {
    let q = gathered(Q, rows)
    let u = rows.map { residuals[$0] }
    guard rows.count > Q.columns else { return smallPart(q, u) }
    let gram = symmetric(q.transposedTimes(q))
    let eigen = finiteEigen(gram)
    let factors = eigen.values.map(factor)
    let rotated = eigen.vectors.transposedTimes(q.transposedTimes(u))
    let score = eigen.vectors * zip(factors, rotated).map { $0 * $1 }
    return ClusterPart(
      score: Array(score.prefix(coefficients)),
      shared: spectral(eigen, zip(factors, eigen.values).map { $0 * $1 }),
      square: spectral(eigen, zip(factors, eigen.values).map { $0 * $0 * $1 })
        .firstRows(coefficients),
      hasFullLeverage: power > 0 && factors.contains(0))
  }

  /// The same through the n_g × n_g matrix Q_gQ_g', where that is smaller.
  private func smallPart(_ q: Matrix, _ u: [Double]) -> ClusterPart {
    let hat = symmetric(q * q.transposed)
    let eigen = finiteEigen(hat)
    let factors = eigen.values.map(factor)
    let rotated = eigen.vectors.transposedTimes(q)
    let turned = eigen.vectors.transposedTimes(u)
    let adjusted = Matrix(rows: q.rows, columns: coefficients) { i, j in
      factors[i] * rotated[i, j]
    }
    return ClusterPart(
      score: adjusted.transposedTimes(turned), shared: rotated.transposedTimes(adjusted),
      square: adjusted.transposedTimes(adjusted),
      hasFullLeverage: power > 0 && factors.contains(0))
  }

  /// (1 − λ)^(−p), or 0 where λ is 1: the Moore-Penrose inverse.
  private func factor(_ leverage: Double) -> Double {
    power == 0 ? 1 : inversePower(1 - leverage)
  }

  func inversePower(_ value: Double) -> Double {
    guard value > leverageTolerance else { return 0 }
    return power == 1 ? 1 / value : 1 / value.squareRoot()
  }

  /// V diag(f) V', the first k columns.
  private func spectral(_ eigen: SymmetricEigen, _ f: [Double]) -> Matrix {
    let V = eigen.vectors
    return V * Matrix(rows: V.columns, columns: coefficients) { i, j in f[i] * V[j, i] }
  }
}

extension Matrix {
  func firstRows(_ count: Int) -> Matrix {
    Matrix(rows: count, columns: columns) { i, j in self[i, j] }
  }

  func firstColumns(_ count: Int) -> Matrix {
    Matrix(rows: rows, columns: count) { i, j in self[i, j] }
  }
}

/// The eigenvalues of a symmetric matrix of finite numbers, as orthonormal bases are made of.
func finiteEigen(_ A: Matrix) -> SymmetricEigen {
  guard let eigen = SymmetricEigen(A) else {
    preconditionFailure("no eigenvalues of a \(A.rows)×\(A.columns) matrix")
  }
  return eigen
}

/// The rows of a matrix at some places.
func gathered(_ A: Matrix, _ rows: [Int]) -> Matrix {
  Matrix(rows: rows.count, columns: A.columns) { i, j in A[rows[i], j] }
}

/// The places of the rows of each group, in order.
func rowsOfGroups(_ group: Grouping) -> [[Int]] {
  var rows = group.sizes.map { size in
    var list: [Int] = []
    list.reserveCapacity(size)
    return list
  }
  for (i, code) in group.codes.enumerated() { rows[Int(code)].append(i) }
  return rows
}
