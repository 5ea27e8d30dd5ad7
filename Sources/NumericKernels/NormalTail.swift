/// P(Z ≤ x) for a standard normal Z.
///
/// - Accuracy: relative error at most 10⁻¹⁴ wherever the value is a normal number, also far in
///   the lower tail; 0 below −40.
package func normalCDF(_ x: Double) -> Double { normalCDFKernel(x) }

/// P(Z ≤ x) for a standard normal Z, in each lane.
package func normalCDF(_ x: SIMD8<Double>) -> SIMD8<Double> { normalCDFKernel(x) }

/// P(Z > x) for a standard normal Z, as accurate in the upper tail as ``normalCDF(_:)`` in the
/// lower one.
package func normalUpperTail(_ x: Double) -> Double { normalCDFKernel(-x) }

/// The density of a standard normal variable, (2π)^−½ exp(−x² / 2).
package func normalDensity(_ x: Double) -> Double {
  halfSquareExponential(x.magnitude) * 0.398942280401432677939946
}

@inline(__always)
func normalCDFKernel<R: RealLanes>(_ x: R) -> R {
  let zero = R(repeating: 0), forty = R(repeating: 40)
  let isNegative = x.isBelow(zero)
  let size = R.select(isNegative, zero - x, else: x)
  // Beyond 40 the tail is below the smallest number; NaN goes through.
  let bounded = R.select(forty.isBelow(size), forty, else: size)
  let tail = halfSquareExponential(bounded) * 0.5 * scaledErfc(bounded * 0.707106781186547524)
  return R.select(isNegative, tail, else: R(repeating: 1) - tail)
}

/// exp(−x² / 2) for x ≥ 0, without the error of rounding x².
///
/// The head of x (in sixteenths) has an exact square; the rest is small.
@inline(__always)
func halfSquareExponential<R: RealLanes>(_ x: R) -> R {
  let head = (x * 16).nearestWhole * 0.0625
  let rest = (x - head) * (x + head)
  return exponentialKernel(head * head * -0.5) * exponentialKernel(rest * -0.5)
}

/// exp(y²) erfc(y) for y ≥ 0.
///
/// A Chebyshev series of (1 + 2y) exp(y²) erfc(y) in t = (y − 3.75) / (y + 3.75), computed to 40
/// digits for this file; terms left out are below 3 · 10⁻¹⁸.
///
/// - Source: Shepherd & Laframboise, *Mathematics of Computation* 36 (1981), 249–253.
@inline(__always)
private func scaledErfc<R: RealLanes>(_ y: R) -> R {
  let twice = (y - 3.75) / (y + 3.75) * 2
  var current = R(repeating: 0), next = current
  for index in stride(from: 24, to: 0, by: -1) {
    // What is older is taken off first, so that a step waits for one fused operation alone.
    (current, next) = (
      R.fused(twice, current, plus: R(repeating: erfcSeries[index]) - next), current
    )
  }
  return R.fused(twice * 0.5, current, plus: R(repeating: 0.5 * erfcSeries[0]) - next)
    / (y * 2 + 1)
}

private let erfcSeries: [25 of Double] = [
  2.3551578691348035082, -0.0045900545806464773309, -0.084249133366517915584,
  0.059209939998191890498, -0.026658668435305752277, 0.0090749976707052650939,
  -0.0024131635404176081909, 0.00049077583652580863229, -0.000069169733025012063671,
  4.1390279860730101675e-6, 7.7403830661984906686e-7, -2.1886401049234395661e-7,
  1.0764999465670910377e-8, 4.5219598112182868979e-9, -7.7544002088313511065e-10,
  -6.3180883408866844944e-11, 2.8687950109306698981e-11, 1.945586854577734723e-13,
  -9.6546967484334389059e-13, 3.2525481481487398415e-14, 3.3478119482868053878e-14,
  -1.8645628804193131017e-15, -1.2507950530688647087e-15, 7.418235256624043445e-17,
  5.0681489047961112991e-17,
]
