/// A continuous law seen through a variable y that runs over the whole line and in which the
/// logarithm of the density is concave: ln x for gamma, logit x for beta, arsinh(x / √ν) for t.
///
/// On that scale quantiles are smooth in the normal score, and Newton's method on the logarithm
/// of a tail converges from anywhere (a tangent lies above a concave function).
protocol UnboundedLaw {
  /// P(Y ≤ y) and P(Y > y), each accurate where it is the smaller.
  func tails(_ y: Double) -> (lower: Double, upper: Double)
  /// ln of the density of Y.
  func logDensity(_ y: Double) -> Double
  /// The derivative of ``logDensity(_:)``.
  func logSlope(_ y: Double) -> Double
  /// Where the density of Y is greatest.
  var mode: Double { get }
  /// The standard deviation of the normal law with the same curvature at the mode.
  var spread: Double { get }
  /// The quantile far out in the lower tail, where P(Y ≤ y) = A exp(κy); nil where not yet there.
  func farLowerQuantile(logProbability: Double) -> Double?
  /// The same for the upper tail; nil where it does not end so.
  func farUpperQuantile(logProbability: Double) -> Double?
}

/// Beyond this many units of y on either side an exponential tail is exact to rounding.
let farTail = 50.0

extension UnboundedLaw {
  /// The quantile of Y, given the lower probability or the upper one, whichever is smaller.
  ///
  /// - Accuracy: that of ``tails(_:)``, over the relative slope of the tail.
  func quantile(lower: Double, upper: Double) -> Double {
    if lower <= upper {
      let start = mode + spread * normalQuantile(lower)
      return farLowerQuantile(logProbability: naturalLogarithm(lower))
        ?? tailRoot(lower, from: start, direction: 1) { tails($0).lower }
    }
    let start = mode - spread * normalQuantile(upper)
    return farUpperQuantile(logProbability: naturalLogarithm(upper))
      ?? tailRoot(upper, from: start, direction: -1) { tails($0).upper }
  }

  /// Where `tail` equals `probability`, by Newton's method on logarithms.
  private func tailRoot(
    _ probability: Double, from start: Double, direction: Double, tail: (Double) -> Double
  ) -> Double {
    var y = start, step = Double.infinity
    // Each step at least halves the distance until it is quadratic; two hundred are never needed.
    for _ in 0..<200 {
      let value = tail(y)
      guard value > 0 else {
        y = (y + mode) * 0.5
        continue
      }
      let density = exponential(logDensity(y))
      let next = direction * naturalLogarithm(value / probability) * value / density
      // Rounding has the last word when steps stop shrinking.
      if next.magnitude >= step.magnitude && next.magnitude < 1e-9 * (1 + y.magnitude) { return y }
      step = next
      y -= step
      if step.magnitude <= 0x1p-53 * (spread + y.magnitude) { return y }
    }
    return y
  }
}

/// ln X for a gamma variable X of scale 1.
struct LogGammaLaw: UnboundedLaw {
  let shape: Double
  /// ln(shape), and the logarithm of the density there.
  let mode: Double
  private let peak: Double

  init(shape: Double) {
    precondition(shape > 0 && shape < 0x1p100, "a gamma law of shape \(shape)")
    self.shape = shape
    mode = naturalLogarithm(shape)
    peak = 0.5 * mode - halfLogTwoPi - stirlingRemainder(shape)
  }

  var spread: Double { 1 / shape.squareRoot() }

  func tails(_ y: Double) -> (lower: Double, upper: Double) {
    regularisedGamma(shape: shape, exponential(y))
  }

  /// The curve around the mode keeps the digits that a large shape would cancel.
  func logDensity(_ y: Double) -> Double {
    let d = y - mode
    return peak - shape * (exponentialMinusOne(d) - d)
  }

  func logSlope(_ y: Double) -> Double { -shape * exponentialMinusOne(y - mode) }

  func farLowerQuantile(logProbability: Double) -> Double? {
    let y = (logProbability + logGamma(shape + 1)) / shape
    return y < -farTail ? y : nil
  }

  func farUpperQuantile(logProbability: Double) -> Double? { nil }
}

/// ln(X / (1 − X)) for a beta variable X.
struct LogitBetaLaw: UnboundedLaw {
  let a: Double
  let b: Double
  private let logBeta: Double

  init(a: Double, b: Double) {
    precondition(a > 0 && b > 0 && a + b < 0x1p100, "a beta law with shapes \(a), \(b)")
    (self.a, self.b) = (a, b)
    logBeta =
      halfLogTwoPi + 0.5 * naturalLogarithm((a + b) / (a * b)) + stirlingRemainder(a)
      + stirlingRemainder(b) - stirlingRemainder(a + b) - a * logarithmOfOnePlus(b / a)
      - b * logarithmOfOnePlus(a / b)
  }

  var mode: Double { naturalLogarithm(a / b) }
  var spread: Double { (1 / a + 1 / b).squareRoot() }

  func tails(_ y: Double) -> (lower: Double, upper: Double) {
    regularisedBeta(a, b, at: logistic(y), complement: logistic(-y))
  }

  func logDensity(_ y: Double) -> Double {
    -a * logarithmOfOnePlusExponential(-y) - b * logarithmOfOnePlusExponential(y) - logBeta
  }

  func logSlope(_ y: Double) -> Double { a * logistic(-y) - b * logistic(y) }

  func farLowerQuantile(logProbability: Double) -> Double? {
    let y = (logProbability + naturalLogarithm(a) + logBeta) / a
    return y < -farTail ? y : nil
  }

  func farUpperQuantile(logProbability: Double) -> Double? {
    let y = -(logProbability + naturalLogarithm(b) + logBeta) / b
    return y > farTail ? y : nil
  }
}

/// arsinh(T / √ν) for Student's t with ν degrees of freedom: its density is c (cosh y)^−ν.
struct ArsinhStudentLaw: UnboundedLaw {
  let degreesOfFreedom: Double
  private let logConstant: Double

  init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom < 0x1p100, "t with \(degreesOfFreedom) degrees")
    self.degreesOfFreedom = degreesOfFreedom
    // 1 / B(ν/2, ½) = Γ(ν/2 + ½) / (Γ(ν/2) √π)
    let half = degreesOfFreedom / 2
    logConstant =
      half * logarithmOfOnePlus(0.5 / half) - 0.5 + 0.5 * naturalLogarithm(half)
      + stirlingRemainder(half + 0.5) - stirlingRemainder(half) - 0.5 * naturalLogarithm(.pi)
  }

  var mode: Double { 0 }
  var spread: Double { 1 / degreesOfFreedom.squareRoot() }

  func tails(_ y: Double) -> (lower: Double, upper: Double) {
    // T² / (ν + T²) = tanh² y; both that and its complement from e^−2|y|.
    let fall = exponentialMinusOne(-2 * y.magnitude)
    let hyperbolic = fall / (fall + 2)
    let complement = 4 * exponential(-2 * y.magnitude) / ((fall + 2) * (fall + 2))
    let tail =
      0.5
      * regularisedBeta(
        degreesOfFreedom / 2, 0.5, at: complement, complement: hyperbolic * hyperbolic
      ).lower
    return y <= 0 ? (tail, 1 - tail) : (1 - tail, tail)
  }

  func logDensity(_ y: Double) -> Double {
    logConstant - degreesOfFreedom * logCosh(y)
  }

  func logSlope(_ y: Double) -> Double {
    let fall = exponentialMinusOne(-2 * y.magnitude)
    let tangent = -fall / (fall + 2)
    return -degreesOfFreedom * (y < 0 ? -tangent : tangent)
  }

  func farLowerQuantile(logProbability: Double) -> Double? {
    // P = c 2^ν e^−ν|y| / ν
    let size =
      (logConstant - naturalLogarithm(degreesOfFreedom) - logProbability) / degreesOfFreedom
      + 0.693147180559945309417
    return size > farTail ? -size : nil
  }

  func farUpperQuantile(logProbability: Double) -> Double? {
    farLowerQuantile(logProbability: logProbability).map { -$0 }
  }
}

/// ln cosh y = ln(1 + 2 sinh²(y / 2)), without loss near 0 or overflow.
private func logCosh(_ y: Double) -> Double {
  let size = y.magnitude
  guard size < 1 else {
    return size + logarithmOfOnePlus(exponential(-2 * size)) - 0.693147180559945309417
  }
  let sinh = hyperbolicSine(size / 2)
  return logarithmOfOnePlus(2 * sinh * sinh)
}

/// 1 / (1 + e^−y).
package func logistic(_ y: Double) -> Double { 1 / (1 + exponential(-y)) }

/// ln(1 + eʸ).
private func logarithmOfOnePlusExponential(_ y: Double) -> Double {
  y > 0 ? y + logarithmOfOnePlus(exponential(-y)) : logarithmOfOnePlus(exponential(y))
}

/// (eʸ − e^−y) / 2, accurate near 0.
package func hyperbolicSine(_ y: Double) -> Double { hyperbolicSineKernel(y) }

@inline(__always)
func hyperbolicSineKernel<R: RealLanes>(_ y: R) -> R {
  let isNegative = y.isBelow(R(repeating: 0))
  let growth = exponentialMinusOneKernel(R.select(isNegative, y * -1, else: y))
  let isFinite = growth.isBelow(R(repeating: .infinity))
  let size = (growth + R.select(isFinite, growth / (growth + 1), else: growth)) * 0.5
  return R.select(isNegative, size * -1, else: size)
}
