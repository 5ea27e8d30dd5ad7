import ReachModel

/// Looks for the smallest sets of targets that contradict each other, system by system.
///
/// Counts, shares of output and growth of one year know nothing of each other; shares and growth over
/// the years meet in the scenario's laws.
struct ConflictSearch {
  private let targets: [Target]
  private let sectors: Int
  private(set) var found: [TargetConflict] = []
  private var places: [Set<Int>] = []
  private(set) var isComplete = true

  init(_ targets: [Target], sectors: Int) { (self.targets, self.sectors) = (targets, sectors) }

  /// What contradicts itself within a year, whatever the scenario's laws.
  mutating func searchWithinYears() {
    for year in Set(targets.map(\.year)).sorted() {
      searchCounts(year)
      searchShares(year)
      searchGrowth(year)
    }
  }

  private mutating func searchCounts(_ year: Int) {
    let targets = targets, members = chosen(year, [.firms, .certified, .certifiedShare])
    let system = CountSystem(members.map { targets[$0] }, sectors: sectors)
    add(members, system.contradiction) { conflict in
      if let same = Self.ofOneOutcome(conflict.map { targets[members[$0]] }) { return same }
      if conflict.allSatisfy({ targets[members[$0]].outcome == .certifiedShare }) {
        return .mean(.certifiedShare)
      }
      return system.proof(conflict).map { .sums($0) } ?? .wholeNumbers
    }
  }

  private mutating func searchShares(_ year: Int) {
    let targets = targets, members = chosen(year, [.share])
    let system = ShareSystem(members.map { targets[$0] }, sectors: sectors)
    add(members, system.contradiction) { conflict in
      Self.ofOneOutcome(conflict.map { targets[members[$0]] })
        ?? system.proof(conflict).map { .sums($0) }
    }
  }

  private mutating func searchGrowth(_ year: Int) {
    let targets = targets, members = chosen(year, [.growth])
    let system = GrowthSystem(members.map { targets[$0] }, sectors: sectors)
    add(members, system.contradiction) { conflict in
      Self.ofOneOutcome(conflict.map { targets[members[$0]] }) ?? .mean(.growth)
    }
  }

  /// What shares and growth contradict together under the scenario's laws.
  mutating func searchOutput(
    planYear: Int, _ laws: OutputLaws,
    identity: (ManufacturingNeed?) -> TargetConflict.Identity?
  ) {
    let members = targets.indices.filter { [.share, .growth].contains(targets[$0].outcome) }
    // Without growth the shares of two years are free.
    guard members.contains(where: { targets[$0].outcome == .growth }) else { return }
    let system = OutputSystem(
      members.map { targets[$0] }, sectors: sectors, planYear: planYear, laws: laws)
    add(members, system.contradiction) { identity(system.need($0)) }
  }

  private func chosen(_ year: Int, _ outcomes: Set<Outcome>) -> [Int] {
    targets.indices.filter { targets[$0].year == year && outcomes.contains(targets[$0].outcome) }
  }

  /// Adds the conflicts among some targets that hold no smaller one already found.
  private mutating func add(
    _ members: [Int], _ contradiction: ([Int]) -> [Int]?,
    _ identity: ([Int]) -> TargetConflict.Identity?
  ) {
    guard !members.isEmpty else { return }
    let search = MinimalConflicts(of: members.count, contradiction: contradiction)
    isComplete = isComplete && search.isComplete
    for conflict in search.sets {
      let place = Set(conflict.map { members[$0] })
      guard !places.contains(where: { $0.isSubset(of: place) }), let identity = identity(conflict)
      else { continue }
      places.append(place)
      found.append(
        TargetConflict(targets: place.sorted().map { targets[$0] }, identity: identity))
    }
  }

  private static func ofOneOutcome(_ targets: [Target]) -> TargetConflict.Identity? {
    let scopes = Set(targets.map { [$0.sector ?? -1, $0.outcome.isCount ? 1 : 0] })
    return scopes.count == 1 && Set(targets.map(\.outcome)).count == 1 ? .oneOutcome : nil
  }
}
