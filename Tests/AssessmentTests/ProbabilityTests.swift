import Assessment
import ReachModel
import Testing

@Suite("Probabilities and their differences")
struct ProbabilityTests {
  /// Wilson's 95 % intervals: Newcombe, Statistics in Medicine 17, 1998, table I, method 3.
  @Test(
    "the half width is that of Wilson's interval",
    arguments: [
      (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
      (1, 29, 0.0061, 0.1718),
    ])
  func wilson(hits: Int, draws: Int, low: Double, high: Double) {
    let probability = Probability(hits: hits, draws: draws)
    // Printed to four digits.
    #expect((probability.error - (high - low) / 2).magnitude <= 1e-4)
    #expect(probability.value == Double(hits) / Double(draws))
  }

  @Test("0 and 100 % have an error, and it falls with the draws")
  func extremes() {
    #expect(Probability(hits: 0, draws: 100).error > 0)
    #expect(Probability(hits: 100, draws: 100).error == Probability(hits: 0, draws: 100).error)
    #expect(Probability(hits: 0, draws: 10_000).error < Probability(hits: 0, draws: 100).error)
    #expect(Probability(hits: 0, draws: 100).standardError == 0)
  }

  private func target(_ threshold: Double, year: Int = 2021) -> Target {
    Target(
      key: "firms", label: Label(vi: "a", en: "a"), outcome: .firms, comparison: .atLeast,
      threshold: threshold, year: year, source: "test",
      origin: Origin(file: "test", line: 1, column: 1))
  }

  /// Sectors are the same by name: their places differ between scenarios.
  private func sectoral(_ sector: String, place: Int = 0) -> Target {
    Target(
      key: "firms", label: Label(vi: "a", en: "a"), outcome: .firms, sector: place,
      sectorKey: sector, comparison: .atLeast, threshold: 9, year: 2021, source: "test",
      origin: Origin(file: "test", line: 1, column: 1))
  }

  @Test("a difference counts the draws in which two scenarios disagree")
  func difference() throws {
    var tally = DifferenceTally()
    // 300 draws: 40 hold here only, 10 in the base only.
    let here = (0..<300).map { $0 < 100 }, base = (0..<300).map { (40..<110).contains($0) }
    tally.add(Array(here[..<128]), Array(base[..<128]))
    tally.add(Array(here[128...]), Array(base[128...]))
    let found = try #require(tally.difference(target(900), from: target(900)))
    #expect(found.value == 30.0 / 300)
    #expect(found.disagreeing == 50)
    // The variance of a mean of 302 values: 40.5 are +1, 10.5 are −1, the others 0.
    let mean = 30.0 / 302, variance = 51.0 / 302 - mean * mean
    #expect((found.error - 1.959963984540054 * (variance / 302).squareRoot()).magnitude < 1e-15)
  }

  @Test("draws that all agree leave an error, and it falls with the draws")
  func agreeing() throws {
    func error(_ draws: Int) throws -> Double {
      var tally = DifferenceTally()
      tally.add(Array(repeating: true, count: draws), Array(repeating: true, count: draws))
      let found = try #require(tally.difference(target(900), from: target(900)))
      #expect(found.value == 0 && found.disagreeing == 0)
      return found.error
    }
    #expect(try error(10_000) > 0 && error(10_000) < error(100))
  }

  @Test("only targets that ask the same are compared")
  func incomparable() {
    var tally = DifferenceTally()
    tally.add([true], [false])
    #expect(tally.difference(target(900), from: target(901)) == nil)
    #expect(tally.difference(target(900), from: target(900, year: 2022)) == nil)
    #expect(tally.difference(sectoral("a"), from: sectoral("b")) == nil)
    #expect(tally.difference(sectoral("a"), from: sectoral("a", place: 1)) != nil)
    #expect(DifferenceTally().difference(target(900), from: target(900)) == nil)
  }
}
