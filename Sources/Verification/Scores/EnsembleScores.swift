private import NumericKernels

/// A forecast as a sample: equally likely draws.
package struct EnsembleForecast: Sendable, Equatable {
  /// Ascending.
  package let draws: [Double]

  /// - Parameter draws: At least one, finite, in any order.
  package init(_ draws: [Double]) {
    precondition(!draws.isEmpty && draws.allSatisfy(\.isFinite), "\(draws.count) draws")
    self.draws = draws.sorted()
  }

  package var mean: Double { draws.reduce(0, +) / Double(draws.count) }

  /// E|X − y|.
  package func meanDistance(to y: Double) -> Double {
    draws.reduce(0) { $0 + ($1 - y).magnitude } / Double(draws.count)
  }

  /// Σᵢ Σⱼ |xᵢ − xⱼ|, as 2 Σ (2i − m + 1) xᵢ over the ascending draws.
  ///
  /// Taken about the middle draw: the weights sum to 0, so that a large common part cancels exactly.
  private var sumOfDistances: Double {
    let m = draws.count, middle = draws[m / 2]
    var sum = 0.0
    for i in 0..<m { sum += Double(2 * i - m + 1) * (draws[i] - middle) }
    return 2 * sum
  }

  /// The continuous ranked probability score of the draws' own distribution.
  ///
  /// - Complexity: O(m) once the draws are sorted.
  /// - Source: Gneiting and Raftery, *JASA* 102, 2007, eq. 21.
  package func crps(at y: Double) -> Double {
    let m = Double(draws.count)
    return meanDistance(to: y) - sumOfDistances / (2 * m * m)
  }

  /// The score that is fair to samples: its mean over samples is the score of the law they are drawn
  /// from.
  ///
  /// - Returns: nil for a single draw, of which no spread can be told.
  /// - Source: Ferro, *Quarterly Journal of the Royal Meteorological Society* 140, 2014.
  package func fairCRPS(at y: Double) -> Double? {
    guard draws.count > 1 else { return nil }
    let m = Double(draws.count)
    return meanDistance(to: y) - sumOfDistances / (2 * m * (m - 1))
  }

  /// −ln of a normal kernel density at y, with Silverman's bandwidth 1.06 σ̂ m^(−1/5).
  ///
  /// A sample has no density of its own; this one is named so that it can be had elsewhere:
  /// σ̂ the smaller of the standard deviation (m − 1) and the interquartile range (type 7) / 1.34.
  ///
  /// - Returns: nil where the draws have no spread; infinite where y is too far from them for a double.
  /// - Source: Silverman, *Density Estimation*, 1986, eq. 3.28 and 3.30.
  package func logScore(at y: Double) -> Double? {
    guard let width = bandwidth else { return nil }
    let terms = draws.map { draw in
      let z = (y - draw) / width
      return -z * z / 2
    }
    let top = terms.reduce(-Double.infinity, max)
    // Further off than any double can say.
    guard top > -.infinity else { return .infinity }
    let sum = terms.reduce(0) { $0 + exponential($1 - top) }
    let constant = naturalLogarithm(Double(draws.count) * width * (2 * Double.pi).squareRoot())
    return constant - top - naturalLogarithm(sum)
  }

  private var bandwidth: Double? {
    let m = Double(draws.count)
    guard draws.count > 1 else { return nil }
    let deviation = (squares / (m - 1)).squareRoot()
    let quartiles = (quantile(0.75) - quantile(0.25)) / 1.34
    let spread = quartiles > 0 ? min(deviation, quartiles) : deviation
    guard spread > 0 else { return nil }
    return 1.06 * spread * exponential(-naturalLogarithm(m) / 5)
  }

  private var squares: Double {
    let mean = mean
    return draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// (y − x̄)² / s² + ln s², with s² over m.
  ///
  /// - Returns: nil where the draws have no spread.
  /// - Source: Dawid and Sebastiani, *Annals of Statistics* 27, 1999.
  package func dawidSebastiani(at y: Double) -> Double? {
    let variance = squares / Double(draws.count)
    guard variance > 0 else { return nil }
    return (y - mean) * (y - mean) / variance + naturalLogarithm(variance)
  }

  /// A quantile of the draws; see ``QuantileType``.
  package func quantile(_ p: Double, type: QuantileType = .linear) -> Double {
    type.quantile(p, of: draws)
  }

  /// The cell of the uniform law in which y falls: a forecast that is right puts it in each of its
  /// m + 1 ranks equally often; ties with draws share their cells.
  package func cell(of y: Double) -> ClosedRange<Double> {
    let below = draws.count { $0 < y }, equal = draws.count { $0 == y }
    let cells = Double(draws.count + 1)
    return (Double(below) / cells)...(Double(below + equal + 1) / cells)
  }
}

/// The sample quantiles of Hyndman and Fan.
///
/// - Source: Hyndman and Fan, *The American Statistician* 50, 1996.
package enum QuantileType: Int, Sendable, CaseIterable {
  case inverse = 1
  case averagedInverse, closest, interpolatedInverse, hazen, weibull, linear, medianUnbiased
  case normalUnbiased

  /// The p-quantile of ascending values, 0 ≤ p ≤ 1.
  package func quantile(_ p: Double, of sorted: [Double]) -> Double {
    let n = Double(sorted.count)
    func value(_ rank: Double) -> Double {
      sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }
    switch self {
    case .inverse, .averagedInverse:
      let place = n * p, low = place.rounded(.down)
      if place > low { return value(low + 1) }
      return self == .inverse ? value(low) : (value(low) + value(low + 1)) / 2
    case .closest:
      // Halves go to the even rank.
      return value((n * p).rounded(.toNearestOrEven))
    default:
      let place = self.place(p, n)
      let low = place.rounded(.down), share = place - low
      return value(low) + share * (value(low + 1) - value(low))
    }
  }

  /// The rank, from 1, at which an interpolated quantile lies.
  private func place(_ p: Double, _ n: Double) -> Double {
    switch self {
    case .interpolatedInverse: n * p
    case .hazen: n * p + 0.5
    case .weibull: (n + 1) * p
    case .medianUnbiased: (n + 1.0 / 3) * p + 1.0 / 3
    case .normalUnbiased: (n + 0.25) * p + 0.375
    default: (n - 1) * p + 1
    }
  }
}
