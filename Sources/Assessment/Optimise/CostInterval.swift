internal import NumericKernels

/// Between which budgets the cheapest one lies that reaches a level, by what is known of P there.
///
/// P is known with an error on draws that the search has not seen, and so is the slope, on those of the
/// search: with d = P − level and s points a billion, a budget x billion away is not ruled out while
/// (d + s x)² ≤ t² (σ_d² + x² σ_s²). The two are independent. P bends little over so small a change.
///
/// - Source: Fieller, *Journal of the Royal Statistical Society B* 16, 1954, §2.
package enum CostInterval {
  /// The budgets that are not ruled out, as changes of the plan's cost in billion VND.
  ///
  /// - Parameters:
  ///   - d: P on fresh draws less the level.
  ///   - sigma: Its standard error.
  ///   - slope: What a billion VND more brings.
  ///   - replicates: Independent parts behind each of the two errors.
  /// - Returns: From the least to the greatest change; nil where the slope itself may be 0, so that every
  ///   budget remains possible.
  package static func changes(
    excess d: Double, standardError sigma: Double, slope: LimitValue, replicates: Int
  ) -> ClosedRange<Double>? {
    let s = slope.perBillion
    let t = replicates > 1 ? studentQuantile(0.975, degreesOfFreedom: Double(replicates - 1)) : z975
    let (dMargin, sMargin) = (t * sigma, t * slope.standardError)
    let a = s * s - sMargin * sMargin
    guard s > 0, a > 1e-12 * s * s else { return nil }
    let centre = -d * s / a
    let reach =
      (dMargin * dMargin * a + d * d * sMargin * sMargin).squareRoot() / a
    return (centre - reach)...(centre + reach)
  }
}
