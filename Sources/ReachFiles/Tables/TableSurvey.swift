import NumericKernels

/// What the first reading of a table finds: where rows begin, so that the second can work on many
/// places at once.
struct TableSurvey: Sendable {
  /// A piece of the file, and the rows that begin in it after the end of another.
  struct Chunk: Sendable {
    /// The first byte of the first of them.
    let start: Int
    let rows: Int
    /// The line of the first of them; lines count from 1.
    let line: Int
  }

  /// Chunks in which a row begins.
  private(set) var chunks: [Chunk] = []
  /// Rows below the header.
  private(set) var rows = 0
  /// Whether a line break stands inside quotes, so that lines are not rows.
  private(set) var hasBrokenLines = false
  /// Whether the last quote of the file is never closed.
  private(set) var isOpen = false
  /// Whether a carriage return ends a row by itself.
  private(set) var hasLoneReturns = false
  /// The line breaks before the end of the table.
  private(set) var lineFeeds = 0

  /// Adds up what was counted in each piece, from front to back.
  init(_ pieces: [PieceCounts]) {
    var isInside = false
    for piece in pieces {
      let ends = isInside ? piece.inside : piece.outside
      if let first = ends.first {
        chunks.append(
          Chunk(start: first.place + 1, rows: ends.rowEnds, line: lineFeeds + first.line + 2))
        rows += ends.rowEnds
      }
      hasBrokenLines = hasBrokenLines || ends.rowEnds < piece.lineFeeds
      hasLoneReturns = hasLoneReturns || ends.returns != ends.returnPairs
      lineFeeds += piece.lineFeeds
      if !piece.quotes.isMultiple(of: 2) { isInside.toggle() }
    }
    isOpen = isInside
  }
}

/// What stands in one piece of a file, whether it begins within quotes or not.
struct PieceCounts: Sendable {
  /// What is counted in one of the two cases.
  struct Ends: Sendable {
    /// Line feeds that end a row.
    var rowEnds = 0
    /// The first of them, and the line feeds before it.
    var first: (place: Int, line: Int)?
    /// Carriage returns that are not text, and those of them that a line feed follows, each counted
    /// where it stands.
    var returns = 0, returnPairs = 0
  }

  private(set) var quotes = 0
  private(set) var lineFeeds = 0
  /// If it begins outside quotes.
  private(set) var outside = Ends()
  /// If it begins inside.
  private(set) var inside = Ends()
  private(set) var hasNUL = false
  private(set) var isUTF8 = true

  /// - Parameters:
  ///   - bytes: The file, with 64 bytes behind the end of the piece.
  ///   - range: The piece.
  ///   - text: The text that it is a piece of; all pieces but the first begin 64 bytes into it or later.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>, of text: Range<Int>) {
    var utf8 = UTF8Check()
    if range.lowerBound > text.lowerBound {
      // The sequence at the border is read from its beginning, and only its end is judged here.
      utf8.begin(after: SIMD64(bytes, at: range.lowerBound - 64))
    }
    // All ones from a quote to the next, whether or not the piece begins inside.
    var mask: UInt64 = 0
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
      let block = SIMD64(bytes, at: start)
      let valid = UInt64.max >> max(0, 64 - (range.upperBound - start))
      let quoteBits = block.equal(to: 0x22) & valid
      if quoteBits != 0 { quotes += quoteBits.nonzeroBitCount }
      let between = quoteBits == 0 ? mask : quoteBits.parityBefore ^ mask
      if block.equal(to: 0) & valid != 0 { hasNUL = true }
      utf8.check(block, valid: valid, beyondASCII: block.atLeast(0x80) & valid)
      let feeds = block.equal(to: 0x0A) & valid
      count(feeds, between, start)
      let returns = block.equal(to: 0x0D) & valid
      if returns != 0 {
        // The byte after the block is there, if only as a zero.
        let next: UInt64 = bytes[start + 64] == 0x0A ? 1 << 63 : 0
        let pairs = returns & (block.equal(to: 0x0A) >> 1 | next)
        count(returns: returns, pairs, between)
      }
      if !quoteBits.nonzeroBitCount.isMultiple(of: 2) { mask = ~mask }
    }
    isUTF8 = utf8.isValid && (range.upperBound < text.upperBound || utf8.isComplete)
  }

  private mutating func count(_ feeds: UInt64, _ between: UInt64, _ start: Int) {
    guard feeds != 0 else { return }
    func add(_ ends: inout Ends, _ places: UInt64) {
      guard places != 0 else { return }
      if ends.first == nil {
        let bit = places.trailingZeroBitCount
        let before = (feeds & (1 << UInt64(bit) - 1)).nonzeroBitCount
        ends.first = (start + bit, lineFeeds + before)
      }
      ends.rowEnds += places.nonzeroBitCount
    }
    add(&outside, feeds & ~between)
    add(&inside, feeds & between)
    lineFeeds += feeds.nonzeroBitCount
  }

  private mutating func count(returns: UInt64, _ pairs: UInt64, _ between: UInt64) {
    outside.returns += (returns & ~between).nonzeroBitCount
    outside.returnPairs += (pairs & ~between).nonzeroBitCount
    inside.returns += (returns & between).nonzeroBitCount
    inside.returnPairs += (pairs & between).nonzeroBitCount
  }
}

extension UInt64 {
  /// Bit i is set where an odd number of bits are set up to and with i.
  fileprivate var parityBefore: UInt64 {
    var x = self
    for shift in [1, 2, 4, 8, 16, 32] as [UInt64] { x ^= x << shift }
    return x
  }
}
