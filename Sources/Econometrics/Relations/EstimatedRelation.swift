package import PanelData
package import ReachModel

/// What relations are fitted to: everything as of one date.
package struct FitRequest: Sendable {
  /// Only cells released by the date.
  package let panel: Panel
  /// Only facts published by the date.
  package let facts: FactBook
  /// The panel's code of the place, for example `01`.
  package let provinceCode: String
  /// The facts file's name of the place, for example `hanoi`.
  package let geography: String
  /// Priors by the raw value of their `Parameter`; what has none here is not updated.
  package let priors: [String: Distribution]
  /// V̄, the foreign presence at which betaV is read; outside (0, 1) betaV keeps its prior.
  package let presence: Double
  /// The stress of E11 at its prior means.
  package let stress: StressChain
  /// What printed growth figures add to the quarters', held fixed as the stress is.
  package let growthError: MeasurementError
  /// The panel of a later vintage, for figures to compare with; nil to leave those out.
  ///
  /// Never used to update a prior.
  package let laterPanel: Panel?

  package init(
    panel: Panel, facts: FactBook, provinceCode: String, geography: String,
    priors: [String: Distribution], presence: Double, stress: StressChain,
    growthError: MeasurementError, laterPanel: Panel? = nil
  ) {
    (self.panel, self.facts, self.provinceCode) = (panel, facts, provinceCode)
    (self.geography, self.priors, self.presence) = (geography, priors, presence)
    (self.stress, self.growthError, self.laterPanel) = (stress, growthError, laterPanel)
  }
}

/// A number that describes the data.
package struct FitDiagnostic: Sendable, Equatable {
  /// The unit in words, for people.
  package typealias Unit = Label

  package let id: String
  package let label: Label
  package let value: Double
  /// Nil where none applies.
  package let standardError: Double?
  package let unit: Unit
  /// The parameters that it moves or sets; none for most.
  package let feeds: [String]

  package init(
    id: String, label: Label, value: Double, standardError: Double?, unit: Unit,
    feeds: [String] = []
  ) {
    (self.id, self.label, self.value) = (id, label, value)
    (self.standardError, self.unit, self.feeds) = (standardError, unit, feeds)
  }
}

extension FitDiagnostic.Unit {
  package static let none = Label(vi: "", en: "")
  package static let logPoints = Label(vi: "điểm log", en: "log points")
  package static let millionUSDAQuarter = Label(
    vi: "triệu USD một quý", en: "million USD a quarter")
  package static let fraction = Label(vi: "tỷ lệ", en: "fraction")
}

/// What one relation gives; an empty field where the data do not suffice.
package struct RelationFit: Sendable {
  package var estimates: [Estimate] = []
  package var updates: [ParameterUpdate] = []
  package var diagnostics: [FitDiagnostic] = []
  /// The place's yearly commitments that were used, for traces.
  package var commitments: [YearlyCommitments] = []
  /// Growth windows used, for traces and base rates.
  package var growth: GrowthWindows?
  /// Growth of the place's other output, if windows could be read.
  package var growthPosterior: GrowthPosterior?
  /// Parameters that only data can give and did not, with the reason.
  package var underived: [String: Label] = [:]
  /// What the data did not let it say.
  package var cannotSay: [Label] = []

  package init() {}
}

/// A relation of the model that observed data may feed.
///
/// To add one: a file with a conforming type, and a line in ``estimatedRelations``.
package protocol EstimatedRelation: Sendable {
  /// Permanent; estimates of the relation begin with it.
  var id: String { get }
  var title: Label { get }
  /// Keys of the parameters that it may update.
  var feeds: [String] { get }
  /// Fits what the data allow; never fails: what is missing is said in `cannotSay`.
  func fit(_ request: FitRequest) -> RelationFit
}

/// The registry, in the order of reports.
package let estimatedRelations: [any EstimatedRelation] = [
  EntryRegression(),
  LabourRegression(),
  CommitmentDispersion(),
  ManufacturingGrowth(),
]
