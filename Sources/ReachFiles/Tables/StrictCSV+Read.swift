import ReachModel

/// A strict reader of comma-separated values (RFC 4180, UTF-8, LF or CRLF).
package enum StrictCSV {
  /// What a table must look like.
  package struct Shape: Sendable {
    package let columns: [String]
    /// Columns that together name a row; empty if rows may repeat.
    package let key: [String]
    /// Whether columns beyond ``columns`` are accepted.
    package let allowsMore: Bool

    package init(columns: [String], key: [String] = [], allowsMore: Bool = false) {
      (self.columns, self.key, self.allowsMore) = (columns, key, allowsMore)
    }
  }

  /// Reads a table.
  ///
  /// - Returns: Nil if the text cannot be cut into a rectangle with the columns required; every
  ///   reason is reported. Repeated keys are reported, and the table returned.
  /// - Complexity: O(bytes).
  package static func read(
    _ source: SourceText, _ shape: Shape, _ problems: inout ProblemList
  ) -> CSVTable? {
    problems.register(source)
    var cutter = CSVCutter(source)
    cutter.cut(&problems)
    guard cutter.width > 0 else {
      problems.report(
        .emptyTable, "`\(source.file)` has no header",
        at: Origin(file: source.file, line: 1, column: 1))
      return nil
    }
    let header = cutter.fields[..<cutter.width].map { CSVTable.text(of: $0, in: source) }
    let isHeaderRight = check(header, shape, cutter, source, &problems)
    guard isHeaderRight, cutter.isRectangular else { return nil }
    let table = CSVTable(
      source: source, columns: header, fields: Array(cutter.fields[cutter.width...]))
    reportRepeatedKeys(table, shape.key, &problems)
    return table
  }

  private static func check(
    _ header: [String], _ shape: Shape, _ cutter: CSVCutter, _ source: SourceText,
    _ problems: inout ProblemList
  ) -> Bool {
    var seen: Set<String> = [], isRight = true
    for (place, name) in header.enumerated() {
      let origin = source.origin(ofByte: Int(cutter.fields[place].start))
      if !seen.insert(name).inserted {
        problems.report(
          .duplicateColumn, "the column `\(name.prefix(60))` stands here a second time",
          at: origin, length: name.unicodeScalars.count)
        isRight = false
      } else if !shape.allowsMore, !shape.columns.contains(name) {
        problems.reportUnknown(
          .unknownColumn, "no column is named `\(name.prefix(60))`", name: name,
          known: shape.columns, at: origin)
        isRight = false
      }
    }
    for name in shape.columns where !seen.contains(name) {
      problems.report(
        .missingColumn, "the column `\(name)` is missing",
        at: Origin(file: source.file, line: 1, column: 1),
        hint: nearestName(to: name, among: header).map { "is `\($0)` meant to be it?" })
      isRight = false
    }
    return isRight
  }

  private static func reportRepeatedKeys(
    _ table: CSVTable, _ key: [String], _ problems: inout ProblemList
  ) {
    let columns = key.compactMap(table.column)
    guard !columns.isEmpty, columns.count == key.count else { return }
    var rows: [String: Int] = [:]
    rows.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      let name = columns.map { table.text(row, $0) }.joined(separator: "\u{1F}")
      guard let first = rows.updateValue(row, forKey: name) else { continue }
      let line = table.origin(first, 0).line
      problems.report(
        .duplicateRow,
        "\(columns.map { table.text(row, $0) }.joined(separator: ", ")) stands here again",
        at: table.origin(row, columns[0]), hint: "first given in line \(line)")
    }
  }
}

/// Cuts bytes into fields.
struct CSVCutter {
  private let source: SourceText
  private(set) var fields: [CSVTable.Field] = []
  /// Fields of the header.
  private(set) var width = 0
  private(set) var isRectangular = true

  private var place = 0
  /// After the last byte that is no line break: empty lines at the end are no rows.
  private let end: Int

  init(_ source: SourceText) {
    self.source = source
    end = (source.bytes.lastIndex { $0 != 0x0A && $0 != 0x0D } ?? -1) + 1
  }

  mutating func cut(_ problems: inout ProblemList) {
    let bytes = source.bytes
    fields.reserveCapacity(bytes.count / 12)
    while place < end {
      let rowStart = place
      let first = fields.count
      guard cutRow(bytes, &problems) else { return }
      if width == 0 { width = fields.count }
      let count = fields.count - first
      if count != width {
        problems.report(
          .raggedRow, "this row has \(count) fields, the header \(width)",
          at: source.origin(ofByte: rowStart))
        isRectangular = false
      }
    }
  }

  /// - Returns: False if nothing can be read after this row.
  private mutating func cutRow(_ bytes: [UInt8], _ problems: inout ProblemList) -> Bool {
    while true {
      let isQuoted = place < end && bytes[place] == 0x22
      let isCut = isQuoted ? cutQuoted(bytes, &problems) : cutPlain(bytes, &problems)
      guard isCut else { return false }
      guard place < end else { return true }
      let separator = bytes[place]
      place += 1
      if separator == 0x0D, place < end, bytes[place] == 0x0A { place += 1 }
      if separator != 0x2C { return true }
    }
  }

  private mutating func cutPlain(_ bytes: [UInt8], _ problems: inout ProblemList) -> Bool {
    let start = place
    var hasQuote = false
    while place < end {
      let byte = bytes[place]
      if byte == 0x2C || byte == 0x0A || byte == 0x0D { break }
      hasQuote = hasQuote || byte == 0x22
      place += 1
    }
    if hasQuote {
      isRectangular = false
      problems.report(
        .strayQuote, "a quote stands inside a field that is not quoted",
        at: source.origin(ofByte: start))
    }
    fields.append(.init(start: Int32(start), end: Int32(place), isQuoted: false))
    return true
  }

  private mutating func cutQuoted(_ bytes: [UInt8], _ problems: inout ProblemList) -> Bool {
    let start = place + 1
    place = start
    while place < end {
      if bytes[place] != 0x22 {
        place += 1
      } else if place + 1 < end, bytes[place + 1] == 0x22 {
        place += 2
      } else {
        break
      }
    }
    guard place < end else {
      isRectangular = false
      problems.report(
        .openQuote, "a quoted field begins here and does not end",
        at: source.origin(ofByte: start - 1))
      return false
    }
    fields.append(.init(start: Int32(start), end: Int32(place), isQuoted: true))
    place += 1
    skipAfterQuote(bytes, &problems)
    return true
  }

  private mutating func skipAfterQuote(_ bytes: [UInt8], _ problems: inout ProblemList) {
    let after = place
    while place < end, ![0x2C, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    guard place > after else { return }
    isRectangular = false
    problems.report(
      .strayQuote, "something follows the closing quote of a field",
      at: source.origin(ofByte: after))
  }
}
