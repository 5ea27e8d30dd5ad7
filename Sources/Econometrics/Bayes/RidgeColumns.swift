import LinearAlgebra

/// Data ready for a penalty: constant and effects taken out, columns and rows scaled.
struct RidgeColumns {
  /// n × k, times √w.
  let X: Matrix
  /// n numbers, times √w.
  let y: [Double]
  let unpenalisedRank: Int
  private let names: [String]
  private let constant: Int?
  private let means: [Double]
  private let meanOfY: Double
  private let scales: [Double]
  private let roots: [Double]?

  init(_ data: RegressionData, scale: RidgeScale, threads: Int) throws(EstimationError) {
    guard data.observations > 0 else { throw .noObservations }
    try requireFinite(data)
    let (left, y, rank) = try withoutEffects(data, threads: threads)
    let weights = data.weights ?? Array(repeating: 1, count: y.count)
    let total = weights.reduce(0, +)
    let constant = data.names.firstIndex(of: RegressionData.constantName)
    let places = data.names.indices.filter { $0 != constant }
    func mean(_ x: [Double]) -> Double {
      constant == nil ? 0 : zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
    }
    let means = places.map { mean(left.column($0)) }
    var columns: [[Double]] = [], scales: [Double] = []
    for (place, mean) in zip(places, means) {
      let original = left.column(place), column = original.map { $0 - mean }
      let spread = rootMeanSquare(column, weights, total)
      guard spread > 1e-14 * rootMeanSquare(original, weights, total) else {
        throw .collinear(regressor: data.names[place])
      }
      scales.append(scale == .standardised ? spread : 1)
      columns.append(column.map { [divisor = scales[scales.count - 1]] in $0 / divisor })
    }
    roots = data.weights?.map { $0.squareRoot() }
    meanOfY = mean(y)
    self.y = scaled(y.map { [meanOfY] in $0 - meanOfY }, roots)
    X = scaled(Matrix(columns: columns, rows: y.count), roots)
    unpenalisedRank = constant == nil ? rank : 1
    (self.names, self.constant, self.means) = (places.map { data.names[$0] }, constant, means)
    self.scales = scales
  }

  /// Constant and slopes on the scale of the data.
  func original(_ slopes: [Double]) -> [Double] {
    var coefficients = zip(slopes, scales).map { $0 / $1 }
    guard let constant else { return coefficients }
    let explained = zip(coefficients, means).reduce(0) { $0 + $1.0 * $1.1 }
    coefficients.insert(meanOfY - explained, at: constant)
    return coefficients
  }

  /// y less its fit, without the weights.
  func residuals(_ slopes: [Double]) -> [Double] {
    let left = zip(y, X * slopes).map { $0 - $1 }
    guard let roots else { return left }
    return zip(left, roots).map { $0 / $1 }
  }

  /// Names the first column that depends on those before it, where there is one.
  func requireFullRank(_ path: RidgePath) throws(EstimationError) {
    guard !path.isOfFullRank else { return }
    do throws(LeastSquaresError) {
      _ = try MultivariateLeastSquares(X, Matrix(columns: [y], rows: y.count))
    } catch {
      if case .rankDeficient(let column) = error { throw .collinear(regressor: names[column]) }
    }
    // Fewer rows than columns, or dependent by singular values alone.
    guard path.observations >= path.slopes + unpenalisedRank else {
      throw .tooFewObservations(
        observations: path.observations, parameters: path.slopes + unpenalisedRank)
    }
    throw .collinear(regressor: names[names.count - 1])
  }
}

private func rootMeanSquare(_ x: [Double], _ weights: [Double], _ total: Double) -> Double {
  (zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / total).squareRoot()
}
