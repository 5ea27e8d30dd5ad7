import LinearAlgebra

extension RegressionData {
  /// The data with some of the columns of X.
  ///
  /// - Parameter kept: Names of columns.
  /// - Returns: The columns in the order of `kept`; endogenous ones among them stay so.
  package func keeping(_ kept: [String]) -> RegressionData {
    let places = kept.compactMap(names.firstIndex)
    var some = self
    some.names = places.map { names[$0] }
    some.X = X.selecting(columns: places)
    some.rest = rest?.selecting(columns: places)
    some.endogenous = places.indices.filter { endogenous.contains(places[$0]) }
    return some
  }

  /// The line of a row; its number from 1 where lines are not known.
  func line(_ row: Int) -> Int { lines.isEmpty ? row + 1 : lines[row] }

  /// The data of some of the rows; groups that lose all theirs are gone.
  ///
  /// - Parameter rows: Places of rows, from 0.
  /// - Returns: The data in the order of `rows`.
  package func selecting(rows: [Int]) -> RegressionData {
    var selected = RegressionData(
      dependent: dependent, y: rows.map { y[$0] }, names: names, X: X.selecting(rows),
      lines: rows.map(line))
    selected.rest = rest?.selecting(rows)
    selected.endogenous = endogenous
    selected.instrumentNames = instrumentNames
    selected.Z = Z.selecting(rows)
    selected.weights = weights.map { weights in rows.map { weights[$0] } }
    selected.offset = offset.map { offset in rows.map { offset[$0] } }
    selected.effects = effects.map { $0.selecting(rows) }
    selected.clusters = clusters.map { $0.selecting(rows) }
    selected.entity = entity?.selecting(rows)
    selected.period = period.map { period in rows.map { period[$0] } }
    selected.periodsPerYear = periodsPerYear
    return selected
  }
}

extension Matrix {
  fileprivate func selecting(_ places: [Int]) -> Matrix {
    var list: [Double] = []
    list.reserveCapacity(places.count * columns)
    for j in 0..<columns {
      let column = storage[j * rows..<(j + 1) * rows]
      for i in places { list.append(column[j * rows + i]) }
    }
    return Matrix(rows: places.count, columns: columns, storage: list)
  }
}
