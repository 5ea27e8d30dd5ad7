import Assessment
import ReachModel
import Reporting

extension WorkbookMaker {
  /// Every number of every target, a target a row.
  var targets: TableSheet? {
    guard !forecasts.isEmpty else { return nil }
    var table = TableSheet(
      name(.targets), language(BookSheet.targets.title), language,
      widths: [22, 36, 10, 7] + [Double](repeating: 9.5, count: 17)
        + [28, 48, 40, 36])
    table.note(
      text(
        "Khoảng 50, 80 và 90 % là của kết quả; khoảng theo tham số cho biết xác suất thay đổi thế nào "
          + "khi các tham số chưa chắc chắn.",
        "Intervals of 50, 80 and 90 % are of the outcome; the range over parameters says how the "
          + "probability moves with what is uncertain about them."))
    table.header(headings)
    for record in forecasts {
      let figures = FindingFigures(record, language)
      for target in targetItems(of: record) { table.add(cells(target, record, figures)) }
      if let joint = figures.find("joint.probability") {
        table.add(
          [
            .text(record.scenarioKey), .text(allTogether),
            .empty, .empty, .value(joint), .error(joint),
            .value(figures.find("joint.parameter_range.low")),
            .value(figures.find("joint.parameter_range.high")),
          ] + [Cell](repeating: .empty, count: 12) + [.text(word(joint)), .empty]
            + [.text(record.name), id("joint", of: record.scenarioKey)])
      }
    }
    table.endTable(frozenColumns: 2)
    return table
  }

  private var headings: [String] {
    [
      keyHeading, text("Chỉ tiêu", "Target"), text("Mức cần đạt", "Threshold"),
      text("Năm", "Year"), text("Xác suất", "Probability"), "±",
      text("theo tham số: 5 %", "over parameters: 5 %"),
      text("theo tham số: 95 %", "over parameters: 95 %"), text("Trung vị", "Median"),
      text("Trung bình", "Mean"), text("Độ lệch chuẩn", "Standard deviation"),
    ]
      + [50, 80, 90].flatMap { level in
        [
          text("khoảng \(level) %: từ", "\(level) %: from"),
          text("khoảng \(level) %: đến", "\(level) %: to"),
        ]
      } + [
        text("Khoảng cách đến chỉ tiêu (độ lệch chuẩn)", "Distance (sd)"),
        text("Lịch sử: số kỳ đạt", "History: windows met"),
        text("trong số kỳ", "of windows"), text("Khả năng", "How likely"), text("Nguồn", "Source"),
        runHeading, idsHeading,
      ]
  }

  private func cells(
    _ target: TargetItem, _ record: RunRecord, _ figures: FindingFigures
  ) -> [Cell] {
    func find(_ name: String) -> Finding? { figures.find("\(target.id).\(name)") }
    let chance = find("probability")
    var cells: [Cell] = [
      .text(record.scenarioKey), .wrapped(label(of: target)), .value(find("threshold")),
      .number(Double(target.year), .general), .value(chance, .strong), .error(chance),
      .value(find("parameter_range.low")), .value(find("parameter_range.high")),
      .value(find("median")), .value(find("mean")), .value(find("sd")),
    ]
    for level in [50, 80, 90] {
      cells += [.value(find("interval\(level).low")), .value(find("interval\(level).high"))]
    }
    cells += [
      .value(find("distance")), .value(find("base_rate.hits")), .value(find("base_rate.windows")),
      .text(word(chance)), .wrapped(target.field["source"].string ?? ""), .text(record.name),
      id(target.id, of: record.scenarioKey),
    ]
    return cells
  }

  /// Every finding of every run: what all other numbers are traced by.
  var findings: TableSheet? {
    var table = TableSheet(
      name(.findings), language(BookSheet.findings.title), language,
      widths: [38, 24, 52, 70, 8, 18, 22, 18])
    table.note(
      text(
        "Đúng như tệp findings.csv của từng lần chạy. `reach explain KỊCH_BẢN:MÃ --run LẦN_CHẠY` cho biết con "
          + "số từ đâu ra.",
        "As in findings.csv of each run. `reach explain SCENARIO:ID --run RUN` tells where a number comes from."
      ))
    table.header([
      runHeading, keyHeading, text("Mã", "Id"),
      text("Con số", "Finding"), text("Năm", "Year"), text("Giá trị", "Value"),
      text("Đơn vị", "Unit"), "±",
    ])
    for record in records {
      for finding in record.findings {
        table.add([
          .text(record.name), .text(finding.scenario), .id(finding.id),
          .text(language(finding.label)), .number(finding.year.map(Double.init), .general),
          .number(finding.value, .general), .text(language.unit(finding.unit.name)),
          .number(finding.error, .general),
        ])
      }
    }
    table.endTable(frozenColumns: 3)
    return table
  }
}
