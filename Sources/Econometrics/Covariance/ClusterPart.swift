import LinearAlgebra

/// One cluster's share of a covariance, in the orthonormal coordinates of ``LeverageDesign``.
///
/// Coefficient j is a_j'(√w y) with a_j = Qρⱼ, ρⱼ the column j of R⁻ᵀ; A_g, of the order of the
/// cluster's rows, adjusts residuals.
struct ClusterPart: Sendable {
  /// k numbers a_g'A_g√w u: what the cluster moves each coefficient by.
  let share: [Double]
  /// Column j is the column of L of coefficient j; empty without degrees of freedom.
  let shared: Matrix
  /// |A_g a_g|² of each coefficient.
  let squares: [Double]
  let hasFullLeverage: Bool
}

/// How parts of clusters are made.
struct ClusterOrder: Sendable {
  /// The p of (I − H_gg)^(−p).
  let power: Double
  /// R⁻ᵀ, k × k.
  let directions: Matrix
  let wantsFreedom: Bool

  var coefficients: Int { directions.columns }

  /// One cluster where √w times the errors have one variance: A_g = (I − Q_gQ_g')^(−p).
  ///
  /// Never n_g × n_g for a cluster with more rows than columns: A_g acts on Q_g as
  /// V(1 − λ)^(−p)V' with VλV' = Q_g'Q_g.
  func part(_ Q: Matrix, _ residuals: [Double], rows: [Int]) -> ClusterPart {
    let q = gathered(Q, rows)
    let u = rows.map { residuals[$0] }
    guard rows.count > Q.columns else { return smallPart(q, u) }
    let eigen = finiteEigen(symmetric(q.transposedTimes(q)))
    let V = eigen.vectors, factors = eigen.values.map(factor)
    let roots = eigen.values.map { max($0, 0).squareRoot() }
    // V'Q's directions: row i times (1 − λᵢ)^(−p).
    let turned = scaled(V.firstRows(coefficients).transposedTimes(directions), factors)
    let share = turned.transposedTimes(V.transposedTimes(q.transposedTimes(u)))
    let stretched = scaled(turned, roots)
    return ClusterPart(
      share: share, shared: wantsFreedom ? V * scaled(stretched, roots) : noMatrix,
      squares: wantsFreedom ? columnSquares(stretched) : [], hasFullLeverage: isFull(factors))
  }

  /// The same through the n_g × n_g matrix Q_gQ_g', where that is smaller.
  private func smallPart(_ q: Matrix, _ u: [Double]) -> ClusterPart {
    let eigen = finiteEigen(symmetric(q * q.transposed))
    let factors = eigen.values.map(factor)
    let rotated = eigen.vectors.transposedTimes(q)
    let adjusted = scaled(rotated.firstColumns(coefficients) * directions, factors)
    return ClusterPart(
      share: adjusted.transposedTimes(eigen.vectors.transposedTimes(u)),
      shared: wantsFreedom ? rotated.transposedTimes(adjusted) : noMatrix,
      squares: wantsFreedom ? columnSquares(adjusted) : [], hasFullLeverage: isFull(factors))
  }

  /// (1 − λ)^(−p), or 0 where λ is 1: the Moore-Penrose inverse.
  private func factor(_ leverage: Double) -> Double {
    power == 0 ? 1 : inversePower(1 - leverage)
  }

  func inversePower(_ value: Double) -> Double {
    guard value > leverageTolerance else { return 0 }
    return power == 1 ? 1 / value : 1 / value.squareRoot()
  }

  func isFull(_ factors: [Double]) -> Bool { power > 0 && factors.contains(0) }

  var noMatrix: Matrix { Matrix(rows: 0, columns: coefficients) }
}

/// Σᵢ aᵢⱼ² for each column j.
func columnSquares(_ A: Matrix) -> [Double] {
  (0..<A.columns).map { j in A.column(j).reduce(0) { $0 + $1 * $1 } }
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
