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
///   - odds: p / (1 − p) = eʰ − 1, by ``exponentialMinusOne(_:)``: given apart because many draws
///     share one.
///   - counts: Where the whole numbers go: the smallest k with F(k) ≥ u.
/// - Accuracy: exact but for u within a relative 5 · 10⁻¹³ of a step of F.
/// - Complexity: about the mean plus a few standard deviations for −ln P(X = 0) ≤ 24; constant beyond
///   that but for one uniform in a thousand, which costs some microseconds.
package func binomialQuantiles(
  _ u: Span<Double>, trials: Span<Double>, hazard: Span<Double>, odds: Span<Double>,
  into counts: inout MutableSpan<Double>
) {
  let n = counts.count
  precondition(
    u.count == n && trials.count == n && hazard.count == n && odds.count == n,
    "counts of unequal length")
  fillCounts(
    &counts, u,
    wide: { i in
      BinomialLanes(
        trials: Four(trials, at: i), hazard: Four(hazard, at: i), odds: Four(odds, at: i))
    },
    narrow: { i in
      BinomialLanes(
        trials: SIMD8(trials, at: i), hazard: SIMD8(hazard, at: i), odds: SIMD8(odds, at: i))
    },
    rest: { left in
      BinomialLanes(
        trials: SIMD8(tailOf: trials, count: left, filler: 0),
        hazard: SIMD8(tailOf: hazard, count: left, filler: 0),
        odds: SIMD8(tailOf: odds, count: left, filler: 0))
    })
}

/// One binomial count, with the bits of the version for spans.
package func binomialQuantile(_ u: Double, trials: Double, hazard: Double) -> Double {
  let law = BinomialLanes(
    trials: SIMD8(repeating: trials), hazard: SIMD8(repeating: hazard),
    odds: SIMD8(repeating: exponentialMinusOne(hazard)))
  return countQuantiles(SIMD8(repeating: u), law)[0]
}

/// One binomial count of trials that succeed with a probability in 0...1.
package func binomialQuantile(_ u: Double, trials: Double, probability: Double) -> Double {
  let law = BinomialLanes(
    trials: SIMD8(repeating: trials), hazard: SIMD8(repeating: -logarithmOfOnePlus(-probability)),
    odds: SIMD8(repeating: probability / (1 - probability)))
  return countQuantiles(SIMD8(repeating: u), law)[0]
}

/// P(X ≤ k) and P(X > k) for a binomial X, where `failure` is 1 − `success`.
func binomialTails(
  _ k: Double, trials: Double, success: Double, failure: Double
) -> (lower: Double, upper: Double) {
  regularisedBeta(trials - k, k + 1, at: failure, complement: success)
}

struct BinomialLanes<Real: CountVector>: CountLanes {
  let trials: Real
  /// The hazard −ln(1 − p).
  let hazard: Real
  /// Success over failure, p / (1 − p) = eʰ − 1.
  let odds: Real
  /// The product (n + 1) p / (1 − p).
  private let slope: Real

  @inline(__always)
  init(trials: Real, hazard: Real, odds: Real) {
    (self.trials, self.hazard, self.odds) = (trials, hazard, odds)
    slope = (trials + 1) * odds
  }

  @inline(__always)
  var exponent: Real { hazard * trials }

  @inline(__always)
  var isServed: Real.Bits {
    let below = Real(repeating: -0x1p-1074)
    return below.isBelow(hazard) & below.isBelow(trials) & trials.equals(trials.nearestWhole)
  }

  /// The ratio (n − k) / (k + 1) · p / (1 − p).
  @inline(__always)
  func ratio(_ k: Double, _ reciprocal: Double) -> Real {
    Real.fused(slope, reciprocal, plus: odds * -1)
  }

  var moments: (mean: Real, excess: Real) {
    let success = odds / (odds + 1)
    return (trials * success, success * -1)
  }

  func exactQuantile(lane: Int, of u: Double, near guess: Double?) -> Double {
    let n = trials[lane: lane], h = hazard[lane: lane]
    precondition(h >= 0, "a hazard must be at least 0 and a probability in 0...1 (hazard \(h))")
    precondition(n >= 0 && n < 0x1p51 && n == n.nearestWhole, "trials must be whole, not \(n)")
    if n == 0 || h == 0 { return 0 }
    if h == .infinity { return n }
    let success = -exponentialMinusOne(-h), failure = exponential(-h)
    let sd = (n * success * failure).squareRoot()
    let skewness = sd > 0 ? (failure - success) / sd : 0
    let start = guess ?? cornishFisherGuess(u, mean: n * success, sd: sd, skewness: skewness)
    return searchedQuantile(of: u, near: start, greatest: n) {
      binomialTails($0, trials: n, success: success, failure: failure)
    }
  }
}
