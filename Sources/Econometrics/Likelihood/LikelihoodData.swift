import LinearAlgebra

/// Refuses data that no likelihood of the family is defined on.
func checkLikelihoodData(
  _ data: RegressionData, _ family: ResponseFamily
) throws(EstimationError) {
  guard data.observations > 0 else { throw .noObservations }
  var columns: [(name: String, values: [Double])] = [(data.dependent, data.y)]
  if let offset = data.offset { columns.append(("offset", offset)) }
  if let weights = data.weights { columns.append(("weights", weights)) }
  for j in data.names.indices { columns.append((data.names[j], data.X.column(j))) }
  for (name, values) in columns {
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw .likelihood(.notFinite(column: name, line: data.line(row)))
    }
  }
  if let row = data.weights?.firstIndex(where: { $0 <= 0 }) {
    throw .likelihood(.weightNotPositive(line: data.line(row)))
  }
  try checkResponse(data, family)
}

private func checkResponse(
  _ data: RegressionData, _ family: ResponseFamily
) throws(EstimationError) {
  let y = data.y, name = data.dependent
  if family.isBinomial {
    if let row = y.firstIndex(where: { $0 < 0 || $0 > 1 }) {
      throw .likelihood(.responseNotShare(dependent: name, line: data.line(row)))
    }
    if y.allSatisfy({ $0 == 1 }) {
      throw .likelihood(.responseConstant(dependent: name, value: 1))
    }
  } else if let row = y.firstIndex(where: { $0 < 0 }) {
    throw .likelihood(.negativeResponse(dependent: name, line: data.line(row)))
  }
  if family == .negativeBinomial, let row = y.firstIndex(where: { $0 != $0.rounded() }) {
    throw .likelihood(.responseNotWhole(dependent: name, line: data.line(row)))
  }
  if y.allSatisfy({ $0 == 0 }) {
    throw .likelihood(.responseConstant(dependent: name, value: 0))
  }
}

extension RegressionData {
  /// The line of a row; its number from 1 where lines are not known.
  func line(_ row: Int) -> Int { lines.isEmpty ? row + 1 : lines[row] }

  /// The same of some of the rows, given by their places from 0.
  func selecting(_ rows: [Int]) -> RegressionData {
    func part(_ X: Matrix) -> Matrix {
      let columns = (0..<X.columns).map { j in
        let column = X.column(j)
        return rows.map { column[$0] }
      }
      return Matrix(columns: columns, rows: rows.count)
    }
    var chosen = self
    chosen.y = rows.map { y[$0] }
    (chosen.X, chosen.Z) = (part(X), part(Z))
    chosen.weights = weights.map { w in rows.map { w[$0] } }
    chosen.offset = offset.map { o in rows.map { o[$0] } }
    chosen.effects = effects.map { $0.selecting(rows) }
    chosen.clusters = clusters.map { $0.selecting(rows) }
    chosen.entity = entity?.selecting(rows)
    chosen.period = period.map { p in rows.map { p[$0] } }
    chosen.lines = lines.isEmpty ? rows.map { $0 + 1 } : rows.map { lines[$0] }
    return chosen
  }

  /// The same without one regressor.
  func without(_ name: String) -> RegressionData {
    let kept = names.indices.filter { names[$0] != name }
    var chosen = self
    chosen.names = kept.map { names[$0] }
    chosen.X = Matrix(columns: kept.map { X.column($0) }, rows: observations)
    return chosen
  }
}
