import ReachModel

/// The growth of one year: of the sectors, and of all together as their mean, weighted by the output
/// of the year before, of which nothing is known.
///
/// What the weights may be is what makes it linear: w_s ≥ 0 of the year before and q_s of this year,
/// Σ w = 1, q_s ≥ (1 + a) w_s. Bounds of one sector alone are compared directly: a weight of 0 would
/// satisfy them all.
struct GrowthSystem: Sendable {
  private let targets: [Target]
  private let system: LinearSystem

  /// - Parameters:
  ///   - targets: Of one year, about growth.
  ///   - sectors: How many there are.
  init(_ targets: [Target], sectors: Int) {
    self.targets = targets
    var system = LinearSystem(variables: 2 * sectors, tolerance: 1e-12, greatest: 4)
    system.equate((0..<sectors).map { ($0, 1) }, 1)
    for (i, target) in targets.enumerated() {
      let scope = target.sector.map { $0...$0 } ?? 0...(sectors - 1)
      let bound = TargetBound(target)
      let terms = scope.flatMap {
        [(variable: sectors + $0, coefficient: 1.0), ($0, -(1 + bound.inner))]
      }
      system.rows.append(
        bound.isFloor ? .atLeast(terms, 0, target: i) : .atMost(terms, 0, target: i))
    }
    self.system = system
  }

  /// Those of some targets that contradict each other; nil if they can hold.
  func contradiction(_ members: [Int]) -> [Int]? {
    let scopes = Dictionary(grouping: members) { targets[$0].sector }
    return scopes.values.sorted { $0.lexicographicallyPrecedes($1) }.first { !hasRoom($0) }
      ?? system.keeping(members).contradiction
  }

  /// Whether some growth lies within all of these bounds of one scope.
  private func hasRoom(_ members: [Int]) -> Bool {
    let bounds = members.map { TargetBound(targets[$0]) }
    let least = bounds.filter(\.isFloor).map(\.inner).max() ?? -1
    let most = bounds.filter { !$0.isFloor }.map(\.inner).min() ?? .infinity
    // Equal but for rounding is room for one value.
    return most >= -1 && least <= most + TargetBound.gap / 2
  }
}
