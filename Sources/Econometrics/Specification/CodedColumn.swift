private import NumericKernels
import PanelData

/// A column as places in a list of distinct levels: what groups rows, and what dummies are made of.
struct CodedColumn: Sendable {
  enum Levels: Sendable {
    case numbers([Double])
    case texts([String])

    var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .texts(let labels): labels.count
      }
    }

    /// As a name of a column writes it.
    func label(_ place: Int) -> String {
      switch self {
      case .numbers(let values): levelText(values[place])
      case .texts(let labels): labels[place]
      }
    }

    /// Places in ascending order: numbers by size, texts by their UTF-8 bytes.
    var ascending: [Int] {
      switch self {
      case .numbers(let values): values.indices.sorted { values[$0] < values[$1] }
      case .texts(let labels):
        labels.indices.sorted { labels[$0].utf8.lexicographicallyPrecedes(labels[$1].utf8) }
      }
    }
  }

  /// One for each row, −1 where the cell is missing.
  var codes: [Int32]
  let levels: Levels

  init(codes: [Int32], levels: Levels) { (self.codes, self.levels) = (codes, levels) }

  init(_ column: DataTable.Column) {
    switch column {
    case .texts(let codes, let labels): self.init(codes: codes, levels: .texts(labels))
    case .numbers(let values): self.init(numbers: values)
    }
  }

  init(numbers values: [Double]) {
    if let coded = Self.fromWholeNumbers(values) {
      self = coded
    } else {
      var places: [UInt64: Int32] = [:], distinct: [Double] = []
      let codes = values.map { value -> Int32 in
        guard !value.isNaN else { return -1 }
        // −0 and 0 are one level.
        let bits = (value + 0).bitPattern
        if let place = places[bits] { return place }
        let place = Int32(distinct.count)
        places[bits] = place
        distinct.append(value + 0)
        return place
      }
      self.init(codes: codes, levels: .numbers(distinct))
    }
  }

  /// By a table instead of a dictionary: codes and years are whole and close together.
  private static func fromWholeNumbers(_ values: [Double]) -> CodedColumn? {
    var low = Double.infinity, high = -Double.infinity
    for value in values where !value.isNaN {
      guard value == value.rounded(.towardZero), value.magnitude < 0x1p52 else { return nil }
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high, high - low <= 4 * Double(values.count) + 1024 else { return nil }
    var places = [Int32](repeating: -1, count: Int(high - low) + 1), distinct: [Double] = []
    let codes = values.map { value -> Int32 in
      guard !value.isNaN else { return -1 }
      let slot = Int(value - low)
      if places[slot] < 0 {
        places[slot] = Int32(distinct.count)
        distinct.append(value + 0)
      }
      return places[slot]
    }
    return CodedColumn(codes: codes, levels: .numbers(distinct))
  }

  /// The rows that agree in both, numbered in the order of their first; −1 where either is missing.
  ///
  /// - Returns: The codes, and the first row of each.
  func pairs(with other: CodedColumn) -> (codes: [Int32], firstRows: [Int32]) {
    var places: [Int64: Int32] = [:], firstRows: [Int32] = []
    let width = Int64(max(1, other.levels.count))
    var pairs = codes
    for row in pairs.indices {
      let (a, b) = (codes[row], other.codes[row])
      guard a >= 0, b >= 0 else { pairs[row] = -1; continue }
      let key = Int64(a) * width + Int64(b)
      if let place = places[key] {
        pairs[row] = place
      } else {
        pairs[row] = Int32(firstRows.count)
        places[key] = pairs[row]
        firstRows.append(Int32(row))
      }
    }
    return (pairs, firstRows)
  }

  /// The crossing of both, its levels named `a^b`.
  func crossed(with other: CodedColumn) -> CodedColumn {
    let (pairs, firstRows) = pairs(with: other)
    let labels = firstRows.map { row in
      let (a, b) = (Int(codes[Int(row)]), Int(other.codes[Int(row)]))
      return "\(levels.label(a))^\(other.levels.label(b))"
    }
    return CodedColumn(codes: pairs, levels: .texts(labels))
  }

  /// Nobody reads the names of more groups.
  private static let mostNamedLevels = 10_000

  /// The groups of some rows, numbered in the order of their first row.
  ///
  /// - Precondition: None of the rows is missing.
  func grouping(_ name: String, rows: [Int32]) -> Grouping {
    var places = [Int32](repeating: -1, count: levels.count), count: Int32 = 0
    let isNamed = levels.count <= Self.mostNamedLevels
    var labels: [String] = []
    let codes = rows.map { row -> Int32 in
      let level = Int(self.codes[Int(row)])
      if places[level] < 0 {
        places[level] = count
        count += 1
        if isNamed { labels.append(levels.label(level)) }
      }
      return places[level]
    }
    return Grouping(name: name, codes: codes, count: Int(count), labels: labels)
  }
}

/// A number as a level's name: whole ones without a point.
func levelText(_ value: Double) -> String {
  value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
}
