import LinearAlgebra
private import NumericKernels
package import ReachModel

/// A linear regression with a conjugate prior.
package struct BayesianFit: Sendable {
  package let names: [String]
  /// As stated, before any data.
  package let initialPrior: NormalInverseGamma
  /// With the sources from elsewhere.
  package let prior: NormalInverseGamma
  package let posterior: NormalInverseGamma
  /// ln p(y), given the prior with its sources.
  package let logMarginalLikelihood: Double
  package let sources: [(name: Label, power: Double, effectiveObservations: Double)]
  package let convention: Label

  /// 1 − Var(posterior)/Var(initial prior) of coefficient j; nil where a variance does not exist.
  package func learningRatio(_ j: Int) -> Double? {
    guard let before = initialPrior.marginal(j).standardDeviation,
      let after = posterior.marginal(j).standardDeviation
    else { return nil }
    return 1 - (after / before) * (after / before)
  }
}

/// Updates a conjugate prior by sources from elsewhere, then by data.
///
/// A source's likelihood has its exponent a₀ (power prior); own rows count once. Effects are taken
/// out of each set of rows under a flat prior.
///
/// - Parameters:
///   - data: Its instruments, if any, are not used; rows with weights have variance σ²/w.
///   - prior: Of its k coefficients, proper, rate b > 0.
///   - sources: With regressors of the same names.
///   - threads: Columns that are worked on at a time.
/// - Returns: The prior with its sources, the posterior and ln p(y).
/// - Throws: ``BayesianProblem/priorNotPositiveDefinite(order:)``; an ``EstimationError`` naming a
///   column that is infinite or lost in the effects.
/// - Source: Ibrahim and Chen, *Statistical Science* 15(1), 2000, for a fixed a₀.
package func fitBayesian(
  _ data: RegressionData, prior: NormalInverseGamma, sources: [ExternalData] = [],
  threads: Int = 1
) throws(EstimationError) -> BayesianFit {
  precondition(prior.mean.count == data.names.count, "a prior of \(prior.mean.count) coefficients")
  var informed = prior
  for source in sources {
    precondition(source.data.names == data.names, "a source of \(source.data.names)")
    let rows = try CountedRows(source.data, threads: threads)
    informed = try updated(informed, by: rows, power: source.power, names: data.names).posterior
  }
  let own = try CountedRows(data, threads: threads)
  let (posterior, evidence) = try updated(informed, by: own, power: 1, names: data.names)
  return BayesianFit(
    names: data.names, initialPrior: prior, prior: informed, posterior: posterior,
    logMarginalLikelihood: evidence + own.logWeights,
    sources: sources.map { ($0.name, $0.power, $0.effectiveObservations) },
    convention: conjugateConvention(effects: !data.effects.isEmpty))
}

private func conjugateConvention(effects: Bool) -> Label {
  let flat = Label(
    vi: "; hiệu ứng cố định có tiên nghiệm phẳng, nên chỉ so sánh p(y) giữa các mô hình có cùng "
      + "hiệu ứng", en: "; effects have a flat prior, so compare p(y) only where they are the same")
  return Label(
    vi: "tiên nghiệm chuẩn - gamma nghịch đảo: β | σ² ~ N(m, σ²V), σ² ~ IG(a, b)"
      + (effects ? flat.vi : ""),
    en: "normal-inverse-gamma prior: β | σ² ~ N(m, σ²V), σ² ~ IG(a, b)"
      + (effects ? flat.en : ""))
}

/// Rows as a likelihood takes them: effects out, times √w.
struct CountedRows {
  let X: Matrix
  let y: [Double]
  /// Effects taken out under a flat prior.
  let rank: Int
  /// ½ Σ ln w: what weights add to ln p(y).
  let logWeights: Double

  init(_ data: RegressionData, threads: Int) throws(EstimationError) {
    guard data.observations > 0 else { throw .noObservations }
    try requireFinite(data)
    let (left, y, rank) = try withoutEffects(data, threads: threads)
    let roots = data.weights?.map { $0.squareRoot() }
    (X, self.y, self.rank) = (scaled(left, roots), scaled(y, roots), rank)
    logWeights = data.weights?.reduce(0) { $0 + naturalLogarithm($1) / 2 } ?? 0
  }
}

private func updated(
  _ prior: NormalInverseGamma, by rows: CountedRows, power: Double, names: [String]
) throws(EstimationError) -> (posterior: NormalInverseGamma, logMarginalLikelihood: Double) {
  do throws(NormalInverseGamma.Failure) {
    return try prior.updated(by: rows.X, rows.y, power: power, rank: rows.rank)
  } catch {
    throw error.estimationError(names)
  }
}

extension NormalInverseGamma.Failure {
  /// The same in the words of a regression's columns.
  package func estimationError(_ names: [String]) -> EstimationError {
    switch self {
    case .priorNotPositiveDefinite(let order):
      .bayesian(.priorNotPositiveDefinite(order: order))
    case .leastSquares(.notFinite): .bayesian(.infiniteValue(column: names.joined(separator: ", ")))
    case .leastSquares(let error):
      named(error, names, observations: 0, parameters: names.count)
    }
  }
}
