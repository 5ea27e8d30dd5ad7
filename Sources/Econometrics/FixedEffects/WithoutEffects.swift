import LinearAlgebra

/// X and y less their effects, and the number of independent effects.
///
/// - Throws: ``EstimationError/absorbed(regressor:)`` when nothing is left of a column but rounding
///   (``AbsorbedColumn/isRounding``), ``EstimationError/infinite(variable:)`` and
///   ``EstimationError/notConverged(what:steps:)``.
func withoutEffects(
  _ data: RegressionData, threads: Int
) throws(EstimationError) -> (X: Matrix, y: [Double], rank: Int) {
  guard !data.effects.isEmpty else { return (data.X, data.y, 0) }
  let names = data.names + [data.dependent]
  let absorption = Absorption(effects: data.effects, weights: data.weights, threads: threads)
  var absorbed = try absorption.absorb(names) {
    $0 < data.X.columns ? data.X.column($0) : data.y
  }
  let y = absorbed.removeLast().residuals
  for (name, column) in zip(names, absorbed) where column.isRounding {
    throw .absorbed(regressor: name)
  }
  let X = Matrix(columns: absorbed.map(\.residuals), rows: data.observations)
  return (X, y, absorption.rank)
}
