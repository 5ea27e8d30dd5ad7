import LinearAlgebra

/// Least squares on data with weights and fixed effects.
///
/// - Parameters:
///   - data: Its instruments, if any, are not used.
///   - threads: Columns and blocks of rows that are worked on at a time; they change no bit.
///   - dropping: Whether regressors that the effects or the regressors before them determine are
///     left out and named in ``LinearFit/dropped``; they are refused otherwise.
/// - Returns: The fit; of k coefficients when X has k columns.
/// - Throws: An ``EstimationError`` naming the column or the counts.
/// - Source: Frisch and Waugh, *Econometrica* 1, 1933; Lovell, *JASA* 58, 1963.
package func fitLinear(
  _ data: RegressionData, threads: Int = 1, dropping: Bool = false
) throws(EstimationError) -> LinearFit {
  try checkWeights(data)
  let within = try lessEffects(data, threads: threads)
  if !dropping, let j = within.firstAbsorbed { throw .absorbed(regressor: data.names[j]) }
  do throws(EstimationError) {
    return try fit(data, within, dropped: [], threads: threads)
  } catch {
    guard dropping, error.isAboutColumns else { throw error }
    let kept = try within.independentColumns(data, threads: threads)
    guard kept.count < data.names.count else { throw error }
    var rest = data
    rest.names = kept.map { data.names[$0] }
    let dropped = data.names.indices.filter { !kept.contains($0) }.map { data.names[$0] }
    return try fit(rest, within.selecting(kept), dropped: dropped, threads: threads)
  }
}

extension EstimationError {
  /// Whether fewer columns might have an estimate.
  fileprivate var isAboutColumns: Bool {
    switch self {
    case .collinear, .absorbed, .zeroColumn, .tooFewObservations: true
    default: false
    }
  }
}

/// The fit of columns whose effects are taken out; `data` has their names, its own X is not used.
private func fit(
  _ data: RegressionData, _ within: WithinColumns, dropped: [String], threads: Int
) throws(EstimationError) -> LinearFit {
  let parameters = within.X.columns + within.rank
  guard data.observations > parameters else {
    throw .tooFewObservations(observations: data.observations, parameters: parameters)
  }
  let result: LinearFit
  do throws(LeastSquaresError) {
    let fit = try leastSquares(
      within.X, within.y, weights: data.weights, rest: within.rest, noise: within.noise,
      threads: threads)
    result = LinearFit(
      names: data.names, coefficients: fit.coefficients, X: within.X, weights: data.weights,
      residuals: fit.residuals, inverseGram: fit.inverseGram,
      residualSumOfSquares: fit.residualSumOfSquares, effects: data.effects,
      absorbedRank: within.rank, way: fit.way, conditionNumber: fit.conditionNumber,
      dropped: dropped)
  } catch {
    throw named(error, data, parameters: parameters)
  }
  try result.refuseScale(of: data)
  return result
}

/// The error of a least-squares problem with the names of its columns.
private func named(
  _ error: LeastSquaresError, _ data: RegressionData, parameters: Int
) -> EstimationError {
  if case .notFinite(let row) = error {
    return .columnNotFinite(column: firstNotFinite(data, row: row))
  }
  return named(error, data.names, observations: data.observations, parameters: parameters)
}

/// The same where columns are not at hand.
func named(
  _ error: LeastSquaresError, _ names: [String], observations: Int, parameters: Int
) -> EstimationError {
  switch error {
  case .rankDeficient(let column): .collinear(regressor: names[column])
  case .zeroColumn(let column): .zeroColumn(regressor: names[column])
  case .outOfRange(let column): .outOfRange(regressor: names[column])
  case .weightNotPositive(let row): .weightNotPositive(row: row)
  case .notFinite: .columnNotFinite(column: names.joined(separator: ", "))
  case .shapeMismatch, .tooFewObservations:
    .tooFewObservations(observations: observations, parameters: parameters)
  }
}

private func firstNotFinite(_ data: RegressionData, row: Int) -> String {
  if !data.y[row].isFinite { return data.dependent }
  let j = data.names.indices.first { !data.X[row, $0].isFinite }
  return j.map { data.names[$0] } ?? "weights"
}

/// Refuses weights before effects are taken out with them.
///
/// Infinite numbers of X and y are found in passes that are made anyway.
private func checkWeights(_ data: RegressionData) throws(EstimationError) {
  guard !data.effects.isEmpty, let weights = data.weights else { return }
  for (row, weight) in weights.enumerated() {
    guard weight.isFinite else { throw .columnNotFinite(column: "weights") }
    guard weight > 0 else { throw .weightNotPositive(row: row) }
  }
}

/// X and y less their effects, and the number of independent effects.
///
/// - Throws: ``EstimationError/absorbed(regressor:)`` when nothing is left of a column but rounding.
func withoutEffects(
  _ data: RegressionData, threads: Int
) throws(EstimationError) -> (X: Matrix, y: [Double], rank: Int) {
  let within = try lessEffects(data, threads: threads)
  if let j = within.firstAbsorbed { throw .absorbed(regressor: data.names[j]) }
  return (within.X, within.y, within.rank)
}

private func lessEffects(
  _ data: RegressionData, threads: Int
) throws(EstimationError) -> WithinColumns {
  guard !data.effects.isEmpty else { return WithinColumns(X: data.X, y: data.y, rest: data.rest) }
  let absorption = Absorption(effects: data.effects, weights: data.weights, threads: threads)
  let k = data.names.count, names = data.names + [data.dependent]
  var storage: [Double] = [], noise: [Double] = [], lengths: [Double] = [], y: [Double] = []
  storage.reserveCapacity(data.observations * k)
  // A few columns at a time: what all of X leaves is stored once.
  for first in stride(from: 0, through: k, by: 2 * threads) {
    let places = first..<min(first + 2 * threads, k + 1)
    let absorbed = try absorption.absorb(Array(names[places])) { place in
      first + place < k ? data.X.column(first + place) : data.y
    }
    for (place, column) in zip(places, absorbed) where place < k {
      storage.append(contentsOf: column.residuals)
      noise.append(column.noise)
      lengths.append(column.norm)
    }
    if places.upperBound > k, let last = absorbed.last { y = last.residuals }
  }
  var within = WithinColumns(
    X: Matrix(rows: data.observations, columns: k, storage: storage), y: y)
  (within.rank, within.noise, within.lengths) = (absorption.rank, noise, lengths)
  return within
}

/// Columns with effects taken out.
private struct WithinColumns {
  var X: Matrix
  var y: [Double]
  /// What the rounding of X left out; nil for nothing, and with effects, whose sweeps round more.
  var rest: Matrix?
  var rank = 0
  /// For each column the length below which it is rounding; nil without effects.
  var noise: [Double]?
  /// The lengths of the columns of X; empty without effects.
  var lengths: [Double] = []

  init(X: Matrix, y: [Double], rest: Matrix? = nil) {
    (self.X, self.y, self.rest) = (X, y, rest)
  }

  /// The first column of which nothing is left but rounding.
  var firstAbsorbed: Int? {
    guard let noise else { return nil }
    return lengths.indices.first { lengths[$0] <= noise[$0] }
  }

  func independentColumns(
    _ data: RegressionData, threads: Int
  ) throws(EstimationError) -> [Int] {
    do throws(LeastSquaresError) {
      return try LinearAlgebra.independentColumns(
        of: X, weights: data.weights, noise: noise, threads: threads)
    } catch {
      throw named(error, data, parameters: X.columns + rank)
    }
  }

  func selecting(_ kept: [Int]) -> WithinColumns {
    var some = self
    some.X = X.selecting(columns: kept)
    some.rest = rest?.selecting(columns: kept)
    some.noise = noise.map { noise in kept.map { noise[$0] } }
    some.lengths = lengths.isEmpty ? [] : kept.map { lengths[$0] }
    return some
  }
}

func scaled(_ X: Matrix, _ roots: [Double]?) -> Matrix {
  guard let roots else { return X }
  return Matrix(rows: X.rows, columns: X.columns) { i, j in roots[i] * X[i, j] }
}

func scaled(_ y: [Double], _ roots: [Double]?) -> [Double] {
  guard let roots else { return y }
  return zip(y, roots).map { $0 * $1 }
}
