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
    #expect(Probability(hits: 0, draws: 100).standardError > 0)
  }

  @Test("the error of a probability covers whatever undecided draws would have shown")
  func undecided() {
    for (hits, undecided) in [(400, 10), (0, 10), (990, 10), (0, 999)] {
      let found = Probability(hits: hits, draws: 1000, undecided: undecided)
      #expect(found.value == Double(hits) / Double(1000 - undecided))
      #expect(found.bounds == (Double(hits) / 1000)...(Double(hits + undecided) / 1000))
      for possible in [hits, hits + undecided / 2, hits + undecided] {
        let truth = Probability(hits: possible, draws: 1000).value
        #expect((found.value - truth).magnitude < found.error)
      }
      let decided = Probability(hits: hits, draws: 1000 - undecided)
      #expect(found.standardError == decided.standardError && found.error > decided.error)
    }
  }

  @Test("a difference leaves undecided draws out, and its error covers them")
  func undecidedDifference() throws {
    let here: [Bool?] = Array(repeating: true, count: 90) + Array(repeating: nil, count: 10)
    let base: [Bool?] = Array(repeating: false, count: 30) + Array(repeating: true, count: 70)
    var tally = DifferenceTally(), known = DifferenceTally()
    tally.add(told(here), told(base))
    known.add(told(Array(here[..<90])), told(Array(base[..<90])))
    let found = try #require(tally.paired())
    let decided = try #require(known.paired())
    #expect(found.value == 30.0 / 90 && found.disagreeing == 30)
    // The ten may be −1 or 1 each: the difference of all lies between 20 and 40 in a hundred.
    for truth in [0.2, 0.4] {
      #expect((found.value - truth).magnitude <= found.error - decided.error + 1e-12)
    }
  }

  /// Draws that are counted.
  private func told(_ holds: [Bool?]) -> TargetDraws {
    TargetDraws(counted: holds.map { $0.map { $0 ? 1 : 0 } ?? .nan })
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
    tally.add(told(Array(here[..<128])), told(Array(base[..<128])))
    tally.add(told(Array(here[128...])), told(Array(base[128...])))
    let found = try #require(tally.paired())
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
      let all = told(Array(repeating: true, count: draws))
      tally.add(all, all)
      let found = try #require(tally.paired())
      #expect(found.value == 0 && found.disagreeing == 0)
      return found.error
    }
    #expect(try error(10_000) > 0 && error(10_000) < error(100))
  }

  @Test("targets ask the same by outcome, sector, threshold and year, whatever its place")
  func incomparable() {
    #expect(!target(900).asksTheSame(as: target(901)))
    #expect(!target(900).asksTheSame(as: target(900, year: 2022)))
    #expect(!sectoral("a").asksTheSame(as: sectoral("b")))
    #expect(sectoral("a").asksTheSame(as: sectoral("a", place: 1)))
    #expect(DifferenceTally().paired() == nil)
  }
}
