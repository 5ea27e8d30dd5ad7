import Foundation
import Glibc
import NumericKernels
import Testing

/// A stream of numbers that look random, the same in every run.
///
/// - Source: Steele, Lea and Flood, *OOPSLA*, 2014 (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite("Decimal numbers")
struct DecimalReaderTests {
  private let reader = DecimalReader()

  private func read(_ text: String) -> DecimalReader.Reading {
    let bytes = Array(text.utf8)
    return reader.read(bytes.span, 0..<bytes.count)
  }

  /// The bits of the number in `text` by both readers, which must agree; nil if it is none.
  private func bits(_ text: String) -> UInt64? {
    guard case .number(let value) = read(text) else { return nil }
    let padded = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
    if let plain = reader.plainField(padded.span, at: 0), plain.bitPattern != value.bitPattern {
      Issue.record("\(text): plainly \(plain)")
    }
    return value.bitPattern
  }

  /// What the C library reads; tests set no locale, so it is C's.
  private func bitsByLibrary(_ text: String) -> UInt64 {
    // SAFETY: Swift passes the text as a terminated string, and no end is asked for.
    unsafe strtod(text, nil).bitPattern
  }

  private func expectSame(_ text: String) {
    let (ours, theirs) = (bits(text), bitsByLibrary(text))
    if ours != theirs { Issue.record("\(text): \(String(describing: ours)), not \(theirs)") }
  }

  @Test("every double printed shortest is read back, all exponents")
  func shortest() {
    var random = SplitMix(state: 11)
    for _ in 0..<1_000_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let text = "\(value)"
      if bits(text) != value.bitPattern { Issue.record("\(text)") }
    }
  }

  @Test(
    "doubles printed with 17, 19, 25 and 40 digits agree with the C library",
    arguments: [17, 19, 25, 40])
  func printed(digits: Int) {
    var random = SplitMix(state: UInt64(digits))
    for round in 0..<60_000 {
      // Every other number near 1, where data are; the rest of any size.
      let pattern = random.next()
      let value =
        round % 2 == 0
        ? Double(bitPattern: pattern)
        : Double(
          sign: .plus, exponent: Int(pattern % 40) - 20,
          significand: .random(in: 1..<2, using: &random))
      guard value.isFinite else { continue }
      let text = String(format: "%.\(digits - 1)e", value)
      expectSame(text)
      if bits(text) != value.bitPattern { Issue.record("\(text)") }
      if value.magnitude < 1e15, value.magnitude > 1e-5 {
        expectSame(String(format: "%.\(digits)f", value))
      }
    }
  }

  @Test("random digits with a dot and an exponent agree with the C library")
  func randomDigits() {
    var random = SplitMix(state: 3)
    for _ in 0..<1_000_000 {
      let count = Int.random(in: 1...24, using: &random)
      var text = random.next() % 2 == 0 ? "-" : ""
      text += String(UInt64.random(in: 1...9, using: &random))
      for _ in 1..<max(2, count) { text += String(random.next() % 10) }
      if random.next() % 3 > 0 {
        let place = Int.random(in: 2...max(2, text.utf8.count - 1), using: &random)
        text.insert(".", at: text.index(text.startIndex, offsetBy: min(place, text.count)))
        if text.last == "." { text += "5" }
      }
      if random.next() % 2 == 0 { text += "e\(Int.random(in: -345...310, using: &random))" }
      expectSame(text)
    }
  }

  /// The digits of (2 m + 1) · 2^e, and the power of ten of the last.
  private func middle(_ m: UInt64, _ e: Int) -> (digits: [UInt8], power: Int) {
    var digits = String(m).utf8.reversed().map { $0 - 0x30 }
    func multiply(by factor: UInt8, adding term: UInt8 = 0) {
      var carry = term
      for i in digits.indices {
        let product = digits[i] * factor + carry
        (digits[i], carry) = (product % 10, product / 10)
      }
      if carry > 0 { digits.append(carry) }
    }
    multiply(by: 2, adding: 1)
    for _ in 0..<abs(e) { multiply(by: e > 0 ? 2 : 5) }
    return (digits.reversed(), min(e, 0))
  }

  /// The digits of the number one below.
  private func oneLess(_ digits: [UInt8]) -> String {
    let zeros = digits.reversed().prefix { $0 == 0 }.count
    var less = digits.dropLast(zeros)
    less[less.count - 1] -= 1
    less += [UInt8](repeating: 9, count: zeros)
    return String(decoding: less.map { $0 + 0x30 }, as: UTF8.self)
  }

  @Test("the middle between two doubles goes to the even one, all else to its side")
  func halfway() {
    var random = SplitMix(state: 5)
    for round in 0..<1_500 {
      // Near 1 mostly, then all normal exponents, then subnormal numbers.
      let field =
        round % 10 < 8
        ? UInt64.random(in: 960...1120, using: &random)
        : round % 10 == 8 ? UInt64.random(in: 1...2045, using: &random) : 0
      let significand = random.next() >> 12
      let low = Double(bitPattern: field << 52 | significand), high = low.nextUp
      let m = significand | (field > 0 ? 1 << 52 : 0)
      let (digits, power) = middle(m, Int(max(field, 1)) - 1076)
      let text = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
      let even = m % 2 == 0 ? low : high
      #expect(bits("\(text)e\(power)") == even.bitPattern)
      #expect(bits("\(text).\(String(repeating: "0", count: 900))e\(power)") == even.bitPattern)
      #expect(bits("\(text)0001e\(power - 4)") == high.bitPattern)
      #expect(
        bits("\(text).\(String(repeating: "0", count: 900))1e\(power)") == high.bitPattern)
      let below = "\(oneLess(digits))999"
      #expect(bits("\(below)e\(power - 3)") == low.bitPattern)
    }
  }

  @Test("ends of the range, zeros and long texts")
  func ends() {
    for text in [
      "0", "-0", "0.0", "-0.000", "0e0", "0e999999999999999999999", "4.9e-324", "5e-324", "-5e-324",
      "2.4703282292062327e-324", "2.4703282292062328e-324", "2e-324", "1e-400", "-1e-99999",
      "2.2250738585072011e-308", "2.2250738585072014e-308", "2.2250738585072012e-308",
      "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309",
      "-1e309",
      "1e400", "1e9999999999999999999999999", "9007199254740992", "9007199254740993",
      "9007199254740994", "9007199254740995", "18446744073709551615", "18446744073709551616",
      "9999999999999999999", "99999999999999999999", "1e22", "1e23", "8.5e22", "123456789e15",
      "0.00000000000000000000000000000000000000001", "1.0000000000000000000000000000000000000001",
      "179769313486231580793728971405301e276", "1E+5", "1e05", "1e-05", "1.5E-7",
      "0." + String(repeating: "0", count: 400) + "1e400", String(repeating: "9", count: 800),
      "1" + String(repeating: "0", count: 400) + "e-400", String(repeating: "3", count: 20_000),
      "0." + String(repeating: "3", count: 20_000), ".5", "-.25", "5.", "12.e3",
    ] { expectSame(text) }
    #expect(read("1e309") == .number(.infinity))
    #expect(bits("-0") == (-0.0).bitPattern)
  }

  @Test("what is no number, and what is a code")
  func refused() {
    for text in [
      "", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e-", "+1", "--1", "1.2.3", "1,5", "1 ", " 1",
      "0x1F", "1_000", "inf", "nan", "1e5.0", "1f", "1d5", "١", "1\0",
    ] { #expect(read(text) == .notANumber, "\(text)") }
    for text in ["01", "-01", "00", "00.5", "007e2", "0123456789012345678901234"] {
      #expect(read(text) == .leadingZero, "\(text)")
    }
  }

  @Test("a plain field ends at commas, line breaks, quotes and zeros only, and may be empty")
  func fields() {
    func field(_ text: String) -> Double? {
      let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
      return reader.plainField(bytes.span, at: 0)
    }
    for end in [",7", "\n7", "\r7", "\"7", ""] {
      #expect(field("-12.25\(end)") == -12.25 && field("\(end)")?.isNaN == true)
      for text in ["1", "12345678", "-123456789.5", "1234567890123456.5", "-0.12345678901234567"] {
        #expect(field(text + end) == Double(text))
      }
    }
    for text in ["1.,", ".5,", "-,", "01,", "1e,", "1e+,", "1 ,", "NA,", "1.2.3,", "--1,"] {
      #expect(field(text) == nil, "\(text)")
    }
    #expect(field("-1.5e+03,") == -1500 && field("9007199254740993.000e-400\n") == 0)
    for text in ["1e5x,", "1e5e5,", "1e12345,", "01e5,", ".e5,", "e5,", "-e5,", "1e5.0,", "1e--5,"]
    {
      #expect(field(text) == nil, "\(text)")
    }
    #expect(field("1234567890123456789,") == nil && field("-123456789012345678,") != nil)
  }

  @Test("fields of rows are found, whatever stands behind the text, and ragged rows too")
  func places() {
    for length in 0..<40 {
      let cell = String(repeating: "x", count: length)
      let rows = (0..<5).map { _ in "\(cell),,y\(cell)" }
      let bytes = Array("#\(rows.joined(separator: "\n"))\nrest,\n".utf8)
      let padded = bytes + [UInt8](repeating: 0x2C, count: 64)
      var places = FieldPlaces()
      for limit in [bytes.count - 7, bytes.count] {
        #expect(places.find(rows: 5, width: 3, padded.span, from: 1, limit: limit) == .rows)
        var place = 1
        for row in 0..<5 {
          for (column, count) in [length, 0, length + 1].enumerated() {
            #expect(places.start(row: row, column: column) == place)
            #expect(places.end(row: row, column: column) == place + count)
            place += count + 1
          }
        }
      }
      for wrong in [(5, 2), (3, 5), (15, 1), (1, 15)] {
        let finding = places.find(
          rows: wrong.0, width: wrong.1, padded.span, from: 1, limit: bytes.count - 7)
        #expect(finding == .ragged)
      }
    }
    let quoted = Array("a,\"b\"\n".utf8) + [UInt8](repeating: 0, count: 64)
    var places = FieldPlaces()
    #expect(places.find(rows: 1, width: 2, quoted.span, from: 0, limit: 6) == .quotes)
  }
}
