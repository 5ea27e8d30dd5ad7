/// The natural logarithm of each lane.
///
/// x = 2ᵏ m with m in [√½, √2); ln m from s = f / (2 + f), f = m − 1, by the polynomial of the
/// Sun library (`e_log.c` of fdlibm, 1993, whose error bound is 1 ulp).
///
/// - Accuracy: at most 1 ulp for every positive finite number, subnormal ones included (tested
///   against 40 digits). ln 0 = −∞, ln ∞ = ∞; negative numbers and NaN give NaN.
@inlinable @inline(__always)
package func naturalLogarithm(_ x: SIMD8<Double>) -> SIMD8<Double> { logarithmKernel(x) }

/// The natural logarithm, with the bits of the version for eight lanes.
package func naturalLogarithm(_ x: Double) -> Double { logarithmKernel(x) }

/// ln(1 + x) in each lane, accurate near 0.
///
/// - Accuracy: at most 2 ulp. x = −1 gives −∞; smaller numbers and NaN give NaN.
@inlinable @inline(__always)
package func logarithmOfOnePlus(_ x: SIMD8<Double>) -> SIMD8<Double> { logarithmOfOnePlusKernel(x) }

/// ln(1 + x), with the bits of the version for eight lanes.
package func logarithmOfOnePlus(_ x: Double) -> Double { logarithmOfOnePlusKernel(x) }

@inlinable @inline(__always)
func logarithmKernel<R: RealLanes>(_ argument: R) -> R {
  let subnormal = argument.isBelow(R(repeating: 0x1p-1022))
  let x = R.select(subnormal, argument * 0x1p54, else: argument)
  let offset = R.keep(R(repeating: 54), where: subnormal)
  let (exponent, f) = decomposed(x)
  let result = logarithm(exponent: exponent - offset, f: f, correction: R(repeating: 0))
  return withLimits(result, of: argument)
}

/// The logarithm of a positive normal number; of others a number without meaning.
@inlinable @inline(__always)
func positiveLogarithmKernel<R: RealLanes>(_ x: R) -> R {
  let (exponent, f) = decomposed(x)
  return logarithm(exponent: exponent, f: f, correction: R(repeating: 0))
}

@inlinable @inline(__always)
func logarithmOfOnePlusKernel<R: RealLanes>(_ x: R) -> R {
  let u = R(repeating: 1) + x
  // 1 + x = u + c exactly up to rounding; which of the two is larger decides how c is found.
  let small = x.isBelow(R(repeating: 1))
  let c = R.select(small, x - (u - 1), else: R(repeating: 1) - (u - x))
  let (exponent, f) = decomposed(u)
  // Beyond 2⁵⁴ the correction is below half a unit; dropping it keeps ∞ − ∞ out.
  let bounded = x.isBelow(R(repeating: 0x1p54))
  let correction = R.keep(c / u, where: bounded)
  let result = withLimits(logarithm(exponent: exponent, f: f, correction: correction), of: u)
  let tiny = (x * x).isBelow(R(repeating: 0x1p-108))
  return R.select(tiny, x, else: result)
}

/// The exponent k and f = m − 1 of a normal x = 2ᵏ m with m in [√½, √2).
@inlinable @inline(__always)
func decomposed<R: RealLanes>(_ x: R) -> (exponent: R, f: R) {
  // Bits of √½, less 1023 exponents so that the difference is never negative.
  let shifted = x.bits &+ R.Bits(repeating: 0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_667f_3bcd)
  let biased = shifted &>> R.Bits(repeating: 52)
  // A small whole number becomes a Double as the last bits of 2⁵².
  let exponent = R(lanes: biased | R(repeating: 0x1p52).bits) - (0x1p52 + 1023)
  let scale = (biased &- R.Bits(repeating: 1023)) &<< R.Bits(repeating: 52)
  return (exponent, R(lanes: x.bits &- scale) - 1)
}

/// k ln 2 + ln(1 + f) + correction.
@inlinable @inline(__always)
func logarithm<R: RealLanes>(exponent k: R, f: R, correction: R) -> R {
  let s = f / (f + 2)
  let z = s * s
  let w = z * z
  var odd = R.fused(w, 1.479819860511658591e-01, plus: 1.818357216161805012e-01)
  odd = R.fused(odd, w, plus: 2.857142874366239149e-01)
  odd = R.fused(odd, w, plus: 6.666666666666735130e-01)
  var even = R.fused(w, 1.531383769920937332e-01, plus: 2.222219843214978396e-01)
  even = R.fused(even, w, plus: 3.999999999940941908e-01)
  let halfSquare = f * f * 0.5
  let series = R.fused(z, odd, plus: w * even)
  // ln 2 in two parts; the first has 33 bits, so k times it is exact.
  let low = R.fused(k, 0x1.a39ef35793c76p-33, plus: correction)
  let rest = R.fused(s, halfSquare + series, plus: low)
  return R.fused(k, 0x1.62e42feep-1, plus: f - (halfSquare - rest))
}

/// −∞ at 0, ∞ at ∞ and NaN below 0 put in place.
@inlinable @inline(__always)
func withLimits<R: RealLanes>(_ logarithm: R, of x: R) -> R {
  let zero = R(repeating: 0), infinity = R(repeating: .infinity)
  var y = R.select(x.equals(zero), R(repeating: -.infinity), else: logarithm)
  y = R.select(x.isBelow(zero), R(repeating: .nan), else: y)
  // ∞ and NaN stay what they are; every other number is below ∞.
  return R.select(x.isBelow(infinity), y, else: x)
}
