import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("What an import refuses, with sheet and cell")
struct ImportRefusalTests {
  typealias Change = (path: String, column: InputSheet.Column, value: ReadSheet.Cell.Value?)

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let path: String
    let column: InputSheet.Column
    let value: ReadSheet.Cell.Value?
    let code: String
    /// The column that the message names.
    let told: InputSheet.Column
    var source: String? = "New source"

    static let budget = "levers.linkage.budget"

    static let all = [
      Case(
        testDescription: "a number with two readings", path: budget, column: .value,
        value: .text("1.500"), code: "S012", told: .value),
      Case(
        testDescription: "a comma", path: budget, column: .value, value: .text("8,5"), code: "S012",
        told: .value),
      Case(
        testDescription: "a unit of another kind", path: budget, column: .unit,
        value: .text("firms"), code: "S018", told: .value),
      Case(
        testDescription: "no unit", path: budget, column: .unit, value: nil, code: "S018",
        told: .value),
      Case(
        testDescription: "beyond the bounds of the catalog", path: budget, column: .value,
        value: .number(1e6), code: "S021", told: .value),
      Case(
        testDescription: "not a number", path: "levers.linkage.split.components", column: .value,
        value: .text("half"), code: "S016", told: .value),
      Case(
        testDescription: "shares that do not sum to 1", path: "levers.linkage.split.components",
        column: .value, value: .number(0.75), code: "S028", told: .value),
      Case(
        testDescription: "a value and a range", path: budget, column: .low, value: .number(3),
        code: "R033", told: .low),
      Case(
        testDescription: "one end of a range", path: "start.firms.value", column: .high, value: nil,
        code: "R033", told: .high),
      Case(
        testDescription: "nothing", path: budget, column: .value, value: nil, code: "R033",
        told: .value),
      Case(
        testDescription: "the wrong way round", path: "start.firms.value", column: .low,
        value: .number(2000), code: "S019", told: .low),
      Case(
        testDescription: "the source of the old value", path: budget, column: .value,
        value: .number(9), code: "R034", told: .source, source: nil),
      Case(
        testDescription: "no source", path: budget, column: .value, value: .number(9), code: "S024",
        told: .source, source: ""),
      Case(
        testDescription: "an error of the spreadsheet", path: budget, column: .value,
        value: .error("#DIV/0!"), code: "R030", told: .value),
      Case(
        testDescription: "a province that is not there", path: "province", column: .value,
        value: .text("ha_noy"), code: "S022", told: .value, source: nil),
      Case(
        testDescription: "a truth value in doubt", path: "levers.linkage.budget_assumed",
        column: .value, value: .text("no"), code: "S010", told: .value),
    ]
  }

  @Test("one mistake", arguments: Case.all)
  func one(mistake: Case) throws {
    let book = try ImportedBook("hanoi-2021")
    let row = try book.row(mistake.path)
    var changes = [(row, mistake.column, mistake.value)]
    if let source = mistake.source {
      changes.append((row, .source, source.isEmpty ? nil : .text(source)))
    }
    do {
      _ = try book.changing(changes).import()
      Issue.record("it was accepted")
    } catch let error as DiagnosticReport {
      let problem = try #require(error.diagnostics.first)
      #expect(problem.code.id == mistake.code, "\(error.explanation)")
      let cell = "book.xlsx: Kịch bản!\(columnLetters(mistake.told.rawValue))\(row + 1)"
      #expect(problem.origin?.description == cell)
      #expect(error.exitStatus == .badContent)
    }
  }

  @Test("all of them at once, in the order of the rows")
  func allAtOnce() throws {
    let book = try ImportedBook("hanoi-2021")
    let rows = try ["levers.linkage.budget", "levers.systems.budget", "start.share.value"].map(
      book.row)
    do {
      _ = try book.changing([
        (rows[0], .value, .text("1.500")), (rows[0], .source, .text("a")),
        (rows[1], .value, .number(1e6)), (rows[1], .source, .text("b")),
        (rows[2], .unit, .text("firms")), (rows[2], .source, .text("c")),
      ]).import()
      Issue.record("it was accepted")
    } catch let error as DiagnosticReport {
      #expect(error.diagnostics.map { $0.origin?.line } == rows.map { $0 + 1 })
    }
  }

  @Test("rows that are gone, there twice, new or without a key")
  func rows() throws {
    let book = try ImportedBook("hanoi-2021")
    let row = try book.row("levers.linkage.budget")
    #expect(throws: DiagnosticReport.self) {
      try book.replacing(cells: book.sheet.cells.filter { $0.key.row != row }).import()
    }
    let end = (book.sheet.cells.keys.map(\.row).max() ?? 0) + 1
    func adding(_ key: String, _ value: ReadSheet.Cell.Value) -> ImportedBook {
      book.changing([
        (end, .key, .text(key)), (end, .scenario, .text("hanoi-2021")), (end, .value, value),
        (end, .source, .text("Added")),
      ])
    }
    expect("R033", adding("levers.linkage.budget", .number(9)), at: end, .key)
    expect("S014", adding("levers.linkage.budjet", .number(9)), at: end, .value)
    expect("R033", adding("levers..x", .number(9)), at: end, .key)
    expect("R033", adding("levers.linkage.budget.2021", .number(9)), at: end, .value)
    // Keys that are no inputs: the file would not have them, though they were told as edits.
    for key in [
      "extends", "scenario", "levers.linkage.source", "start.firms.source", "x.y.scenario",
    ] {
      expect("R033", adding(key, .text("other")), at: end, .key)
    }
    // A key that the base leaves out may be added.
    let imported = try adding("start.firms.published", .boolean(true)).import()
    #expect(imported.study.uncertainties.first { $0.key == "start_firms" }?.isAssumed == false)
    #expect(imported.edits.map(\.path) == ["start.firms.published"])
  }

  @Test("a source of the catalog cannot be edited without its value: no file would have it")
  func catalogSource() throws {
    let book = try ImportedBook("hanoi-2021")
    let row = try book.row("overrides.exit_domestic.value.beta.mean")
    expect("R033", book.changing([(row, .source, .text("New register"))]), at: row, .source)
  }

  private func expect(
    _ code: String, _ book: ImportedBook, at row: Int, _ column: InputSheet.Column
  ) {
    do {
      _ = try book.import()
      Issue.record("it was accepted")
    } catch {
      let report = error as? DiagnosticReport
      #expect(report?.diagnostics.first?.code.id == code, "\(error)")
      #expect(report?.diagnostics.first?.origin?.line == row + 1)
      #expect(report?.diagnostics.first?.origin?.column == column.rawValue + 1)
    }
  }

  @Test("a book of several scenarios names those to choose from", arguments: [Language.vi, .en])
  func severalScenarios(language: Language) throws {
    let book = try ImportedBook("hanoi-2021"), row = try book.row("title.vi")
    let two = book.changing([(row, .scenario, .text("hanoi-2021-more"))])
    let names = ["hanoi-2021-more", "hanoi-2021"]
    for asked in [nil, "hanoi-2022"] {
      let report = #expect(throws: DiagnosticReport.self) {
        try ScenarioImport.scenario(of: two.read, asked: asked)
      }
      #expect(report?.diagnostics.map(\.code.id) == ["R031"])
      #expect(Set(report?.diagnostics.first?.allowed ?? []) == Set(names))
      let text = report?.explanation(language) ?? ""
      for word in names { #expect(text.contains(word), "\(text)") }
      // A name that is nearly right is answered by the right one instead.
      #expect(asked != nil || text.contains("--scenario NAME"), "\(text)")
    }
    for name in names { #expect(try ScenarioImport.scenario(of: two.read, asked: name) == name) }
  }

  @Test("a base that has changed, a sheet without headings, another book")
  func wholeBook() throws {
    let book = try ImportedBook("hanoi-2021")
    let header = try book.row("title.vi") - 1
    let headless = book.changing([(header, .unit, .text("Measure"))])
    expectReport("R031", headless)
    do {
      _ = try book.import { _ in
        try ScenarioImport.base(
          ImportedBook.path("hanoi-2030"), as: "Scenarios/hanoi-2030.yaml",
          catalog: Project.catalog.get())
      }
      Issue.record("it was accepted")
    } catch let error as DiagnosticReport {
      #expect(error.diagnostics.map(\.code.id) == ["R032"])
    }
    let empty = try WorkbookReader.read(
      "\(Project.references)/workbooks/libreoffice.xlsx", as: "other.xlsx")
    let request = ScenarioImport.Request(
      book: empty, scenario: nil, output: "x.yaml", extends: { $0 })
    #expect(throws: DiagnosticReport.self) {
      try ScenarioImport(
        request,
        base: { name throws(DiagnosticReport) in
          throw DiagnosticReport(one: Diagnostic(.all[0], name, at: nil))
        }, catalog: Project.catalog.get())
    }
  }

  private func expectReport(_ code: String, _ book: ImportedBook) {
    do {
      _ = try book.import()
      Issue.record("it was accepted")
    } catch {
      #expect((error as? DiagnosticReport)?.diagnostics.map(\.code.id) == [code], "\(error)")
    }
  }
}
