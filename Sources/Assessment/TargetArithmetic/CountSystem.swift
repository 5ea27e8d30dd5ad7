import ReachModel

/// Firms and certified firms of one year, by sector: whole numbers with 0 ≤ C ≤ N, and what targets
/// ask of them and of C/N.
///
/// Everything is linear once it is known whether there are firms at all: certified_share ≥ a is
/// ΣC − a ΣN ≥ 0. The linear part is decided by ``LinearSystem`` to rounding; whole numbers by
/// branching, and where that does not end soon, or a strict share has more than six decimals, the plan
/// has the benefit of the doubt.
struct CountSystem: Sendable {
  private let targets: [Target]
  private let sectors: Int
  /// Firms in one unit of the variables, so that their size does not matter to rounding.
  private let unit: Double
  private let system: LinearSystem

  /// Systems that are looked at before a plan counts as possible.
  private static let branches = 200

  /// - Parameters:
  ///   - targets: Of one year, about firms, certified firms or their share.
  ///   - sectors: How many there are.
  init(_ targets: [Target], sectors: Int) {
    (self.targets, self.sectors) = (targets, sectors)
    unit = targets.reduce(1.0) { $1.outcome.isCount ? max($0, $1.threshold) : $0 }
    var system = LinearSystem(variables: 2 * sectors, tolerance: 1e-13, greatest: 1_000)
    for s in 0..<sectors { system.rows.append(.atLeast([(s, 1), (sectors + s, -1)], 0)) }
    self.system = system
  }

  private typealias Terms = [(variable: Int, coefficient: Double)]

  private func firms(_ target: Target) -> Terms {
    (target.sector.map { $0...$0 } ?? 0...(sectors - 1)).map { ($0, 1) }
  }

  private func certified(_ target: Target, less multiple: Double = 0) -> Terms {
    firms(target).map { ($0.variable + sectors, 1) }
      + (multiple == 0 ? [] : firms(target).map { ($0.variable, -multiple) })
  }

  /// What a target asks where its scope has firms.
  private func rows(_ i: Int) -> [LinearSystem.Row] {
    let target = targets[i], bound = TargetBound(target)
    func row(_ terms: Terms, _ value: Double) -> LinearSystem.Row {
      bound.isFloor ? .atLeast(terms, value, target: i) : .atMost(terms, value, target: i)
    }
    switch target.outcome {
    case .firms: return [row(firms(target), bound.value / unit)]
    case .certified: return [row(certified(target), bound.value / unit)]
    default:
      let step = bound.isStrict ? Self.step(bound.value) : 0
      let edge = step == nil ? bound.inner : bound.value, margin = (step ?? 0) / unit
      let share = row(certified(target, less: edge), bound.isFloor ? margin : -margin)
      return isHeldWithoutFirms(target) && !bound.isStrict
        ? [share] : [share, .atLeast(firms(target), 1 / unit, target: i)]
    }
  }

  /// Without firms the share counts as 0.
  private func isHeldWithoutFirms(_ target: Target) -> Bool {
    target.outcome == .certifiedShare && target.comparison.holds(0, target.threshold)
  }

  /// By how much C and a multiple of N, both whole, differ at least where they differ: 0.001 for a
  /// share of 40.5 %; nil if it has more than six decimals.
  private static func step(_ share: Double) -> Double? {
    [1, 10, 100, 1e3, 1e4, 1e5, 1e6].first {
      (share * $0 - (share * $0).rounded()).magnitude < 1e-9
    }.map { 1 / $0 }
  }

  /// Those of some targets that no numbers of firms satisfy; nil if there are such numbers.
  func contradiction(_ members: [Int]) -> [Int]? {
    let open = members.filter {
      isHeldWithoutFirms(targets[$0]) && TargetBound(targets[$0]).isStrict
    }
    var system = system
    for i in members where !open.contains(i) { system.rows += rows(i) }
    var left = Self.branches
    return refute(system, open[...], &left)?.sorted()
  }

  /// Refutes a system with each of some targets met either by firms or by there being none.
  ///
  /// - Returns: The targets that it takes; nil if numbers of firms were found, or too late.
  private func refute(
    _ system: LinearSystem, _ open: ArraySlice<Int>, _ left: inout Int
  ) -> Set<Int>? {
    guard let i = open.first else { return refuteWhole(system, &left) }
    var some = system, none = system
    some.rows += rows(i)
    none.rows.append(.atMost(firms(targets[i]), 0, target: i))
    guard let used = refute(some, open.dropFirst(), &left) else { return nil }
    guard used.contains(i) else { return used }
    return refute(none, open.dropFirst(), &left).map { $0.union(used) }
  }

  private func refuteWhole(_ system: LinearSystem, _ left: inout Int) -> Set<Int>? {
    guard left > 0 else { return nil }
    left -= 1
    guard case .possible(let values) = system.answer else {
      return system.contradiction.map { Set($0) }
    }
    let firms = values.map { $0 * unit }, whole = firms.map { $0.rounded() }
    if system.holds(whole.map { $0 / unit }, rounding: 1e-11) { return nil }
    let distances = zip(firms, whole).map { ($0 - $1).magnitude }
    // What is whole already, and yet does not hold, is so for rounding.
    guard let greatest = distances.max(), greatest > 1e-12,
      let broken = distances.firstIndex(of: greatest)
    else { return nil }
    let below = firms[broken].rounded(.down)
    var lower = system, upper = system
    lower.rows.append(.atMost([(broken, 1)], below / unit))
    upper.rows.append(.atLeast([(broken, 1)], (below + 1) / unit))
    guard let used = refuteWhole(lower, &left) else { return nil }
    return refuteWhole(upper, &left).map { $0.union(used) }
  }

  /// The sum that proves a contradiction: multiples of what some targets ask at least exceed
  /// multiples of what others allow at most; nil where only whole numbers contradict each other.
  func proof(_ members: [Int]) -> WeighedBounds? {
    var system = system
    for i in members { system.rows += rows(i) }
    guard case .impossible(let multipliers) = system.answer else { return nil }
    return WeighedBounds(system.rows, multipliers) { targets[$0] }
  }
}
