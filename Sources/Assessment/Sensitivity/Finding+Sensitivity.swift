package import ReachModel

extension ScenarioSensitivity {
  /// Every number of the answer, by question and method.
  package var findings: [Finding] {
    let maker = FindingMaker(scenario: scenario)
    return tornadoFindings(maker) + switchFindings(maker) + varianceFindings(maker)
      + screeningFindings(maker) + givenDataFindings(maker)
  }

  private func tornadoFindings(_ maker: FindingMaker) -> [Finding] {
    guard let tornado else { return [] }
    let ends = tornado.bars.flatMap { bar -> [Finding] in
      let label = bar.input.label
      return [
        ("low", "mức 5 %", "its 5 % point", bar.lowValue),
        ("high", "mức 95 %", "its 95 % point", bar.highValue),
      ].map { name, vi, en, value in
        maker.finding(
          "sensitivity.inputs.\(bar.input.key).\(name)",
          Label(vi: "\(label.vi): \(vi)", en: "\(label.en): \(en)"), value,
          Finding.Unit(name: bar.input.unit))
      }
    }
    return ends
      + tornado.questions.indices.flatMap { place -> [Finding] in
        let question = tornado.questions[place]
        return tornado.bars.flatMap { bar -> [Finding] in
          let id = "sensitivity.\(question.id).tornado.\(bar.input.key)"
          return [
            ("low", "ở mức 5 %", "at its 5 % point", bar.low[place]),
            ("high", "ở mức 95 %", "at its 95 % point", bar.high[place]),
            ("swing", "khoảng dao động", "swing", bar.swing(place)),
          ].map { name, vi, en, number in
            maker.finding(
              "\(id).\(name)",
              Label(vi: "\(bar.input.label.vi): \(vi)", en: "\(bar.input.label.en): \(en)"),
              number.value, question.unit, error: number.error)
          }
        }
      }
  }

  private func switchFindings(_ maker: FindingMaker) -> [Finding] {
    guard let switches else { return [] }
    return switches.questions.indices.flatMap { place in
      switches.effects.map { choice, answers in
        let change = answers[place] - switches.base[place]
        return maker.finding(
          "sensitivity.\(switches.questions[place].id).switch.\(choice.key)",
          Label(vi: "\(choice.label.vi): thay đổi", en: "\(choice.label.en): change"),
          change.value, switches.questions[place].unit, error: change.error)
      }
    }
  }

  private func varianceFindings(_ maker: FindingMaker) -> [Finding] {
    guard let variance else { return [] }
    return zip(questions, variance.indices).flatMap { question, result -> [Finding] in
      guard let indices = try? result.get() else { return [] }
      return variance.sources.indices.flatMap { place -> [Finding] in
        let source = variance.sources[place]
        return [
          ("first", "chỉ số Sobol' bậc một", "Sobol' index of first order", indices.first[place]),
          ("total", "chỉ số Sobol' toàn phần", "total Sobol' index", indices.total[place]),
        ].map { name, vi, en, index in
          index.finding(
            maker, "sensitivity.\(question.id).sobol.\(source.key).\(name)", source.label, vi, en)
        }
      }
    }
  }

  private func screeningFindings(_ maker: FindingMaker) -> [Finding] {
    guard let screening else { return [] }
    return zip(questions, screening.effects).flatMap { question, effects -> [Finding] in
      zip(screening.inputs, effects).flatMap { input, effect -> [Finding] in
        guard let effect else { return [] }
        let id = "sensitivity.\(question.id).morris.\(input.key)"
        return [
          effect.meanMagnitude.finding(
            maker, "\(id).mu_star", input.label, "Morris mu*", "Morris mu*",
            unit: question.unit),
          maker.finding(
            "\(id).sigma",
            Label(vi: "\(input.label.vi): Morris sigma", en: "\(input.label.en): Morris sigma"),
            effect.spread, question.unit),
        ]
      }
    }
  }

  private func givenDataFindings(_ maker: FindingMaker) -> [Finding] {
    questions.indices.flatMap { place -> [Finding] in
      let id = "sensitivity.\(questions[place].id)"
      var all: [Finding] = []
      if ranks.indices.contains(place), let regression = ranks[place] {
        all += zip(columns, regression.answers).compactMap { column, answer in
          guard case .effect(let effect) = answer else { return nil }
          return maker.finding(
            "\(id).prcc.\(column.key)",
            Label(
              vi: "\(column.label.vi): tương quan hạng riêng phần",
              en: "\(column.label.en): partial rank correlation"), effect.partialCorrelation,
            .number, error: (effect.interval.upperBound - effect.interval.lowerBound) / 2)
        }
      }
      if pawn.indices.contains(place) {
        all += zip(columns, pawn[place]).compactMap { column, index in
          index.map {
            maker.finding(
              "\(id).pawn.\(column.key)",
              Label(vi: "\(column.label.vi): PAWN", en: "\(column.label.en): PAWN"),
              $0.summary.median, .number)
          }
        }
      }
      if shapley.indices.contains(place), let effects = try? shapley[place].get() {
        all += zip(themes, effects.effects).map { theme, effect in
          effect.finding(
            maker, "\(id).shapley.\(theme.key)", theme.label, "hiệu ứng Shapley", "Shapley effect")
        }
      }
      return all
    }
  }
}

extension ScenarioSensitivity.Variance {
  /// What has an index: the groups, then chance.
  package var sources: [(key: String, label: Label)] {
    groups.map { ($0.key, $0.label) } + [
      (
        "chance",
        Label(vi: "Ngẫu nhiên của từng năm (mọi cú sốc)", en: "Chance of the years (all shocks)")
      )
    ]
  }
}

extension ScenarioSensitivity.Question {
  fileprivate var unit: Finding.Unit {
    switch self {
    case .holds, .joint: .probability
    case .outcome(let target): target.outcome.unit
    }
  }
}

extension Attribution.Question {
  fileprivate var unit: Finding.Unit {
    switch self {
    case .probability, .joint: .probability
    case .median(let target): target.outcome.unit
    }
  }
}

extension IndexEstimate {
  fileprivate func finding(
    _ maker: FindingMaker, _ id: String, _ label: Label, _ vi: String, _ en: String,
    unit: Finding.Unit = .fraction
  ) -> Finding {
    maker.finding(
      id, Label(vi: "\(label.vi): \(vi)", en: "\(label.en): \(en)"), value, unit, error: error)
  }
}
