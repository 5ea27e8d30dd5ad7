package import LinearAlgebra
package import ReachModel

/// Time series of one length: T periods in order, nothing missing.
package struct TimeSeries: Sendable {
  package let names: [String]
  /// T × m, earliest period first.
  package let values: Matrix

  package init(names: [String], values: Matrix) {
    precondition(values.columns == names.count && !names.isEmpty, "\(names.count) names")
    (self.names, self.values) = (names, values)
  }
}

/// A vector autoregression with a Minnesota prior.
package struct BayesianAutoregression: Sendable {
  package let series: TimeSeries
  package let minnesota: MinnesotaPrior
  /// The names of the k = mp + 1 regressors: lags, then the constant.
  package let regressors: [String]
  /// λ.
  package let tightness: Double
  /// Whether λ was looked for and stands at an end of 0.001...100.
  package let isAtBound: Bool
  /// σᵢ.
  package let scales: [Double]
  package let prior: NormalInverseWishart
  package let posterior: NormalInverseWishart
  /// ln p(Y | λ), given the first p periods.
  package let logMarginalLikelihood: Double
  /// T − p.
  package let observations: Int

  package var names: [String] { series.names }

  /// 1 − Var(posterior)/Var(prior) of the coefficients of a regressor, given Σ.
  ///
  /// It is the same in every equation; near 0 the prior says it all.
  package func learningRatio(_ regressor: Int) -> Double {
    func variance(_ law: NormalInverseWishart) -> Double {
      (0..<law.regressors).reduce(0) { $0 + law.root[regressor, $1] * law.root[regressor, $1] }
    }
    return 1 - variance(posterior) / variance(prior)
  }

  /// The lags of which the data leave at least four fifths of the prior's variance.
  package var priorDriven: [String] {
    (0..<regressors.count - 1)
      .filter { learningRatio($0) < ParameterUpdate.learningThreshold }.map { regressors[$0] }
  }

  /// What the prior decides, in a sentence.
  package var priorNote: Label {
    let lags = regressors.count - 1, left = priorDriven.count
    return Label(
      vi:
        "\(inText(observations).vi) kỳ cho \(lags) hệ số trễ mỗi phương trình; tiên nghiệm quyết định "
        + "\(left) trong số đó (số liệu giảm phương sai dưới 20 %)",
      en:
        "\(counted(observations, "period")) for \(counted(lags, "lag coefficient")) an equation; "
        + "the prior decides \(left) of them (data cut the variance by less than 20 %)")
  }

  /// The regressors of the period after the last.
  package var nextRow: [Double] { laggedRow(series.values, before: series.values.rows) }

  /// The law of each series in the period after the last: t, in closed form.
  package var nextPeriod: [StudentLaw] {
    let law = posterior.predictive(nextRow)
    return names.indices.map {
      StudentLaw(
        location: law.location[$0], scale: law.scale[$0, $0].squareRoot(),
        degreesOfFreedom: law.degreesOfFreedom)
    }
  }

  func laggedRow(_ values: Matrix, before period: Int) -> [Double] {
    lagged(values, before: period, lags: minnesota.lags)
  }
}

/// The p periods before one, the latest first, and 1 for the constant.
func lagged(_ values: Matrix, before period: Int, lags: Int) -> [Double] {
  var row: [Double] = []
  for lag in 1...lags { row += (0..<values.columns).map { values[period - lag, $0] } }
  return row + [1]
}

/// Fits a vector autoregression with a conjugate Minnesota prior, by dummy observations.
///
/// - Parameters:
///   - series: T periods of m series.
///   - minnesota: The prior; its λ may be looked for.
/// - Returns: Prior, posterior and ln p(Y), in closed form.
/// - Throws: ``BayesianProblem/tooFewPeriods(periods:needed:)``,
///   ``BayesianProblem/constantSeries(name:)`` or ``BayesianProblem/infiniteValue(column:)``.
/// - Source: Bańbura, Giannone and Reichlin, *Journal of Applied Econometrics* 25, 2010; Giannone,
///   Lenza and Primiceri, *Review of Economics and Statistics* 97(2), 2015, for λ.
package func fitAutoregression(
  _ series: TimeSeries, prior minnesota: MinnesotaPrior
) throws(EstimationError) -> BayesianAutoregression {
  let m = series.names.count, periods = series.values.rows, p = minnesota.lags
  precondition(minnesota.firstLagMeans.map { $0.count == m } ?? true, "first-lag means of \(m)")
  precondition(minnesota.scales.map { $0.count == m } ?? true, "scales of \(m) series")
  // One row to learn from, and for the scales three rows of an autoregression with a constant.
  let needed = max(p + 1, minnesota.scales == nil ? 4 : 2)
  guard periods >= needed else {
    throw .bayesian(.tooFewPeriods(periods: periods, needed: needed))
  }
  for j in 0..<m where !series.values.column(j).allSatisfy(\.isFinite) {
    throw .bayesian(.infiniteValue(column: series.names[j]))
  }
  let scales: [Double]
  if let given = minnesota.scales {
    scales = given
  } else {
    scales = try autoregressionScales(series)
  }
  let rows = AutoregressionRows(series, minnesota, scales)
  let (λ, isAtBound) = try rows.tightness()
  let (prior, posterior) = try rows.laws(λ)
  return BayesianAutoregression(
    series: series, minnesota: minnesota,
    regressors: (1...p).flatMap { lag in series.names.map { "\($0)(t-\(lag))" } }
      + [RegressionData.constantName],
    tightness: λ, isAtBound: isAtBound, scales: scales, prior: prior, posterior: posterior,
    logMarginalLikelihood: try rows.logLikelihood(prior, posterior), observations: periods - p)
}

/// The residual sd of each series on its last value and a constant, with divisor T − 3.
private func autoregressionScales(_ series: TimeSeries) throws(EstimationError) -> [Double] {
  var scales: [Double] = []
  for (j, name) in series.names.enumerated() {
    let values = series.values.column(j)
    let size = values.reduce(0) { max($0, $1.magnitude) }
    guard size > 0 else { throw .bayesian(.constantSeries(name: name)) }
    let lag = values.dropLast().map { $0 / size }
    let X = Matrix(columns: [lag, Array(repeating: 1, count: lag.count)], rows: lag.count)
    let fit = try? leastSquares(X, values.dropFirst().map { $0 / size })
    // What is left of a series that its last value explains is rounding, and no scale.
    guard let fit, fit.residualStandardDeviation > 1e-12 else {
      throw .bayesian(.constantSeries(name: name))
    }
    scales.append(size * fit.residualStandardDeviation)
  }
  return scales
}
