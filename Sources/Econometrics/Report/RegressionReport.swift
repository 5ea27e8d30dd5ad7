package import ReachModel

/// Everything that a regression has to say, for tables and JSON.
package struct RegressionReport: Sendable {
  /// The specification's name.
  package var name: String
  package var title: Label
  package var dependent: String
  /// For example `two_stage`, and what was done, every convention named.
  package var estimator: String
  package var method: Label
  /// Rows read, left out and why, and used.
  package var sample: [ReportedCount] = []
  package var observations: Int
  /// The fixed effects that the specification names, each with its levels in the rows used.
  package var effects: [(name: String, levels: Int)] = []
  package var coefficients: [ReportedCoefficient] = []
  /// nil where the law of the coefficients is not summarised by one (a posterior).
  package var covariance: CovarianceEstimate?
  /// R², likelihood, condition number and the like, in the order of the report.
  package var statistics: [ReportedNumber] = []
  package var tests: [DiagnosticOutcome] = []
  package var influence: ReportedInfluence?
  package var placebo: [PlaceboResult] = []
  /// Coefficients by distance in periods from the regressor's own, for a plot of trends before it.
  package var trends: [ReportedPeriod] = []
  package var bootstrap: [ReportedBootstrap] = []
  /// Tables that belong to one estimator, for example first stages or horizons.
  package var tables: [ReportedTable] = []
  /// The coefficient that conclusions are about; nil for the first that is no constant.
  package var focus: String?
  /// Of weak instruments, where there is one endogenous regressor.
  package var effectiveF: Double?
  /// Whether the residuals are rounding, so that no error, test or interval means anything.
  package var fitsExactly = false
  /// What the reader must know to read a number; never empty where something was left out.
  package var notes: [Label] = []
  /// What an estimator without a table of coefficients can and cannot support, the gravest first.
  package var statements: [Label] = []
  /// What this regression can and cannot support, in plain sentences.
  package var conclusions: [Conclusion] { Conclusion.drawn(from: self) }

  /// The coefficient that is spoken of.
  package var main: ReportedCoefficient? {
    coefficients.first { $0.name == focus }
      ?? coefficients.first { $0.name != RegressionData.constantName }
  }

  /// Whether every lead was tried both in the regressor's place and beside it.
  package var isPlaceboComplete: Bool {
    let tried = Dictionary(grouping: placebo, by: \.lead)
    return !tried.isEmpty && tried.values.allSatisfy { Set($0.map(\.isInstead)).count == 2 }
  }

  package init(
    name: String, title: Label, dependent: String, estimator: String, method: Label,
    observations: Int
  ) {
    (self.name, self.title, self.dependent) = (name, title, dependent)
    (self.estimator, self.method, self.observations) = (estimator, method, observations)
  }
}

/// Rows of one kind.
package struct ReportedCount: Sendable {
  /// Permanent, for example `read` or `missing`.
  package let id: String
  package let label: Label
  package let count: Int

  package init(_ id: String, _ label: Label, _ count: Int) {
    (self.id, self.label, self.count) = (id, label, count)
  }
}

/// What a number is, which decides how a page writes it.
package enum NumberKind: Sendable {
  case real
  /// Of rows, steps, units: whole.
  case count
  /// Of freedom: whole, or with one decimal.
  case degrees
  case pValue
  /// Of a posterior: never quite 0 or 1.
  case probability
}

/// A number with a name.
package struct ReportedNumber: Sendable {
  package let id: String
  package let label: Label
  package let value: Double
  package let kind: NumberKind

  package init(_ id: String, _ label: Label, _ value: Double, _ kind: NumberKind = .real) {
    (self.id, self.label, self.value, self.kind) = (id, label, value, kind)
  }

  package init(_ id: String, _ label: Label, count: Int) {
    self.init(id, label, Double(count), .count)
  }
}

/// A table of numbers with words for its rows.
package struct ReportedTable: Sendable {
  package let id: String
  package let title: Label
  package let columns: [Column]
  package let rows: [(name: String, values: [Double?])]
  package let notes: [Label]
  /// Whether a page shows it; otherwise it says in one place what others say in several.
  package let isOnPage: Bool

  package struct Column: Sendable {
    /// Permanent.
    package let id: String
    package let label: Label
    package let kind: NumberKind

    package init(_ id: String, _ label: Label, _ kind: NumberKind = .real) {
      (self.id, self.label, self.kind) = (id, label, kind)
    }
  }

  package init(
    id: String, title: Label, columns: [Column], rows: [(name: String, values: [Double?])],
    notes: [Label] = [], isOnPage: Bool = true
  ) {
    precondition(rows.allSatisfy { $0.values.count == columns.count }, "\(id): ragged table")
    (self.id, self.title, self.columns) = (id, title, columns)
    (self.rows, self.notes, self.isOnPage) = (rows, notes, isOnPage)
  }
}

/// One coefficient as it is printed.
package struct ReportedCoefficient: Sendable {
  package let name: String
  /// In the unit of the dependent variable per unit of the regressor.
  package let value: Double
  package let standardError: Double
  package let degreesOfFreedom: Double
  /// value/standardError; infinite for a coefficient without error, 0 for one that is 0.
  package let t: Double
  package let pValue: Double
  /// The ends of the 95 % interval.
  package let low: Double
  package let high: Double
  /// The least coefficient that this regression would find with a power of 80 %.
  package let minimumDetectable: Double
  /// p adjusted for the family of hypotheses that the specification names.
  package var adjustedPValue: Double?
  /// 1/(1 − R²) of the column on the others; nil for a constant or where it has no meaning.
  package var varianceInflation: Double?
  /// The part of the regressor's variance that effects leave; nil without effects.
  package var shareWithin: Double?

  package init(
    _ name: String, value: Double, standardError: Double, degreesOfFreedom: Double
  ) {
    (self.name, self.value, self.standardError) = (name, value, standardError)
    self.degreesOfFreedom = degreesOfFreedom
    t = value == 0 ? 0 : value / standardError
    pValue = TestLaw.student(degreesOfFreedom: degreesOfFreedom).pValue(t)
    let half = twoSidedQuantile(0.95, degreesOfFreedom: degreesOfFreedom) * standardError
    (low, high) = (value - half, value + half)
    minimumDetectable = minimumDetectableEffect(
      standardError: standardError, degreesOfFreedom: degreesOfFreedom)
  }
}

/// Clusters that move the result most.
package struct ReportedInfluence: Sendable {
  /// What the clusters are, for example `province_code`.
  package let grouping: String
  /// The coefficient that was followed, and its value with all clusters.
  package let coefficient: String
  package let value: Double
  package let standardError: Double
  /// All clusters, by how far the coefficient moves without each; first the farthest.
  package let clusters: [Row]
  /// Whether coefficients without each cluster were too many to compute.
  package let isWithoutRefits: Bool

  package struct Row: Sendable {
    package let label: String
    package let rows: Int
    package let leverage: Double
    package let partialLeverage: Double
    /// nil when the coefficient is not identified without the cluster, or was not computed.
    package let without: Double?

    package init(
      label: String, rows: Int, leverage: Double, partialLeverage: Double, without: Double?
    ) {
      (self.label, self.rows, self.leverage) = (label, rows, leverage)
      (self.partialLeverage, self.without) = (partialLeverage, without)
    }
  }

  package init(
    grouping: String, coefficient: String, value: Double, standardError: Double,
    clusters: [Row], isWithoutRefits: Bool
  ) {
    (self.grouping, self.coefficient) = (grouping, coefficient)
    (self.value, self.standardError) = (value, standardError)
    (self.clusters, self.isWithoutRefits) = (clusters, isWithoutRefits)
  }
}

/// The regressor of years to come in the place of, or beside, that of the year: it can have no
/// effect.
package struct PlaceboResult: Sendable {
  /// Periods ahead.
  package let lead: Int
  /// Whether the lead stands in the regressor's place; otherwise beside it.
  package let isInstead: Bool
  package let coefficient: ReportedCoefficient
  package let observations: Int
  /// The regressor's own coefficient in the regression as specified.
  package let usual: ReportedCoefficient

  package init(
    lead: Int, isInstead: Bool, coefficient: ReportedCoefficient, observations: Int,
    usual: ReportedCoefficient
  ) {
    (self.lead, self.isInstead, self.coefficient) = (lead, isInstead, coefficient)
    (self.observations, self.usual) = (observations, usual)
  }

  /// What speaks against reading the coefficient as an effect: a lead that is not zero at the 10 %
  /// level, or one in the regressor's place on the same side of zero and at least as many standard
  /// errors from it.
  package var fails: Bool { coefficient.pValue < 0.1 || predictsAsWell }

  /// Whether the lead in the regressor's place is as many standard errors from zero, on its side.
  package var predictsAsWell: Bool {
    isInstead && coefficient.t * usual.t > 0 && coefficient.t.magnitude >= usual.t.magnitude
  }
}

/// The coefficient at a distance of some periods.
package struct ReportedPeriod: Sendable {
  /// Negative for periods before the regressor's own: the lead of that many periods.
  package let distance: Int
  package let coefficient: ReportedCoefficient

  package init(distance: Int, coefficient: ReportedCoefficient) {
    (self.distance, self.coefficient) = (distance, coefficient)
  }
}

/// What a bootstrap says of one coefficient.
package struct ReportedBootstrap: Sendable {
  package let coefficient: String
  /// How it was drawn, in words.
  package let method: Label
  package let draws: Int
  package let statistic: Double
  package let pValue: Double
  package let equalTailedPValue: Double?
  /// The 95 % set: intervals in ascending order, with infinite ends where it is not bounded; empty
  /// when it has no point, or was not computed.
  package let confidenceSet: [(low: Double, high: Double)]
  /// Whether there is a set, be it empty.
  package let hasConfidenceSet: Bool

  package init(
    coefficient: String, method: Label, draws: Int, statistic: Double, pValue: Double,
    equalTailedPValue: Double?, confidenceSet: [(low: Double, high: Double)]?
  ) {
    (self.coefficient, self.method, self.draws) = (coefficient, method, draws)
    (self.statistic, self.pValue) = (statistic, pValue)
    self.equalTailedPValue = equalTailedPValue
    (self.confidenceSet, hasConfidenceSet) = (confidenceSet ?? [], confidenceSet != nil)
  }
}
