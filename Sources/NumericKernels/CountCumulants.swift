/// Cumulants from the second to the sixth of counts, or of sums of independent ones, in each lane.
@frozen
public struct CountCumulants {
  public var second: SIMD8<Double>
  public var third: SIMD8<Double>
  public var fourth: SIMD8<Double>
  public var fifth: SIMD8<Double>
  public var sixth: SIMD8<Double>

  public init(
    second: SIMD8<Double>, third: SIMD8<Double>, fourth: SIMD8<Double>, fifth: SIMD8<Double>,
    sixth: SIMD8<Double>
  ) {
    (self.second, self.third, self.fourth) = (second, third, fourth)
    (self.fifth, self.sixth) = (fifth, sixth)
  }

  /// Those of nothing.
  @inlinable @inline(__always)
  public init() {
    (second, third, fourth, fifth, sixth) = (.zero, .zero, .zero, .zero, .zero)
  }

  /// Adds those of a binomial, Poisson or negative binomial count of variance mean · (1 + θ), times
  /// ±1.
  ///
  /// With v = mean (1 + θ) and t = θ + θ² they are v, v (1 + 2θ), v (1 + 6t), v (1 + 2θ) (1 + 12t) and
  /// v (1 + 30t + 120t²).
  ///
  /// - Parameters:
  ///   - mean: ≥ 0.
  ///   - excess: θ: −p, 0, or mean / size.
  ///   - sign: 1, or −1 for the negative of the count.
  @inlinable @inline(__always)
  public mutating func add(mean: SIMD8<Double>, excess: SIMD8<Double>, sign: Double) {
    typealias Real = SIMD8<Double>
    let t = Real.fused(excess, excess, plus: excess)
    let variance = Real.fused(mean, excess, plus: mean)
    let skewed = variance * Real.fused(excess, 2 * sign, plus: sign)
    second += variance
    third += skewed
    fourth = .fused(variance, Real.fused(t, 6, plus: 1), plus: fourth)
    fifth = .fused(skewed, Real.fused(t, 12, plus: 1), plus: fifth)
    let factor = Real.fused(t, Real.fused(t, 120, plus: 30), plus: 1)
    sixth = .fused(variance, factor, plus: sixth)
  }

  /// Those of the sum of two independent numbers.
  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self {
    CountCumulants(
      second: a.second + b.second, third: a.third + b.third, fourth: a.fourth + b.fourth,
      fifth: a.fifth + b.fifth, sixth: a.sixth + b.sixth)
  }

  /// P(S ≥ k) of a whole number with this mean and these cumulants, in each lane.
  ///
  /// Edgeworth's expansion to the fourth order, at k − ½ and with the lattice's correction of the even
  /// cumulants (see ``CornishFisher``).
  ///
  /// - Returns: For a sum of binomial and Poisson counts right to 0.01 σ⁻⁵; with negative binomial
  ///   ones to 0.025 ((1 + 1.5 θ) / σ)⁵, θ the greatest excess of variance (tested).
  /// - Source: Kolassa, *Series Approximation Methods in Statistics*, 3rd ed., §3.6 and §3.9.
  public func upperTail(atLeast k: SIMD8<Double>, mean: SIMD8<Double>) -> SIMD8<Double> {
    let variance = second - 1 / 12
    let sd = squareRoot(variance), square = variance * variance
    let γ1 = third / (variance * sd), γ2 = (fourth + 1 / 120) / square
    let γ3 = fifth / (square * sd), γ4 = (sixth - 1 / 252) / (square * variance)
    let x = (k - 0.5 - mean) / sd
    // Hermite's polynomials: H(n + 1) = x H(n) − n H(n − 1).
    let H2 = x * x - 1, H3 = x * H2 - x * 2, H4 = x * H3 - H2 * 3, H5 = x * H4 - H3 * 4
    let H6 = x * H5 - H4 * 5, H7 = x * H6 - H5 * 6, H8 = x * H7 - H6 * 7
    let H9 = x * H8 - H7 * 8, H10 = x * H9 - H8 * 9, H11 = x * H10 - H9 * 10
    let γ11 = γ1 * γ1
    let first = γ1 * H2 * (1 / 6)
    let second = γ2 * H3 * (1 / 24) + γ11 * H5 * (1 / 72)
    let third = γ3 * H4 * (1 / 120) + γ1 * (γ2 * H6 * (1 / 144) + γ11 * H8 * (1 / 1296))
    let outer = γ4 * H5 * (1 / 720) + γ2 * γ2 * H7 * (1 / 1152) + γ1 * γ3 * H7 * (1 / 720)
    let fourth = outer + γ11 * (γ2 * H9 * (1 / 1728) + γ11 * H11 * (1 / 31104))
    // Beyond forty standard deviations the density is 0, whatever the polynomials.
    let density = exponential(x * x * -0.5) * 0.398942280401432678
    let terms = density * (first + second + third + fourth)
    let isFar = x * x .> 1600
    return normalCDF(SIMD8<Double>.zero - x) + terms.replacing(with: 0, where: isFar)
  }
}
