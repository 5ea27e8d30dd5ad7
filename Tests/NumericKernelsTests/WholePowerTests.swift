import Foundation
import NumericKernels
import Testing

@Suite("Powers with whole exponents")
struct WholePowerTests {
  private struct Case {
    let x: Double
    let k: Int
    let power: Double
  }

  /// Powers from 400-bit arithmetic; see `whole_power.py`.
  private func cases() throws -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "ReferenceValues/whole_power.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    return try lines.map { line in
      let fields = line.split(separator: ",")
      let x = try #require(UInt64(fields[0], radix: 16))
      let power = try #require(UInt64(fields[2], radix: 16))
      return Case(
        x: Double(bitPattern: x), k: try #require(Int(fields[1])),
        power: Double(bitPattern: power))
    }
  }

  @Test("are the nearest double to the true power")
  func nearest() throws {
    let cases = try cases()
    #expect(cases.count > 1000)
    for item in cases {
      #expect(wholePower(item.x, item.k) == item.power, "\(item.x)^\(item.k)")
    }
  }

  @Test("have the limits of IEEE 754's pown")
  func limits() {
    #expect(wholePower(0, 0) == 1 && wholePower(.infinity, 0) == 1)
    #expect(wholePower(0, 3) == 0 && wholePower(-0.0, 3).sign == .minus)
    #expect(wholePower(0, -3) == .infinity && wholePower(-0.0, -3) == -.infinity)
    #expect(wholePower(-0.0, -4) == .infinity && wholePower(-.infinity, 3) == -.infinity)
    #expect(wholePower(-.infinity, -3) == 0 && wholePower(.nan, 3).isNaN)
    #expect(wholePower(10, 400) == .infinity && wholePower(-10, 401) == -.infinity)
    #expect(wholePower(10, -400) == 0 && wholePower(1e-200, 2) == 0)
    #expect(wholePower(2, -1074) == 0x1p-1074 && wholePower(2, 1023) == 0x1p1023)
    #expect(wholePower(-1, Int(Int32.max)) == -1 && wholePower(1.5, -1) == 1 / 1.5)
    #expect(wholePower(0x1p-1074, 3) == 0 && wholePower(0x1p-1074, -1) == .infinity)
    #expect(wholePower(0x1p-300, 3) == 0x1p-900 && wholePower(0x1p-358, 3) == 0x1p-1074)
  }
}
