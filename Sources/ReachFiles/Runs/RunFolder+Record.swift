import Assessment
import ReachModel
package import Reporting

extension RunFolder {
  package static let outcomesName = "outcomes.csv", histogramsName = "histograms.csv"
  package static let backtestName = "backtest.json"
  package static let historyName = "history.csv", trailsName = "trails.json"

  /// Everything that the folder says, for a report.
  ///
  /// - Returns: What stands in it; files that a folder of its kind need not have are empty.
  /// - Throws: R005 if this is no folder of a run or back-test, R007 or the problems of a file that is
  ///   not what was written.
  package func record() throws(DiagnosticReport) -> RunRecord {
    let files = Set(names(in: path))
    guard let (kindFile, provenanceFile) = documents(among: files) else {
      throw DiagnosticReport(
        one: Diagnostic(
          .runMissing, "`\(name)` has no verdict, analysis or back-test", at: nil))
    }
    if provenanceFile == Self.provenanceName {
      let provenance = try readProvenance(), unread = [Self.drawsName]
      for file in provenance.files where !file.name.contains("/") && !unread.contains(file.name) {
        guard isWritten(file.name, provenance) else {
          throw .damaged("`\(name)/\(file.name)` is not what was written")
        }
      }
    }
    let document = try value(of: kindFile)
    let isForecast = kindFile == Self.verdictName
    let provenance = try bytes(of: provenanceFile)
    guard let sum = sha256(provenance) else { throw .noChecksum }
    return RunRecord(
      name: name, kind: try kind(of: document, kindFile), document: document,
      provenance: try value(of: provenanceFile), provenanceSHA256: sum,
      model: files.contains(Self.modelName) ? try value(of: Self.modelName) : .null,
      study: files.contains(Self.modelName) ? try readModel().keptStudy() : nil,
      findings: files.contains(Self.findingsName) ? try findings() : [],
      outcomes: isForecast ? try outcomes() : [], bins: isForecast ? try bins() : [],
      history: files.contains(Self.historyName) ? try history() : [],
      trails: files.contains(Self.trailsName) ? try trails() : [],
      pages: try pages().mapValues(\.page),
      inputs: files.contains(Self.inputsName) ? try inputs() : [],
      citations: files.contains(Self.trailsName) ? try citations() : [])
  }

  /// What says the answer, and what says how it was made.
  private func documents(among files: Set<String>) -> (String, String)? {
    let backtest = (Self.backtestName, RecordFolder.recordName)
    let pairs = [
      (Self.verdictName, Self.provenanceName), (Self.analysisName, Self.provenanceName), backtest,
    ]
    return pairs.first { files.contains($0.0) && files.contains($0.1) }
  }

  private func kind(
    of document: JSONValue, _ file: String
  ) throws(DiagnosticReport) -> RunRecord.Kind {
    switch document["format"]?.string {
    case "reach-verdict": return .forecast
    case "reach-backtest": return .backtest
    case "reach-analysis":
      guard let analysis = document["analysis"]?.string else { break }
      return .analysis(analysis)
    default: break
    }
    throw .damaged("`\(name)/\(file)` does not say what it holds")
  }

  private func value(of file: String) throws(DiagnosticReport) -> JSONValue {
    JSONValue(try Node.json(try text(of: file)))
  }
}

// MARK: Tables

extension RunFolder {
  private func outcomes() throws(DiagnosticReport) -> [RecordedOutcome] {
    let columns = [
      "scenario", "period", "outcome", "sector", "statistic", "probability", "value", "error95",
    ]
    return try rows(of: Self.outcomesName, columns) { row in
      guard let value = row.number("value"), let error = row.number("error95") else { return nil }
      let statistic: RecordedOutcome.Statistic? =
        switch row.text("statistic") {
        case "mean": .mean
        case "sd": .standardDeviation
        case "quantile": row.number("probability").map { .quantile($0) }
        default: nil
        }
      return statistic.map {
        RecordedOutcome(
          period: row.text("period"), outcome: row.text("outcome"), sector: row.optional("sector"),
          statistic: $0, value: value, error: error)
      }
    }
  }

  private func bins() throws(DiagnosticReport) -> [RecordedBin] {
    let columns = ["scenario", "period", "outcome", "sector", "low", "high", "draws"]
    return try rows(of: Self.histogramsName, columns) { row in
      guard let low = row.number("low"), let high = row.number("high"),
        let draws = Int(row.text("draws"))
      else { return nil }
      return RecordedBin(
        period: row.text("period"), outcome: row.text("outcome"), sector: row.optional("sector"),
        low: low, high: high, draws: draws)
    }
  }

  private func history() throws(DiagnosticReport) -> [RecordedFigure] {
    try rows(of: Self.historyName, historyColumns) { row in
      guard let value = row.number("value"), let year = Int(row.text("year")),
        let published = CalendarDate(row.text("published"))
      else { return nil }
      return RecordedFigure(
        outcome: row.text("outcome"), series: row.text("series"),
        isProxy: row.text("proxy") == "true", year: year, period: row.text("period"), value: value,
        kind: row.text("kind"), published: published, source: row.text("source"),
        note: row.text("note"))
    }
  }

  /// The rows of a table that a run wrote.
  private func rows<Row>(
    of file: String, _ columns: [String], _ make: (WrittenRow) -> Row?
  ) throws(DiagnosticReport) -> [Row] {
    var problems = ProblemList()
    let table = StrictCSV.read(
      try text(of: file), StrictCSV.Shape(columns: columns), &problems)
    var rows: [Row] = []
    for row in 0..<(table?.rowCount ?? 0) {
      guard let table, let made = make(WrittenRow(table: table, row: row)) else {
        throw .damaged("`\(name)/\(file)`, row \(row + 2), is not what was written")
      }
      rows.append(made)
    }
    try problems.throwIfAny()
    return rows
  }

  private func trails() throws(DiagnosticReport) -> [RecordedTrail] {
    let root = try Node.json(try text(of: Self.trailsName))
    var trails: [RecordedTrail] = []
    for node in root["trails"]?.items ?? [] {
      let pages = Language.allCases.compactMap { language in
        node[language.rawValue].flatMap { Page($0) }.map { (language, $0) }
      }
      guard let id = node["id"]?.scalar?.text, let scenario = node["scenario"]?.scalar?.text,
        pages.count == Language.allCases.count
      else { throw .damaged("`\(name)/\(Self.trailsName)` is not what was written") }
      trails.append(
        RecordedTrail(
          id: id, scenario: scenario, pages: Dictionary(uniqueKeysWithValues: pages)))
    }
    return trails
  }

  /// Runs of older versions have none.
  private func citations() throws(DiagnosticReport) -> [Citation] {
    let root = try Node.json(try text(of: Self.trailsName))
    var citations: [Citation] = []
    for node in root["citations"]?.items ?? [] {
      guard let id = node["id"]?.scalar?.text, let text = node["text"]?.scalar?.text,
        let url = node["url"]?.scalar?.text,
        let seen = node["seen"]?.scalar.flatMap({ Citation.Seen(rawValue: $0.text) })
      else { throw .damaged("`\(name)/\(Self.trailsName)` is not what was written") }
      citations.append(Citation(id: id, text: text, url: url, seen: seen))
    }
    return citations
  }
}

/// A row of a table that a run wrote.
private struct WrittenRow {
  let table: CSVTable
  let row: Int

  func text(_ name: String) -> String { table.column(name).map { table.text(row, $0) } ?? "" }

  func optional(_ name: String) -> String? {
    let text = text(name)
    return text.isEmpty ? nil : text
  }

  /// Nil where none stands.
  func number(_ name: String) -> Double? { Double(text(name)).flatMap { $0.isFinite ? $0 : nil } }
}

extension JSONValue {
  /// A tree of JSON without its places.
  init(_ node: Node) {
    switch node.content {
    case .sequence(let items): self = .array(items.map { JSONValue($0) })
    case .mapping(let entries): self = .object(entries.map { ($0.key, JSONValue($0.value)) })
    case .scalar(let scalar) where scalar.isQuoted: self = .string(scalar.text)
    case .scalar(let scalar):
      switch scalar.text {
      case "true": self = .bool(true)
      case "false": self = .bool(false)
      default:
        self =
          Int(scalar.text).map { .integer($0) } ?? Double(scalar.text).map { .number($0) } ?? .null
      }
    }
  }
}
