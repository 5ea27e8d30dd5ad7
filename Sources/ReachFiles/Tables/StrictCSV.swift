package import ReachModel

/// A table read from comma-separated text, every field with its place.
///
/// Fields are kept as ranges of bytes and turned into text or numbers when asked for.
package struct CSVTable: Sendable {
  /// A field: its bytes without the quotes around it.
  struct Field: Sendable {
    let start: Int32
    let end: Int32
    let isQuoted: Bool
  }

  package let source: SourceText
  package let columns: [String]
  /// Rows below the header.
  package let rowCount: Int
  /// Row by row, `columns.count` each.
  let fields: [Field]
  private let places: [String: Int]

  init(source: SourceText, columns: [String], fields: [Field]) {
    (self.source, self.columns, self.fields) = (source, columns, fields)
    rowCount = columns.isEmpty ? 0 : fields.count / columns.count
    places = Dictionary(
      columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The place of a column, or nil if there is none.
  package func column(_ name: String) -> Int? { places[name] }

  private func field(_ row: Int, _ column: Int) -> Field {
    precondition(
      row >= 0 && row < rowCount && column >= 0 && column < columns.count,
      "CSVTable: row \(row) of \(rowCount), column \(column) of \(columns.count)")
    return fields[row * columns.count + column]
  }

  /// The text of a field in normal form C, quotes undone.
  package func text(_ row: Int, _ column: Int) -> String {
    Self.text(of: field(row, column), in: source)
  }

  static func text(of field: Field, in source: SourceText) -> String {
    let bytes = source.bytes[Int(field.start)..<Int(field.end)]
    let raw = String(decoding: bytes, as: UTF8.self)
    guard field.isQuoted, bytes.contains(0x22) else { return raw.normalFormC }
    return raw.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
      .normalFormC
  }

  package func isEmpty(_ row: Int, _ column: Int) -> Bool {
    let field = field(row, column)
    return field.start == field.end
  }

  /// Where a field begins, its opening quote included.
  package func origin(_ row: Int, _ column: Int) -> Origin {
    let field = field(row, column)
    return source.origin(ofByte: Int(field.start) - (field.isQuoted ? 1 : 0))
  }

  /// The number in a field; nil, with a problem, if it is empty or not a canonical finite number.
  package func number(_ row: Int, _ column: Int, _ problems: inout ProblemList) -> Double? {
    let field = field(row, column)
    if let value = source.bytes.canonicalNumber(Int(field.start)..<Int(field.end)) { return value }
    let text = text(row, column)
    problems.report(refusal(of: text, at: origin(row, column), column: columns[column]))
    return nil
  }

  private func refusal(of text: String, at origin: Origin, column: String) -> Diagnostic {
    let length = min(80, text.unicodeScalars.count)
    switch NumberText(text[...], .canonical) {
    case .ambiguous(let readings):
      return Diagnostic(
        .ambiguousCell, "`\(text.prefix(40))` in column `\(column)` is not canonical", at: origin,
        length: length, hint: readings.joined(separator: "; "))
    case _ where text.isEmpty:
      return Diagnostic(.emptyCell, "column `\(column)` is empty here", at: origin)
    default:
      return Diagnostic(
        .badNumber, "`\(text.prefix(40))` in column `\(column)` is not a finite number",
        at: origin, length: length)
    }
  }
}

extension Array where Element == UInt8 {
  /// The canonical finite number in `range`, or nil; the nearest double.
  ///
  /// At most 15 digits and a power of ten of at most 10²² are exact in doubles, so that one
  /// division or multiplication rounds once (Clinger, *PLDI*, 1990); others go through the
  /// standard library, which rounds correctly too.
  func canonicalNumber(_ range: Range<Int>) -> Double? {
    var digits: Int64 = 0, count = 0, scale = 0, hasDot = false, last: UInt8 = 0
    let isNegative = !range.isEmpty && self[range.lowerBound] == UInt8(ascii: "-")
    let start = range.lowerBound + (isNegative ? 1 : 0)
    for place in start..<Swift.max(start, range.upperBound) {
      last = self[place]
      if last >= 0x30, last <= 0x39, count < 15 {
        if count == 1, digits == 0, !hasDot { return nil }
        digits = digits * 10 + Int64(last - 0x30)
        count += 1
        scale += hasDot ? 1 : 0
      } else if last == 0x2E, !hasDot, count > 0 {
        hasDot = true
      } else {
        return slowNumber(range)
      }
    }
    guard count > 0, last != 0x2E else { return nil }
    let value = Double(digits) / powersOfTen[scale]
    return isNegative ? -value : value
  }

  private func slowNumber(_ range: Range<Int>) -> Double? {
    let text = String(decoding: self[range], as: UTF8.self)
    guard !text.hasPrefix("+"), case .number(let value) = NumberText(text[...], .canonical) else {
      return nil
    }
    return value
  }
}

/// 10⁰ … 10¹⁵, all exact.
private let powersOfTen: [Double] = (0...15).map { exponent in
  (0..<exponent).reduce(1.0) { product, _ in product * 10 }
}
