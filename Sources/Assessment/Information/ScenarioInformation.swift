import NumericKernels
package import ReachModel
import Simulation

/// What knowing an input better would be worth to whoever chooses among plans.
package struct ScenarioInformation: Sendable {
  /// Whether it was interrupted before everything was valued.
  package var isPartial: Bool { !(unfinished.themes.isEmpty && unfinished.inputs.isEmpty) }

  /// A plan among which is chosen.
  package struct Option: Sendable {
    package let name: String
    /// P of the question.
    package let chance: Replicated
    /// What it costs over the horizon, billion VND.
    package let cost: Double
    /// Its utility, in the unit of the answer.
    package let utility: Double
    /// By how much the best plan's utility is greater, under the same shocks.
    package let behind: Replicated
  }

  /// The worth of data on some inputs.
  package struct Item: Sendable {
    package let group: InputGroup
    package let answer: InformationAnswer
  }

  package let scenario: String
  package let question: TargetQuestion
  package let options: [Option]
  /// What reaching the target is worth, billion VND; nil where plans are compared by P alone.
  package let worth: Double?
  /// The option that is best as things are known.
  package let best: Int
  /// Everything known, chance included: no data can be worth more.
  package let perfect: InformationAnswer
  /// By theme, then by input, each in its own order.
  package let themes: [Item]
  package let inputs: [Item]
  /// Themes and inputs that were not valued when it was interrupted.
  package let unfinished: (themes: [InputGroup], inputs: [InputGroup])

  /// - Parameters:
  ///   - models: The plans; uncertain inputs are those of the first.
  ///   - samples: What the same draws tell of each.
  ///   - table: Inputs of these draws.
  ///   - question: What is to be reached.
  ///   - worth: Billion VND; nil to compare by P alone.
  ///   - threads: Groups that are worked on at a time.
  ///   - shouldStop: Asked time and again, by several threads at a time; then what is known is told.
  /// - Returns: Nil where no draw is decided in all plans.
  package static func value(
    _ models: [FittedModel], _ samples: [TargetSample], _ table: EnsembleTable,
    _ question: TargetQuestion, worth: Double?, threads: Int,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) -> ScenarioInformation? {
    let held = samples.map { $0.held(question) }
    let decided = held[0].indices.filter { draw in held.allSatisfy { !$0[draw].isNaN } }
    let told = samples.compactMap { $0.probability(question) }
    guard !decided.isEmpty, told.count == samples.count else { return nil }
    func lead(_ best: Replicated, _ other: Replicated, _ saved: Double) -> Replicated {
      let gap = best - other
      guard let worth else { return gap }
      return Replicated(
        value: worth * gap.value + saved, parts: gap.parts.map { worth * $0 + saved })
    }
    let costs = models.map(\.study.cost)
    func utilities(_ chances: [[Double]]) -> [[Double]] {
      zip(chances, costs).map { chances, cost in
        decided.map { draw in worth.map { $0 * chances[draw] - cost } ?? chances[draw] }
      }
    }
    // What each draw tells of its chance has the same mean given the inputs, and less noise. To know
    // everything is to know whether the target holds.
    let decision = Decision(utilities(samples.map { $0.chances(question) }))
    let certain = Decision(utilities(held))
    let columns = Dictionary(
      table.columns.map { ($0.key, $0.values) }, uniquingKeysWith: { first, _ in first })
    func items(_ groups: [InputGroup]) -> (done: [Item], left: [InputGroup]) {
      let answers = mapInParallel(groups.count, threads: threads) { place in
        let known = groups[place].inputs.compactMap { columns[$0.key] }.map { column in
          decided.map { column[$0] }
        }
        return try? decision.information(on: known) {
          if shouldStop() { throw CancellationError() }
        }
      }
      let answered = zip(groups, answers)
      return (
        answered.compactMap { group, answer in answer.map { Item(group: group, answer: $0) } },
        answered.compactMap { group, answer in answer == nil ? group : nil }
      )
    }
    let themes = items(models[0].themes)
    let inputs = items(models[0].movingInputs.map { InputGroup(inputs: [$0]) })
    return ScenarioInformation(
      scenario: models[0].study.name, question: question,
      options: models.indices.map { place in
        Option(
          name: models[place].study.name,
          chance: told[place], cost: costs[place], utility: decision.means[place],
          behind: lead(told[decision.best], told[place], costs[place] - costs[decision.best]))
      }, worth: worth, best: decision.best, perfect: certain.perfectInformation,
      themes: themes.done, inputs: inputs.done, unfinished: (themes.left, inputs.left))
  }
}

extension Study {
  /// What its levers cost over the horizon, in their unit: billion VND.
  package var cost: Double { levers.reduce(0) { $0 + spent(on: $1).reduce(0, +) } }
}

extension ScenarioInformation {
  /// Every number of the answer.
  package var findings: [Finding] {
    let maker = FindingMaker(scenario: scenario), id = "information.\(question.key)"
    let unit: Finding.Unit = worth == nil ? .probability : .named("billion VND")
    var all = options.enumerated().flatMap { place, option in
      [
        maker.finding(
          "\(id).option\(place + 1).probability",
          Label(vi: "\(option.name): xác suất", en: "\(option.name): probability"),
          option.chance.value, .probability, error: option.chance.error),
        maker.finding(
          "\(id).option\(place + 1).utility",
          Label(vi: "\(option.name): giá trị kỳ vọng", en: "\(option.name): expected utility"),
          option.utility, unit, error: (worth ?? 1) * option.chance.error),
      ]
    }
    func add(_ key: String, _ label: Label, _ answer: InformationAnswer) {
      switch answer {
      case .value(let value):
        all.append(
          maker.finding(
            "\(id).\(key)", label, value.value, unit, error: z975 * value.standardError))
      case .decisionStands: all.append(maker.finding("\(id).\(key)", label, 0, unit))
      case .tooFewDraws: break
      }
    }
    add(
      "perfect",
      Label(vi: "Biết trước mọi thứ, kể cả ngẫu nhiên", en: "Everything known, chance included"),
      perfect)
    for item in themes { add("theme.\(item.group.key)", item.group.label, item.answer) }
    for item in inputs { add("input.\(item.group.key)", item.group.label, item.answer) }
    return all
  }
}
