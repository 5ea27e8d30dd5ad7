package import PanelData

/// A table with one row per entity and period, and what was left out on the way.
package struct ReshapedTable: Sendable {
  /// In the long layout only the variables and columns that the specification needs.
  package let table: DataTable
  /// Every name that a specification may use.
  package let known: [String]
  /// Records that the layout's `where` leaves out or does not decide.
  package let leftOut: Int
  /// Records without entity, period or name of variable.
  package let unplaced: Int
}

extension RegressionSpecification {
  /// The columns that the specification names, each once.
  var neededColumns: Set<String> {
    var names: Set<String> = []
    for term in expressions { names.formUnion(term.expression.columns.map(\.name)) }
    for group in groups { names.formUnion(group.name.columns + [group.name.text]) }
    names.formUnion([entity, periodColumn].compactMap(\.self))
    if let distance = covariance?.distance {
      names.formUnion([distance.latitude, distance.longitude])
    }
    return names
  }

  /// Whether the specification takes anything from the column of a file; the others need not be
  /// read.
  package func needs(column name: String) -> Bool {
    if neededColumns.contains(name) { return true }
    if elsewhere.contains(where: { $0.specification.neededColumns.contains(name) }) { return true }
    switch layout {
    case .rows: return false
    case .long(let variable, let value, let condition):
      return name == variable || name == value
        || condition?.columns.contains { $0.name == name } == true
    case .wide(let pattern, _): return pattern.parts(of: name) != nil
    }
  }

  /// The table with one row per record as the layout says.
  ///
  /// - Throws: Columns of the layout that are not there or not of its kind, and cells given twice.
  package func reshaped(_ table: DataTable) throws(SpecificationProblems) -> ReshapedTable {
    do throws(SpecificationProblem) {
      switch layout {
      case .rows: return ReshapedTable(table: table, known: table.header, leftOut: 0, unplaced: 0)
      case .long(let variable, let value, let condition):
        let pivot = try LongTable(
          table, self, variable: variable, value: value, where: condition)
        return try pivot.reshaped(keeping: neededColumns)
      case .wide(let pattern, let variables):
        return try wideReshaped(table, pattern, variables)
      }
    } catch {
      throw SpecificationProblems([error])
    }
  }

  // MARK: Wide

  /// One row for each line and period; columns that hold no period are repeated.
  private func wideReshaped(
    _ table: DataTable, _ pattern: WidePattern, _ variables: [String]
  ) throws(SpecificationProblem) -> ReshapedTable {
    let holders = try wideHolders(table, pattern, variables)
    let periods = Dictionary(
      holders.map { ($0.period, Periods.period($0.period)?.value ?? 0) },
      uniquingKeysWith: { first, _ in first }
    ).sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    let held = Set(holders.map(\.column)), width = periods.count
    var names = [periodColumn ?? "period"], columns = [periodColumn(periods, rows: table.rows)]
    for (place, name) in table.names.enumerated() where !held.contains(place) {
      guard name != names[0] else { continue }
      names.append(name)
      columns.append(table.columns[place].repeated(width))
    }
    for variable in distinct(holders.map(\.variable)) {
      var cells = [Double](repeating: .nan, count: table.rows * width)
      for holder in holders where holder.variable == variable {
        guard let offset = periods.firstIndex(of: holder.period),
          case .numbers(let values) = table.columns[holder.column]
        else { continue }
        for row in values.indices { cells[row * width + offset] = values[row] }
      }
      names.append(variable)
      columns.append(.numbers(cells))
    }
    let lines = table.lines.flatMap { Array(repeating: $0, count: width) }
    return ReshapedTable(
      table: DataTable(file: table.file, names: names, columns: columns, lines: lines),
      known: distinct(names + table.header), leftOut: 0, unplaced: 0)
  }

  private struct Holder {
    let column: Int
    let variable: String
    let period: String
  }

  private func wideHolders(
    _ table: DataTable, _ pattern: WidePattern, _ variables: [String]
  ) throws(SpecificationProblem) -> [Holder] {
    var holders: [Holder] = []
    for (place, name) in table.names.enumerated() where name != entity {
      guard let parts = pattern.parts(of: name),
        variables.isEmpty || variables.contains(parts.variable)
      else { continue }
      holders.append(Holder(column: place, variable: parts.variable, period: parts.period))
      guard neededColumns.contains(parts.variable), case .texts = table.columns[place] else {
        continue
      }
      throw SpecificationProblem(
        .wrongKind, "`\(name)` of `\(table.file)` holds text where numbers are needed",
        path: ["layout"])
    }
    guard !holders.isEmpty else {
      throw SpecificationProblem(
        .unknownName, "no column of `\(table.file)` is named like `\(pattern.text)`",
        path: ["layout", "wide", "pattern"])
    }
    if let missing = variables.firstIndex(where: { name in
      !holders.contains { $0.variable == name }
    }) {
      throw SpecificationProblem(
        .unknownName, "no column of `\(table.file)` holds the variable `\(variables[missing])`",
        path: ["layout", "wide", "variables", "\(missing)"],
        unknown: .init(
          name: variables[missing],
          known: distinct(table.names.compactMap { pattern.parts(of: $0)?.variable })))
    }
    return holders
  }

  private func periodColumn(_ periods: [String], rows: Int) -> DataTable.Column {
    let numbers = periods.map { Periods.period($0) }
    if numbers.allSatisfy({ $0?.perYear == 1 }) {
      let values = numbers.map { Double($0?.value ?? 0) }
      return .numbers((0..<rows).flatMap { _ in values })
    }
    return .texts(
      codes: (0..<rows).flatMap { _ in periods.indices.map { Int32($0) } }, labels: periods)
  }
}

extension DataTable.Column {
  /// Each cell several times in a row.
  fileprivate func repeated(_ times: Int) -> DataTable.Column {
    switch self {
    case .numbers(let values): .numbers(values.flatMap { Array(repeating: $0, count: times) })
    case .texts(let codes, let labels):
      .texts(codes: codes.flatMap { Array(repeating: $0, count: times) }, labels: labels)
    }
  }

  /// The cells of some rows.
  func selecting(_ rows: [Int32]) -> DataTable.Column {
    switch self {
    case .numbers(let values): .numbers(rows.map { values[Int($0)] })
    case .texts(let codes, let labels): .texts(codes: rows.map { codes[Int($0)] }, labels: labels)
    }
  }
}

/// Each once, in the order of their first appearance.
func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var seen: Set<Element> = []
  return elements.filter { seen.insert($0).inserted }
}
