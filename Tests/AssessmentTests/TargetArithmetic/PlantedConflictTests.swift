import Assessment
import ReachModel
import Testing

@Suite("Contradictions among targets")
struct PlantedConflictTests {
  @Test("planted ones are all found, with the smallest set", arguments: PlantedConflict.allCases)
  func planted(kind: PlantedConflict) {
    for seed in 0..<25 {
      var random = SeededGenerator(seed: UInt64(seed))
      let path = SamplePath(sectors: Int.random(in: 2...4, using: &random), &random)
      let planted = kind.targets(path, &random)
      let plan = (path.plan(8, &random) + planted).shuffled(using: &random)
      let found = SamplePlan.conflicts(plan, sectors: path.sectors)
      let keys = Set(planted.map(\.key))
      #expect(found.contains(keys), "\(kind) \(seed): \(found)")
      // The rest of the plan holds by itself.
      #expect(found.allSatisfy { $0.contains { $0.hasPrefix("planted") } }, "\(kind) \(seed)")
      #expect(SamplePlan.conflicts(planted, sectors: path.sectors) == [keys], "\(kind) \(seed)")
      for key in keys {
        let rest = planted.filter { $0.key != key }
        #expect(SamplePlan.conflicts(rest, sectors: path.sectors).isEmpty, "\(kind) \(seed)")
      }
    }
  }

  @Test("plans that a path meets, exactly or with room, are never flagged")
  func consistent() {
    for seed in 0..<400 {
      var random = SeededGenerator(seed: 1_000 + UInt64(seed))
      let path = SamplePath(sectors: Int.random(in: 1...4, using: &random), &random)
      let plan = path.plan(Int.random(in: 2...25, using: &random), &random)
      let arithmetic = TargetArithmetic(SamplePlan.study(plan, sectors: path.sectors))
      let text = arithmetic.conflicts.map { conflict in
        "\(conflict.identity): "
          + conflict.targets.map {
            "\($0.outcome) \($0.sector ?? -1) \($0.comparison.rawValue) \($0.threshold) \($0.year)"
          }.joined(separator: "; ")
      }
      #expect(arithmetic.conflicts.isEmpty && arithmetic.isComplete, "\(seed) \(text)")
    }
  }

  @Test("everything of a path at once, each value exactly as floor and as ceiling, holds")
  func wholePath() {
    for seed in 0..<10 {
      var random = SeededGenerator(seed: 5_000 + UInt64(seed))
      let path = SamplePath(sectors: 3, &random)
      var plan: [Target] = []
      for year in 0..<SamplePlan.years {
        for (outcome, sector) in Outcome.allCases.flatMap({ o in [nil, 0, 1, 2].map { (o, $0) } }) {
          let value = path.value(outcome, sector, SamplePlan.planYear + year)
          for comparison in [Comparison.atLeast, .atMost] {
            plan.append(
              SamplePlan.target(
                "t\(plan.count)", outcome, comparison, value, sector: sector,
                year: SamplePlan.planYear + year))
          }
        }
      }
      #expect(SamplePlan.conflicts(plan, sectors: 3).isEmpty, "\(seed)")
    }
  }
}
