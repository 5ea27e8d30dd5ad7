import Assessment
import Econometrics
import NumericKernels
import ReachEngine
import ReachModel
import Simulation
import Testing

@Suite("Comparison of scenarios")
struct CompareTests {
  static func fitted(_ name: String) throws -> FittedModel { try ForecastTests.fitted(name) }

  private func options(draws: Int = 4096, threads: Int = 2) -> ComparisonOptions {
    var options = ComparisonOptions(seed: 7, threads: threads)
    options.draws = draws
    options.nestedParameters = 40
    options.nestedShocks = 20
    return options
  }

  private func findings(_ comparison: ScenarioComparison, of name: String) -> [Finding] {
    comparison.findings.filter { $0.scenario == name }
  }

  @Test("a scenario against itself differs by exactly 0 everywhere")
  func itself() async throws {
    let base = try Self.fitted("hanoi-2021")
    let comparison = try await compare([base, base], options())
    let alternative = try #require(comparison.alternatives.first)
    #expect(alternative.scenario.name == "hanoi-2021 (2)")
    #expect(try alternative.changes.get().isEmpty)
    #expect(alternative.attribution == nil)
    for item in alternative.targets {
      #expect(item.difference.value == 0)
      #expect(item.difference.disagreeing == 0)
      #expect(item.range?.range == 0...0)
      #expect(item.better.hits == 0 && item.worse.hits == 0)
    }
    let bands = findings(comparison, of: "hanoi-2021 (2)").filter { $0.id.hasPrefix("bands.") }
    #expect(!bands.isEmpty)
    #expect(bands.allSatisfy { $0.value == 0 })
  }

  @Test("neither the order of the scenarios nor the threads change a number")
  func order() async throws {
    let names = ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-double-support"]
    let models = try names.map(Self.fitted)
    let one = try await compare(models, options(threads: 1))
    let other = try await compare([models[0], models[2], models[1]], options(threads: 2))
    for name in names { #expect(findings(one, of: name) == findings(other, of: name)) }
  }

  @Test("differences agree with two forecasts of the same seed, and races with a count of draws")
  func differences() async throws {
    let models = [try Self.fitted("hanoi-2021"), try Self.fitted("hanoi-2021-pandemic")]
    let comparison = try await compare(models, options())
    let alternative = try #require(comparison.alternatives.first)
    let samples = try models.map { model in
      try TargetSampler(
        EnsembleRunner(seed: 7, sampling: .sobol, threads: 1), like: PreparedModel(model.model),
        planYear: 2021, draws: 4096
      ).sample(model.model, model.study.targets)
    }
    for (place, item) in alternative.targets.enumerated() {
      // Where draws tell no more than whether the target holds, few that disagree are counted.
      let tellsNoMore = samples.allSatisfy { $0.told[place].held == $0.told[place].chances }
      let isCounted = tellsNoMore && item.difference.disagreeing < 100
      let means = try samples.map { sample in
        let told = sample.told[place]
        return try #require(Replicated.mean(isCounted ? told.held : told.chances)).value
      }
      #expect((item.difference.value - (means[1] - means[0])).magnitude < 1e-12)
      let better = zip(samples[1].outcomes[place], samples[0].outcomes[place]).count { $0 > $1 }
      #expect(item.better.hits == better)
    }
  }

  @Test("a forecast and a comparison of the same draws tell the same differences")
  func sameAsForecast() async throws {
    let models = try ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-budget-freeze"].map {
      try Self.fitted($0)
    }
    let comparison = try await compare(models, options())
    let forecasts = try await forecast(models, ForecastTests.options(draws: 4096))
    for (alternative, forecast) in zip(comparison.alternatives, forecasts.dropFirst()) {
      #expect(forecast.differences.count == 4)
      #expect(alternative.targets.map(\.difference) == forecast.differences.map(\.difference))
      #expect(alternative.joint?.difference == forecast.jointDifference)
      let told = findings(comparison, of: alternative.scenario.name).filter {
        $0.id.hasSuffix(".difference")
      }
      #expect(
        told.count == 5 && told == forecast.findings.filter { told.map(\.id).contains($0.id) })
    }
  }

  @Test("a contribution is exactly 0 only where outcomes are equal; what is rare has an error")
  func rare() async throws {
    let models = [try Self.fitted("hanoi-2021"), try Self.fitted("hanoi-2021-no-support")]
    let comparison = try await compare(models, options())
    let attribution = try #require(comparison.alternatives.first?.attribution)
    let joint = try #require(attribution.divisions.first { $0.question == .joint })
    let two = z975 * 2.0.squareRoot() / Double(attribution.draws)
    for (place, change) in attribution.changes.enumerated() {
      // Research and certification cannot act within the year; linkage and information can, if rarely.
      let isIdle = ["levers.systems", "levers.rd_transfer", "levers.fdi_promotion"].contains(
        change.key)
      #expect(isIdle == (joint.error(ofBar: place) == 0), "\(change.key)")
      if isIdle { #expect(joint.bars[place] == Replicated(exactly: 0)) }
      if !isIdle { #expect(joint.error(ofBar: place) >= two && joint.error(alone: place) >= two) }
    }
    #expect(joint.totalError >= two)
  }

  @Test("targets are matched one to one, those of one key first")
  func matching() throws {
    let targets = try Self.fitted("hanoi-2021").study.targets
    let firms = try #require(targets.first { $0.key == "firms" })
    func renamed(_ key: String) -> Target {
      Target(
        key: key, label: firms.label, outcome: firms.outcome, sector: firms.sector,
        comparison: firms.comparison, threshold: firms.threshold, year: firms.year,
        source: firms.source, origin: firms.origin)
    }
    let other = try #require(targets.first { $0.key == "share" })
    #expect(matches([firms, renamed("firms2")], [firms, other]) == [0, nil])
    #expect(matches([firms, other], [firms, renamed("firms2")]) == [0, nil])
    #expect(matches([renamed("a"), firms], [firms, renamed("b")]) == [1, 0])
    #expect(matches(targets, targets.reversed()) == targets.indices.reversed().map { $0 })
  }

  /// Laws that move the targets of 2021, each shifted by something that shows.
  static let planted: [(Parameter, Double)] = [
    (.entryRate, 0.02), (.exitDomestic, 0.02), (.exitForeign, 0.05), (.gX, 0.2), (.gE, -0.3),
    (.startFirms, 15), (.startCertifiedShare, 0.02), (.startShare, 0.01), (.premium, 0.02),
    (.sigma, 0.03), (.rho, 0.3), (.psi, 0.3), (.chi, 0.3), (.jump, -0.05), (.stressEntry, 0.1),
    (.p, 0.03), (.q, 0.1), (.lapse, 0.05), (.piSI, 0.02), (.startGrowth, 0.03),
  ]

  @Test("a planted change carries the whole difference, an idle one nothing", arguments: 0..<20)
  func planted(_ place: Int) throws {
    let base = try Self.fitted("hanoi-2021"), (parameter, shift) = Self.planted[place]
    var model = base.model
    for changed in [parameter, .levelCapital] {
      #expect(!model.parameters[changed].isEmpty)
      model.parameters[changed] = model.parameters[changed].map {
        DrawnValue(
          .shifted($0.distribution, by: changed == parameter ? shift : 0.1), number: $0.number,
          index: $0.index)
      }
    }
    let alternative = FittedModel(study: base.study, model: model, fit: base.fit)
    let changes = try scenarioChanges(from: base, to: alternative)
    let isIdle = changes.map { change in
      change.pieces == [.parameter(.levelCapital)]
    }
    #expect(isIdle.count { $0 } == 1)
    let sampler = TargetSampler(
      EnsembleRunner(seed: 3, sampling: .sobol, threads: 2), like: PreparedModel(base.model),
      planYear: 2021, draws: 2048)
    let attribution = try #require(
      try attribution(
        of: changes, (LayeredModel(base), LayeredModel(alternative)),
        targets: base.study.targets, draws: 2048, sampler: sampler))
    var moved = false
    for division in attribution.divisions {
      let sum = division.bars.reduce(0) { $0 + $1.value }
      #expect((sum - division.total.value).magnitude < 1e-9)
      for (bar, idle) in zip(division.bars, isIdle) where idle {
        #expect(bar.value == 0 && bar.error == 0)
      }
      moved = moved || division.total.isBeyondError
    }
    #expect(moved, "\(parameter) moves nothing")
  }

  /// Without noise each sector's output is its own: growth of the sum is additive in what the sectors
  /// are given.
  @Test("an additive case has no synergy, and each bar is what the change brings alone")
  func additive() throws {
    let base = try Self.fitted("hanoi-2021")
    var quiet = base.model
    (quiet.processNoise, quiet.parameterUncertainty, quiet.copula) = (false, false, nil)
    var model = quiet
    let premia = quiet.parameters[.premium]
    #expect(premia.count == 3)
    model.parameters[.premium] = premia.enumerated().map { place, value in
      DrawnValue(
        .shifted(value.distribution, by: 0.01 * Double(place + 1)), number: value.number,
        index: value.index)
    }
    let changes = premia.indices.map { place in
      ScenarioChange(
        key: "premium.\(place)", kind: .assumption, label: Label(vi: "a", en: "a"),
        base: .words(Label(vi: "a", en: "a")), alternative: .words(Label(vi: "b", en: "b")),
        origin: nil, pieces: [.parameterOf(.premium, place: place)])
    }
    func layered(_ model: SimulationModel) -> LayeredModel {
      LayeredModel(FittedModel(study: base.study, model: model, fit: base.fit))
    }
    let sampler = TargetSampler(
      EnsembleRunner(seed: 3, threads: 1), like: PreparedModel(quiet), planYear: 2021, draws: 512)
    let attribution = try #require(
      try attribution(
        of: changes, (layered(quiet), layered(model)), targets: base.study.targets, draws: 512,
        sampler: sampler))
    for division in attribution.divisions {
      guard case .median(let target) = division.question, target.outcome == .growth else {
        continue
      }
      #expect(division.total.value > 0.002)
      for (bar, alone) in zip(division.bars, division.alone) {
        #expect((bar.value - alone.value).magnitude < 1e-12)
      }
      #expect(division.synergies.allSatisfy { $0.value.magnitude < 1e-12 })
    }
  }

  @Test("the changes of the shipped variants are found, and putting them in gives the variant")
  func changes() throws {
    let base = try Self.fitted("hanoi-2021")
    let expected = [
      "hanoi-2021-double-support": [
        "levers.linkage", "levers.systems", "levers.rd_transfer", "levers.information",
      ],
      "hanoi-2021-fdi-push": ["levers.fdi_promotion"],
      "hanoi-2021-pandemic": ["assumptions.stress_path"],
      "hanoi-2021-budget-freeze": ["assumptions.freeze_from"],
    ]
    for (name, keys) in expected {
      let variant = try Self.fitted(name)
      let changes = try scenarioChanges(from: base, to: variant)
      #expect(changes.map(\.key) == keys)
      var model = LayeredModel(base)
      for change in changes { change.apply(from: LayeredModel(variant), to: &model) }
      #expect(model.finished == variant.model)
    }
    #expect(throws: Incomparable.self) {
      try scenarioChanges(from: base, to: Self.fitted("hanoi-2030"))
    }
  }
}
