import Assessment
import Foundation
import ReachEngine
import ReachModel
import Simulation
import Testing

@Suite("Signposts")
struct SignpostTests {
  private func search(
    seed: UInt64, level: Double = 0.1, draws: Int = 8192, threads: Int = 2
  ) throws -> SignpostSearch {
    let tracked = try TrackingCase()
    return try SignpostSearch(
      tracked.model, tracked.indicators, level: level,
      runner: EnsembleRunner(seed: seed, threads: threads), draws: draws)
  }

  @Test("keep their false-alarm rate in fresh draws", arguments: [0.05, 0.1, 0.2])
  func falseAlarms(level: Double) throws {
    for seed in [3, 4] as [UInt64] {
      let found = try search(seed: seed, level: level)
      #expect(found.found.count > 10)
      for post in found.found {
        // By construction in the draws that chose.
        #expect(post.fittedFalseAlarms <= level + 1e-12)
        // A threshold and a rate of as many met draws each; the luckiest of all candidates is taken:
        // 6.3 standard errors are 10⁻⁶ over 5,000 of them.
        let met = Double(post.falseAlarms.draws)
        let limit = level + 6.3 * (2 * level * (1 - level) / met).squareRoot()
        #expect(post.falseAlarms.value < limit, "\(post.indicator.key) \(post.question.key)")
        #expect(post.lead > 0 && post.month <= 11)
      }
    }
  }

  /// Other draws, errors made in the test from the catalog's parts.
  @Test("the stated rate of false alarms holds in a fresh simulation")
  func freshSimulation() throws {
    let tracked = try TrackingCase()
    let posts = try search(seed: 8, draws: 16_384).found
    let figures = posts.map { post in
      tracked.figure(
        post.indicator.key, post.indicator.isStock ? post.month...post.month : 1...post.month, 1,
        group: post.group)
    }
    let fresh = try TrackedDraws(
      tracked.model.model, tracked.model.study.targets, figures, planYear: 2021,
      runner: EnsembleRunner(seed: 99, threads: 2), draws: 16_384)
    var random = TestRandom(99)
    for (place, post) in posts.enumerated() {
      let held = heldTargets(fresh, post.question, tracked.model.study.targets)
      var met = 0, alarms = 0, missed = 0, caught = 0
      for (expected, held) in zip(fresh.expected[place], held) {
        let log = expected + errorSize(post) * random.normal()
        let isGrowth = post.indicator.unit == "percent" && !isShare(post)
        let value = isGrowth ? 100 * (exp(log) - 1) : exp(log)
        // As offices print it: a tenth, or a whole firm.
        let figure =
          post.indicator.unit == "firms" ? value.rounded() : (10 * value).rounded() / 10
        let isAlarm = post.isBelow ? figure < post.threshold : figure > post.threshold
        if held == 1 {
          met += 1
          alarms += isAlarm ? 1 : 0
        } else {
          missed += 1
          caught += isAlarm ? 1 : 0
        }
      }
      // Two rates of independent draws; 5.6 standard errors are 10⁻⁶ over 50 comparisons.
      func isSame(_ rate: Probability, _ hits: Int, _ draws: Int) -> Bool {
        let other = Double(hits) / Double(draws)
        let pooled = (rate.value * Double(rate.draws) + Double(hits)) / Double(rate.draws + draws)
        let error = (pooled * (1 - pooled) * (1 / Double(rate.draws) + 1 / Double(draws)))
          .squareRoot()
        return abs(rate.value - other) <= 5.6 * error
      }
      let name = "\(post.question.key), \(post.indicator.key)"
      #expect(isSame(post.falseAlarms, alarms, met), "\(name): \(alarms) of \(met)")
      #expect(isSame(post.hits, caught, missed), "\(name): \(caught) of \(missed)")
    }
  }

  private func isShare(_ post: Signpost) -> Bool { post.indicator.key == "share_supporting" }

  private func heldTargets(
    _ draws: TrackedDraws, _ question: TargetQuestion, _ targets: [Target]
  ) -> [Double] {
    guard case .target(let target) = question else { return draws.joint }
    return targets.firstIndex { $0.key == target.key }.map { draws.held[$0] } ?? []
  }

  /// The standard deviation of a figure from January on, as the article Tracking states it.
  private func errorSize(_ post: Signpost) -> Double {
    let e = post.indicator.errors, n = Double(post.month), rest = Double(post.month % 3)
    let revision = e.revision * pow(2, -Double(post.indicator.publicationLag) / e.halfLife)
    let monthly = post.indicator.isStock ? 1 : 1 / n
    let within =
      post.indicator.isStock ? rest / 3 * (1 - rest / 3) : (rest - rest * rest / 3) / n / n
    return
      (pow(e.common, 2) + pow(e.figure, 2) + pow(revision, 2) + monthly * pow(e.monthly, 2)
      + within * pow(e.withinQuarter, 2)).squareRoot()
  }

  @Test("what tells nothing is no signpost, however lucky one of its months")
  func irrelevant() throws {
    let tracked = try TrackingCase()
    // Realised investment hardly moves certificates within the year.
    let found = try search(seed: 9, draws: 8192).found.filter {
      if case .target(let target) = $0.question { target.outcome == .certified } else { false }
    }
    #expect(!found.isEmpty)
    #expect(!found.contains { $0.indicator.key == "fdi_realised" })
    for post in found { #expect(post.hits.value > post.falseAlarms.value) }
    // Thresholds are the numbers that are printed.
    for post in try search(seed: 9, draws: 8192).found {
      let text = "\(post.threshold)"
      #expect((text.split(separator: ".").last ?? "").count <= 1, "\(text)")
    }
    #expect(tracked.indicators.contains { $0.key == "fdi_realised" })
  }

  @Test("tell: after an alarm the target is less likely than without one")
  func telling() throws {
    let found = try search(seed: 5)
    let best = try #require(
      found.found.first {
        if case .target(let t) = $0.question { t.outcome == .growth } else { false }
      })
    #expect(best.metAfterAlarm.value + best.metAfterAlarm.error < best.metWithoutAlarm.value)
    #expect(best.indicator.key == "iip_supporting" && best.isBelow)
    #expect(best.hits.value > best.falseAlarms.value)
  }

  @Test("do not depend on threads")
  func threads() throws {
    let one = try search(seed: 6, draws: 2048, threads: 1)
    let three = try search(seed: 6, draws: 2048, threads: 3)
    #expect(one.found.map(\.threshold) == three.found.map(\.threshold))
    #expect(one.found.map(\.hits) == three.found.map(\.hits))
    #expect(one.found.map(\.indicator.key) == three.found.map(\.indicator.key))
  }
}
