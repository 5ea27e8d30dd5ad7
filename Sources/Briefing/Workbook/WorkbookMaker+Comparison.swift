import Assessment
import ReachModel
import Reporting

extension WorkbookMaker {
  /// Scenarios beside one another: probabilities, differences from the base, and what explains them.
  var comparison: TableSheet? {
    let compared = analyses("compare")
    guard !compared.isEmpty || forecasts.count > 1 else { return nil }
    var table = TableSheet(
      name(.comparison), language(BookSheet.comparison.title), language,
      widths: [40, 44, 13, 9, 13, 13, 9, 14, 14, 50])
    table.note(
      text(
        "Mọi kịch bản gặp cùng các cú sốc ngẫu nhiên. Chênh lệch là so với kịch bản đầu tiên.",
        "All scenarios meet the same random shocks. Differences are from the first scenario."))
    let matrix = addMatrix(compared.first, &table)
    table.heading(text("Từng chỉ tiêu", "Target by target"))
    table.header([
      text("Kịch bản", "Scenario"), text("Chỉ tiêu", "Target"), text("Xác suất", "Probability"),
      "±",
      text("Trung vị", "Median"), text("Chênh lệch xác suất", "Difference of probability"), "±",
      text("Chênh lệch từ", "Difference of the outcome from"), text("đến", "to"),
      text("Mã con số", "Finding"),
    ])
    if compared.isEmpty {
      for record in forecasts {
        addRows(of: record, keys: [record.scenarioKey], labels: [titleOf(record)], &table)
      }
    }
    for record in compared { addRows(of: record, keys: keys(of: record), labels: nil, &table) }
    for record in compared { addContributions(record, &table) }
    if let matrix {
      table.place(chart(table, matrix), row: 2, column: 11, width: 760, height: 380)
    }
    return table
  }

  private func keys(of record: RunRecord) -> [String] {
    record.root["scenarios"].items.compactMap(\.string)
  }

  /// The question and name of each target that a run has probabilities of, and of all together.
  func questions(of record: RunRecord) -> [(id: String, name: String)] {
    var seen: Set<String> = []
    return record.findings.compactMap { finding in
      guard finding.id.hasSuffix(".probability") else { return nil }
      let id = String(finding.id.dropLast(".probability".count))
      guard id == "joint" || id.hasPrefix("targets.") && id.split(separator: ".").count == 2,
        seen.insert(id).inserted
      else { return nil }
      return (id, name(of: finding))
    }
  }

  /// What a finding is about: its label without what it says of it.
  func name(of finding: Finding) -> String {
    let label = language(finding.label)
    let parts = label.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count < 2 ? label : parts.dropLast().joined(separator: ":")
  }

  /// The place of the table of scenarios by targets.
  private struct Matrix {
    let header: Int
    let rows: ClosedRange<Int>
    let names: [String]
  }

  private func addMatrix(_ compared: RunRecord?, _ table: inout TableSheet) -> Matrix? {
    let records = compared.map { [$0] } ?? forecasts
    guard let first = records.first else { return nil }
    let asked = questions(of: first)
    let header = table.next
    table.add(
      ([text("Xác suất theo kịch bản", "Probability by scenario")] + asked.map(\.name)).map {
        .text($0, .header)
      })
    for record in records {
      let figures = FindingFigures(record, language)
      for key in compared == nil ? [record.scenarioKey] : keys(of: record) {
        table.add(
          [.text(compared == nil ? titleOf(record) : key)]
            + asked.map { .value(figures.find("\($0.id).probability", of: key)) })
      }
    }
    guard table.next - 1 > header, !asked.isEmpty else { return nil }
    return Matrix(
      header: header, rows: (header + 1)...(table.next - 1), names: asked.map(\.name))
  }

  private func chart(_ table: TableSheet, _ matrix: Matrix) -> SheetChart {
    let colours = [0x000000, 0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00]
    var chart = SheetChart(
      .column, title: text("Xác suất đạt theo kịch bản", "Probability by scenario"), xTitle: "",
      yTitle: text("xác suất", "probability"),
      series: matrix.names.enumerated().map { place, name in
        .init(
          name, categories: table.column(0, rows: matrix.rows),
          values: table.column(1 + place, rows: matrix.rows), colour: colours[place % colours.count]
        )
      }, format: .percent(0),
      summary: text(
        "Cột: xác suất đạt từng chỉ tiêu ở mỗi kịch bản.",
        "Columns: the probability of each target in each scenario."))
    (chart.least, chart.greatest) = (0, 1)
    return chart
  }

  private func addRows(
    of record: RunRecord, keys: [String], labels: [String]?, _ table: inout TableSheet
  ) {
    let figures = FindingFigures(record, language)
    for (place, key) in keys.enumerated() {
      for question in questions(of: record) {
        func find(_ name: String) -> Finding? { figures.find("\(question.id).\(name)", of: key) }
        guard let chance = find("probability") else { continue }
        table.add([
          .text(labels?[place] ?? key), .wrapped(question.name), .value(chance), .error(chance),
          .value(find("median")), .difference(find("difference")), .error(find("difference")),
          .difference(find("difference.low")), .difference(find("difference.high")),
          .id("\(key): \(chance.id)"),
        ])
      }
    }
  }

  /// What each change of a scenario contributes to the difference.
  private func addContributions(_ record: RunRecord, _ table: inout TableSheet) {
    let parts = record.findings.filter {
      $0.id.hasPrefix("contributions.")
        && ($0.id.hasSuffix(".contribution") || $0.id.hasSuffix(".total"))
    }
    guard !parts.isEmpty else { return }
    table.heading(text("Điều gì giải thích chênh lệch", "What explains the differences"))
    table.add(
      [
        text("Kịch bản", "Scenario"), text("Phần đóng góp", "Contribution"),
        text("Chênh lệch", "Difference"), "±", text("Đơn vị", "Unit"), "", "", "", "",
        text("Mã con số", "Finding"),
      ].map { .text($0, .header) })
    for part in parts {
      table.add(
        [
          .text(part.scenario), .wrapped(language(part.label)), .difference(part), .error(part),
          .text(language.unit(part.unit.name)),
        ] + [Cell](repeating: .empty, count: 4) + [.id(part.id)])
    }
  }
}
