import PanelData

/// A table with one cell per line, on its way to one row per entity and period.
struct LongTable {
  private let table: DataTable
  private let entity: String?
  private let period: String?
  private let variables: (codes: [Int32], labels: [String])
  private let values: [Double]
  /// Rows that the condition keeps.
  private let used: [Bool]

  /// - Throws: Columns that are not there or not of their kind.
  init(
    _ table: DataTable, _ specification: RegressionSpecification, variable: String, value: String,
    where condition: Expression?
  ) throws(SpecificationProblem) {
    (self.table, entity, period) = (table, specification.entity, specification.period)
    let path = ["layout", "long"]
    switch table.column(variable) {
    case .texts(let codes, let labels): variables = (codes, labels)
    case .numbers:
      throw SpecificationProblem(
        .wrongKind, "`\(variable)` holds numbers where the names of variables are expected",
        path: path + ["variable"])
    case nil: throw .noColumn(variable, in: table, range: nil, path: path + ["variable"])
    }
    switch table.column(value) {
    case .numbers(let numbers): values = numbers
    case .texts(let codes, let labels):
      let row = codes.firstIndex { $0 >= 0 && Double(labels[Int($0)]) == nil } ?? 0
      throw SpecificationProblem(
        .wrongKind,
        "`\(value)` holds text where numbers are needed, first in "
          + table.place(ofRow: row), path: path + ["value"])
    case nil: throw .noColumn(value, in: table, range: nil, path: path + ["value"])
    }
    guard let condition else {
      used = Array(repeating: true, count: table.rows)
      return
    }
    var evaluation = Evaluation(table, index: nil)
    do throws(SpecificationProblem) {
      used = try evaluation.truths(of: condition.root, in: condition).map { $0 == 1 }
    } catch {
      throw error.located(at: path + ["where"])
    }
  }

  /// One row per entity and period; of the variables and the other columns those that are needed.
  func reshaped(keeping needed: Set<String>) throws(SpecificationProblem) -> ReshapedTable {
    let (pairs, firstRows) = try pairs()
    var unplaced = 0
    for row in pairs.indices where used[row] && pairs[row] < 0 { unplaced += 1 }
    let wanted = variables.labels.indices.filter { needed.contains(variables.labels[$0]) }
    let cells = try cells(wanted, pairs, count: firstRows.count)
    var names: [String] = [], columns: [DataTable.Column] = []
    let taken = Set(wanted.map { variables.labels[$0] })
    for (place, name) in table.names.enumerated() where !taken.contains(name) {
      guard needed.contains(name) else { continue }
      let column = table.columns[place].selecting(firstRows)
      try checkConstant(table.columns[place], name, pairs, firstRows)
      names.append(name)
      columns.append(column)
    }
    for (place, variable) in wanted.enumerated() {
      names.append(variables.labels[variable])
      columns.append(.numbers(cells[place]))
    }
    let lines = firstRows.map { table.lines[Int($0)] }
    return ReshapedTable(
      table: DataTable(file: table.file, names: names, columns: columns, lines: lines),
      known: distinct(variables.labels + table.header), leftOut: used.count { !$0 },
      unplaced: unplaced)
  }

  /// The entity and period of each row that is used, numbered; −1 for the others.
  private func pairs() throws(SpecificationProblem) -> (codes: [Int32], firstRows: [Int32]) {
    let whole = CodedColumn(
      codes: Array(repeating: 0, count: table.rows), levels: .texts([""]))
    func coded(_ name: String?, _ key: String) throws(SpecificationProblem) -> CodedColumn {
      guard let name else { return whole }
      guard let column = table.column(name) else {
        throw .noColumn(name, in: table, range: nil, path: [key])
      }
      return CodedColumn(column)
    }
    var entities = try coded(entity, "entity")
    for row in entities.codes.indices where !used[row] || variables.codes[row] < 0 {
      entities.codes[row] = -1
    }
    return entities.pairs(with: try coded(period, "period"))
  }

  /// The cells of the wanted variables, NaN where there is none.
  private func cells(
    _ wanted: [Int], _ pairs: [Int32], count: Int
  ) throws(SpecificationProblem) -> [[Double]] {
    var slots = [Int](repeating: -1, count: variables.labels.count)
    for (slot, variable) in wanted.enumerated() { slots[variable] = slot }
    var cells = wanted.map { _ in [Double](repeating: .nan, count: count) }
    var sources = wanted.map { _ in [Int32](repeating: -1, count: count) }
    for row in pairs.indices where pairs[row] >= 0 {
      let slot = slots[Int(variables.codes[row])], pair = Int(pairs[row])
      guard slot >= 0 else { continue }
      if sources[slot][pair] >= 0 {
        throw repeated(Int(sources[slot][pair]), row)
      }
      sources[slot][pair] = Int32(row)
      cells[slot][pair] = values[row]
    }
    return cells
  }

  private func repeated(_ first: Int, _ second: Int) -> SpecificationProblem {
    let key = [entity, period].compactMap(\.self).compactMap { name in
      table.column(name).map { "\(name) \(CodedColumn($0).label(ofRow: second))" }
    }.joined(separator: ", ")
    return SpecificationProblem(
      .duplicateRow,
      "`\(variables.labels[Int(variables.codes[second])])` of \(key) stands in "
        + "\(table.place(ofRow: second)) again, first in \(table.place(ofRow: first))",
      hint: "`where` can leave one of them out", path: ["layout"])
  }

  /// A column beside the cells has to say the same in all lines of an entity and period.
  private func checkConstant(
    _ column: DataTable.Column, _ name: String, _ pairs: [Int32], _ firstRows: [Int32]
  ) throws(SpecificationProblem) {
    let codes = CodedColumn(column).codes
    for row in pairs.indices where pairs[row] >= 0 {
      let first = Int(firstRows[Int(pairs[row])])
      guard codes[row] != codes[first] else { continue }
      throw SpecificationProblem(
        .wrongKind,
        "`\(name)` differs within an entity and period: \(table.place(ofRow: first)) and "
          + table.place(ofRow: row),
        hint: "in the long layout a column beside the cells belongs to the entity and period",
        path: ["layout"])
    }
  }
}

extension CodedColumn {
  /// The cell of a row as text; `(missing)` where it has none.
  func label(ofRow row: Int) -> String {
    codes[row] < 0 ? "(missing)" : levels.label(Int(codes[row]))
  }
}
