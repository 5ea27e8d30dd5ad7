private import CLAPACKE

/// X = QR together with the least-squares solution, as LAPACK leaves them.
///
/// For one response; ``MultivariateLeastSquares`` takes many.
struct HouseholderQR {
  /// R in the upper triangle, Householder vectors below; n × k, column-major.
  private(set) var factors: [Double]
  /// β̂ in the first k places, then n − k numbers whose squares sum to the RSS.
  ///
  /// Without meaning when ``firstDependentColumn`` names a column.
  private(set) var solution: [Double]
  private let rows: Int
  private let columns: Int

  init(_ X: Matrix, solving y: [Double]) {
    (rows, columns) = (X.rows, X.columns)
    (factors, solution) = (X.storage, y)
    let n = Int32(X.rows), k = Int32(X.columns)
    // SAFETY: both arrays hold what dgels is told: n·k and n doubles (n ≥ k).
    let info = unsafe LAPACKE_dgels(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), n, k, 1, &factors, n, &solution, n)
    precondition(info >= 0, "dgels: argument \(-info) is invalid")
  }

  /// The first column that is a combination of those before it, to rounding.
  ///
  /// The norm of column j of X is that of R's column j, since Q keeps lengths.
  var firstDependentColumn: Int? {
    let tolerance = Double(rows) * Double.ulpOfOne
    return (0..<columns).first { j in
      let column = factors[j * rows...j * rows + j]
      let norm = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return factors[j + j * rows].magnitude <= tolerance * norm
    }
  }

  /// (XᵀX)⁻¹ = R⁻¹R⁻ᵀ, k × k.
  ///
  /// - Precondition: No column is dependent.
  var inverseGram: Matrix {
    var triangle = Matrix(rows: columns, columns: columns) { i, j in
      i <= j ? factors[i + j * rows] : 0
    }.storage
    let k = Int32(columns)
    // SAFETY: the array holds k·k doubles, as dtrtri is told.
    let info = unsafe LAPACKE_dtrtri(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")), k, &triangle, k)
    precondition(info == 0, "dtrtri: \(info)")
    let inverse = Matrix(rows: columns, columns: columns, storage: triangle)
    return inverse * inverse.transposed
  }
}
