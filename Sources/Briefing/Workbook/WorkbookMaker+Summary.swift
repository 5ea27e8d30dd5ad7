import Assessment
import ReachModel
import Reporting

extension WorkbookMaker {
  /// The answer first: each target with its probability in words and numbers, and where the rest is.
  var summary: Sheet {
    var table = TableSheet(
      name(.summary), title, language, widths: [44, 12, 8, 13, 9, 30, 13, 13, 13, 46, 40])
    for record in forecasts {
      table.note(subtitle(of: record))
      if record.name == forecasts.first?.name { table.note(guide) }
    }
    table.add([])
    let header = table.header([
      text("Chỉ tiêu", "Target"), text("Mức cần đạt", "Threshold"), text("Năm", "Year"),
      text("Xác suất đạt", "Probability"), "±", text("Khả năng", "How likely"),
      text("Trung vị", "Median"), text("5 %", "5 %"), text("95 %", "95 %"), idsHeading, runHeading,
    ])
    var first: ClosedRange<Int>?
    for record in forecasts {
      let rows = addAnswers(record, &table)
      first = first ?? rows
    }
    if let first { table.place(chart(table, rows: first), row: table.next + 1, column: 0) }
    var sheet = table.sheet
    sheet.frozenRows = header + 1
    addContents(&sheet, below: table.next + 19)
    return sheet
  }

  private func subtitle(of record: RunRecord) -> String {
    let date = record.scenario["as_of"].string.flatMap { CalendarDate($0) }
    let day = date.map(language.date) ?? ""
    let name = record.scenario["title"].value.label.map { language($0) } ?? record.scenarioKey
    let draws = record.root["run"]["draws"].double.map { NumberStyle(language).number($0) } ?? ""
    return text(
      "\(name); thông tin đến ngày \(day); \(draws) lần mô phỏng; lần chạy \(record.name)",
      "\(name); as of \(day); \(draws) draws; run \(record.name)")
  }

  private var guide: String {
    text(
      "± là một nửa khoảng 95 % của sai số mô phỏng. Mỗi dòng cho biết mã các con số của nó bắt đầu bằng "
        + "gì; trang \"\(name(.findings))\" có mọi con số.",
      "± is half the 95 % interval of the simulation's error. Every row tells what the ids of its numbers "
        + "begin with; the sheet \"\(name(.findings))\" has all of them.")
  }

  /// - Returns: The rows of the targets and of all together.
  private func addAnswers(_ record: RunRecord, _ table: inout TableSheet) -> ClosedRange<Int> {
    let figures = FindingFigures(record, language), start = table.next
    if forecasts.count > 1 { table.add([.text(titleOf(record), .strong)]) }
    let rows = table.next
    for target in targetItems(of: record) {
      let chance = figures.find("\(target.id).probability")
      table.add([
        .wrapped(label(of: target)), .value(figures.find("\(target.id).threshold")),
        .number(Double(target.year), .general), .value(chance, .strong), .error(chance),
        .text(word(chance)), .value(figures.find("\(target.id).median")),
        .value(figures.find("\(target.id).interval90.low")),
        .value(figures.find("\(target.id).interval90.high")),
        id(target.id, of: record.scenarioKey), .id(record.name),
      ])
    }
    if let joint = figures.find("joint.probability") {
      table.add([
        .text(allTogether, .strong), .empty, .empty,
        .value(joint, .strong), .error(joint), .text(word(joint)), .empty, .empty, .empty,
        id("joint", of: record.scenarioKey), .id(record.name),
      ])
    }
    return min(rows, table.next - 1)...max(start, table.next - 1)
  }

  func word(_ chance: Finding?) -> String {
    chance.map { language(LikelihoodWord($0.value).label) } ?? ""
  }

  func titleOf(_ record: RunRecord) -> String {
    record.scenario["title"].value.label.map { language($0) } ?? record.scenarioKey
  }

  func targetItems(of record: RunRecord) -> [TargetItem] {
    record.scenario["targets"].items.compactMap { TargetItem($0) }
  }

  /// For example `Supporting-industry firms ≥`.
  func label(of target: TargetItem) -> String {
    let name = target.field["label"].value.label.map { language($0) } ?? target.key
    return "\(name) \(target.sign)"
  }

  private func chart(_ table: TableSheet, rows: ClosedRange<Int>) -> SheetChart {
    var chart = SheetChart(
      .bar, title: text("Xác suất đạt chỉ tiêu", "Probability of reaching the targets"),
      xTitle: "", yTitle: text("xác suất", "probability"),
      series: [
        .init(
          text("Xác suất đạt", "Probability"), categories: table.column(0, rows: rows),
          values: table.column(3, rows: rows))
      ], format: .percent(0),
      summary: text(
        "Cột ngang: xác suất đạt từng chỉ tiêu và tất cả chỉ tiêu.",
        "Bars: the probability of each target and of all together."))
    (chart.least, chart.greatest) = (0, 1)
    return chart
  }

  /// Links to the other sheets, and what has not been run.
  private func addContents(_ sheet: inout Sheet, below row: Int) {
    while sheet.rows.count < row { sheet.add([]) }
    sheet.add([.text(text("Các trang của sổ tính", "The sheets of this book"), .heading)])
    let present = Set(sheets.map(\.kind)).union(inputs.sheets.isEmpty ? [] : [.scenarios])
    for kind in BookSheet.allCases where kind != .summary && kind != .record {
      if present.contains(kind) {
        let target = Cell.Content.link(name(kind), sheet: name(kind), row: 0, column: 0)
        sheet.add([Cell(target, CellStyle(.body))])
      } else if let command = kind.command {
        sheet.add([
          .text(
            text(
              "\(name(kind)): chưa có; chạy \(command)", "\(name(kind)): not run; use \(command)"),
            .note)
        ])
      }
    }
  }
}
