private import NumericKernels

/// Twice what the log likelihood lacks to that of a model with μ = y: Σ ωᵢ dᵢ.
///
/// Written with the half deviance of a count, in which nothing cancels where y is near μ.
///
/// - Source: McCullagh and Nelder, *Generalized Linear Models*, 2nd ed., §2.3.
func deviance(_ law: WorkingLaw, y: [Double], eta: [Double], prior: [Double]?) -> Double {
  var sum = 0.0
  for i in y.indices {
    sum += (prior?[i] ?? 1) * halfDeviance(law, y[i], bounded(eta[i]))
  }
  return 2 * sum
}

private func halfDeviance(_ law: WorkingLaw, _ y: Double, _ eta: Double) -> Double {
  switch law {
  case .poisson: return halfDeviance(y, exponential(eta))
  case .negativeBinomial(let alpha):
    let mean = exponential(eta), theta = 1 / alpha
    return max(0, halfDeviance(y, mean) - halfDeviance(y + theta, mean + theta))
  case .logit:
    guard y > 0, y < 1 else { return -logitPoint(y, eta).logLikelihood }
    let t = exponential(-eta.magnitude)
    let (high, low) = (1 / (1 + t), t / (1 + t))
    return eta >= 0
      ? halfDeviance(y, high) + halfDeviance(1 - y, low)
      : halfDeviance(y, low) + halfDeviance(1 - y, high)
  case .complementaryLogLog:
    let m = exponential(eta)
    guard y > 0, y < 1 else { return -complementaryLogLogPoint(y, eta).logLikelihood }
    // Beyond, 1 − μ = e⁻ᵐ may be no number any more, and nothing cancels.
    guard m < 30 else {
      return y * naturalLogarithm(y) + (1 - y) * naturalLogarithm(1 - y)
        - complementaryLogLogPoint(y, eta).logLikelihood
    }
    return halfDeviance(y, -exponentialMinusOne(-m)) + halfDeviance(1 - y, exponential(-m))
  }
}

/// What a log likelihood has besides the terms with η.
///
/// For a share y of ω trials the number of their orders, ln (ω over ωy), where all ω and ωy are
/// whole; for other shares nothing, as the likelihood is then a pseudo-likelihood. For Poisson and
/// negative binomial laws ω multiplies all terms, as if an observation were there ω times.
func likelihoodConstant(_ law: WorkingLaw, y: [Double], prior: [Double]?) -> Double {
  switch law {
  case .poisson: return -factorials(y, prior)
  case .negativeBinomial(let alpha):
    return CountTail(y, prior).logarithms(alpha: alpha) - factorials(y, prior)
  case .logit, .complementaryLogLog:
    guard let prior else { return 0 }
    var sum = 0.0
    for (y, trials) in zip(y, prior) {
      let hits = y * trials
      guard isWhole(hits), isWhole(trials) else { return 0 }
      sum +=
        logGamma(trials.rounded() + 1) - logGamma(hits.rounded() + 1)
        - logGamma(trials.rounded() - hits.rounded() + 1)
    }
    return sum
  }
}

/// Whether a number is whole but for the rounding of a share times its trials.
private func isWhole(_ x: Double) -> Bool {
  (x - x.rounded()).magnitude <= 1e-9 * max(1, x.magnitude)
}

/// Σ ωᵢ ln yᵢ!.
private func factorials(_ y: [Double], _ prior: [Double]?) -> Double {
  // Most counts are small and frequent.
  let table = (0..<256).map { logGamma(Double($0) + 1) }
  var sum = 0.0
  for i in y.indices {
    let isListed = y[i] < 256 && y[i] == y[i].rounded()
    sum += (prior?[i] ?? 1) * (isListed ? table[Int(y[i])] : logGamma(y[i] + 1))
  }
  return sum
}
