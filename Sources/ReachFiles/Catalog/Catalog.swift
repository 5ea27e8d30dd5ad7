package import ReachModel

/// `Scenarios/catalog/`: what there is to choose from, each entry with unit, source and a permanent
/// number.
package struct Catalog: Sendable {
  package let provinces: [Province]
  package let regions: [String: Label]
  package let mergedProvinces: [MergedProvince]
  package let sectors: [Sector]
  package let levers: [CatalogLever]
  package let outcomes: [CatalogOutcome]
  package let targets: [CatalogTarget]
  package let uncertainties: [CatalogUncertainty]
  package let correlations: [RankCorrelation]
  /// The priors of uncertainties as they were typed, by key.
  let typedPriors: [String: Node]
  /// With their checksums.
  package let files: [SourceFile]

  package func lever(_ key: String) -> CatalogLever? { levers.first { $0.key == key } }
  package func sector(_ key: String) -> Sector? { sectors.first { $0.key == key } }
  package func province(_ key: String) -> Province? { provinces.first { $0.key == key } }
  package func target(_ key: String) -> CatalogTarget? { targets.first { $0.key == key } }

  package func uncertainty(_ key: String) -> CatalogUncertainty? {
    uncertainties.first { $0.key == key }
  }

  /// The entries that feed one input of the equations.
  package func uncertainties(feeding parameter: Parameter) -> [CatalogUncertainty] {
    uncertainties.filter { $0.parameter == parameter }
  }
}

/// One of the 34 provinces since 1 July 2025.
package struct MergedProvince: Sendable, Equatable {
  package let key: String
  package let label: Label
  /// Keys of the provinces it was made from.
  package let members: [String]
  package let code: String?
  package let origin: Origin
}

/// A lever as the catalog knows it, before a scenario sets it.
package struct CatalogLever: Sendable, Equatable {
  package let key: String
  package let number: Int
  package let kind: LeverSetting.Kind
  package let label: Label
  package let channels: Set<SupportGroup.Channel>
  package let unit: String
  /// Quarters from money to effect.
  package let lag: Int
  package let lagSource: String
  /// The uncertainty that is its effect on output, if it has one.
  package let outputEffect: String?
  /// Bounds of a yearly amount, in the unit.
  package let bounds: ClosedRange<Double>
  package let source: String
  package let origin: Origin
}

package struct CatalogOutcome: Sendable, Equatable {
  package let outcome: Outcome
  package let number: Int
  package let label: Label
  package let unit: String
  package let definition: Label
  package let source: String
  package let origin: Origin
}

/// A target that documents name; a scenario takes it with `from:`.
package struct CatalogTarget: Sendable, Equatable {
  package let key: String
  package let number: Int
  package let label: Label
  package let outcome: Outcome
  package let sector: String?
  package let comparison: Comparison
  package let threshold: Double
  package let year: Int
  package let source: String
  package let origin: Origin
}

/// An uncertainty as the catalog knows it.
package struct CatalogUncertainty: Sendable, Equatable {
  package enum Repetition: String, Sendable { case sector, group }

  /// What data may move a prior.
  package enum Feed: String, Sendable, CaseIterable {
    case priorOnly = "prior_only"
    case panel, windows, register, licences, programme
  }

  package enum Status: String, Sendable, CaseIterable {
    case published, judged, assumed, derived
  }

  package let key: String
  /// Permanent: the address of its random numbers.
  package let number: Int
  package let parameter: Parameter
  /// The only lever or sector it feeds, if it does not feed all.
  package let lever: String?
  package let sector: String?
  package let label: Label
  package let unit: String
  package let link: Link
  /// Nil if a scenario must give it.
  package let prior: Distribution?
  /// Whether there is one draw for each sector or group; nil for a common one.
  package let per: Repetition?
  package let sources: [String]
  package let feed: Feed
  package let fedBy: Label
  package let status: Status
  /// Of plausible values, in the unit.
  package let bounds: ClosedRange<Double>
  package let origin: Origin

  /// Whether the panel gives its law unless a scenario does.
  package var isDerived: Bool {
    status == .derived && feed == .panel && parameter.shape == .single
  }
}
