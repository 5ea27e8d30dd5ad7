import NumericKernels

/// P(S ≥ k) for a sum of independent counts, by its first five cumulants.
///
/// Edgeworth's expansion to the third order, at k − ½ and with the lattice's correction of the even
/// cumulants (see ``CornishFisher`` of the kernels).
///
/// - Accuracy: the first term left out is of order σ⁻⁴: below 10⁻⁴ where the skewness is at most ¼,
///   and of both signs over k (tests compare the mean with counting).
/// - Source: Kolassa, *Series Approximation Methods in Statistics*, 3rd ed., §3.6 and §3.9.
struct SumProbability {
  let value: Lanes
  /// Where the expansion is worth anything.
  let isKnown: SIMDMask<SIMD8<Int64>>

  @inline(__always)
  init(_ paths: borrowing Paths, _ sum: SumRows, atLeast k: Double, _ v: Int) {
    let κ2 = paths[sum.cumulants[0], v], variance = κ2 - 1 / 12
    let sd = squareRoot(variance)
    let γ1 = paths[sum.cumulants[1], v] / (variance * sd)
    let γ2 = (paths[sum.cumulants[2], v] + 1 / 120) / (variance * variance)
    let γ3 = paths[sum.cumulants[3], v] / (variance * variance * sd)
    let x = (Lanes(repeating: k - 0.5) - paths[sum.mean, v]) / sd
    let s = x * x, square = γ1 * γ1
    let H2 = s - 1, H3 = x * (s - 3), H4 = s * (s - 6) + 3
    let H5 = x * (s * (s - 10) + 15)
    let H6 = s * (s * (s - 15) + 45) - 15
    let H8 = s * (s * (s * (s - 28) + 210) - 420) + 105
    let first = γ1 * H2 * (1 / 6)
    let second = γ2 * H3 * (1 / 24) + square * H5 * (1 / 72)
    let outer = γ3 * H4 * (1 / 120) + γ1 * γ2 * H6 * (1 / 144)
    let third = outer + γ1 * square * H8 * (1 / 1296)
    let density = exponential(s * -0.5) * 0.398942280401432678
    value = normalCDF(Lanes.zero - x) + density * (first + second + third)
    isKnown = (square .<= 1 / 4) .& (variance .>= 8)
  }
}
