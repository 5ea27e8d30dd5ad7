import PanelData
import ReachFiles
import ReachModel

/// A table for specifications, read strictly and cell by cell.
enum SampleTable {
  static func read(_ path: String, as name: String? = nil) throws -> DataTable {
    var problems = ProblemList()
    let source = try SourceText.read(path, as: name ?? path)
    let table = StrictCSV.read(source, .init(columns: [], allowsMore: true), &problems)
    try problems.throwIfAny()
    guard let table else { throw DiagnosticReport(one: Diagnostic(.emptyTable, "empty", at: nil)) }
    let columns = table.columns.indices.map { column in
      self.column((0..<table.rowCount).map { table.text($0, column) })
    }
    return DataTable(
      file: source.file, names: table.columns, columns: columns,
      lines: (0..<table.rowCount).map { Int32(table.origin($0, 0).line) })
  }

  /// Numbers where every cell that is not empty is one; codes such as 01 are texts.
  private static func column(_ cells: [String]) -> DataTable.Column {
    let filled = cells.filter { !$0.isEmpty }
    let isCode = filled.contains { $0.count > 1 && $0.hasPrefix("0") && !$0.hasPrefix("0.") }
    if !isCode, filled.allSatisfy({ Double($0) != nil }) {
      return .numbers(cells.map { Double($0) ?? .nan })
    }
    var places: [String: Int32] = [:], labels: [String] = []
    let codes = cells.map { cell -> Int32 in
      guard !cell.isEmpty else { return -1 }
      if let place = places[cell] { return place }
      places[cell] = Int32(labels.count)
      labels.append(cell)
      return Int32(labels.count - 1)
    }
    return .texts(codes: codes, labels: labels)
  }
}
