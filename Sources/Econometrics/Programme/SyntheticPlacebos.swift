/// Every unit as if it had had the support: the rank of the one that truly had it.
///
/// Each unit's mixture is made of all the others, the truly supported one among them, so that under no
/// effect all are treated alike and the p value is exact for exchangeable units. It is never below
/// 1 over the number of units.
///
/// - Source: Abadie, Diamond and Hainmueller (2010), §3.4 (ratios of errors after and before);
///   Firpo and Possebom, *Journal of Causal Inference* 6 (2018), for the set of constant effects by
///   inversion.
package struct SyntheticPlacebos: Sendable {
  /// The supported unit first.
  package let controls: [SyntheticControl]
  /// Whether errors after support are divided by those before.
  ///
  /// Not where some unit is matched exactly, as then there is nothing to divide by; the rank of the
  /// error after support alone is as exact.
  package let usesRatio: Bool
  private let curves: [Curve]

  /// The square of a unit's statistic as a function of the constant effect that is tested.
  private struct Curve {
    let square: Double, linear: Double, constant: Double

    func callAsFunction(_ θ: Double) -> Double { (square * θ + linear) * θ + constant }
  }

  /// - Parameters:
  ///   - panel: All its units are taken.
  ///   - unit: The place of the supported one.
  ///   - start: The place of the first period with support.
  ///   - options: How mixtures are made.
  package init(
    _ panel: ProgrammePanel, unit: Int, start: Int, _ options: SyntheticControlOptions
  ) {
    let order = [unit] + panel.units.indices.filter { $0 != unit }
    let controls = order.map { place in
      syntheticControl(
        panel, unit: place, donors: panel.units.indices.filter { $0 != place }, start: start,
        options)
    }
    let usesRatio = !controls.contains { $0.isExact || $0.errorBefore == 0 }
    (self.controls, self.usesRatio) = (controls, usesRatio)
    curves = controls.map { control in
      let divisor = usesRatio ? control.errorBefore * control.errorBefore : 1
      // The effect leaves the unit's own gap, and a mixture that holds the unit with its weight.
      let part =
        control.unit == unit
        ? 1 : control.donors.firstIndex(of: unit).map { -control.weights[$0] } ?? 0
      let gaps = control.gaps[start...], n = Double(gaps.count)
      return Curve(
        square: part * part / divisor,
        linear: -2 * part * gaps.reduce(0, +) / n / divisor,
        constant: gaps.reduce(0) { $0 + $1 * $1 } / n / divisor)
    }
  }

  /// The supported unit's own.
  package var own: SyntheticControl { controls[0] }

  /// The square root of a unit's statistic when there is no effect, in the order of `controls`.
  package var statistics: [Double] { curves.map { $0(0).squareRoot() } }

  /// The p value of a constant effect: the share of units with a statistic at least as large.
  package func pValue(of effect: Double = 0) -> Double {
    let own = curves[0](effect) * (1 - 1e-12)
    return Double(curves.count { $0(effect) >= own }) / Double(curves.count)
  }

  /// The smallest interval that holds every constant effect not refused at a level.
  ///
  /// - Returns: Unbounded where mixtures lean on the unit so much that no effect can be refused, and
  ///   where units are too few for the level.
  package func interval(level: Double) -> RandomisedInterval {
    let n = Double(curves.count)
    // With n units p takes the values 1/n, 2/n, …: so many of them at most are refused.
    let refused = ((1 - level) * n + 1e-9).rounded(.down)
    guard refused >= 1 else {
      return RandomisedInterval(low: -.infinity, high: .infinity, level: 1)
    }
    func isKept(_ θ: Double) -> Bool { pValue(of: θ) > refused / n + 1e-12 }
    let breaks = breakpoints()
    let size = max(own.errorAfter, breaks.map(\.magnitude).max() ?? 0, 1e-300)
    if isKept(-1e6 * size) || isKept(1e6 * size) {
      return RandomisedInterval(low: -.infinity, high: .infinity, level: 1 - refused / n)
    }
    // p changes at breakpoints only, and is upper semicontinuous there.
    let kept = breaks.filter(isKept)
    return RandomisedInterval(
      low: kept.first ?? own.effect, high: kept.last ?? own.effect, level: 1 - refused / n)
  }

  /// Where a unit's statistic crosses that of the supported one, ascending, and the estimate.
  private func breakpoints() -> [Double] {
    var all = [own.effect]
    let mine = curves[0]
    for curve in curves.dropFirst() {
      all += realRoots(
        square: curve.square - mine.square, linear: curve.linear - mine.linear,
        constant: curve.constant - mine.constant)
    }
    return all.sorted()
  }
}

/// The real roots of a x² + b x + c, without cancellation.
private func realRoots(square a: Double, linear b: Double, constant c: Double) -> [Double] {
  guard a != 0 else { return b == 0 ? [] : [-c / b] }
  let discriminant = b * b - 4 * a * c
  guard discriminant >= 0 else { return [] }
  let q = -(b + (b < 0 ? -1 : 1) * discriminant.squareRoot()) / 2
  return q == 0 ? [0] : [q / a, c / q]
}
