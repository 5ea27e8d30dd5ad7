private import NumericKernels

/// How much of a forecast is the chosen form's, the rest the best naive one's.
///
/// The weight minimises the mean CRPS of the mixture over the years forecast so far, plus a prior that
/// counts as one year: years, not provinces, are what such evidence comes in, since a year moves all
/// of them. A form that fails year after year gives way to the naive forecast.
///
/// - Source: CRPS stacking after Yao et al., *Bayesian Analysis* 13, 2018, §3; the prior is judged
///   (decision 0040).
package enum PoolWeight {
  /// The chosen form's weight before any year is known: it has the naive forecasts as special cases.
  package static let prior = 0.9
  /// The years that the prior counts as.
  package static let priorYears = 1.0

  /// Mean distances of a year, over its figures: of the two laws from the figure, and from each other.
  package struct Year: Sendable, Equatable {
    /// E|X − y| of the chosen form and of the naive one.
    package let chosen: Double
    package let naive: Double
    /// E|X − X′|, E|X − Z| and E|Z − Z′|.
    package let withinChosen: Double
    package let between: Double
    package let withinNaive: Double

    package init(
      chosen: Double, naive: Double, withinChosen: Double, between: Double, withinNaive: Double
    ) {
      (self.chosen, self.naive, self.between) = (chosen, naive, between)
      (self.withinChosen, self.withinNaive) = (withinChosen, withinNaive)
    }

    /// The CRPS of w of the chosen law and 1 − w of the naive one.
    package func crps(_ w: Double) -> Double {
      let v = 1 - w
      let spread = w * w * withinChosen + 2 * w * v * between + v * v * withinNaive
      return w * chosen + v * naive - spread / 2
    }
  }

  /// The weight after some years; the prior's where there are none.
  package static func weight(_ years: [Year]) -> Double {
    guard !years.isEmpty else { return prior }
    let level = years.reduce(0) { $0 + $1.crps(1) } / Double(years.count)
    func loss(_ w: Double) -> Double {
      let divergence =
        prior * naturalLogarithm(prior / w) + (1 - prior) * naturalLogarithm((1 - prior) / (1 - w))
      return years.reduce(0) { $0 + $1.crps(w) } + priorYears * level * divergence
    }
    return leastArgument(loss, 1e-6, 1 - 1e-6)
  }

  /// Golden section: the loss is convex, since distances between laws are of negative type.
  private static func leastArgument(
    _ loss: (Double) -> Double, _ from: Double, _ to: Double
  ) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (a, b) = (from, to)
    var (x, y) = (b - ratio * (b - a), a + ratio * (b - a))
    var (fx, fy) = (loss(x), loss(y))
    while b - a > 1e-9 {
      if fx <= fy {
        (b, y, fy) = (y, x, fx)
        x = b - ratio * (b - a)
        fx = loss(x)
      } else {
        (a, x, fx) = (x, y, fy)
        y = a + ratio * (b - a)
        fy = loss(y)
      }
    }
    return (a + b) / 2
  }
}
