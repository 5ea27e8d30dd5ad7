private import NumericKernels

/// A law whose parameters are known but for the linear predictor.
enum WorkingLaw: Sendable {
  case poisson
  case negativeBinomial(alpha: Double)
  case logit
  case complementaryLogLog
}

/// The log likelihood near one linear predictor, seen as weighted least squares.
///
/// Newton's step regresses `steps` on the regressors with weights `curvatures`. All four laws are
/// concave in η, so that curvatures are positive and the step with halving finds the maximum.
struct WorkingResponse: Sendable {
  /// −ωᵢ d²ℓᵢ/dηᵢ², positive.
  private(set) var curvatures: [Double]
  /// (dℓᵢ/dηᵢ) / (−d²ℓᵢ/dηᵢ²).
  private(set) var steps: [Double]
  /// Σ ωᵢ ℓᵢ, without the terms that hold no η.
  private(set) var logLikelihood = 0.0
  /// The sum of the terms' magnitudes: rounding is a few 2⁻⁵² of it.
  private(set) var magnitude = 0.0

  init(rows: Int) {
    curvatures = Array(repeating: 1, count: rows)
    steps = curvatures
  }

  /// Takes in a new linear predictor η, offset included; nothing is allocated.
  ///
  /// `prior` are the weights ωᵢ, nil for ones.
  mutating func evaluate(_ law: WorkingLaw, y: [Double], eta: [Double], prior: [Double]?) {
    switch law {
    case .poisson: evaluatePoisson(y, eta, prior)
    case .negativeBinomial(let alpha):
      evaluate(y, eta, prior) { negativeBinomialPoint($0, $1, alpha) }
    case .logit: evaluate(y, eta, prior, logitPoint)
    case .complementaryLogLog: evaluate(y, eta, prior, complementaryLogLogPoint)
    }
  }

  private mutating func evaluatePoisson(_ y: [Double], _ eta: [Double], _ prior: [Double]?) {
    for i in eta.indices { curvatures[i] = bounded(eta[i]) }
    var means = curvatures.mutableSpan
    exponentiate(&means)
    var sum = 0.0, size = 0.0
    for i in eta.indices {
      let w = prior?[i] ?? 1, mean = curvatures[i]
      steps[i] = (y[i] - mean) / mean
      curvatures[i] = w * mean
      let product = y[i] * bounded(eta[i])
      sum += w * (product - mean)
      size += w * (product.magnitude + mean)
    }
    (logLikelihood, magnitude) = (sum, size)
  }

  @inline(__always)
  private mutating func evaluate(
    _ y: [Double], _ eta: [Double], _ prior: [Double]?, _ point: (Double, Double) -> LikelihoodPoint
  ) {
    var sum = 0.0, size = 0.0
    for i in eta.indices {
      let w = prior?[i] ?? 1
      let here = point(y[i], bounded(eta[i]))
      // Weights of zero would leave groups without a mean.
      curvatures[i] = w * max(here.curvature, smallestCurvature)
      steps[i] = here.step
      sum += w * here.logLikelihood
      size += w * here.magnitude
    }
    (logLikelihood, magnitude) = (sum, size)
  }
}

/// One observation's log likelihood as a function of η.
struct LikelihoodPoint {
  let logLikelihood: Double
  /// The sum of the magnitudes of its terms.
  let magnitude: Double
  /// −d²ℓ/dη².
  let curvature: Double
  /// dℓ/dη over the curvature.
  let step: Double
}

/// Below every curvature that moves a coefficient, and far from underflow when squared roots of it
/// are multiplied.
private var smallestCurvature: Double { 0x1p-900 }

/// η where its exponential and the reciprocal of it are finite.
@inline(__always)
func bounded(_ eta: Double) -> Double { min(max(eta, -600), 600) }

/// ℓ = yη − (y + 1/α) ln(1 + αμ).
func negativeBinomialPoint(_ y: Double, _ eta: Double, _ alpha: Double) -> LikelihoodPoint {
  let mean = exponential(eta), x = alpha * mean
  let product = y * eta
  let loss = (y + 1 / alpha) * logarithmOfOnePlus(x)
  return LikelihoodPoint(
    logLikelihood: product - loss, magnitude: product.magnitude + loss,
    curvature: (1 + alpha * y) * mean / ((1 + x) * (1 + x)),
    step: (y - mean) * (1 + x) / (mean * (1 + alpha * y)))
}

/// ℓ = yη − ln(1 + eᵑ), with y a share.
func logitPoint(_ y: Double, _ eta: Double) -> LikelihoodPoint {
  let t = exponential(-eta.magnitude)
  let product = y * eta, loss = max(eta, 0) + logarithmOfOnePlus(t)
  let curvature = t / ((1 + t) * (1 + t))
  // y − μ as the sum of two parts, so that neither loses digits in a tail.
  let step = eta >= 0 ? (y - 1) / curvature + (1 + t) : y / curvature - (1 + t)
  return LikelihoodPoint(
    logLikelihood: product - loss, magnitude: product.magnitude + loss, curvature: curvature,
    step: step)
}

/// ℓ = y ln(1 − e⁻ᵐ) − (1 − y) m with m = eᵑ.
func complementaryLogLogPoint(_ y: Double, _ eta: Double) -> LikelihoodPoint {
  let m = exponential(eta)
  let hazard = hazardRatio(m), excess = hazardExcess(m)
  let gain = y == 0 ? 0 : y * logarithmOfSuccess(m)
  let loss = (1 - y) * m
  // dr/dη = −r (r + m − 1).
  let curvature = (1 - y) * m + y * hazard * excess
  let step = y == 1 ? 1 / excess : (y * hazard - loss) / curvature
  return LikelihoodPoint(
    logLikelihood: gain - loss, magnitude: gain.magnitude + loss, curvature: curvature, step: step)
}

/// r = m / (eᵐ − 1).
func hazardRatio(_ m: Double) -> Double {
  m > 700 ? m * exponential(-m) : m / exponentialMinusOne(m)
}

/// r + m − 1 with r = m / (eᵐ − 1).
///
/// - Accuracy: a relative 10⁻¹⁴; below 0.3 by the series with Bernoulli's numbers, of which the
///   first term left out is below 10⁻¹⁶ of the sum (DLMF 24.2.1).
private func hazardExcess(_ m: Double) -> Double {
  guard m < 0.3 else { return hazardRatio(m) + (m - 1) }
  let s = m * m
  var series = s * (-691 / 1_307_674_368_000) + 1 / 47_900_160
  series = series * s - 1 / 1_209_600
  series = series * s + 1 / 30_240
  series = series * s - 1 / 720
  series = series * s + 1 / 12
  return m * (0.5 + m * series)
}

/// ln(1 − e⁻ᵐ) for m > 0.
func logarithmOfSuccess(_ m: Double) -> Double {
  m < 0.693 ? naturalLogarithm(-exponentialMinusOne(-m)) : logarithmOfOnePlus(-exponential(-m))
}
