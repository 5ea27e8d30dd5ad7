import Foundation
import ReachFiles
import ReachModel
import Reporting
import Simulation
import Testing

/// A shipped scenario as a workbook of its inputs, and readings of it with some cells changed.
struct ImportedBook {
  let scenario: String
  let base: Study
  let read: ReadWorkbook

  static let shipped = [
    "hai-duong-2025", "hanoi-2021", "hanoi-2021-budget-freeze", "hanoi-2021-double-support",
    "hanoi-2021-fdi-push", "hanoi-2021-no-support", "hanoi-2021-pandemic", "hanoi-2030",
  ]

  init(_ scenario: String, _ language: Language = .vi) throws {
    self.scenario = scenario
    base = try Self.study(scenario)
    let sheet = InputSheet(
      [ScenarioInputSet(name: base.name, files: base.files, inputs: base.inputs)],
      name: language(InputSheet.title), recordName: InputSheet.recordTitle, language: language)
    let book = Workbook(
      title: scenario, created: base.asOf, sheets: sheet.sheets, names: sheet.names)
    read = try WorkbookReader.read(WorkbookWriter.bytes(of: book), as: "book.xlsx")
  }

  private init(_ other: ImportedBook, _ read: ReadWorkbook) {
    (scenario, base, self.read) = (other.scenario, other.base, read)
  }

  static func study(_ scenario: String) throws -> Study {
    try Study.read(path(scenario), as: "Scenarios/\(scenario).yaml", catalog: Project.catalog.get())
  }

  static func path(_ scenario: String) -> String { "\(Project.root)/Scenarios/\(scenario).yaml" }

  /// The sheet of inputs.
  var sheet: ReadSheet { read.sheets[0] }

  /// The row of an input, from 0.
  func row(_ path: String) throws -> Int {
    let key = InputSheet.Column.key.rawValue
    return try #require(
      sheet.cells.first { $0.key.column == key && $0.value.value == .text(path) }?.key.row)
  }

  func changing(
    _ changes: [(row: Int, column: InputSheet.Column, value: ReadSheet.Cell.Value?)]
  ) -> ImportedBook {
    var cells = sheet.cells
    for (row, column, value) in changes {
      cells[.init(row, column.rawValue)] = value.map { .init(value: $0, isFormula: false) }
    }
    return ImportedBook(self, read.replacingFirstSheet(cells))
  }

  func replacing(cells: [ReadSheet.Place: ReadSheet.Cell]) -> ImportedBook {
    ImportedBook(self, read.replacingFirstSheet(cells))
  }

  func `import`(as output: String = "Scenarios/edited.yaml") throws -> ScenarioImport {
    try `import`(as: output) { name in
      try ScenarioImport.base("\(Project.root)/\(name)", as: name, catalog: Project.catalog.get())
    }
  }

  /// With a base that was read already: reading it for each of many cells would take most of the time.
  func `import`(
    as output: String = "Scenarios/edited.yaml",
    from base: (String) throws -> ScenarioImport.Base
  ) throws -> ScenarioImport {
    let request = ScenarioImport.Request(
      book: read, scenario: nil, output: output,
      extends: { String($0.dropFirst("Scenarios/".count)) })
    return try ScenarioImport(
      request,
      base: { name throws(DiagnosticReport) in
        do { return try base(name) } catch {
          throw (error as? DiagnosticReport) ?? .unexpected(error)
        }
      }, catalog: Project.catalog.get())
  }
}

extension DiagnosticReport {
  fileprivate static func unexpected(_ error: any Error) -> DiagnosticReport {
    DiagnosticReport(one: Diagnostic(.named("R028") ?? .all[0], "\(error)", at: nil))
  }
}

extension ReadWorkbook {
  fileprivate func replacingFirstSheet(_ cells: [ReadSheet.Place: ReadSheet.Cell]) -> ReadWorkbook {
    let first = ReadSheet(name: sheets[0].name, isHidden: sheets[0].isHidden, cells: cells)
    return ReadWorkbook(file: file, sheets: [first] + sheets.dropFirst(), names: names)
  }
}

@Suite("Scenarios read back from workbooks")
struct ScenarioImportTests {
  @Test("an unedited book gives the same study", arguments: ImportedBook.shipped, Language.allCases)
  func unedited(scenario: String, language: Language) throws {
    // Under its own name, which is part of the digest.
    let book = try ImportedBook(scenario, language)
    let imported = try book.import(as: "Scenarios/\(scenario).yaml")
    #expect(imported.edits.isEmpty && imported.sourced.isEmpty)
    #expect(try imported.study.digest == book.base.digest)
    #expect(imported.text.split(separator: "\n").count == 3)
  }

  @Test("a file of the text is the same scenario")
  func written() throws {
    let book = try ImportedBook("hanoi-2021")
    let row = try book.row("levers.linkage.budget")
    let imported = try book.changing([
      (row, .value, .number(12.125)), (row, .source, .text("City decision \"12\" of 2022")),
    ]).import()
    let folder = try ScratchFolder()
    let base = ImportedBook.path("hanoi-2021")
    let text = imported.text.replacingOccurrences(
      of: "extends: \"hanoi-2021.yaml\"", with: "extends: \"\(base)\"")
    let file = try folder.write(text, to: "edited.yaml")
    let study = try Study.read(file, as: "edited.yaml", catalog: Project.catalog.get())
    #expect(try study.digest == imported.study.digest)
    #expect(study.levers.first { $0.key == "linkage" }?.yearly == [12.125])
    #expect(
      imported.text == """
        # Made by `reach import-scenario` from book.xlsx: what was edited there, each with its cell.
        extends: "hanoi-2021.yaml"
        scenario: "edited"
        levers:
          linkage:
            budget: 12.1250 billion VND  # book.xlsx: Kịch bản!C\(row + 1)
            source: "[budget] City decision \\"12\\" of 2022; [*] \(
              try source(of: book, row))"  # book.xlsx: Kịch bản!G\(row + 1)

        """)
  }

  @Test("quantities of a rank correlation are told apart in words")
  func correlationLabels() throws {
    let labels = try ImportedBook.study("hanoi-2021").inputs.filter {
      $0.path.hasPrefix("correlations[1].")
    }.map { "\($0.path): \($0.label.vi) / \($0.label.en)" }
    #expect(
      labels == [
        "correlations[1].between[1]: Tương quan hạng: cặp 1, đại lượng thứ nhất / "
          + "Rank correlations: pair 1, first quantity",
        "correlations[1].between[2]: Tương quan hạng: cặp 1, đại lượng thứ hai / "
          + "Rank correlations: pair 1, second quantity",
        "correlations[1].rank: Tương quan hạng: cặp 1, hệ số tương quan hạng / "
          + "Rank correlations: pair 1, rank correlation",
      ])
  }

  private func source(of book: ImportedBook, _ row: Int) throws -> String {
    guard case .text(let text)? = book.sheet[row, InputSheet.Column.source.rawValue]?.value else {
      throw ScenarioFailure()
    }
    return text
  }

  @Test("a range may become a number, and a number a range")
  func rangeAndNumber() throws {
    let book = try ImportedBook("hanoi-2021")
    let firms = try book.row("start.firms.value"),
      prices = try book.row("overrides.other_prices.value")
    let imported = try book.changing([
      (firms, .low, nil), (firms, .high, nil), (firms, .value, .number(878)),
      (firms, .source, .text("Counted")), (prices, .value, nil), (prices, .low, .number(0.01)),
      (prices, .high, .number(0.03)), (prices, .source, .text("Judged")),
    ]).import()
    func priors(_ key: String) -> [Distribution]? {
      imported.study.uncertainties.first { $0.key == key }?.priors
    }
    #expect(priors("start_firms") == [.fixed(878)])
    #expect(priors("other_prices")?.first?.quantile(0.95) == 0.03)
    #expect(imported.edits.map(\.new) == ["878 firms", "0.01 to 0.03"])
  }

  @Test("a prior of the catalog that is edited becomes an override, with the rest of its law")
  func catalogPrior() throws {
    let book = try ImportedBook("hanoi-2021")
    let row = try book.row("overrides.exit_domestic.value.beta.mean")
    let imported = try book.changing([
      (row, .value, .number(0.08)), (row, .source, .text("New register")),
    ]).import()
    let exit = try #require(imported.study.uncertainties.first { $0.key == "exit_domestic" })
    #expect(exit.priors == [.beta(mean: 0.08, sd: 0.02)])
    #expect(exit.sources == ["[value.beta.mean] New register; [*] B02, B04, B05"])
  }
}

private struct ScenarioFailure: Error {}
