import NumericKernels
import Simulation

extension GivenData {
  /// Indices of the first order from the draws as they are: how much of the outcome's variance lies
  /// between slices of an input, V(E(Y | Xᵢ)) / V(Y).
  ///
  /// 1 − (mean square within slices) / (mean square of all) is free of the bias that noise in the
  /// slices' means gives the plain ratio. What an input does within a slice is missed: with M
  /// slices 1 / M² of a linear effect of a uniform input, π² k² / 3 times as much of k periods of a
  /// sine over its range, and 1 / (M ln M) of a linear effect of a normal input, for its tails.
  ///
  /// For dependent inputs it is the index of the input with all that goes with it.
  ///
  /// - Parameters:
  ///   - slices: M of equal probability, greater than 1; by default n^0.55, which nearly balances the
  ///     squared bias, 1 / (M ln M)², with the variance, 2M / n², that the slices add.
  ///   - threads: They change no bit.
  /// - Returns: One an input; nil for an input that is the same in every draw, which explains
  ///   nothing, or of which every slice holds one draw. Its standard error is that of independent
  ///   draws by the delta method; for an input without influence it is up to √2 too large.
  /// - Complexity: O(draws · inputs).
  /// - Source: Plischke, *Reliability Engineering & System Safety* 95, 2010; Li & Mahadevan, the
  ///   same 153, 2016; the correction is ε² of Kelley, *PNAS* 21, 1935.
  package func firstOrder(slices: Int? = nil, threads: Int = 1) -> [IndexEstimate?] {
    let count = min(draws, slices ?? defaultSlices)
    precondition(count > 1, "\(count) slices")
    let centred = scaledAboutMean(y)
    return mapInParallel(inputs.columns.count, threads: threads) { input in
      guard varies(inputs.columns[input]) else { return nil }
      return index(Slices(ranks: inputs.ranks[input], count: count), centred)
    }
  }

  private var defaultSlices: Int {
    let power = exponential(0.55 * naturalLogarithm(Double(draws)))
    return max(2, min(draws / 2, Int(power.rounded())))
  }

  /// The index of an input by its slices; `y` is the outcome less its mean.
  private func index(_ slices: Slices, _ y: [Double]) -> IndexEstimate? {
    var means = [Double](repeating: 0, count: slices.sizes.count)
    for (slice, value) in zip(slices.slice, y) { means[Int(slice)] += value }
    for s in means.indices where slices.sizes[s] > 0 { means[s] /= Double(slices.sizes[s]) }
    let n = Double(y.count), used = Double(slices.sizes.count { $0 > 0 })
    guard n > used else { return nil }
    var within = 0.0, total = 0.0
    for (slice, value) in zip(slices.slice, y) {
      let d = value - means[Int(slice)]
      within += d * d
      total += value * value
    }
    let ratio = within / total, freedom = (n - 1) / (n - used)
    let influences = zip(slices.slice, y).map { slice, value in
      let d = value - means[Int(slice)]
      return freedom * (ratio * value * value - d * d) * n / total
    }
    return IndexEstimate(value: 1 - freedom * ratio, standardError: deltaMethodError(influences))
  }
}
