import Assessment
import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Exported tables")
struct ExportTests {
  /// A run with findings, and what was kept of its draws.
  private struct Run {
    let scratch: Scratch
    let folder: RunFolder
    let draws: DrawTable

    init(draws count: Int = 40) async throws {
      scratch = try Scratch()
      draws = try await SampleRun.draws(count, seed: 7)
      var contents = try SampleRun.contents(draws: draws)
      let finding = Finding(
        id: "a", scenario: "sample", label: Label(vi: "=1+1", en: "@sum, \"x\""), value: 0.1 + 0.2,
        unit: .firms, error: nil, year: 2021)
      contents.texts = [
        ("findings.csv", { findingsCSV([finding]) }),
        (
          "histograms.csv",
          { "scenario,period,outcome,sector,low,high,draws\nsample,2021,share,,0.5,1.5,7\n" }
        ),
      ]
      folder = try RunFolder.write(contents, in: "\(scratch.path)/Results")
    }

    func export(
      _ tables: Set<String>? = nil, draws: Int? = nil, _ formats: Set<ExportFormat>? = nil,
      threads: Int = 1
    ) throws -> String {
      try folder.tables(tables, draws: draws).write(
        in: "\(scratch.path)/exports", formats: formats, threads: threads
      ).folder
    }
  }

  private func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test("every kept draw is a row, and reads back to the same bits")
  func bits() async throws {
    let run = try await Run()
    let folder = try run.export(["draws", "parameters"], [.csv])
    for (name, kind) in [("draws", DrawTable.Kind.outcome), ("parameters", .parameter)] {
      let rows = try lines("\(folder)/\(name).csv").dropFirst()
      let values = rows.map { Double($0.split(separator: ",").last ?? "")?.bitPattern }
      let kept = run.draws.columns.filter { $0.kind == kind }.flatMap(\.values)
      #expect(values == kept.map { $0.isNaN ? nil : $0.bitPattern })
    }
    let rows = try lines("\(folder)/draws.csv")
    #expect(rows[0] == "scenario,outcome,sector,period,unit,draw,value")
    #expect(rows[1].hasPrefix("sample,firms,,2020-Q4,firms,0,"))
    #expect(rows.contains { $0.hasPrefix("sample,share,electronics,2022,fraction,39,") })
    #expect(rows.contains { $0.hasPrefix("sample,growth,,2022-Q3,fraction,0,") })
    let parameters = try lines("\(folder)/parameters.csv")
    #expect(parameters.contains { $0.hasPrefix("sample,theta,,standards,,39,") })
    #expect(parameters.contains { $0.hasPrefix("sample,iota,electronics,,,0,") })
    #expect(parameters.contains { $0.hasPrefix("sample,mux,,,log points,0,") })
  }

  @Test("targets are held where their outcome reaches them; of some draws where so asked")
  func targetDraws() async throws {
    let run = try await Run()
    let folder = try run.export(["target_draws"], draws: 33, [.csv])
    let rows = try lines("\(folder)/target_draws.csv").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.count == 66)
    let firms = try #require(run.draws["firms.2021"]?.values)
    let share = try #require(run.draws["share.2022.electronics"]?.values)
    for (i, row) in rows.enumerated() {
      let (value, holds) =
        i < 33 ? (firms[i], firms[i] >= 900.1) : (share[i - 33], share[i - 33] > 1 / 3)
      #expect(row[1] == (i < 33 ? "T1" : "T9"))
      #expect(row[2] == "\(i % 33)" && row[3] == "\(i % 33 % 16)")
      #expect(Double(row[5]) == value)
      // The sample is of plain draws: nothing tells more than whether the target holds.
      #expect(row[6] == (holds ? "1" : "0") && row[7] == (holds ? "1.0" : "0.0"))
    }
  }

  @Test("the dictionary has every column of every table, in both languages")
  func dictionary() async throws {
    let run = try await Run()
    let tables = try run.folder.tables()
    let folder = try run.export(nil, [.csv])
    let rows = try lines("\(folder)/dictionary.csv").dropFirst()
    var told: [String: [String]] = [:]
    for row in rows {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      told[cells[0], default: []].append(cells[1])
    }
    let page = try String(contentsOfFile: "\(folder)/dictionary.md", encoding: .utf8)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(files.count == tables.tables.count + 2)
    for name in files where name.hasSuffix(".csv") && name != "dictionary.csv" {
      let table = String(name.dropLast(4))
      #expect(told[table]?.joined(separator: ",") == (try lines("\(folder)/\(name)")[0]))
      #expect(page.contains("## \(markdown(table))\n"))
    }
    #expect(Set(told.keys) == Set(tables.tables.map(\.name)))
    for column in tables.tables.flatMap(\.columns) {
      let (vi, en) = (column.meaning.vi, column.meaning.en)
      #expect(!vi.isEmpty && !en.isEmpty && vi != en, "\(column.name)")
      #expect(vi == vi.precomposedStringWithCanonicalMapping)
      if column.unit.hasPrefix("column ") { #expect(column.unit == "column unit") }
    }
  }

  private func markdown(_ text: String) -> String {
    text.replacingOccurrences(of: "_", with: "\\_")
  }

  @Test("the files are the same whatever the threads, and in the forms that were asked for")
  func forms() async throws {
    let run = try await Run()
    let usual = try run.export()
    let names = try FileManager.default.contentsOfDirectory(atPath: usual).sorted()
    #expect(
      names.filter { $0.hasSuffix(".arrow") } == [
        "draws.arrow", "parameters.arrow", "target_draws.arrow",
      ])
    let first = try run.export(nil, Set(ExportFormat.allCases))
    let files = try FileManager.default.contentsOfDirectory(atPath: first).sorted()
    let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: "\(first)/\($0)")) }
    _ = try run.export(nil, Set(ExportFormat.allCases), threads: 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: first).sorted() == files)
    #expect(
      bytes == (try files.map { try Data(contentsOf: URL(fileURLWithPath: "\(first)/\($0)")) }))
  }

  @Test(
    "a damaged folder is refused, and nothing is written",
    arguments: ["draws.bin", "findings.csv", "model.json"])
  func damaged(file: String) async throws {
    let run = try await Run()
    let url = URL(fileURLWithPath: "\(run.folder.path)/\(file)")
    var data = try Data(contentsOf: url)
    data[data.count - 9] ^= 1
    try data.write(to: url)
    let error = #expect(throws: DiagnosticReport.self) { try run.export() }
    #expect(error?.diagnostics.map(\.code.id) == ["R007"])
    #expect(error?.exitStatus == .badContent)
    #expect(!FileManager.default.fileExists(atPath: "\(run.scratch.path)/exports"))
  }

  @Test("what someone else put into the folder stays: R036")
  func inTheWay() async throws {
    let run = try await Run()
    let folder = try run.export(["run"])
    _ = try run.export(["targets"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "dictionary.csv", "dictionary.md", "targets.csv",
      ])
    let notes = "\(folder)/notes.txt"
    try "mine".write(toFile: notes, atomically: true, encoding: .utf8)
    let error = #expect(throws: DiagnosticReport.self) { try run.export() }
    #expect(error?.diagnostics.map(\.code.id) == ["R036"])
    #expect(try String(contentsOfFile: notes, encoding: .utf8) == "mine")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(run.scratch.path)/exports").count == 1)
  }

  @Test("a link in the folder's place stays, and so does what it leads to: R036")
  func link() async throws {
    let run = try await Run(draws: 1)
    let folder = try run.export(["run"])
    let elsewhere = "\(run.scratch.path)/elsewhere"
    try FileManager.default.moveItem(atPath: folder, toPath: elsewhere)
    try FileManager.default.createSymbolicLink(
      atPath: folder, withDestinationPath: elsewhere)
    let before = try FileManager.default.contentsOfDirectory(atPath: elsewhere).sorted()
    let error = #expect(throws: DiagnosticReport.self) { try run.export(["run"]) }
    #expect(error?.diagnostics.map(\.code.id) == ["R036"])
    #expect(error?.diagnostics.first?.summary.contains("is a link") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).sorted() == before)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder) == elsewhere)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(run.scratch.path)/exports").count == 1)
  }

  /// A run under Sobol' points in which few draws reach the second target, with what each tells.
  @Test("targets whose P is a count are named, for whom the mean of chance is not P")
  func counted() async throws {
    let scratch = try Scratch(), drawn = try await SampleRun.draws(1000, seed: 7)
    // Of 1000 draws, 99 reach the first target and 100 the second.
    let firms = (0..<1000).map { $0 < 99 ? 901.0 : 900 }
    let shares = (0..<1000).map { $0 < 100 ? 0.5 : 0.25 }
    let others = drawn.columns.filter {
      $0.name != "firms.2021" && $0.name != "share.2022.electronics"
    }
    let table = DrawTable(
      draws: 1000,
      columns: others + [
        .init(kind: .outcome, name: "firms.2021", values: firms),
        .init(kind: .outcome, name: "share.2022.electronics", values: shares),
        .init(kind: .chance, name: "targets.T1.chance", values: firms.map { _ in 0.1 }),
        .init(kind: .chance, name: "targets.T9.chance", values: shares.map { _ in 0.1 }),
      ])
    let folder = try RunFolder.write(
      try SampleRun.contents(draws: table), in: "\(scratch.path)/Results")
    #expect(try folder.tables(["target_draws"]).countedTargets == ["T1"])
    // Nothing is said of draws that are not there, or of tables without them.
    #expect(try folder.tables(["target_draws"], draws: 999).countedTargets.isEmpty)
    #expect(try folder.tables(["targets", "draws"]).countedTargets.isEmpty)
  }

  private func page(_ names: [String], counted: [String], _ language: Language) -> String {
    ExportReport(
      run: "r", folder: "f",
      files: names.map { .init(name: $0, meaning: Label(vi: "x", en: "x"), rows: 1, bytes: 1) },
      tables: [], draws: 1000, keptDraws: 1000, exportedDraws: 1000, isAnalysis: false,
      countedTargets: counted
    ).page(language).text()
  }

  @Test("what is said of P holds for the tables that are there", arguments: Language.allCases)
  func saidOfP(language: Language) {
    let all = page(["target_draws.arrow"], counted: [], language)
    #expect(all.contains("chance") && !all.contains("100 "))
    let counted = page(["target_draws.csv"], counted: ["T1", "T2"], language)
    #expect(counted.contains("`T1`, `T2`") && counted.contains("held"))
    #expect(counted.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(!page(["targets.csv", "findings.csv"], counted: ["T1"], language).contains("chance"))
  }

  @Test(
    "texts are taken for formulas by one rule, in CSV as in workbooks",
    arguments: ["=1", "+1", "-1", "@a", "\t1", "\r1", "\n1", "\u{FF1D}1", "\u{FF0B}1", "a=1", ""])
  func formulaRule(text: String) {
    var rows = ExportRows([ExportColumn("x", .text, vi: "x", en: "x")])
    rows.append([.text(text)])
    let isTold = !rows.table("t", Label(vi: "t", en: "t")).formulaLike.isEmpty
    #expect(isTold == CellText.looksLikeFormula(text))
    #expect(isTold == (text != "a=1" && text != ""))
  }

  @Test("a folder that cannot be made is told: R037, status 73")
  func unwritable() async throws {
    let run = try await Run(draws: 1)
    try "a file".write(toFile: "\(run.scratch.path)/exports", atomically: true, encoding: .utf8)
    let error = #expect(throws: DiagnosticReport.self) { try run.export() }
    #expect(error?.diagnostics.map(\.code.id) == ["R037"])
    #expect(error?.exitStatus == .cannotWrite)
  }

  @Test("texts that a spreadsheet takes for formulas stay exact, and are counted")
  func formulas() async throws {
    let run = try await Run(draws: 1)
    let folder = try run.export(["findings"])
    #expect(
      try lines("\(folder)/findings.csv")[1]
        == "sample,a,=1+1,\"@sum, \"\"x\"\"\",2021,0.30000000000000004,firms,")
    let tables = try run.folder.tables(["findings"])
    let report = ExportReport(
      run: tables.run, folder: folder, files: [], tables: tables.tables, draws: 1000, keptDraws: 1,
      exportedDraws: 1, isAnalysis: false)
    #expect(report.formulaLike.map(\.column) == ["label_vi", "label_en"])
    for language in Language.allCases {
      let warnings = report.warnings(language)
      #expect(warnings.count == 2 && warnings.allSatisfy { $0.contains("xlsx") })
      #expect(report.page(language).text().split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
  }

  @Test(
    "run folders under other names export under theirs",
    arguments: ["<script>", "‮ngược", "a\"b'c", "tiếng Việt", "-x", "=1"])
  func names(name: String) async throws {
    let run = try await Run(draws: 1)
    let place = "\(run.scratch.path)/Results/\(name)"
    try FileManager.default.moveItem(atPath: run.folder.path, toPath: place)
    let found = try RunLibrary("\(run.scratch.path)/Results").exportable("\(place)/../\(name)/.")
    #expect(found.name == name)
    let written = try found.tables(["run"]).write(in: "\(run.scratch.path)/exports")
    #expect(written.folder == "\(run.scratch.path)/exports/\(name)")
    #expect(FileManager.default.fileExists(atPath: "\(written.folder)/run.csv"))
  }

  @Test("the folder of a back-test is told apart: R035")
  func record() throws {
    let scratch = try Scratch()
    try scratch.write("{}", to: "back/record.json")
    for name in ["back", "\(scratch.path)/back"] {
      let error = #expect(throws: DiagnosticReport.self) {
        try RunLibrary(scratch.path).exportable(name)
      }
      #expect(error?.diagnostics.map(\.code.id) == ["R035"])
    }
  }

  @Test("an uncertainty has its law before and after, and the learning ratio of both")
  func estimates() async throws {
    let run = try await Run(draws: 1)
    let folder = try run.export(["estimates"])
    let rows = try lines("\(folder)/estimates.csv")
    let head = rows[0].split(separator: ",").map(String.init)
    #expect(rows.count == 2)
    func number(_ column: String) -> Double? {
      // Counted from the end: a text before may have commas.
      let cells = rows[1].split(separator: ",", omittingEmptySubsequences: false)
      guard let place = head.firstIndex(of: column) else { return nil }
      return Double(cells[cells.count - head.count + place])
    }
    // Prior normal(0.02, 0.1), model normal(0.015, 0.005): 1 − 0.005² / 0.1².
    #expect(number("posterior_mean") == 0.015 && number("posterior_sd") == 0.005)
    #expect(abs((number("learning_ratio") ?? 0) - 0.9975) < 1e-15)
    #expect(number("moved") == 1 && number("assumed") == 1)
    #expect(abs((number("posterior_p95") ?? 0) - (0.015 + 0.005 * 1.6448536269514722)) < 1e-15)
  }
}
