private import COpenBLAS

/// A dense matrix of doubles, stored by columns as BLAS and LAPACK expect.
package struct Matrix: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  /// Column after column: element (i, j) is at i + j · `rows`.
  package private(set) var storage: [Double]

  /// A matrix of zeros.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "Matrix: \(rows) × \(columns)")
    (self.rows, self.columns) = (rows, columns)
    storage = Array(repeating: 0, count: rows * columns)
  }

  /// A matrix whose element (i, j) is `element(i, j)`; indices count from 0.
  package init(rows: Int, columns: Int, _ element: (Int, Int) -> Double) {
    self.init(rows: rows, columns: columns)
    for j in 0..<columns {
      for i in 0..<rows { storage[i + j * rows] = element(i, j) }
    }
  }

  /// A matrix from its columns, all of one length.
  package init(columns list: [[Double]], rows: Int) {
    precondition(list.allSatisfy { $0.count == rows }, "Matrix: columns are not all \(rows) long")
    (self.rows, columns) = (rows, list.count)
    storage = []
    storage.reserveCapacity(rows * list.count)
    for column in list { storage += column }
  }

  /// Column-major storage as LAPACK leaves it.
  package init(rows: Int, columns: Int, storage: [Double]) {
    precondition(storage.count == rows * columns, "Matrix: \(storage.count) elements")
    (self.rows, self.columns, self.storage) = (rows, columns, storage)
  }

  /// The identity of order n.
  package static func identity(_ n: Int) -> Matrix {
    Matrix(rows: n, columns: n) { $0 == $1 ? 1 : 0 }
  }

  package subscript(i: Int, j: Int) -> Double {
    get {
      precondition(
        i >= 0 && i < rows && j >= 0 && j < columns, "(\(i), \(j)) of \(rows)×\(columns)")
      return storage[i + j * rows]
    }
    set {
      precondition(
        i >= 0 && i < rows && j >= 0 && j < columns, "(\(i), \(j)) of \(rows)×\(columns)")
      storage[i + j * rows] = newValue
    }
  }

  /// Column j, as an array of `rows` numbers.
  package func column(_ j: Int) -> [Double] { Array(storage[j * rows..<(j + 1) * rows]) }

  /// A run of rows.
  package func selecting(rows places: Range<Int>) -> Matrix {
    precondition(places.lowerBound >= 0 && places.upperBound <= rows, "rows \(places) of \(rows)")
    var list: [Double] = []
    list.reserveCapacity(places.count * columns)
    for j in 0..<columns {
      list += storage[j * rows + places.lowerBound..<j * rows + places.upperBound]
    }
    return Matrix(rows: places.count, columns: columns, storage: list)
  }

  /// The columns of both, side by side.
  package func beside(_ b: Matrix) -> Matrix {
    precondition(rows == b.rows, "\(rows) and \(b.rows) rows side by side")
    var both: [Double] = []
    both.reserveCapacity(storage.count + b.storage.count)
    both += storage
    both += b.storage
    return Matrix(rows: rows, columns: columns + b.columns, storage: both)
  }

  /// Some of the columns, in the order given.
  package func selecting(columns places: [Int]) -> Matrix {
    var list: [Double] = []
    list.reserveCapacity(rows * places.count)
    for j in places { list += storage[j * rows..<(j + 1) * rows] }
    return Matrix(rows: rows, columns: places.count, storage: list)
  }

  package var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  package var transposed: Matrix { Matrix(rows: columns, columns: rows) { self[$1, $0] } }

  /// √Σaᵢⱼ².
  package var frobeniusNorm: Double { storage.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  package static func - (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, -) }
  package static func + (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, +) }

  package static func * (factor: Double, a: Matrix) -> Matrix {
    Matrix(rows: a.rows, columns: a.columns, storage: a.storage.map { factor * $0 })
  }

  /// The product with a column vector of length `columns`, by `dgemv`.
  package static func * (a: Matrix, x: [Double]) -> [Double] {
    precondition(a.columns == x.count, "\(a.rows)×\(a.columns) times \(x.count) numbers")
    var product = Array(repeating: 0.0, count: a.rows)
    guard a.rows > 0, a.columns > 0 else { return product }
    let m = Int32(a.rows), n = Int32(a.columns)
    // SAFETY: the arrays hold m·n, n and m doubles, as dgemv is told.
    unsafe cblas_dgemv(
      CblasColMajor, CblasNoTrans, m, n, 1, a.storage, m, x, 1, 0, &product, 1)
    return product
  }

  /// The matrix product, by `dgemm`.
  ///
  /// - Precondition: `a.columns == b.rows`.
  /// - Accuracy: |error| ≤ γₖ |a||b| with k = `a.columns` (Higham, *Accuracy and Stability*,
  ///   2nd ed., §3.5).
  package static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "\(a.rows)×\(a.columns) times \(b.rows)×\(b.columns)")
    var product = Matrix(rows: a.rows, columns: b.columns)
    guard a.rows > 0, a.columns > 0, b.columns > 0 else { return product }
    let m = Int32(a.rows), n = Int32(b.columns), k = Int32(a.columns)
    // SAFETY: the three arrays hold m·k, k·n and m·n doubles, as dgemm is told.
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a.storage, m, b.storage, k, 0,
      &product.storage, m)
    return product
  }

  private func combined(with b: Matrix, _ operation: (Double, Double) -> Double) -> Matrix {
    precondition(rows == b.rows && columns == b.columns, "matrices of different shapes")
    return Matrix(
      rows: rows, columns: columns, storage: zip(storage, b.storage).map(operation))
  }
}
