import ReachModel

/// A path of firms, certified firms and output that is possible by construction, and targets that it
/// meets.
struct SamplePath {
  let sectors: Int
  /// Year × sector, from the year before the plan.
  private var N: [[Int]] = []
  private var C: [[Int]] = []
  private var Q: [[Double]] = []
  /// Output of other manufacturing at the prices of supporting industries.
  private var other: [Double] = []

  init(sectors: Int, _ random: inout SeededGenerator) {
    self.sectors = sectors
    let scale = Int.random(in: 1...400, using: &random)
    for y in 0...SamplePlan.years {
      N.append((0..<sectors).map { _ in Int.random(in: scale...(3 * scale), using: &random) })
      C.append(N[y].map { Int.random(in: 0...$0, using: &random) })
      guard let before = Q.last, let otherBefore = other.last else {
        Q.append((0..<sectors).map { _ in random.number(0.2...2) })
        // A start share of 13 to 18 %: within the central range of the sample plan's law.
        other.append(Q[0].reduce(0, +) * (1 / random.number(0.13...0.18) - 1))
        continue
      }
      Q.append(before.map { $0 * (1 + random.number(-0.1...0.25)) })
      other.append(otherBefore * (1 + random.number(0.01...0.11)))
    }
  }

  /// What the path comes to, exactly as a planner would compute it.
  func value(_ outcome: Outcome, _ sector: Int?, _ year: Int) -> Double {
    let y = year - SamplePlan.planYear + 1
    func sum(_ row: [Double]) -> Double { sector.map { row[$0] } ?? row.reduce(0, +) }
    let firms = sum(N[y].map(Double.init)), certified = sum(C[y].map(Double.init))
    switch outcome {
    case .firms: return firms
    case .certified: return certified
    case .certifiedShare: return certified / firms
    case .share: return sum(Q[y]) / (Q[y].reduce(0, +) + other[y])
    case .growth: return sum(Q[y]) / sum(Q[y - 1]) - 1
    }
  }

  /// A target that the path meets: exactly, by a hair, or with room.
  func met(
    _ key: String, _ outcome: Outcome, _ sector: Int?, _ year: Int, _ random: inout SeededGenerator
  ) -> Target {
    let value = value(outcome, sector, year), isFloor = Bool.random(using: &random)
    let size = outcome.isCount ? max(1, value) : 1
    let ample = random.number(0.001...0.1), rooms: [Double] = [0, 1e-6, ample]
    let room = rooms.randomElement(using: &random) ?? 0
    let comparison: Comparison =
      room > 0 && Bool.random(using: &random)
      ? (isFloor ? .above : .below) : (isFloor ? .atLeast : .atMost)
    return SamplePlan.target(
      key, outcome, comparison, value + (isFloor ? -room : room) * size, sector: sector,
      year: year)
  }

  /// Several targets that the path meets, of any kind.
  func plan(_ count: Int, _ random: inout SeededGenerator) -> [Target] {
    (0..<count).map { i in
      let year = SamplePlan.planYear + Int.random(in: 0..<SamplePlan.years, using: &random)
      let outcome = Outcome.allCases.randomElement(using: &random) ?? .firms
      let sector = Int.random(in: -1..<sectors, using: &random)
      return met("met_\(i)", outcome, sector < 0 ? nil : sector, year, &random)
    }
  }
}
