/// Which column of Z an instrument is, and what it is called.
struct PanelInstruments {
  /// How Z's columns are told apart.
  private enum Key: Hashable {
    /// In equations in differences: the block, the date (−1 when collapsed) and the lag.
    case lagged(block: Int, date: Int, lag: Int)
    /// In equations in levels.
    case difference(block: Int, date: Int)
    case standard(Int)
    case dummy(Int)
    case constant
  }

  private var columns: [Key: Int] = [:]
  private let equations: PanelEquations
  private(set) var names: [String] = []
  /// Columns of lagged differences in levels, for their own test.
  private(set) var levelColumns: [Int] = []

  var count: Int { names.count }

  /// Numbers those instruments that some equation has.
  init(_ equations: PanelEquations) {
    self.equations = equations
    var found: Set<Key> = []
    for unit in equations.units.indices {
      for equation in equations.units[unit] {
        for (key, value) in entries(equation, unit: unit) where value != 0 { found.insert(key) }
      }
    }
    for (key, name) in keysInOrder() where found.contains(key) {
      columns[key] = names.count
      if case .difference = key { levelColumns.append(names.count) }
      names.append(name)
    }
  }

  /// The instruments of one equation: columns of Z and values.
  func row(_ equation: PanelEquation, unit: Int) -> [(column: Int, value: Double)] {
    entries(equation, unit: unit).compactMap { key, value in
      columns[key].map { (column: $0, value: value) }
    }
  }

  private func entries(_ equation: PanelEquation, unit: Int) -> [(Key, Double)] {
    let model = equations.model
    var list: [(Key, Double)] = []
    for (block, instruments) in model.laggedInstruments.enumerated() {
      list +=
        equation.isLevel
        ? difference(block, instruments, equation, unit: unit)
        : lags(block, instruments, equation, unit: unit)
    }
    let standard = equations.combined(model.standardInstruments, equation, unit: unit)
    list += standard.enumerated().map { (.standard($0), $1) }
    list += equations.dummyRow(equation).enumerated().map { (.dummy($0), $1) }
    if equation.isLevel { list.append((.constant, 1)) }
    return list
  }

  private func lags(
    _ block: Int, _ instruments: LaggedInstruments, _ equation: PanelEquation, unit: Int
  ) -> [(Key, Double)] {
    let last = min(instruments.last ?? equation.date, equation.date)
    guard last >= instruments.first else { return [] }
    return (instruments.first...last).compactMap { lag in
      let term = PanelTerm(instruments.column, lag: lag)
      return equations.table.value(term, unit: unit, at: equation.date).map { value in
        (
          .lagged(block: block, date: equations.model.collapse ? -1 : equation.date, lag: lag),
          value
        )
      }
    }
  }

  private func difference(
    _ block: Int, _ instruments: LaggedInstruments, _ equation: PanelEquation, unit: Int
  ) -> [(Key, Double)] {
    let table = equations.table
    func value(_ lag: Int) -> Double? {
      table.value(PanelTerm(instruments.column, lag: lag), unit: unit, at: equation.date)
    }
    guard let later = value(instruments.first - 1), let earlier = value(instruments.first) else {
      return []
    }
    let date = equations.model.collapse ? -1 : equation.date
    return [(.difference(block: block, date: date), later - earlier)]
  }

  /// All instruments there could be.
  private func keysInOrder() -> [(Key, String)] {
    let model = equations.model, table = equations.table
    let dates = model.collapse ? [-1] : Array(0...table.periods)
    func at(_ date: Int) -> String { date < 0 ? "" : " @\(table.firstPeriod + date)" }
    var list: [(Key, String)] = []
    for (block, instruments) in model.laggedInstruments.enumerated() {
      let last = min(instruments.last ?? table.periods, table.periods)
      for date in dates where last >= instruments.first {
        for lag in instruments.first...last {
          list.append(
            (
              .lagged(block: block, date: date, lag: lag),
              "L\(lag).\(instruments.column)\(at(date))"
            ))
        }
      }
    }
    for (block, instruments) in model.laggedInstruments.enumerated() {
      for date in dates {
        list.append(
          (
            .difference(block: block, date: date),
            "D.L\(instruments.first - 1).\(instruments.column)\(at(date))"
          ))
      }
    }
    list += model.standardInstruments.enumerated().map { (.standard($0), $1.name) }
    list += equations.dummies.enumerated().map {
      (.dummy($0), "period \(table.firstPeriod + $1)")
    }
    return list + [(.constant, RegressionData.constantName)]
  }
}
