/// The standard normal quantile of each lane: the z with P(Z ≤ z) = u.
///
/// - Accuracy: relative error at most 10⁻¹⁵ for 10⁻³⁰⁰ ≤ u < 1 as far as u itself tells it:
///   near 1 the spacing of u limits what can be known. u = 0 gives −∞, 1 gives ∞; numbers outside
///   [0, 1] and NaN give NaN.
/// - Source: Wichura, algorithm AS 241 (PPND16), *Applied Statistics* 37 (1988), 477–484.
package func normalQuantile(_ u: SIMD8<Double>) -> SIMD8<Double> { normalQuantileKernel(u) }

/// The standard normal quantile, with the bits of the version for eight lanes.
package func normalQuantile(_ u: Double) -> Double { normalQuantileKernel(u) }

/// Writes the standard normal quantile of every element of `u` to `scores`.
///
/// The central ratio serves 85 % of uniforms; the places of the others are collected and their
/// quantiles done 32 at a time, with the bits of ``normalQuantile(_:)``.
///
/// - Precondition: `u.count == scores.count`.
package func normalQuantiles(_ u: Span<Double>, into scores: inout MutableSpan<Double>) {
  precondition(u.count == scores.count, "\(u.count) uniforms, \(scores.count) scores")
  let blockEnd = u.count & ~7
  for start in stride(from: 0, to: blockEnd, by: tailBlock) {
    let end = min(blockEnd, start + tailBlock)
    var places = InlineArray<136, UInt8>(repeating: 0), count = 0
    for i in stride(from: start, to: end, by: 8) {
      let q = SIMD8(u, at: i) - 0.5
      centralScore(q).store(into: &scores, at: i)
      let isTail = SIMD8<Double>(repeating: 0.425 * 0.425).isBelow(q * q)
      // Written without a branch: which lanes lie outside is a matter of chance.
      for lane in 0..<8 {
        places[count] = UInt8(truncatingIfNeeded: i &- start &+ lane)
        count &+= Int(isTail[lane] & 1)
      }
    }
    finishTails(&places, count, from: start, u, &scores)
  }
  for i in blockEnd..<u.count { scores[i] = normalQuantileKernel(u[i]) }
}

/// Elements whose tails are collected before they are done.
private let tailBlock = 128

/// Puts the quantiles at some places, 32 at a time.
///
/// The places are handed over as they stand, since a copy of them costs as much as the quantiles.
@inline(__always)
private func finishTails(
  _ places: inout InlineArray<136, UInt8>, _ count: Int, from first: Int, _ u: Span<Double>,
  _ scores: inout MutableSpan<Double>
) {
  for start in stride(from: 0, to: count, by: 32) {
    let end = min(count, start + 32)
    var waiting = InlineArray<32, Double>(repeating: 0.5)
    for i in start..<end { waiting[i - start] = u[first + Int(places[i])] }
    let done = outerScore(Four(waiting.span, at: 0))
    var results = InlineArray<32, Double>(repeating: 0)
    var span = results.mutableSpan
    done.store(into: &span, at: 0)
    for i in start..<end { scores[first + Int(places[i])] = results[i - start] }
  }
}

/// The quantile at ½ + q for |q| ≤ 0.425.
@inline(__always)
private func centralScore<R: RealLanes>(_ q: R) -> R {
  q * centralRatio(R.fused(q * -1, q, plus: 0.180625))
}

@inline(__always)
func normalQuantileKernel<R: RealLanes>(_ u: R) -> R {
  let q = u - 0.5
  let isOuter = R(repeating: 0.425 * 0.425).isBelow(q * q)
  // What is no uniform goes the outer way, and NaN comes out of either.
  return R.select(isOuter, outerScore(u), else: centralScore(q))
}

/// The quantile where |u − ½| > 0.425; NaN or ±∞ for what is no uniform.
@inline(__always)
private func outerScore<R: RealLanes>(_ u: R) -> R {
  let isLower = u.isBelow(R(repeating: 0.5))
  let tail = R.select(isLower, u, else: R(repeating: 1) - u)
  let r = (positiveLogarithmKernel(tail) * -1).root
  var size = nearTailRatio(r - 1.6)
  // Rare enough to skip for a whole block: beyond e⁻²⁵, and what is no uniform.
  let isUsual = R(repeating: 1.388794386496402e-11).isBelow(tail)
  if (~isUsual).isAnySet { size = R.select(isUsual, size, else: extremeScore(tail)) }
  return R.select(isLower, R(repeating: 0) - size, else: size)
}

/// |z| where the tail is below e⁻²⁵; ∞ where it is 0; NaN where it is negative or NaN.
@inline(never)
private func extremeScore<R: RealLanes>(_ tail: R) -> R {
  let r = (logarithmKernel(tail) * -1).root
  let size = farTailRatio(r - 5)
  return R.select(tail.equals(R(repeating: 0)), R(repeating: .infinity), else: size)
}

/// z / (u − ½) for |u − ½| ≤ 0.425, as a function of 0.425² − (u − ½)².
@inline(__always)
private func centralRatio<R: RealLanes>(_ r: R) -> R {
  let above = polynomial(
    r, 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
    1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
    3.3430575583588128105e+4, 2.5090809287301226727e+3)
  let below = polynomial(
    r, 1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
    2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
    5.2264952788528545610e+3)
  return above / below
}

/// |z| in the tail, as a function of √(−ln u) − 1.6 ≤ 3.4.
@inline(__always)
private func nearTailRatio<R: RealLanes>(_ r: R) -> R {
  let above = polynomial(
    r, 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4)
  let below = polynomial(
    r, 1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
    1.05075007164441684324e-9)
  return above / below
}

/// |z| in the far tail, as a function of √(−ln u) − 5.
@inline(__always)
private func farTailRatio<R: RealLanes>(_ r: R) -> R {
  let above = polynomial(
    r, 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7)
  let below = polynomial(
    r, 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15)
  return above / below
}

/// c0 + c1 x + … + c7 x⁷, in pairs and fours: chains of three steps.
@inline(__always)
private func polynomial<R: RealLanes>(
  _ x: R, _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double,
  _ c6: Double, _ c7: Double
) -> R {
  let square = x * x
  let low = R.fused(square, R.fused(x, c3, plus: c2), plus: R.fused(x, c1, plus: c0))
  let high = R.fused(square, R.fused(x, c7, plus: c6), plus: R.fused(x, c5, plus: c4))
  return R.fused(square * square, high, plus: low)
}
