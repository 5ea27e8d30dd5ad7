import ReachModel

/// The shares of one year in the output of manufacturing: of the sectors and of all other
/// manufacturing, which add up to 1.
struct ShareSystem: Sendable {
  private let targets: [Target]
  private let system: LinearSystem

  /// - Parameters:
  ///   - targets: Of one year, about the share of output.
  ///   - sectors: How many there are.
  init(_ targets: [Target], sectors: Int) {
    self.targets = targets
    var system = LinearSystem(variables: sectors + 1, tolerance: 1e-12, greatest: 1)
    system.equate((0...sectors).map { ($0, 1) }, 1)
    for (i, target) in targets.enumerated() {
      let scope = target.sector.map { $0...$0 } ?? 0...(sectors - 1)
      let terms = scope.map { (variable: $0, coefficient: 1.0) }
      let bound = TargetBound(target)
      system.rows.append(
        bound.isFloor
          ? .atLeast(terms, bound.inner, target: i) : .atMost(terms, bound.inner, target: i))
    }
    self.system = system
  }

  /// Those of some targets that contradict each other; nil if they can hold.
  func contradiction(_ members: [Int]) -> [Int]? { system.keeping(members).contradiction }

  /// The shares that add up to too much or too little; see ``CountSystem/proof(_:)``.
  func proof(_ members: [Int]) -> WeighedBounds? {
    let kept = system.keeping(members)
    guard case .impossible(let multipliers) = kept.answer else { return nil }
    return WeighedBounds(kept.rows, multipliers) { targets[$0] }
  }
}
