import NumericKernels
import ReachModel
import Simulation

/// Where in the space of inputs a plan fails or succeeds.
package struct ScenarioDiscovery: Sendable {
  package enum Interest: String, Sendable, CaseIterable { case failure, success }

  package let scenario: String
  package let question: TargetQuestion
  /// Whether boxes are those of failure or of success.
  package let interest: Interest
  /// How often it happens over all decided draws.
  package let chance: Probability
  package let columns: [EnsembleTable.Column]
  /// Nil where it was interrupted before one was found.
  package let boxes: Discovery?
  /// The leaves of a classification tree, as a second opinion; nil where it was interrupted.
  package let leaves: [TreeLeaf]?
  /// How wrong the assumptions must be for success and failure to change places; nil where it was
  /// interrupted.
  package let turning: TurningAnswer?
  /// Which way: into failure where success is likelier.
  package let turn: Turn
  /// P at the turning point, simulated; nil where there is none.
  package private(set) var chanceThere: Replicated?
  /// What was not done, or not to the end, when it was interrupted.
  package private(set) var unfinished: [Part]

  /// A part of the answer.
  package enum Part: String, Sendable, CaseIterable {
    case boxes, tree, turning
    /// P simulated at the turning point.
    case chanceThere = "probability"
  }

  /// Looks for boxes in the draws of an ensemble.
  ///
  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - table: Inputs and answers of the draws; undecided draws are left out.
  ///   - question: What is asked.
  ///   - interest: Which draws are looked for; the rarer kind if nil.
  ///   - options: How boxes are looked for.
  ///   - threads: Questions that are worked on at a time; no number depends on it.
  ///   - shouldStop: Asked time and again, by several threads at a time; then what is known is told.
  /// - Returns: Nil where no draw is decided.
  /// - Throws: `CancellationError` where it should stop and nothing is known.
  package static func find(
    _ fitted: FittedModel, _ table: EnsembleTable, _ question: TargetQuestion,
    _ interest: Interest?, _ options: DiscoveryOptions, threads: Int = 1,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> ScenarioDiscovery? {
    let held = table.sample.held(question)
    // What comes after the year that is asked about cannot have brought it about.
    let last = question.lastYear(of: table.sample.targets)
    let columns = table.columns.filter { ($0.year ?? last) <= last }
    let chances = columns.filter { $0.input == nil }
    let decided = held.indices.filter { draw in
      !held[draw].isNaN && chances.allSatisfy { $0.values[draw].isFinite }
    }
    guard !decided.isEmpty else { return nil }
    let successes = decided.count { held[$0] == 1 }
    let rarer: Interest = 2 * successes <= decided.count ? .success : .failure
    let sought = interest ?? rarer
    let isAll = decided.count == held.count
    let draws = LabelledDraws(
      inputs: columns.map { column in
        isAll ? column.values : decided.map { column.values[$0] }
      },
      interest: decided.map { sought == .success ? held[$0] : 1 - held[$0] },
      kinds: columns.map { $0.unit == "count" ? .whole : .real })
    let turn: Turn = rarer == .success ? .intoSuccess : .intoFailure
    let search = Search(draws: draws, options: options, shouldStop: shouldStop) { checkpoint in
      try turning(fitted, table, held, decided, turn, checkpoint)
    }
    let known = search.known(threads: threads)
    let unfinished = known.unfinished
    guard unfinished.count < Search.parts.count else { throw CancellationError() }
    return ScenarioDiscovery(
      scenario: fitted.study.name, question: question, interest: sought,
      chance: Probability(
        hits: sought == .success ? successes : decided.count - successes, draws: decided.count),
      columns: columns, boxes: known.boxes, leaves: known.leaves, turning: known.turning,
      turn: turn,
      chanceThere: nil, unfinished: unfinished)
  }

  private static func turning(
    _ fitted: FittedModel, _ table: EnsembleTable, _ held: [Double], _ decided: [Int], _ turn: Turn,
    _ checkpoint: () throws -> Void
  ) throws -> TurningAnswer {
    let inputs = table.columns.filter { $0.input != nil }
    let map = ScoreMap(inputs.compactMap(\.input), fitted.model.copula)
    let known = try inputs.map { input in
      try checkpoint()
      return ScoredInput(input.values).scores
    }
    let scores = map.independent(known).map { column in
      decided.count == held.count ? column : decided.map { column[$0] }
    }
    return try turningPoint(
      scores, success: decided.map { held[$0] }, turn, checkpoint: checkpoint
    ).mapped(map.correlated)
  }
}

extension ScenarioDiscovery {
  /// The same with P simulated at the turning point: the surrogate's ½ is an extrapolation.
  ///
  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - sampler: Simulates it with every input known to stand at the point.
  ///   - draws: Behind P.
  /// - Returns: With ``chanceThere``, if there is a turning point and the surrounding task is not
  ///   cancelled.
  package func simulatingTurn(
    _ fitted: FittedModel, sampler: TargetSampler, draws: Int
  ) -> ScenarioDiscovery {
    guard case .found(let turning) = turning else { return self }
    var model = fitted.model, same = self
    let inputs = columns.compactMap(\.input)
    for (input, score) in zip(inputs, turning.nearest.scores) {
      model = model.holding(input, atLevel: normalCDF(score))
    }
    // The sampler throws when the task is cancelled, and only then.
    guard let sample = try? sampler.sample(model, fitted.study.targets, draws: draws) else {
      same.unfinished.append(.chanceThere)
      return same
    }
    same.chanceThere = sample.isComplete ? sample.probability(question) : nil
    return same
  }

  /// Every number of the answer.
  package var findings: [Finding] {
    let maker = FindingMaker(scenario: scenario), id = "discover.\(question.key)"
    let what =
      interest == .failure
      ? Label(vi: "không đạt", en: "failure") : Label(vi: "đạt", en: "success")
    var all = [
      maker.finding(
        "\(id).\(interest.rawValue)",
        Label(
          vi: "\(question.label.vi): xác suất \(what.vi)",
          en: "\(question.label.en): P of \(what.en)"),
        chance.value, .probability, error: chance.error)
    ]
    if case .boxes(let boxes) = boxes {
      for (i, box) in boxes.enumerated() { all += findings(box, "\(id).box\(i + 1)", i + 1, maker) }
    }
    for (i, leaf) in (leaves ?? []).enumerated() {
      all += scores(leaf.heldOut, "\(id).leaf\(i + 1)", maker) { vi, en in
        Label(vi: "Lá \(i + 1) của cây phân loại: \(vi)", en: "Leaf \(i + 1) of the tree: \(en)")
      }
    }
    return all + turningFindings("\(id).turning", maker)
  }

  private func turningFindings(_ id: String, _ maker: FindingMaker) -> [Finding] {
    guard case .found(let found) = turning else { return [] }
    let distance = maker.finding(
      "\(id).distance",
      Label(
        vi: "Tổ hợp giả định gần nhất làm đổi kết cục: khoảng cách",
        en: "Nearest combination of assumptions that turns the outcome: distance"),
      found.nearest.distance, .standardDeviations, error: z975 * found.nearest.standardError)
    let inputs = columns.filter { $0.input != nil }
    let there = chanceThere.map { chance in
      maker.finding(
        "\(id).probability",
        Label(vi: "Xác suất mô phỏng tại tổ hợp đó", en: "P simulated at that combination"),
        chance.value, .probability, error: chance.error)
    }
    return [distance] + [there].compactMap(\.self)
      + zip(inputs, found.nearest.scores).filter { $0.1 != 0 }.map { column, score in
        maker.finding(
          "\(id).\(column.key)",
          Label(
            vi: "\(column.label.vi): lệch khỏi trung tâm của giả định",
            en: "\(column.label.en): distance from the centre of its prior"), score,
          .standardDeviations)
      }
  }

  private func findings(
    _ box: DiscoveredBox, _ id: String, _ number: Int, _ maker: FindingMaker
  ) -> [Finding] {
    scores(box.heldOut, id, maker) { vi, en in
      Label(vi: "Hộp \(number): \(vi)", en: "Box \(number): \(en)")
    }
      + box.restrictions.map { limit in
        let column = columns[limit.input], side = limit.side == .lower ? "lower" : "upper"
        return maker.finding(
          "\(id).\(column.key).\(side)",
          Label(
            vi:
              "Hộp \(number), \(column.label.vi): \(limit.side == .lower ? "cận dưới" : "cận trên")",
            en: "Box \(number), \(column.label.en): \(side) limit"), limit.limit,
          .named(column.unit))
      }
      + box.restrictions.map { limit in
        let column = columns[limit.input], side = limit.side == .lower ? "lower" : "upper"
        return maker.finding(
          "\(id).\(column.key).\(side).quasi_p",
          Label(
            vi: "Hộp \(number), \(column.label.vi): giá trị p quy ước của giới hạn",
            en: "Box \(number), \(column.label.en): quasi-p-value of the limit"),
          limit.quasiProbability, .number)
      } + tradeOff(box, id, number, maker)
  }

  /// The boxes that might be taken instead, the largest first.
  private func tradeOff(
    _ box: DiscoveredBox, _ id: String, _ number: Int, _ maker: FindingMaker
  ) -> [Finding] {
    box.tradeOff.enumerated().flatMap { i, choice -> [Finding] in
      let key = "\(id).tradeoff\(i + 1)"
      func named(_ vi: String, _ en: String) -> Label {
        Label(
          vi: "Hộp \(number), đánh đổi \(i + 1): \(vi)",
          en: "Box \(number), trade-off \(i + 1): \(en)")
      }
      return scores(choice.heldOut, key, maker, named) + [
        maker.finding(
          "\(key).inputs", named("số đầu vào bị giới hạn", "inputs with a limit"),
          Double(choice.box.restrictedCount), .count)
      ]
    }
  }

  private func scores(
    _ score: BoxScore, _ id: String, _ maker: FindingMaker, _ named: (String, String) -> Label
  ) -> [Finding] {
    var all = [
      maker.finding(
        "\(id).coverage", named("độ phủ", "coverage"), score.coverage, .fraction,
        error: score.coverageError),
      maker.finding("\(id).mass", named("tỷ lệ lần mô phỏng", "mass"), score.mass, .fraction),
    ]
    if let density = score.density {
      all.append(
        maker.finding(
          "\(id).density", named("mật độ", "density"), density, .probability,
          error: score.densityError))
    }
    return all
  }
}

extension TurningAnswer {
  /// The same with scores as they were before they were made independent.
  fileprivate func mapped(_ change: ([Double]) -> [Double]) -> TurningAnswer {
    func mapped(_ point: TurningPoint) -> TurningPoint {
      TurningPoint(
        scores: change(point.scores), distance: point.distance, standardError: point.standardError)
    }
    switch self {
    case .found(let turning):
      return .found(
        Turning(
          nearest: mapped(turning.nearest), fewest: turning.fewest.map(mapped),
          centre: turning.centre, check: turning.check))
    case .outOfReach(let scores, let probability):
      return .outOfReach(scores: change(scores), probability: probability)
    case .alreadyThere, .oneSided, .noSurrogate: return self
    }
  }
}
