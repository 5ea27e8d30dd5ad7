/// Where the fields of rows of comma-separated text without quotes begin and end.
///
/// They are found 64 bytes at a time, before any field is read.
package struct FieldPlaces: Sendable {
  /// The first byte of the first row.
  @usableFromInline private(set) var base = 0
  /// Fields of a row.
  @usableFromInline private(set) var width = 1
  /// Distances from `base` to the comma or line break behind each field, row by row, after one that
  /// stands for the byte before the first field.
  @usableFromInline private(set) var ends: [UInt32] = []

  package init() {}

  /// Finds the fields of `rows` rows.
  ///
  /// - Parameters:
  ///   - rows: How many there are.
  ///   - width: Fields of each.
  ///   - bytes: Text, with at least 64 bytes behind `limit`.
  ///   - start: The first byte of the first row.
  ///   - limit: The end of the text; the last row may end there instead of at a line break.
  /// - Returns: What was met on the way; the places are good only if it is ``Finding/rows``.
  package mutating func find(
    rows: Int, width: Int, _ bytes: Span<UInt8>, from start: Int, limit: Int
  ) -> Finding {
    (base, self.width) = (start, width)
    let count = rows * width
    if ends.count < count + 130 { ends = [UInt32](repeating: 0, count: count + 130) }
    var found = 1, place = start, feeds = 0, cells = ends.mutableSpan
    cells[0] = .max
    while found <= count, place < limit {
      let block = SIMD64(bytes, at: place)
      let valid = UInt64.max >> UInt64(max(0, 64 - (limit - place)))
      guard block.equal(to: 0x22) & valid == 0, place - start < 1 << 31 else { return .quotes }
      let lineFeeds = block.equal(to: 0x0A) & valid
      var bits = (block.equal(to: 0x2C) & valid) | lineFeeds
      let distance = UInt32(truncatingIfNeeded: place - start)
      let next = found + bits.nonzeroBitCount
      precondition(found &+ 64 <= cells.count)
      // Eight at a time whether or not there are so many, since the number cannot be foretold.
      while found < next {
        for step in 0..<8 {
          // SAFETY: at most 64 cells from the one at which the block began.
          unsafe cells[unchecked: found &+ step] =
            distance &+ UInt32(truncatingIfNeeded: bits.trailingZeroBitCount)
          bits &= bits &- 1
        }
        found &+= 8
      }
      found = next
      // Only line feeds up to the last field wanted count.
      let beyond = found > count ? UInt64.max << (UInt64(cells[count] &- distance) &+ 1) : 0
      feeds += (lineFeeds & ~beyond).nonzeroBitCount
      place += 64
    }
    if found == count, place >= limit {
      // The last field of the text has nothing behind it.
      cells[found] = UInt32(truncatingIfNeeded: limit - start)
      (found, feeds) = (found + 1, feeds + 1)
    }
    guard found > count, feeds == rows else { return .ragged }
    for row in 1...rows {
      let end = start + Int(cells[row * width])
      guard bytes[end] == 0x0A || end == limit else { return .ragged }
    }
    return .rows
  }

  /// What was met when looking for fields.
  package enum Finding: Sendable {
    case rows
    /// Quotes, or lines of gigabytes: the text has to be read one field after another.
    case quotes
    /// A row has another number of fields.
    case ragged
  }

  /// The first byte of a field.
  @inlinable @inline(__always)
  package func start(row: Int, column: Int) -> Int {
    base &+ Int(ends[row &* width &+ column] &+ 1)
  }

  /// The comma or line feed behind a field, or the end of the text.
  @inlinable @inline(__always)
  package func end(row: Int, column: Int) -> Int {
    base &+ Int(ends[row &* width &+ column &+ 1])
  }
}
