import Assessment
import ReachModel
import Reporting

/// A scenario beside others: its numbers, and which of them answer the questions of the first.
private struct ComparedScenario {
  let key: String
  let title: String
  let figures: FindingFigures
  /// By question of the first scenario, the question that asks the same here; none where another is
  /// asked under its name.
  let same: [String: String]
  /// What is asked here, in the order of the run, with its name.
  let asked: [(id: String, name: String)]

  /// The probability here of what the first scenario asks.
  func chance(_ question: String) -> Finding? {
    same[question].flatMap { figures.find("\($0).probability", of: key) }
  }
}

extension WorkbookMaker {
  /// Scenarios beside one another: probabilities, differences from the base, and what explains them.
  var comparison: TableSheet? {
    let compared = analyses("compare")
    guard !compared.isEmpty || forecasts.count > 1 else { return nil }
    var table = TableSheet(
      name(.comparison), language(BookSheet.comparison.title), language,
      widths: [36, 24, 44, 13, 9, 13, 13, 9, 14, 14, 40, 50])
    let groups = compared.isEmpty ? [ofForecasts] : compared.map(scenarios)
    addNotes(hasDifferences: !compared.isEmpty, &table)
    let charts = groups.compactMap { group in
      addMatrix(group, &table).map { chart(table, $0) }
    }
    addAnswers(groups, hasDifferences: !compared.isEmpty, &table)
    for record in compared { addContributions(record, &table) }
    for (place, chart) in charts.enumerated() {
      table.place(chart, row: 2 + 20 * place, column: 13, width: 760, height: 380)
    }
    return table
  }

  /// What may be compared, and what not.
  private func addNotes(hasDifferences: Bool, _ table: inout TableSheet) {
    guard hasDifferences else {
      table.note(
        text(
          "Các kịch bản được chạy riêng: sai số của chúng không triệt tiêu nhau, nên ở đây không có "
            + "chênh lệch. `reach compare` cho chênh lệch dưới cùng các cú sốc ngẫu nhiên.",
          "The scenarios were run one by one: their errors do not cancel, and no differences stand "
            + "here. `reach compare` gives differences under the same random shocks."))
      table.note(
        text(
          "Đứng chung một cột là những chỉ tiêu như nhau: cùng đại lượng, ngành, phép so sánh, mức và "
            + "năm.",
          "Targets that share a column are the same: outcome, sector, comparison, threshold, year.")
      )
      return
    }
    table.note(
      text(
        "Mọi kịch bản gặp cùng các cú sốc ngẫu nhiên. Chênh lệch là so với kịch bản đầu tiên.",
        "All scenarios meet the same random shocks. Differences are from the first scenario."))
  }

  // MARK: What is compared

  /// The scenarios of a comparison; it gives a difference only where the question is the same.
  private func scenarios(of record: RunRecord) -> [ComparedScenario] {
    let figures = FindingFigures(record, language)
    let keys = record.root["scenarios"].items.compactMap(\.string)
    return keys.enumerated().map { place, key in
      let asked = questions(of: record, key)
      let same = asked.map(\.id).filter {
        place == 0 || figures.find("\($0).difference", of: key) != nil
      }
      return ComparedScenario(
        key: key, title: title(ofScenario: key, in: record), figures: figures,
        same: Dictionary(same.map { ($0, $0) }, uniquingKeysWith: { first, _ in first }),
        asked: asked)
    }
  }

  /// Forecasts side by side: only what asks the same is the same question.
  private var ofForecasts: [ComparedScenario] {
    let first = forecasts.first.map(targetItems) ?? []
    return forecasts.map { record in
      let items = targetItems(of: record)
      var same: [String: String] = [:]
      for item in first {
        same[item.id] = items.first { $0.asksTheSame(as: item) }?.id
      }
      // All together are the same only if that is all of both.
      if same.count == first.count, items.count == first.count { same["joint"] = "joint" }
      return ComparedScenario(
        key: record.scenarioKey, title: titleOf(record),
        figures: FindingFigures(record, language), same: same,
        asked: items.map { ($0.id, question($0)) } + [("joint", allTogether)])
    }
  }

  /// For example `Supporting-industry firms ≥ 900 (2021)`.
  private func question(_ target: TargetItem) -> String {
    "\(label(of: target)) \(target.threshold(target.threshold, language)) (\(target.year))"
  }

  var allTogether: String { text("Đạt tất cả chỉ tiêu", "All targets together") }

  /// The question and name of each target that a scenario has a probability of, and of all together.
  private func questions(of record: RunRecord, _ scenario: String) -> [(id: String, name: String)] {
    record.findings.compactMap { finding in
      guard finding.scenario == scenario, finding.id.hasSuffix(".probability") else { return nil }
      let id = String(finding.id.dropLast(".probability".count))
      guard id == "joint" || id.hasPrefix("targets.") && id.split(separator: ".").count == 2
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

  // MARK: Tables

  /// The place of a table of scenarios by targets.
  private struct Matrix {
    let rows: ClosedRange<Int>
    let names: [String]
    /// The column of the first target.
    static let firstColumn = 3
  }

  /// - Returns: Nil, with nothing added, where no other scenario asks what the first asks.
  private func addMatrix(_ group: [ComparedScenario], _ table: inout TableSheet) -> Matrix? {
    guard let first = group.first else { return nil }
    let asked = first.asked.filter { question in
      group.dropFirst().contains { $0.chance(question.id) != nil }
    }
    guard !asked.isEmpty else { return nil }
    table.heading(text("Xác suất theo kịch bản", "Probability by scenario"))
    table.add(
      ([text("Kịch bản", "Scenario"), keyHeading, runHeading] + asked.map(\.name)).map {
        .text($0, .header)
      })
    let start = table.next
    for scenario in group {
      table.add(
        [.wrapped(scenario.title), .text(scenario.key), .text(scenario.figures.record.name)]
          + asked.map { .value(scenario.chance($0.id)) })
    }
    return Matrix(rows: start...(table.next - 1), names: asked.map(\.name))
  }

  private func chart(_ table: TableSheet, _ matrix: Matrix) -> SheetChart {
    let colours = [0x000000, 0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00]
    var chart = SheetChart(
      .column, title: text("Xác suất đạt theo kịch bản", "Probability by scenario"), xTitle: "",
      yTitle: text("xác suất", "probability"),
      series: matrix.names.enumerated().map { place, name in
        .init(
          name, categories: table.column(0, rows: matrix.rows),
          values: table.column(Matrix.firstColumn + place, rows: matrix.rows),
          colour: colours[place % colours.count]
        )
      }, format: .percent(0),
      summary: text(
        "Cột: xác suất đạt từng chỉ tiêu ở mỗi kịch bản.",
        "Columns: the probability of each target in each scenario."))
    (chart.least, chart.greatest) = (0, 1)
    return chart
  }

  private func addAnswers(
    _ groups: [[ComparedScenario]], hasDifferences: Bool, _ table: inout TableSheet
  ) {
    table.heading(text("Từng chỉ tiêu", "Target by target"))
    table.header(
      [
        text("Kịch bản", "Scenario"), keyHeading, text("Chỉ tiêu", "Target"),
        text("Xác suất", "Probability"), "±", text("Trung vị", "Median"),
      ]
        + (hasDifferences
          ? [
            text("Chênh lệch xác suất", "Difference of probability"), "±",
            text("chênh lệch theo tham số: 5 %", "difference over parameters: 5 %"),
            text("chênh lệch theo tham số: 95 %", "difference over parameters: 95 %"),
          ] : ["", "", "", ""]) + [runHeading, idsHeading])
    for group in groups {
      for (place, scenario) in group.enumerated() {
        for question in scenario.asked {
          let isOther = hasDifferences && place > 0 && scenario.same[question.id] == nil
          addAnswer(question, of: scenario, isOther: isOther, &table)
        }
      }
    }
    table.endTable(frozenColumns: 1)
  }

  private func addAnswer(
    _ question: (id: String, name: String), of scenario: ComparedScenario, isOther: Bool,
    _ table: inout TableSheet
  ) {
    func find(_ name: String) -> Finding? {
      scenario.figures.find("\(question.id).\(name)", of: scenario.key)
    }
    guard let chance = find("probability") else { return }
    let name =
      question.name
      + (isOther
        ? text(" (khác câu hỏi của kịch bản đầu)", " (not what the first scenario asks)") : "")
    table.add([
      .wrapped(scenario.title), .text(scenario.key), .wrapped(name), .value(chance),
      .error(chance), .value(find("median")), .difference(find("difference")),
      .error(find("difference")), .difference(find("difference.low")),
      .difference(find("difference.high")), .text(scenario.figures.record.name),
      id(question.id, of: scenario.key),
    ])
  }

  // MARK: What explains differences

  /// What each change of a scenario contributes to the difference.
  private func addContributions(_ record: RunRecord, _ table: inout TableSheet) {
    let parts = record.findings.filter {
      $0.id.hasPrefix("contributions.")
        && ($0.id.hasSuffix(".contribution") || $0.id.hasSuffix(".total"))
    }
    guard !parts.isEmpty else { return }
    table.heading(text("Điều gì giải thích chênh lệch", "What explains the differences"))
    table.note(contributionNote(record))
    table.add(
      [
        text("Kịch bản", "Scenario"), keyHeading, text("Phần đóng góp", "Contribution"),
        text("Chênh lệch", "Difference"), "±", text("Đơn vị", "Unit"), "", "", "", "", runHeading,
        text("Mã con số", "Finding"),
      ].map { .text($0, .header) })
    for part in parts {
      table.add(
        [
          .wrapped(title(ofScenario: part.scenario, in: record)), .text(part.scenario),
          .wrapped(language(part.label)), .difference(part), .error(part),
          .text(language.unit(part.unit.name)),
        ] + [Cell](repeating: .empty, count: 4)
          + [.text(record.name), id(part.id, of: part.scenario)])
    }
  }

  /// Why the whole of the contributions is not to the digit the difference above it.
  private func contributionNote(_ record: RunRecord) -> String {
    let numbers = NumberStyle(language)
    var counts: [Double] = []
    for change in record.root["changes"].items {
      guard let count = change["contribution_draws"].double, !counts.contains(count) else {
        continue
      }
      counts.append(count)
    }
    let told = counts.sorted().map { numbers.number($0) }.joined(separator: ", ")
    let own = record.root["run"]["draws"].double.map { numbers.number($0) } ?? ""
    let howMany =
      told.isEmpty
      ? ""
      : text(
        " (\(told) lần mô phỏng cho mỗi tổ hợp thay đổi; bảng trên \(own) lần)",
        " (\(told) draws of each combination of changes; the table \(own))")
    return text(
      "Phần đóng góp được tính riêng, không phải từ các số của bảng trên" + howMany
        + ": tổng chênh lệch ở đây là một ước lượng khác của cùng chênh lệch, hai số thường gần nhau "
        + "trong phạm vi ±.",
      "Contributions are computed apart from the numbers of the table above" + howMany
        + ": a whole difference here is another estimate of the same difference, and the two usually "
        + "agree within their ±.")
  }
}
