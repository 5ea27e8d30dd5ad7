import Assessment
import ReachModel
import Testing

@Suite("Handwritten plans")
struct HandwrittenPlanTests {
  private typealias Wish = (Outcome, Comparison, Double, Int?)

  private func targets(_ wishes: [Wish]) -> [Target] {
    wishes.enumerated().map { i, wish in
      SamplePlan.target("t\(i)", wish.0, wish.1, wish.2, sector: wish.3)
    }
  }

  @Test(
    "that cannot hold",
    arguments: [
      [(.firms, .atLeast, 900, nil), (.firms, .atMost, 850, nil)],
      [(.growth, .above, 0.11, nil), (.growth, .atMost, 0.11, nil)],
      [(.firms, .above, 899, nil), (.firms, .below, 900, nil)],
      [(.firms, .atLeast, 899.5, nil), (.firms, .below, 900, nil)],
      [(.certified, .atLeast, 950, nil), (.firms, .atMost, 900, nil)],
      [
        (.certifiedShare, .above, 0.4, nil), (.firms, .atLeast, 1_000, nil),
        (
          .certified, .atMost, 400, nil
        ),
      ],
      [(.certifiedShare, .atLeast, 0.4, nil), (.firms, .atMost, 0, nil)],
      [(.certified, .atMost, 0, 1), (.certifiedShare, .above, 0, 1)],
      [(.certified, .atLeast, 400, 0), (.firms, .atMost, 399, nil)],
      [(.firms, .atLeast, 500, 0), (.firms, .atLeast, 400, 1), (.firms, .below, 900, nil)],
      [(.share, .atLeast, 0.05, 0), (.share, .atLeast, 0.06, 1), (.share, .below, 0.11, nil)],
      [(.share, .above, 1, nil)], [(.firms, .below, 0, nil)], [(.certifiedShare, .above, 1, 0)],
      [(.growth, .below, -1, nil)],
      [(.growth, .atMost, 0.1, 0), (.growth, .below, 0.1, 1), (.growth, .above, 0.1, nil)],
      [
        (.certifiedShare, .atLeast, 0.5, 0), (.certifiedShare, .atLeast, 0.5, 1),
        (.certifiedShare, .below, 0.5, nil),
      ],
      // Whole firms: of three, no number is between 40 and 50 %.
      [
        (.firms, .atLeast, 3, nil), (.firms, .atMost, 3, nil),
        (.certifiedShare, .atLeast, 0.4, nil), (.certifiedShare, .atMost, 0.5, nil),
      ],
    ] as [[(Outcome, Comparison, Double, Int?)]])
  func impossible(wishes: [(Outcome, Comparison, Double, Int?)]) {
    let targets = targets(wishes)
    #expect(SamplePlan.conflicts(targets, sectors: 2) == [Set(targets.map(\.key))])
  }

  @Test(
    "that can",
    arguments: [
      [(.firms, .atLeast, 900, nil), (.firms, .atMost, 900, nil)],
      [(.firms, .above, 899, nil), (.firms, .below, 901, nil)],
      [(.firms, .atLeast, 0.29 * 100, nil), (.firms, .atMost, 29, nil)],
      [(.certified, .atLeast, 900, nil), (.firms, .atMost, 900, nil)],
      [(.certified, .atLeast, 950, nil), (.firms, .atLeast, 900, nil)],
      [(.certified, .atLeast, 400, 0), (.firms, .atMost, 399, 1)],
      [(.share, .atLeast, 0.05, 0), (.share, .atLeast, 0.11, 1), (.share, .atMost, 0.16, nil)],
      [(.share, .atLeast, 1, nil)], [(.firms, .atMost, 0, nil)],
      [(.growth, .atMost, 0.1, 0), (.growth, .atMost, 0.2, 1), (.growth, .above, 0.1, nil)],
      // One sector's ceiling says nothing of the total.
      [(.growth, .atMost, 0.1, 0), (.growth, .atLeast, 0.5, nil)],
      [
        (.certifiedShare, .atLeast, 0.4, nil), (.firms, .atLeast, 1_000, nil),
        (
          .certified, .atMost, 400, nil
        ),
      ],
    ] as [[(Outcome, Comparison, Double, Int?)]])
  func possible(wishes: [(Outcome, Comparison, Double, Int?)]) {
    #expect(SamplePlan.conflicts(targets(wishes), sectors: 2).isEmpty)
  }

  @Test("the sum that proves it has the plan's numbers")
  func sums() throws {
    let targets = targets([
      (.certifiedShare, .atLeast, 0.4, nil), (.firms, .atLeast, 1_000, nil),
      (.certified, .atMost, 300, nil),
    ])
    let conflict = try #require(
      TargetArithmetic(SamplePlan.study(targets, sectors: 3)).conflicts.first)
    guard case .sums(let sums) = conflict.identity else {
      Issue.record("\(conflict.identity)")
      return
    }
    #expect(sums.least.map(\.target.key) == ["t1"] && sums.most.map(\.target.key) == ["t2"])
    #expect(abs(sums.leastSum - 400) < 1e-6 && sums.mostSum == 300)
    #expect(!conflict.restsOnLaws)
  }

  @Test("more certified firms than firms wanted makes the target of firms idle")
  func idle() {
    let targets = targets([(.certified, .atLeast, 950, nil), (.firms, .atLeast, 900, nil)])
    let strains = TargetArithmetic(SamplePlan.study(targets, sectors: 4)).strains
    #expect(strains.contains(.idleFirms(certified: targets[0], firms: targets[1])))
  }
}
