private import COpenBLAS

extension Matrix {
  /// AᵀB, by `dgemm`, without a copy of Aᵀ.
  ///
  /// - Precondition: A and B have the same number of rows.
  /// - Accuracy: |error| ≤ γₙ |A|ᵀ|B| with n = `rows` (Higham, *Accuracy and Stability*, 2nd ed.,
  ///   §3.5).
  package func transposedTimes(_ B: Matrix) -> Matrix {
    precondition(rows == B.rows, "(\(rows)×\(columns))ᵀ times \(B.rows)×\(B.columns)")
    let m = columns, n = B.columns
    guard rows > 0, m > 0, n > 0 else { return Matrix(rows: m, columns: n) }
    var product = Array(repeating: 0.0, count: m * n)
    let shared = Int32(rows)
    // SAFETY: the three arrays hold rows·m, rows·n and m·n doubles, as dgemm is told.
    unsafe cblas_dgemm(
      CblasColMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(n), shared, 1, storage, shared,
      B.storage, shared, 0, &product, Int32(m))
    return Matrix(rows: m, columns: n, storage: product)
  }

  /// Aᵀx.
  package func transposedTimes(_ x: [Double]) -> [Double] {
    transposedTimes(Matrix(columns: [x], rows: x.count)).storage
  }

  /// A matrix from its elements, column after column.
  package init(rows: Int, columns: Int, columnMajor storage: [Double]) {
    self.init(rows: rows, columns: columns, storage: storage)
  }
}
