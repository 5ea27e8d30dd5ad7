private import NumericKernels

/// A forecast as a law with a name, scored in closed form.
///
/// - Source: Jordan, Krüger and Lerch, *Journal of Statistical Software* 90(12), 2019, appendix A,
///   unless a case says otherwise.
package enum ParametricLaw: Sendable, Equatable {
  case normal(mean: Double, sd: Double)
  case lognormal(meanlog: Double, sdlog: Double)
  /// df > 1, so that there is a mean.
  case student(df: Double, location: Double, scale: Double)
  case logistic(location: Double, scale: Double)
  case laplace(location: Double, scale: Double)
  case gamma(shape: Double, rate: Double)
  case beta(a: Double, b: Double)
  case uniform(lower: Double, upper: Double)
  case exponential(rate: Double)
  /// A normal law cut at both ends, either of which may be infinite.
  case truncatedNormal(mean: Double, sd: Double, lower: Double, upper: Double)
  case normalMixture(weights: [Double], means: [Double], sds: [Double])
  case poisson(rate: Double)
  /// Failures before the size-th success, whose probability is prob.
  case negativeBinomial(size: Double, prob: Double)
  case binomial(n: Int, prob: Double)

  /// The continuous ranked probability score; less is better.
  package func crps(at y: Double) -> Double {
    switch self {
    case .normal(let mean, let sd): sd * Self.normalScore((y - mean) / sd)
    case .lognormal(let μ, let σ): Self.lognormalScore(μ, σ, y)
    case .student(let df, let location, let scale):
      scale * Self.studentScore((y - location) / scale, df)
    case .logistic(let location, let scale): scale * Self.logisticScore((y - location) / scale)
    case .laplace(let location, let scale):
      scale * Self.laplaceScore(((y - location) / scale).magnitude)
    case .gamma(let shape, let rate): Self.gammaScore(shape, rate, y)
    case .beta(let a, let b): Self.betaScore(a, b, y)
    case .uniform(let lower, let upper): Self.uniformScore(lower, upper, y)
    case .exponential(let rate):
      y.magnitude + 1 / (2 * rate)
        + (y > 0 ? 2 * exponentialMinusOne(-rate * y) / rate : 0)
    case .truncatedNormal(let mean, let sd, let lower, let upper):
      sd * Self.truncatedScore((y - mean) / sd, (lower - mean) / sd, (upper - mean) / sd)
    case .normalMixture(let weights, let means, let sds):
      Self.mixtureScore(weights, means, sds, y)
    case .poisson, .negativeBinomial, .binomial: countLaw.crps(at: y)
    }
  }

  /// −ln of the density at y, or of the mass of a count; infinite where there is none.
  package func logScore(at y: Double) -> Double {
    switch self {
    case .normal(let mean, let sd): Self.normalLogScore(y, mean, sd)
    case .lognormal(let μ, let σ):
      y > 0 ? Self.normalLogScore(naturalLogarithm(y), μ, σ) + naturalLogarithm(y) : .infinity
    case .student(let df, let location, let scale):
      -StudentDensity.log((y - location) / scale, df) + naturalLogarithm(scale)
    case .logistic(let location, let scale):
      Self.logisticLogScore(((y - location) / scale).magnitude) + naturalLogarithm(scale)
    case .laplace(let location, let scale):
      ((y - location) / scale).magnitude + naturalLogarithm(2 * scale)
    case .gamma(let shape, let rate): Self.gammaLogScore(shape, rate, y)
    case .beta(let a, let b): Self.betaLogScore(a, b, y)
    case .uniform(let lower, let upper):
      y >= lower && y <= upper ? naturalLogarithm(upper - lower) : .infinity
    case .exponential(let rate): y >= 0 ? rate * y - naturalLogarithm(rate) : .infinity
    case .truncatedNormal(let mean, let sd, let lower, let upper):
      y >= lower && y <= upper
        ? Self.normalLogScore(y, mean, sd)
          + naturalLogarithm(Self.normalMass((lower - mean) / sd, (upper - mean) / sd))
        : .infinity
    case .normalMixture(let weights, let means, let sds):
      Self.mixtureLogScore(weights, means, sds, y)
    case .poisson, .negativeBinomial, .binomial: countLaw.logScore(at: y)
    }
  }

  private var countLaw: CountLaw {
    switch self {
    case .poisson(let rate): CountLaw.poisson(rate)
    case .negativeBinomial(let size, let prob): CountLaw.negativeBinomial(size, prob)
    case .binomial(let n, let prob): CountLaw.binomial(n, prob)
    default: preconditionFailure("\(self) is no law of counts")
    }
  }
}

// MARK: Continuous laws

extension ParametricLaw {
  /// z (2Φ(z) − 1) + 2φ(z) − 1/√π.
  private static func normalScore(_ z: Double) -> Double {
    z * (normalCDF(z) - normalUpperTail(z)) + 2 * normalDensity(z) - inverseRootPi
  }

  private static let inverseRootPi = 0.564189583547756286948

  private static func normalLogScore(_ y: Double, _ mean: Double, _ sd: Double) -> Double {
    let z = (y - mean) / sd
    return z * z / 2 + naturalLogarithm(2 * .pi) / 2 + naturalLogarithm(sd)
  }

  /// - Source: Baran and Lerch, *QJRMS* 141, 2015, eq. 8.
  private static func lognormalScore(_ μ: Double, _ σ: Double, _ y: Double) -> Double {
    let mean = NumericKernels.exponential(μ + σ * σ / 2)
    // E|X − X′| / 2 = mean (2Φ(σ/√2) − 1).
    let spread = mean * (normalCDF(σ / 2.0.squareRoot()) - normalUpperTail(σ / 2.0.squareRoot()))
    guard y > 0 else { return mean - y - spread }
    let z = (naturalLogarithm(y) - μ) / σ
    let distance =
      y * (normalCDF(z) - normalUpperTail(z))
      + mean * (normalUpperTail(z - σ) - normalCDF(z - σ))
    return distance - spread
  }

  private static func studentScore(_ z: Double, _ df: Double) -> Double {
    precondition(df > 1, "Student's t with \(df) degrees of freedom has no mean")
    let tails = studentTails(z, degreesOfFreedom: df)
    let density = NumericKernels.exponential(StudentDensity.log(z, df))
    let ratio = logBeta(0.5, df - 0.5) - 2 * logBeta(0.5, df / 2)
    return z * (tails.lower - tails.upper) + 2 * density * (df + z * z) / (df - 1)
      - 2 * df.squareRoot() / (df - 1) * NumericKernels.exponential(ratio)
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    logGamma(a) + logGamma(b) - logGamma(a + b)
  }

  /// z − 2 ln F(z) − 1, for z of either sign without cancellation: |z| + 2 ln(1 + e^(−|z|)) − 1.
  private static func logisticScore(_ z: Double) -> Double {
    z.magnitude + 2 * logarithmOfOnePlus(NumericKernels.exponential(-z.magnitude)) - 1
  }

  private static func laplaceScore(_ z: Double) -> Double {
    z + NumericKernels.exponential(-z) - 0.75
  }

  /// −ln of e^(−z) / (1 + e^(−z))², the same for z and −z.
  private static func logisticLogScore(_ z: Double) -> Double {
    z + 2 * logarithmOfOnePlus(NumericKernels.exponential(-z))
  }

  private static func gammaScore(_ shape: Double, _ rate: Double, _ y: Double) -> Double {
    let mean = shape / rate
    // E|X − X′| / 2 = 1 / (rate B(1/2, shape)).
    let spread = NumericKernels.exponential(-logBeta(0.5, shape)) / rate
    guard y > 0 else { return mean - y - spread }
    let at = regularisedGamma(shape: shape, rate * y)
    let above = regularisedGamma(shape: shape + 1, rate * y)
    return y * (at.lower - at.upper) + mean * (above.upper - above.lower) - spread
  }

  private static func gammaLogScore(_ shape: Double, _ rate: Double, _ y: Double) -> Double {
    guard y > 0 else { return y == 0 && shape == 1 ? -naturalLogarithm(rate) : .infinity }
    return rate * y - (shape - 1) * naturalLogarithm(y) - shape * naturalLogarithm(rate)
      + logGamma(shape)
  }

  private static func betaScore(_ a: Double, _ b: Double, _ y: Double) -> Double {
    let mean = a / (a + b)
    let spread =
      2 * NumericKernels.exponential(logBeta(2 * a, 2 * b) - 2 * logBeta(a, b)) / (a + b)
    if y <= 0 { return mean - y - spread }
    if y >= 1 { return y - mean - spread }
    let at = regularisedBeta(a, b, at: y, complement: 1 - y)
    let above = regularisedBeta(a + 1, b, at: y, complement: 1 - y)
    return y * (at.lower - at.upper) + mean * (above.upper - above.lower) - spread
  }

  private static func betaLogScore(_ a: Double, _ b: Double, _ y: Double) -> Double {
    guard y > 0, y < 1 else { return .infinity }
    return logBeta(a, b) - (a - 1) * naturalLogarithm(y) - (b - 1) * logarithmOfOnePlus(-y)
  }

  private static func uniformScore(_ lower: Double, _ upper: Double, _ y: Double) -> Double {
    let inside = min(max(y, lower), upper), width = upper - lower
    let u = (inside - lower) / width
    return (y - inside).magnitude + width * (u * u - u + 1 / 3.0)
  }

  /// Φ(b) − Φ(a), from whichever tail is smaller.
  private static func normalMass(_ a: Double, _ b: Double) -> Double {
    a > 0 ? normalUpperTail(a) - normalUpperTail(b) : normalCDF(b) - normalCDF(a)
  }

  /// - Source: Thorarinsdottir and Gneiting, *JRSS A* 173, 2010, with both ends.
  private static func truncatedScore(_ z: Double, _ a: Double, _ b: Double) -> Double {
    let inside = min(max(z, a), b), mass = normalMass(a, b), root = 2.0.squareRoot()
    let below = normalMass(a, inside), above = normalMass(inside, b)
    let distance = (inside * (below - above) + 2 * normalDensity(inside)) / mass
    return (z - inside).magnitude + distance
      - inverseRootPi * normalMass(a * root, b * root) / (mass * mass)
  }

  /// - Source: Grimit et al., *QJRMS* 132, 2006, eq. 5.
  private static func mixtureScore(
    _ weights: [Double], _ means: [Double], _ sds: [Double], _ y: Double
  ) -> Double {
    /// E|X| of a normal law.
    func distance(_ mean: Double, _ sd: Double) -> Double {
      let z = mean / sd
      return mean * (normalCDF(z) - normalUpperTail(z)) + 2 * sd * normalDensity(z)
    }
    var score = 0.0
    for i in weights.indices {
      score += weights[i] * distance(y - means[i], sds[i])
      for j in weights.indices {
        let sd = (sds[i] * sds[i] + sds[j] * sds[j]).squareRoot()
        score -= weights[i] * weights[j] * distance(means[i] - means[j], sd) / 2
      }
    }
    return score
  }

  private static func mixtureLogScore(
    _ weights: [Double], _ means: [Double], _ sds: [Double], _ y: Double
  ) -> Double {
    let terms = weights.indices.filter { weights[$0] > 0 }.map {
      naturalLogarithm(weights[$0]) - normalLogScore(y, means[$0], sds[$0])
    }
    let top = terms.reduce(-Double.infinity, max)
    return -top - naturalLogarithm(terms.reduce(0) { $0 + NumericKernels.exponential($1 - top) })
  }
}

/// Student's t with location 0 and scale 1.
private enum StudentDensity {
  static func log(_ t: Double, _ df: Double) -> Double {
    logGamma((df + 1) / 2) - logGamma(df / 2) - naturalLogarithm(df * .pi) / 2
      - (df + 1) / 2 * logarithmOfOnePlus(t * t / df)
  }
}
