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
/// - Complexity: about the mean plus a few standard deviations for −ln P(X = 0) ≤ 24, and for sizes
///   that are small beside the mean; constant otherwise but for one uniform in a thousand, which
///   costs some microseconds.
package func negativeBinomialQuantiles(
  _ u: Span<Double>, mean: Span<Double>, size: Span<Double>,
  into counts: inout MutableSpan<Double>
) {
  let n = counts.count
  precondition(u.count == n && mean.count == n && size.count == n, "counts of unequal length")
  fillCounts(
    &counts, u,
    wide: { NegativeBinomialLanes(mean: Four(mean, at: $0), size: Four(size, at: $0)) },
    narrow: { NegativeBinomialLanes(mean: SIMD8(mean, at: $0), size: SIMD8(size, at: $0)) },
    rest: {
      NegativeBinomialLanes(
        mean: SIMD8(tailOf: mean, count: $0, filler: 0),
        size: SIMD8(tailOf: size, count: $0, filler: 1))
    })
}

/// One negative binomial count, with the bits of the version for spans.
package func negativeBinomialQuantile(_ u: Double, mean: Double, size: Double) -> Double {
  let law = NegativeBinomialLanes(mean: SIMD8(repeating: mean), size: SIMD8(repeating: size))
  return countQuantiles(SIMD8(repeating: u), law)[0]
}

struct NegativeBinomialLanes<Real: CountVector>: CountLanes {
  let mean: Real
  let size: Real
  /// The exponent −ln P(X = 0) = s ln(1 + m / s).
  let exponent: Real
  /// The probability m / (s + m), and that times s.
  private let failure: Real
  private let slope: Real

  @inline(__always)
  init(mean: Real, size: Real) {
    (self.mean, self.size) = (mean, size)
    exponent = size * logarithmOfOnePlusKernel(mean / size)
    failure = mean / (size + mean)
    slope = failure * size
  }

  @inline(__always)
  var isServed: Real.Bits {
    let below = Real(repeating: -0x1p-1074), least = Real(repeating: 0x1p-500)
    return below.isBelow(mean) & least.isBelow(size) & size.isBelow(Real(repeating: 0x1p500))
  }

  /// The ratio (s + k) / (k + 1) · m / (s + m), without cancellation for a small size.
  @inline(__always)
  func ratio(_ k: Double, _ reciprocal: Double) -> Real {
    Real.fused(slope, reciprocal, plus: failure * (k * reciprocal))
  }

  var moments: (mean: Real, excess: Real) { (mean, mean / size) }

  func exactQuantile(lane: Int, of u: Double, near guess: Double?) -> Double {
    let mean = mean[lane: lane], size = size[lane: lane]
    precondition(mean >= 0 && mean < 0x1p50, "a negative binomial mean of \(mean)")
    precondition(size > 0x1p-500 && size < 0x1p500, "a negative binomial size of \(size)")
    if mean == 0 { return 0 }
    let success = size / (size + mean), failure = mean / (size + mean)
    let sd = (mean + mean * mean / size).squareRoot()
    let skewness = (1 + failure) / (failure * size).squareRoot()
    let start = guess ?? cornishFisherGuess(u, mean: mean, sd: sd, skewness: skewness)
    return searchedQuantile(of: u, near: start, greatest: .infinity) {
      regularisedBeta(size, $0 + 1, at: success, complement: failure)
    }
  }
}
