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
      widths: [20, 40, 56, 12, 12, 12, 9, 12, 12, 40, 60, 60])
    table.note(
      text(
        "Xác suất đạt khi một đầu vào ở mức 5 % và 95 % của nó; chỉ số Sobol' là phần phương sai do "
          + "đầu vào đó.",
        "The probability with one input at its 5 % and its 95 % point; Sobol' indices are the part of "
          + "the variance that is due to it."))
    table.header([
      keyHeading, text("Chỉ tiêu", "Target"), text("Đầu vào", "Input"),
      text("ở mức 5 %", "at its 5 %"), text("ở mức 95 %", "at its 95 %"),
      text("Khoảng dao động", "Swing"), "±", text("Sobol' bậc một", "Sobol' first"),
      text("Sobol' toàn phần", "Sobol' total"), runHeading, idsHeading,
      text("Các mã Sobol' bắt đầu bằng", "Sobol' ids begin with"),
    ])
    var charts: [SheetChart] = []
    for record in records { charts += addTornados(record, &table) }
    table.endTable(frozenColumns: 3)
    for (place, chart) in charts.enumerated() {
      table.place(chart, row: 2 + 20 * place, column: 13, width: 820, height: 380)
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
        let key = finding?.scenario ?? record.scenarioKey
        let start = "sensitivity.\(question).probability"
        table.add([
          .text(key), .wrapped(questionName(question, record)),
          .text(finding.map(name) ?? row.input), .value(row.low), .value(row.high),
          .value(row.swing), .error(row.swing), .value(row.first), .value(row.total),
          .text(record.name), id("\(start).tornado.\(row.input)", of: key),
          row.first == nil && row.total == nil
            ? .empty : id("\(start).sobol.\(row.input)", of: key),
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

  func questionName(_ key: String, _ record: RunRecord) -> String {
    if key == "joint" { return allTogether }
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
}
