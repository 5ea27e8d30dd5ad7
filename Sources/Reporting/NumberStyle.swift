package import Assessment
import Foundation

/// Writes numbers for people: `1.234,5` in Vietnamese, `1,234.5` in English.
package struct NumberStyle: Sendable, Equatable {
  package let language: Language

  package init(_ language: Language) { self.language = language }

  private var decimalMark: String { language(vi: ",", en: ".") }
  private var groupMark: String { language(vi: ".", en: ",") }

  /// A number with a fixed number of decimals, thousands grouped.
  ///
  /// Rounds half away from zero; beyond 9 · 10¹⁵ in units of the last digit, and for what is not
  /// finite, the shortest exact text is written instead.
  package func number(_ value: Double, decimals: Int = 0) -> String {
    let decimals = max(0, decimals)
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e15 else { return plain(value) }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = grouped(padded.dropLast(decimals))
    let fraction = decimals > 0 ? decimalMark + padded.suffix(decimals) : ""
    return (value < 0 && scaled > 0 ? "-" : "") + whole + fraction
  }

  /// The shortest text that reads back as the same number, as a file would hold it.
  ///
  /// Numbers that were computed from typed ones (0.4 · 0.23 is 0.09200000000000001) are rounded to
  /// 12 digits, more than anyone types.
  package func shortest(_ value: Double) -> String {
    let digits = 11 - Self.exponent(value)
    let isTyped = (0...22).contains(digits) && value.isFinite
    let scale = (0..<(isTyped ? digits : 0)).reduce(1.0) { product, _ in product * 10 }
    return exactly(isTyped ? (value * scale).rounded() / scale : value)
  }

  private func exactly(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : plain(value)
  }

  private func plain(_ value: Double) -> String {
    "\(value)".split(separator: ".", omittingEmptySubsequences: false).joined(
      separator: decimalMark)
  }

  private func grouped(_ digits: some StringProtocol) -> String {
    var out = ""
    for (i, digit) in digits.enumerated() {
      if i > 0, (digits.count - i) % 3 == 0 { out += groupMark }
      out.append(digit)
    }
    return out
  }

  /// A fraction in percent, for example `41.2 %`.
  package func percent(_ fraction: Double, decimals: Int = 0) -> String {
    number(fraction * 100, decimals: decimals) + " %"
  }

  /// A number to some significant digits, but never fewer than its whole ones.
  package func significant(_ value: Double, digits: Int = 3) -> String {
    guard value != 0, value.isFinite else { return number(value) }
    return number(value, decimals: max(0, digits - 1 - Self.exponent(value)))
  }

  /// The same for a table of numbers of any size: with a power of ten where plain digits would be
  /// mostly zeros.
  package func tabulated(_ value: Double, digits: Int = 4) -> String {
    guard value != 0, value.isFinite else { return number(value) }
    let exponent = Self.exponent(value)
    guard !(-5...9).contains(exponent) else { return significant(value, digits: digits) }
    // Two steps: a power beyond 308 has no double.
    let half = exponent / 2
    let mantissa = value / pow(10, Double(half)) / pow(10, Double(exponent - half))
    return number(mantissa, decimals: digits - 1) + "e\(exponent)"
  }

  /// ⌊log₁₀ |value|⌋ for a finite value other than 0.
  static func exponent(_ value: Double) -> Int {
    var magnitude = value.magnitude, exponent = 0
    guard magnitude > 0, magnitude.isFinite else { return 0 }
    while magnitude >= 10 { (magnitude, exponent) = (magnitude / 10, exponent + 1) }
    while magnitude < 1 { (magnitude, exponent) = (magnitude * 10, exponent - 1) }
    return exponent
  }

  /// The decimals at which an error has one significant digit, at most `limit`.
  package static func decimals(following error: Double, limit: Int = 9) -> Int {
    guard error > 0, error.isFinite else { return 0 }
    // 0.096 would print as 0.10: the digit counts after rounding.
    let exponent = exponent(error * (1 + 0.05))
    return min(limit, max(0, -exponent))
  }

  /// A fraction in percent with its error, for example `41.2 % ± 0.3`: digits follow the error.
  package func percent(_ fraction: Double, error: Double) -> String {
    let decimals = Self.decimals(following: error * 100)
    return percent(fraction, decimals: decimals) + " ± " + number(error * 100, decimals: decimals)
  }

  /// A number with its error, digits following it.
  package func number(_ value: Double, error: Double) -> String {
    let decimals = Self.decimals(following: error)
    return number(value, decimals: decimals) + " ± " + number(error, decimals: decimals)
  }

  /// A change of probability in points, with its sign: `+1.3 ± 0.2`.
  package func points(_ fraction: Double, error: Double) -> String {
    signed(100 * fraction, error: 100 * error)
  }

  /// A change with its sign and its error, digits following it: `+13 ± 2`.
  package func signed(_ value: Double, error: Double) -> String {
    let decimals = Self.decimals(following: error)
    return signed(value, decimals: decimals) + " ± " + number(error, decimals: decimals)
  }

  /// A finding's value in its unit, without the unit's name: shares in percent.
  package func value(_ finding: Finding) -> String {
    switch finding.unit {
    case .probability:
      finding.error.map { percent(finding.value, error: $0) } ?? percent(finding.value)
    case .fraction: percent(finding.value, decimals: 1)
    case .firms, .count: number(finding.value)
    case .logPoints: number(finding.value, decimals: 4)
    case .standardDeviations: signed(finding.value, decimals: 2)
    case .number, .named: compact(finding.value)
    }
  }

  /// With its sign, also when positive; without one where only zeros are left of it.
  package func signed(_ value: Double, decimals: Int) -> String {
    let text = number(value, decimals: decimals)
    return value > 0 && text != number(0, decimals: decimals) ? "+" + text : text
  }

  /// A share in percent that tells what is rare from what never is: `< 0.05 %`, `0 %`.
  package func share(_ fraction: Double, decimals: Int = 1) -> String {
    let text = percent(fraction, decimals: decimals)
    guard text == percent(0, decimals: decimals) else { return text }
    guard fraction != 0 else { return percent(0) }
    return under(halfUnitOf: decimals) + " %"
  }

  /// A probability in percent that also tells what is all but sure from what is: `> 99.95 %`, `100 %`.
  package func chance(_ probability: Double, decimals: Int = 1) -> String {
    let text = share(probability, decimals: decimals)
    guard text == percent(1, decimals: decimals) else { return text }
    guard probability < 1 else { return percent(1) }
    let half = (0..<decimals).reduce(0.005) { half, _ in half / 10 }
    return "> " + percent(1 - half, decimals: decimals + 1)
  }

  /// What a number comes to that rounds to 0: `< 0.05`.
  package func under(halfUnitOf decimals: Int) -> String {
    let half = (0..<decimals).reduce(0.5) { half, _ in half / 10 }
    return "< " + number(half, decimals: decimals + 1)
  }

  /// No decimals for whole numbers; otherwise three significant digits.
  package func compact(_ value: Double) -> String {
    value == value.rounded() ? number(value) : significant(value)
  }

  /// Memory, in units of 2²⁰ bytes.
  package func mebibytes(_ bytes: Int) -> String {
    number(Double(bytes) / 1_048_576) + " MiB"
  }
}
