import ReachModel
package import Reporting

/// The workbook of a report: what run folders say, for people who check and restyle it.
///
/// Every number stands in a file of the runs, and its row names the finding, or the place in a file,
/// that it is. Nothing is computed here.
///
/// - Parameters:
///   - records: The runs, the forecast that the report is about first.
///   - language: Of names, headings and labels.
/// - Returns: A workbook with a sheet for each part that the runs can fill.
package func reportWorkbook(_ records: [RunRecord], _ language: Language) -> Workbook {
  let maker = WorkbookMaker(records, language)
  var sheets = maker.sheets.map(\.sheet)
  sheets.insert(maker.summary, at: 0)
  let inputs = maker.inputs
  let place = min(2, sheets.count)
  sheets.insert(contentsOf: inputs.sheets.prefix(1), at: place)
  sheets += inputs.sheets.dropFirst()
  return Workbook(
    title: maker.title, created: maker.created, sheets: sheets,
    names: inputs.names + maker.sheets.compactMap(\.name))
}

/// The sheets of a report's workbook.
enum BookSheet: CaseIterable {
  case summary, targets, scenarios, results, comparison, sensitivity, frontier, backtest, data
  case provenance, findings
  /// Hidden: the files that the inputs are of.
  case record

  var title: Label {
    switch self {
    case .summary: Label(vi: "Tóm tắt", en: "Summary")
    case .targets: Label(vi: "Chỉ tiêu", en: "Targets")
    case .scenarios: InputSheet.title
    case .results: Label(vi: "Kết quả", en: "Results")
    case .comparison: Label(vi: "So sánh", en: "Comparison")
    case .sensitivity: Label(vi: "Độ nhạy", en: "Sensitivity")
    case .frontier: Label(vi: "Biên ngân sách", en: "Budget frontier")
    case .backtest: Label(vi: "Kiểm định ngược", en: "Back-test")
    case .data: Label(vi: "Số liệu và nguồn", en: "Data and sources")
    case .provenance: Label(vi: "Xuất xứ", en: "Provenance")
    case .findings: Label(vi: "Mọi con số", en: "Findings")
    case .record: Label(vi: InputSheet.recordTitle, en: InputSheet.recordTitle)
    }
  }

  /// What makes the runs that fill it; nil for what every forecast fills.
  var command: String? {
    switch self {
    case .comparison: "reach compare"
    case .sensitivity: "reach sensitivity"
    case .frontier: "reach optimise"
    case .backtest: "reach backtest"
    default: nil
    }
  }
}

/// Makes the sheets of a workbook from runs.
struct WorkbookMaker {
  let records: [RunRecord]
  let language: Language
  private let names: [BookSheet: String]

  init(_ records: [RunRecord], _ language: Language) {
    (self.records, self.language) = (records, language)
    let all = BookSheet.allCases
    names = Dictionary(
      uniqueKeysWithValues: zip(all, SheetName.harmless(all.map { language($0.title) })))
  }

  /// Forecasts, in the order given.
  var forecasts: [RunRecord] { records.filter { $0.kind == .forecast } }

  func analyses(_ name: String) -> [RunRecord] { records.filter { $0.kind == .analysis(name) } }

  func name(_ sheet: BookSheet) -> String { names[sheet] ?? language(sheet.title) }

  var title: String {
    forecasts.first?.scenario["title"].value.label.map { language($0) } ?? records.first?.name ?? ""
  }

  /// The day of the first run, by its folder's name; a fixed day where a folder was renamed.
  var created: CalendarDate {
    let day = records.first.flatMap { CalendarDate($0.name.prefix(10)) }
    guard let date = day ?? CalendarDate.endOfYear(2000) else { preconditionFailure("no such day") }
    return date
  }

  /// Every sheet but the summary and the inputs, with the name of its table.
  var sheets: [(kind: BookSheet, sheet: Sheet, name: Workbook.DefinedName?)] {
    let made: [(BookSheet, TableSheet?)] = [
      (.targets, targets), (.results, results), (.comparison, comparison),
      (.sensitivity, sensitivity), (.frontier, frontier), (.backtest, backtest), (.data, data),
      (.provenance, provenance), (.findings, findings),
    ]
    return made.compactMap { kind, table in
      table.map { (kind, $0.sheet, $0.definedName("\(kind)")) }
    }
  }

  /// The sheet of inputs and its record; neither where the runs keep no inputs.
  var inputs: (sheets: [Sheet], names: [Workbook.DefinedName]) {
    var seen: Set<String> = []
    let sets = records.flatMap(\.inputs).filter {
      !$0.inputs.isEmpty && seen.insert($0.name).inserted
    }
    guard !sets.isEmpty else { return ([], []) }
    let made = InputSheet(
      sets, name: name(.scenarios), recordName: name(.record), language: language)
    return (made.sheets, made.names)
  }

  func text(_ vi: String, _ en: String) -> String { language(vi: vi, en: en) }
}
