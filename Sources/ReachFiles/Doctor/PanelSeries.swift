/// The figures of one unit over time.
struct PanelSeries: Sendable {
  struct Point: Sendable {
    let row: Int
    let column: Int
    /// Months since year 0.
    let start: Int
    let period: Period
    let value: Double
  }

  let quantity: Int
  /// Series of one pool are measured alike: same quantity, indicator and unit of measurement.
  let pool: String
  /// The quantity for people: the indicator's name where a column has it, else the heading.
  let measure: String
  /// What the series is about, whatever is measured: all that names its rows but the measure.
  let entity: String
  /// For people: the unit and what else tells the series apart.
  let name: String
  /// The key of the province it is about, if it is about one.
  let province: String?
  /// By time, each period once.
  let points: [Point]

  /// All series of a table with at least two points.
  static func all(_ examined: ExaminedTable) -> [PanelSeries] {
    examined.quantities.indices.flatMap { quantity in
      examined.quantities[quantity].isWide
        ? wide(examined, quantity) : long(examined, quantity)
    }.filter { $0.points.count > 1 }
  }

  private static func wide(_ examined: ExaminedTable, _ quantity: Int) -> [PanelSeries] {
    let measures = measureColumns(examined)
    return (0..<examined.table.rowCount).map { row in
      let points = examined.quantities[quantity].columns.compactMap { column -> Point? in
        guard let period = examined.columns[column].dated?.period,
          let value = examined.values[row][column]
        else { return nil }
        return Point(row: row, column: column, start: period.start, period: period, value: value)
      }
      return PanelSeries(
        quantity: quantity, pool: pool(examined, quantity, row, measures),
        measure: measure(examined, quantity, row, measures),
        entity: entity(examined, examined.keyColumns, row, measures),
        name: examined.unitName(row), province: examined.provinces[row],
        points: inOrder(points))
    }
  }

  private static func long(_ examined: ExaminedTable, _ quantity: Int) -> [PanelSeries] {
    guard let column = examined.quantities[quantity].columns.first,
      examined.periods.contains(where: { $0 != nil })
    else { return [] }
    let keys = keysOfSeries(examined), measures = measureColumns(examined)
    var rows: [String: [Int]] = [:], order: [String] = []
    for row in 0..<examined.table.rowCount {
      guard let period = examined.periods[row], examined.values[row][column] != nil else {
        continue
      }
      let key =
        "\(period.part)|" + keys.map { examined.text(row, $0).tidied }.joined(separator: "|")
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append(row)
    }
    return order.map { key in
      let members = rows[key] ?? []
      let points = members.compactMap { row -> Point? in
        guard let period = examined.periods[row], let value = examined.values[row][column] else {
          return nil
        }
        return Point(row: row, column: column, start: period.start, period: period, value: value)
      }
      let first = members.first ?? 0
      return PanelSeries(
        quantity: quantity, pool: pool(examined, quantity, first, measures),
        measure: measure(examined, quantity, first, measures),
        entity: entity(examined, keys, first, measures),
        name: examined.unitName(first), province: examined.provinces[first],
        points: inOrder(points))
    }
  }

  private static func inOrder(_ points: [Point]) -> [Point] {
    var seen: Set<Int> = []
    return points.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }
    .map(\.element).filter { seen.insert($0.start).inserted }
  }

  /// Key columns whose names repeat, and the unit's own column.
  ///
  /// One that tells every row apart (a note, an id) would leave no series.
  private static func keysOfSeries(_ examined: ExaminedTable) -> [Int] {
    let rows = examined.table.rowCount
    return examined.keyColumns.filter { column in
      if column == examined.unitColumn { return true }
      let distinct = Set((0..<rows).map { examined.text($0, column) }).count
      return distinct * 2 <= rows || examined.unitColumn == nil
    }
  }

  /// Columns that say what is measured: only figures that agree in them are compared.
  private static func measureColumns(_ examined: ExaminedTable) -> [Int] {
    examined.keyColumns.filter { column in
      column != examined.unitColumn
        && !Set(examined.columns[column].heading.folded.split(separator: " ").map(String.init))
          .isDisjoint(with: measureWords)
    }
  }

  private static func pool(
    _ examined: ExaminedTable, _ quantity: Int, _ row: Int, _ measures: [Int]
  ) -> String {
    "\(quantity)|" + measures.map { examined.text(row, $0).tidied }.joined(separator: "|")
  }

  private static func measure(
    _ examined: ExaminedTable, _ quantity: Int, _ row: Int, _ measures: [Int]
  ) -> String {
    let named = measures.first.map { examined.text(row, $0).tidied } ?? ""
    return named.isEmpty ? examined.quantities[quantity].name : named
  }

  private static func entity(
    _ examined: ExaminedTable, _ keys: [Int], _ row: Int, _ measures: [Int]
  ) -> String {
    keys.filter { !measures.contains($0) }.map { examined.text(row, $0).tidied }
      .joined(separator: "|")
  }
}

private let measureWords: Set<String> = [
  "variable", "indicator", "series", "unit", "units", "chi", "tieu", "don", "vi", "dvt", "bien",
  "item", "measure", "metric", "kind",
]
