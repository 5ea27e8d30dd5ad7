import Assessment
import Econometrics
import PanelData
import ReachModel
import Simulation
import Testing

/// Toy models as scenarios: with targets, and without any data.
enum ToyStudy {
  /// A model of the plan year 2026 with what is asked of it.
  static func fitted(
    _ model: SimulationModel, _ targets: [Target], levers: [LeverSetting] = []
  ) -> FittedModel {
    let study = SamplePlan.study(targets, sectors: 1, levers: levers) { $0 = model }
    return FittedModel(study: study, model: model, fit: noData)
  }

  /// What data say that nobody has.
  private static var noData: FitReport {
    fitRelations(
      FitRequest(
        panel: Panel(cells: [], vintageCaveat: ""), facts: FactBook([]), provinceCode: "01",
        geography: "nowhere", priors: [:], presence: 0.5,
        stress: StressChain(entry: 0, stay: 0, jump: 0, recovered: 0),
        growthError: MeasurementError(month: 0, newYearMonth: 0)))
  }

  static func sampler(
    _ fitted: FittedModel, draws: Int, seed: UInt64 = 5, threads: Int = 2,
    sampling: SamplingMethod = .plain
  ) -> TargetSampler {
    TargetSampler(
      EnsembleRunner(seed: seed, sampling: sampling, threads: threads),
      like: PreparedModel(fitted.model), planYear: fitted.study.planYear, draws: draws)
  }

  /// A lever of one year.
  static func lever(_ key: String, _ amount: Double) -> LeverSetting {
    LeverSetting(
      key: key, label: Label(vi: key, en: key), kind: .support, unit: "billion VND",
      yearly: [amount], lag: 1, basis: .scenario, source: "test",
      origin: Origin(file: "plan.yaml", line: 1, column: 1))
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

extension FittedModel {
  /// The input that a parameter with one law is.
  func input(_ parameter: Parameter) throws -> UncertainInput {
    try #require(uncertainInputs.first { $0.parameter == parameter })
  }
}
