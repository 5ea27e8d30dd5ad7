private import COpenBLAS
private import NumericKernels

// Products of tall matrices, without copies of them: rows are taken block by block, chunks of
// blocks in parallel, and what they give is added in one order (RowBlocks).
extension Matrix {
  /// XᵀWX by `dsyrk`: O(nk²).
  ///
  /// - Parameters:
  ///   - weights: n numbers ≥ 0, the diagonal of W; nil for ones. With squared residuals it is the
  ///     middle of White's covariance.
  ///   - threads: Chunks of rows that are worked on at a time; they change no bit.
  /// - Returns: k × k, symmetric to the bit.
  package func gram(weights: [Double]? = nil, threads: Int = 1) -> Matrix {
    precondition(weights.map { $0.count == rows } ?? true, "weights for other rows")
    let blocks = RowBlocks(rows: rows, columns: columns)
    let parts = mapInParallel(blocks.chunks, threads: threads) { chunk in
      var sum = Array(repeating: 0.0, count: columns * columns)
      var copy: [Double] = []
      for block in blocks.blocks(ofChunk: chunk) {
        addGram(of: block, weights, copy: &copy, to: &sum)
      }
      return sum
    }
    let lower = mergedPairwise(parts, sums)
    return Matrix(rows: columns, columns: columns) { i, j in
      lower[max(i, j) + min(i, j) * columns]
    }
  }

  /// Adds the lower triangle of XᵀWX of a block of rows.
  func addGram(
    of block: Range<Int>, _ weights: [Double]?, copy: inout [Double], to sum: inout [Double]
  ) {
    guard columns > 0, !block.isEmpty else { return }
    let k = Int32(columns), m = Int32(block.count)
    guard let weights else {
      unsafe withAddress(ofRow: block.lowerBound) { first in
        // SAFETY: the block has m rows below `first` in each of k columns, `rows` apart.
        unsafe cblas_dsyrk(
          CblasColMajor, CblasLower, CblasTrans, k, m, 1, first, Int32(rows), 1, &sum, k)
      }
      return
    }
    copyRows(block, scaledBy: weights[block].map { $0.squareRoot() }, to: &copy)
    // SAFETY: the copy holds m·k doubles and the sum k·k, as dsyrk is told.
    unsafe cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, k, m, 1, copy, m, 1, &sum, k)
  }

  /// The rows of a block, each times a number, one column after the other.
  func copyRows(_ block: Range<Int>, scaledBy factors: [Double], to copy: inout [Double]) {
    let m = block.count, missing = m * columns - copy.count
    if missing > 0 { copy.append(contentsOf: repeatElement(0, count: missing)) }
    var out = copy.mutableSpan
    for j in 0..<columns {
      LinearAlgebra.copy(
        storage.span, from: block.lowerBound + j * rows, count: m, times: factors, to: &out,
        at: j * m)
    }
  }

  /// XᵀWu by `dgemv`: O(nk).
  ///
  /// - Parameters:
  ///   - u: n numbers.
  ///   - weights: n numbers, the diagonal of W; nil for ones.
  ///   - threads: Chunks of rows that are worked on at a time; they change no bit.
  /// - Returns: k numbers.
  package func transposedTimes(
    _ u: [Double], weights: [Double]? = nil, threads: Int = 1
  ) -> [Double] {
    transposedTimes(
      Matrix(rows: u.count, columns: 1, storage: u), weights: weights, threads: threads
    ).storage
  }

  /// XᵀWZ by `dgemm`: O(nkm).
  ///
  /// - Parameters:
  ///   - Z: n × m.
  ///   - weights: n numbers, the diagonal of W; nil for ones.
  ///   - threads: Chunks of rows that are worked on at a time; they change no bit.
  /// - Returns: k × m.
  package func transposedTimes(
    _ Z: Matrix, weights: [Double]? = nil, threads: Int = 1
  ) -> Matrix {
    precondition(Z.rows == rows, "\(Z.rows) rows beside \(rows)")
    precondition(weights.map { $0.count == rows } ?? true, "weights for other rows")
    let blocks = RowBlocks(rows: rows, columns: max(columns, Z.columns))
    let parts = mapInParallel(blocks.chunks, threads: threads) { chunk in
      var sum = Array(repeating: 0.0, count: columns * Z.columns)
      var copy: [Double] = []
      for block in blocks.blocks(ofChunk: chunk) {
        addProduct(of: block, with: Z, weights, copy: &copy, to: &sum)
      }
      return sum
    }
    return Matrix(rows: columns, columns: Z.columns, storage: mergedPairwise(parts, sums))
  }

  private func addProduct(
    of block: Range<Int>, with Z: Matrix, _ weights: [Double]?, copy: inout [Double],
    to sum: inout [Double]
  ) {
    guard columns > 0, Z.columns > 0, !block.isEmpty else { return }
    let k = Int32(columns), l = Int32(Z.columns), m = Int32(block.count), n = Int32(rows)
    unsafe withAddress(ofRow: block.lowerBound) { x in
      guard let weights else {
        return unsafe Z.withAddress(ofRow: block.lowerBound) { z in
          // SAFETY: the block has m rows below either address, in columns that are n apart.
          unsafe cblas_dgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, k, l, m, 1, x, n, z, n, 1, &sum, k)
        }
      }
      Z.copyRows(block, scaledBy: Array(weights[block]), to: &copy)
      // SAFETY: as above; the copy holds m·l doubles.
      unsafe cblas_dgemm(
        CblasColMajor, CblasTrans, CblasNoTrans, k, l, m, 1, x, n, copy, m, 1, &sum, k)
    }
  }

  /// Adds Xᵀu of a block of rows.
  func addProduct(of block: Range<Int>, _ u: [Double], to sum: inout [Double]) {
    guard columns > 0, !block.isEmpty else { return }
    unsafe withAddress(ofRow: block.lowerBound) { first in
      // SAFETY: the block has as many rows below `first` as u numbers, in each of the columns.
      unsafe cblas_dgemv(
        CblasColMajor, CblasTrans, Int32(block.count), Int32(columns), 1, first, Int32(rows), u, 1,
        1, &sum, 1)
    }
  }

  /// Xb by `dgemv`: O(nk).
  ///
  /// - Parameters:
  ///   - b: k numbers.
  ///   - threads: Chunks of rows that are worked on at a time; they change no bit.
  /// - Returns: n numbers.
  package func times(_ b: [Double], threads: Int = 1) -> [Double] {
    precondition(b.count == columns, "\(columns) columns times \(b.count) numbers")
    guard columns > 0 else { return Array(repeating: 0, count: rows) }
    let blocks = RowBlocks(rows: rows, columns: columns)
    let parts = mapInParallel(blocks.chunks, threads: threads) { chunk in
      let all = blocks.rows(ofChunk: chunk)
      var product = Array(repeating: 0.0, count: all.count)
      guard !all.isEmpty else { return product }
      unsafe withAddress(ofRow: all.lowerBound) { first in
        // SAFETY: the chunk has `all.count` rows below `first` in each of the columns.
        unsafe cblas_dgemv(
          CblasColMajor, CblasNoTrans, Int32(all.count), Int32(columns), 1, first, Int32(rows), b,
          1, 0, &product, 1)
      }
      return product
    }
    return concatenated(parts)
  }

  /// The numbers xᵢᵀVxᵢ of the rows xᵢ: O(nk²).
  ///
  /// With V = (XᵀWX)⁻¹ they are, times the weights, the leverages.
  ///
  /// - Parameters:
  ///   - V: k × k.
  ///   - threads: Chunks of rows that are worked on at a time; they change no bit.
  /// - Returns: n numbers.
  package func rowForms(_ V: Matrix, threads: Int = 1) -> [Double] {
    precondition(V.rows == columns && V.columns == columns, "\(V.rows) × \(V.columns)")
    guard columns > 0 else { return Array(repeating: 0, count: rows) }
    let blocks = RowBlocks(rows: rows, columns: columns)
    let parts = mapInParallel(blocks.chunks, threads: threads) { chunk in
      concatenated(blocks.blocks(ofChunk: chunk).map { forms(of: $0, V) })
    }
    return concatenated(parts)
  }

  private func forms(of block: Range<Int>, _ V: Matrix) -> [Double] {
    let m = block.count, k = Int32(columns)
    var product = Array(repeating: 0.0, count: m * columns)
    unsafe withAddress(ofRow: block.lowerBound) { first in
      // SAFETY: the block has m rows below `first` in k columns; V holds k·k, the product m·k.
      unsafe cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(m), k, k, 1, first, Int32(rows),
        V.storage, k, 0, &product, Int32(m))
    }
    var forms = Array(repeating: 0.0, count: m)
    var out = forms.mutableSpan
    let numbers = storage.span, products = product.span, whole = m & ~7
    for j in 0..<columns {
      let start = block.lowerBound + j * rows
      for i in stride(from: 0, to: whole, by: 8) {
        let sum = SIMD8(out.span, at: i)
        let x = SIMD8(numbers, at: start &+ i), y = SIMD8(products, at: j &* m &+ i)
        (sum + x * y).store(into: &out, at: i)
      }
      for i in whole..<m { out[i] += numbers[start &+ i] * products[j &* m &+ i] }
    }
    return forms
  }

  /// Hands out the address of the first element of a row; the next column's is `rows` further.
  ///
  /// - Precondition: The matrix has an element.
  @unsafe
  func withAddress(ofRow row: Int, _ body: (UnsafePointer<Double>) -> Void) {
    precondition(row >= 0 && row < rows && columns > 0, "row \(row) of \(rows) × \(columns)")
    unsafe storage.withUnsafeBufferPointer { numbers in
      guard let first = numbers.baseAddress else { return }
      // SAFETY: the precondition keeps the address inside the array.
      unsafe body(first + row)
    }
  }
}
