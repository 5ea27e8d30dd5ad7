/// eˣ in each lane.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2; eʳ by a polynomial of degree 11. Results that may be subnormal
/// take 2ⁿ in two factors, so that only the last product rounds.
///
/// - Accuracy: at most 1.5 ulp for every finite result, subnormal ones included; above 709.78 the result is +∞, below −745.14 it is 0; NaN stays NaN.
@inlinable @inline(__always)
package func exponential(_ x: SIMD8<Double>) -> SIMD8<Double> { exponentialKernel(x) }

/// eˣ, with the bits of the version for eight lanes.
package func exponential(_ x: Double) -> Double { exponentialKernel(x) }

/// eˣ − 1 in each lane, accurate near 0.
///
/// - Accuracy: at most 2 ulp (greatest seen: 1.2); NaN stays NaN, −∞ gives −1.
@inlinable @inline(__always)
package func exponentialMinusOne(_ x: SIMD8<Double>) -> SIMD8<Double> {
  exponentialMinusOneKernel(x)
}

/// eˣ − 1, with the bits of the version for eight lanes.
package func exponentialMinusOne(_ x: Double) -> Double { exponentialMinusOneKernel(x) }

@inlinable @inline(__always)
func exponentialKernel<R: RealLanes>(_ x: R) -> R {
  let top = R(repeating: 709), bottom = R(repeating: -708)
  let isUsual = x.isBelow(top) & bottom.isBelow(x)
  // Rare enough to ask once for all lanes; the scale then needs no two factors.
  return (~isUsual).isAnySet ? extremeExponential(x) : usualExponentialKernel(x)
}

/// eˣ for −708 < x < 709; of others a number without meaning.
@inlinable @inline(__always)
func usualExponentialKernel<R: RealLanes>(_ x: R) -> R {
  let (growth, n) = growth(x)
  return growth * R.powerOfTwo(n)
}

/// eˣ where it may overflow, be subnormal or not a number.
@inlinable @inline(never)
func extremeExponential<R: RealLanes>(_ argument: R) -> R {
  let (growth, n) = growth(clamped(argument, from: -750, through: 710))
  let half = (n * 0.5).nearestWhole
  return growth * R.powerOfTwo(half) * R.powerOfTwo(n - half)
}

/// eʳ and the whole number n of x = n ln 2 + r.
@inlinable @inline(__always)
func growth<R: RealLanes>(_ x: R) -> (growth: R, n: R) {
  let (n, high) = reducedByLogTwo(x)
  let r = R.fused(n, -logTwoTail, plus: high)
  return (R.fused(r, R.fused(r, exponentialRemainder(r), plus: 1), plus: 1), n)
}

@inlinable @inline(__always)
func exponentialMinusOneKernel<R: RealLanes>(_ argument: R) -> R {
  // Where every lane has n = 0 below, nothing is to be scaled: the same bits for less.
  let limit = R(repeating: 0.34)
  if !((limit.isBelow(argument) | argument.isBelow(limit * -1)).isAnySet) {
    return argument + argument * argument * exponentialRemainder(argument)
  }
  return scaledExponentialMinusOne(argument)
}

@inlinable @inline(never)
func scaledExponentialMinusOne<R: RealLanes>(_ argument: R) -> R {
  let x = clamped(argument, from: -40, through: 710)
  let (n, high) = reducedByLogTwo(x)
  let r = R.fused(n, -logTwoTail, plus: high)
  // What rounding r left out.
  let rest = R.fused(n, -logTwoTail, plus: high - r)
  let change = r + R.fused(r * r, exponentialRemainder(r), plus: rest)
  // eˣ − 1 = 2ⁿ ((eʳ − 1) + (1 − 2⁻ⁿ)); beyond n = 100 the 2⁻ⁿ has no weight.
  let hundred = R(repeating: 100)
  let opposite = R.select(n.isBelow(hundred), n, else: hundred) * -1
  let half = (n * 0.5).nearestWhole
  return (change + (R(repeating: 1) - R.powerOfTwo(opposite)))
    * R.powerOfTwo(half) * R.powerOfTwo(n - half)
}

/// The first 33 bits of ln 2, so that a whole number times it is exact.
@inlinable @inline(__always)
var logTwoHead: Double { 0x1.62e42feep-1 }

/// ln 2 less its head.
@inlinable @inline(__always)
var logTwoTail: Double { 0x1.a39ef35793c76p-33 }

/// n, and x − n times the head of ln 2, which is exact, of x = n ln 2 + r.
@inlinable @inline(__always)
func reducedByLogTwo<R: RealLanes>(_ x: R) -> (n: R, high: R) {
  let n = R.fused(x, 0x1.71547652b82fep0, plus: wholeNumberShift) - wholeNumberShift
  return (n, R.fused(n, -logTwoHead, plus: x))
}

/// (eʳ − 1 − r) / r² for |r| ≤ 0.347.
///
/// The Chebyshev fit of degree 9, computed to 50 digits for this file: error below 1.1 · 10⁻¹⁶.
@inlinable @inline(__always)
func exponentialRemainder<R: RealLanes>(_ r: R) -> R {
  let s = r * r
  // Pairs first, then fours: three short chains instead of a long one.
  let a = R.fused(r, 0x1.5555555555556p-3, plus: 0x1.0000000000001p-1)
  let b = R.fused(r, 0x1.11111111109a2p-7, plus: 0x1.5555555553d2bp-5)
  let c = R.fused(r, 0x1.a01a01a7d176dp-13, plus: 0x1.6c16c178a18c1p-10)
  let d = R.fused(r, 0x1.71de0d7a972efp-19, plus: 0x1.a019b8b8f8697p-16)
  let e = R.fused(r, 0x1.af3924be99a57p-26, plus: 0x1.2891e963ab1f9p-22)
  let high = R.fused(s * s, e, plus: R.fused(s, d, plus: c))
  return R.fused(s * s, high, plus: R.fused(s, b, plus: a))
}

@inlinable @inline(__always)
func clamped<R: RealLanes>(_ x: R, from low: Double, through high: Double) -> R {
  let low = R(repeating: low), high = R(repeating: high)
  let raised = R.select(x.isBelow(low), low, else: x)
  return R.select(high.isBelow(raised), high, else: raised)
}
