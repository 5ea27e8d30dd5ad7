import ReachModel

/// What a target says as a bound on whole numbers or fractions.
struct TargetBound: Sendable {
  /// Whether it holds from some value on, not up to one.
  let isFloor: Bool
  /// Whether the value itself is excluded: never for counts, of which the next one is the bound.
  let isStrict: Bool
  let value: Double

  /// How far a strict bound on a fraction stays from its value.
  ///
  /// More than rounding comes to, less than anyone types.
  static let gap = 1e-9

  /// Whether a target is a floor is asked of its comparison; firms are whole, so at least 899.5 is at
  /// least 900 and more than 899 is too.
  init(_ target: Target) {
    isFloor = target.comparison == .atLeast || target.comparison == .above
    let isOpen = target.comparison == .above || target.comparison == .below
    isStrict = isOpen && !target.outcome.isCount
    value =
      target.outcome.isCount
      ? Self.whole(target.threshold, isFloor: isFloor, isOpen: isOpen) : target.threshold
  }

  /// The value, moved by ``gap`` to the inside where it is itself excluded.
  var inner: Double { isStrict ? value + (isFloor ? Self.gap : -Self.gap) : value }

  private static func whole(_ threshold: Double, isFloor: Bool, isOpen: Bool) -> Double {
    // 0.29 · 100 is not quite 29: what is a whole number but for rounding is that number.
    let nearest = threshold.rounded()
    let isWhole = (threshold - nearest).magnitude <= 1e-9 * max(1, threshold.magnitude)
    let value = isWhole ? nearest : threshold
    if isFloor { return isOpen ? value.rounded(.down) + 1 : value.rounded(.up) }
    return isOpen ? value.rounded(.up) - 1 : value.rounded(.down)
  }
}
