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

  @Test("of any sign and size are the nearest doubles to 400-bit arithmetic")
  func wide() throws {
    let text = try String(contentsOf: referenceURL("whole_power", "csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.count > 1000)
    for row in rows {
      let x = try #require(UInt64(row[0], radix: 16)), n = try #require(Int(row[1]))
      let power = try #require(UInt64(row[2], radix: 16))
      #expect(
        integerPower(Double(bitPattern: x), n) == Double(bitPattern: power), "\(row)")
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
    #expect(integerPowerRest(3, -3) == 0 && integerPowerRest(3, 65) == 0)
  }

  @Test("have the limits of IEEE 754's pown")
  func limits() {
    #expect(integerPower(.nan, 0) == 1 && integerPower(.infinity, 0) == 1)
    #expect(integerPower(.nan, 3).isNaN && integerPower(.nan, -70).isNaN)
    #expect(integerPower(-.infinity, 3) == -.infinity && integerPower(-.infinity, 2) == .infinity)
    #expect(integerPower(-.infinity, -3).sign == .minus && integerPower(-.infinity, -3) == 0)
    #expect(integerPower(-0.0, 3).sign == .minus && integerPower(-0.0, 2).sign == .plus)
    #expect(integerPower(0, -3) == .infinity && integerPower(-0.0, -3) == -.infinity)
    #expect(integerPower(-0.0, -1) == -.infinity && integerPower(-0.0, -4) == .infinity)
    #expect(integerPower(-7.25, 1) == -7.25 && integerPower(1.5, -1) == 1 / 1.5)
    #expect(integerPower(-1, Int(Int32.max)) == -1 && integerPower(-1, .min) == 1)
    #expect(integerPower(10, 400) == .infinity && integerPower(-10, 401) == -.infinity)
    #expect(integerPower(10, -400) == 0 && integerPower(1e-200, 2) == 0)
    #expect(integerPower(2, -1074) == 0x1p-1074 && integerPower(2, 1023) == 0x1p1023)
    #expect(integerPower(0x1p-1074, 3) == 0 && integerPower(0x1p-1074, -1) == .infinity)
    #expect(integerPower(0x1p-300, 3) == 0x1p-900 && integerPower(0x1p-358, 3) == 0x1p-1074)
  }
}
