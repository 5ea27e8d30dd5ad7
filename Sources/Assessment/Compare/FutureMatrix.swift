import ReachModel

/// Plans against named futures: P of a question in each combination, and which plan is robust.
///
/// Futures are what-ifs without a probability, so nothing is averaged over them.
///
/// - Source: McPhail et al., *Earth's Future* 6, 2018, for the measures; Savage, *Journal of the American
///   Statistical Association* 46, 1951 (minimax regret); Starr, *Product Design and Decision Theory*
///   (1963), chapter 3 (domain criterion).
package struct FutureMatrix: Sendable {
  package let plans: [String]
  package let futures: [String]
  package let question: TargetQuestion
  /// The P that counts as good enough.
  package let satisfactory: Double
  /// By plan, then future.
  package let chances: [[Replicated]]
  /// Draws that failed, over all combinations.
  package let failures: Int
  /// Further futures that were asked for, and not simulated with every plan when it was interrupted:
  /// no measure takes them in.
  package let unfinished: [String]

  package init(
    plans: [String], futures: [String], question: TargetQuestion, satisfactory: Double,
    chances: [[Replicated]], failures: Int = 0, unfinished: [String] = []
  ) {
    (self.plans, self.futures, self.question) = (plans, futures, question)
    (self.satisfactory, self.chances, self.failures) = (satisfactory, chances, failures)
    self.unfinished = unfinished
  }

  /// What a plan loses in a future against the plan that is best there.
  package func regret(_ plan: Int, _ future: Int) -> Replicated {
    let column = chances.map { $0[future] }
    let best = column.indices.max { column[$0].value < column[$1].value } ?? plan
    return column[best] - column[plan]
  }

  /// The future in which a plan does worst.
  package func worstFuture(_ plan: Int) -> Int {
    futures.indices.min { chances[plan][$0].value < chances[plan][$1].value } ?? 0
  }

  /// P in the worst future.
  package func worst(_ plan: Int) -> Replicated { chances[plan][worstFuture(plan)] }

  /// The greatest regret over the futures.
  package func greatestRegret(_ plan: Int) -> Replicated {
    futures.indices.map { regret(plan, $0) }.max { $0.value < $1.value }
      ?? Replicated(exactly: 0)
  }

  /// In how many futures P is good enough, and in how many that is more certain than the error.
  package func satisfied(_ plan: Int) -> (count: Int, certain: Int) {
    let good = chances[plan].filter { $0.value >= satisfactory }
    return (good.count, good.count { $0.value - $0.error >= satisfactory })
  }

  /// The plans that no other beats beyond the error by a measure of which more is better.
  package func leaders(_ measure: (Int) -> Replicated) -> [Int] {
    let values = plans.indices.map(measure)
    return plans.indices.filter { plan in
      !values.contains { ($0 - values[plan]).value > 0 && ($0 - values[plan]).isBeyondError }
    }
  }

  package var maximin: [Int] { leaders(worst) }

  package var minimaxRegret: [Int] {
    leaders { Replicated(exactly: 0) - greatestRegret($0) }
  }

  package var mostSatisfied: [Int] {
    let counts = plans.indices.map { satisfied($0).count }
    return plans.indices.filter { counts[$0] == counts.max() }
  }
}

extension FutureMatrix {
  /// Simulates every plan in every future.
  ///
  /// A plan brings its levers, a future everything else in which it differs from the base; where both
  /// differ from it, the levers are the plan's and the rest is the future's.
  ///
  /// - Parameters:
  ///   - base: What both are stated against.
  ///   - plans: Scenarios, the base among them or not.
  ///   - futures: Scenarios.
  ///   - question: Of the base's targets.
  ///   - satisfactory: The P that counts as good enough.
  ///   - sampler: Simulates each combination under the same shocks.
  ///   - progress: Called after each.
  /// - Returns: Nil where too many draws failed to say. Where the surrounding task is cancelled, the
  ///   futures that every plan has met by then.
  /// - Throws: ``SimulationFailure`` where too many draws of a combination fail; ``Incomparable``;
  ///   `CancellationError` before any future is done.
  package static func simulate(
    _ base: FittedModel, plans: [FittedModel], futures: [FittedModel], question: TargetQuestion,
    satisfactory: Double, sampler: TargetSampler, progress: () -> Void
  ) throws -> FutureMatrix? {
    var columns: [[Replicated]] = [], failures = 0
    do {
      for future in futures {
        let samples = try plans.map { plan in
          let sample = try sample(base, plan, future, sampler)
          progress()
          return sample
        }
        let chances = samples.compactMap { $0.probability(question) }
        guard chances.count == plans.count else { return nil }
        failures += samples.reduce(0) { $0 + $1.failures }
        columns.append(chances)
      }
    } catch let cancellation as CancellationError {
      guard !columns.isEmpty else { throw cancellation }
    }
    let names = futures.map(\.study.name)
    return FutureMatrix(
      plans: plans.map(\.study.name), futures: Array(names[..<columns.count]), question: question,
      satisfactory: satisfactory,
      chances: plans.indices.map { plan in columns.map { $0[plan] } }, failures: failures,
      unfinished: Array(names[columns.count...]))
  }

  /// A plan's levers in a future's conditions.
  private static func sample(
    _ base: FittedModel, _ plan: FittedModel, _ future: FittedModel, _ sampler: TargetSampler
  ) throws -> TargetSample {
    var model = LayeredModel(base)
    for change in try scenarioChanges(from: base, to: plan) where change.kind == .lever {
      change.apply(from: LayeredModel(plan), to: &model)
    }
    for change in try scenarioChanges(from: base, to: future) where change.kind != .lever {
      change.apply(from: LayeredModel(future), to: &model)
    }
    let sample = try sampler.sample(model.finished, base.study.targets)
    try SimulationFailure.requireFew(
      sample.failures, of: sample.draws, scenario: "\(plan.study.name) in \(future.study.name)")
    return sample
  }

  /// Every number of the answer.
  package var findings: [Finding] {
    plans.indices.flatMap { plan -> [Finding] in
      let maker = FindingMaker(scenario: plans[plan]), id = "matrix.\(question.key)"
      func make(_ key: String, _ vi: String, _ en: String, _ number: Replicated) -> Finding {
        maker.finding(
          "\(id).\(key)", Label(vi: vi, en: en), number.value, .probability, error: number.error)
      }
      let cells = futures.indices.flatMap { future -> [Finding] in
        let name = futures[future]
        return [
          make(
            "\(name).probability", "Xác suất trong \(name)", "P in \(name)", chances[plan][future]),
          make(
            "\(name).regret", "Tiếc nuối trong \(name)", "Regret in \(name)", regret(plan, future)),
        ]
      }
      return cells + [
        make("worst", "Xác suất thấp nhất", "Least P", worst(plan)),
        make("greatest_regret", "Tiếc nuối lớn nhất", "Greatest regret", greatestRegret(plan)),
        maker.finding(
          "\(id).satisfied",
          Label(vi: "Số tương lai đủ tốt", en: "Futures in which P is good enough"),
          Double(satisfied(plan).count), .count),
      ]
    }
  }
}
