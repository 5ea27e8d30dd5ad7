import Assessment
import ReachModel
import Testing

@Suite("Smallest contradicting sets")
struct SmallestSetTests {
  @Test("are all found, and nothing else, among subsets whose fate is known")
  func subsets() {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: UInt64(seed))
      let count = Int.random(in: 1...8, using: &random)
      let bad = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        Set((0..<count).filter { _ in random.number(0...1) < 0.4 })
      }.filter { !$0.isEmpty }
      let search = MinimalConflicts(of: count) { members in
        bad.contains { $0.isSubset(of: members) } ? members : nil
      }
      let smallest = Set(bad.filter { set in !bad.contains { $0.isStrictSubset(of: set) } })
      #expect(Set(search.sets.map(Set.init)) == smallest && search.isComplete)
    }
  }

  @Test("a search that is cut short says so")
  func limit() {
    let search = MinimalConflicts(of: 30, limit: 5) { $0.count > 2 ? Array($0.prefix(3)) : nil }
    #expect(!search.isComplete && !search.sets.isEmpty)
  }

  /// Counts of two sectors, small enough to try every number of firms.
  private struct TinyYear {
    /// For each combination of N and C of the two sectors, which targets hold.
    let held: Set<UInt>
    let count: Int

    init(_ targets: [Target], most: Int) {
      count = targets.count
      var cells: [(N: Double, C: Double)] = []
      for N in 0...most { for C in 0...N { cells.append((Double(N), Double(C))) } }
      var held: Set<UInt> = []
      for a in cells {
        for b in cells {
          held.insert(
            targets.enumerated().reduce(0) { mask, next in
              let (i, target) = next
              let N = target.sector == 0 ? a.N : target.sector == 1 ? b.N : a.N + b.N
              let C = target.sector == 0 ? a.C : target.sector == 1 ? b.C : a.C + b.C
              let value =
                switch target.outcome {
                case .firms: N
                case .certified: C
                default: N > 0 ? C / N : 0
                }
              return target.comparison.holds(value, target.threshold) ? mask | 1 << i : mask
            })
        }
      }
      self.held = held
    }

    var smallest: Set<Set<Int>> {
      let impossible = (UInt(1)..<(1 << count)).filter { set in
        !held.contains { $0 & set == set }
      }
      let smallest = impossible.filter { set in
        (0..<count).allSatisfy { set & 1 << $0 == 0 || !impossible.contains(set & ~(1 << $0)) }
      }
      return Set(smallest.map { set in Set((0..<count).filter { set & 1 << $0 != 0 }) })
    }
  }

  private func tinyTarget(_ i: Int, _ random: inout SeededGenerator) -> Target {
    let outcome = [Outcome.firms, .certified, .certifiedShare].randomElement(using: &random)
    let comparison = Comparison.allCases.randomElement(using: &random) ?? .atLeast
    let sector = [nil, 0, 1].randomElement(using: &random) ?? nil
    let shares: [Double] = [0, 0.4, 0.5, 0.6, 1]
    let share = shares.randomElement(using: &random) ?? 0
    let firms = Double(Int.random(in: 0...4, using: &random)) / 2
    return SamplePlan.target(
      "t\(i)", outcome ?? .firms, comparison, outcome == .certifiedShare ? share : firms,
      sector: sector)
  }

  @Test("of firms and certified firms equal those of trying every number of firms")
  func counts() {
    for seed in 0..<1500 {
      var random = SeededGenerator(seed: 9_000 + UInt64(seed))
      let targets = (0..<6).map { tinyTarget($0, &random) }
      // Floors up to 3 firms, halves and fifths: what holds, holds with 17 firms in a sector.
      let twin = TinyYear(targets, most: 17).smallest
      let keys = Set(twin.map { Set($0.map { "t\($0)" }) })
      #expect(SamplePlan.conflicts(targets, sectors: 2) == keys, "\(seed)")
    }
  }
}
