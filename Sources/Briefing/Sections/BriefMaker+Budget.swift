import Assessment
import Reporting

/// A plan of the frontier.
struct FrontierPlan {
  let cost: Finding
  let probability: Finding
  let levers: [(label: Inline, amount: Finding)]
}

extension BriefMaker {
  /// The run that sought the best budgets.
  var frontierRun: RunRecord? { runs.analyses("optimise").first }

  /// The plans of a run of `optimise`, the cheapest first; `present` is the plan as it is.
  func plans(_ record: RunRecord) -> (present: FrontierPlan?, best: [FrontierPlan]) {
    let figures = FindingFigures(record, language)
    let names = record.findings.compactMap { finding -> String? in
      let parts = finding.id.split(separator: ".")
      return parts.count == 3 && parts[0] == "optimise" && parts[2] == "cost"
        ? String(parts[1]) : nil
    }
    let found = names.compactMap { name in plan(name, figures).map { (name, $0) } }
    return (
      found.first { $0.0 == "present" }?.1,
      found.filter { $0.0 != "present" }.map(\.1).sorted { $0.cost.value < $1.cost.value }
    )
  }

  private func plan(_ name: String, _ figures: FindingFigures) -> FrontierPlan? {
    let start = "optimise.\(name)."
    let own = figures.record.findings.filter { $0.id.hasPrefix(start) }
    guard let cost = own.first(where: { $0.id == start + "cost" }),
      let probability = own.first(where: { $0.id.hasSuffix(".probability") })
    else { return nil }
    return FrontierPlan(
      cost: cost, probability: probability,
      levers: own.filter { $0.id.hasPrefix(start + "levers.") }.map {
        (leverName($0, figures), $0)
      })
  }

  /// The lever's own label, from the run's model.
  private func leverName(_ finding: Finding, _ figures: FindingFigures) -> Inline {
    let key = finding.id.split(separator: ".").last.map(String.init) ?? ""
    return figures.record.modelRoot["levers"].items.first { $0["key"].string == key }?["label"]
      .name(language) ?? figures.label(finding)
  }

  private var frontierCommand: Sentence {
    "reach optimise --frontier \(.figure(Figure("8", 8, .plain, .method("plans of a frontier"))))"
  }

  var budgetSection: Brief.Section? {
    let title = language.say(
      vi: "Cách rẻ nhất để đạt chỉ tiêu",
      en: "The cheapest way to the "
        + "target")
    guard let record = frontierRun else {
      return missing("budget", title, frontierCommand)
    }
    let (present, best) = plans(record), figures = FindingFigures(record, language)
    guard !best.isEmpty else { return missing("budget", title, frontierCommand) }
    var blocks: [Brief.Block] = [.paragraph(budgetSentence(present, best, figures))]
    blocks += [frontierChart(present, best, figures)].compactMap { $0 }.map { .chart($0) }
    blocks.append(.table(budgetTable(present, best, figures)))
    return Brief.Section(id: "budget", title: title, blocks: blocks)
  }

  /// What the plans of a frontier are chosen for.
  func frontierQuestion(_ plan: FrontierPlan) -> Sentence {
    let key = plan.probability.id.split(separator: ".").dropFirst(2).first.map(String.init)
    return targets.first { $0.key == key }.map(question)
      ?? language.say(vi: "Tất cả các chỉ tiêu", en: "All targets together")
  }

  private func budgetSentence(
    _ present: FrontierPlan?, _ best: [FrontierPlan], _ figures: FindingFigures
  ) -> Sentence {
    guard let last = best.last, let first = best.first else { return "" }
    let asked = frontierQuestion(first)
    guard best.count > 1 else {
      let plan: Sentence = "\(money(first.cost, figures)), \(figures.value(first.probability))"
      let own: Sentence? = present.map {
        "\(money($0.cost, figures)), \(figures.value($0.probability))"
      }
      return language.say(
        vi: "\(asked): kế hoạch tốt nhất tìm được: \(plan). Kế hoạch hiện tại: \(own ?? "").",
        en: "\(asked): the best plan found: \(plan). The plan as it is: \(own ?? "").")
    }
    let ends = language.say(
      vi:
        "\(asked): với các kế hoạch tốt nhất tìm được, xác suất đi từ \(figures.value(first.probability)) "
        + "khi "
        + "chi \(money(first.cost, figures)) đến \(figures.value(last.probability)) khi chi "
        + "\(money(last.cost, figures)).",
      en: "\(asked): with the best plans that were found, the probability goes from "
        + "\(figures.value(first.probability)) at \(money(first.cost, figures)) to "
        + "\(figures.value(last.probability)) at \(money(last.cost, figures)).")
    guard let present else { return ends }
    return ends
      + language.say(
        vi:
          " Kế hoạch hiện tại: \(money(present.cost, figures)), "
          + "\(figures.value(present.probability)).",
        en:
          " The plan as it is: \(money(present.cost, figures)), "
          + "\(figures.value(present.probability)).")
  }

  func money(_ finding: Finding, _ figures: FindingFigures) -> Sentence {
    let amount = figures.number(finding) { numbers.number($0) }
    return "\(amount) \(.text(language.unit(finding.unit.name)))"
  }

  private func budgetTable(
    _ present: FrontierPlan?, _ best: [FrontierPlan], _ figures: FindingFigures
  ) -> Brief.Table {
    let levers = (present ?? best[0]).levers.map { "\($0.label)" as Sentence }
    let unit = language.unit("billion VND")
    func row(_ name: Sentence, _ plan: FrontierPlan) -> [Sentence] {
      [
        name, "\(figures.number(plan.cost) { numbers.number($0) })",
        "\(figures.value(plan.probability))",
      ]
        + plan.levers.map { _, amount in
          "\(figures.number(amount) { numbers.number($0, decimals: 1) })"
        }
    }
    let named =
      present.map {
        [
          row(
            language.say(
              vi: "kế hoạch hiện tại",
              en: "as it "
                + "is"), $0)
        ]
      } ?? []
    let optimal = language.say(vi: "tốt nhất", en: "best")
    return Brief.Table(
      language.say(
        vi: "Kế hoạch tốt nhất theo tổng chi; công cụ tính \(.text(unit)) mỗi năm",
        en: "The best plan by what is spent; levers in \(.text(unit)) a year"),
      [
        .init(language.say(vi: "Kế hoạch", en: "Plan")),
        .init(language.say(vi: "tổng chi", en: "spent in all"), isNumber: true),
        .init(language.say(vi: "xác suất", en: "probability"), isNumber: true),
      ] + levers.map { .init($0, isNumber: true) },
      named + best.map { row(optimal, $0) })
  }
}
