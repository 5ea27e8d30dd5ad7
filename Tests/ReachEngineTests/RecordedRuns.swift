import Assessment
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Simulation

/// Runs as folders hold them, made in memory.
struct RecordedRuns {
  var draws = 4096
  var seed: UInt64 = 7
  var sampling = SamplingMethod.sobol
  var data = ["a"]
  var version = "1"
  /// Whether the scenario's files still give the same study.
  var isRead = true

  func run(_ fitted: FittedModel, _ name: String) async throws -> RecordedRun {
    try await run(fitted, name) { $0 }
  }

  /// The same with what was recorded changed.
  func run(
    _ fitted: FittedModel, _ name: String, edit: (Finding) -> Finding
  ) async throws -> RecordedRun {
    let kept = RunModel(fitted.study, fitted: fitted.model)
    return RecordedRun(
      name: name, version: version, model: fitted.model,
      kept: kept.keptStudy(try ShippedStudy.catalog.get()), scenario: isRead ? fitted.study : nil,
      data: data, sampling: RunSampling(seed: seed, method: sampling, draws: draws),
      findings: try await findings(fitted).map(edit))
  }

  /// A comparison of two scenarios, which keeps the model of the first.
  func comparison(
    _ base: FittedModel, _ other: FittedModel, _ name: String
  ) async throws -> RecordedRun {
    let kept = RunModel(base.study, fitted: base.model)
    return RecordedRun(
      name: name, version: version, analysis: "compare", model: base.model,
      kept: kept.keptStudy(try ShippedStudy.catalog.get()), scenario: isRead ? base.study : nil,
      data: data, sampling: RunSampling(seed: seed, method: sampling, draws: draws),
      findings: try await findings(base) + findings(other))
  }

  func findings(_ fitted: FittedModel) async throws -> [Finding] {
    var options = ForecastOptions(draws: draws, seed: seed, threads: 2, keptDraws: 0)
    options.sampling = sampling
    (options.nestedParameters, options.nestedShocks, options.pairs) = (4, 4, 16)
    return try await forecast([fitted], options)[0].findings
  }

  func recorded(_ fitted: FittedModel, _ id: String) async throws -> Double? {
    try await findings(fitted).first { $0.id == id }?.value
  }
}

extension FittedModel {
  /// The shipped study after a change, fitted to the shipped data.
  static func hanoi(_ change: (Study) throws -> Study = { $0 }) throws -> FittedModel {
    try fitted(change) { $0 }
  }

  /// The same, fitted to revised figures.
  static func revisedHanoi(_ change: (Study) throws -> Study = { $0 }) throws -> FittedModel {
    try fitted(change, \.revised)
  }

  private static func fitted(
    _ change: (Study) throws -> Study, _ revise: (Fact) -> Fact
  ) throws -> FittedModel {
    let data = try ShippedStudy.observed.get()
    return try FittedModel(
      change(ShippedStudy.hanoi.get()), panel: data.panel,
      facts: FactBook(data.facts.facts.map(revise)))
  }
}

extension Study {
  /// The same with what is given in place of its own.
  func with(
    asOf date: CalendarDate? = nil, targets others: [Target]? = nil,
    model other: SimulationModel? = nil, uncertainties items: [Uncertainty]? = nil,
    levers settings: [LeverSetting]? = nil, freezeFrom quarter: Int? = nil
  ) -> Study {
    Study(
      name: name, title: title, province: province, sectors: sectors, planYear: planYear,
      asOf: date ?? asOf, model: other ?? model, targets: others ?? targets,
      levers: settings ?? levers,
      uncertainties: items ?? uncertainties, assumptions: assumptions, correlations: correlations,
      freezeFrom: quarter ?? freezeFrom, scenarioPath: scenarioPath, files: files)
  }

  /// The same with the laws of a parameter shifted.
  func shifting(_ parameter: Parameter, by shift: Double) -> Study {
    stating(parameter) { .shifted($0, by: shift) }
  }

  /// The same with another law of a parameter.
  func stating(_ parameter: Parameter, _ law: Distribution) -> Study {
    stating(parameter) { _ in law }
  }

  private func stating(
    _ parameter: Parameter, _ law: (Distribution) -> Distribution
  ) -> Study {
    var model = model
    model.parameters[parameter] = model.parameters[parameter].map {
      DrawnValue(law($0.distribution), number: $0.number, index: $0.index)
    }
    let items = uncertainties.map { item in
      guard item.parameter == parameter else { return item }
      return Uncertainty(
        key: item.key, number: item.number, label: item.label, unit: item.unit,
        parameter: item.parameter, index: item.index,
        priors: item.priors.map(law), sources: item.sources,
        fedBy: item.fedBy, isAssumed: item.isAssumed, origin: item.origin)
    }
    return with(model: model, uncertainties: items)
  }
}

extension LeverSetting {
  /// The same with other amounts.
  func with(yearly other: [Double]) -> LeverSetting {
    LeverSetting(
      key: key, label: label, kind: kind, unit: unit, yearly: other, lag: lag, basis: basis,
      bounds: bounds, source: source, origin: origin)
  }
}

extension Target {
  /// The same question with another threshold.
  func with(threshold: Double) -> Target {
    Target(
      key: key, label: label, outcome: outcome, sector: sector, sectorKey: sectorKey,
      comparison: comparison, threshold: threshold, year: year, source: source, origin: origin)
  }
}

extension Fact {
  /// Growth of Hanoi's manufacturing as it might be revised.
  var revised: Fact {
    guard series == "iip_manufacturing_growth", geography == "hanoi" else { return self }
    return Fact(
      series: series, geography: geography, sector: sector, year: year, period: period,
      value: 0.5 * value, unit: unit, kind: kind, published: published, source: source,
      note: note, origin: origin)
  }
}
