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
