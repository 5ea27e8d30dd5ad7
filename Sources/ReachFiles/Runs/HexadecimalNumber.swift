/// Text that stands for exactly one double: `0x1.8p+3` for 12.
///
/// The form is that of C's `%a` in one spelling: normal numbers begin with `0x1`, subnormal ones
/// with `0x0` and the exponent −1022, zero is `0x0p+0`; no zero ends the fraction. C, Python
/// (`float.fromhex`), R and Swift all read it.
enum HexadecimalNumber {
  private static let fractionBits = 52, bias = 1023

  /// - Precondition: `value` is finite.
  static func text(_ value: Double) -> String {
    precondition(value.isFinite, "\(value) has no exact text")
    let sign = value.sign == .minus ? "-" : ""
    guard value != 0 else { return sign + "0x0p+0" }
    let isNormal = value.isNormal
    let exponent = isNormal ? Int(value.exponentBitPattern) - bias : 1 - bias
    let fraction = fractionText(value.significandBitPattern)
    return sign + (isNormal ? "0x1" : "0x0") + (fraction.isEmpty ? "" : "." + fraction)
      + "p" + (exponent < 0 ? "" : "+") + String(exponent)
  }

  /// Thirteen hexadecimal digits without the zeros at their end.
  private static func fractionText(_ bits: UInt64) -> String {
    let digits = String(bits, radix: 16)
    let padded = String(repeating: "0", count: fractionBits / 4 - digits.count) + digits
    guard let last = padded.lastIndex(where: { $0 != "0" }) else { return "" }
    return String(padded[...last])
  }

  /// The number that `text` stands for; nil if ``text(_:)`` never writes this.
  static func value(_ text: String) -> Double? {
    guard text.utf8.count <= 30, let value = parse(text[...]), Self.text(value) == text else {
      return nil
    }
    return value
  }

  private static func parse(_ text: Substring) -> Double? {
    let isNegative = text.hasPrefix("-")
    let body = text.dropFirst(isNegative ? 1 : 0)
    let parts = body.split(separator: "p", omittingEmptySubsequences: false)
    guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
    guard let magnitude = magnitude(String(parts[0]), exponent) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  private static func magnitude(_ significand: String, _ exponent: Int) -> Double? {
    guard significand != "0x0" else { return exponent == 0 ? 0 : nil }
    let lead = significand.prefix(3), rest = significand.dropFirst(3)
    guard ["0x0", "0x1"].contains(lead), let fraction = fraction(rest) else { return nil }
    let isNormal = lead == "0x1"
    guard isNormal ? (1 - bias...bias).contains(exponent) : exponent == 1 - bias else {
      return nil
    }
    let exponentBits = isNormal ? UInt64(exponent + bias) : 0
    return Double(bitPattern: exponentBits << UInt64(fractionBits) | fraction)
  }

  /// The 52 bits behind the point.
  private static func fraction(_ text: Substring) -> UInt64? {
    guard !text.isEmpty else { return 0 }
    let digits = text.dropFirst()
    guard text.hasPrefix("."), (1...13).contains(digits.utf8.count), !digits.hasPrefix("+"),
      let bits = UInt64(digits, radix: 16)
    else { return nil }
    return bits << UInt64(4 * (13 - digits.utf8.count))
  }
}
