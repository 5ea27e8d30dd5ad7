package import ReachModel

/// A choice of the model's structure that is fixed in a scenario, and another that someone might have
/// made.
package struct StructuralSwitch: Sendable {
  /// Stable, for example `lag.linkage.longer`.
  package let key: String
  package let label: Label
  package let model: SimulationModel

  /// The switches of a scenario: lags a quarter shorter and longer, the discount for effects from
  /// elsewhere at its ends, and years with named stress.
  ///
  /// A longer lag repeats the oldest figure of the history that it looks back on.
  package static func all(of fitted: FittedModel) -> [StructuralSwitch] {
    let model = fitted.model
    var all = model.groups.indices.flatMap { k -> [StructuralSwitch] in
      let group = model.groups[k]
      let name =
        fitted.study.levers.first { $0.key == group.key }?.label
        ?? Label(vi: group.key, en: group.key)
      return shifts(group.lag).map { shift in
        StructuralSwitch(
          key: "lag.\(group.key).\(shift.key)",
          label: Label(
            vi: "Độ trễ \(group.lag + shift.by) quý: \(name.vi)",
            en: "Lag in quarters, \(group.lag + shift.by): \(name.en)"),
          model: model.shiftingLag(of: k, by: shift.by))
      }
    }
    all += shifts(model.structure.promotionLag).map { shift in
      let lag = model.structure.promotionLag + shift.by
      return StructuralSwitch(
        key: "lag.promotion.\(shift.key)",
        label: Label(
          vi: "Độ trễ \(lag) quý: xúc tiến đầu tư", en: "Lag in quarters, \(lag): promotion"),
        model: model.shiftingPromotion(by: shift.by))
    }
    return all + discounts(model) + stress(model)
  }

  private static func shifts(_ lag: Int) -> [(key: String, by: Int)] {
    [("shorter", -1), ("longer", 1)].filter { lag + $0.1 >= 1 }
  }

  private static func discounts(_ model: SimulationModel) -> [StructuralSwitch] {
    guard !model.parameters[.tau].isEmpty else { return [] }
    return [
      (
        "none", 1.0,
        Label(vi: "tau = 1: hiệu quả như nơi đã công bố", en: "tau = 1: effects as published")
      ),
      (
        "all", 0.0,
        Label(
          vi: "tau = 0: hỗ trợ không tác động đến sản lượng", en: "tau = 0: support moves no output"
        )
      ),
    ].map { key, value, label in
      var changed = model
      changed.parameters[.tau] = model.parameters[.tau].map {
        DrawnValue(.fixed(value), number: $0.number, index: $0.index)
      }
      return StructuralSwitch(key: "tau.\(key)", label: label, model: changed)
    }
  }

  /// Quarters of the first year that are set to stress or kept free of it.
  private static func stress(_ model: SimulationModel) -> [StructuralSwitch] {
    let choices: [(key: String, stressed: ClosedRange<Int>?, label: Label)] = [
      (
        "none", nil,
        Label(
          vi: "Không có quý bất lợi trong năm đầu", en: "No quarter of stress in the first year")
      ),
      (
        "late", 3...4,
        Label(vi: "Quý III và IV bất lợi", en: "Stress in the third and fourth quarters")
      ),
      ("all_year", 1...4, Label(vi: "Cả năm đầu bất lợi", en: "Stress all through the first year")),
    ]
    return choices.map { key, stressed, label in
      var changed = model
      for t in 1...4 {
        changed.regimes[t] = RegimeOverride(regime: stressed?.contains(t) == true ? 1 : 0)
      }
      return StructuralSwitch(key: "stress.\(key)", label: label, model: changed)
    }
  }
}

/// What structural switches make of the targets.
package struct SwitchEffects: Sendable {
  package let questions: [Attribution.Question]
  package let base: [Replicated]
  /// By switch, then question.
  package let effects: [(choice: StructuralSwitch, answers: [Replicated])]

  /// The effects of all switches; nil where too many draws failed to say.
  ///
  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - sampler: Simulates a model.
  ///   - draws: Behind each answer.
  ///   - progress: Called after every simulation.
  /// - Throws: What the sampler throws.
  package init?(
    _ fitted: FittedModel, sampler: TargetSampler, draws: Int, progress: () -> Void = {}
  ) throws {
    let targets = fitted.study.targets
    let questions = Attribution.Question.all(of: targets)
    func answers(_ model: SimulationModel) throws -> [Replicated]? {
      defer { progress() }
      return try sampler.sample(model, targets, draws: draws).answers(questions)
    }
    guard let base = try answers(fitted.model) else { return nil }
    var effects: [(choice: StructuralSwitch, answers: [Replicated])] = []
    for choice in StructuralSwitch.all(of: fitted) {
      guard let found = try answers(choice.model) else { return nil }
      effects.append((choice, found))
    }
    (self.questions, self.base, self.effects) = (questions, base, effects)
  }
}

extension SimulationModel {
  /// The same with another lag of a support group, its history as long as the lag.
  fileprivate func shiftingLag(of k: Int, by shift: Int) -> SimulationModel {
    var model = self
    let group = groups[k]
    model.groups[k] = SupportGroup(
      key: group.key, number: group.number, channels: group.channels, lag: group.lag + shift)
    model.start.T[k] = fitted(start.T[k], to: group.lag + shift)
    return model
  }

  fileprivate func shiftingPromotion(by shift: Int) -> SimulationModel {
    var model = self
    model.structure.promotionLag += shift
    model.start.promotion = fitted(start.promotion, to: model.structure.promotionLag)
    return model
  }

  /// The latest figures of a history, or all with the oldest repeated before.
  private func fitted(_ history: [Double], to count: Int) -> [Double] {
    guard count > history.count else { return Array(history.suffix(count)) }
    return Array(repeating: history.first ?? 0, count: count - history.count) + history
  }
}
