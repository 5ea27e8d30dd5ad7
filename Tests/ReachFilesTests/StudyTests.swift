import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Scenarios")
struct StudyTests {
  private func study(_ body: String) throws -> Study {
    let folder = try ScratchFolder()
    let base = "extends: \(Project.root)/Scenarios/hanoi-2021.yaml\nscenario: test\n"
    let path = try folder.write(base + body, to: "test.yaml")
    return try Study.read(path, catalog: Project.catalog.get())
  }

  @Test("an overriding key replaces, the rest is inherited, nothing else changes")
  func inheritance() throws {
    let base = try study(""), changed = try study("levers:\n  linkage: {budget: 20 billion VND}\n")
    #expect(changed.levers[0].yearly == [20] && base.levers[0].yearly != [20])
    #expect(changed.model.levers.budget[0] == [20, 20, 20, 20])
    #expect(changed.levers.dropFirst() == base.levers.dropFirst())
    #expect(changed.model.parameters == base.model.parameters)
    #expect(changed.model.structure == base.model.structure)
  }

  @Test("phased amounts carry the last year forward; a freeze stops them")
  func phases() throws {
    let body = """
      years: 3
      freeze_from: {quarter: 2023-Q3, source: "Scenario: after the review"}
      levers:
        systems: {budget: {2021: 1 billion VND, 2022: 3 billion VND}}
      """
    let study = try study(body)
    #expect(study.model.levers.budget[1] == [1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 0, 0])
    #expect(study.freezeFrom == 11)
    #expect(study.model.levers.promotion.suffix(2) == [0, 0])
    // What is spent in a year is the mean of its four quarters' rates.
    for (lever, path) in zip(study.levers, study.model.levers.budget) {
      let means = (0..<3).map { year in path[(4 * year)..<(4 * year + 4)].reduce(0, +) / 4 }
      #expect(study.spent(on: lever) == means)
    }
    #expect(study.scenarioPath.map(\.path) == ["freeze_from"])
    #expect(study.scenarioPath[0].source == "Scenario: after the review")
    #expect(study.scenarioPath[0].origin.line == 4)
  }

  @Test("an amount is assumed unless the file says that a document gives it")
  func budgetBasis() throws {
    let key = "levers:\n  linkage: {budget: 20 billion VND"
    // A file of its own: the shipped one without the word.
    let folder = try ScratchFolder()
    let shipped = try String(
      contentsOfFile: "\(Project.root)/Scenarios/hanoi-2021.yaml", encoding: .utf8)
    let silent = shipped.replacing("    budget_assumed: true\n", with: "")
    let own = try Study.read(
      folder.write(silent, to: "hanoi-2021.yaml"), catalog: Project.catalog.get())
    #expect(own.levers.allSatisfy { $0.basis == .assumed })
    #expect(try study("").levers.allSatisfy { $0.basis == .assumed })
    #expect(
      try study(key + "}\n").levers.map(\.basis.rawValue).prefix(2) == ["scenario", "assumed"])
    for (word, basis) in [("true", LeverSetting.Basis.assumed), ("false", .documented)] {
      #expect(try study(key + ", budget_assumed: \(word)}\n").levers[0].basis == basis)
    }
  }

  @Test("a start is assumed unless the file says that its figure was published")
  func publishedStart() throws {
    func isAssumed(_ study: Study) -> Bool? {
      study.uncertainties.first { $0.parameter == .startShare }?.isAssumed
    }
    let start = "start:\n  share: {value: 14 % to 16 %, source: \"Report\""
    #expect(isAssumed(try study(start + "}\n")) == true)
    #expect(isAssumed(try study(start + ", published: true}\n")) == false)
    #expect(isAssumed(try study(start + ", published: false}\n")) == true)
  }

  @Test("inputs whose level is drawn are told apart from fixed ones")
  func drawnLevels() throws {
    let assumptions = try study("").assumptions
    let drawn = Set(assumptions.filter(\.isLevelDrawn).map(\.path))
    #expect(
      drawn == [
        "start.capital", "start.buyer_capital", "start.supported", "history.presence",
        "history.si_output", "history.commitments", "history.reached", "history.net_certificates",
        "history.promotion",
      ])
    #expect(assumptions.contains { $0.path == "structure.capital_shares" && !$0.isLevelDrawn })
    // The model agrees: each of the nine has a level, or the share, that varies.
    let levels: [Parameter] = [
      .levelCapital, .levelBuyerCapital, .levelSupported, .levelPresence, .startShare,
      .levelCommitments, .levelReached, .levelNetCertificates, .levelPromotion,
    ]
    let model = try study("").model
    for level in levels { #expect(model.parameters[level].contains { !$0.distribution.isFixed }) }
  }

  @Test("a child that lists correlations is told which of its parent's it drops")
  func droppedCorrelations() throws {
    func warnings(_ between: String) throws -> [String] {
      try study(
        "correlations:\n  - {between: \(between), rank: 0.5, source: \"Judged\"}\n"
      ).warnings
    }
    let lost = try warnings("[certification_own, certification_imitation]")
    #expect(lost.count == 1)
    #expect(lost[0].contains("entry_rate and exit_domestic") && lost[0].contains("test.yaml:4"))
    #expect(try warnings("[exit_domestic, entry_rate]").isEmpty)
    #expect(try study("").warnings.isEmpty)
  }

  @Test("regimes fall in their quarters")
  func regimes() throws {
    let study = try study(
      "regime: {2021-Q3: {regime: stress, jump: -12 %, source: A}, "
        + "2021-Q4: {regime: normal, source: B}}\n")
    #expect(
      study.model.regimes == [
        3: RegimeOverride(regime: 1, jump: -0.12), 4: RegimeOverride(regime: 0),
      ])
    #expect(study.scenarioPath.map(\.path) == ["regime.2021-Q3", "regime.2021-Q4"])
    #expect(study.scenarioPath.map(\.text) == ["stress, jump -12 %", "normal"])
    #expect(study.scenarioPath.map(\.source) == ["A", "B"])
  }

  @Test("short forms of named paths say that they have no source")
  func shortForms() throws {
    let study = try study("regime: {2021-Q3: stress}\nfreeze_from: 2021-Q4\n")
    #expect(study.model.regimes == [3: RegimeOverride(regime: 1)])
    #expect(study.model.levers.budget.allSatisfy { $0[2] > 0 && $0[3] == 0 })
    #expect(study.scenarioPath.map(\.text).sorted() == ["2021-Q4", "stress"])
    #expect(study.scenarioPath.allSatisfy { $0.source == "no source stated" })
  }

  @Test("per-sector draws have their sector's number as index; common draws share an address")
  func addresses() throws {
    let all = try study("").model.parameters
    #expect(all[.rho].map(\.index) == [1, 2, 3] && Set(all[.rho].map(\.number)) == [41])
    #expect(all[.premium].map(\.index) == [0, 0, 0])
    #expect(all[.theta].map(\.number) == [200, 30, 201, 202])
    #expect(all[.theta][1].distribution == .fixed(0))
    #expect(all[.unitCost].map(\.index) == [1, 2, 3, 4])
  }

  @Test("all problems of a file and of those it extends come at once")
  func allAtOnce() throws {
    let body = """
      levers:
        linkage: {budjet: 1 billion VND, budget: -1 billion VND}
        systems: {budget: 3 million USD}
      targets:
        firms: {year: 2030, threshold: 1.500 firms}
      """
    let report = try #require(throws: DiagnosticReport.self) { try study(body) }
    #expect(report.diagnostics.map(\.code.id) == ["S014", "S021", "S018", "S027", "S012"])
  }

  @Test("a value that cannot be read is one mistake, not also a missing assumption")
  func oneMistake() throws {
    for body in [
      "start:\n  share: {value: 16 % to 14 %, source: A}\n",
      "start:\n  share: null\n",
      "overrides:\n  entry_growth: {value: {normal: {mean: 1, sd: -1}}, source: A}\n",
      "overrides:\n  entry_growth: 5\n",
    ] {
      let report = try #require(throws: DiagnosticReport.self) { try study(body) }
      #expect(report.diagnostics.count == 1, "\(report.explanation)")
      #expect(report.diagnostics.allSatisfy { $0.code.id != "S030" })
    }
  }

  @Test("a scenario has the name of its file without the last ending")
  func names() throws {
    let folder = try ScratchFolder()
    let text = "extends: \(Project.root)/Scenarios/hanoi-2021.yaml\nscenario: plan.v2\n"
    let path = try folder.write(text, to: "plan.v2.yaml")
    #expect(try Study.read(path, catalog: Project.catalog.get()).name == "plan.v2")
  }

  @Test("the schema names the keys that the reader knows, and no others")
  func schema() throws {
    let data = Data(ScenarioJSONSchema.text.utf8)
    let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    try compare(root, ScenarioJSONSchema.table)
  }

  private func compare(_ json: [String: Any], _ schema: MappingSchema) throws {
    let properties = try #require(json["properties"] as? [String: [String: Any]])
    #expect(Set(properties.keys) == Set(schema.keys.map(\.name)))
    #expect(json["additionalProperties"] as? Bool == false)
    for key in schema.keys {
      let property = try #require(properties[key.name])
      #expect(property["description"] as? String == key.summary)
      switch key.type {
      case .mapping(let inner): try compare(property, inner)
      case .named(.mapping(let inner)):
        try compare(try #require(property["additionalProperties"] as? [String: Any]), inner)
      default: break
      }
    }
  }
}

@Suite("Model files")
struct ModelCaseTests {
  private let minimal = "\(Project.root)/Tests/SimulationTests/ReferenceValues"

  @Test("reads the reference files whole", arguments: ["oracle-a", "oracle-a2", "oracle-b"])
  func references(name: String) throws {
    let model = try ModelCase.read("\(minimal)/\(name).json")
    #expect(model.targets.count == model.model.quarters && model.seed != nil)
    #expect(model.draws == ["oracle-a": 1, "oracle-a2": 1_000_000, "oracle-b": 2_000_000][name])
    #expect(model.model.groups.count == 4)
    #expect(model.model.processNoise == (name == "oracle-b"))
    #expect(model.targets(year: 2).map(\.key) == ["T1", "T2", "T3", "T4"])
    for parameter in [Parameter.theta, .fade] {
      #expect(model.model.parameters[parameter].count == 4)
    }
  }

  @Test(
    "groups are known by other words too, and names that say nothing are labels",
    arguments: [
      ["Linkage", "systems", "R&D", "Information"], ["a", "b", "c", "d"],
      ["linkage", "certification", "research", "training"], ["ties", "systems", "rd", "news"],
    ])
  func groupNames(names: [String]) throws {
    let model = try changed { inputs, _ in inputs["groups"] = names }
    #expect(model.model.groups.map(\.key) == names)
    #expect(model.model.groups[1].channels == [.certification])
    #expect(throws: DiagnosticReport.self) {
      try changed { inputs, _ in inputs["groups"] = ["Systems", "Linkage", "x", "R&D"] }
    }
  }

  @Test("a single draw is read where nothing can be random, or where more are asked for")
  func singleDraw() throws {
    let fixed = try changed { inputs, _ in
      inputs["draws"] = 1
      inputs["mode"] = ["parameter_uncertainty": true, "process_noise": false]
    }
    #expect(fixed.draws == 1)
    let path = "\(Project.malformed)/model-one-draw.json"
    #expect(try ModelCase.read(path, draws: 500).draws == 500)
    #expect(throws: DiagnosticReport.self) { try ModelCase.read(path) }
  }

  @Test("units may be said in other words, and of other things")
  func units() throws {
    _ = try changed { inputs, _ in
      inputs["units"] = [
        "money": "Billion VND of 2021", "FDI": "million USD realised", "labour": "persons",
        "output": "billion VND per quarter",
      ]
    }
  }

  /// What `read` makes of the inputs of a reference file after a change.
  private func changed(
    _ change: (_ inputs: inout [String: Any], _ parameters: inout [String: Any]) -> Void
  ) throws -> ModelCase {
    let file = try Data(contentsOf: URL(fileURLWithPath: "\(minimal)/oracle-a2.json"))
    let root = try #require(JSONSerialization.jsonObject(with: file) as? [String: Any])
    var inputs = try #require(root["inputs"] as? [String: Any])
    var parameters = try #require(inputs["parameters"] as? [String: Any])
    change(&inputs, &parameters)
    inputs["parameters"] = parameters
    let folder = try ScratchFolder()
    let text = try JSONSerialization.data(withJSONObject: inputs)
    return try ModelCase.read(folder.write(String(decoding: text, as: UTF8.self), to: "bare.json"))
  }

  @Test("every prior of the catalog may stand in a model file, with uncertainty and without")
  func priors() throws {
    for uncertainty in try Project.catalog.get().uncertainties {
      let parameter = uncertainty.parameter
      guard let prior = uncertainty.prior, let law = prior.inModelFile,
        parameter != .theta, !parameter.isOptional
      else { continue }
      for isUncertain in [true, false] {
        let model = try changed { inputs, parameters in
          parameters[parameter.rawValue] = law
          inputs["mode"] = ["parameter_uncertainty": isUncertain, "process_noise": false]
        }
        #expect(model.model.parameters[parameter].allSatisfy { $0.distribution == prior })
      }
    }
  }

  @Test("a law of which sd is 0 is its mean, and the catalog's name of the last group is known")
  func limits() throws {
    let model = try changed { inputs, parameters in
      inputs["groups"] = ["linkage", "systems", "rd_transfer", "information"]
      parameters["p"] = ["dist": "beta", "mean": 0.25, "sd": 0] as [String: Any]
      parameters["q"] = ["dist": "lognormal", "mean": 0, "cv": 0] as [String: Any]
      inputs["draws"] = 1
    }
    #expect(model.model.parameters[.p].map(\.distribution) == [.fixed(0.25)])
    #expect(model.model.parameters[.q].map(\.distribution) == [.fixed(0)] && model.draws == 1)
    #expect(model.model.groups.last?.key == "information")
  }

  @Test("laws: one for all, one for each, shifted")
  func laws() throws {
    let table = try changed { _, parameters in
      parameters["nb_size"] = ["dist": "gamma", "mean": 20, "sd": 10, "shift": 1] as [String: Any]
      parameters["rho"] =
        ["dist": "normal", "mean": [1.1, 0.7], "sd": 0.15, "per": "sector"] as [String: Any]
      parameters["iota"] = ["dist": "lognormal", "mean": 4, "cv": 0.5] as [String: Any]
      parameters["stress_entry"] = ["dist": "beta_ab", "a": 1.5, "b": 40] as [String: Any]
    }.model.parameters
    #expect(table[.nbSize].map(\.distribution) == [.shifted(.gamma(mean: 20, sd: 10), by: 1)])
    #expect(
      table[.rho].map(\.distribution) == [
        .normal(mean: 1.1, sd: 0.15), .normal(mean: 0.7, sd: 0.15),
      ])
    #expect(table[.rho].map(\.index) == [1, 2] && table[.iota].map(\.index) == [0, 0])
    #expect(table[.iota].map(\.distribution) == [DistributionCase.iota, DistributionCase.iota])
    #expect(table[.stressEntry].map(\.distribution) == [.betaShapes(a: 1.5, b: 40)])
  }
}

extension Distribution {
  /// As a model file writes it; nil for the laws that it cannot name.
  fileprivate var inModelFile: [String: Any]? {
    func named(_ name: String, _ mean: Double, _ sd: Double) -> [String: Any] {
      ["dist": name, "mean": mean, "sd": sd]
    }
    switch self {
    case .normal(let mean, let sd): return named("normal", mean, sd)
    case .normalNonNegative(let mean, let sd): return named("normal_pos", mean, sd)
    case .normalNonPositive(let mean, let sd): return named("normal_neg", mean, sd)
    case .lognormal(let mean, let sd): return named("lognormal", mean, sd)
    case .beta(let mean, let sd): return named("beta", mean, sd)
    case .gamma(let mean, let sd): return named("gamma", mean, sd)
    case .betaShapes(let a, let b): return ["dist": "beta_ab", "a": a, "b": b]
    case .shifted(let law, let shift):
      return law.inModelFile?.merging(["shift": shift]) { $1 }
    case .fixed, .uniform, .linked: return nil
    }
  }
}

private enum DistributionCase {
  static let iota = Distribution.lognormal(mean: 4, sd: 2)
}
