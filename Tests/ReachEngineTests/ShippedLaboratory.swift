import Assessment
import ReachEngine
import ReachModel
import Simulation
import Testing

/// A shipped scenario with what simulates it and its variants, as the commands have it.
struct ShippedLaboratory {
  let fitted: FittedModel
  let draws: Int
  let threads: Int

  init(_ fitted: FittedModel, draws: Int = 4096, threads: Int = 2) {
    (self.fitted, self.draws, self.threads) = (fitted, draws, threads)
  }

  init(_ name: String, draws: Int = 4096, threads: Int = 2) throws {
    self.init(try ForecastTests.fitted(name), draws: draws, threads: threads)
  }

  var study: Study { fitted.study }

  func sampler(seed: UInt64 = 7, sampling: SamplingMethod = .sobol) -> TargetSampler {
    TargetSampler(
      EnsembleRunner(seed: seed, sampling: sampling, threads: threads),
      like: PreparedModel(fitted.model), planYear: study.planYear, draws: draws)
  }

  func question(_ key: String) throws -> TargetQuestion {
    guard key != "joint" else { return .joint }
    return .target(try #require(study.targets.first { $0.key == key }))
  }

  /// The scenario's levers, with what is asked of every plan.
  func plan(_ keys: [String], seed: UInt64 = 7) throws -> LeverPlan {
    try LeverPlan(fitted, try keys.map(question), sampler: sampler(seed: seed))
  }

  /// P of a question by simulating a model alone, apart from any plan.
  func chance(_ key: String, _ model: SimulationModel, seed: UInt64 = 7) throws -> Replicated {
    let sample = try sampler(seed: seed).sample(model, study.targets)
    return try #require(sample.probability(question(key)))
  }
}

extension FittedModel {
  /// The same with another model.
  func with(_ model: SimulationModel) -> FittedModel {
    FittedModel(study: study, model: model, fit: fit)
  }

  /// The same with one law in place of those of a parameter.
  func setting(_ parameter: Parameter, _ law: Distribution) -> FittedModel {
    var model = model
    model.parameters[parameter] = model.parameters[parameter].map {
      DrawnValue(law, number: $0.number, index: $0.index)
    }
    return with(model)
  }

  /// The same, of which no draw ends: output leaves what can be computed in the first quarter.
  var failing: FittedModel { setting(.muX, .normal(mean: 9e7, sd: 1)) }

  /// The same with a target's threshold moved.
  func asking(_ key: String, for threshold: Double) -> FittedModel {
    changing { target in
      target.key == key ? target.asking(threshold, year: target.year) : target
    }
  }

  /// The first years of a longer plan, its targets due at their end.
  func short(years: Int, thresholds: [String: Double]) -> FittedModel {
    let last = study.planYear + years - 1
    let own = changing { $0.asking(thresholds[$0.key] ?? $0.threshold, year: last) }
    return own.with(model.lasting(quarters: 4 * years))
  }

  private func changing(_ change: (Target) -> Target) -> FittedModel {
    let asked = Study(
      name: study.name, title: study.title, province: study.province, sectors: study.sectors,
      planYear: study.planYear, asOf: study.asOf, model: study.model,
      targets: study.targets.map(change), levers: study.levers,
      uncertainties: study.uncertainties, assumptions: study.assumptions,
      correlations: study.correlations, freezeFrom: study.freezeFrom,
      scenarioPath: study.scenarioPath, files: study.files)
    return FittedModel(study: asked, model: model, fit: fit)
  }
}

extension Target {
  fileprivate func asking(_ threshold: Double, year: Int) -> Target {
    Target(
      key: key, label: label, outcome: outcome, sector: sector, sectorKey: sectorKey,
      comparison: comparison, threshold: threshold, year: year, source: source, origin: origin)
  }
}

/// What every answer has to keep: finite numbers, each under a name of its own.
func expectSound(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
  for finding in findings {
    #expect(finding.value.isFinite, "\(finding.id)", sourceLocation: sourceLocation)
    let error = finding.error ?? 0
    #expect(error.isFinite && error >= 0, "\(finding.id)", sourceLocation: sourceLocation)
  }
  let names = Set(findings.map { "\($0.scenario) \($0.id)" })
  #expect(names.count == findings.count, "two of one name", sourceLocation: sourceLocation)
}
