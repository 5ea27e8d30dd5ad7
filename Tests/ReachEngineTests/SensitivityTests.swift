import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Sensitivity of shipped scenarios")
struct SensitivityTests {
  private func laboratory(draws: Int = 1024, threads: Int = 2) throws -> ShippedLaboratory {
    try ShippedLaboratory("hanoi-2021", draws: draws, threads: threads)
  }

  @Test("a bar of the tornado is two samples with the input fixed by hand")
  func tornado() throws {
    let laboratory = try laboratory(), fitted = laboratory.fitted
    let sampler = laboratory.sampler(), targets = laboratory.study.targets
    let tornado = try #require(try Tornado(fitted, sampler: sampler, draws: 1024))
    #expect(tornado.bars.map(\.input) == fitted.movingInputs && tornado.bars.count > 40)
    #expect(tornado.questions.count == 9 && tornado.base.count == 9)
    for key in ["realisation", "start_firms", "sector_volatility.components", "stress_entry"] {
      let bar = try #require(tornado.bars.first { $0.input.key == key })
      let law = bar.input.value.distribution
      #expect(bar.lowValue == law.quantile(0.05) && bar.highValue == law.quantile(0.95))
      for (value, answers) in [(bar.lowValue, bar.low), (bar.highValue, bar.high)] {
        var model = fitted.model
        for place in model.parameters[bar.input.parameter].indices
        where bar.input.places.contains(place) {
          model.parameters[bar.input.parameter][place] = DrawnValue(
            .fixed(value), number: bar.input.value.number, index: bar.input.value.index)
        }
        let sample = try sampler.sample(model, targets)
        for place in targets.indices {
          #expect(answers[place] == sample.probability(place), "\(key)")
          #expect(answers[5 + place] == sample.median(place), "\(key)")
        }
        #expect(answers[4] == sample.jointProbability)
      }
    }
    #expect(tornado.correlated.first?.key == "exit_domestic+entry_rate")
    let start = try #require(tornado.bars.firstIndex { $0.input.key == "start_firms" })
    // More firms at the start, more at the end: the widest bar of P(firms).
    #expect(tornado.order(0)[0] == start && tornado.bars[start].swing(0).value > 0.5)
    for question in tornado.questions.indices {
      let order = tornado.order(question), swings = order.map { tornado.bars[$0].swing(question) }
      #expect(order.sorted() == Array(tornado.bars.indices))
      let known = swings.prefix(while: \.isBeyondError)
      #expect(!swings.dropFirst(known.count).contains { $0.isBeyondError })
      #expect(zip(known, known.dropFirst()).allSatisfy { $0.value.magnitude >= $1.value.magnitude })
    }
  }

  @Test("every structural switch simulates, each under a name of its own")
  func switches() throws {
    for name in ["hanoi-2021", "hanoi-2030"] {
      let laboratory = try ShippedLaboratory(name, draws: 512)
      let all = StructuralSwitch.all(of: laboratory.fitted)
      #expect(Set(all.map(\.key)).count == all.count && all.count == 15)
      #expect(Set(all.map(\.label.en)).count == all.count)
      for choice in all {
        let sample = try laboratory.sampler().sample(choice.model, laboratory.study.targets)
        #expect(sample.failures == 0, "\(choice.key)")
      }
    }
  }

  @Test("a switch changes nothing where it cannot act, and what it must where it can")
  func switchEffects() throws {
    let laboratory = try laboratory(), targets = laboratory.study.targets
    let effects = try #require(
      try SwitchEffects(laboratory.fitted, sampler: laboratory.sampler(), draws: 1024))
    func change(_ key: String, _ question: Int) throws -> Replicated {
      let effect = try #require(effects.effects.first { $0.choice.key == key })
      return effect.answers[question] - effects.base[question]
    }
    #expect(targets.map(\.key) == ["firms", "certified", "share", "growth"])
    // Promotion was even for a year, and a quarter more looks back on the same.
    for question in effects.questions.indices {
      #expect(try change("lag.promotion.longer", question) == Replicated(exactly: 0))
    }
    // Research, information and the discount act on output alone: not on firms and certificates.
    for key in ["rd_transfer", "information"].flatMap({ ["lag.\($0).shorter", "lag.\($0).longer"] })
      + ["tau.none", "tau.all"]
    {
      for question in [0, 1, 5, 6] {
        #expect(try change(key, question) == Replicated(exactly: 0), "\(key)")
      }
    }
    // Effects as published raise output, no effect lowers it; a stressed year lowers growth.
    #expect(try change("tau.none", 8).value > 0 && change("tau.all", 8).value < 0)
    let year = try change("stress.all_year", 8)
    #expect(year.isBeyondError && year.value < 0)
  }

  @Test("a group that feeds no outcome changes no bit of Saltelli's rows on the shipped scenario")
  func sobol() throws {
    let laboratory = try laboratory(draws: 512), fitted = laboratory.fitted
    let input = try #require(fitted.uncertainInputs.first { $0.key == "level_capital" })
    #expect(!fitted.movingInputs.contains(input))
    let start = try #require(fitted.uncertainInputs.first { $0.key == "start_firms" })
    let design = SobolDesign([input, start].map { InputGroup(inputs: [$0]) }, draws: 512)
    let rows = try design.answers(
      fitted.model, laboratory.study.targets, sampler: laboratory.sampler(sampling: .plain))
    #expect(rows.count == 9 && design.runs == 5)
    for row in rows { #expect(row.AB[0] == row.A && row.AB.count == 3) }
    #expect(rows[0].AB[1] != rows[0].A && rows[0].AB[2] != rows[0].A)
    // Chance moves growth; the number of firms at the start does not move much of it.
    let ensemble = try laboratory.sampler(sampling: .plain).sample(
      fitted.model, laboratory.study.targets)
    #expect(rows[5].A == ensemble.outcomes[0])
  }

  @Test("themes hold every input that may move a target once, with what it depends on")
  func themes() throws {
    for name in ["hanoi-2021", "hanoi-2030", "hai-duong-2025"] {
      let fitted = try ForecastTests.fitted(name), themes = fitted.themes
      let keys = themes.flatMap { $0.inputs.map(\.key) }
      #expect(Set(keys).count == keys.count && Set(themes.map(\.key)).count == themes.count)
      #expect(Set(keys).isSuperset(of: fitted.movingInputs.map(\.key)), "\(name)")
      #expect(themes.allSatisfy { !$0.inputs.isEmpty })
      let groups = fitted.independentInputs
      #expect(groups.flatMap(\.inputs).count == fitted.uncertainInputs.count)
      for group in groups {
        let homes = themes.filter { theme in group.inputs.contains(where: theme.inputs.contains) }
        #expect(homes.count <= 1, "\(group.key)")
      }
      // Entry and exit are correlated in all three.
      #expect(groups.contains { $0.inputs.map(\.key) == ["exit_domestic", "entry_rate"] })
    }
  }

  @Test("the table of an ensemble holds the numbers of its draws")
  func table() async throws {
    let laboratory = try laboratory(), fitted = laboratory.fitted, draws = 1024
    let table = try EnsembleTable(fitted, sampler: laboratory.sampler(), draws: draws)
    let prepared = PreparedModel(fitted.model)
    let drawn = prepared.parameterValues(seed: 7, sampling: .sobol, draws: 0..<draws)
    let inputs = table.columns.filter { $0.input != nil }
    #expect(inputs.compactMap(\.input) == fitted.movingInputs)
    for column in inputs {
      let input = try #require(column.input)
      let row = drawn.names.firstIndex {
        $0.parameter == input.parameter && ($0.place ?? 0) == input.places[0]
      }
      #expect(column.values == drawn.values[try #require(row)], "\(column.key)")
    }
    let targets = laboratory.study.targets
    let wanted =
      targets.map { $0.series(planYear: 2021) } + [
        Series(.stressQuarters, .year(1)), Series(.otherManufacturingGrowth, .year(1)),
      ]
    var rows = wanted.map { _ in [Double]() }
    try await EnsembleRunner(seed: 7, sampling: .sobol, threads: 1).run(
      [prepared], .ensemble(draws: draws)
    ) { chunk in
      for (i, series) in wanted.enumerated() {
        rows[i] += chunk[0][prepared.series[series] ?? 0]
      }
    }
    #expect(table.sample.outcomes == Array(rows.prefix(targets.count)))
    #expect(
      table.columns.filter { $0.input == nil }.map(\.values) == Array(rows.suffix(2)))
    for (place, target) in targets.enumerated() {
      let held = rows[place].map { target.comparison.holds($0, target.threshold) ? 1.0 : 0 }
      #expect(table.sample.held(.target(target)) == held)
    }
  }

  private func study(
    _ laboratory: ShippedLaboratory,
    _ methods: Set<ScenarioSensitivity.Method> = Set(ScenarioSensitivity.Method.allCases),
    byTheme: Bool = true
  ) throws -> ScenarioSensitivity {
    var sizes = SensitivitySizes(draws: laboratory.draws)
    sizes.variantDraws = 512
    (sizes.trajectories, sizes.shocks, sizes.replicates) = (4, 128, 20)
    let study = SensitivityStudy(
      laboratory.fitted, sampler: laboratory.sampler(),
      plainSampler: laboratory.sampler(sampling: .plain), sizes: sizes, methods: methods,
      byTheme: byTheme)
    var done = 0
    let found = try study.run { done += $0 }
    #expect(found.simulatedDraws == done && done <= study.expectedDraws)
    return found
  }

  @Test("one and two threads find the same by every method, finite and under one name each")
  func threads() throws {
    let one = try study(laboratory(threads: 1)).findings, two = try study(laboratory()).findings
    #expect(one == two)
    expectSound(one)
    for method in ["tornado", "switch", "sobol", "morris", "prcc", "pawn", "shapley"] {
      #expect(one.contains { $0.id.contains(".\(method).") }, "\(method)")
    }
    // Shapley effects share out what is explained; a first order is no more than its total.
    let effects = one.filter {
      $0.id.hasPrefix("sensitivity.growth.outcome.shapley.")
    }.reduce(0) { $0 + $1.value }
    #expect(effects > 0 && effects < 1 + 1e-9)
  }

  @Test("where all draws fail there is no number by any method")
  func failing() throws {
    let failing = ShippedLaboratory(try laboratory().fitted.failing, draws: 1024)
    let found = try study(failing)
    #expect(found.findings.isEmpty, "\(found.findings.map(\.id))")
    #expect(found.tornado == nil && found.switches == nil)
    let results = try #require(found.variance).indices
    for result in results {
      #expect(throws: SensitivityFailure.tooFewDraws(kept: 0, needed: 2, failed: 1024)) {
        try result.get()
      }
    }
    let table = try EnsembleTable(failing.fitted, sampler: failing.sampler(), draws: 1024)
    #expect(table.sample.failures == 1024)
    #expect(
      try ScenarioDiscovery.find(failing.fitted, table, .joint, nil, DiscoveryOptions()) == nil)
    #expect(
      ScenarioInformation.value(
        [failing.fitted, failing.fitted], [table.sample, table.sample], table, .joint, worth: nil,
        threads: 2) == nil)
  }
}
