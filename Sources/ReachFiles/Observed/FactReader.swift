import PanelData
import ReachModel

/// Reads the facts file: one published figure a row.
struct FactReader {
  static let shape = StrictCSV.Shape(columns: [
    "series", "geography", "sector", "year", "period", "value", "unit", "kind", "published",
    "source_url", "note",
  ])

  private let table: CSVTable
  /// In the order of ``shape``.
  private let places: [Int]

  init?(table: CSVTable) {
    let places = Self.shape.columns.compactMap(table.column)
    guard places.count == Self.shape.columns.count else { return nil }
    (self.table, self.places) = (table, places)
  }

  /// Every row, in the order of the file.
  func facts(_ problems: inout ProblemList) -> [Fact] {
    (0..<table.rowCount).compactMap { fact($0, &problems) }
  }

  private func fact(_ row: Int, _ problems: inout ProblemList) -> Fact? {
    func text(_ place: Int) -> String { table.text(row, places[place]) }
    let year = table.number(row, places[3], &problems)
    let value = table.number(row, places[5], &problems)
    let kind = Fact.Kind(rawValue: text(7))
    if kind == nil {
      problems.reportUnknown(
        .badCell, "`\(text(7))` is no kind of fact", name: text(7),
        known: Fact.Kind.allCases.map(\.rawValue), at: table.origin(row, places[7]))
    }
    let published = CalendarDate(text(8), roundingUp: true)
    if published == nil {
      problems.report(
        .badCell, "`\(text(8))` is no date of publication", at: table.origin(row, places[8]),
        length: text(8).count, hint: "write 2021-03-01, 2021-03 or 2021")
    }
    guard let year, let value, let kind, let published else { return nil }
    guard let wholeYear = Int(exactly: year), (1000...9999).contains(wholeYear) else {
      problems.report(.badCell, "\(year) is not a year", at: table.origin(row, places[3]))
      return nil
    }
    return Fact(
      series: text(0), geography: text(1), sector: text(2), year: wholeYear, period: text(4),
      value: value, unit: text(6), kind: kind, published: published, source: text(9),
      note: text(10), origin: table.origin(row, places[0]))
  }
}
