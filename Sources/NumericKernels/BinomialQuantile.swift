/// Binomial counts from uniforms when each trial succeeds within a step at a given hazard:
/// success probability 1 − e⁻ʰ.
///
/// The hazard is taken as it is because (1 − p)ⁿ = e⁻ʰⁿ and p / (1 − p) = eʰ − 1 need no power.
/// For given parameters the count never falls as u grows.
///
/// - Parameters:
///   - u: Uniforms, each inside (0, 1).
///   - trials: Whole numbers ≥ 0, as many as uniforms.
///   - hazard: Dimensionless (rate times the length of the step), each ≥ 0, possibly ∞.
///   - counts: Where the whole numbers go: the smallest k with F(k) ≥ u.
/// - Accuracy: exact but for u within a relative 5 · 10⁻¹³ of a step of F.
/// - Complexity: about the mean plus a few standard deviations for a mean of −ln P(X = 0) ≤ 512;
///   beyond that a few incomplete beta functions a draw (15 µs at a mean of 5,000).
package func binomialQuantiles(
  _ u: Span<Double>, trials: Span<Double>, hazard: Span<Double>,
  into counts: inout MutableSpan<Double>
) {
  let n = counts.count
  precondition(u.count == n && trials.count == n && hazard.count == n, "counts of unequal length")
  let blockEnd = n & ~7
  for i in stride(from: 0, to: blockEnd, by: 8) {
    let law = BinomialLanes(trials: SIMD8(trials, at: i), hazard: SIMD8(hazard, at: i))
    countQuantiles(SIMD8(u, at: i), law).store(into: &counts, at: i)
  }
  let rest = n - blockEnd
  guard rest > 0 else { return }
  let law = BinomialLanes(
    trials: SIMD8(tailOf: trials, count: rest, filler: 0),
    hazard: SIMD8(tailOf: hazard, count: rest, filler: 0))
  let last = countQuantiles(SIMD8(tailOf: u, count: rest, filler: 0.5), law)
  last.store(intoTailOf: &counts, count: rest)
}

/// Binomial counts from uniforms; see ``binomialQuantiles(_:trials:hazard:into:)``.
///
/// - Parameters:
///   - u: Uniforms, each inside (0, 1).
///   - trials: Whole numbers ≥ 0, as many as uniforms.
///   - probability: Of success, each in 0...1.
///   - counts: Where the whole numbers go.
package func binomialQuantiles(
  _ u: Span<Double>, trials: Span<Double>, probability: Span<Double>,
  into counts: inout MutableSpan<Double>
) {
  let n = counts.count
  precondition(
    u.count == n && trials.count == n && probability.count == n, "counts of unequal length")
  let blockEnd = n & ~7
  for i in stride(from: 0, to: blockEnd, by: 8) {
    let law = BinomialLanes(trials: SIMD8(trials, at: i), probability: SIMD8(probability, at: i))
    countQuantiles(SIMD8(u, at: i), law).store(into: &counts, at: i)
  }
  let rest = n - blockEnd
  guard rest > 0 else { return }
  let law = BinomialLanes(
    trials: SIMD8(tailOf: trials, count: rest, filler: 0),
    probability: SIMD8(tailOf: probability, count: rest, filler: 0))
  let last = countQuantiles(SIMD8(tailOf: u, count: rest, filler: 0.5), law)
  last.store(intoTailOf: &counts, count: rest)
}

/// One binomial count, with the bits of the version for spans.
package func binomialQuantile(_ u: Double, trials: Double, hazard: Double) -> Double {
  let law = BinomialLanes(trials: SIMD8(repeating: trials), hazard: SIMD8(repeating: hazard))
  return countQuantiles(SIMD8(repeating: u), law)[0]
}

/// One binomial count, with the bits of the version for spans.
package func binomialQuantile(_ u: Double, trials: Double, probability: Double) -> Double {
  let law = BinomialLanes(
    trials: SIMD8(repeating: trials), probability: SIMD8(repeating: probability))
  return countQuantiles(SIMD8(repeating: u), law)[0]
}

/// P(X ≤ k) and P(X > k) for a binomial X, where `failure` is 1 − `success`.
func binomialTails(
  _ k: Double, trials: Double, success: Double, failure: Double
) -> (lower: Double, upper: Double) {
  regularisedBeta(trials - k, k + 1, at: failure, complement: success)
}

private struct BinomialLanes: CountLanes {
  let trials: SIMD8<Double>
  /// Success over failure, p / (1 − p).
  let odds: SIMD8<Double>
  /// The hazard −ln(1 − p).
  let hazard: SIMD8<Double>

  @inline(__always)
  init(trials: SIMD8<Double>, hazard: SIMD8<Double>) {
    (self.trials, self.hazard) = (trials, hazard)
    odds = exponentialMinusOneKernel(hazard)
  }

  @inline(__always)
  init(trials: SIMD8<Double>, probability: SIMD8<Double>) {
    self.trials = trials
    hazard = SIMD8<Double>.zero - logarithmOfOnePlusKernel(SIMD8<Double>.zero - probability)
    odds = probability / (SIMD8<Double>(repeating: 1) - probability)
  }

  @inline(__always)
  var none: SIMD8<Double> { exponentialKernel(hazard * trials * -1) }

  @inline(__always)
  var recurrence: Recurrence { Recurrence(trials: trials, odds: odds) }

  @inline(__always)
  var isSearchable: SIMD8<UInt64> {
    let below = SIMD8<Double>(repeating: -0x1p-1074), above = SIMD8<Double>(repeating: 0x1p51)
    let exponent = hazard * trials
    return below.isBelow(hazard) & below.isBelow(trials) & trials.isBelow(above)
      & trials.equals(trials.nearestWhole) & exponent.isBelow(SIMD8(repeating: 512))
  }

  struct Recurrence: CountRecurrence {
    let trials: SIMD8<Double>
    let odds: SIMD8<Double>

    /// The ratio (n − k) / (k + 1) · p / (1 − p).
    @inline(__always)
    func ratio(_ k: Double, _ reciprocal: Double) -> SIMD8<Double> {
      (trials - k) * (odds * reciprocal)
    }
  }

  func slowQuantile(lane: Int, of u: Double) -> Double {
    let n = trials[lane], h = hazard[lane]
    precondition(h >= 0, "a hazard must be at least 0 and a probability in 0...1 (hazard \(h))")
    precondition(n >= 0 && n < 0x1p51 && n == n.nearestWhole, "trials must be whole, not \(n)")
    if n == 0 || h == 0 { return 0 }
    if h == .infinity { return n }
    let success = -exponentialMinusOne(-h), failure = exponential(-h)
    let sd = (n * success * failure).squareRoot()
    let skewness = sd > 0 ? (failure - success) / sd : 0
    let guess = cornishFisherGuess(u, mean: n * success, sd: sd, skewness: skewness)
    return searchedQuantile(of: u, near: guess, greatest: n) {
      binomialTails($0, trials: n, success: success, failure: failure)
    }
  }
}
