/// A number as typed on the command line, refused where it has two readings.
struct TypedNumber {
  let value: Double

  /// - Parameters:
  ///   - text: Digits with at most one mark; a comma is a decimal mark as well.
  ///   - dotIsDecimal: Whether `1.500` can only be one and a half, as beside English words.
  /// - Throws: ``Misuse`` for what is no number, and for `1,500`, which is 1,500 or 1.5.
  init(_ text: String, dotIsDecimal: Bool = false) throws(Misuse) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    let canGroup = !dotIsDecimal || text.contains(",")
    if canGroup, parts.count == 2, parts[1].count == 3, (1...3).contains(parts[0].count),
      parts[0].allSatisfy(\.isNumber), !parts[0].hasPrefix("0")
    {
      throw Misuse("`\(text)` has two readings", hint: "write \(Self.bothReadings(parts))")
    }
    let point = String(text.map { $0 == "," ? "." : $0 })
    guard let value = Double(point), value.isFinite else {
      throw Misuse("`\(text)` is no number", hint: "write a number such as 20 or 0.5")
    }
    self.value = value
  }

  private static func bothReadings(_ parts: [Substring]) -> String {
    var decimals = parts[1]
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(parts[0])\(parts[1]) or \(parts[0])\(decimals.isEmpty ? "" : "." + decimals)"
  }
}

/// What is wrong with a value on the command line, and what is accepted.
///
/// It is printed behind the option's name, in English as all that stands on a page of usage.
struct Misuse: Error, CustomStringConvertible {
  let problem: String
  let hint: String

  init(_ problem: String, hint: String) { (self.problem, self.hint) = (problem, hint) }

  var description: String { "\(problem)\nhint: \(hint)" }
}
