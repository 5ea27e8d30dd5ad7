import LinearAlgebra
private import NumericKernels

/// A start for η that is finite and on the side of the data (McCullagh and Nelder, §2.5.1).
func startingPredictor(_ law: WorkingLaw, y: [Double], prior: [Double]?) -> [Double] {
  switch law {
  case .poisson, .negativeBinomial:
    var total = 0.0, weight = 0.0
    for i in y.indices {
      total += (prior?[i] ?? 1) * y[i]
      weight += prior?[i] ?? 1
    }
    let mean = total / weight
    var eta = y.map { ($0 + mean) / 2 }
    var span = eta.mutableSpan
    takeLogarithms(&span)
    return eta
  case .logit, .complementaryLogLog:
    return y.indices.map { i in
      let w = prior?[i] ?? 1
      let mean = (w * y[i] + 0.5) / (w + 1)
      let odds = mean / (1 - mean)
      guard case .logit = law else { return naturalLogarithm(logarithmOfOnePlus(odds)) }
      return naturalLogarithm(odds)
    }
  }
}

extension LikelihoodModel {
  /// The result at a maximum; `rows` tells where the data's rows stood before any were left out.
  func fit(
    _ maximum: Maximum, rows: [Int], _ separation: SeparationReport
  ) throws(EstimationError) -> GeneralisedLinearFit {
    let eta = maximum.state.eta
    let fitted = FittedMeans(maximum.law, y: data.y, eta: eta, prior: data.weights)
    let linear = try linearFit(maximum, fitted)
    let null = try nullModel(maximum)
    return GeneralisedLinearFit(
      family: family, linear: linear,
      classicalCovariance: informationCovariance(linear.inverseGram, observed: false),
      linearPredictor: eta, fittedMeans: fitted.means,
      deviance: deviance(maximum.law, y: data.y, eta: eta, prior: data.weights),
      nullDeviance: null.deviance, logLikelihood: maximum.logLikelihood,
      nullLogLikelihood: null.logLikelihood, pearsonChiSquared: linear.residualSumOfSquares,
      iterations: maximum.steps,
      dispersion: try negativeBinomialDispersion(maximum, linear), rows: rows,
      separation: separation)
  }

  /// X less its effects by the expected information, and its inverse, to full accuracy.
  private func linearFit(
    _ maximum: Maximum, _ fitted: FittedMeans
  ) throws(EstimationError) -> LinearFit {
    var X = data.X
    if let effects {
      X = Matrix(
        columns: try effects.residuals(
          of: maximum.state.columns, weights: fitted.weights, tolerance: 1e-12),
        rows: data.observations)
    }
    let fit = try weightedFit(X, fitted.residuals, fitted.weights, data.names)
    let chiSquared = zip(fitted.weights, fitted.residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    var linear = LinearFit(
      names: data.names, coefficients: maximum.state.coefficients, X: X, weights: fitted.weights,
      residuals: fitted.residuals, inverseGram: fit.inverseGram,
      residualSumOfSquares: chiSquared, effects: data.effects, absorbedRank: effects?.rank ?? 0)
    linear.responseVariances = fitted.means.indices.map { i in
      maximum.law.variance(fitted.means[i]) / (data.weights?[i] ?? 1)
    }
    return linear
  }

  /// The deviance and the log likelihood of a constant alone.
  private func nullModel(
    _ maximum: Maximum
  ) throws(EstimationError) -> (deviance: Double, logLikelihood: Double) {
    if family == .negativeBinomial { return try negativeBinomialNull(maximum.law) }
    let law = maximum.law
    let eta: [Double]
    if let known = constantPredictor(law) {
      eta = known
    } else {
      eta = try nullMaximum().state.eta
    }
    var response = WorkingResponse(rows: eta.count)
    response.evaluate(law, y: data.y, eta: eta, prior: data.weights)
    return (
      deviance(law, y: data.y, eta: eta, prior: data.weights),
      response.logLikelihood + likelihoodConstant(law, y: data.y, prior: data.weights)
    )
  }

  /// η of a constant alone where it has a closed form: without an offset, and for Poisson.
  func constantPredictor(_ law: WorkingLaw) -> [Double]? {
    var total = 0.0, exposure = 0.0
    let greatest = data.offset?.max() ?? 0
    for i in data.y.indices {
      let w = data.weights?[i] ?? 1
      total += w * data.y[i]
      exposure += w * exponential((data.offset?[i] ?? 0) - greatest)
    }
    let mean = total / exposure
    switch (law, data.offset) {
    case (.poisson, let offset?):
      let constant = naturalLogarithm(mean) - greatest
      return offset.map { constant + $0 }
    case (_, .some): return nil
    case (.poisson, nil), (.negativeBinomial, nil):
      return Array(repeating: naturalLogarithm(mean), count: data.observations)
    case (.logit, nil):
      return Array(
        repeating: naturalLogarithm(mean / (1 - mean)), count: data.observations)
    case (.complementaryLogLog, nil):
      return Array(
        repeating: naturalLogarithm(-logarithmOfOnePlus(-mean)), count: data.observations)
    }
  }
}
