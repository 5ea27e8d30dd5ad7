/// The place in a file that a value was read from, kept so that every number can be traced.
///
/// Lines and columns count from 1.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
  /// As the user would name it: relative to the project, or as given.
  public let file: String
  /// The sheet of a workbook, of which line and column are a cell's; nil for a file of text.
  public let sheet: String?
  public let line: Int
  public let column: Int

  public init(file: String, sheet: String? = nil, line: Int, column: Int) {
    (self.file, self.sheet, self.line, self.column) = (file, sheet, line, column)
  }

  /// For example `Scenarios/green.yaml:14:3`, or `book.xlsx: Kịch bản!C12`.
  public var description: String {
    guard let sheet else { return "\(file):\(line):\(column)" }
    return "\(file): \(sheet)!\(Self.letters(column))\(line)"
  }

  /// The letters of a column that counts from 1: A, B, …, Z, AA, ….
  private static func letters(_ column: Int) -> String {
    var rest = column, letters = ""
    while rest > 0 {
      let (quotient, digit) = (rest - 1).quotientAndRemainder(dividingBy: 26)
      letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(digit))) + letters
      rest = quotient
    }
    return letters
  }
}

/// A name in Vietnamese and in English.
public struct Label: Hashable, Sendable {
  public let vi: String
  public let en: String

  public init(vi: String, en: String) {
    (self.vi, self.en) = (vi, en)
  }
}
