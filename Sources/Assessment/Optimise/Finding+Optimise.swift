import ReachModel

extension PlanDecision {
  /// Every number of the answer.
  package var findings: [Finding] {
    let maker = FindingMaker(scenario: scenario)
    var all: [Finding] = []
    if let present {
      all += findings(present, "optimise.present", "Kế hoạch hiện tại", "Present plan", maker)
    }
    switch found {
    case .plan(let answer, let certificate):
      if let plan = answer.plan {
        all += findings(plan, "optimise.best", "Phương án tìm được", "Plan found", maker)
      }
      if let other = answer.runnerUp {
        all += findings(other, "optimise.runner_up", "Phương án thứ hai", "Runner-up", maker)
      }
      if let next = answer.nextBillion { all.append(worth(next, "optimise.next_billion", maker)) }
      all += certificate.map { findings($0, maker) } ?? []
    case .frontier(let frontier):
      for (i, point) in frontier.points.enumerated() {
        let id = "optimise.frontier\(i + 1)"
        all += findings(point.plan, id, "Biên \(i + 1)", "Frontier \(i + 1)", maker)
        if let next = point.nextBillion { all.append(worth(next, "\(id).next_billion", maker)) }
      }
    case .pareto(let plans):
      for (i, point) in plans.points.enumerated() {
        all += findings(
          point.plan, "optimise.pareto\(i + 1)", "Pareto \(i + 1)", "Pareto \(i + 1)", maker)
      }
    }
    return all
  }

  private func findings(
    _ plan: BudgetPlan, _ id: String, _ vi: String, _ en: String, _ maker: FindingMaker
  ) -> [Finding] {
    let cost = maker.finding(
      "\(id).cost", Label(vi: "\(vi): tổng chi phí", en: "\(en): total cost"), plan.cost,
      .named("billion VND"))
    let budgets = zip(levers, plan.budgets).map { lever, amount in
      maker.finding(
        "\(id).levers.\(lever.key)",
        Label(
          vi: "\(vi), \(lever.label.vi): mỗi năm", en: "\(en), \(lever.label.en): a year"), amount,
        .named(lever.unit))
    }
    let chances = zip(questions, plan.evaluation.aims).map { question, aim in
      maker.finding(
        "\(id).\(question.key).probability",
        Label(
          vi: "\(vi), \(question.label.vi): xác suất",
          en: "\(en), \(question.label.en): probability"),
        aim.value, .probability, error: aim.error)
    }
    return [cost] + budgets + chances
  }

  private func worth(_ value: LimitValue, _ id: String, _ maker: FindingMaker) -> Finding {
    maker.finding(
      id,
      Label(
        vi: "Tỷ đồng tiếp theo: thay đổi của P", en: "The next billion VND: change of P"),
      value.perBillion, .probability, error: value.error)
  }

  private func findings(_ certificate: PlanCertificate, _ maker: FindingMaker) -> [Finding] {
    var all = zip(questions, certificate.best.aims).map { question, aim in
      maker.finding(
        "optimise.certified.\(question.key).probability",
        Label(
          vi: "\(question.label.vi): xác suất trên mẫu mới",
          en: "\(question.label.en): P on fresh draws"),
        aim.value, .probability, error: aim.error)
    }
    if let cost = certificate.cost {
      all += [
        maker.finding(
          "optimise.certified.cost.low",
          Label(
            vi: "Tổng chi phí rẻ nhất: cận dưới 95 %",
            en: "Cheapest total cost: lower end of the 95 % interval"),
          cost.lowerBound, .named("billion VND")),
        maker.finding(
          "optimise.certified.cost.high",
          Label(
            vi: "Tổng chi phí rẻ nhất: cận trên 95 %",
            en: "Cheapest total cost: upper end of the 95 % interval"),
          cost.upperBound, .named("billion VND")),
      ]
    }
    if let margin = certificate.margin {
      all += [
        maker.finding(
          "optimise.certified.margin",
          Label(vi: "Hơn phương án thứ hai, mẫu mới", en: "Margin over the runner-up, fresh draws"),
          margin.value, .probability, error: margin.error),
        maker.finding(
          "optimise.certified.probability_better",
          Label(
            vi: "Khả năng tốt hơn phương án thứ hai",
            en: "Probability of being better than the runner-up"),
          margin.probabilityPositive, .probability),
      ]
    }
    return all
  }
}
