import ReachModel
import Reporting

/// What is wrong with a report's text: a numeral or likelihood word that comes from nowhere, or that
/// is not what its source says.
///
/// A report states hundreds of numbers, and a text that was right once drifts. So every number carries
/// its reference, and before anything is written each is read back from the runs and compared.
package struct BriefLint: Sendable {
  /// A fault of one piece of text.
  package struct Fault: Sendable, Equatable, CustomStringConvertible {
    /// The section that it stands in.
    package let section: String
    package let text: String
    package let reason: String

    package var description: String { "\(section): `\(text)` \(reason)" }
  }

  private let index: RunIndex

  package init(_ runs: ReportedRuns) { index = RunIndex(runs.records) }

  /// Every fault of a report.
  package func faults(_ brief: Brief) -> [Fault] {
    brief.texts.flatMap { section, sentence in
      sentence.inlines.flatMap(\.leaves).compactMap { inline in
        reason(inline, brief.language).map {
          Fault(section: section, text: inline.plain(brief.language), reason: $0)
        }
      }
    } + brief.charts.flatMap { faults($0, brief.language) }
  }

  /// What a chart's specification says that none of its sentences does.
  private func faults(_ chart: ReportChart, _ language: Language) -> [Fault] {
    let texts = ChartTexts(chart, language)
    return texts.drawn.filter { freeReason($0) != nil }.compactMap { text in
      freeReason(texts.unbound(text)).map {
        Fault(section: "chart \(chart.chart.name)", text: text, reason: $0)
      }
    }
  }

  /// Where two languages say different numbers: the references of each, section by section, as often as
  /// they come.
  package func differences(_ a: Brief, _ b: Brief) -> [Fault] {
    let counts = [a, b].map { brief in
      brief.texts.reduce(into: [String: [Reference: Int]]()) { counts, item in
        for leaf in item.sentence.inlines.flatMap(\.leaves) {
          guard let reference = leaf.numericReference else { continue }
          counts[item.section, default: [:]][reference, default: 0] += 1
        }
      }
    }
    return Set(counts.flatMap(\.keys)).sorted().flatMap { section in
      let (first, second) = (counts[0][section] ?? [:], counts[1][section] ?? [:])
      return Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }.map {
        let times = "\(first[$0] ?? 0) times in one language and \(second[$0] ?? 0) in the other"
        return Fault(section: section, text: $0.item, reason: "stands \(times)")
      }
    }
  }

  private func reason(_ inline: Inline, _ language: Language) -> String? {
    switch inline {
    case .text(let text): freeReason(text)
    case .figure(let figure):
      figureReason(figure, language)
    case .word(let word, let probability, let reference):
      !(reference.run.isEmpty
        ? Self.method[reference.item]?.contains(probability) == true
        : index.number(reference)?.value == probability)
        ? "is a word for a number that \(reference.item) does not have"
        : LikelihoodWord(probability) != word ? "is another word than that of its number" : nil
    case .name(let text, let reference):
      index.holds(text, reference) ? nil : "is not in \(reference.item)"
    case .term(_, let code, let reference):
      index.holds(code, reference) ? nil : "is a word for `\(code)`, not in \(reference.item)"
    case .strong, .link: nil
    }
  }

  /// The numbers that come from no run: what the method fixes.
  private static let method: [String: Set<Double>] = [
    "interval level": [0.05, 0.5, 0.8, 0.9, 0.95],
    "quantile": [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95],
    "likelihood scale": Set(LikelihoodWord.allCases.flatMap { [$0.lowest, $0.end] }),
    "plans of a frontier": [8], "checksum": [256], "learning threshold": [0.2],
  ]

  /// Words may have no numeral of any script, and no word of the scale.
  private func freeReason(_ text: String) -> String? {
    if text.unicodeScalars.contains(where: { $0.properties.numericType != nil }) {
      return "has a numeral that is bound to nothing"
    }
    let words = " " + text.lowercased().map { $0.isLetter ? $0 : " " } + " "
    let scale = LikelihoodWord.allCases.flatMap { [$0.label.vi, $0.label.en] }
    return scale.contains { words.contains(" \($0) ") }
      ? "has a likelihood word that is bound to nothing" : nil
  }

  private func figureReason(_ figure: Figure, _ language: Language) -> String? {
    if figure.reference.run.isEmpty {
      guard Self.method[figure.reference.item]?.contains(figure.value) == true else {
        return "is no number that the method fixes"
      }
    } else {
      guard let found = index.number(figure.reference) else {
        return "refers to \(figure.reference.item), which the run does not have"
      }
      if found.value != figure.value || (figure.error != nil && found.error != figure.error) {
        return "was printed from another number than \(figure.reference.item) has"
      }
    }
    return PrintedNumber.all(in: figure.text, language).isEmpty || !figure.isAsPrinted(language)
      ? "does not print \(figure.value)" : nil
  }
}

extension Inline {
  /// What a number or likelihood word refers to.
  fileprivate var numericReference: Reference? {
    switch self {
    case .figure(let figure): figure.reference
    case .word(_, _, let reference): reference
    default: nil
    }
  }
}

extension Figure {
  /// Whether the text, read back, is the value to half a unit of its last digit, and what follows it
  /// the error.
  fileprivate func isAsPrinted(_ language: Language) -> Bool {
    let printed = PrintedNumber.all(in: text, language)
    if style == .date { return PrintedNumber.date(printed, language) == value }
    let isSize = style == .size || style == .sizeInPoints
    let factor = [.percent, .points, .sizeInPoints].contains(style) ? 100.0 : 1
    let value = isSize ? value.magnitude : value
    guard let first = printed.first else { return false }
    // A share may leave its sign to what follows it, another number has none.
    guard style == .percent || !text.contains("%") else { return false }
    let isRight: Bool =
      switch text.first {
      case "<": value >= 0 && value * factor < first.value && first.isHalfUnit(below: 0)
      case ">": value <= 1 && value * factor > first.value && first.isHalfUnit(below: factor)
      default: first.rounds(value * factor)
      }
    guard isRight, printed.count > 1 else { return isRight && printed.count == 1 }
    guard let error, printed.count == 2 else { return false }
    return printed[1].rounds(error * factor)
  }
}

/// A number read back from printed text.
private struct PrintedNumber {
  let value: Double
  /// Digits after the decimal mark.
  let decimals: Int
  /// The power of ten behind an `e`.
  let power: Int

  /// Whether `exact`, rounded, is this.
  func rounds(_ exact: Double) -> Bool {
    let unit = (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
    let scale = (0..<abs(power)).reduce(1.0) { scale, _ in power < 0 ? scale / 10 : scale * 10 }
    // A little more than half a unit: the decimal was rounded from a binary number.
    return (exact - value * scale).magnitude
      <= (0.5 * unit * scale) * (1 + 1e-9) + exact.magnitude * 1e-11
  }

  /// Whether this is half a unit of a digit from an end of the scale: what a bound says of a number
  /// that would round to that end.
  func isHalfUnit(below end: Double) -> Bool {
    let distance = end == 0 ? value : end - value
    return (0...9).contains { digits in
      let half = (0..<digits).reduce(0.5) { half, _ in half / 10 }
      return (distance - half).magnitude <= 1e-9 * half
    }
  }

  /// The numbers of a text, in the marks of a language.
  static func all(in text: String, _ language: Language) -> [PrintedNumber] {
    let (decimal, group): (Character, Character) = language == .vi ? (",", ".") : (".", ",")
    var numbers: [PrintedNumber] = []
    var token = ""
    func finish() {
      while let last = token.last, !last.isASCIIDigit { token.removeLast() }
      guard token.contains(where: \.isASCIIDigit) else { return token = "" }
      let parts = token.split(separator: "e", omittingEmptySubsequences: false)
      let plain = parts[0].filter { $0 != group }
      let pieces = plain.split(separator: decimal, omittingEmptySubsequences: false)
      let canonical = pieces.joined(separator: ".")
      if let value = Double(canonical) {
        numbers.append(
          PrintedNumber(
            value: value, decimals: pieces.count > 1 ? pieces[1].count : 0,
            power: parts.count > 1 ? Int(parts[1]) ?? 0 : 0))
      }
      token = ""
    }
    for character in text {
      let isSign = "+-−".contains(character) && (token.isEmpty || token.last == "e")
      let isInside = !token.isEmpty && (character == "e" || [decimal, group].contains(character))
      if character.isASCIIDigit || isInside || isSign {
        token.append(character == "−" ? "-" : character)
      } else {
        finish()
      }
    }
    finish()
    return numbers
  }

  /// `yyyymmdd` of a day printed as `01/3/2021` or `2021-03-01`.
  static func date(_ numbers: [PrintedNumber], _ language: Language) -> Double? {
    let parts = numbers.map(\.value.magnitude)
    guard parts.count == 3 else { return nil }
    let inOrder = language == .vi ? Array(parts.reversed()) : parts
    return (inOrder[0] * 100 + inOrder[1]) * 100 + inOrder[2]
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
