package import ReachModel

/// Where an observed figure lies among those that a law of the parameters gives.
package struct PredictedFigure: Sendable, Equatable {
  /// Quantiles of the simulated figures at 5, 50 and 95 %.
  package let low: Double
  package let median: Double
  package let high: Double
  /// P(simulated > observed) + ½ P(simulated = observed).
  package let pValue: Double
  /// Its Monte Carlo standard error; that of one more simulation at each end where it is 0 or 1.
  package let standardError: Double

  /// - Parameters:
  ///   - observed: The figure of the data.
  ///   - simulated: S ≥ 2 of them.
  package init(observed: Double, simulated: [Double]) {
    precondition(simulated.count > 1, "\(simulated.count) simulated figures")
    let sorted = simulated.sorted(), S = Double(sorted.count)
    func quantile(_ p: Double) -> Double {
      sorted[min(sorted.count - 1, max(0, Int((p * S).rounded(.up)) - 1))]
    }
    (low, median, high) = (quantile(0.05), quantile(0.5), quantile(0.95))
    let above = Double(sorted.count { $0 > observed })
    let equal = Double(sorted.count { $0 == observed })
    pValue = (above + equal / 2) / S
    // A share of 0 or 1 has an error too: that of (k + 1)/(S + 2).
    let smoothed = (above + equal / 2 + 1) / (S + 2)
    standardError = (smoothed * (1 - smoothed) / (S + 2)).squareRoot()
  }

  /// Whether the observed figure lies beyond the central 90 %.
  package var isSurprising: Bool { pValue < 0.05 || pValue > 0.95 }
}

/// A figure of the data beside what the model gives of it.
package struct PredictiveCheck: Sendable {
  /// Unique within a report, for example `growth_windows.sd`.
  package let key: String
  package let label: Label
  package let unit: Unit
  package let observed: Double
  /// nil where nothing has a prior.
  package let prior: PredictedFigure?
  package let posterior: PredictedFigure?

  /// What a figure counts in.
  package enum Unit: String, Sendable {
    /// A fraction, shown in percent.
    case growth
    case logPoints = "log_points"
    case number
  }

  package init(
    key: String, label: Label, unit: Unit, observed: Double, prior: [Double]?, posterior: [Double]?
  ) {
    (self.key, self.label, self.unit, self.observed) = (key, label, unit, observed)
    self.prior = prior.map { PredictedFigure(observed: observed, simulated: $0) }
    self.posterior = posterior.map { PredictedFigure(observed: observed, simulated: $0) }
  }
}
