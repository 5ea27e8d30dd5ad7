internal import NumericKernels

/// The inverse of a distribution function that has no closed form.
enum Inverse: Sendable {
  case beta(Double, Double)
  case gamma(shape: Double)
  case student(degreesOfFreedom: Double)
  /// Any of them, for many variates.
  case table(QuantileTable)

  func tabulated() -> Inverse {
    switch self {
    case .beta(let a, let b): .table(.beta(a, b))
    case .gamma(let shape): .table(.gamma(shape: shape))
    case .student(let degrees): .table(.student(degreesOfFreedom: degrees))
    case .table: self
    }
  }

  /// The variate at a standard normal score, of which both tails are accurate; scores beyond ±8.5
  /// count as ±8.5, as in a table.
  func value(atScore score: Double) -> Double {
    let z = min(8.5, max(-8.5, score))
    let below = normalCDF(z), above = normalCDF(-z)
    return switch self {
    case .beta(let a, let b): betaQuantile(below, complement: above, a, b)
    case .gamma(let shape): gammaQuantile(below, complement: above, shape: shape)
    case .student(let degrees):
      z <= 0
        ? studentQuantile(below, degreesOfFreedom: degrees)
        : -studentQuantile(above, degreesOfFreedom: degrees)
    case .table(let table): table.value(atScore: z)
    }
  }

  func values(atScores z: SIMD8<Double>) -> SIMD8<Double> {
    var x = SIMD8<Double>()
    for lane in 0..<8 { x[lane] = value(atScore: z[lane]) }
    return x
  }
}
