import LinearAlgebra
import Testing

/// Small whole numbers: every sum of products is exact, in any order.
private func whole(_ rows: Int, _ columns: Int, _ shift: Int = 0) -> Matrix {
  Matrix(rows: rows, columns: columns) { i, j in
    Double((i * (2 * j + 3) + 5 * j + shift) % 17 - 8)
  }
}

@Suite("Products of tall matrices")
struct ProductTests {
  init() { useOneThreadForLinearAlgebra() }

  /// One row; blocks of 256 rows and one more; several chunks.
  static let shapes = [
    (1, 1), (3, 7), (257, 8), (5_000, 20), (9_001, 9), (70_001, 3), (4, 0), (0, 3),
  ]

  @Test("agree with sums written out", arguments: shapes, [1, 2])
  func products(shape: (Int, Int), threads: Int) {
    let (n, k) = shape, X = whole(n, k), Z = whole(n, 4, 11)
    // Squares, so that their roots are exact.
    let weights: [Double] = (0..<n).map { Double(($0 % 3 + 1) * ($0 % 3 + 1)) }
    let u: [Double] = (0..<n).map { Double($0 % 5 - 2) }
    let b: [Double] = (0..<k).map { Double($0 + 1) }
    for w in [nil, weights] {
      let WX = Matrix(rows: n, columns: k) { i, j in (w?[i] ?? 1) * X[i, j] }
      #expect(X.gram(weights: w, threads: threads) == slowProduct(WX, X))
      if w == nil { #expect(X.gramAtOnce() == slowProduct(X, X)) }
      #expect(X.transposedTimes(Z, weights: w, threads: threads) == slowProduct(WX, Z))
      #expect(
        X.transposedTimes(u, weights: w, threads: threads)
          == slowProduct(WX, Matrix(columns: [u], rows: n)).storage)
      let lengths = X.columnLengths(weights: w, threads: threads)
      for j in 0..<k {
        let square = slowProduct(WX, X)[j, j]
        #expect((lengths[j] - square.squareRoot()).magnitude <= 0x1p-50 * lengths[j])
      }
    }
    let fitted = slowProduct(X.transposed, Matrix(columns: [b], rows: k)).storage
    #expect(X.times(b, threads: threads) == fitted)
    #expect(X * b == fitted)
    let V = Matrix(rows: k, columns: k) { i, j in Double(i == j ? 3 : (i + j) % 2) }
    let XV = slowProduct(X.transposed, V)
    let forms = (0..<n).map { i in
      (0..<k).reduce(0.0) { sum, j in sum + X[i, j] * XV[i, j] }
    }
    #expect(X.rowForms(V, threads: threads) == forms)
  }

  @Test("sums of groups agree with sums written out", arguments: shapes, [1, 2])
  func groups(shape: (Int, Int), threads: Int) {
    let (n, k) = shape, X = whole(n, k), count = 6
    let u: [Double] = (0..<n).map { Double($0 % 5 - 2) }
    let weights: [Double] = (0..<n).map { Double($0 % 3 + 1) }
    // The last group has no row.
    let codes = (0..<n).map { Int32($0 * 7 % (count - 1)) }
    for w in [nil, weights] {
      var slow = Matrix(rows: k, columns: count)
      for i in 0..<n {
        for j in 0..<k { slow[j, Int(codes[i])] += (w?[i] ?? 1) * u[i] * X[i, j] }
      }
      let sums = X.groupSums(u, weights: w, codes: codes, count: count, threads: threads)
      #expect(sums == slow)
    }
  }

  @Test("lengths do not overflow or vanish", arguments: [1e-200, 1, 1e200])
  func lengths(unit: Double) {
    let X = Matrix(columns: [[3 * unit, 4 * unit]], rows: 2)
    #expect((X.columnLengths()[0] / unit - 5).magnitude < 1e-15)
    #expect((X.columnLengths(weights: [4, 4])[0] / unit - 10).magnitude < 1e-14)
    #expect(X.isFinite(column: 0))
    #expect(!Matrix(columns: [[1, .nan]], rows: 2).isFinite(column: 0))
  }

  private func slowProduct(_ A: Matrix, _ B: Matrix) -> Matrix {
    Matrix(rows: A.columns, columns: B.columns) { i, j in
      (0..<A.rows).reduce(0) { $0 + A[$1, i] * B[$1, j] }
    }
  }
}
