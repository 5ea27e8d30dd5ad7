private import NumericKernels

/// What the maximum says of every observation.
struct FittedMeans {
  /// μᵢ.
  var means: [Double] = []
  /// ωᵢ (dμ/dη)² / V(μ): the information that an observation is expected to give.
  var weights: [Double] = []
  /// (yᵢ − μᵢ) / (dμ/dη).
  var residuals: [Double] = []

  /// From n linear predictors, offset included, and n prior weights ωᵢ or nil for ones.
  init(_ law: WorkingLaw, y: [Double], eta: [Double], prior: [Double]?) {
    means.reserveCapacity(y.count)
    weights.reserveCapacity(y.count)
    residuals.reserveCapacity(y.count)
    for i in y.indices {
      let point = expectedPoint(law, y[i], bounded(eta[i]))
      means.append(point.mean)
      weights.append((prior?[i] ?? 1) * max(point.weight, 0x1p-900))
      residuals.append(point.residual)
    }
  }
}

private func expectedPoint(
  _ law: WorkingLaw, _ y: Double, _ eta: Double
) -> (mean: Double, weight: Double, residual: Double) {
  switch law {
  case .poisson:
    let mean = exponential(eta)
    return (mean, mean, (y - mean) / mean)
  case .negativeBinomial(let alpha):
    let mean = exponential(eta)
    return (mean, mean / (1 + alpha * mean), (y - mean) / mean)
  case .logit:
    let t = exponential(-eta.magnitude), point = logitPoint(y, eta)
    return ((eta >= 0 ? 1 : t) / (1 + t), point.curvature, point.step)
  case .complementaryLogLog:
    let m = exponential(eta), hazard = hazardRatio(m)
    let mean = -exponentialMinusOne(-m)
    // dμ/dη = m e⁻ᵐ, dℓ/dη = y r − (1 − y) m.
    let weight = max(m * hazard, 0x1p-900)
    return (mean, weight, (y * hazard - (1 - y) * m) / weight)
  }
}

extension WorkingLaw {
  /// V(μ), kept above 0.
  func variance(_ mean: Double) -> Double {
    let variance =
      switch self {
      case .poisson: mean
      case .negativeBinomial(let alpha): mean * (1 + alpha * mean)
      case .logit, .complementaryLogLog: mean * (1 - mean)
      }
    return max(variance, 0x1p-900)
  }
}
