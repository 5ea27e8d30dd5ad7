import Econometrics
import Foundation
import LinearAlgebra
import Testing

@Suite("Effects when trends need not be parallel")
struct HonestEffectTests {
  @Test("identified sets are those of linear programs of another package")
  func reference() throws {
    let study = try EventStudy(staggeredPanel(withCovariate: false))
    let honest = try #require(HonestEffect(study, bounds: study.normalBounds(level: 0.95)))
    let rows = try referenceRows("programme/honest_reference.csv")
    #expect(rows.count == 4)
    for row in rows {
      let numbers = try row.map { try #require(Double($0)) }
      let own = honest.identifiedSet(numbers[0])
      // HiGHS keeps its constraints to 10⁻⁷.
      #expect(abs(own.lowerBound - numbers[1]) < 1e-6)
      #expect(abs(own.upperBound - numbers[2]) < 1e-6)
    }
  }

  @Test("M = 0 is the usual interval; wider with M; at the breakdown an end is 0")
  func shape() throws {
    let study = try EventStudy(staggeredPanel(withCovariate: false))
    let honest = try #require(HonestEffect(study, bounds: study.normalBounds(level: 0.95)))
    let plain = honest.interval(0)
    #expect(
      abs(plain.lowerBound - (study.overall - 1.959963984540054 * study.overallError)) < 1e-12)
    var before = plain
    for step in 1...40 {
      let wider = honest.interval(Double(step) / 10)
      #expect(wider.lowerBound <= before.lowerBound && wider.upperBound >= before.upperBound)
      let set = honest.identifiedSet(Double(step) / 10)
      #expect(wider.lowerBound < set.lowerBound && wider.upperBound > set.upperBound)
      before = wider
    }
    let breakdown = try #require(honest.breakdown())
    #expect(breakdown > 0 && abs(honest.interval(breakdown).lowerBound) < 1e-6)
  }

  @Test("one drift before support bounds the one after; none bounds nothing")
  func fewPeriods() throws {
    let panel = simulatedPanel(
      seed: 2, units: 30, periods: 3, starts: Array(repeating: 2, count: 12))
    let study = try EventStudy(panel)
    let honest = try #require(HonestEffect(study, bounds: study.normalBounds(level: 0.95)))
    #expect(honest.steps == 1)
    #expect(abs(honest.largestDrift - abs(study.events[0].estimate)) < 1e-15)
    let short = simulatedPanel(
      seed: 2, units: 30, periods: 2, starts: Array(repeating: 1, count: 12))
    let none = try EventStudy(short)
    #expect(HonestEffect(none, bounds: none.normalBounds(level: 0.95)) == nil)
  }

  @Test("covers at least at its level when the drift after is the worst of those before")
  func coverage() throws {
    let panels = 600
    var clustered = 0, ranked = 0, parallel = 0
    for seed in 0..<panels {
      // The treated drift away by 1.2 from 2 to 3 before support, and by as much at its start.
      func drift(_ treated: Int) -> (Int, Int) -> Double {
        { i, t in i < treated ? (t >= 3 ? 1.2 : 0) + (t >= 5 ? 1.2 : 0) : 0 }
      }
      let many = simulatedPanel(
        seed: UInt64(seed), units: 60, periods: 6, starts: Array(repeating: 5, count: 20),
        effect: 1, trend: drift(20))
      let study = try EventStudy(many)
      let bounds = study.normalBounds(level: 0.9)
      if try #require(HonestEffect(study, bounds: bounds)).interval(1).contains(1) {
        clustered += 1
      }
      if bounds(unitWeights(1 + study.events.count)).contains(1) { parallel += 1 }
      let one = simulatedPanel(
        seed: UInt64(seed), units: 20, periods: 6, starts: [5], effect: 1, trend: drift(1))
      let assignments = try RandomisedStarts(one, draws: 1, words: programmeWords())
      let single = try #require(
        HonestEffect(try EventStudy(one), bounds: assignments.bounds(level: 0.9)))
      if single.interval(1).contains(1) { ranked += 1 }
    }
    let least = 0.9 - 4.8916 * (0.9 * 0.1 / Double(panels)).squareRoot()
    #expect(Double(clustered) / Double(panels) >= least)
    #expect(Double(ranked) / Double(panels) >= least)
    // Believing in parallel trends is wrong here, and the usual interval shows it.
    #expect(Double(parallel) / Double(panels) < 0.3)
  }

  @Test(
    "few units with several starts: bounded, and covers when the drift after is the worst before")
  func severalStarts() throws {
    let panels = 300, starts = [5, 6, 7]
    var covered = 0, before = 0, finite = 0
    for seed in 0..<panels {
      let panel = simulatedPanel(
        seed: UInt64(seed), units: 30, periods: 9, starts: starts, effect: 1,
        trend: { i, t in
          guard i < starts.count else { return 0 }
          return (t >= starts[i] - 2 ? 1.2 : 0) + (t >= starts[i] ? 1.2 : 0)
        })
      let assignments = try RandomisedStarts(panel, draws: 199, words: programmeWords())
      let study = try EventStudy(panel)
      let honest = try #require(
        HonestEffect(study, bounds: assignments.bounds(level: 0.9)))
      let interval = honest.interval(1)
      if interval.contains(1) { covered += 1 }
      if interval.upperBound < .infinity, interval.lowerBound > -.infinity { finite += 1 }
      // At distance -3 the supported lie 1.2 below what they are at the base.
      let place = try #require(assignments.distances.firstIndex(of: -3))
      let event = assignments.interval(event: place, level: 0.9)
      if event.low <= -1.2, -1.2 <= event.high { before += 1 }
    }
    let error = 4.8916 * (0.9 * 0.1 / Double(panels)).squareRoot()
    #expect(finite == panels)
    #expect(Double(covered) / Double(panels) >= 0.9 - error)
    #expect(Double(before) / Double(panels) >= 0.9 - error)
  }
}
