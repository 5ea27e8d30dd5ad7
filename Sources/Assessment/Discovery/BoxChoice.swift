/// Which box of a trajectory is shown.
package enum BoxChoice: Sendable, Equatable {
  /// The box that overlaps most with what is of interest (``BoxScore/balance``): no level to choose.
  case balanced
  /// The fewest restricted inputs at which the density is at least this, and of those boxes that of
  /// greatest coverage.
  case density(atLeast: Double)
  /// The densest box that covers at least this share of what is of interest, and of equally dense
  /// ones that of fewest restricted inputs.
  case coverage(atLeast: Double)

  /// The place of the chosen box; of equal ones the first.
  ///
  /// - Parameter steps: A trajectory.
  /// - Returns: Nil when no box is as dense, or covers as much, as was asked for.
  package func place(in steps: [PrimStep]) -> Int? {
    switch self {
    case .balanced:
      return best(steps, steps.indices.map { $0 }) { ($0.score.balance, 0) }
    case .density(let least):
      let dense = steps.indices.filter { (steps[$0].score.density ?? 0) >= least }
      return best(steps, dense) { (-Double($0.box.restrictedCount), $0.score.coverage) }
    case .coverage(let least):
      let covering = steps.indices.filter { steps[$0].score.coverage >= least }
      return best(steps, covering) {
        ($0.score.density ?? 0, -Double($0.box.restrictedCount))
      }
    }
  }

  private func best(
    _ steps: [PrimStep], _ places: [Int], _ rank: (PrimStep) -> (Double, Double)
  ) -> Int? {
    places.max { a, b in
      let (first, second) = (rank(steps[a]), rank(steps[b]))
      // `max` keeps the last of equals; the later place counts as less.
      return first == second ? a > b : first < second
    }
  }
}
