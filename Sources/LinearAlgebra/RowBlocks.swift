/// How the rows of a tall matrix are cut up: into chunks that threads take, and these into blocks
/// that stay in the cache.
///
/// The cuts depend on the shape alone, never on the threads, and what the chunks give is added in
/// one order: results have the same bits whatever the number of threads.
struct RowBlocks: Sendable {
  /// The numbers of a block: 256 KiB, half of the second-level cache of a processor that has
  /// 512 KiB for each core, since a scaled copy of the block takes the other half.
  static let numbers = 1 << 15
  /// More than the cores of a server, so that none waits long for the last.
  static let mostChunks = 64

  private let rows: Int
  private let blockRows: Int
  private let chunkRows: Int
  let chunks: Int

  /// - Parameters:
  ///   - rows: Of the matrix.
  ///   - columns: Of the matrix, or of what is copied of it.
  init(rows: Int, columns: Int) {
    self.rows = rows
    // Whole vectors of eight; 256 rows at least, or products of blocks are mostly overhead.
    let block = max(256, Self.numbers / max(columns, 1) & ~7)
    blockRows = block
    // A chunk gives k × k numbers: with 4k rows or more, all chunks give a quarter of the matrix.
    let most = min(Self.mostChunks, max(1, rows / max(4 * columns, block)))
    let wanted = (rows + most - 1) / most
    chunkRows = max(block, (wanted + block - 1) / block * block)
    chunks = max(1, (rows + chunkRows - 1) / chunkRows)
  }

  /// The rows of a chunk.
  func rows(ofChunk chunk: Int) -> Range<Int> {
    chunk * chunkRows..<min(rows, (chunk + 1) * chunkRows)
  }

  /// The blocks of a chunk, in their order.
  func blocks(ofChunk chunk: Int) -> [Range<Int>] {
    let all = rows(ofChunk: chunk)
    return stride(from: all.lowerBound, to: all.upperBound, by: blockRows).map {
      $0..<min(all.upperBound, $0 + blockRows)
    }
  }
}

/// Merges neighbours, then neighbours of what they gave, until one is left.
///
/// - Precondition: There is at least one.
/// - Accuracy: A sum of m parts passes through ⌈log₂ m⌉ additions, not m (Higham, *Accuracy and
///   Stability*, 2nd ed., §4.2).
func mergedPairwise<Part>(_ parts: [Part], _ merge: (Part, Part) -> Part) -> Part {
  var parts = parts
  while parts.count > 1 {
    parts = stride(from: 0, to: parts.count, by: 2).map {
      $0 + 1 < parts.count ? merge(parts[$0], parts[$0 + 1]) : parts[$0]
    }
  }
  return parts[0]
}

/// The sums of numbers at the same places.
func sums(_ a: [Double], _ b: [Double]) -> [Double] {
  var sums = a
  for place in sums.indices { sums[place] += b[place] }
  return sums
}

/// Lists one after the other.
func concatenated(_ parts: [[Double]]) -> [Double] {
  if parts.count == 1 { return parts[0] }
  var all: [Double] = []
  all.reserveCapacity(parts.reduce(0) { $0 + $1.count })
  for part in parts { all.append(contentsOf: part) }
  return all
}
