/// The two signs that part whole numbers from decimals, or thousands from thousands.
package enum NumberMark: String, Sendable {
  case dot = "."
  case comma = ","

  var other: NumberMark { self == .dot ? .comma : .dot }
}

/// A number as it stands in a cell, with what stands around it.
struct CellNumber: Equatable, Sendable {
  /// What the marks between the digits can mean.
  enum Marks: Equatable {
    /// Digits only.
    case plain
    /// `1.234,5`, `12,5`, `0.512`, `1234.567`: the mark can only be the decimal one.
    case definite(decimal: NumberMark)
    /// `1.234.567`: the mark can only group thousands.
    case grouped(by: NumberMark)
    /// `1.500`: 1,500 or 1.5.
    case doubtful(NumberMark)
  }

  let isNegative: Bool
  /// Digits and marks, without sign and blanks.
  let digits: String
  let exponent: Int
  let marks: Marks
  /// What follows the number and is no percent sign: `*`, `(1)`, `¹`; empty if nothing does.
  let footnote: String
  /// What stands before it: `~`, `>`, `≈`; empty if nothing does.
  let lead: String
  let hasPercent: Bool
  /// Whether blanks part the thousands.
  let hasBlanks: Bool

  /// The number in the cell without notes, blanks kept out: `-1.234,5%`.
  var clean: String {
    (isNegative ? "-" : "") + digits + (exponent == 0 ? "" : "E\(exponent)")
      + (hasPercent ? "%" : "")
  }

  var isDoubtful: Bool { if case .doubtful = marks { true } else { false } }

  /// Digits before the decimal mark, whichever it is; all of them in a doubtful number.
  var wholeDigits: Int {
    let all = digits.utf8.count { $0 >= 0x30 && $0 <= 0x39 }
    guard case .definite(let decimal) = marks,
      let place = digits.lastIndex(of: Character(decimal.rawValue))
    else { return all }
    return digits[..<place].utf8.count { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Digits behind the decimal mark, if `decimal` is it.
  func decimals(_ decimal: NumberMark) -> Int {
    let mark: NumberMark
    switch marks {
    case .plain, .grouped: return 0
    case .definite(let own): mark = own
    case .doubtful(let own):
      guard own == decimal else { return 0 }
      mark = own
    }
    guard let place = digits.lastIndex(of: Character(mark.rawValue)) else { return 0 }
    return digits[place...].utf8.count - 1
  }

  /// The value, if a mark in doubt is read so that `decimal` is the decimal one.
  func value(decimal: NumberMark) -> Double? {
    let mark: NumberMark? =
      switch marks {
      case .plain: nil
      case .definite(let own): own
      case .grouped(let by): by.other
      case .doubtful: decimal
      }
    var text = isNegative ? "-" : ""
    for character in digits {
      if let sign = NumberMark(rawValue: String(character)) {
        if sign == mark { text += "." }
      } else {
        text.append(character)
      }
    }
    guard let value = Double(exponent == 0 ? text : "\(text)e\(exponent)"), value.isFinite else {
      return nil
    }
    return value
  }

  /// The number written with `decimal` as its decimal mark and without groups.
  func written(decimal: NumberMark, as mark: NumberMark) -> String {
    let own: NumberMark =
      switch marks {
      case .definite(let own): own
      case .grouped(let by): by.other
      case .plain, .doubtful: decimal
      }
    var text = isNegative ? "-" : ""
    for character in digits {
      if let sign = NumberMark(rawValue: String(character)) {
        if sign == own { text += mark.rawValue }
      } else {
        text.append(character)
      }
    }
    return text + (hasPercent ? "%" : "")
  }
}

/// What a cell holds.
enum CellContent: Equatable, Sendable {
  case empty
  /// A sign for "no value": `..`, `-`, `n.a.`, `x`.
  case missing(String)
  case number(CellNumber)
  case text

  /// - Parameter text: The cell as it stands.
  init(_ text: String) {
    let body = text.trimmed
    if body.isEmpty {
      self = .empty
    } else if missingMarks.contains(body.lowercased()) {
      self = .missing(String(body))
    } else if let number = CellNumber(body) {
      self = .number(number)
    } else {
      self = .text
    }
  }

  var number: CellNumber? { if case .number(let number) = self { number } else { nil } }
}

/// Signs for a missing value that statistical tables and spreadsheets use.
private let missingMarks: Set<String> = [
  ".", "..", "...", "…", "-", "--", "–", "—", "n.a", "n.a.", "na", "n/a", "#n/a", "x", ":", "?",
  "null", "nan", "none", "#ref!", "#div/0!", "#value!", "kxđ", "n.d.", "(-)", "(...)",
]

/// Signs that leave open whether nothing was there (zero) or nothing is known.
///
/// Vietnamese yearbooks write `-` for "did not occur" and `...` for "not collected".
let openMissingMarks: Set<String> = ["-", "--", "–", "—", "x", "(-)", "?"]
