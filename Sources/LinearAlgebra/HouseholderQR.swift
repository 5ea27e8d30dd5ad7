private import CLAPACKE

/// A = QR as LAPACK leaves it, with Q as its reflections.
///
/// The only code that calls `dgeqrf` and `dormqr`; nothing else sees their pointers.
struct HouseholderQR {
  /// R in the upper triangle, Householder vectors below; n × k, column-major.
  private let factors: [Double]
  private let scales: [Double]
  private let rows: Int
  private let columns: Int

  /// Factors n × k numbers, column-major and all finite.
  init(rows: Int, columns: Int, numbers: consuming [Double]) {
    precondition(numbers.count == rows * columns, "\(numbers.count) of \(rows) × \(columns)")
    var factors = numbers, scales = Array(repeating: 0.0, count: min(rows, columns))
    if !scales.isEmpty {
      let n = Int32(rows), k = Int32(columns)
      // SAFETY: the arrays hold n·k and min(n, k) doubles, as dgeqrf is told.
      let info = unsafe LAPACKE_dgeqrf(LAPACK_COL_MAJOR, n, k, &factors, n, &scales)
      precondition(info == 0, "dgeqrf: argument \(-info) is invalid")
    }
    (self.rows, self.columns, self.factors, self.scales) = (rows, columns, factors, scales)
  }

  /// R, k × k; zeros in the rows that a wide A does not have.
  var upper: Matrix {
    Matrix(rows: columns, columns: columns) { i, j in
      i <= j && i < rows ? factors[i + j * rows] : 0
    }
  }

  /// Replaces b by Qᵀb: n numbers.
  func rotate(_ b: inout [Double]) { apply("T", to: &b) }

  /// Replaces b by Qb: n numbers.
  func rotateBack(_ b: inout [Double]) { apply("N", to: &b) }

  private func apply(_ side: Unicode.Scalar, to b: inout [Double]) {
    precondition(b.count == rows, "\(b.count) numbers for \(rows) rows")
    guard !scales.isEmpty else { return }
    let n = Int32(rows)
    // SAFETY: the arrays hold n·k, min(n, k) and n doubles, as dormqr is told.
    let info = unsafe LAPACKE_dormqr(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: side)), n, 1,
      Int32(scales.count), factors, n, scales, &b, n)
    precondition(info == 0, "dormqr: argument \(-info) is invalid")
  }
}

/// R of A = QR alone, by `dgeqrf`.
///
/// - Parameters:
///   - rows: At least `columns`.
///   - columns: At least one.
///   - numbers: Column-major; all finite. R is left in the upper triangle, reflections below it.
func factorInPlace(rows: Int, columns: Int, numbers: inout [Double]) {
  precondition(
    rows >= columns && columns > 0 && numbers.count >= rows * columns,
    "\(numbers.count) of \(rows) × \(columns)")
  var scales = Array(repeating: 0.0, count: columns)
  let n = Int32(rows), k = Int32(columns)
  // SAFETY: the arrays hold n·k and k doubles, as dgeqrf is told.
  let info = unsafe LAPACKE_dgeqrf(LAPACK_COL_MAJOR, n, k, &numbers, n, &scales)
  precondition(info == 0, "dgeqrf: argument \(-info) is invalid")
}
