/// A table with everything that checks look at.
struct ExaminedTable: Sendable {
  /// Columns that hold one quantity: a column, or those of all periods of a wide table.
  struct Quantity: Sendable {
    let columns: [Int]
    /// The heading without its period.
    let name: String
    let isWide: Bool
  }

  let table: SentTable
  let places: PlaceNames
  let columns: [SentColumn]
  let quantities: [Quantity]
  /// The columns that name a row, in order: categories and codes.
  let keyColumns: [Int]
  /// The column whose names are the units of the table: provinces, firms, indicators.
  let unitColumn: Int?
  /// The name of each row's unit, blanks put right; empty if the table has none.
  let unitNames: [String]
  /// The key of the province that each row is about; nil if it is about none.
  let provinces: [String?]
  /// All columns that say when.
  let timeColumns: [Int]
  /// When each row is; nil where nothing says so.
  let periods: [Period?]
  /// How marks in numbers are read, one for each quantity.
  let readings: [NumberReading]
  /// Numbers of the body, by row and column; nil where there is none.
  let values: [[Double?]]

  init(_ table: SentTable, places: PlaceNames) {
    (self.table, self.places) = (table, places)
    let columns = (0..<table.columnCount).map { column in
      SentColumn(
        index: column, heading: table.headings[column],
        texts: (0..<table.rowCount).map { table.cell($0, column)?.text ?? "" })
    }
    self.columns = columns
    quantities = Self.quantities(columns)
    keyColumns = columns.filter { $0.role == .category || $0.role == .code }.map(\.index)
    let unit = Self.unitColumn(table, columns, places)
    unitColumn = unit
    let names = (0..<table.rowCount).map { row in
      unit.flatMap { table.cell(row, $0)?.text.tidied } ?? ""
    }
    (unitNames, provinces) = (names, names.map(places.unit))
    timeColumns = columns.filter { $0.role == .time || $0.role == .partOfYear }.map(\.index)
    periods = Self.periods(table, columns)
    readings = NumberReading.all(
      quantities, columns, title: table.title.folded, separator: table.separator)
    values = Self.values(table, columns, quantities, readings)
  }

  func content(_ row: Int, _ column: Int) -> CellContent { columns[column].contents[row] }

  func text(_ row: Int, _ column: Int) -> String { table.cell(row, column)?.text ?? "" }

  /// The name of a row's unit for people; empty if the table has none.
  func unitName(_ row: Int) -> String { unitNames[row] }

  /// The quantity that a column belongs to.
  func quantity(of column: Int) -> Int? { quantities.firstIndex { $0.columns.contains(column) } }

  // MARK: How it is put together

  private static func quantities(_ columns: [SentColumn]) -> [Quantity] {
    var found: [Quantity] = []
    var stems: [String] = []
    for column in columns where column.role == .number {
      guard let dated = column.dated else {
        found.append(Quantity(columns: [column.index], name: column.heading, isWide: false))
        continue
      }
      let stem = "\(dated.stem)|\(dated.period.part)"
      if !stems.contains(stem) { stems.append(stem) }
    }
    let wide = stems.map { stem in
      columns.filter { column in
        column.role == .number
          && column.dated.map { "\($0.stem)|\($0.period.part)" == stem } ?? false
      }
    }
    return found
      + wide.map { group in
        Quantity(
          columns: group.map(\.index), name: group.first?.dated?.stem ?? "",
          isWide: group.count > 1)
      }
  }

  /// The category with most provinces; else one whose heading says what it names; else the first.
  private static func unitColumn(
    _ table: SentTable, _ columns: [SentColumn], _ places: PlaceNames
  ) -> Int? {
    let categories = columns.filter { $0.role == .category }
    let provinces = categories.map { column in
      (0..<table.rowCount).count {
        places.unit(table.cell($0, column.index)?.text ?? "") != nil
      }
    }
    if let most = provinces.max(), most * 4 > table.rowCount,
      let place = provinces.firstIndex(of: most)
    {
      return categories[place].index
    }
    let named = categories.first { column in
      column.heading.folded.split(separator: " ").contains { unitWords.contains(String($0)) }
    }
    return (named ?? categories.first)?.index
  }

  private static func periods(_ table: SentTable, _ columns: [SentColumn]) -> [Period?] {
    let times = columns.filter { $0.role == .time }
    let main =
      times.first { column in
        !Set(column.heading.folded.split(separator: " ")).isDisjoint(with: ["nam", "year"])
      } ?? times.first
    let part = columns.first { $0.role == .partOfYear }
    return (0..<table.rowCount).map { row -> Period? in
      guard let main, let cell = table.cell(row, main.index), let dated = DatedText(cell.text)
      else { return nil }
      guard dated.period.part == .year, let part, let text = table.cell(row, part.index)?.text,
        let found = DatedText.partOfYear(text)
      else { return dated.period }
      let isQuarter =
        found.isNamedQuarter
        || ["quy", "quarter", "q"].contains {
          part.heading.folded.split(separator: " ").contains($0[...])
        }
      let number = found.number
      return Period(
        year: dated.period.year, part: isQuarter && number <= 4 ? .quarter : .month, number: number)
    }
  }

  private static func values(
    _ table: SentTable, _ columns: [SentColumn], _ quantities: [Quantity],
    _ readings: [NumberReading]
  ) -> [[Double?]] {
    var values = Array(
      repeating: [Double?](repeating: nil, count: columns.count), count: table.rowCount)
    for (quantity, reading) in zip(quantities, readings) {
      for column in quantity.columns {
        for row in 0..<table.rowCount {
          values[row][column] = columns[column].contents[row].number.flatMap {
            $0.value(decimal: reading.decimal)
          }
        }
      }
    }
    return values
  }
}

private let unitWords: Set<String> = [
  "tinh", "province", "provinces", "dia", "district", "quan", "huyen", "entity", "geography",
  "thanh", "vung", "region", "city", "country", "ten", "name", "don", "doanh", "firm", "company",
]
