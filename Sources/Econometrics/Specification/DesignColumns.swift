import PanelData

/// Columns of a design matrix as they are made, one after another in one storage.
struct DesignColumns {
  let rows: [Int32]
  private(set) var names: [String] = []
  private(set) var storage: [Double] = []

  init(rows: [Int32], capacity: Int) {
    self.rows = rows
    storage.reserveCapacity(rows.count * capacity)
  }

  mutating func appendConstant() {
    names.append(RegressionData.constantName)
    storage.append(contentsOf: repeatElement(1, count: rows.count))
  }

  /// A column of numbers on the rows that are used.
  mutating func append(_ name: String, _ values: [Double]) {
    // A column of the data may have the name that stands for a column of ones.
    names.append(name == RegressionData.constantName ? "\(name) (column)" : name)
    if rows.count == values.count {
      storage.append(contentsOf: values)
    } else {
      storage.append(contentsOf: rows.lazy.map { values[Int($0)] })
    }
  }

  /// Dummies, one column for each cell that has rows.
  mutating func append(_ dummies: Dummies, multipliedBy multiplier: [Double]?) {
    let first = storage.count
    names += dummies.names
    storage.append(contentsOf: repeatElement(0, count: rows.count * dummies.names.count))
    for (place, row) in rows.enumerated() {
      let column = Int(dummies.columns[place])
      guard column >= 0 else { continue }
      storage[first + column * rows.count + place] = multiplier?[Int(row)] ?? 1
    }
  }
}

/// The dummies of a factor or an interaction of factors, on the rows that are used.
struct Dummies {
  /// Of the columns, in the order of the levels; the first factor's move fastest.
  private(set) var names: [String] = []
  /// For each row its column, −1 for a row of a base level.
  private(set) var columns: [Int32] = []
  private(set) var emptyCells = 0

  /// The levels of a factor that are in the sample.
  struct Levels {
    let name: String
    /// Places in the column's levels, ascending; the base among them.
    let present: [Int]
    let labels: [String]
    /// Whose dummy is left out, by its place in `present`; nil for none.
    let base: Int?
    /// From the column's levels to places among the kept ones; −1 for the base and absent levels.
    let kept: [Int32]

    var keptCount: Int { present.count - (base == nil ? 0 : 1) }

    init(_ factor: DummySet.Factor, rows: [Int32], hasBase: Bool) {
      let levels = factor.column.levels
      var isThere = [Bool](repeating: false, count: levels.count)
      for row in rows { isThere[Int(factor.column.codes[Int(row)])] = true }
      name = factor.name
      present = levels.ascending.filter { isThere[$0] }
      labels = present.map(levels.label)
      let named = factor.base.flatMap(present.firstIndex)
      base = named ?? (hasBase ? 0 : nil)
      var kept = [Int32](repeating: -1, count: levels.count), count: Int32 = 0
      for (place, level) in present.enumerated() where place != base {
        kept[level] = count
        count += 1
      }
      self.kept = kept
    }

    /// The label of a kept level.
    func keptLabel(_ place: Int) -> String {
      labels[base.map { place >= $0 ? place + 1 : place } ?? place]
    }
  }

  init(_ set: DummySet, _ levels: [Levels], rows: [Int32]) {
    let width = levels.reduce(1) { $0 * max(1, $1.keptCount) }
    var isThere = [Bool](repeating: false, count: width)
    var cells = [Int32](repeating: -1, count: rows.count)
    for (place, row) in rows.enumerated() {
      var cell: Int32 = 0, stride: Int32 = 1
      for (factor, level) in zip(set.factors, levels) where cell >= 0 {
        let kept = level.kept[Int(factor.column.codes[Int(row)])]
        cell = kept < 0 ? -1 : cell + kept * stride
        stride *= Int32(max(1, level.keptCount))
      }
      cells[place] = cell
      if cell >= 0 { isThere[Int(cell)] = true }
    }
    var numbers = [Int32](repeating: -1, count: width)
    for cell in 0..<width where isThere[cell] {
      numbers[cell] = Int32(names.count)
      names.append(Self.name(ofCell: cell, set, levels))
    }
    emptyCells = levels.contains { $0.keptCount == 0 } ? 0 : width - names.count
    columns = cells.map { $0 < 0 ? -1 : numbers[Int($0)] }
  }

  /// For example `region[north]:log(x)`.
  private static func name(ofCell cell: Int, _ set: DummySet, _ levels: [Levels]) -> String {
    var rest = cell
    let labels = levels.map { level in
      let count = max(1, level.keptCount), place = rest % count
      rest /= count
      return "\(level.name)[\(level.keptLabel(place))]"
    }
    return set.parts.map { part in
      switch part {
      case .factor(let place): labels[place]
      case .number(let name): name
      }
    }.joined(separator: ":")
  }
}
