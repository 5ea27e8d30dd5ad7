/// Poisson counts from uniforms.
///
/// For a given mean the count never falls as u grows.
///
/// - Parameters:
///   - u: Uniforms, each inside (0, 1).
///   - mean: Finite and ≥ 0, as many as uniforms.
///   - counts: Where the whole numbers go: the smallest k with F(k) ≥ u.
/// - Accuracy: exact but for u within a relative 5 · 10⁻¹³ of a step of F.
/// - Complexity: about the mean plus a few standard deviations for a mean ≤ 24; constant beyond that
///   but for one uniform in a thousand, which costs some microseconds.
package func poissonQuantiles(
  _ u: Span<Double>, mean: Span<Double>, into counts: inout MutableSpan<Double>
) {
  let n = counts.count
  precondition(u.count == n && mean.count == n, "counts of unequal length")
  fillCounts(
    &counts, u, wide: { PoissonLanes(mean: Four(mean, at: $0)) },
    narrow: { PoissonLanes(mean: SIMD8(mean, at: $0)) },
    rest: { PoissonLanes(mean: SIMD8(tailOf: mean, count: $0, filler: 0)) })
}

/// One Poisson count, with the bits of the version for spans.
package func poissonQuantile(_ u: Double, mean: Double) -> Double {
  countQuantiles(SIMD8(repeating: u), PoissonLanes(mean: SIMD8(repeating: mean)))[0]
}

private struct PoissonLanes<Real: CountVector>: CountLanes {
  let mean: Real

  @inline(__always)
  var exponent: Real { mean }

  @inline(__always)
  var isServed: Real.Bits { Real(repeating: -0x1p-1074).isBelow(mean) }

  @inline(__always)
  func ratio(_ k: Double, _ reciprocal: Double) -> Real { mean * reciprocal }

  var moments: (mean: Real, excess: Real) { (mean, Real(repeating: 0)) }

  func exactQuantile(lane: Int, of u: Double, near guess: Double?) -> Double {
    let mean = mean[lane: lane]
    precondition(mean >= 0 && mean < 0x1p50, "a Poisson mean of \(mean)")
    if mean == 0 { return 0 }
    let sd = mean.squareRoot()
    let start = guess ?? cornishFisherGuess(u, mean: mean, sd: sd, skewness: 1 / sd)
    return searchedQuantile(of: u, near: start, greatest: .infinity) { k in
      let (lower, upper) = regularisedGamma(shape: k + 1, mean)
      return (upper, lower)
    }
  }
}
