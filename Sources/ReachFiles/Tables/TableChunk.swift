import NumericKernels

/// What is read of each row.
struct ReadingPlan: Sendable {
  enum Kind: Sendable {
    /// Numbers, as far as is known.
    case number
    case text
    /// Only skipped over.
    case skipped
  }

  /// One for each column of the file.
  let kinds: [Kind]
  /// The end of the table's text.
  let limit: Int
  /// Whether lines have to be counted, since some rows take several.
  let countsLines: Bool
  let reader: DecimalReader

  /// The columns of a kind, in the order of the file.
  func columns(_ kind: Kind) -> [Int] { kinds.indices.filter { kinds[$0] == kind } }
}

/// The cells of a piece of a table, read into memory that the next piece uses again.
struct TableChunk: Sendable {
  private(set) var rows = 0
  /// For each column of numbers, `rows` cells and perhaps more that mean nothing.
  private(set) var numbers: [[Double]] = []
  /// For each column of numbers: whether a cell is neither a number nor missing.
  private(set) var hasText: [Bool] = []
  /// For each column of texts, `rows` cells and perhaps more; numbers of ``dictionaries``.
  private(set) var codes: [[Int32]] = []
  /// One for each column of texts, kept from piece to piece.
  private(set) var dictionaries: [TextDictionary] = []
  /// How often the dictionaries were emptied.
  private(set) var generation = 0
  /// The line of each row, if they are counted.
  private(set) var lines: [Int32] = []
  /// Whether the rows break the rules of the format: then what was read means nothing.
  private(set) var isBroken = false

  private var fields = FieldPlaces()
  /// Dictionaries that grow beyond this begin anew, so that pieces do not fill the memory with copies.
  private static let largestDictionary = 4096

  /// Reads the rows of a chunk.
  mutating func read(_ bytes: Span<UInt8>, _ chunk: TableSurvey.Chunk, _ plan: ReadingPlan) {
    prepare(chunk.rows, plan)
    let width = plan.kinds.count
    let finding =
      plan.countsLines
      ? .quotes
      : fields.find(rows: rows, width: width, bytes, from: chunk.start, limit: plan.limit)
    switch finding {
    case .rows: readColumns(bytes, plan)
    case .quotes: isBroken = !readRows(bytes, chunk, plan)
    case .ragged: isBroken = true
    }
  }

  private mutating func prepare(_ rows: Int, _ plan: ReadingPlan) {
    let numberColumns = plan.columns(.number).count, textColumns = plan.columns(.text).count
    (self.rows, isBroken) = (rows, false)
    hasText = [Bool](repeating: false, count: numberColumns)
    if numbers.count != numberColumns || numbers.contains(where: { $0.count < rows }) {
      numbers = (0..<numberColumns).map { _ in [Double](repeating: 0, count: rows) }
    }
    if codes.count != textColumns || codes.contains(where: { $0.count < rows }) {
      codes = (0..<textColumns).map { _ in [Int32](repeating: 0, count: rows) }
    }
    if dictionaries.count != textColumns
      || dictionaries.contains(where: { $0.count > Self.largestDictionary })
    {
      dictionaries = [TextDictionary](repeating: TextDictionary(), count: textColumns)
      generation += 1
    }
    lines.removeAll(keepingCapacity: true)
  }

  // MARK: Without quotes

  /// Reads one column after another.
  private mutating func readColumns(_ bytes: Span<UInt8>, _ plan: ReadingPlan) {
    var number = 0, text = 0
    for (column, kind) in plan.kinds.enumerated() {
      switch kind {
      case .number:
        fields.readNumbers(bytes, column, rows, plan, &numbers[number], &hasText[number])
        number += 1
      case .text:
        fields.readTexts(bytes, column, rows, &codes[text], &dictionaries[text])
        text += 1
      case .skipped: break
      }
    }
  }

  // MARK: With quotes

  /// Reads one field after another, as quotes require.
  ///
  /// - Returns: Whether all was right.
  private mutating func readRows(
    _ bytes: Span<UInt8>, _ chunk: TableSurvey.Chunk, _ plan: ReadingPlan
  ) -> Bool {
    var place = chunk.start, line = chunk.line
    for row in 0..<rows {
      if plan.countsLines { lines.append(Int32(line)) }
      var number = 0, text = 0
      for (column, kind) in plan.kinds.enumerated() {
        if column > 0 {
          guard bytes[place] == 0x2C, place < plan.limit else { return false }
          place += 1
        }
        let cell = ScannedCell(bytes, at: place, limit: plan.limit)
        guard !cell.isBroken else { return false }
        line += plan.countsLines ? cell.lineFeeds(bytes) : 0
        place = cell.end
        switch kind {
        case .number:
          let value = cell.value(bytes, plan.reader)
          numbers[number][row] = value.number ?? .nan
          if value == .text { hasText[number] = true }
          number += 1
        case .text:
          codes[text][row] = cell.code(bytes, in: &dictionaries[text])
          text += 1
        case .skipped: break
        }
      }
      if bytes[place] == 0x0D { place += 1 }
      guard bytes[place] == 0x0A || place >= plan.limit else { return false }
      place += 1
      line += 1
    }
    return true
  }
}

// A column without quotes: apart from the chunk, of which only the column's own memory changes.
extension FieldPlaces {
  fileprivate func readNumbers(
    _ bytes: Span<UInt8>, _ column: Int, _ rows: Int, _ plan: ReadingPlan, _ cells: inout [Double],
    _ hasText: inout Bool
  ) {
    var row = 0
    while row < rows {
      var span = cells.mutableSpan
      row = plan.reader.plainFields(
        bytes, self, column: column, rows: row..<rows, into: &span)
      guard row < rows else { return }
      let cell = DataCell(bytes, content(bytes, row, column), plan.reader)
      span[row] = cell.number ?? .nan
      if cell == .text { hasText = true }
      row += 1
    }
  }

  fileprivate func readTexts(
    _ bytes: Span<UInt8>, _ column: Int, _ rows: Int, _ cells: inout [Int32],
    _ dictionary: inout TextDictionary
  ) {
    var span = cells.mutableSpan
    for row in 0..<rows {
      let range = content(bytes, row, column)
      span[row] = isMissing(bytes, range) ? -1 : dictionary.code(bytes, range)
    }
  }

  /// The bytes of a field, without a carriage return before the line feed.
  @inline(__always)
  private func content(_ bytes: Span<UInt8>, _ row: Int, _ column: Int) -> Range<Int> {
    let first = start(row: row, column: column), end = end(row: row, column: column)
    return first..<(end > first && bytes[end - 1] == 0x0D ? end - 1 : end)
  }
}

/// A cell of a table with quotes.
private struct ScannedCell {
  private let content: Range<Int>
  private let isQuoted: Bool
  /// Whether the first comma, quote or line break from its beginning on is the end of the content.
  private let isPlain: Bool
  /// The content with quotes undone and eight zeros behind it, where quotes are doubled.
  private let copy: [UInt8]?
  let end: Int
  let isBroken: Bool

  init(_ bytes: Span<UInt8>, at start: Int, limit: Int) {
    isQuoted = bytes[start] == 0x22
    let first = isQuoted ? start + 1 : start, stop = plainEnd(bytes, at: first)
    guard isQuoted else {
      (content, end, copy, isBroken) = (start..<stop, stop, nil, bytes[stop] == 0x22)
      isPlain = true
      return
    }
    let next = bytes[stop + 1], isBetween = next == 0x2C || next == 0x0A || next == 0x0D
    isPlain = bytes[stop] == 0x22 && (isBetween || stop + 1 >= limit)
    guard !isPlain else {
      (content, end, copy, isBroken) = (first..<stop, stop + 1, nil, false)
      return
    }
    let field = RawField(bytes, at: start, limit: limit)
    (content, end, isBroken) = (field.content, field.end, field.fault != nil)
    copy = field.hasDoubledQuotes ? field.unquoted(bytes) + [0, 0, 0, 0, 0, 0, 0, 0] : nil
  }

  func lineFeeds(_ bytes: Span<UInt8>) -> Int {
    isQuoted ? content.count { bytes[$0] == 0x0A } : 0
  }

  func value(_ bytes: Span<UInt8>, _ reader: DecimalReader) -> DataCell {
    if let copy { return DataCell(copy.span, 0..<(copy.count - 8), reader) }
    if isPlain, let value = reader.plainField(bytes, at: content.lowerBound) {
      return .number(value)
    }
    return DataCell(bytes, content, reader)
  }

  func code(_ bytes: Span<UInt8>, in dictionary: inout TextDictionary) -> Int32 {
    if let copy { return dictionary.code(copy.span, 0..<(copy.count - 8)) }
    return isMissing(bytes, content) ? -1 : dictionary.code(bytes, content)
  }
}

/// The place of the first comma, quote, line break or zero byte from `start` on.
@inline(__always)
private func plainEnd(_ bytes: Span<UInt8>, at start: Int) -> Int {
  var place = start
  while true {
    let ends = SIMD32(bytes, at: place).fieldEnds
    if ends != 0 { return place &+ ends.trailingZeroBitCount }
    place &+= 32
  }
}
