package import PanelData
import ReachModel

extension Panel {
  /// The observed panel as a table: a row for each entity and year, a column for each variable.
  ///
  /// A cell that is absent is missing, never zero.
  package var table: DataTable {
    let rows = numbered(cells.map { EntityYear(entity: $0.entity, year: $0.year) })
    let variables = numbered(cells.map(\.variable))
    let entities = numbered(rows.distinct.map(\.entity))
    var values = variables.distinct.map { _ in
      [Double](repeating: .nan, count: rows.distinct.count)
    }
    var lines = [Int32](repeating: 0, count: rows.distinct.count)
    for (place, cell) in cells.enumerated() {
      let row = rows.numbers[place]
      // The panel itself takes the first of two cells of one place.
      if values[variables.numbers[place]][row].isNaN {
        values[variables.numbers[place]][row] = cell.value
      }
      if lines[row] == 0 { lines[row] = Int32(cell.origin.line) }
    }
    let keys: [DataTable.Column] = [
      .texts(codes: entities.numbers.map { Int32($0) }, labels: entities.distinct),
      .numbers(rows.distinct.map { Double($0.year) }),
    ]
    return DataTable(
      file: cells.first?.origin.file ?? "the observed panel",
      names: ["province_code", "year"] + variables.distinct,
      columns: keys + values.map { .numbers($0) }, lines: lines)
  }
}

private struct EntityYear: Hashable {
  let entity: String
  let year: Int
}
