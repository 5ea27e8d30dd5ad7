package import Assessment
import ReachModel

extension RunFolder {
  package static let findingsName = "findings.csv"

  /// The findings of the run, as `findings.csv` holds them.
  ///
  /// - Throws: What is wrong with the file, with its place.
  package func findings() throws(DiagnosticReport) -> [Finding] {
    var problems = ProblemList()
    let columns = [
      "scenario", "id", "label_vi", "label_en", "year", "value", "unit", "error95",
    ]
    let shape = StrictCSV.Shape(columns: columns, key: ["scenario", "id"])
    let table = StrictCSV.read(try text(of: Self.findingsName), shape, &problems)
    let findings = table.map { table in
      (0..<table.rowCount).compactMap { finding(table, $0, &problems) }
    }
    try problems.throwIfAny()
    return findings ?? []
  }

  private func finding(
    _ table: CSVTable, _ row: Int, _ problems: inout ProblemList
  ) -> Finding? {
    func text(_ name: String) -> String { table.column(name).map { table.text(row, $0) } ?? "" }
    guard let column = table.column("value"), let value = table.number(row, column, &problems)
    else { return nil }
    return Finding(
      id: text("id"), scenario: text("scenario"),
      label: Label(vi: text("label_vi"), en: text("label_en")), value: value,
      unit: Finding.Unit(name: text("unit")), error: Double(text("error95")),
      year: Int(text("year")))
  }

  /// The finding called `id`.
  ///
  /// - Throws: R011 with the nearest id if the run has none.
  package func finding(_ id: String) throws(DiagnosticReport) -> Finding {
    let findings = try findings()
    if let found = findings.first(where: { $0.id == id }) { return found }
    let nearest = nearestName(to: id, among: findings.map(\.id))
    throw DiagnosticReport(
      one: Diagnostic(
        .findingMissing, "the run `\(name)` has no finding `\(id)`", at: nil,
        hint: nearest.map { "did you mean `\($0)`?" },
        notes: ["its findings are in \(Self.findingsName)"]))
  }
}

extension RunLibrary {
  /// The run that was finished last.
  ///
  /// - Throws: R005 if there is none.
  package func latest() throws(DiagnosticReport) -> RunFolder {
    let runs = list().filter { $0.provenance != nil }
    let last = runs.max {
      ($0.provenance?.environment.finished ?? "") < ($1.provenance?.environment.finished ?? "")
    }
    guard let last else {
      throw DiagnosticReport(
        one: Diagnostic(.runMissing, "no run stands in `\(results)` yet", at: nil))
    }
    return last.folder
  }
}
