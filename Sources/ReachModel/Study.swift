/// A scenario after every name is resolved, every bound and unit checked, every default filled in.
///
/// No later stage can meet a bad name.
public struct Study: Sendable, Equatable {
  /// The scenario's key, for example `hanoi-2021`.
  public let name: String
  public let title: Label
  public let province: Province
  public let sectors: [Sector]
  /// The first simulated year.
  public let planYear: Int
  /// The vintage: nothing published later is used.
  public let asOf: CalendarDate
  /// The model with its priors, before any data.
  public let model: SimulationModel
  public let targets: [Target]
  public let levers: [LeverSetting]
  /// Every uncertainty in use, with its prior; the order of their numbers.
  public let uncertainties: [Uncertainty]
  /// Inputs that are fixed but were assumed: structure, histories, weights.
  public let assumptions: [Assumption]
  public let correlations: [RankCorrelation]
  /// The first quarter (1...) without budgets, for a budget freeze.
  public let freezeFrom: Int?
  /// What the scenario sets by name instead of drawing it: regimes of quarters, a freeze of budgets.
  public let scenarioPath: [Assumption]
  /// Every input as typed, those of the catalog that are in use included.
  public let inputs: [StudyInput]
  /// Files this study was made from, in the order of reading.
  public let files: [SourceFile]
  /// What is allowed but easily overlooked, one sentence each.
  public let warnings: [String]

  public init(
    name: String, title: Label, province: Province, sectors: [Sector], planYear: Int,
    asOf: CalendarDate, model: SimulationModel, targets: [Target], levers: [LeverSetting],
    uncertainties: [Uncertainty], assumptions: [Assumption], correlations: [RankCorrelation],
    freezeFrom: Int?, scenarioPath: [Assumption] = [], inputs: [StudyInput] = [],
    files: [SourceFile], warnings: [String] = []
  ) {
    (self.name, self.title, self.province, self.sectors) = (name, title, province, sectors)
    (self.planYear, self.asOf, self.model, self.targets) = (planYear, asOf, model, targets)
    (self.levers, self.uncertainties, self.assumptions) = (levers, uncertainties, assumptions)
    (self.correlations, self.freezeFrom, self.files) = (correlations, freezeFrom, files)
    (self.scenarioPath, self.inputs, self.warnings) = (scenarioPath, inputs, warnings)
  }

  /// What is spent on a lever in each year, in its unit: less than the scenario sets where a freeze
  /// of budgets falls into the year.
  public func spent(on lever: LeverSetting) -> [Double] {
    guard let freezeFrom else { return lever.yearly }
    return lever.yearly.enumerated().map { year, amount in
      let quarters = min(4, max(0, freezeFrom - 1 - 4 * year))
      return amount * Double(quarters) / 4
    }
  }
}

/// A file with its checksum, so that a run can be checked against its inputs.
public struct SourceFile: Sendable, Equatable, Hashable {
  public let path: String
  /// SHA-256, lower-case hexadecimal.
  public let sha256: String

  public init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
}

/// A province of the catalog.
public struct Province: Sendable, Equatable {
  public let key: String
  /// The General Statistics Office's two-digit code.
  public let code: String
  public let label: Label
  public let region: String
  /// The key of the province it belongs to since 1 July 2025 (its own if unchanged).
  public let successor: String
  /// Its name in the facts file, for example `hanoi`.
  public let factsKey: String
  public let origin: Origin

  public init(
    key: String, code: String, label: Label, region: String, successor: String, factsKey: String,
    origin: Origin
  ) {
    (self.key, self.code, self.label, self.region) = (key, code, label, region)
    (self.successor, self.factsKey, self.origin) = (successor, factsKey, origin)
  }
}

/// A sector of supporting industries.
public struct Sector: Sendable, Equatable {
  public let key: String
  public let number: Int
  public let label: Label
  public let unit: String
  public let source: String
  public let origin: Origin

  public init(
    key: String, number: Int, label: Label, unit: String, source: String, origin: Origin
  ) {
    (self.key, self.number, self.label) = (key, number, label)
    (self.unit, self.source, self.origin) = (unit, source, origin)
  }
}

/// A lever of the catalog as a scenario sets it.
public struct LeverSetting: Sendable, Equatable {
  public enum Kind: String, Sendable { case support, promotion }

  /// What stands behind the amounts.
  public enum Basis: String, Sendable {
    /// A document gives them.
    case documented
    /// No document gives them.
    case assumed
    /// A file that extends another has put them in place of its amounts, to see what follows.
    case scenario
  }

  public let key: String
  public let label: Label
  public let kind: Kind
  public let unit: String
  /// Yearly amounts from the plan year on, in the unit.
  public let yearly: [Double]
  /// Quarters from money to effect.
  public let lag: Int
  public let basis: Basis
  /// Between which amounts the catalog lets a year's amount lie.
  public let bounds: ClosedRange<Double>
  public let source: String
  public let origin: Origin

  public init(
    key: String, label: Label, kind: Kind, unit: String, yearly: [Double], lag: Int,
    basis: Basis, bounds: ClosedRange<Double> = 0...Double.infinity, source: String,
    origin: Origin
  ) {
    (self.key, self.label, self.kind, self.unit) = (key, label, kind, unit)
    (self.yearly, self.lag, self.basis) = (yearly, lag, basis)
    self.bounds = bounds
    (self.source, self.origin) = (source, origin)
  }
}

/// What nobody can set, with its law and its source.
public struct Uncertainty: Sendable, Equatable {
  public let key: String
  /// Permanent: the address of its random numbers and its quasi-random dimension.
  public let number: Int
  public let label: Label
  public let unit: String
  /// The input of the equations that it feeds.
  public let parameter: Parameter
  /// The sector's or group's place, when it feeds only one of several.
  public let index: Int?
  /// The priors, one per sector or group where the parameter has several; otherwise one.
  ///
  /// None where nobody states a law and data must give it.
  public let priors: [Distribution]
  /// Ids of the literature (P05, L10), "judged", or words.
  public let sources: [String]
  /// What data may move it, in words; "prior only" for most.
  public let fedBy: String
  /// Whether a file gave it without resting on a published figure, or its catalog entry has none.
  public let isAssumed: Bool
  public let origin: Origin

  public init(
    key: String, number: Int, label: Label, unit: String, parameter: Parameter, index: Int?,
    priors: [Distribution], sources: [String], fedBy: String, isAssumed: Bool, origin: Origin
  ) {
    (self.key, self.number, self.label, self.unit) = (key, number, label, unit)
    (self.parameter, self.index, self.priors) = (parameter, index, priors)
    (self.sources, self.fedBy, self.isAssumed) = (sources, fedBy, isAssumed)
    self.origin = origin
  }
}

/// A fixed input that someone assumed, for the list of conditions.
public struct Assumption: Sendable, Equatable {
  /// The key path in the scenario file, for example `history.other_output`.
  public let path: String
  /// The value as typed, for people.
  public let text: String
  /// Whether only the shape is fixed: the level is an uncertainty and is drawn.
  public let isLevelDrawn: Bool
  public let source: String
  public let origin: Origin

  public init(
    path: String, text: String, isLevelDrawn: Bool = false, source: String, origin: Origin
  ) {
    (self.path, self.text, self.isLevelDrawn) = (path, text, isLevelDrawn)
    (self.source, self.origin) = (source, origin)
  }
}

/// Spearman's correlation between two uncertainties, judged or observed.
public struct RankCorrelation: Sendable, Equatable {
  public let first: String
  public let second: String
  /// In (−1, 1).
  public let rank: Double
  public let source: String
  public let origin: Origin

  public init(first: String, second: String, rank: Double, source: String, origin: Origin) {
    (self.first, self.second, self.rank) = (first, second, rank)
    (self.source, self.origin) = (source, origin)
  }
}
