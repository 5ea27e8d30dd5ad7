import LinearAlgebra

/// The demeaned rows of a dynamic panel, and the moments of lags corrected for demeaning.
struct WithinSample {
  /// A unit's rows.
  struct Unit {
    let rows: Range<Int>
    /// Which of the distinct sets of periods it has.
    let pattern: Int
    var count: Double { Double(rows.count) }
  }

  let dependent: String
  let names: [String]
  let lags: Int
  let units: [Unit]
  /// Demeaned: n × p, n × q, n.
  let L: Matrix
  let X: Matrix
  let y: [Double]
  private let patterns: [[Int]]
  /// L and y less X as well.
  private let partialL: Matrix
  private let partialY: [Double]
  private let factorX: OrthogonalFactor

  init(
    _ table: PanelTable, dependent: String, lags: Int, regressors: [PanelTerm], periodEffects: Bool
  ) throws(EstimationError) {
    (self.dependent, self.lags) = (dependent, lags)
    let lagTerms = (1...lags).map { PanelTerm(dependent, lag: $0) }
    let terms = lagTerms + regressors
    let times = (0..<table.units).map { unit in
      (0..<table.periods).filter { time in
        ([PanelTerm(dependent)] + terms).allSatisfy {
          table.value($0, unit: unit, at: time) != nil
        }
      }
    }
    let kept = times.indices.filter { times[$0].count > 1 }
    guard !kept.isEmpty else { throw .tooFewPeriods(needed: lags + 2) }
    guard kept.count > 1 else { throw .tooFewClusters(kept.count) }
    let used = Set(kept.flatMap { times[$0] }).sorted()
    let dummies = periodEffects ? Array(used.dropFirst()) : []
    names = terms.map(\.name) + dummies.map { "period \(table.firstPeriod + $0)" }
    var columns = Array(repeating: [Double](), count: 1 + names.count)
    var units: [Unit] = [], start = 0
    let (patternOf, patterns) = numbered(kept.map { times[$0] })
    for (place, unit) in kept.enumerated() {
      let periods = times[unit]
      units.append(Unit(rows: start..<start + periods.count, pattern: patternOf[place]))
      start += periods.count
      for (j, term) in ([PanelTerm(dependent)] + terms).enumerated() {
        columns[j] += demeaned(
          periods.compactMap { table.value(term, unit: unit, at: $0) })
      }
      for (j, period) in dummies.enumerated() {
        columns[1 + terms.count + j] += demeaned(periods.map { $0 == period ? 1 : 0 })
      }
    }
    (self.units, self.patterns, y) = (units, patterns, columns[0])
    L = Matrix(columns: Array(columns[1...lags]), rows: start)
    X = Matrix(columns: Array(columns[(1 + lags)...]), rows: start)
    let whole = L.beside(X)
    guard start > whole.columns + kept.count else {
      throw .tooFewObservations(observations: start, parameters: whole.columns + kept.count)
    }
    try checkColumns(X.beside(L), names: Array(names[lags...] + names[..<lags]))
    factorX = OrthogonalFactor(X)
    let both = beyond(factorX, L.beside(Matrix(columns: [y], rows: start)))
    partialL = both.selecting(columns: Array(0..<lags))
    partialY = both.column(lags)
  }

  /// Slopes of lags in the within regression, which are biased.
  var withinSlopes: [Double] { solve(partialL, partialY) }

  /// Coefficients of X given those of lags.
  func otherCoefficients(_ alpha: [Double]) -> [Double] {
    solve(factorX, zip(y, L * alpha).map { $0 - $1 })
  }

  /// The root of corrected moments, followed from the within estimate.
  ///
  /// - Throws: ``EstimationError/notConverged(what:steps:)``;
  ///   ``EstimationError/perfectFit(dependent:)``.
  func root() throws(EstimationError) -> [Double] {
    var alpha = withinSlopes
    let residuals = zip(partialY, partialL * alpha).map { $0 - $1 }
    guard sumOfSquares(residuals).squareRoot() > 1e-12 * sumOfSquares(y).squareRoot() else {
      throw .perfectFit(dependent: dependent)
    }
    let steps = 40
    for step in 1...steps {
      alpha = try newton(from: alpha, share: Double(step) / Double(steps))
    }
    return alpha
  }

  /// The root of moments with a share of the correction, near a starting point.
  private func newton(from start: [Double], share: Double) throws(EstimationError) -> [Double] {
    var alpha = start
    for _ in 0..<50 {
      let (moments, slopes) = partialMoments(alpha, share: share)
      let factor = OrthogonalFactor(slopes)
      guard factor.firstDependentColumn(tolerance: 1e-12) == nil else { break }
      let step = solve(factor, moments)
      // A small share of the correction moves the root little; a leap is another root's.
      guard step.allSatisfy({ $0.magnitude < 0.5 }) else { break }
      alpha = zip(alpha, step).map { $0 - $1 }
      if zip(step, alpha).allSatisfy({ $0.magnitude <= 1e-14 * (1 + $1.magnitude) }) {
        return alpha
      }
    }
    // The last digits may go round in circles.
    let (moments, slopes) = partialMoments(alpha, share: share)
    let factor = OrthogonalFactor(slopes)
    guard factor.firstDependentColumn(tolerance: 1e-12) == nil,
      solve(factor, moments).allSatisfy({ $0.magnitude < 1e-12 })
    else { throw .notConverged(what: "bias correction", steps: 50) }
    return alpha
  }

  /// Moments of lags with X's coefficients put in, and their derivatives: both by the lags.
  private func partialMoments(_ alpha: [Double], share: Double) -> ([Double], Matrix) {
    let biases = patterns.map { DemeaningBias(periods: $0, alpha: alpha) }
    let e = zip(partialY, partialL * alpha).map { $0 - $1 }
    var moments = Array(repeating: 0.0, count: lags)
    var slopes = Matrix(rows: lags, columns: lags)
    for unit in units {
      let bias = biases[unit.pattern], degrees = unit.count - 1
      let square = unit.rows.reduce(0.0) { $0 + e[$1] * e[$1] } / degrees
      let products = (0..<lags).map { j in unit.rows.reduce(0.0) { $0 + partialL[$1, j] * e[$1] } }
      for j in 0..<lags {
        moments[j] += products[j] + share * square * bias.values[j]
        for k in 0..<lags {
          let cross = unit.rows.reduce(0.0) { $0 + partialL[$1, j] * partialL[$1, k] }
          let change = square * bias.slopes[j, k] - 2 * products[k] / degrees * bias.values[j]
          slopes[j, k] += share * change - cross
        }
      }
    }
    return (moments, slopes)
  }

  /// G⁻¹ (Σ mᵢmᵢᵀ) G⁻ᵀ over units.
  func covariance(_ coefficients: [Double]) throws(EstimationError) -> Matrix {
    let whole = L.beside(X), p = whole.columns
    let alpha = Array(coefficients[..<lags])
    let biases = patterns.map { DemeaningBias(periods: $0, alpha: alpha) }
    let e = zip(y, whole * coefficients).map { $0 - $1 }
    var moments = Matrix(rows: p, columns: units.count), G = Matrix(rows: p, columns: p)
    for (place, unit) in units.enumerated() {
      let bias = biases[unit.pattern], degrees = unit.count - 1
      let square = unit.rows.reduce(0.0) { $0 + e[$1] * e[$1] } / degrees
      let products = (0..<p).map { j in unit.rows.reduce(0.0) { $0 + whole[$1, j] * e[$1] } }
      for j in 0..<p {
        moments[j, place] = products[j] + (j < lags ? square * bias.values[j] : 0)
        for k in 0..<p {
          G[j, k] -= unit.rows.reduce(0.0) { $0 + whole[$1, j] * whole[$1, k] }
          guard j < lags else { continue }
          G[j, k] -= 2 * products[k] / degrees * bias.values[j]
          if k < lags { G[j, k] += square * bias.slopes[j, k] }
        }
      }
    }
    let factor = OrthogonalFactor(G)
    if let column = factor.firstDependentColumn(tolerance: 1e-12) {
      throw .notIdentified(regressor: names[column])
    }
    let influence = factor.solved(factor.rotated(moments))
    return influence * influence.transposed
  }
}

/// What demeaning does to the moments of lags: −σ² times ``values``.
struct DemeaningBias {
  /// bⱼ for each lag.
  private(set) var values: [Double]
  /// ∂bⱼ/∂αₖ.
  private(set) var slopes: Matrix

  /// - Parameters:
  ///   - periods: Of a unit's rows, ascending.
  ///   - alpha: Coefficients of lags 1 to p.
  init(periods: [Int], alpha: [Double]) {
    let p = alpha.count, T = Double(periods.count)
    let reach = max(0, (periods.last ?? 0) - (periods.first ?? 0))
    // ψ₀ = 1, ψₕ = Σ αₖψₕ₋ₖ, and derivatives of the same recursion.
    var psi = [1.0], change = [Array(repeating: 0.0, count: p)]
    for h in 1..<max(reach + 1, 1) where reach > 0 {
      var next = 0.0, derivative = Array(repeating: 0.0, count: p)
      for k in 1...p where h >= k {
        next += alpha[k - 1] * psi[h - k]
        derivative[k - 1] += psi[h - k]
        for l in 0..<p { derivative[l] += alpha[k - 1] * change[h - k][l] }
      }
      psi.append(next)
      change.append(derivative)
    }
    values = Array(repeating: 0, count: p)
    slopes = Matrix(rows: p, columns: p)
    for j in 1...p {
      for t in periods {
        for s in periods where s <= t - j {
          values[j - 1] += psi[t - j - s] / T
          for l in 0..<p { slopes[j - 1, l] += change[t - j - s][l] / T }
        }
      }
    }
  }
}

private func demeaned(_ x: [Double]) -> [Double] {
  // Exactly zero for what does not vary, so that it is named.
  if let first = x.first, x.allSatisfy({ $0 == first }) { return x.map { _ in 0 } }
  let mean = x.reduce(0, +) / Double(x.count)
  return x.map { $0 - mean }
}

private func beyond(_ factor: OrthogonalFactor, _ B: Matrix) -> Matrix {
  let rotated = factor.rotated(B)
  return factor.restored(
    Matrix(rows: B.rows, columns: B.columns) { i, j in i < factor.columns ? 0 : rotated[i, j] })
}

private func solve(_ A: Matrix, _ b: [Double]) -> [Double] { solve(OrthogonalFactor(A), b) }

private func solve(_ factor: OrthogonalFactor, _ b: [Double]) -> [Double] {
  let rotated = factor.rotated(Matrix(columns: [b], rows: b.count))
  return factor.solved(rotated.selecting(rows: 0..<factor.columns)).storage
}

/// Refuses columns that are zero within units, or combinations of those before them.
private func checkColumns(_ X: Matrix, names: [String]) throws(EstimationError) {
  if let column = OrthogonalFactor(X).firstDependentColumn(tolerance: 1e-11) {
    throw X.column(column).allSatisfy { $0 == 0 }
      ? .absorbed(regressor: names[column]) : .collinear(regressor: names[column])
  }
}
