import LinearAlgebra
private import NumericKernels

/// The rows of an autoregression with those of its prior: what λ is looked for on.
struct AutoregressionRows {
  /// (T − p) × k.
  let X: Matrix
  /// (T − p) × m.
  let Y: Matrix
  private let minnesota: MinnesotaPrior
  private let scales: [Double]

  init(_ series: TimeSeries, _ minnesota: MinnesotaPrior, _ scales: [Double]) {
    let p = minnesota.lags, rows = series.values.rows - p, m = series.names.count
    let lags = (0..<rows).map { lagged(series.values, before: $0 + p, lags: p) }
    X = Matrix(rows: rows, columns: m * p + 1) { lags[$0][$1] }
    Y = Matrix(rows: rows, columns: m) { series.values[$0 + p, $1] }
    (self.minnesota, self.scales) = (minnesota, scales)
  }

  /// m + 2: the least whole number with which Σ has a mean.
  private var priorDegrees: Double { Double(Y.columns + 2) }

  func laws(
    _ λ: Double
  ) throws(EstimationError) -> (prior: NormalInverseWishart, posterior: NormalInverseWishart) {
    let (dummyX, dummyY) = minnesota.dummies(tightness: λ, scales: scales)
    do throws(LeastSquaresError) {
      let prior = try NormalInverseWishart(rows: dummyX, dummyY, degreesOfFreedom: priorDegrees)
      let posterior = try NormalInverseWishart(
        rows: dummyX.above(X), dummyY.above(Y), degreesOfFreedom: priorDegrees + Double(X.rows))
      return (prior, posterior)
    } catch {
      // The prior's rows are independent: only numbers of hopeless sizes are refused.
      throw .notConverged(what: "autoregression", steps: 1)
    }
  }

  func logLikelihood(
    _ prior: NormalInverseWishart, _ posterior: NormalInverseWishart
  ) throws(EstimationError) -> Double {
    do throws(CholeskyError) {
      return try logMarginalLikelihood(rows: X.rows, from: prior, to: posterior)
    } catch {
      throw .notConverged(what: "autoregression", steps: 1)
    }
  }

  /// λ as given, or the most probable in 0.001...100.
  func tightness() throws(EstimationError) -> (λ: Double, isAtBound: Bool) {
    if case .given(let λ) = minnesota.tightness { return (λ, false) }
    let ends = -3 * naturalLogarithm(10)...2 * naturalLogarithm(10)
    // Numbers that no law can be made of at one λ have none at any.
    _ = try slope(ends.lowerBound)
    let inside = minima(of: { -((try? slope($0)) ?? 0) }, on: ends, step: 0.1)
    var best = ends.lowerBound, highest = try criterion(best)
    for place in inside + [ends.upperBound] {
      let value = try criterion(place)
      if value > highest { (best, highest) = (place, value) }
    }
    return (exponential(best), best == ends.lowerBound || best == ends.upperBound)
  }

  /// ln p(Y | λ), and with a hyperprior ln p(λ), at ln λ.
  private func criterion(_ t: Double) throws(EstimationError) -> Double {
    let (prior, posterior) = try laws(exponential(t))
    let evidence = try logLikelihood(prior, posterior)
    guard minnesota.tightness == .hierarchical else { return evidence }
    return evidence + (hyperShape - 1) * t - exponential(t) / hyperScale
  }

  /// Its derivative by ln λ.
  ///
  /// With P the prior precisions of lags and D = M̄ − M,
  /// d ln p/d ln λ = Σⱼ (ν̄ Pⱼ dⱼᵀS̄⁻¹dⱼ − m (1 − Ω̄ⱼⱼPⱼ)): M̄ minimises what S̄ is made of, so that
  /// its own change does not count.
  private func slope(_ t: Double) throws(EstimationError) -> Double {
    let λ = exponential(t), (prior, posterior) = try laws(λ)
    let roots = minnesota.rootPrecisions(tightness: λ, scales: scales)
    let moved = posterior.mean - prior.mean
    let factor: Cholesky
    do throws(CholeskyError) { factor = try Cholesky(posterior.scale) } catch {
      throw .notConverged(what: "autoregression", steps: 1)
    }
    var sum = 0.0
    for j in 0..<roots.count - 1 {
      let row = (0..<Y.columns).map { roots[j] * moved[j, $0] }
      let white = factor.whiten(row)
      let spread = (0..<roots.count).map { roots[j] * posterior.root[j, $0] }
      sum += posterior.degreesOfFreedom * dot(white, white)
      sum -= Double(Y.columns) * (1 - dot(spread, spread))
    }
    guard minnesota.tightness == .hierarchical else { return sum }
    return sum + hyperShape - 1 - λ / hyperScale
  }

  /// The gamma law with mode 0.2 and sd 0.4: mode (k − 1)θ, variance kθ².
  private var hyperScale: Double { (-0.2 + (0.04 + 4 * 0.16).squareRoot()) / 2 }
  private var hyperShape: Double { 1 + 0.2 / hyperScale }
}

extension Matrix {
  /// This matrix with the rows of another below.
  func above(_ other: Matrix) -> Matrix {
    precondition(columns == other.columns, "\(columns) columns above \(other.columns)")
    return Matrix(rows: rows + other.rows, columns: columns) { i, j in
      i < rows ? self[i, j] : other[i - rows, j]
    }
  }
}
