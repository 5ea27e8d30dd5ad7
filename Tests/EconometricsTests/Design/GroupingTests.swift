import Econometrics
import Testing

@Suite("Groupings")
struct GroupingTests {
  /// Close together, far apart, as far as integers reach, negative, none.
  static let labels: [[Int]] = [
    (0..<5_000).map { ($0 * 7_919) % 97 - 40 },
    (0..<5_000).map { ($0 * 7_919) % 97 * 1_000_000_007 },
    [.max, .min, 0, .max, -1, .min, 3],
    [-7, -7, -9, 12, -9],
    [],
  ]

  @Test("whole numbers are numbered in the order of their first rows", arguments: labels)
  func wholeNumbers(labels: [Int]) {
    // The way of labels that are no numbers.
    let slow = Grouping(name: "firm", labels: labels.map { "\($0)" })
    #expect(Grouping(name: "firm", labels: labels) == slow)
    let small = labels.map { Int32(truncatingIfNeeded: $0) }
    #expect(
      Grouping(name: "firm", labels: small)
        == Grouping(name: "firm", labels: small.map { "\($0)" }))
  }

  @Test("pairs of groups are those of both labels")
  func crossed() {
    let a = (0..<2_000).map { ($0 * 31) % 57 }, b = (0..<2_000).map { ($0 * $0) % 41 }
    let crossed = Grouping(name: "a", labels: a).crossed(with: Grouping(name: "b", labels: b))
    #expect(crossed == Grouping(name: "a^b", labels: zip(a, b).map { "\($0) \($1)" }))
  }
}
