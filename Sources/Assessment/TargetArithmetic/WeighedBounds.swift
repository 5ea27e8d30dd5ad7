package import ReachModel

/// Two sums that a plan would need in the wrong order: multiples of least values above multiples of
/// greatest ones.
package struct WeighedBounds: Sendable, Equatable {
  /// A multiple of what a target asks: 0.4 of `firms >= 1,000`, where 40 % of firms are certified.
  package struct Term: Sendable, Equatable {
    package let target: Target
    /// The bound on whole numbers that the target comes to, or its threshold.
    package let bound: Double
    package let multiplier: Double

    package init(target: Target, bound: Double, multiplier: Double) {
      (self.target, self.bound, self.multiplier) = (target, bound, multiplier)
    }
  }

  package let least: [Term]
  package let most: [Term]

  package var leastSum: Double { least.reduce(0) { $0 + $1.multiplier * $1.bound } }
  package var mostSum: Double { most.reduce(0) { $0 + $1.multiplier * $1.bound } }

  /// Reads them from the multipliers of rows that contradict each other.
  ///
  /// - Returns: nil if no target bounds a level: shares of unknown numbers.
  init?(_ rows: [LinearSystem.Row], _ multipliers: [Double], target: (Int) -> Target) {
    let used = zip(rows, multipliers).compactMap { row, multiplier -> Term? in
      guard let i = row.target, multiplier > 0, target(i).outcome != .certifiedShare else {
        return nil
      }
      let target = target(i)
      return Term(target: target, bound: TargetBound(target).value, multiplier: multiplier)
    }
    let (least, most) = (
      used.filter { TargetBound($0.target).isFloor },
      used.filter { !TargetBound($0.target).isFloor }
    )
    guard !least.isEmpty || !most.isEmpty else { return nil }
    let unit = (most.isEmpty ? least : most).reduce(0) { max($0, $1.multiplier) }
    func scaled(_ terms: [Term]) -> [Term] {
      terms.map { Term(target: $0.target, bound: $0.bound, multiplier: $0.multiplier / unit) }
    }
    (self.least, self.most) = (scaled(least), scaled(most))
  }
}
