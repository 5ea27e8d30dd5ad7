import NumericKernels
package import ReachModel

/// A statistic that is published within the year, and how it measures what the model computes.
///
/// An entry of `Scenarios/catalog/indicators.yaml`. Standard deviations are in log points: of growth
/// one plus the rate, of counts and amounts their logarithm.
package struct TrackingIndicator: Sendable, Equatable {
  /// What of a path it measures (E12 and its companions; see the article Tracking).
  package enum Measure: Sendable, Hashable {
    /// Growth of output over the same months of the year before, constant prices.
    case growth(Output)
    /// The share of supporting industries in output of manufacturing over the months, current prices.
    case share
    /// Growth of registrations of all industries over the same months of the year before, taken to
    /// follow the entry rate of supporting industries.
    case climate
    /// A sum since the first month, of new SI firms or of realised foreign capital.
    case entries, realised
    /// A count at the end of the last month.
    case firms, certified
    /// What was spent of the budget of a group of support, a sum.
    case disbursed
  }

  /// Whose output.
  package enum Output: String, Sendable, CaseIterable {
    /// Supporting and other manufacturing together, as the published index has it.
    case manufacturing
    case other
    case supporting
  }

  /// What a figure is off by, apart from what the model knows.
  package struct Errors: Sendable, Equatable {
    /// Of every single month, independent between months, and so shared by all figures that cover
    /// the month.
    package let monthly: Double
    /// Shared by all figures of the indicator, such as the offset of a register.
    package let common: Double
    /// Of each figure by itself: rounding, unequal months.
    package let figure: Double
    /// Of a figure published at once; halved by every `halfLife` months of its age.
    package let revision: Double
    /// Months.
    package let halfLife: Double
    /// How a quarter is divided into its months: the spread of a month around its quarter.
    package let withinQuarter: Double
    /// The step in which figures are published, in their unit: 0.1 percent, one firm.
    package let rounding: Double

    package init(
      monthly: Double, common: Double, figure: Double, revision: Double, halfLife: Double,
      withinQuarter: Double, rounding: Double
    ) {
      (self.monthly, self.common, self.figure) = (monthly, common, figure)
      (self.revision, self.halfLife, self.withinQuarter) = (revision, halfLife, withinQuarter)
      self.rounding = rounding
    }
  }

  package let key: String
  /// Permanent: its place in the address of random numbers.
  package let number: Int
  package let label: Label
  /// `percent` for growth and shares, else that of the count or amount.
  package let unit: String
  package let measure: Measure
  package let errors: Errors
  /// Months from a month's end to the figure.
  package let publicationLag: Int
  package let source: String

  package init(
    key: String, number: Int, label: Label, unit: String, measure: Measure, errors: Errors,
    publicationLag: Int, source: String
  ) {
    (self.key, self.number, self.label, self.unit) = (key, number, label, unit)
    (self.measure, self.errors, self.publicationLag) = (measure, errors, publicationLag)
    self.source = source
  }

  package var isGrowth: Bool {
    switch measure {
    case .growth, .climate: true
    default: false
    }
  }

  package var isPercent: Bool { isGrowth || measure == .share }

  /// Whether it is a state at the end of a month, and no sum over months.
  package var isStock: Bool { measure == .firms || measure == .certified }

  /// The figure on the scale of its errors; nil for one that cannot be.
  ///
  /// No count has a logarithm at 0: half a step of its rounding stands for nothing.
  package func logarithmic(_ value: Double) -> Double? {
    let level = level(value)
    guard isGrowth || value >= 0, level > 0, level.isFinite else { return nil }
    return naturalLogarithm(level)
  }

  private func level(_ value: Double) -> Double {
    isGrowth ? 1 + value / 100 : max(value, errors.rounding / 2)
  }

  /// A value as it is published, to a step of the indicator's rounding.
  package func published(_ value: Double, _ rule: FloatingPointRoundingRule) -> Double {
    let step = errors.rounding, steps = (value / step).rounded(rule)
    // A tenth has no exact number: dividing by ten gives the nearest to what is printed.
    return step < 1 ? steps / (1 / step).rounded() : steps * step
  }

  /// The figure that stands at a place of that scale.
  package func figure(at logarithm: Double) -> Double {
    isGrowth ? 100 * (exponential(logarithm) - 1) : exponential(logarithm)
  }

  /// What an error in the figure's unit comes to on that scale.
  package func logarithmicError(_ error: Double, at value: Double) -> Double {
    isGrowth ? error / (100 + value) : error / level(value)
  }
}
