/// Negative binomial counts from uniforms, by mean m and size s: variance m + m² / s.
///
/// The size need not be whole. For given parameters the count never falls as u grows.
///
/// - Parameters:
///   - u: Uniforms, each inside (0, 1).
///   - mean: Finite and ≥ 0, as many as uniforms.
///   - size: Finite and > 0, as many as uniforms.
///   - counts: Where the whole numbers go: the smallest k with F(k) ≥ u.
/// - Accuracy: exact but for u within a relative 5 · 10⁻¹³ of a step of F.
/// - Complexity: about the mean plus a few standard deviations for a mean ≤ 512; beyond that a few
///   incomplete beta functions a draw (15 µs at a mean of 5,000).
package func negativeBinomialQuantiles(
  _ u: Span<Double>, mean: Span<Double>, size: Span<Double>,
  into counts: inout MutableSpan<Double>
) {
  let n = counts.count
  precondition(u.count == n && mean.count == n && size.count == n, "counts of unequal length")
  let blockEnd = n & ~7
  for i in stride(from: 0, to: blockEnd, by: 8) {
    let law = NegativeBinomialLanes(mean: SIMD8(mean, at: i), size: SIMD8(size, at: i))
    countQuantiles(SIMD8(u, at: i), law).store(into: &counts, at: i)
  }
  let rest = n - blockEnd
  guard rest > 0 else { return }
  let law = NegativeBinomialLanes(
    mean: SIMD8(tailOf: mean, count: rest, filler: 0),
    size: SIMD8(tailOf: size, count: rest, filler: 1))
  let last = countQuantiles(SIMD8(tailOf: u, count: rest, filler: 0.5), law)
  last.store(intoTailOf: &counts, count: rest)
}

/// One negative binomial count, with the bits of the version for spans.
package func negativeBinomialQuantile(_ u: Double, mean: Double, size: Double) -> Double {
  let law = NegativeBinomialLanes(mean: SIMD8(repeating: mean), size: SIMD8(repeating: size))
  return countQuantiles(SIMD8(repeating: u), law)[0]
}

private struct NegativeBinomialLanes: CountLanes {
  let mean: SIMD8<Double>
  let size: SIMD8<Double>

  /// The exponent −ln P(X = 0) = s ln(1 + m / s).
  @inline(__always)
  private var exponent: SIMD8<Double> { size * logarithmOfOnePlusKernel(mean / size) }

  @inline(__always)
  var none: SIMD8<Double> { exponentialKernel(exponent * -1) }

  @inline(__always)
  var recurrence: Recurrence { Recurrence(size: size, failure: mean / (size + mean)) }

  @inline(__always)
  var isSearchable: SIMD8<UInt64> {
    let below = SIMD8<Double>(repeating: -0x1p-1074), least = SIMD8<Double>(repeating: 0x1p-500)
    return below.isBelow(mean) & mean.isBelow(SIMD8(repeating: 512)) & least.isBelow(size)
      & size.isBelow(SIMD8(repeating: 0x1p500))
  }

  struct Recurrence: CountRecurrence {
    let size: SIMD8<Double>
    /// The probability m / (s + m).
    let failure: SIMD8<Double>

    /// The ratio (s + k) / (k + 1) · m / (s + m).
    @inline(__always)
    func ratio(_ k: Double, _ reciprocal: Double) -> SIMD8<Double> {
      (size + k) * (failure * reciprocal)
    }
  }

  func slowQuantile(lane: Int, of u: Double) -> Double {
    let mean = mean[lane], size = size[lane]
    precondition(mean >= 0 && mean < 0x1p50, "a negative binomial mean of \(mean)")
    precondition(size > 0x1p-500 && size < 0x1p500, "a negative binomial size of \(size)")
    if mean == 0 { return 0 }
    let success = size / (size + mean), failure = mean / (size + mean)
    let sd = (mean + mean * mean / size).squareRoot()
    let skewness = (1 + failure) / (failure * size).squareRoot()
    let guess = cornishFisherGuess(u, mean: mean, sd: sd, skewness: skewness)
    return searchedQuantile(of: u, near: guess, greatest: .infinity) {
      regularisedBeta(size, $0 + 1, at: success, complement: failure)
    }
  }
}
