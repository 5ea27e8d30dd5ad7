private import COpenBLAS

extension Matrix {
  /// XᵀX by one call of `dsyrk` on the calling thread: what the benchmark measures ``gram(weights:threads:)``
  /// against.
  ///
  /// - Returns: k × k, symmetric to the bit.
  package func gramAtOnce() -> Matrix {
    var sum = Array(repeating: 0.0, count: columns * columns)
    guard rows > 0, columns > 0 else { return Matrix(rows: columns, columns: columns) }
    let k = Int32(columns), n = Int32(rows)
    // SAFETY: the storage holds n·k doubles and the sum k·k, as dsyrk is told.
    unsafe cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, k, n, 1, storage, n, 0, &sum, k)
    return Matrix(rows: columns, columns: columns) { i, j in sum[max(i, j) + min(i, j) * columns] }
  }
}
