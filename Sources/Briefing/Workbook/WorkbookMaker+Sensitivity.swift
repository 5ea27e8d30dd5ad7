import Assessment
import ReachModel
import Reporting

/// An input in a tornado: what a target's probability is at both ends of it.
private struct TornadoRow {
  let question: String
  let input: String
  var low: Finding?
  var high: Finding?
  var swing: Finding?
  var first: Finding?
  var total: Finding?
}

extension WorkbookMaker {
  private static let shownInChart = 10

  /// What the probabilities hang on, the widest swing first, with a tornado of each target.
  var sensitivity: TableSheet? {
    let records = analyses("sensitivity")
    guard !records.isEmpty else { return nil }
    var table = TableSheet(
      name(.sensitivity), language(BookSheet.sensitivity.title), language,
      widths: [20, 40, 56, 12, 12, 12, 9, 12, 12, 60])
    table.note(
      text(
        "Xác suất đạt khi một đầu vào ở mức 5 % và 95 % của nó; chỉ số Sobol' là phần phương sai do "
          + "đầu vào đó.",
        "The probability with one input at its 5 % and its 95 % point; Sobol' indices are the part of "
          + "the variance that is due to it."))
    table.header([
      text("Kịch bản", "Scenario"), text("Chỉ tiêu", "Target"), text("Đầu vào", "Input"),
      text("ở mức 5 %", "at its 5 %"), text("ở mức 95 %", "at its 95 %"),
      text("Khoảng dao động", "Swing"), "±", text("Sobol' bậc một", "Sobol' first"),
      text("Sobol' toàn phần", "Sobol' total"), text("Mã con số", "Finding"),
    ])
    var charts: [SheetChart] = []
    for record in records { charts += addTornados(record, &table) }
    table.endTable(frozenColumns: 3)
    for (place, chart) in charts.enumerated() {
      table.place(chart, row: 2 + 20 * place, column: 11, width: 820, height: 380)
    }
    return table
  }

  private func addTornados(_ record: RunRecord, _ table: inout TableSheet) -> [SheetChart] {
    let rows = tornadoRows(record)
    var questions: [String] = []
    for row in rows where !questions.contains(row.question) { questions.append(row.question) }
    return questions.compactMap { question in
      let sorted = rows.filter { $0.question == question }.sorted {
        ($0.swing?.value.magnitude ?? 0) > ($1.swing?.value.magnitude ?? 0)
      }
      let start = table.next, base = base(of: question, record)
      for row in sorted {
        let finding = row.swing ?? row.low
        table.add([
          .text(finding?.scenario ?? record.scenarioKey), .wrapped(questionName(question, record)),
          .text(finding.map(name) ?? row.input), .value(row.low), .value(row.high),
          .value(row.swing), .error(row.swing), .value(row.first), .value(row.total),
          .id(
            "sensitivity.\(question).probability.tornado.\(row.input)"),
        ])
      }
      guard let base, !sorted.isEmpty else { return nil }
      let end = min(table.next, start + Self.shownInChart) - 1
      return tornado(
        table, start...end, questionName(question, record), base: base.value)
    }
  }

  private func tornadoRows(_ record: RunRecord) -> [TornadoRow] {
    var rows: [TornadoRow] = [], places: [String: Int] = [:]
    for finding in record.findings {
      let parts = finding.id.split(separator: ".").map(String.init)
      guard parts.count >= 6, parts[0] == "sensitivity", parts[2] == "probability",
        ["tornado", "sobol"].contains(parts[3]), let last = parts.last
      else { continue }
      let input = parts[4..<(parts.count - 1)].joined(separator: "."), key = "\(parts[1]) \(input)"
      if places[key] == nil {
        // Sobol' indices alone make no row of a tornado.
        guard parts[3] == "tornado" else { continue }
        places[key] = rows.count
        rows.append(TornadoRow(question: parts[1], input: input))
      }
      guard let place = places[key] else { continue }
      switch (parts[3], last) {
      case ("tornado", "low"): rows[place].low = finding
      case ("tornado", "high"): rows[place].high = finding
      case ("tornado", "swing"): rows[place].swing = finding
      case ("sobol", "first"): rows[place].first = finding
      case ("sobol", "total"): rows[place].total = finding
      default: break
      }
    }
    return rows
  }

  /// The probability that bars start from: that of a forecast of the same study.
  private func base(of question: String, _ record: RunRecord) -> Finding? {
    let id = question == "joint" ? "joint.probability" : "targets.\(question).probability"
    let same = records.filter { $0.studySHA256 == record.studySHA256 }
    return same.lazy.compactMap {
      FindingFigures($0, language).find(id, of: record.scenarioKey)
    }.first
  }

  private func questionName(_ key: String, _ record: RunRecord) -> String {
    if key == "joint" { return text("Đạt tất cả chỉ tiêu", "All targets together") }
    return record.study?.targets.first { $0.key == key }.map { language($0.label) } ?? key
  }

  private func tornado(
    _ table: TableSheet, _ rows: ClosedRange<Int>, _ name: String, base: Double
  ) -> SheetChart {
    var chart = SheetChart(
      .bar, title: name, xTitle: "", yTitle: text("xác suất đạt", "probability"),
      series: [
        .init(
          text("đầu vào ở mức 5 %", "input at its 5 %"), categories: table.column(2, rows: rows),
          values: table.column(3, rows: rows), colour: 0xD55E00),
        .init(
          text("đầu vào ở mức 95 %", "input at its 95 %"), categories: table.column(2, rows: rows),
          values: table.column(4, rows: rows), colour: 0x0072B2),
      ], format: .percent(0),
      summary: text(
        "Cột ngang từ xác suất hiện tại: xác suất khi từng đầu vào ở mức 5 % và 95 %.",
        "Bars from the present probability: the probability with each input at its 5 % and 95 %."))
    chart.crossing = base
    return chart
  }

  // MARK: Budget

  /// The least budget for each probability.
  var frontier: TableSheet? {
    let records = analyses("optimise").filter { record in
      record.findings.contains { $0.id.hasPrefix("optimise.frontier") }
    }
    guard let first = records.first else { return nil }
    let levers = first.findings.filter { $0.id.hasPrefix("optimise.present.levers.") }
    var table = TableSheet(
      name(.frontier), language(BookSheet.frontier.title), language,
      widths: [22, 20, 14, 13, 9, 16, 12] + [Double](repeating: 17, count: levers.count) + [26])
    table.note(
      text(
        "Kế hoạch rẻ nhất cho mỗi xác suất; kinh phí một năm của từng nhóm, tỷ đồng.",
        "The cheapest plan for each probability; a year's budget of each group, billion VND."))
    table.header(
      [
        text("Kịch bản", "Scenario"), text("Kế hoạch", "Plan"),
        text("Tổng chi phí (tỷ đồng)", "Total cost (billion VND)"), text("Xác suất", "Probability"),
        "±", text("Tỷ đồng tiếp theo: thay đổi xác suất", "Next billion VND: change of P"), "±",
      ] + levers.map { leverName($0) } + [text("Mã đầu", "Ids begin with")])
    for record in records { addPlans(record, levers, &table) }
    table.endTable(frozenColumns: 2)
    return table
  }

  /// The lever of a finding such as `Present plan, Linking suppliers and buyers: a year`.
  private func leverName(_ finding: Finding) -> String {
    let name = name(of: finding)
    let parts = name.split(separator: ",", maxSplits: 1)
    return parts.count == 2 ? parts[1].drop { $0 == " " }.description : name
  }

  private func addPlans(_ record: RunRecord, _ levers: [Finding], _ table: inout TableSheet) {
    var plans: [String] = []
    for finding in record.findings where finding.id.hasPrefix("optimise.") {
      let plan = finding.id.split(separator: ".").dropFirst().first.map(String.init) ?? ""
      if (plan == "present" || plan.hasPrefix("frontier")), !plans.contains(plan) {
        plans.append(plan)
      }
    }
    let figures = FindingFigures(record, language)
    var rows: [Int] = []
    for plan in plans {
      let id = "optimise.\(plan)"
      let chance = record.findings.first {
        $0.id.hasPrefix("\(id).") && $0.id.hasSuffix(".probability")
      }
      let cost = figures.find("\(id).cost"), next = figures.find("\(id).next_billion")
      let row = table.add(
        [
          .text(record.scenarioKey), .text(cost.map(name) ?? plan), .value(cost), .value(chance),
          .error(chance), .number(next?.value, .signedPercent(4)),
          .number(next?.error, .percent(4)),
        ]
          + levers.map { lever in
            let key = lever.id.dropFirst("optimise.present.levers.".count)
            return .value(figures.find("\(id).levers.\(key)"))
          } + [.id(id)])
      if plan != "present" { rows.append(row) }
    }
    guard let start = rows.first, let end = rows.last, end > start else { return }
    table.place(
      SheetChart(
        .scatter, title: text("Ngân sách và xác suất", "Budget and probability"),
        xTitle: text("tổng chi phí, tỷ đồng", "total cost, billion VND"),
        yTitle: text("xác suất", "probability"),
        series: [
          .init(
            text("biên", "frontier"), categories: table.column(2, rows: start...end),
            values: table.column(3, rows: start...end))
        ], format: .percent(1),
        summary: text(
          "Đường: xác suất cao nhất đạt được với mỗi mức tổng chi phí.",
          "Line: the greatest probability that each total cost can reach.")),
      row: table.next + 1, column: 0)
  }
}
