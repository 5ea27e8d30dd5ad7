/// The p value of an effect from the order of periods.
///
/// The effect is taken out, the mixture is made to match all periods, and the mean absolute gap from
/// the start on is compared with the same after every cyclic shift of the periods. It needs no donor
/// to be like the unit, but errors that are stationary; it is never below 1 over the number of periods.
///
/// - Parameters:
///   - panel: All other units are donors.
///   - unit: The place of the supported one.
///   - start: The place of the first period with support.
///   - effect: In each period from the start on.
///   - options: How mixtures are made.
/// - Returns: The share of shifts with gaps at least as large.
/// - Source: Chernozhukov, Wüthrich and Zhu, *JASA* 116 (2021), §2.2 with moving block permutations.
package func conformalPValue(
  _ panel: ProgrammePanel, unit: Int, start: Int, effect: Double,
  _ options: SyntheticControlOptions
) -> Double {
  var outcomes = panel.outcomes
  for t in start..<panel.periods.count { outcomes[unit][t] -= effect }
  let null = panel.with(outcomes: outcomes)
  let fit = syntheticControl(
    null, unit: unit, donors: panel.units.indices.filter { $0 != unit },
    start: panel.periods.count, options)
  let T = panel.periods.count
  let errors = fit.gaps.map(\.magnitude)
  let statistics = (0..<T).map { shift in
    (start..<T).reduce(0) { $0 + errors[($1 + shift) % T] }
  }
  let own = statistics[0] * (1 - 1e-12)
  return Double(statistics.count { $0 >= own }) / Double(T)
}
