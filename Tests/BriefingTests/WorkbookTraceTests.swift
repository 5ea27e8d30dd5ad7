import Assessment
import Briefing
import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

/// A row of a table of a sheet, read by its headings.
private struct TableRow {
  let sheet: String
  /// From 1.
  let number: Int
  let headings: [String]
  let cells: [Reporting.Cell]

  func text(_ heading: String) -> String? {
    guard let place = headings.firstIndex(of: heading), cells.indices.contains(place),
      case .text(let text) = cells[place].content
    else { return nil }
    return text
  }

  func number(_ column: Int) -> Double? {
    guard cells.indices.contains(column), case .number(let value) = cells[column].content else {
      return nil
    }
    return value
  }

  /// Every row below a row of headings, up to an empty row.
  static func all(of sheet: Reporting.Sheet) -> [TableRow] {
    var headings: [String]?
    return sheet.rows.enumerated().compactMap { place, row in
      if row.cells.contains(where: { $0.style.kind == .header }) {
        headings = row.cells.map { if case .text(let text) = $0.content { text } else { "" } }
        return nil
      }
      guard row.cells.contains(where: { $0.content != .empty }) else {
        headings = nil
        return nil
      }
      return headings.map {
        TableRow(sheet: sheet.name, number: place + 1, headings: $0, cells: row.cells)
      }
    }
  }
}

/// Each number of each column is looked up where its own row says that it stands, and is there.
@Suite("Every number of a workbook is the one that its row names")
struct WorkbookTraceTests {
  private func sheet(_ name: String, of book: Workbook) throws -> Reporting.Sheet {
    try #require(book.sheets.first { $0.name == name }, "no sheet \(name)")
  }

  /// Compares every column of a table with what it should hold.
  ///
  /// - Parameters:
  ///   - rows: Of one or more tables.
  ///   - expected: By row and heading, that of the column before for `±`: the number that should stand
  ///     there; nil where none should.
  /// - Returns: How many numbers there are.
  private func compare(
    _ rows: [TableRow], expected: (TableRow, _ heading: String, _ isError: Bool) throws -> Double?
  ) rethrows -> Int {
    var count = 0
    for row in rows {
      for (column, heading) in row.headings.enumerated() where !heading.isEmpty {
        let isError = heading == "±"
        let asked = isError ? row.headings[column - 1] : heading
        let found = row.number(column), wanted = try expected(row, asked, isError)
        #expect(
          found == wanted, "\(row.sheet)!\(columnLetters(column))\(row.number): \(heading)")
        count += found == nil ? 0 : 1
      }
    }
    return count
  }

  // MARK: Findings

  /// What follows the beginning of an id, by heading.
  private static let endings = [
    "Threshold": "threshold", "Probability": "probability", "Median": "median", "Mean": "mean",
    "Standard deviation": "sd", "5 %": "interval90.low", "95 %": "interval90.high",
    "over parameters: 5 %": "parameter_range.low", "over parameters: 95 %": "parameter_range.high",
    "50 %: from": "interval50.low", "50 %: to": "interval50.high", "80 %: from": "interval80.low",
    "80 %: to": "interval80.high", "90 %: from": "interval90.low", "90 %: to": "interval90.high",
    "Distance (sd)": "distance", "History: windows met": "base_rate.hits",
    "of windows": "base_rate.windows", "Difference of probability": "difference",
    "difference over parameters: 5 %": "difference.low",
    "difference over parameters: 95 %": "difference.high", "at its 5 %": "low",
    "at its 95 %": "high", "Swing": "swing", "Total cost (billion VND)": "cost",
    "Next billion VND: change of P": "next_billion",
  ]

  private struct Findings {
    let all: [String: Finding]

    init(_ records: [RunRecord]) {
      all = Dictionary(
        uniqueKeysWithValues: records.flatMap { record in
          record.findings.map { ("\(record.name) \($0.scenario):\($0.id)", $0) }
        })
    }

    subscript(run: String, id: String) -> Finding? { all["\(run) \(id)"] }
  }

  /// What the finding of a row and heading says; the run is told for tables without a column for it.
  private func expected(
    _ row: TableRow, _ heading: String, _ isError: Bool, _ findings: Findings, run: String
  ) throws -> Double? {
    let run = row.text("Run") ?? run
    func told(_ finding: Finding?) -> Double? { isError ? finding?.error : finding?.value }
    if let id = row.text("Finding") {
      return heading == "Difference" ? told(findings[run, id]) : nil
    }
    let start = try #require(row.text("Ids begin with"), "\(row.sheet)!\(row.number) has no id")
    if heading == "Year" { return findings[run, "\(start).probability"]?.year.map(Double.init) }
    if heading.hasPrefix("Sobol' "), heading != "Sobol' ids begin with" {
      let ending = heading == "Sobol' first" ? "first" : "total"
      return row.text("Sobol' ids begin with").flatMap { told(findings[run, "\($0).\(ending)"]) }
    }
    if row.sheet == "Budget frontier", heading == "Probability" {
      let question = row.text("Target") == "All targets together" ? "joint" : "another"
      return told(findings[run, "\(start).\(question).probability"])
    }
    if let ending = Self.endings[heading] { return told(findings[run, "\(start).\(ending)"]) }
    // A lever of the frontier, by its name.
    let levers = findings.all.filter { $0.key.hasPrefix("\(run) \(start).levers.") }
    return told(levers.first { $0.value.label.en.hasSuffix(", \(heading): a year") }?.value)
  }

  @Test(
    "findings", arguments: ["Summary", "Targets", "Comparison", "Sensitivity", "Budget frontier"])
  func findings(name: String) async throws {
    let records = try await RecordedRuns.all()
    let findings = Findings(records)
    let run = try #require(records.first { $0.kind == .forecast }).name
    let rows = TableRow.all(of: try sheet(name, of: reportWorkbook(records, .en))).filter {
      // The table of scenarios by targets has its own test.
      $0.headings.contains("Ids begin with") || $0.headings.contains("Finding")
    }
    let count = try compare(rows) { try expected($0, $1, $2, findings, run: run) }
    #expect(count > 10)
  }

  @Test("scenarios by targets: each column is the probability of what its heading names")
  func matrix() async throws {
    let records = try await RecordedRuns.all()
    let rows = TableRow.all(of: try sheet("Comparison", of: reportWorkbook(records, .en))).filter {
      !$0.headings.contains("Ids begin with") && !$0.headings.contains("Finding")
    }
    #expect(rows.count == 4)
    let count = compare(rows) { row, heading, _ in
      records.first { $0.name == row.text("Run") }?.findings.first {
        $0.scenario == row.text("Scenario key") && $0.label.en == "\(heading): probability"
          && ($0.id.hasPrefix("targets.") || $0.id == "joint.probability")
      }?.value
    }
    #expect(count == 20)
  }

  // MARK: Other files

  @Test("results are the lines of outcomes.csv that their rows name")
  func results() async throws {
    let records = try await RecordedRuns.all()
    let record = try #require(records.first { $0.kind == .forecast })
    let rows = TableRow.all(of: try sheet("Results", of: reportWorkbook(records, .en)))
    let key = try #require(record.study?.name)
    let lines = Dictionary(grouping: record.outcomes) {
      "\(key),\($0.period),\($0.outcome),\($0.sector ?? ""),"
    }
    let targets = record.study?.targets ?? []
    let count = try compare(rows) { row, heading, isError in
      let start = try #require(row.text("Lines of outcomes.csv begin with"))
      #expect(row.text("Run") == record.name)
      let told = try #require(lines[start])
      switch heading {
      case "Mean": return told.first { $0.statistic == .mean }?.value
      case "Standard deviation": return told.first { $0.statistic == .standardDeviation }?.value
      case "± of median": return told.first { $0.statistic == .quantile(0.5) }?.error
      case "Target":
        let parts = start.split(separator: ",", omittingEmptySubsequences: false)
        return targets.first {
          $0.outcome.rawValue == parts[2] && ($0.sectorKey ?? "") == parts[3]
        }?.threshold
      default:
        guard heading.hasSuffix(" %"), let percent = Double(heading.dropLast(2)) else { return nil }
        return told.first {
          if case .quantile(let share) = $0.statistic {
            abs(100 * share - percent) < 1e-9
          } else {
            false
          }
        }?.value
      }
    }
    // Every statistic of every line stands there.
    #expect(rows.count == lines.count)
    #expect(count >= record.outcomes.count)
  }

  @Test("scores are those of backtest.json at the places that their rows name")
  func backtest() async throws {
    let records = try await RecordedRuns.all()
    let record = try #require(records.first { $0.kind == .backtest })
    let rows = TableRow.all(of: try sheet("Back-test", of: reportWorkbook(records, .en)))
    let count = try compare(rows) { row, heading, _ in
      let place = try #require(row.text("Place in the file"))
      let steps = try #require(place.split(separator: "#").last).split(separator: "/").map(
        String.init)
      func value(_ steps: ArraySlice<String>) -> JSONValue? {
        steps.reduce(record.document) { value, step in
          Int(step).map { place in
            value.flatMap { $0.items.indices.contains(place) ? $0.items[place] : nil }
          } ?? value?[step]
        }
      }
      let form = try #require(value(steps[...])), horizon = try #require(value(steps.dropLast(2)))
      let isOurs = form["form"]?.string == "reach", skill = isOurs ? horizon["skill"] : nil
      switch heading {
      case "Years ahead": return horizon["horizon"]?.double
      case "CRPS": return form["crps"]?["mean"]?.double
      case "its CRPS": return skill?["rival_crps"]?.double
      case "Skill": return skill?["skill"]?.double
      case "p": return skill?["p"]?.double
      case "Forecasts": return form["count"]?.double
      case "50 % held", "80 % held", "95 % held":
        let level = try #require(Double(heading.prefix(2))) / 100
        return form["intervals"]?.items.first { $0["level"]?.double == level }?["coverage"]?[
          "mean"]?
          .double
      default: return nil
      }
    }
    #expect(count > 100)
  }

  @Test("data are the rows of history.csv that their rows name")
  func data() async throws {
    let records = try await RecordedRuns.all()
    let record = try #require(records.first { $0.kind == .forecast })
    let rows = TableRow.all(of: try sheet("Data and sources", of: reportWorkbook(records, .en)))
      .filter { $0.headings.contains("Place in the file") }
    #expect(rows.count == record.history.count && !rows.isEmpty)
    _ = try compare(rows) { row, heading, _ in
      let place = try #require(row.text("Place in the file")?.split(separator: "#").last)
      let figure = record.history[try #require(Int(place))]
      #expect(row.text("Source") == figure.source)
      switch heading {
      case "Year": return Double(figure.year)
      case "Value": return figure.value
      default: return nil
      }
    }
  }
}
