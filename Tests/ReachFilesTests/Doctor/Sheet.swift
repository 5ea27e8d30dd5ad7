import Foundation

/// Random numbers of a test: SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x632B_E59B_D9B4_E019 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ range: ClosedRange<Double> = 0...1) -> Double {
    .random(in: range, using: &self)
  }

  /// Sum of twelve uniforms less six: near enough to a normal number here.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}

/// A cell before it is written in a style.
enum SheetCell: Equatable {
  case name(String)
  case year(Int)
  case number(Double, decimals: Int)
  case empty
  /// As it stands in the file, whatever the style.
  case raw(String)

  var value: Double? { if case .number(let value, _) = self { value } else { nil } }
}

/// A table before it becomes a file.
struct Sheet {
  /// How numbers and cells are written.
  struct Style {
    let separator: String
    let decimal: String
    /// Between thousands; empty if nothing stands there.
    let group: String
    /// Behind every number.
    var suffix = ""

    static let english = Style(separator: ",", decimal: ".", group: "")
    static let englishGrouped = Style(separator: ",", decimal: ".", group: ",")
    static let vietnamese = Style(separator: ";", decimal: ",", group: ".")
    static let vietnameseBare = Style(separator: ";", decimal: ",", group: "")
    static let tabs = Style(separator: "\t", decimal: ",", group: ".")
    static let quoted = Style(separator: ",", decimal: ",", group: ".")
    static let spaced = Style(separator: ";", decimal: ",", group: " ")
  }

  let kind: String
  var titles: [String] = []
  var headings: [String]
  var rows: [[SheetCell]]
  var style: Style
  var notes: [String] = []
  /// The column of names and those of numbers.
  let unit: Int
  let numbers: [Int]
  /// The column of years; nil for a table with a column for each.
  let year: Int?
  /// Whether the columns of numbers are years.
  var isWide = false
  /// Whether a row is a sum of nothing: rates and indices.
  var isRatio = false

  var text: String {
    let lines =
      titles.map { quoted($0) + String(repeating: style.separator, count: headings.count - 1) }
      + [headings.map(quoted).joined(separator: style.separator)]
      + rows.map { $0.map { quoted(written($0)) }.joined(separator: style.separator) }
      + notes.map(quoted)
    return lines.joined(separator: "\n") + "\n"
  }

  func quoted(_ text: String) -> String {
    text.contains(style.separator) || text.contains("\"")
      ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
  }

  func written(_ cell: SheetCell) -> String {
    switch cell {
    case .name(let text), .raw(let text): text
    case .year(let year): String(year)
    case .number(let value, let decimals): written(value, decimals) + style.suffix
    case .empty: ""
    }
  }

  /// A number in the style of the sheet, or in another.
  func written(_ value: Double, _ decimals: Int, style other: Style? = nil) -> String {
    let style = other ?? style
    let text = String(format: "%.\(decimals)f", abs(value))
    let parts = text.split(separator: ".")
    var whole = ""
    for (i, digit) in parts[0].enumerated() {
      if i > 0, (parts[0].count - i) % 3 == 0 { whole += style.group }
      whole.append(digit)
    }
    let fraction = parts.count > 1 ? style.decimal + parts[1] : ""
    return (value < 0 ? "-" : "") + whole + fraction
  }
}
