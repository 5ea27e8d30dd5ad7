import LinearAlgebra

/// The law of one coefficient after the data.
package enum CoefficientLaw: Sendable, Equatable {
  case student(StudentLaw)
  case mixture(NormalMixture)

  /// The centre of a t, which is its mean where it has one.
  package var mean: Double {
    switch self {
    case .student(let law): law.location
    case .mixture(let law): law.mean
    }
  }

  /// nil for a t with at most two degrees of freedom.
  package var standardDeviation: Double? {
    switch self {
    case .student(let law): law.standardDeviation
    case .mixture(let law): law.standardDeviation
    }
  }

  package func quantile(_ u: Double) -> Double {
    switch self {
    case .student(let law): law.quantile(u)
    case .mixture(let law): law.quantile(u)
    }
  }

  /// P(coefficient > 0).
  package var positive: Double {
    switch self {
    case .student(let law): law.tails(at: 0).upper
    case .mixture(let law): law.tails(at: 0).upper
    }
  }
}

/// What is known beforehand of some coefficients, each by itself, and of nothing else.
package struct PartialPrior: Sendable {
  /// Of each coefficient; nil where the prior is flat.
  package var moments: [Moments?]
  /// Shape and rate of the inverse gamma law of σ², independent of the coefficients; nil for 1/σ².
  package var noise: (shape: Double, rate: Double)?
  /// Zellner's g: all slopes are N(0, gσ²(XᵀX)⁻¹) by the own rows; excludes `moments`.
  package var g: Double?

  package init(
    moments: [Moments?], noise: (shape: Double, rate: Double)? = nil, g: Double? = nil
  ) {
    precondition(g == nil || moments.allSatisfy { $0 == nil }, "g beside priors")
    precondition(g.map { $0 > 0 && $0.isFinite } ?? true, "g = \(g ?? 0)")
    (self.moments, self.noise, self.g) = (moments, noise, g)
  }
}

/// Updates a prior that leaves coefficients or the variance flat.
///
/// Flat coefficients are integrated out in closed form by QR: what is left of the other columns
/// and of y has the normal prior, and each flat coefficient is a normal about a combination of the
/// others. Without any normal prior everything is a t.
///
/// - Parameters:
///   - data: Effects are taken out under a flat prior; rows with weights have variance σ²/w.
///   - prior: Of the columns of `data`.
///   - sources: Rows from elsewhere, whose likelihood has their power; they share σ².
///   - threads: Columns that are worked on at a time.
/// - Returns: The law of each coefficient.
/// - Throws: An ``EstimationError`` naming a dependent column, the counts where a flat variance
///   leaves no degrees of freedom, or the dependent variable where it leaves no error.
/// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., §14.2 (flat), §14.8 and §11.3;
///   Ibrahim and Chen, *Statistical Science* 15(1), 2000, for powers.
package func fitPartialPrior(
  _ data: RegressionData, prior: PartialPrior, sources: [ExternalData] = [], threads: Int = 1
) throws(EstimationError) -> [CoefficientLaw] {
  precondition(prior.moments.count == data.names.count, "a prior of \(prior.moments.count)")
  let own = try CountedRows(data, threads: threads)
  var rows = PoweredRows(own.X.columns)
  rows.append(own, power: 1)
  for source in sources where source.power > 0 {
    precondition(source.data.names == data.names, "a source of \(source.data.names)")
    rows.append(try CountedRows(source.data, threads: threads), power: source.power)
  }
  let fitted = FlatFit(data: data, rows: rows, prior: prior)
  if prior.moments.allSatisfy({ $0 == nil }) { return try fitted.closedForm(own) }
  return try fitted.mixtures()
}

/// Rows of several places, each times the root of its power.
private struct PoweredRows {
  private(set) var columns: [[Double]]
  private(set) var y: [Double] = []
  /// Σ a₀ (n − effects).
  private(set) var count = 0.0

  init(_ k: Int) { columns = Array(repeating: [], count: k) }

  mutating func append(_ rows: CountedRows, power: Double) {
    let root = power.squareRoot()
    y += rows.y.map { root * $0 }
    for j in columns.indices { columns[j] += rows.X.column(j).map { root * $0 } }
    count += power * Double(rows.y.count - rows.rank)
  }

  func matrix(_ places: [Int]) -> Matrix {
    Matrix(columns: places.map { columns[$0] }, rows: y.count)
  }
}

private struct FlatFit {
  let data: RegressionData
  let rows: PoweredRows
  let prior: PartialPrior

  private var names: [String] { data.names }

  private func requireError(_ residual: Double, flat: Int) throws(EstimationError) {
    guard prior.noise == nil else { return }
    guard rows.count > Double(flat) else {
      throw .tooFewObservations(observations: data.observations, parameters: flat)
    }
    guard residual > 1e-24 * dot(rows.y, rows.y) else {
      throw .perfectFit(dependent: data.dependent)
    }
  }

  // MARK: t laws

  /// Least squares of all rows, below them Zellner's where there is g.
  func closedForm(_ own: CountedRows) throws(EstimationError) -> [CoefficientLaw] {
    let k = names.count
    var X = rows.matrix(Array(0..<k)), y = rows.y, flat = k
    if let g = prior.g {
      let constant = names.firstIndex(of: RegressionData.constantName)
      let slopes = centred(own.X, constant), root = 1 / g.squareRoot()
      X = (root * slopes).above(X)
      y = Array(repeating: 0, count: slopes.rows) + y
      flat = constant == nil ? 0 : 1
    }
    let fit: MultivariateLeastSquares
    do throws(LeastSquaresError) {
      fit = try MultivariateLeastSquares(X, Matrix(columns: [y], rows: y.count))
    } catch {
      throw named(error, names, observations: data.observations, parameters: k)
    }
    let residual = fit.residualCrossProducts[0, 0]
    try requireError(residual, flat: flat)
    let a = (prior.noise?.shape ?? 0) + (rows.count - Double(flat)) / 2
    guard a > 0 else { throw .tooFewObservations(observations: data.observations, parameters: k) }
    let law = NormalInverseGamma(
      mean: fit.coefficients.column(0), V: fit.inverseTriangle * fit.inverseTriangle.transposed,
      a: a, b: (prior.noise?.rate ?? 0) + residual / 2)
    return names.indices.map { .student(law.marginal($0)) }
  }

  /// Columns less their part along the constant's, which is nothing then.
  private func centred(_ X: Matrix, _ constant: Int?) -> Matrix {
    guard let constant else { return X }
    let ones = X.column(constant), square = dot(ones, ones)
    let columns = (0..<X.columns).map { j -> [Double] in
      guard j != constant else { return Array(repeating: 0, count: X.rows) }
      let x = X.column(j), share = dot(ones, x) / square
      return zip(x, ones).map { $0 - share * $1 }
    }
    return Matrix(columns: columns, rows: X.rows)
  }

  // MARK: Mixtures

  func mixtures() throws(EstimationError) -> [CoefficientLaw] {
    let informed = names.indices.filter { prior.moments[$0] != nil }
    let flat = names.indices.filter { prior.moments[$0] == nil }
    let moments = informed.compactMap { prior.moments[$0] }
    try checkErrors()
    let partial = try PartialledRows(rows.matrix(flat), rows.matrix(informed), rows.y) { place in
      .collinear(regressor: names[flat[place]])
    }
    let law = try VarianceLaw(
      WhitenedRows(moments, partial.X, partial.y, count: rows.count - Double(flat.count)),
      a: prior.noise?.shape ?? 0, b: prior.noise?.rate ?? 0)
    let posterior = IndependentNormalPosterior(
      names: informed.map { names[$0] }, prior: moments, law: law,
      logMarginalLikelihood: law.logEvidence)
    return names.indices.map { j in
      if let place = informed.firstIndex(of: j) { return .mixture(posterior.marginal(place)) }
      let place = flat.firstIndex(of: j) ?? 0
      let about = posterior.predictive(
        informed.indices.map { -partial.slopes[place, $0] },
        weight: 1 / partial.inverseGram[place, place])
      let centre = partial.slopes[place, informed.count]
      return .mixture(
        NormalMixture(
          weights: about.weights, means: about.means.map { $0 + centre }, sds: about.sds))
    }
  }

  /// Whether all columns together leave an error, where nothing else says what it is like.
  private func checkErrors() throws(EstimationError) {
    guard prior.noise == nil else { return }
    let all = rows.matrix(Array(names.indices))
    guard all.rows > all.columns, rows.count > Double(all.columns) else {
      throw .tooFewObservations(observations: data.observations, parameters: all.columns)
    }
    let rotated = OrthogonalFactor(all).rotated(Matrix(columns: [rows.y], rows: all.rows))
    let left = rotated.storage[all.columns...].reduce(0) { $0 + $1 * $1 }
    try requireError(left, flat: all.columns)
  }
}

/// What flat columns leave of others and of y, in n − f rows.
private struct PartialledRows {
  let X: Matrix
  let y: [Double]
  /// Of the others and of y on the flat columns, f × (r + 1).
  let slopes: Matrix
  /// (FᵀF)⁻¹.
  let inverseGram: Matrix

  init(
    _ F: Matrix, _ R: Matrix, _ y: [Double], dependent: (Int) -> EstimationError
  ) throws(EstimationError) {
    let f = F.columns, both = R.beside(Matrix(columns: [y], rows: y.count))
    guard f > 0 else {
      (X, self.y) = (R, y)
      (slopes, inverseGram) = (Matrix(rows: 0, columns: both.columns), Matrix(rows: 0, columns: 0))
      return
    }
    guard y.count >= f else { throw .tooFewObservations(observations: y.count, parameters: f) }
    let factor = OrthogonalFactor(F)
    if let column = factor.firstDependentColumn() { throw dependent(column) }
    let rotated = factor.rotated(both)
    let rest = rotated.selecting(rows: f..<y.count)
    X = rest.selecting(columns: Array(0..<R.columns))
    self.y = rest.column(R.columns)
    slopes = factor.solved(rotated.selecting(rows: 0..<f))
    inverseGram = factor.inverseGram
  }
}
