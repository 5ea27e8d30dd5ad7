import Foundation
import NumericKernels
import Testing

@Suite("Whole powers")
struct IntegerPowerTests {
  @Test("are rounded correctly: ties, subnormal results and overflow as well")
  func correctlyRounded() throws {
    let text = try String(contentsOf: referenceURL("powers", "csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(rows.count > 400)
    for row in rows {
      let x = try #require(Double(row[0])), n = try #require(Int(row[1]))
      #expect(integerPower(x, n) == (try #require(Double(row[2]))), "\(row)")
    }
  }

  @Test("and what their rounding leaves out make more digits")
  func rest() {
    // (2²⁷ − 1)² = 2⁵⁴ − 2²⁸ + 1, one bit more than a double has; to even, that is down.
    #expect(integerPowerRest(0x1p27 - 1, 2) == 1)
    // (10⁶ + 1)³ = 10¹⁸ + 3·10¹² + 3·10⁶ + 1, of 60 bits.
    let cube: Int128 = 1_000_003_000_003_000_001
    for sign in [1.0, -1] {
      let power = integerPower(sign * 1_000_001, 3), rest = integerPowerRest(sign * 1_000_001, 3)
      #expect(Int128(sign * power) + Int128(sign * rest) == cube)
    }
    #expect(integerPowerRest(3, 1) == 0)
    #expect(integerPowerRest(1e300, 2) == 0)
  }

  @Test("of limits are as IEEE 754 has products")
  func limits() {
    #expect(integerPower(.nan, 0) == 1)
    #expect(integerPower(.nan, 3).isNaN)
    #expect(integerPower(-.infinity, 3) == -.infinity)
    #expect(integerPower(-.infinity, 2) == .infinity)
    #expect(integerPower(-0.0, 3).sign == .minus)
    #expect(integerPower(-0.0, 2).sign == .plus)
    #expect(integerPower(-7.25, 1) == -7.25)
  }
}
