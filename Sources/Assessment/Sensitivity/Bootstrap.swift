import NumericKernels
import RandomStreams
import Simulation

/// Rows drawn with replacement, all columns together, again and again.
package struct Bootstrap: Sendable, Equatable {
  /// How often as many rows are drawn as there are; 200 tell a standard deviation within 5 %.
  package let replicates: Int
  /// The key of the generator.
  package let seed: UInt64

  package init(replicates: Int = 200, seed: UInt64) {
    precondition(replicates > 1, "\(replicates) replicates")
    (self.replicates, self.seed) = (replicates, seed)
  }

  /// Eight replicates are summed side by side.
  private static let lanes = 8
  /// Rows of a block: their weights, 32 kB, stay in the cache of the first level.
  private static let blockRows = 512

  /// The means of columns over each replicate's rows.
  ///
  /// - Parameters:
  ///   - rows: How many rows there are, greater than 0.
  ///   - columns: How many columns `fill` writes.
  ///   - threads: Batches of replicates that are worked on at a time; they change no bit.
  ///   - fill: Writes the elements of some rows, column after column.
  /// - Returns: For each replicate one mean a column.
  /// - Complexity: O(replicates · rows · columns), with the columns made `replicates` / 8 times.
  func means(
    rows: Int, columns: Int, threads: Int,
    _ fill: @Sendable (Range<Int>, inout [Double]) -> Void
  ) -> [[Double]] {
    let batches = (replicates + Self.lanes - 1) / Self.lanes
    let totals = mapInParallel(batches, threads: threads) { sums($0, rows, columns, fill) }
    return (0..<replicates).map { replicate in
      totals[replicate / Self.lanes].map { $0[replicate % Self.lanes] / Double(rows) }
    }
  }

  /// The weighted sums of a batch, one for each column.
  private func sums(
    _ batch: Int, _ rows: Int, _ columns: Int, _ fill: (Range<Int>, inout [Double]) -> Void
  ) -> [SIMD8<Double>] {
    let weights = weights(batch, rows)
    var sums = [SIMD8<Double>](repeating: .zero, count: columns)
    var block = [Double](repeating: 0, count: columns * Self.blockRows)
    for start in stride(from: 0, to: rows, by: Self.blockRows) {
      let range = start..<min(rows, start + Self.blockRows)
      fill(range, &block)
      for column in 0..<columns {
        sums[column] += weighted(block, from: column * range.count, by: weights, in: range)
      }
    }
    return sums
  }

  /// How often each row is drawn in each replicate of a batch.
  private func weights(_ batch: Int, _ rows: Int) -> [SIMD8<Double>] {
    var weights = [SIMD8<Double>](repeating: .zero, count: rows)
    for lane in 0..<Self.lanes {
      for row in picks(batch * Self.lanes + lane, rows) { weights[row][lane] += 1 }
    }
    return weights
  }

  /// As many places below `rows` as there are rows, drawn with replacement; each replicate has
  /// numbers of its own, whatever the others are.
  func picks(_ replicate: Int, _ rows: Int) -> [Int] {
    var uniforms = [Double](repeating: 0, count: rows)
    var span = uniforms.mutableSpan
    fillUniforms(
      seed: seed, slot: SensitivitySlot.bootstrap, index: replicate, firstDraw: 0, into: &span)
    return uniforms.map { place($0, below: rows) }
  }
}

/// Σ x w over the rows of a block, in two halves whose additions do not wait for each other.
private func weighted(
  _ block: [Double], from place: Int, by weights: [SIMD8<Double>], in rows: Range<Int>
) -> SIMD8<Double> {
  var even = SIMD8<Double>.zero, odd = even
  let pairs = rows.count & ~1
  for i in stride(from: 0, to: pairs, by: 2) {
    even += weights[rows.lowerBound &+ i] * block[place &+ i]
    odd += weights[rows.lowerBound &+ i &+ 1] * block[place &+ i &+ 1]
  }
  if pairs < rows.count {
    even += weights[rows.lowerBound &+ pairs] * block[place &+ pairs]
  }
  return even + odd
}
