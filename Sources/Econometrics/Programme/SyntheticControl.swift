/// A mixture of donors that went like one unit before its support began.
package struct SyntheticControl: Sendable, Equatable {
  /// Place of the unit in the panel.
  package let unit: Int
  /// Places of donors, and a weight for each.
  package let donors: [Int]
  package let weights: [Double]
  /// Outcome minus mixture, for each period; with a level of its own the mean before support is 0.
  package let gaps: [Double]
  /// The place of the first period with support.
  package let start: Int
  /// Root of the mean square of the gaps before support.
  package let errorBefore: Double
  /// Whether the mixture repeats every figure before support: other weights may do so too, and the
  /// gaps before say nothing of the error after.
  package let isExact: Bool

  /// The mean of the gaps from the start on: the effect.
  package var effect: Double { mean(gaps[start...]) }

  /// Root of the mean square of the gaps from the start on.
  package var errorAfter: Double { rootMeanSquare(gaps[start...]) }

  private func mean(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}

/// How the mixture is made.
package struct SyntheticControlOptions: Sendable, Equatable {
  /// Whether the unit may lie above or below its mixture by a constant: the outcomes before support
  /// are taken from their own means (Ferman and Pinto, *Quantitative Economics* 12, 2021).
  ///
  /// Needed for the largest unit, which no mixture of smaller ones reaches.
  package let hasOwnLevel: Bool

  package init(hasOwnLevel: Bool) { self.hasOwnLevel = hasOwnLevel }
}

/// Fits the mixture of some donors.
///
/// Every outcome before support counts alike. Covariates, where the panel has any, are further figures
/// to match, each divided by its standard deviation over the units and times that of the outcomes
/// before support, so that one covariate weighs as one period: no weights are chosen by looking at
/// the fit (the choice of V by the outcomes makes covariates irrelevant: Kaul et al., *Journal of
/// Business & Economic Statistics* 40, 2022).
///
/// - Parameters:
///   - panel: Its starts are not looked at.
///   - unit: Whose mixture it is.
///   - donors: Places of other units, at least one.
///   - start: The place of the first period that is not to be matched.
///   - options: How.
/// - Returns: Weights, and the gaps of all periods.
/// - Source: Abadie, Diamond and Hainmueller, *JASA* 105 (2010), §2.3.
package func syntheticControl(
  _ panel: ProgrammePanel, unit: Int, donors: [Int], start: Int, _ options: SyntheticControlOptions
) -> SyntheticControl {
  precondition(start >= 1 && start <= panel.periods.count, "start \(start)")
  let scales = covariateScales(panel, [unit] + donors, start: start)
  func level(_ i: Int) -> Double {
    options.hasOwnLevel ? panel.outcomes[i][..<start].reduce(0, +) / Double(start) : 0
  }
  func figures(_ i: Int) -> [Double] {
    let own = level(i)
    return panel.outcomes[i][..<start].map { $0 - own }
      + zip(panel.covariates[i], scales).map { $0 * $1 }
  }
  let fit = simplexLeastSquares(donors.map(figures), target: figures(unit))
  let own = level(unit), levels = donors.map(level)
  let gaps = panel.periods.indices.map { t in
    var gap = panel.outcomes[unit][t] - own
    for (place, donor) in donors.enumerated() where fit.weights[place] > 0 {
      gap -= fit.weights[place] * (panel.outcomes[donor][t] - levels[place])
    }
    return gap
  }
  return SyntheticControl(
    unit: unit, donors: donors, weights: fit.weights, gaps: gaps, start: start,
    errorBefore: rootMeanSquare(gaps[..<start]), isExact: fit.isExact)
}

/// What a covariate is multiplied by: the outcomes' spread before support over its own.
private func covariateScales(_ panel: ProgrammePanel, _ units: [Int], start: Int) -> [Double] {
  let count = panel.covariates.first?.count ?? 0
  guard count > 0 else { return [] }
  let spread = rootMeanSquare(
    (0..<start).map { t in deviation(units.map { panel.outcomes[$0][t] }) }[...])
  return (0..<count).map { j in
    let own = deviation(units.map { panel.covariates[$0][j] })
    return own > 0 ? spread / own : 0
  }
}

private func deviation(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return rootMeanSquare(values.map { $0 - mean }[...])
}

func rootMeanSquare(_ values: ArraySlice<Double>) -> Double {
  (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}
