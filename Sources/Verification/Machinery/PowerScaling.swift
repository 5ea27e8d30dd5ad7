private import NumericKernels

/// How far a law of draws moves when prior or likelihood is raised to another power.
///
/// - Source: Kallioinen, Paananen, Bürkner and Vehtari, *Statistics and Computing* 34:57, 2024; with
///   the powers, the difference and the threshold of its package priorsense.
package struct PowerScaling: Sendable {
  /// What is raised to a power.
  package enum Component: String, Sendable, CaseIterable {
    case prior
    case likelihood
  }

  /// What the two distances say together.
  package enum Diagnosis: String, Sendable {
    /// Both matter: they pull against each other.
    case conflict
    /// The prior matters, the data do not.
    case weakLikelihood = "weak_likelihood"
    case fine
  }

  /// Of one quantity.
  package struct Row: Sendable, Equatable {
    package let priorDistance: Double
    package let likelihoodDistance: Double
    /// Of the mean, for each doubling of the power.
    package let priorChange: Double
    package let likelihoodChange: Double

    package init(
      priorDistance: Double, likelihoodDistance: Double, priorChange: Double,
      likelihoodChange: Double
    ) {
      (self.priorDistance, self.likelihoodDistance) = (priorDistance, likelihoodDistance)
      (self.priorChange, self.likelihoodChange) = (priorChange, likelihoodChange)
    }

    /// As in priorsense: a distance from this on matters.
    package static let threshold = 0.05

    package var diagnosis: Diagnosis {
      guard priorDistance >= Self.threshold else { return .fine }
      return likelihoodDistance >= Self.threshold ? .conflict : .weakLikelihood
    }
  }

  /// The powers, below and above 1.
  package static let powers = (lower: 0.99, upper: 1.01)

  /// k̂ above which nothing of this is to be relied on.
  package static let unreliable = ParetoSmoothing.reliableShape

  private let logPrior: [Double]
  private let logLikelihood: [Double]
  private let prior: (lower: ParetoSmoothing, upper: ParetoSmoothing)
  private let likelihood: (lower: ParetoSmoothing, upper: ParetoSmoothing)

  /// The largest k̂ of the four sets of weights.
  package var shape: Double {
    [prior.lower, prior.upper, likelihood.lower, likelihood.upper].map(\.shape).max() ?? 0
  }

  /// - Parameters:
  ///   - logPrior: ln of the prior's density at each draw, up to a constant.
  ///   - logLikelihood: The same of the likelihood.
  package init(logPrior: [Double], logLikelihood: [Double]) {
    precondition(logPrior.count == logLikelihood.count, "\(logPrior.count) draws")
    func weights(_ logs: [Double]) -> (lower: ParetoSmoothing, upper: ParetoSmoothing) {
      func scaled(_ power: Double) -> ParetoSmoothing {
        ParetoSmoothing(logWeights: logs.map { (power - 1) * $0 })
      }
      return (scaled(Self.powers.lower), scaled(Self.powers.upper))
    }
    (self.logPrior, self.logLikelihood) = (logPrior, logLikelihood)
    (prior, likelihood) = (weights(logPrior), weights(logLikelihood))
  }

  /// The Monte Carlo standard error of a change of the mean, as of independent draws.
  ///
  /// The change is ln 2 times the covariance of the values with the logarithm of what is scaled.
  ///
  /// - Parameters:
  ///   - values: As of ``row(_:)``.
  ///   - component: What is scaled.
  /// - Returns: In the unit of the values.
  package func standardError(_ values: [Double], _ component: Component) -> Double {
    let logs = component == .prior ? logPrior : logLikelihood
    let centre = values.average ?? 0, level = logs.average ?? 0
    let products = zip(values, logs).map { ($0 - centre) * ($1 - level) }
    let sd = products.deviation ?? 0
    return naturalLogarithm(2) * sd / Double(max(1, products.count)).squareRoot()
  }

  /// What scaling does to one quantity.
  ///
  /// - Parameter values: One for each draw, finite.
  /// - Returns: Distances and changes for each doubling of a power.
  package func row(_ values: [Double]) -> Row {
    let sorted = SortedDraws(values)
    return Row(
      priorDistance: distance(sorted, prior), likelihoodDistance: distance(sorted, likelihood),
      priorChange: change(values, prior), likelihoodChange: change(values, likelihood))
  }

  /// (distance up + distance down)/(2 log₂ 1.01), as priorsense has it.
  private func distance(
    _ sorted: SortedDraws, _ weights: (lower: ParetoSmoothing, upper: ParetoSmoothing)
  ) -> Double {
    let both = sorted.distance(weights.lower.weights) + sorted.distance(weights.upper.weights)
    return both / (2 * Self.log2(Self.powers.upper))
  }

  private func change(
    _ values: [Double], _ weights: (lower: ParetoSmoothing, upper: ParetoSmoothing)
  ) -> Double {
    func mean(_ weights: [Double]) -> Double {
      zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (mean(weights.upper.weights) - mean(weights.lower.weights))
      / (Self.log2(Self.powers.upper) - Self.log2(Self.powers.lower))
  }

  private static func log2(_ x: Double) -> Double { naturalLogarithm(x) / naturalLogarithm(2) }
}

/// Draws in order, for distances between their law and that of the same draws with weights.
package struct SortedDraws: Sendable {
  private let order: [Int]
  private let widths: [Double]

  package init(_ values: [Double]) {
    order = values.indices.sorted { values[$0] < values[$1] }
    let sorted = order.map { values[$0] }
    widths = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
  }

  /// The cumulative Jensen-Shannon distance, the larger of the two directions.
  ///
  /// For distribution functions P and Q,
  /// √[(∫ P log₂(P/M) + Q log₂(Q/M)) / ∫ (P + Q)] with M = (P + Q)/2, of the draws and of their
  /// negatives. 0 for draws that are all equal.
  ///
  /// - Parameter weights: One for each draw, with sum 1.
  /// - Returns: A number in 0...1.
  /// - Source: Nguyen and Vreeken, *ECML PKDD* 2015; Kallioinen et al. 2024, §3.3.
  package func distance(_ weights: [Double]) -> Double {
    precondition(weights.count == order.count, "\(weights.count) weights")
    return max(
      directed(order.map { weights[$0] }, widths),
      directed(order.reversed().map { weights[$0] }, widths.reversed()))
  }

  private func directed(_ weights: [Double], _ widths: [Double]) -> Double {
    let each = 1 / Double(weights.count)
    var P = 0.0, Q = 0.0, sum = 0.0, bound = 0.0
    for (weight, width) in zip(weights, widths) {
      P += each
      Q += weight
      bound += (P + Q) * width
      sum += width * (Self.part(P, P + Q) + Self.part(Q, P + Q))
    }
    guard bound > 0 else { return 0 }
    return max(0, sum / naturalLogarithm(2) / bound).squareRoot()
  }

  /// p ln(2p/s).
  private static func part(_ p: Double, _ s: Double) -> Double {
    // 2p/s is near 1: its distance from 1 keeps the digits.
    p > 0 ? p * logarithmOfOnePlus((2 * p - s) / s) : 0
  }
}
