import Assessment
import ReachModel
package import Reporting
import Simulation

/// The tables of a run folder, and how many draws stand behind them.
package struct RunTables: Sendable {
  package let run: String
  package let tables: [ExportTable]
  package let draws: Int
  package let keptDraws: Int
  package let exportedDraws: Int
  package let isAnalysis: Bool
  /// Of all draws of the run, the targets whose P is a count, not the mean of `chance`; empty where
  /// `target_draws` is not asked for or draws are missing.
  package let countedTargets: [String]

  /// Names of all tables, in the order in which they are told.
  package static let names = [
    "run", "targets", "levers", "inputs", "estimates", "findings", "outcomes", "histograms",
    "target_draws", "draws", "parameters",
  ]

  /// Tables of draws: the large ones.
  package static let ofDraws: Set = ["target_draws", "draws", "parameters"]
}

extension RunFolder {
  /// Reads a run folder as tidy tables; nothing is simulated.
  ///
  /// - Parameters:
  ///   - wanted: Names of tables; all if nil.
  ///   - limit: Draws at most; all that were kept if nil.
  /// - Returns: In the order of ``RunTables/names``, without those that the run does not have.
  /// - Throws: R007 if a file is not what was written, or what is wrong with it.
  package func tables(
    _ wanted: Set<String>? = nil, draws limit: Int? = nil
  ) throws(DiagnosticReport) -> RunTables {
    let provenance = try readProvenance(), model = try readModel(of: provenance)
    func wants(_ name: String) -> Bool { wanted?.contains(name) ?? true }
    func has(_ file: String) -> Bool { provenance.files.contains { $0.name == file } }
    var tables: [ExportTable] = []
    let exported = min(provenance.sampling.keptDraws, limit ?? .max)
    if wants("run") { tables.append(runTable(provenance, model, exported: exported)) }
    if wants("targets") { tables.append(model.targetTable(provenance.sampling.method)) }
    if wants("levers") { tables.append(model.leverTable) }
    if wants("inputs") { tables.append(model.inputTable) }
    if wants("estimates") { tables.append(model.estimateTable) }
    if wants("findings"), has(Self.findingsName) {
      try requireWritten(Self.findingsName, provenance)
      tables.append(findingTable(try findings()))
    }
    if wants("outcomes"), has(Self.outcomesName) {
      try requireWritten(Self.outcomesName, provenance)
      tables.append(try outcomeTable())
    }
    if wants("histograms"), has(Self.histogramsName) {
      try requireWritten(Self.histogramsName, provenance)
      tables.append(try histogramTable())
    }
    var counted: [String] = []
    if !RunTables.ofDraws.isDisjoint(with: wanted ?? RunTables.ofDraws) {
      try requireWritten(Self.drawsName, provenance)
      let draws = DrawExport(try readDraws(), of: model, atMost: limit)
      if wants("target_draws") {
        tables.append(draws.targets)
        if exported == provenance.sampling.draws { counted = draws.countedTargets }
      }
      if wants("draws") { tables.append(draws.outcomes) }
      if wants("parameters") { tables.append(draws.parameters) }
    }
    return RunTables(
      run: name, tables: tables, draws: provenance.sampling.draws,
      keptDraws: provenance.sampling.keptDraws, exportedDraws: exported,
      isAnalysis: provenance.identity.analysis != nil, countedTargets: counted)
  }

  /// - Throws: R007 where a file has another checksum than the provenance tells.
  private func requireWritten(
    _ file: String, _ provenance: Provenance
  ) throws(DiagnosticReport) {
    guard isWritten(file, provenance) else {
      throw .damaged("`\(name)/\(file)` is not what was written")
    }
  }

  private func runTable(
    _ provenance: Provenance, _ model: RunModel, exported: Int
  ) -> ExportTable {
    var rows = ExportRows(ExportSchema.run)
    let sampling = provenance.sampling
    rows.append([
      .text(name), .text(model.study), .text(model.title.vi), .text(model.title.en),
      .text(provenance.identity.analysis?.key ?? ""), .text("\(model.asOf)"),
      .integer(model.planYear), .text(provenance.identity.version), .text(String(sampling.seed)),
      .text(sampling.method.rawValue), .integer(sampling.draws), .integer(sampling.keptDraws),
      .integer(exported),
    ])
    return rows.table("run", Label(vi: "Lần chạy", en: "The run"))
  }

  private func findingTable(_ findings: [Finding]) -> ExportTable {
    var rows = ExportRows(ExportSchema.findings)
    for finding in findings {
      rows.append([
        .text(finding.scenario), .text(finding.id), .text(finding.label.vi),
        .text(finding.label.en), .integer(finding.year), .number(finding.value),
        .text(finding.unit.name), .number(finding.error),
      ])
    }
    return rows.table(
      "findings", Label(vi: "Mọi con số của kết quả", en: "Every number of the answer"))
  }

  private func outcomeTable() throws(DiagnosticReport) -> ExportTable {
    try table(
      Self.outcomesName,
      columns: [
        "scenario", "period", "outcome", "sector", "statistic", "probability", "value", "error95",
      ], ExportSchema.outcomes
    ) { row in
      row.texts("scenario", "period", "outcome", "sector", "statistic")
        + [
          .number(row.number("probability")),
          .text(SeriesName.unit(of: row.text("outcome"))), .number(row.number("value")),
          .number(row.number("error95")),
        ]
    }.table(
      "outcomes",
      Label(
        vi: "Phân phối của từng đại lượng theo quý và năm",
        en: "The distribution of every outcome by quarter and year"))
  }

  private func histogramTable() throws(DiagnosticReport) -> ExportTable {
    try table(
      Self.histogramsName,
      columns: ["scenario", "period", "outcome", "sector", "low", "high", "draws"],
      ExportSchema.histograms
    ) { row in
      row.texts("scenario", "period", "outcome", "sector")
        + [
          .text(SeriesName.unit(of: row.text("outcome"))), .number(row.number("low")),
          .number(row.number("high")), .integer(row.number("draws").map { Int($0) }),
        ]
    }.table("histograms", Label(vi: "Biểu đồ tần suất", en: "Histograms"))
  }

  private func table(
    _ file: String, columns: [String], _ schema: [ExportColumn],
    _ cells: (WrittenRow) -> [ExportRows.Cell]
  ) throws(DiagnosticReport) -> ExportRows {
    var problems = ProblemList()
    let read = StrictCSV.read(
      try text(of: file), StrictCSV.Shape(columns: columns), &problems)
    try problems.throwIfAny()
    var rows = ExportRows(schema)
    guard let read else { return rows }
    for row in 0..<read.rowCount { rows.append(cells(WrittenRow(table: read, row: row))) }
    return rows
  }
}

/// A row of a table of a run folder, which a checksum has shown to be as it was written.
private struct WrittenRow {
  let table: CSVTable
  let row: Int

  func text(_ name: String) -> String { table.column(name).map { table.text(row, $0) } ?? "" }

  func texts(_ names: String...) -> [ExportRows.Cell] { names.map { .text(text($0)) } }

  /// Nil where the field is empty.
  func number(_ name: String) -> Double? { Double(text(name)) }
}
