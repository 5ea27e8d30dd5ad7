import LinearAlgebra
private import NumericKernels

/// Priors of E11 on their unbounded scales: mux, and the two the grid runs over.
package struct GrowthPriors: Sendable, Equatable {
  /// Mean growth a year, log points; the scale is its own.
  package let mux: UnboundedMoments
  /// Persistence a quarter.
  package let phix: UnboundedMoments
  /// Sd of the innovations, per root year.
  package let sigmax: UnboundedMoments

  package init(mux: UnboundedMoments, phix: UnboundedMoments, sigmax: UnboundedMoments) {
    (self.mux, self.phix, self.sigmax) = (mux, phix, sigmax)
  }
}

/// The joint posterior of mux, phix and sigmax, summarised on their unbounded scales.
package struct GrowthPosterior: Sendable, Equatable {
  package let mux: UnboundedMoments
  package let phix: UnboundedMoments
  package let sigmax: UnboundedMoments
  /// Pearson correlations on the unbounded scales; 0 with a parameter that is fixed.
  package let correlationMuxPhix: Double
  package let correlationMuxSigmax: Double
  package let correlationPhixSigmax: Double
}

/// How finely the posterior of phix and sigmax is searched for, and then summed.
package struct GrowthGrid: Sendable, Equatable {
  /// Points for phix and sigmax within six prior standard deviations: the search.
  package let search: (phix: Int, sigmax: Int)
  /// Points about what the search found: the sum.
  package let sum: (phix: Int, sigmax: Int)
  /// Half-width of the sum, in standard deviations found.
  package let reach: Double

  /// A point of phix costs a thousand times one of sigmax (see ``GrowthSlice``).
  package static let usual = GrowthGrid(search: (9, 49), sum: (21, 41), reach: 7.5)

  /// Each takes steps that are too coarse to 3/8 or less: enough for a law 10⁴ times as narrow as its
  /// prior.
  static let mostSums = 12

  package init(search: (phix: Int, sigmax: Int), sum: (phix: Int, sigmax: Int), reach: Double) {
    (self.search, self.sum, self.reach) = (search, sum, reach)
  }

  package static func == (a: GrowthGrid, b: GrowthGrid) -> Bool {
    a.search == b.search && a.sum == b.sum && a.reach == b.reach
  }
}

/// Computes the posterior of E11's parameters from published windows.
///
/// The Gaussian likelihood with the exact mean and covariance of the windows under E11; mux, in
/// which it is linear, is integrated analytically; phix and sigmax by the trapezoidal rule on
/// their unbounded scales, first on a coarse grid over the prior, then on one about what that
/// found: data may be far from the prior. Steps of less than a standard deviation sum a smooth law
/// all but exactly; where data narrow it further, a grid about the last one follows.
///
/// - Parameters:
///   - design: n ≥ 1 windows.
///   - process: E11 with its stress at fixed values.
///   - priors: A standard deviation of 0 fixes a parameter.
///   - grid: How finely.
/// - Returns: The posterior; nil if no grid point has a phix in (−1, 1), a positive sigmax and a
///   positive definite covariance.
/// - Complexity: O(n³ + n T²) a point of phix, for T quarters, and O(n) a point of sigmax.
/// - Accuracy: posterior means and sds within 10⁻⁶ of a prior sd of those on a grid three times
///   as fine and wider, and of a quadrature in three dimensions by a script (tested).
/// - Source: Trefethen & Weideman, *SIAM Review* 56(3), 2014, on the trapezoidal rule.
package func growthPosterior(
  _ design: WindowDesign, process: GrowthProcess, priors: GrowthPriors,
  grid: GrowthGrid = .usual
) -> GrowthPosterior? {
  let wide = GridAxes(
    phix: GridAxis(priors.phix, grid.search.phix),
    sigmax: GridAxis(priors.sigmax, grid.search.sigmax))
  guard var found = summary(wide.points(design, process, priors), priors) else { return nil }
  var axes = wide
  for _ in 0..<GrowthGrid.mostSums {
    axes = GridAxes(
      phix: axes.phix.narrowed(to: found.phix, grid.sum.phix, reach: grid.reach),
      sigmax: axes.sigmax.narrowed(to: found.sigmax, grid.sum.sigmax, reach: grid.reach))
    guard let next = summary(axes.points(design, process, priors), priors) else { return nil }
    found = next
    if axes.phix.step <= found.phix.sd, axes.sigmax.step <= found.sigmax.sd { break }
  }
  return found
}

/// Equally spaced points on an unbounded scale; one point for a parameter that is fixed.
private struct GridAxis {
  let prior: UnboundedMoments
  let nodes: [Double]
  let step: Double

  init(_ prior: UnboundedMoments, _ count: Int) {
    self.init(prior, centre: prior.mean, half: 6 * prior.sd, count)
  }

  private init(_ prior: UnboundedMoments, centre: Double, half: Double, _ count: Int) {
    precondition(count > 1, "a grid of \(count) points")
    self.prior = prior
    step = 2 * half / Double(count - 1)
    let step = step
    nodes =
      half > 0 ? (0..<count).map { centre - half + step * Double($0) } : [prior.mean]
  }

  /// The axis about a summary of its points; at least half of its steps to either side.
  func narrowed(to found: UnboundedMoments, _ count: Int, reach: Double) -> GridAxis {
    GridAxis(prior, centre: found.mean, half: reach * max(found.sd, step / 2), count)
  }

  /// ln of the prior density, but for a constant.
  func logDensity(_ z: Double) -> Double {
    guard prior.sd > 0 else { return 0 }
    let score = (z - prior.mean) / prior.sd
    return -score * score / 2
  }
}

private struct GridAxes {
  let phix: GridAxis
  let sigmax: GridAxis

  /// Every point with a likelihood.
  func points(
    _ design: WindowDesign, _ process: GrowthProcess, _ priors: GrowthPriors
  ) -> [GridPoint] {
    phix.nodes.flatMap { zφ -> [GridPoint] in
      let φ = priors.phix.link.inverse(zφ)
      guard φ > -1, φ < 1,
        let slice = GrowthSlice(design, process: process, φ: φ, prior: priors.mux.moments)
      else { return [] }
      return sigmax.nodes.compactMap { zσ in
        let σ = priors.sigmax.link.inverse(zσ)
        guard σ > 0 else { return nil }
        let mux = slice.mux(σ: σ)
        return GridPoint(
          logWeight: mux.logEvidence + phix.logDensity(zφ) + sigmax.logDensity(zσ),
          mux: mux.moments, zφ: zφ, zσ: zσ)
      }
    }
  }
}

/// A point of the grid with what the windows say of mux there.
private struct GridPoint {
  let logWeight: Double
  let mux: Moments
  let zφ: Double
  let zσ: Double
}

/// The windows at one value of phix, in coordinates in which any sigmax is a sum of n terms.
///
/// With M = LLᵀ the covariance of stress and measurement and σ²S that of the innovations,
/// L⁻¹SL⁻ᵀ = QΛQᵀ makes V = LQ(I + σ²Λ)QᵀLᵀ: one decomposition serves every sigmax.
private struct GrowthSlice {
  private let eigenvalues: [Double]
  /// QᵀL⁻¹ times d E y / d mux, the years that a window spans.
  private let slope: [Double]
  /// QᵀL⁻¹ times y less its prior mean, stress included.
  private let residual: [Double]
  private let logDeterminant: Double
  private let prior: Moments

  init?(_ design: WindowDesign, process: GrowthProcess, φ: Double, prior: Moments) {
    let T = design.weights.columns
    let γ = process.autocovariances(φ: φ, count: T)
    guard let factor = try? Cholesky(design.covariance(γ.stress) + design.measurement),
      let eigen = SymmetricEigen(factor.whitened(design.covariance(γ.innovation)))
    else { return nil }
    let quarters = design.weights * Array(repeating: 1, count: T)
    let years = quarters.map { GrowthProcess.quarter * $0 }
    let deviation = process.meanDeviation(φ: φ)
    let gaps = design.logGrowth.indices.map {
      design.logGrowth[$0] - deviation * quarters[$0] - prior.mean * years[$0]
    }
    let rotation = eigen.vectors.transposed
    self.prior = prior
    eigenvalues = eigen.values.map { max(0, $0) }
    slope = rotation * factor.whiten(years)
    residual = rotation * factor.whiten(gaps)
    logDeterminant = factor.logDeterminant(logarithm: naturalLogarithm)
  }

  /// The law of mux given phix and sigmax, and the logarithm of the evidence for them.
  func mux(σ: Double) -> (moments: Moments, logEvidence: Double) {
    var aa = 0.0, ar = 0.0, rr = 0.0, determinant = logDeterminant
    for (i, λ) in eigenvalues.enumerated() {
      let variance = 1 + σ * σ * λ
      aa += slope[i] * slope[i] / variance
      ar += slope[i] * residual[i] / variance
      rr += residual[i] * residual[i] / variance
      determinant += naturalLogarithm(variance)
    }
    // 1 + s² a'V⁻¹a is the ratio of the prior's variance of mux to the posterior's.
    let ratio = 1 + prior.variance * aa
    let gain = prior.variance / ratio
    return (
      Moments(mean: prior.mean + gain * ar, sd: gain.squareRoot()),
      -0.5 * (determinant + naturalLogarithm(ratio) + rr - gain * ar * ar)
    )
  }
}

/// Means, standard deviations and correlations over the weighted grid.
private func summary(_ points: [GridPoint], _ priors: GrowthPriors) -> GrowthPosterior? {
  guard let top = points.map(\.logWeight).max(), top.isFinite else { return nil }
  let weights = points.map { exponential($0.logWeight - top) }
  let total = weights.reduce(0, +)
  func mean(_ f: (GridPoint) -> Double) -> Double {
    zip(points, weights).reduce(0) { $0 + $1.1 * f($1.0) } / total
  }
  let μ = mean(\.mux.mean), zφ = mean(\.zφ), zσ = mean(\.zσ)
  let spread = mean { $0.mux.variance + ($0.mux.mean - μ) * ($0.mux.mean - μ) }.squareRoot()
  // Rounding gives a fixed parameter a spread; it has none.
  let spreadφ =
    priors.phix.sd > 0 ? mean { ($0.zφ - zφ) * ($0.zφ - zφ) }.squareRoot() : 0
  let spreadσ =
    priors.sigmax.sd > 0 ? mean { ($0.zσ - zσ) * ($0.zσ - zσ) }.squareRoot() : 0
  func correlation(_ covariance: Double, _ a: Double, _ b: Double) -> Double {
    a > 0 && b > 0 ? covariance / (a * b) : 0
  }
  return GrowthPosterior(
    mux: UnboundedMoments(priors.mux.link, mean: μ, sd: spread),
    phix: UnboundedMoments(priors.phix.link, mean: zφ, sd: spreadφ),
    sigmax: UnboundedMoments(priors.sigmax.link, mean: zσ, sd: spreadσ),
    correlationMuxPhix: correlation(
      mean { ($0.mux.mean - μ) * ($0.zφ - zφ) }, spread, spreadφ),
    correlationMuxSigmax: correlation(
      mean { ($0.mux.mean - μ) * ($0.zσ - zσ) }, spread, spreadσ),
    correlationPhixSigmax: correlation(
      mean { ($0.zφ - zφ) * ($0.zσ - zσ) }, spreadφ, spreadσ))
}
