import Foundation
import ReachFiles
import ReachModel
import Simulation

/// A small study with uncertain parameters, and a run of it, made without any file.
enum SampleRun {
  static let day = date("2026-03-02")

  private static func date(_ text: String) -> CalendarDate {
    guard let date = CalendarDate(text) else { preconditionFailure(text) }
    return date
  }

  private static func value(_ law: Distribution, _ parameter: Parameter) -> [DrawnValue] {
    [DrawnValue(law, number: parameter.number)]
  }

  private static let origin = Origin(file: "Scenarios/sample.yaml", line: 7, column: 3)

  /// Two sectors, two groups, eight quarters; one law of each kind, a copula and a named regime.
  static let model: SimulationModel = {
    var model = SimulationModel(
      sectors: [ModelSector(key: "parts", number: 1), ModelSector(key: "electronics", number: 2)],
      groups: [
        SupportGroup(key: "linkage", number: 1, channels: [.output, .survival], lag: 2),
        SupportGroup(key: "standards", number: 2, channels: [.certification], lag: 3),
      ], quarters: 8,
      levers: LeverPaths(
        budget: [Array(repeating: 12.5, count: 8), Array(repeating: 0.1, count: 8)],
        promotion: Array(repeating: 1.1, count: 8), usualPromotion: 1),
      structure: Structure(
        promotionLag: 2, weights: [0.25, 0.5, 0.25], capitalShares: [0.1, 0.2],
        buyerCapitalShares: [0.3, 0.3], supportShares: [[0.5, 0.5], [0.25, 0.75]],
        eligible: [80, 40], presenceNormal: [0.4, 0.6], foreignShareNormal: [0.2, 0.5]),
      start: start, parameters: ParameterTable(parameters),
      regimes: [3: RegimeOverride(regime: 1, jump: -0.1), 4: RegimeOverride(regime: 1)])
    model.copula = Copula(
      members: [
        .init(number: Parameter.muX.number, index: 0),
        .init(number: Parameter.phiX.number, index: 0),
      ], factor: [[1], [0.6, 0.8]])
    return model
  }()

  private static let start = StartState(
    firms: .drawn(
      firmShares: [[0.4, 0.1], [0.2, 0.3]], certifiedShares: [[0.3, 0.1], [0.2, 0.4]]),
    K: [100, 200.25], KB: [50, 1 / 3], M: [[10, 20], [5, 5]], x: 0.01, r: 0,
    V: [[0.4, 0.4, 0.4, 0.4, 0.4], [0.6, 0.6, 0.6, 0.6, 0.6]],
    Q: [[10, 11, 12, 13], [20, 21, 22, 23]], Z: [300, 310, 320, 330], R: [90, 95, 100],
    T: [[4, 4], [2, 2, 2]], netCertificates: [[1, 1, 1, 1], [2, 2, 2, 2]], promotion: [1, 1])

  private static let parameters: [Parameter: [DrawnValue]] = {
    let fixed: [Parameter: Double] = [
      .betaX: 0.3, .gX: 1, .gE: 0.1, .etaC: -0.3, .deltaK: 0.1, .certifiedEntrantForeign: 0.3,
      .thetaC: 0.05, .thetaV: 0.02, .jump: -0.2, .psi: 1, .chi: 0.5, .piSI: 0.02, .piZ: 0.03,
      .correlation: 0.3, .gR: 0.02, .nbSize: 5, .b0Ratio: 0.5, .eps: 0.2, .p: 0.05,
      .gDomestic: 0.05, .recovered: 0.5, .stressEntry: 0.02, .stressStay: 0.5, .tau: 0.5,
    ]
    var table = fixed.reduce(into: [Parameter: [DrawnValue]]()) {
      $0[$1.key] = value(.fixed($1.value), $1.key)
    }
    let laws: [Parameter: Distribution] = [
      .exitDomestic: .beta(mean: 0.06, sd: 0.01), .exitForeign: .betaShapes(a: 3, b: 70),
      .entryRate: .lognormal(mean: 0.1, sd: 0.02), .betaV: .normal(mean: 0.2, sd: 0.05),
      .etaV: .normalNonPositive(mean: -0.2, sd: 0.1), .etaH: .normal(mean: 0, sd: 0.05),
      .etaM: .normalNonPositive(mean: -0.1, sd: 0.2),
      .rBar: .linked(.log, location: 4.5, scale: 0.2, degreesOfFreedom: 6.5),
      .phiR: .normalNonNegative(mean: 0.4, sd: 0.1), .sigmaR: .gamma(mean: 0.3, sd: 0.05),
      .kappa: .shifted(.gamma(mean: 0.5, sd: 0.1), by: 1),
      .q: .uniform(low: 0.1, high: 0.3), .lapse: .beta(mean: 0.1, sd: 0.03),
      .pi: .beta(mean: 0.3, sd: 0.1), .alpha: .beta(mean: 0.5, sd: 0.1),
      .certifiedEntrantDomestic: .linked(
        .logit, location: -2, scale: 0.5, degreesOfFreedom: nil),
      .muX: .normal(mean: 0.015, sd: 0.005),
      .phiX: .linked(.identity, location: 0.3, scale: 0.1, degreesOfFreedom: nil),
      .sigmaX: .lognormal(mean: 0.02, sd: 0.005), .startFirms: .normal(mean: 900, sd: 40),
      .startCertifiedShare: .beta(mean: 0.3, sd: 0.03), .startShare: .beta(mean: 0.1, sd: 0.01),
      .startGrowth: .normal(mean: 0.01, sd: 0.01),
    ]
    for (parameter, law) in laws { table[parameter] = value(law, parameter) }
    func pair(_ parameter: Parameter, _ law: Distribution) {
      table[parameter] = (0..<2).map { DrawnValue(law, number: parameter.number, index: $0) }
    }
    pair(.iota, .lognormal(mean: 0.5, sd: 0.1))
    pair(.premium, .normal(mean: 0.01, sd: 0.005))
    pair(.rho, .fixed(0.2))
    pair(.sigma, .fixed(0.05))
    pair(.theta, .gamma(mean: 0.02, sd: 0.01))
    pair(.fade, .beta(mean: 0.2, sd: 0.05))
    pair(.execution, .beta(mean: 0.8, sd: 0.05))
    pair(.unitCost, .lognormal(mean: 0.5, sd: 0.1))
    return table
  }()

  static let study: Study = {
    let label = Label(vi: "Linh kiện \"điện tử\"", en: "Electronics\tand parts")
    let sectors = model.sectors.map {
      Sector(
        key: $0.key, number: $0.number, label: label, unit: "firms", source: "test",
        origin: origin)
    }
    return Study(
      name: "sample", title: label,
      province: Province(
        key: "hanoi", code: "01", label: label, region: "north", successor: "hanoi",
        factsKey: "hanoi", origin: origin),
      sectors: sectors, planYear: 2021, asOf: date("2021-03-01"),
      model: model,
      targets: [
        Target(
          key: "T1", label: label, outcome: .firms, comparison: .atLeast, threshold: 900.1,
          year: 2021, source: "plan", origin: origin),
        Target(
          key: "T9", label: label, outcome: .share, sector: 1, comparison: .above,
          threshold: 1 / 3, year: 2022, source: "plan", origin: origin),
      ], levers: [],
      uncertainties: [
        Uncertainty(
          key: "trend", number: Parameter.muX.number, label: label, unit: "log points",
          parameter: .muX, index: nil, priors: [.normal(mean: 0.02, sd: 0.1)],
          sources: ["P05", "judged"], fedBy: "windows", isAssumed: true, origin: origin)
      ], assumptions: [], correlations: [], freezeFrom: nil, files: [])
  }()

  /// The first `draws` draws, as an ensemble gives them.
  static func draws(_ count: Int, seed: UInt64) async throws -> DrawTable {
    let prepared = PreparedModel(model)
    let series = prepared.series.series
    var values = series.map { _ in [Double]() }
    try await EnsembleRunner(seed: seed, threads: 2).run(
      [prepared], .ensemble(draws: count)
    ) { chunks in
      for i in values.indices { values[i] += chunks[0][i] }
    }
    return DrawTable(
      series, values, prepared.parameterValues(seed: seed, draws: 0..<count), planYear: 2021,
      sectors: model.sectors.map(\.key))
  }

  static func contents(
    draws: DrawTable, seed: UInt64 = 7, data: [DataFile] = [], scenarios: [SourceFile] = []
  ) throws -> RunContents {
    let provenance = try Provenance(
      version: "0.1.0", study: study,
      scenario: StudyReference(
        name: "sample", path: "Scenarios/sample.yaml", asOf: study.asOf, planYear: 2021,
        overrides: ["as_of=2021-03-01"]),
      scenarioFiles: scenarios, catalogFiles: [], dataFiles: data,
      sampling: Sampling(
        seed: seed, method: .plain, draws: 1000, keptDraws: draws.draws, nestedParameters: 400,
        nestedShocks: 500, pairs: 20_000),
      environment: RunEnvironment(
        arguments: ["reach", "run", "sample"], workingFolder: "/w", threads: 2, host: "h",
        started: "2026-03-02T10:00:00Z", finished: "2026-03-02T10:00:01Z", wallSeconds: 0.8125,
        cpuSeconds: 1.5, peakMemoryBytes: 1 << 30, processor: "p", instructions: "i",
        linearAlgebra: "l"))
    return RunContents(
      date: day, provenance: provenance,
      model: RunModel(study, fitted: model), draws: { draws },
      texts: [
        ("verdict.md", { "P(firms) = 62 %\n" }), ("verdict.vi.md", { "P(firms) = 62 % (vi)\n" }),
        ("findings.csv", { "finding,value\n" }),
        (
          "verdict.json",
          {
            #"{"targets": [{"key": "T1", "probability": {"value": 0.6244}}, {"key": "T2"}]}"#
          }
        ),
      ])
  }
}

/// A folder that is deleted with the value.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "reach-runs-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}
