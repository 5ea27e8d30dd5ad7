import Assessment
import Foundation
import ReachEngine
import ReachModel
import Simulation
import Testing

@Suite("Tracking within the year")
struct TrackingTests {
  @Test("without figures P is the forecast's, bit for bit", arguments: SamplingMethod.allCases)
  func prior(sampling: SamplingMethod) async throws {
    let tracked = try TrackingCase()
    var options = ForecastTests.options(draws: 4096)
    options.sampling = sampling
    let expected = try await forecast([tracked.model], options)[0].verdict
    let steps = try tracked.track([], sampling: sampling).steps
    #expect(steps.count == 1 && steps[0].effectiveSize == 4096)
    for (p, verdict) in zip(steps[0].targets, expected.targets) {
      #expect(p.value == verdict.probability.value && p.error == verdict.probability.error)
    }
    #expect(steps[0].joint.value == expected.joint?.probability.value)
    // Figures do not change what was known before them.
    let later = try tracked.track(
      [tracked.figure("iip_manufacturing", 1...2, 7.8)], sampling: sampling)
    #expect(later.steps[0].targets == steps[0].targets)
  }

  @Test(
    "final figures decide their targets",
    arguments: [(930.0, 310.0, 16.4, 13.0), (870, 280, 15, 9), (900, 300, 16, 11)],
    [true, false])
  func finalFigures(given: (Double, Double, Double, Double), isExact: Bool) throws {
    let tracked = try TrackingCase()
    let (firms, certified, share, growth) = given
    // Exact by what is stated, or the last word since it came out after the year.
    func final(_ key: String, _ months: ClosedRange<Int>, _ value: Double) -> ObservedFigure {
      isExact
        ? tracked.figure(key, months, value, error: 0, published: (12, 30))
        : tracked.figure(key, months, value, published: (2, 15), in: 2022)
    }
    let all = [
      final("firms", 12...12, firms), final("certified", 12...12, certified),
      final("share_supporting", 1...12, share), final("iip_supporting", 1...12, growth),
    ]
    let held = [firms >= 900, certified >= 300, share >= 16, growth > 11]
    for (place, figure) in all.enumerated() {
      let latest = try #require(try tracked.track([figure], draws: 1 << 15).steps.last)
      for (other, p) in latest.targets.enumerated() {
        if other == place {
          #expect(p.value == (held[place] ? 1 : 0) && p.error == 0)
        } else {
          #expect(p.value > 0 && p.value < 1 && p.error > 0)
        }
      }
      // All together: none where one is missed, else the chance of the others.
      #expect((latest.joint.value == 0) == !held[place])
    }
    let together = try #require(try tracked.track(Array(all[1...2]), draws: 1 << 15).steps.last)
    #expect(together.targets[1].value == (held[1] ? 1 : 0))
    #expect(together.targets[2].value == (held[2] ? 1 : 0))
    #expect((together.joint.value > 0) == (held[1] && held[2]))
  }

  @Test("a figure of December that came out in December, or states an error, decides nothing")
  func preliminaryFigures() throws {
    let tracked = try TrackingCase()
    for figure in [
      tracked.figure("firms", 12...12, 930, published: (12, 29)),
      tracked.figure("firms", 12...12, 930, error: 12, published: (2, 15), in: 2022),
      tracked.figure("firms", 11...11, 930, published: (2, 15), in: 2022),
      // Of all manufacturing, and of half a year: other quantities than the targets'.
      tracked.figure("iip_manufacturing", 1...12, 13, published: (2, 15), in: 2022),
      tracked.figure("iip_supporting", 7...12, 13, published: (2, 15), in: 2022),
    ] {
      let latest = try #require(try tracked.track([figure]).steps.last)
      for p in latest.targets { #expect(p.value > 0 && p.value < 1 && p.error > 0) }
    }
  }

  @Test("a figure published after the date changes nothing")
  func noLookAhead() throws {
    let tracked = try TrackingCase()
    let date = try #require(CalendarDate(year: 2021, month: 7, day: 31))
    let known = tracked.figure("iip_manufacturing", 1...6, 8.9, published: (7, 1))
    let without = try tracked.track([known], asOf: date)
    for value in [-30.0, 5, 40] {
      let later = tracked.figure("iip_manufacturing", 1...7, value, published: (8, 1))
      let with = try tracked.track([known, later], asOf: date)
      #expect(with.steps.map(\.targets) == without.steps.map(\.targets))
      #expect(with.checks.map(\.position) == without.checks.map(\.position) && with.later == 1)
    }
    // Nor does one that the scenario's own date knows.
    let early = tracked.figure("iip_manufacturing", 1...1, 25, published: (2, 28))
    let both = try tracked.track([known, early], asOf: date)
    #expect(both.steps.map(\.targets) == without.steps.map(\.targets) && both.earlier == 1)
  }

  @Test("a revision supersedes, and the order of the file does not matter")
  func revisions() throws {
    let tracked = try TrackingCase()
    let first = tracked.figure("iip_manufacturing", 1...3, 12, published: (4, 1))
    let revised = tracked.figure("iip_manufacturing", 1...3, 6, published: (6, 1))
    let other = tracked.figure("firms", 3...3, 890, published: (5, 1))
    let all = try tracked.track([first, revised, other])
    let shuffled = try tracked.track([revised, other, first])
    let alone = try tracked.track([other, revised])
    #expect(all.steps.map(\.targets) == shuffled.steps.map(\.targets))
    #expect(all.steps.last?.targets == alone.steps.last?.targets)
    #expect(all.steps[1].targets != alone.steps[1].targets)
  }

  @Test("threads change no bit")
  func threads() throws {
    let tracked = try TrackingCase()
    let figures = [
      tracked.figure("iip_manufacturing", 1...6, 8.9), tracked.figure("new_firms", 1...6, 40),
      tracked.figure("disbursed:linkage", 1...6, 3, group: 0),
    ]
    let one = try tracked.track(figures, threads: 1), three = try tracked.track(figures, threads: 3)
    #expect(one.steps.map(\.targets) == three.steps.map(\.targets))
    #expect(one.checks.map(\.position) == three.checks.map(\.position))
    #expect(one.steps.map(\.effectiveSize) == three.steps.map(\.effectiveSize))
  }

  @Test("too few draws are made more, and figures that cannot be are refused")
  func resimulation() throws {
    let tracked = try TrackingCase()
    let sharp = [
      tracked.figure("firms", 6...6, 900, error: 2),
      tracked.figure("certified", 6...6, 290, error: 2),
    ]
    let more = try tracked.track(sharp, draws: 2048)
    #expect(more.isResimulated && more.draws > 2048)
    #expect(try #require(more.steps.last).effectiveSize >= PlanTracking.wantedSize)
    #expect(throws: TrackingRefusal.self) {
      try tracked.track([tracked.figure("firms", 6...6, 4000, error: 1)], draws: 1 << 19)
    }
  }

  @Test("a figure outside its forecast is told")
  func surprise() throws {
    let tracked = try TrackingCase()
    let usual = try tracked.track([tracked.figure("iip_manufacturing", 1...6, 8.5)])
    #expect(usual.checks[0].position > 0.2 && usual.checks[0].position < 0.8)
    #expect(!usual.checks[0].isSurprising)
    let odd = try tracked.track([tracked.figure("iip_manufacturing", 1...6, 19)], draws: 1 << 17)
    #expect(odd.checks[0].isSurprising && odd.checks[0].position > 0.995)
  }
}

extension TrackingCase {
  fileprivate func figure(
    _ key: String, _ months: ClosedRange<Int>, _ value: Double, group: Int
  ) -> ObservedFigure {
    figure(String(key.prefix { $0 != ":" }), months, value, error: nil, group: group)
  }
}
