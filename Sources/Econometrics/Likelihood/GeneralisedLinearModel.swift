import LinearAlgebra

/// Fits a generalised linear model, with any number of fixed effects taken out at every step.
///
/// Effects that are taken out give the coefficients of explicit dummies. For the Poisson law that
/// is innocuous in short panels; for the other laws it is the unconditional estimator, whose
/// coefficients are biased when each group has few rows (the incidental parameters; Neyman and
/// Scott 1948; Allison and Waterman 2002).
///
/// - Parameters:
///   - data: Weights multiply the log likelihood of a row; for a binomial law they are trials, of
///     which y is the share that succeeded. Its instruments are not used.
///   - family: The law and the link.
///   - separation: What to do with rows that no finite coefficient fits.
///   - threads: Columns and blocks of rows that are worked on at a time.
///   - maximumSteps: Newton's steps, at most.
/// - Returns: The fit. With separation dropped it is of fewer rows and perhaps regressors, as
///   ``GeneralisedLinearFit/separation`` tells.
/// - Throws: An ``EstimationError`` that names the column, the lines or the counts.
/// - Source: McCullagh and Nelder, *Generalized Linear Models*, 2nd ed.; Correia, Guimarães and
///   Zylkin, *Stata Journal* 20(1), 2020.
package func fitGeneralisedLinear(
  _ data: RegressionData, _ family: ResponseFamily, separation: SeparationRule = .refuse,
  threads: Int = 1, maximumSteps: Int = 500
) throws(EstimationError) -> GeneralisedLinearFit {
  try checkLikelihoodData(data, family)
  var search = SeparationSearch(data, family, threads: threads)
  var part = data
  while true {
    let failure: EstimationError
    do throws(EstimationError) {
      let fit = try attempt(part, family, search, maximumSteps: maximumSteps)
      guard separation == .refuse, let refusal = search.refusal(data) else { return fit }
      failure = refusal
    } catch {
      if let smaller = search.part(of: part, after: error) {
        part = smaller
        continue
      }
      failure = error
    }
    // All that is separated, not only what was found last.
    if case .likelihood(.separated) = failure { throw search.refusal(data) ?? failure }
    throw separation == .refuse ? search.refusal(data) ?? failure : failure
  }
}

/// One fit of what separation has left so far.
private func attempt(
  _ data: RegressionData, _ family: ResponseFamily, _ search: SeparationSearch, maximumSteps: Int
) throws(EstimationError) -> GeneralisedLinearFit {
  try checkLikelihoodData(data, family)
  try search.refuseSeparatedGroups(data)
  let model = LikelihoodModel(
    data: data, family: family, threads: search.threads, maximumSteps: maximumSteps)
  let maximum = try model.maximum { () throws(EstimationError) in
    try search.refuseSeparatedRows(data)
  }
  return try model.fit(maximum, rows: search.kept, search.report)
}

/// A family's likelihood of some data.
struct LikelihoodModel {
  let data: RegressionData
  let family: ResponseFamily
  let threads: Int
  let maximumSteps: Int
  let effects: ReweightedEffects?

  init(data: RegressionData, family: ResponseFamily, threads: Int, maximumSteps: Int) {
    (self.data, self.family, self.threads) = (data, family, threads)
    self.maximumSteps = maximumSteps
    effects = data.effects.isEmpty ? nil : ReweightedEffects(data.effects, threads: threads)
  }

  /// A likelihood at its greatest.
  struct Maximum {
    var law: WorkingLaw
    var state: ScoringState
    var logLikelihood: Double
    var steps: Int
  }

  func maximum(
    suspect: @escaping () throws(EstimationError) -> Void
  ) throws(EstimationError) -> Maximum {
    // The rank of more than two effects may be given too high: it is not a reason to refuse.
    let parameters = data.X.columns + (effects?.leastRank ?? 0)
    guard data.observations > parameters else {
      // Without separated rows there may be fewer parameters.
      try suspect()
      throw .tooFewObservations(observations: data.observations, parameters: parameters)
    }
    let problem = ScoringProblem(
      y: data.y, names: data.names, X: data.X, prior: data.weights, offset: data.offset,
      effects: effects, threads: threads, maximumSteps: maximumSteps)
    return try maximum(of: problem, suspect: suspect)
  }

  private func maximum(
    of problem: ScoringProblem, suspect: @escaping () throws(EstimationError) -> Void
  ) throws(EstimationError) -> Maximum {
    let law: WorkingLaw =
      switch family {
      case .poisson, .negativeBinomial: .poisson
      case .logit: .logit
      case .complementaryLogLog: .complementaryLogLog
      }
    let start = ScoringState(
      coefficients: [], eta: startingPredictor(law, y: problem.y, prior: problem.prior),
      isInModel: false, columns: problem.columns)
    var steps = ScoringSteps(problem, law, from: start, suspect: suspect)
    try steps.run()
    if family == .negativeBinomial {
      return try negativeBinomialMaximum(
        problem, from: steps.state, after: steps.count, dependent: data.dependent)
    }
    return Maximum(
      law: law, state: steps.state,
      logLikelihood: steps.response.logLikelihood
        + likelihoodConstant(law, y: problem.y, prior: problem.prior),
      steps: steps.count)
  }

  /// The maximum of a constant and the offset alone.
  func nullMaximum() throws(EstimationError) -> Maximum {
    try maximum(of: nullProblem, suspect: {})
  }

  var nullProblem: ScoringProblem {
    ScoringProblem(
      y: data.y, names: [RegressionData.constantName],
      X: Matrix(columns: [Array(repeating: 1, count: data.observations)], rows: data.observations),
      prior: data.weights,
      offset: data.offset, effects: nil, threads: threads, maximumSteps: maximumSteps)
  }
}
