/// The quantiles of binomial, Poisson and negative binomial laws as an expansion in the normal score,
/// with a bound of its error.
///
/// With mean m and variance m (1 + θ) the three are one family: θ is −p, 0 and mean / size, and the
/// cumulants are polynomials in θ. P(X ≤ k) is taken as the value at k + ½ of a smooth function whose
/// cumulants are those of the law plus those of ln((s/2) / sinh(s/2)): −1/12, 1/120 and −1/252 for
/// the second, fourth and sixth (Euler and Maclaurin's formula). Its quantile is expanded to the
/// fourth order in 1/σ.
///
/// - Source: Cornish & Fisher, *Revue de l'Institut International de Statistique* 5 (1937), with the
///   terms of Abramowitz & Stegun, 26.2.49. The use, a fast expansion with exact correction where the
///   bound does not decide, is that of Giles, algorithm 955, *ACM Transactions on Mathematical
///   Software* 42 (2016).
struct CornishFisher<Real: CountVector> {
  /// The real quantile x̂: the answer is the whole number next above x̂ − ½.
  let quantile: Real
  /// That whole number.
  let count: Real
  /// Set where no other whole number is within the bound of the error.
  let isCertain: Real.Bits
  /// Set where the expansion is worth anything: 1 + 2θ below 0.3 σ, and σ above 10/3.
  let isSmooth: Real.Bits

  init<Law: CountLanes>(_ u: Real, _ law: Law) where Law.Real == Real {
    let (mean, excess) = law.moments
    let variance = mean + mean * excess
    let skew = excess * 2 + 1
    let magnitude = Real.select(skew.isBelow(Real(repeating: 1)), Real(repeating: 1), else: skew)
    isSmooth = (magnitude * magnitude).isBelow(variance * 0.09)
    let w = normalQuantileKernel(u)
    let sd = (variance - 1 / 12).root
    quantile = Real.fused(
      sd, standardised(w, variance: variance, excess: excess, sd: sd), plus: mean)
    let error = Self.errorBound(w, sd: sd, magnitude: magnitude, mean: mean)
    let (low, high) = ((quantile - error - 0.5).raised, (quantile + error - 0.5).raised)
    count = (quantile - 0.5).raised
    let isCentral = (w * w).isBelow(Real(repeating: 16))
    isCertain = low.equals(high) & isCentral & Real(repeating: -1).isBelow(low)
  }

  /// Four times the greatest error seen over the three families (σ from 2 to 700, |w| < 5) in units
  /// of σ ((1 + 2θ) / σ)⁵ (1 + w²)³, and the rounding of the mean.
  ///
  /// The order of the first term left out; the tests compare with the distribution function.
  private static func errorBound(
    _ w: Real, sd: Real, magnitude: Real, mean: Real
  ) -> Real {
    let ratio = magnitude / sd, spread = Real.fused(w, w, plus: 1)
    let square = ratio * ratio
    return Real.fused(
      sd * 0.004, square * square * ratio * (spread * spread * spread), plus: mean * 0x1p-48)
  }
}

/// The expansion of (x̂ − m) / σ in w.
@inline(__always)
private func standardised<Real: RealLanes>(
  _ w: Real, variance: Real, excess: Real, sd: Real
) -> Real {
  let t = Real.fused(excess, excess, plus: excess), skew = excess * 2 + 1
  let inverse = Real(repeating: 1) / sd
  let inverseSquare = inverse * inverse
  // κ₂ over the corrected variance.
  let scale = variance * inverseSquare
  let γ1 = scale * skew * inverse
  let γ2 = Real.fused(scale, t * 6 + 1, plus: inverseSquare * (1 / 120)) * inverseSquare
  let γ3 = scale * skew * (t * 12 + 1) * (inverseSquare * inverse)
  let γ4 =
    Real.fused(
      scale, Real.fused(t, t * 120 + 30, plus: 1), plus: inverseSquare * (-1 / 252))
    * (inverseSquare * inverseSquare)
  let s = w * w, square = γ1 * γ1
  // The Hermite polynomials collected by powers of w; hab… goes with the product γa γb….
  let h1: Real = (s - 1) * (1 / 6)
  let h2: Real = (s - 3) * (1 / 24)
  let h11: Real = (s * 2 - 5) * (-1 / 36)
  let h3: Real = Real.fused(s, s - 6, plus: 3) * (1 / 120)
  let h12: Real = Real.fused(s, s - 5, plus: 2) * (-1 / 24)
  let h111: Real = Real.fused(s, s * 12 - 53, plus: 17) * (1 / 324)
  let h4: Real = Real.fused(s, s - 10, plus: 15) * (1 / 720)
  let h22: Real = Real.fused(s, s * 3 - 24, plus: 29) * (-1 / 384)
  let h13: Real = Real.fused(s, s * 2 - 17, plus: 21) * (-1 / 180)
  let h112: Real = Real.fused(s, s * 14 - 103, plus: 107) * (1 / 288)
  let h1111: Real = Real.fused(s, s * 252 - 1688, plus: 1511) * (-1 / 7776)
  let second: Real = γ2 * h2 + square * h11
  let third: Real = γ3 * h3 + γ1 * (γ2 * h12 + square * h111)
  let outer: Real = γ4 * h4 + γ2 * γ2 * h22 + γ1 * γ3 * h13
  let fourth: Real = outer + square * (γ2 * h112 + square * h1111)
  return w + (γ1 * h1 + w * second) + (third + w * fourth)
}

extension RealLanes {
  /// The next whole number at or above, for |x| < 2⁵¹.
  @inline(__always)
  fileprivate var raised: Self {
    let whole = nearestWhole
    return whole + Self.keep(Self(repeating: 1), where: whole.isBelow(self))
  }
}
