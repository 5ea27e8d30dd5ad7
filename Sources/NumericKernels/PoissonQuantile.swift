/// Poisson counts from uniforms.
///
/// For a given mean the count never falls as u grows.
///
/// - Parameters:
///   - u: Uniforms, each inside (0, 1).
///   - mean: Finite and ≥ 0, as many as uniforms.
///   - counts: Where the whole numbers go: the smallest k with F(k) ≥ u.
/// - Accuracy: exact but for u within a relative 5 · 10⁻¹³ of a step of F.
/// - Complexity: about the mean plus a few standard deviations for a mean ≤ 512; beyond that a few
///   incomplete gamma functions a draw (15 µs at a mean of 5,000).
package func poissonQuantiles(
  _ u: Span<Double>, mean: Span<Double>, into counts: inout MutableSpan<Double>
) {
  let n = counts.count
  precondition(u.count == n && mean.count == n, "counts of unequal length")
  let blockEnd = n & ~7
  for i in stride(from: 0, to: blockEnd, by: 8) {
    let law = PoissonLanes(mean: SIMD8(mean, at: i))
    countQuantiles(SIMD8(u, at: i), law).store(into: &counts, at: i)
  }
  let rest = n - blockEnd
  guard rest > 0 else { return }
  let law = PoissonLanes(mean: SIMD8(tailOf: mean, count: rest, filler: 0))
  let last = countQuantiles(SIMD8(tailOf: u, count: rest, filler: 0.5), law)
  last.store(intoTailOf: &counts, count: rest)
}

/// One Poisson count, with the bits of the version for spans.
package func poissonQuantile(_ u: Double, mean: Double) -> Double {
  countQuantiles(SIMD8(repeating: u), PoissonLanes(mean: SIMD8(repeating: mean)))[0]
}

private struct PoissonLanes: CountLanes {
  let mean: SIMD8<Double>

  @inline(__always)
  var none: SIMD8<Double> { exponentialKernel(mean * -1) }

  @inline(__always)
  var recurrence: Recurrence { Recurrence(mean: mean) }

  @inline(__always)
  var isSearchable: SIMD8<UInt64> {
    SIMD8<Double>(repeating: -0x1p-1074).isBelow(mean) & mean.isBelow(SIMD8(repeating: 512))
  }

  struct Recurrence: CountRecurrence {
    let mean: SIMD8<Double>

    @inline(__always)
    func ratio(_ k: Double, _ reciprocal: Double) -> SIMD8<Double> { mean * reciprocal }
  }

  func slowQuantile(lane: Int, of u: Double) -> Double {
    let mean = mean[lane]
    precondition(mean >= 0 && mean < 0x1p50, "a Poisson mean of \(mean)")
    if mean == 0 { return 0 }
    let sd = mean.squareRoot()
    let guess = cornishFisherGuess(u, mean: mean, sd: sd, skewness: 1 / sd)
    return searchedQuantile(of: u, near: guess, greatest: .infinity) { k in
      let (lower, upper) = regularisedGamma(shape: k + 1, mean)
      return (upper, lower)
    }
  }
}
