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

  @Test("every number of an analysis is a finding's value, error or year")
  func numbersAreFindings() async throws {
    let records = try await RecordedRuns.all()
    let book = reportWorkbook(records, .en)
    let findings = records.flatMap(\.findings)
    var known = Set(findings.map(\.value) + findings.compactMap(\.error))
    known.formUnion(findings.compactMap { $0.year.map(Double.init) })
    for name in ["Summary", "Targets", "Comparison", "Sensitivity"] {
      let all = numbers(of: try sheet(name, of: book))
      #expect(!all.isEmpty)
      for (place, value) in all { #expect(known.contains(value), "\(place) is \(value)") }
    }
  }

  @Test("results are the rows of outcomes.csv, with all of their quantiles")
  func results() async throws {
    let records = try await RecordedRuns.all()
    let all = numbers(of: try sheet("Results", of: reportWorkbook(records, .en))).map(\.value)
    let outcomes = records.flatMap(\.outcomes)
    let thresholds = records.flatMap(\.findings).filter { $0.id.hasSuffix(".threshold") }
    let known = Set(
      outcomes.map(\.value) + outcomes.map(\.error) + thresholds.map(\.value))
    #expect(all.allSatisfy(known.contains))
    // Each statistic of each row stands there: none is left out.
    #expect(Set(outcomes.map(\.value)).isSubset(of: Set(all)))
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

  @Test("a row of the summary names the finding that its probability is")
  func trace() async throws {
    let records = try await RecordedRuns.all()
    let sheet = try sheet("Summary", of: reportWorkbook(records, .en))
    let base = try #require(records.first { $0.kind == .forecast })
    let traced = sheet.rows.compactMap { row -> String? in
      guard row.cells.count == 10, case .text(let id) = row.cells[9].content,
        case .number(let value) = row.cells[3].content
      else { return nil }
      #expect(base.findings.first { $0.id == id }?.value == value)
      return id
    }
    #expect(traced.count == (base.study?.targets.count ?? 0) + 1)
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
