import LinearAlgebra

extension RegressionData {
  /// The data of some of the rows; groups that lose all theirs are gone.
  ///
  /// - Parameter rows: Places of rows, from 0.
  /// - Returns: The data in the order of `rows`.
  package func selecting(rows: [Int]) -> RegressionData {
    var selected = RegressionData(
      dependent: dependent, y: rows.map { y[$0] }, names: names, X: X.selecting(rows),
      lines: lines.isEmpty ? [] : rows.map { lines[$0] })
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
    return selected
  }
}

extension Matrix {
  fileprivate func selecting(_ places: [Int]) -> Matrix {
    Matrix(rows: places.count, columns: columns) { i, j in self[places[i], j] }
  }
}
