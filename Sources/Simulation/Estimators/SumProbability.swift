import NumericKernels

/// P(S ≥ k) for the companion sum of ``MeanPath``, by its cumulants.
///
/// Domestic entry is negative binomial: with a small size its law has a tail for which the expansion
/// may be off by a hundredth, and skews of opposite sign may hide that. Where the bound of the error
/// allows it everything is expanded; elsewhere entry counts as known, like the shocks that are no
/// counts, and only the other counts are expanded. Both have the mean of the indicator.
struct SumProbability {
  let value: Lanes
  /// Where the expansion is right to ``greatestError``: never a matter of the counts.
  let isKnown: SIMDMask<SIMD8<Int64>>

  /// The most that an expansion may be off where it is used, and so the most that P may be.
  static let greatestError = 1.25e-4

  init(_ paths: borrowing Paths, _ sum: SumRows, atLeast k: Double, _ v: Int) {
    let rest = paths.cumulants(sum.rest, v), entries = paths.cumulants(sum.entries, v)
    let all = rest + entries
    let isLight = error(all, heaviest: paths[sum.heaviest, v]) .<= Self.greatestError
    let known = paths[sum.entries.value, v]
    let used = CountCumulants(
      second: rest.second.replacing(with: all.second, where: isLight),
      third: rest.third.replacing(with: all.third, where: isLight),
      fourth: rest.fourth.replacing(with: all.fourth, where: isLight),
      fifth: rest.fifth.replacing(with: all.fifth, where: isLight),
      sixth: rest.sixth.replacing(with: all.sixth, where: isLight))
    let mean =
      paths[sum.rest.mean, v] + known.replacing(with: paths[sum.entries.mean, v], where: isLight)
    value = used.upperTail(atLeast: Lanes(repeating: k), mean: mean)
    isKnown = isLight .| (error(rest, heaviest: .zero) .<= Self.greatestError)
  }
}

/// A bound of the error of ``CountCumulants/upperTail(atLeast:mean:)``: 0.025 ((1 + 1.5 θ) / σ)⁵ for
/// the greatest θ among the counts.
///
/// The order of the first term left out. The greatest error seen is 0.91 of it, where a single negative
/// binomial count makes up the sum; of sums of many counts 0.37 (decision 0024).
private func error(_ cumulants: CountCumulants, heaviest θ: Lanes) -> Lanes {
  let ratio = (θ * 1.5 + 1) / squareRoot(cumulants.second)
  let square = ratio * ratio
  return square * square * ratio * 0.025
}

extension Paths {
  /// The cumulants in the rows of a sum.
  @inline(__always)
  func cumulants(_ rows: PartRows, _ v: Int) -> CountCumulants {
    CountCumulants(
      second: self[rows.cumulants, v], third: self[rows.cumulants + 1, v],
      fourth: self[rows.cumulants + 2, v], fifth: self[rows.cumulants + 3, v],
      sixth: self[rows.cumulants + 4, v])
  }

  /// Puts cumulants into the rows of a sum.
  @inline(__always)
  func store(_ cumulants: CountCumulants, in rows: PartRows, _ v: Int) {
    self[rows.cumulants, v] = cumulants.second
    self[rows.cumulants + 1, v] = cumulants.third
    self[rows.cumulants + 2, v] = cumulants.fourth
    self[rows.cumulants + 3, v] = cumulants.fifth
    self[rows.cumulants + 4, v] = cumulants.sixth
  }
}
