/// What a piece of text is when read as a number.
///
/// The grammar of a number is that of JSON, with an optional leading plus: digits without a
/// leading zero, a dot followed by digits, an exponent.
package enum NumberText: Equatable {
  case number(Double)
  /// More than one reading, or a reading that is not canonical; each as a person would write it.
  case ambiguous([String])
  /// `012`.
  case leadingZero
  /// Hexadecimal, octal, sexagesimal, with underscores, infinite, or not a number (NaN).
  case foreign
  /// Beyond the largest double.
  case overflow
  case notANumber

  /// Which marks are in doubt.
  package enum Convention {
    /// `1.500` is in doubt, because people write thousands with a dot.
    case typed
    /// A dot is always the decimal mark; only commas are in doubt.
    case canonical
  }

  /// Reads `text`, which has no blanks around it; at most 400 bytes can be a number.
  ///
  /// A dot followed by exactly three digits is in doubt after one to three digits that do not
  /// begin with 0 (`1.500`, `12.345`); `0.500` and `1500.123` can only be decimal.
  package init(_ text: Substring, _ convention: Convention) {
    let bytes = Array(text.utf8)
    guard bytes.count <= 400 else { self = .notANumber; return }
    let digits = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? 1 : 0
    let body = bytes.dropFirst(digits)
    guard let first = body.first else { self = .notANumber; return }
    if Self.isDecimal(body) {
      self =
        convention == .typed && Self.mayBeGrouped(body)
        ? .ambiguous(Self.readings(text, body)) : Self.value(of: text)
    } else if first >= 0x30 && first <= 0x39, body.allSatisfy(Self.isDigitOrMark) {
      self = Self.marked(text, body)
    } else {
      self = Self.isForeign(body) ? .foreign : .notANumber
    }
  }

  private static func value(of text: Substring) -> NumberText {
    guard let value = Double(text) else { return .notANumber }
    return value.isFinite ? .number(value) : .overflow
  }

  /// Digits with dots and commas that are not one canonical number.
  private static func marked(_ text: Substring, _ body: ArraySlice<UInt8>) -> NumberText {
    let marks = body.filter { $0 == 0x2E || $0 == 0x2C }
    if marks.isEmpty { return .leadingZero }
    if body.last == 0x2E || body.last == 0x2C { return .notANumber }
    if marks == [0x2E] { return .leadingZero }
    let found = readings(text, body)
    return found.isEmpty ? .notANumber : .ambiguous(found)
  }

  /// The numbers that `text` may mean, with the mark that makes it so.
  private static func readings(_ text: Substring, _ body: ArraySlice<UInt8>) -> [String] {
    let pairs: [(decimal: Character, group: Character, name: String)] = [
      (".", ",", "the dot is the decimal mark"), (",", ".", "the comma is the decimal mark"),
    ]
    return pairs.compactMap { decimal, group, name in
      let parts = text.split(separator: decimal, omittingEmptySubsequences: false)
      guard parts.count <= 2, let whole = parts.first else { return nil }
      let groups = whole.split(separator: group, omittingEmptySubsequences: false)
      guard groups.dropFirst().allSatisfy({ $0.count == 3 }),
        groups.count == 1 || (1...3).contains(groups[0].drop { $0 == "-" || $0 == "+" }.count),
        parts.dropFirst().allSatisfy({ !$0.contains(group) })
      else { return nil }
      let canonical = groups.joined() + parts.dropFirst().map { "." + $0 }.joined()
      return "\(trimmed(canonical)) if \(name)"
    }
  }

  private static func trimmed(_ number: String) -> String {
    guard number.contains("."), let last = number.lastIndex(where: { $0 != "0" }) else {
      return number
    }
    let kept = number[...last]
    return String(kept.last == "." ? kept.dropLast() : kept)
  }

  /// Whether `body` is digits (no leading zero), a fraction, an exponent.
  private static func isDecimal(_ body: ArraySlice<UInt8>) -> Bool {
    var rest = body[...]
    func dropDigits() -> Int {
      let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
      rest = rest.dropFirst(count)
      return count
    }
    let startsWithZero = rest.first == 0x30
    let whole = dropDigits()
    guard whole > 0, whole == 1 || !startsWithZero else { return false }
    if rest.first == 0x2E {
      rest = rest.dropFirst()
      guard dropDigits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
        rest = rest.dropFirst()
      }
      guard dropDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func mayBeGrouped(_ body: ArraySlice<UInt8>) -> Bool {
    guard let dot = body.firstIndex(of: 0x2E), body.first != 0x30 else { return false }
    let fraction = body[(dot + 1)...]
    return dot - body.startIndex <= 3 && fraction.count == 3
      && fraction.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  private static func isDigitOrMark(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || byte == 0x2E || byte == 0x2C
  }

  private static func isForeign(_ body: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: body, as: UTF8.self).lowercased()
    if [".inf", ".nan", "inf", "nan", "infinity"].contains(text) { return true }
    guard let first = text.utf8.first, first >= 0x30, first <= 0x39 else { return false }
    if text.hasPrefix("0x") || text.hasPrefix("0o") || text.hasPrefix("0b") {
      return text.utf8.dropFirst(2).allSatisfy { byte in
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66) || byte == 0x5F
      }
    }
    let digits = text.utf8.allSatisfy { isDigitOrMark($0) || $0 == 0x5F || $0 == 0x3A }
    return digits && text.utf8.contains { $0 == 0x5F || $0 == 0x3A }
  }
}
