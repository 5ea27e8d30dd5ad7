/// eˣ in each lane.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2; eʳ by its Taylor polynomial of degree 13 (remainder below
/// 5 · 10⁻¹⁸); 2ⁿ in two factors, so that only the last product rounds a subnormal result.
///
/// - Accuracy: at most 1.5 ulp for every finite result, subnormal ones included (greatest error
///   seen against 40 digits: 1.0); above 709.78 the result is +∞, below −745.14 it is 0; NaN stays NaN.
package func exponential(_ x: SIMD8<Double>) -> SIMD8<Double> { exponentialKernel(x) }

/// eˣ, with the bits of the version for eight lanes.
package func exponential(_ x: Double) -> Double { exponentialKernel(x) }

/// eˣ − 1 in each lane, accurate near 0.
///
/// - Accuracy: at most 2 ulp (greatest seen: 1.2); NaN stays NaN, −∞ gives −1.
package func exponentialMinusOne(_ x: SIMD8<Double>) -> SIMD8<Double> {
  exponentialMinusOneKernel(x)
}

/// eˣ − 1, with the bits of the version for eight lanes.
package func exponentialMinusOne(_ x: Double) -> Double { exponentialMinusOneKernel(x) }

@inline(__always)
func exponentialKernel<R: RealLanes>(_ argument: R) -> R {
  let x = clamped(argument, from: -750, through: 710)
  let (n, high, low) = reducedByLogTwo(x)
  let growth = (taylorRemainder(high - low) - low) + high + 1
  let half = (n * 0.5).nearestWhole
  return growth * R.powerOfTwo(half) * R.powerOfTwo(n - half)
}

@inline(__always)
func exponentialMinusOneKernel<R: RealLanes>(_ argument: R) -> R {
  // Where every lane has n = 0 below, nothing is to be scaled: the same bits for less.
  let limit = R(repeating: 0.34)
  if !((limit.isBelow(argument) | argument.isBelow(limit * -1)).isAnySet) {
    return argument + taylorRemainder(argument)
  }
  let x = clamped(argument, from: -40, through: 710)
  let (n, high, low) = reducedByLogTwo(x)
  let r = high - low
  let change = r + (taylorRemainder(r) - ((r - high) + low))
  // eˣ − 1 = 2ⁿ ((eʳ − 1) + (1 − 2⁻ⁿ)); beyond n = 100 the 2⁻ⁿ has no weight.
  let hundred = R(repeating: 100)
  let opposite = R.select(n.isBelow(hundred), n, else: hundred) * -1
  let half = (n * 0.5).nearestWhole
  return (change + (R(repeating: 1) - R.powerOfTwo(opposite)))
    * R.powerOfTwo(half) * R.powerOfTwo(n - half)
}

/// n, and the two parts of r = high − low, of x = n ln 2 + r.
@inline(__always)
private func reducedByLogTwo<R: RealLanes>(_ x: R) -> (n: R, high: R, low: R) {
  let n = (x * 0x1.71547652b82fep0).nearestWhole
  // ln 2 in two parts; the first has 33 bits, so n times it is exact.
  return (n, x - n * 0x1.62e42feep-1, n * 0x1.a39ef35793c76p-33)
}

/// eʳ − 1 − r for |r| ≤ 0.35.
@inline(__always)
private func taylorRemainder<R: RealLanes>(_ r: R) -> R {
  let s = r * r
  // Odd and even powers apart: two short chains instead of a long one.
  var odd = s * (1 / 6_227_020_800) + (1 / 39_916_800)
  odd = odd * s + (1 / 362_880)
  odd = odd * s + (1 / 5_040)
  odd = odd * s + (1 / 120)
  odd = odd * s + (1 / 6)
  var even = s * (1 / 479_001_600) + (1 / 3_628_800)
  even = even * s + (1 / 40_320)
  even = even * s + (1 / 720)
  even = even * s + (1 / 24)
  even = even * s + 0.5
  return s * (even + r * odd)
}

@inline(__always)
private func clamped<R: RealLanes>(_ x: R, from low: Double, through high: Double) -> R {
  let low = R(repeating: low), high = R(repeating: high)
  let raised = R.select(x.isBelow(low), low, else: x)
  return R.select(high.isBelow(raised), high, else: raised)
}
