private import NumericKernels

/// Moments of 1/(1 + exp(−(location + scale · T))), T standard normal or Student's t.
///
/// With T = sinh s the tails of either density end doubly or singly exponentially in s, so the
/// trapezoidal rule in s converges faster than any power of its step.
///
/// - Parameters:
///   - location: On the logit scale.
///   - scale: On the logit scale, at least 0.
///   - degreesOfFreedom: Of T, or nil for a normal.
/// - Returns: Mean and standard deviation, pure numbers.
/// - Accuracy: 10⁻¹⁰ for scales up to 10 and one degree of freedom or more: half the step changes
///   nothing larger (tested).
/// - Source: Trefethen & Weideman, *SIAM Review* 56(3), 2014, on the trapezoidal rule.
func logitMoments(
  _ location: Double, _ scale: Double, _ degreesOfFreedom: Double?
) -> Moments {
  let step = 1.0 / 64, half = 64 * 40
  var weight = 0.0, first = 0.0, nodes: [(x: Double, weight: Double)] = []
  nodes.reserveCapacity(2 * half + 1)
  for i in -half...half {
    let t = hyperbolicSine(Double(i) * step)
    let cosh = (1 + t * t).squareRoot()
    let density = standardDensity(t, degreesOfFreedom) * cosh
    guard density > 0 else { continue }
    let x = logistic(location + scale * t)
    nodes.append((x, density))
    weight += density
    first += density * x
  }
  // Two passes: the variance of a narrow law is not lost in cancellation.
  let mean = first / weight
  let variance = nodes.reduce(0) { $0 + $1.weight * ($1.x - mean) * ($1.x - mean) } / weight
  return Moments(mean: mean, sd: variance.squareRoot())
}

/// The density but for its constant.
private func standardDensity(_ t: Double, _ degreesOfFreedom: Double?) -> Double {
  guard let df = degreesOfFreedom else { return exponential(-t * t / 2) }
  return exponential(-(df + 1) / 2 * logarithmOfOnePlus(t * t / df))
}
