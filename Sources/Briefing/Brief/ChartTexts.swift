import Reporting

/// The texts of a chart's specification, and whether their numerals and likelihood words are bound.
///
/// Charts break texts into lines, shorten them, and put numbers into words of their own. So what is drawn
/// is not compared as a whole: what the chart's sentences say is taken out of it, and nothing that is left
/// may have a numeral or a word of the scale.
struct ChartTexts {
  /// As they stand in the specification, lines of one text joined.
  let drawn: [String]
  private let bound: [BoundText]

  init(_ chart: ReportChart, _ language: Language) {
    drawn = Self.texts(of: chart.chart.specification)
    let sentences = chart.texts + [chart.description, chart.caption]
    let names = sentences.flatMap { $0.inlines.flatMap(\.leaves) }.compactMap { leaf in
      switch leaf {
      case .name(let text, _): BoundText(text, mayBeShortened: true)
      case .term: BoundText(leaf.plain(language), mayBeShortened: true)
      case .figure(let figure): BoundText(figure.text, mayBeShortened: false)
      case .word(let word, _, _): BoundText(language(word.label), mayBeShortened: false)
      case .text, .strong, .link: nil
      }
    }
    let wholes = sentences.map { BoundText($0.plain(language), mayBeShortened: true) }
    // The longest first, so that a number is taken with its error.
    bound = Array(Set(names + wholes)).filter { !$0.letters.isEmpty }
      .sorted { ($0.letters.count, $0.text) > ($1.letters.count, $1.text) }
  }

  /// What of a text is bound to nothing: what is left when names, numbers and whole sentences are taken
  /// out of it.
  func unbound(_ text: String) -> String {
    var rest = SpacedText(text)
    for piece in bound { rest.remove(piece) }
    return rest.left
  }

  /// What says how something is drawn, or where it comes from, and is no text.
  private static let structure: Set<String> = [
    "$schema", "usermeta", "config", "id", "field", "format", "filter", "type",
  ]

  private static let colours = Set(ChartStyle.darkCounterparts.map(\.light))

  private static func texts(of value: JSONValue, under key: String = "") -> [String] {
    switch value {
    case .object(let entries):
      entries.filter { !structure.contains($0.key) }.flatMap { texts(of: $0.value, under: $0.key) }
    case .array(let items):
      lines(items, under: key) ?? items.flatMap { texts(of: $0, under: key) }
    case .string(let text) where key == "labelExpr":
      // Only what is quoted is drawn; the rest is places on the axis.
      text.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    case .string(let text): colours.contains(text) ? [] : [text]
    default: []
    }
  }

  /// The lines of one text.
  private static func lines(_ items: [JSONValue], under key: String) -> [String]? {
    guard ["text", "title", "subtitle"].contains(key) else { return nil }
    let lines = items.compactMap(\.string)
    return lines.count == items.count ? [lines.joined(separator: " ")] : nil
  }
}

/// A text that comes from somewhere, without its spaces.
private struct BoundText: Hashable {
  let text: String
  let letters: [Unicode.Scalar]
  /// Whether a part of it that ends in `…` may stand for it; a shortened number would say another.
  let mayBeShortened: Bool

  init(_ text: String, mayBeShortened: Bool) {
    self.text = TextMeasure.drawable(text)
    letters = self.text.unicodeScalars.filter { !$0.properties.isWhitespace }
    self.mayBeShortened = mayBeShortened
  }
}

/// A drawn text without its spaces, of which pieces are taken out.
private struct SpacedText {
  private let letters: [Unicode.Scalar]
  /// Whether a space, or the beginning, comes before a letter.
  private let isFirst: [Bool]
  private var isTaken: [Bool]

  init(_ text: String) {
    var letters: [Unicode.Scalar] = [], isFirst: [Bool] = [], isSpace = true
    for scalar in TextMeasure.drawable(text).unicodeScalars {
      if scalar.properties.isWhitespace {
        isSpace = true
      } else {
        letters.append(scalar)
        isFirst.append(isSpace)
        isSpace = false
      }
    }
    (self.letters, self.isFirst) = (letters, isFirst)
    isTaken = Array(repeating: false, count: letters.count)
  }

  /// What no piece has taken, with spaces for what was.
  var left: String {
    var left = ""
    for i in letters.indices {
      if isFirst[i] || isTaken[i] { left += " " }
      if !isTaken[i] { left.unicodeScalars.append(letters[i]) }
    }
    return left
  }

  mutating func remove(_ piece: BoundText) {
    let sought = piece.letters
    var i = 0
    while i + sought.count <= letters.count {
      if isFree(i, sought.count), letters[i..<i + sought.count].elementsEqual(sought),
        isWhole(from: i, to: i + sought.count)
      {
        take(i, i + sought.count)
        i += sought.count
      } else {
        i += 1
      }
    }
    if piece.mayBeShortened { removeShortened(sought) }
  }

  /// The longest beginning of the piece that stands before a `…`.
  private mutating func removeShortened(_ sought: [Unicode.Scalar]) {
    for end in letters.indices where letters[end] == "…" {
      let begin = (max(0, end - sought.count)..<max(0, end)).first { i in
        isFree(i, end - i) && letters[i..<end].elementsEqual(sought.prefix(end - i))
      }
      guard let begin, end - begin > 1 else { continue }
      // A number that is cut says another.
      let next = sought.dropFirst(end - begin).first
      let isCut =
        Self.isDigit(letters[end - 1])
        && next.map { Self.isDigit($0) || ".,".unicodeScalars.contains($0) } == true
      if !isCut { take(begin, end) }
    }
  }

  private func isFree(_ begin: Int, _ count: Int) -> Bool {
    !isTaken[begin..<begin + count].contains(true)
  }

  private mutating func take(_ begin: Int, _ end: Int) {
    for i in begin..<end { isTaken[i] = true }
  }

  /// Whether a number does not go on beyond a piece: neither digits, signs nor a sign of percent, and
  /// marks of decimals only where no digit follows them.
  private func isWhole(from begin: Int, to end: Int) -> Bool {
    if Self.isDigit(letters[begin]), begin > 0 {
      let before = letters[begin - 1]
      // A bound, or an error, is another number than what stands behind it.
      if "<>±".unicodeScalars.contains(before), !isTaken[begin - 1] { return false }
      let goesOn = Self.isDigit(before) || "-+−.,".unicodeScalars.contains(before)
      if goesOn, !isFirst[begin] { return false }
    }
    guard Self.isDigit(letters[end - 1]), end < letters.count else { return true }
    let after = letters[end]
    if after == "%" { return false }
    guard !isFirst[end] else { return true }
    if Self.isDigit(after) { return false }
    let isMark = ".,".unicodeScalars.contains(after)
    return
      !(isMark && end + 1 < letters.count && !isFirst[end + 1] && Self.isDigit(letters[end + 1]))
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType != nil
  }
}
