import Assessment
import Briefing
import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("The workbook of a report")
struct ReportWorkbookTests {
  /// Every number of a sheet with its place.
  private func numbers(
    of sheet: Sheet
  ) -> [(place: String, value: Double)] {
    sheet.rows.enumerated().flatMap { row, line in
      line.cells.enumerated().compactMap { column, cell in
        guard case .number(let value) = cell.content else { return nil }
        return ("\(sheet.name)!\(columnLetters(column))\(row + 1)", value)
      }
    }
  }

  private func sheet(_ name: String, of book: Workbook) throws -> Sheet {
    try #require(book.sheets.first { $0.name == name }, "no sheet \(name)")
  }

  @Test("the findings sheet is findings.csv, row by row")
  func findings() async throws {
    let records = try await RecordedRuns.all()
    let sheet = try sheet("Findings", of: reportWorkbook(records, .en))
    let rows = sheet.rows.dropFirst(3)
    let all = records.flatMap { record in record.findings.map { (record.name, $0) } }
    #expect(rows.count == all.count)
    for (row, (run, finding)) in zip(rows, all) {
      #expect(row.cells[0].content == .text(run))
      #expect(row.cells[1].content == .text(finding.scenario))
      #expect(row.cells[2].content == .text(finding.id))
      #expect(row.cells[5].content == .number(finding.value))
      #expect(row.cells[7].content == finding.error.map { .number($0) } ?? .empty)
    }
  }

  /// Whether a text has words joined by `_`, as keys and codes of files have.
  private static func isCode(_ text: String) -> Bool {
    text.split(separator: " ").contains { word in
      word.contains("_") && !word.contains(".") && !word.hasPrefix("`")
    }
  }

  @Test("in Vietnamese no cell has a code where people use a word")
  func words() async throws {
    let book = reportWorkbook(try await RecordedRuns.all(), .vi)
    // Columns that hold keys, ids and paths, and texts as a source states them.
    let exempt: Set = [
      "Khoá kịch bản", "Lần chạy", "Tệp", "Mã", "Khoá", "Ghi tại", "Nguồn", "Ghi chú", "Giá trị",
      "Kịch bản", "Phiên bản",
    ]
    let codes: Set = [
      "actual", "estimate", "compare", "sensitivity", "optimise", "sobol", "plain", "firms",
      "probability", "fraction", "december", "year", "drift",
    ]
    for sheet in book.sheets where !sheet.isHidden {
      var headings: [String] = []
      for row in sheet.rows {
        if row.cells.contains(where: { $0.style.kind == .header }) {
          headings = row.cells.map { if case .text(let text) = $0.content { text } else { "" } }
        }
        for (column, cell) in row.cells.enumerated()
        where cell.style.kind != .id && cell.style.kind != .note {
          guard case .text(let text) = cell.content else { continue }
          let heading = headings.indices.contains(column) ? headings[column] : ""
          // Units of inputs are read back, as scenario files write them.
          let isUnit = sheet.name == "Kịch bản" && heading == "Đơn vị"
          guard !exempt.contains(heading), !isUnit else { continue }
          #expect(!Self.isCode(text) && !codes.contains(text), "\(sheet.name): \(text)")
          #expect(text.range(of: "^[0-9]{4}-Q[1-4]$", options: .regularExpression) == nil)
        }
      }
    }
  }

  @Test("forecasts that were not run together stand side by side only where they ask the same")
  func apart() async throws {
    let records = try await RecordedRuns.apart()
    let sheet = try sheet("Comparison", of: reportWorkbook(records, .en))
    let notes = sheet.rows.flatMap(\.cells).filter { $0.style.kind == .note }.map(\.content)
    #expect(!"\(notes)".contains("same random shocks. Differences"))
    #expect("\(notes)".contains("errors do not cancel"))
    func words(_ row: Reporting.Sheet.Row) -> [String] {
      row.cells.map { if case .text(let text) = $0.content { text } else { "" } }
    }
    let headers = sheet.rows.filter { $0.cells.first?.style.kind == .header }.map(words)
    #expect(headers.count == 2 && !headers.joined().contains { $0.contains("ifference") })
    let rows = sheet.rows.filter { row in records.contains { words(row).contains($0.name) } }
    // 900 firms in 2021 are asked twice, 1,200 in 2030 once: never under one heading.
    let matrix = rows.prefix(3).map { $0.cells.dropFirst(3).map(\.content) }
    #expect(headers[0].dropFirst(3).contains { $0.contains("900") && $0.contains("2021") })
    #expect(matrix[0].count == 5 && !matrix[0].contains(.empty) && !matrix[1].contains(.empty))
    #expect(matrix[2].allSatisfy { $0 == .empty })
    // Each forecast has all of its own targets, with threshold and year.
    for record in records {
      let own = rows.dropFirst(3).map(words).filter { $0.contains(record.name) }
      let count = record.study?.targets.count ?? 0
      #expect(own.count == count + 1)
      let year = "(\(record.study?.targets.first?.year ?? 0))"
      #expect(own.count { $0[2].hasSuffix(year) } == count)
    }
  }

  @Test("a comparison has a table to filter, and says why contributions differ in a digit")
  func compared() async throws {
    let records = try await RecordedRuns.all()
    let book = reportWorkbook(records, .en), sheet = try sheet("Comparison", of: book)
    let range = try #require(book.names.first { $0.name == "table_comparison" }).cells
    #expect(sheet.filter == range && sheet.frozenColumns > 0)
    #expect(sheet.rows[range.rows.lowerBound].cells.allSatisfy { $0.style.kind == .header })
    let record = try #require(records.first { $0.kind == .analysis("compare") })
    let counts = (record.document["changes"]?.items ?? []).compactMap {
      $0["contribution_draws"]?.double
    }
    #expect(counts.count == 3)
    let notes = sheet.rows.flatMap(\.cells).filter { $0.style.kind == .note }.map {
      "\($0.content)"
    }
    for count in counts {
      #expect(
        notes.contains { $0.contains(NumberStyle(.en).number(count)) && $0.contains("2,000") })
    }
    // Scenarios go by their titles, their keys beside them.
    let titles = (record.document["titles"]?.items ?? []).compactMap { $0["en"]?.string }
    let first = sheet.rows.compactMap { $0.cells.first?.content }
    #expect(titles.count == 4 && titles.allSatisfy { first.contains(.text($0)) })
  }

  @Test("the frontier says of what its probability is", arguments: Language.allCases)
  func frontier(language: Language) async throws {
    let book = reportWorkbook(try await RecordedRuns.all(), language)
    let sheet = try sheet(language(vi: "Biên ngân sách", en: "Budget frontier"), of: book)
    let name = language(vi: "Đạt tất cả chỉ tiêu", en: "All targets together")
    let chart = try #require(sheet.charts.first?.chart)
    #expect(chart.title.contains(name) && chart.yTitle.contains(name))
    #expect(sheet.rows.count { $0.cells.count > 2 && $0.cells[2].content == .text(name) } >= 3)
  }

  @Test("both languages have the same numbers in the same cells")
  func languages() async throws {
    let records = try await RecordedRuns.all()
    let (vi, en) = (reportWorkbook(records, .vi), reportWorkbook(records, .en))
    #expect(vi.sheets.map(\.name).prefix(3) == ["Tóm tắt", "Chỉ tiêu", "Kịch bản"])
    #expect(en.sheets.map(\.name).prefix(3) == ["Summary", "Targets", "Scenarios"])
    for (a, b) in zip(vi.sheets, en.sheets) {
      #expect(numbers(of: a).map(\.value) == numbers(of: b).map(\.value))
      #expect(a.charts.count == b.charts.count)
    }
  }

  @Test("a finding that changes, changes every sheet that shows it")
  func drift() async throws {
    let records = try await RecordedRuns.all()
    let place = try #require(records.firstIndex { $0.kind == .forecast })
    let target = try #require(
      records[place].findings.firstIndex { $0.id == "targets.firms.probability" })
    var findings = records[place].findings
    findings[target] = findings[target].changed
    var changed = records
    changed[place] = records[place].with(findings: findings)
    let (before, after) = (reportWorkbook(records, .en), reportWorkbook(changed, .en))
    for name in ["Summary", "Targets", "Findings"] {
      #expect(try sheet(name, of: before) != sheet(name, of: after), "\(name) is as it was")
    }
  }

  @Test("a hostile title is shown whole, as text")
  func title() async throws {
    let title =
      "=cmd|'/C calc'!A0 <script>\"'& \u{202E}Ha\u{300} " + String(repeating: "dài ", count: 80)
    let records = try await RecordedRuns.all()
    let place = try #require(records.firstIndex { $0.kind == .forecast })
    var changed = records
    changed[place] = records[place].with(title: title)
    let read = try WorkbookReader.read(
      WorkbookWriter.bytes(of: reportWorkbook(changed, .vi)), as: "book.xlsx")
    let cell = try #require(read.sheet("Tóm tắt")?[0, 0])
    #expect(cell.value == .text(title.precomposedStringWithCanonicalMapping))
    #expect(!cell.isFormula)
  }

  @Test("a forecast alone gives a book without the other sheets")
  func forecastAlone() async throws {
    let forecast = try await RecordedRuns.all().filter { $0.kind == .forecast }
    let book = reportWorkbook(forecast, .en)
    let names = book.sheets.map(\.name)
    #expect(
      names == [
        "Summary", "Targets", "Scenarios", "Results", "Data and sources", "Provenance", "Findings",
        "reach",
      ])
    #expect(book.sheets.last?.isHidden == true)
  }

  @Test("what is written is what was found, to 16 digits")
  func written() async throws {
    let book = reportWorkbook(try await RecordedRuns.all(), .en)
    let read = try WorkbookReader.read(WorkbookWriter.bytes(of: book), as: "book.xlsx")
    for sheet in book.sheets {
      let found = try #require(read.sheet(sheet.name))
      for (row, line) in sheet.rows.enumerated() {
        for (column, cell) in line.cells.enumerated() {
          guard case .number(let value) = cell.content else { continue }
          guard case .number(let other)? = found[row, column]?.value else {
            Issue.record("\(sheet.name)!\(columnLetters(column))\(row + 1) has no number")
            continue
          }
          // Half a unit of the sixteenth digit, and half a unit in the last place for reading it.
          #expect((value - other).magnitude <= 5e-16 * value.magnitude + value.ulp / 2)
        }
      }
    }
  }

  @Test("the inputs of the run read back as the scenario that was run")
  func inputs() async throws {
    let records = try await RecordedRuns.all()
    let book = reportWorkbook(records, .vi)
    let read = try WorkbookReader.read(WorkbookWriter.bytes(of: book), as: "book.xlsx")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let catalog = try Catalog.read("\(root)/Scenarios/catalog", as: "Scenarios/catalog")
    let imported = try ScenarioImport(
      .init(
        book: read, scenario: "hanoi-2021", output: "Scenarios/hanoi-2021.yaml", extends: { $0 }),
      base: { path throws(DiagnosticReport) in
        try ScenarioImport.base("\(root)/\(path)", as: path, catalog: catalog)
      }, catalog: catalog)
    #expect(imported.edits.isEmpty)
    let sum = records.first { $0.kind == .forecast }?.provenance["identity"]?["study_sha256"]
    #expect(try imported.study.digest == sum?.string)
  }
}
