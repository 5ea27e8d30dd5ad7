import Assessment
import Foundation
import Testing

/// Samples that a sketch keeps are put in order by bits; `sort()` says what is right.
@Suite("Sorted numbers")
struct SortedNumbersTests {
  static let hard: [(String, @Sendable (Double) -> Double)] = [
    ("both zeros", { $0 < 0.5 ? -0.0 : max(0, $0 - 0.8) }),
    ("one constant", { _ in 0.16 }),
    ("near ties beside outliers", { $0 < 0.001 ? 1e300 / $0 : 1 + $0 * 1e-12 }),
    ("negative near ties beside outliers", { $0 < 0.001 ? -1e300 / $0 : -1 - $0 * 1e-12 }),
    ("subnormal", { (2 * $0 - 1) * 0x1p-1030 }),
  ]

  @Test(
    "are those that sort() gives", arguments: QuantileSketchTests.laws + hard,
    [1, 2, 63, 64, 65, 1000, 16_384])
  func twin(_ law: (String, @Sendable (Double) -> Double), count: Int) {
    var generator = SplitMix(state: UInt64(count))
    let values = (0..<count).map { _ in law.1(generator.uniform()) }
    #expect(sorted(values, areWhole: false) == values.sorted(), "\(law.0)")
    let whole = values.map { min(1e15, $0.magnitude * 1000).rounded() }
    #expect(sorted(whole, areWhole: true) == whole.sorted(), "\(law.0), whole")
  }
}
