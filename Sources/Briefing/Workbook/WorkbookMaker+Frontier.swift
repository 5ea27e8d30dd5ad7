import Assessment
import ReachModel
import Reporting

extension WorkbookMaker {
  /// The least budget for each probability, and which probability that is.
  var frontier: TableSheet? {
    let records = analyses("optimise").filter { record in
      record.findings.contains { $0.id.hasPrefix("optimise.frontier") }
    }
    guard let first = records.first else { return nil }
    let levers = first.findings.filter { $0.id.hasPrefix("optimise.present.levers.") }
    var table = TableSheet(
      name(.frontier), language(BookSheet.frontier.title), language,
      widths: [22, 20, 36, 14, 13, 9, 16, 12] + [Double](repeating: 17, count: levers.count)
        + [40, 36])
    table.note(
      text(
        "Kế hoạch rẻ nhất cho mỗi xác suất của chỉ tiêu ghi ở cột \"Chỉ tiêu\"; kinh phí một năm của từng "
          + "nhóm, tỷ đồng.",
        "The cheapest plan for each probability of what the column \"Target\" names; a year's budget of "
          + "each group, billion VND."))
    table.header(
      [
        keyHeading, text("Kế hoạch", "Plan"), text("Chỉ tiêu", "Target"),
        text("Tổng chi phí (tỷ đồng)", "Total cost (billion VND)"), text("Xác suất", "Probability"),
        "±", text("Tỷ đồng tiếp theo: thay đổi xác suất", "Next billion VND: change of P"), "±",
      ] + levers.map { afterComma(of: $0) } + [runHeading, idsHeading])
    var charts: [SheetChart] = []
    for record in records {
      for question in questions(ofPlans: record) {
        charts += addPlans(record, question, levers, &table)
      }
    }
    table.endTable(frozenColumns: 2)
    let start = table.next + 1
    for (place, chart) in charts.enumerated() {
      table.place(chart, row: start + 17 * place, column: 0)
    }
    return table
  }

  /// What plans have probabilities of: `joint`, or a target's key.
  private func questions(ofPlans record: RunRecord) -> [String] {
    var questions: [String] = []
    for finding in record.findings {
      let parts = finding.id.split(separator: ".")
      guard parts.count == 4, parts[0] == "optimise", parts[3] == "probability" else { continue }
      let question = String(parts[2])
      if !questions.contains(question) { questions.append(question) }
    }
    return questions
  }

  /// The lever of a finding such as `Present plan, Linking suppliers and buyers: a year`.
  private func afterComma(of finding: Finding) -> String {
    let name = name(of: finding)
    let parts = name.split(separator: ",", maxSplits: 1)
    return parts.count == 2 ? parts[1].drop { $0 == " " }.description : name
  }

  /// - Returns: The frontier as a chart, if it has more than one plan.
  private func addPlans(
    _ record: RunRecord, _ question: String, _ levers: [Finding], _ table: inout TableSheet
  ) -> [SheetChart] {
    let figures = FindingFigures(record, language), name = questionName(question, record)
    var rows: [Int] = []
    for plan in plans(of: record) {
      let id = "optimise.\(plan)"
      let chance = figures.find("\(id).\(question).probability")
      let cost = figures.find("\(id).cost"), next = figures.find("\(id).next_billion")
      let row = table.add(
        [
          .text(record.scenarioKey), .text(cost.map { self.name(of: $0) } ?? plan), .wrapped(name),
          .value(cost), .value(chance), .error(chance), .number(next?.value, .signedPercent(4)),
          .number(next?.error, .percent(4)),
        ]
          + levers.map { lever in
            let key = lever.id.dropFirst("optimise.present.levers.".count)
            return .value(figures.find("\(id).levers.\(key)"))
          } + [.text(record.name), self.id(id, of: record.scenarioKey)])
      if plan != "present" { rows.append(row) }
    }
    guard let start = rows.first, let end = rows.last, end > start else { return [] }
    return [frontierChart(table, start...end, name)]
  }

  private func plans(of record: RunRecord) -> [String] {
    var plans: [String] = []
    for finding in record.findings where finding.id.hasPrefix("optimise.") {
      let plan = finding.id.split(separator: ".").dropFirst().first.map(String.init) ?? ""
      if plan == "present" || plan.hasPrefix("frontier"), !plans.contains(plan) {
        plans.append(plan)
      }
    }
    return plans
  }

  private func frontierChart(
    _ table: TableSheet, _ rows: ClosedRange<Int>, _ question: String
  ) -> SheetChart {
    SheetChart(
      .scatter, title: text("Ngân sách và xác suất: ", "Budget and probability: ") + question,
      xTitle: text("tổng chi phí, tỷ đồng", "total cost, billion VND"),
      yTitle: text("xác suất: ", "probability: ") + question,
      series: [
        .init(
          text("biên", "frontier"), categories: table.column(3, rows: rows),
          values: table.column(4, rows: rows))
      ], format: .percent(1),
      summary: text(
        "Đường: xác suất cao nhất đạt được với mỗi mức tổng chi phí.",
        "Line: the greatest probability that each total cost can reach."))
  }
}
