import ReachFiles
import ReachModel
import Reporting
import Testing

/// Excel gives a cell the format of percent when `20%` is typed into it, and keeps 0.2.
@Suite("Cells that show percent are read as they are seen")
struct PercentCellTests {
  private static let percent = "overrides.other_prices.value"

  private func cell(_ number: Double) -> ReadSheet.Cell {
    ReadSheet.Cell(value: .number(number), isFormula: false, isPercent: true)
  }

  /// The book with cells of one input, and another source for it.
  private func editing(
    _ path: String, _ cells: [(InputSheet.Column, ReadSheet.Cell?)], source: Bool = true
  ) throws -> (book: ImportedBook, row: Int) {
    let book = try ImportedBook("hanoi-2021"), row = try book.row(path)
    var all = book.sheet.cells
    for (column, cell) in cells { all[.init(row, column.rawValue)] = cell }
    if source {
      all[.init(row, InputSheet.Column.source.rawValue)] = .init(
        value: .text("Source of the test"), isFormula: false)
    }
    return (book.replacing(cells: all), row)
  }

  /// An input of one number with the unit `%`.
  private func percentInput() throws -> StudyInput {
    let base = try ImportedBook("hanoi-2021").base
    return try #require(
      base.inputs.first {
        if case .number(_, "%") = $0.value { $0.path.hasPrefix("targets.") } else { false }
      })
  }

  @Test(
    "beside the unit % the number is what is seen, to the digit",
    arguments: [(0.2, 20.0), (0.07, 7), (0.14, 14), (0.166, 16.6), (0.165000001, 16.5000001)])
  func percent(kept: Double, seen: Double) throws {
    let input = try percentInput()
    let imported = try editing(input.path, [(.value, cell(kept))]).book.import()
    let found = imported.study.inputs.first { $0.path == input.path }?.value
    #expect(found == .number(seen, unit: "%"))
    #expect(imported.edits.map(\.path) == [input.path])
  }

  @Test("both ends of a range likewise, whichever of them shows percent")
  func range() throws {
    for low in [cell(0.005), ReadSheet.Cell(value: .number(0.5), isFormula: false)] {
      let unit = ReadSheet.Cell(value: .text("%"), isFormula: false)
      let book = try editing(
        Self.percent, [(.value, nil), (.low, low), (.high, cell(0.03)), (.unit, unit)]
      ).book
      let input = try book.import().study.inputs.first { $0.path == Self.percent }
      #expect(input?.value == .range(low: 0.5, high: 3, unit: "%"))
    }
  }

  @Test("percent typed as text beside the unit % says it once")
  func text() throws {
    let input = try percentInput()
    let typed = ReadSheet.Cell(value: .text("20%"), isFormula: false)
    let imported = try editing(input.path, [(.value, typed)]).book.import()
    #expect(imported.study.inputs.first { $0.path == input.path }?.value == .number(20, unit: "%"))
  }

  @Test("beside no unit a share of 60 % is 0.6, and the format alone changes nothing")
  func unitless() throws {
    let path = "overrides.exit_domestic.value.beta.mean"
    let imported = try editing(path, [(.value, cell(0.08))]).book.import()
    let exit = imported.study.uncertainties.first { $0.key == "exit_domestic" }
    #expect(exit?.priors == [.beta(mean: 0.08, sd: 0.02)])
    let base = try ImportedBook("hanoi-2021").base
    guard case .number(let old, "")? = base.inputs.first(where: { $0.path == path })?.value else {
      Issue.record("`\(path)` is no number")
      return
    }
    #expect(try editing(path, [(.value, cell(old))], source: false).book.import().edits.isEmpty)
  }

  @Test("the format of percent on a number as it was makes it a hundred times as large: refused")
  func reshown() throws {
    let input = try percentInput()
    guard case .number(let old, _) = input.value else { return }
    let (book, row) = try editing(input.path, [(.value, cell(old))], source: false)
    let report = #expect(throws: DiagnosticReport.self) { try book.import() }
    #expect(report?.diagnostics.first?.origin?.line == row + 1)
  }

  @Test("percent beside another unit have no meaning: R033 at the cell")
  func otherUnit() throws {
    let (book, row) = try editing("levers.linkage.budget", [(.value, cell(0.2))])
    let report = #expect(throws: DiagnosticReport.self) { try book.import() }
    #expect(report?.diagnostics.map(\.code.id) == ["R033"])
    #expect(report?.diagnostics.first?.origin?.line == row + 1)
    #expect(report?.diagnostics.first?.summary.contains("20 %") == true)
  }

  /// The whole way: typed in a spreadsheet, saved, read.
  @Test(
    "a book that another program wrote in percent reads so", arguments: ["openpyxl", "libreoffice"])
  func written(name: String) throws {
    let read = try WorkbookReader.read(
      "\(Project.references)/workbooks/\(name).xlsx", as: "\(name).xlsx")
    let seen = try #require(read.sheet("kịch bản")?[4, 0])
    let input = try percentInput()
    let imported = try editing(input.path, [(.value, seen)]).book.import()
    #expect(imported.study.inputs.first { $0.path == input.path }?.value == .number(20, unit: "%"))
  }
}
