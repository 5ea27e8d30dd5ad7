import Foundation
import PanelData

/// Tables for tests: a small reader of their own.
enum SpecificationData {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "ReferenceValues/specification")

  static func table(_ name: String) throws -> DataTable {
    parsed(
      try String(contentsOf: folder.appending(path: name), encoding: .utf8), file: name)
  }

  /// The header, then one row per line; an empty cell is missing, `inf` is infinite.
  static func parsed(_ text: String, file: String = "data.csv") -> DataTable {
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let rows = Array(lines.dropFirst())
    let columns = lines[0].indices.map { j in column(rows.map { $0[j] }) }
    return DataTable(
      file: file, names: lines[0], columns: columns, lines: rows.indices.map { Int32($0 + 2) })
  }

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

  /// The object of `terms.json`.
  static func reference() throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appending(path: "terms.json"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}
