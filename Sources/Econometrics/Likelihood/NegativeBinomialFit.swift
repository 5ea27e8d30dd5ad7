import LinearAlgebra

extension LikelihoodModel {
  /// Coefficients for α, then α for the coefficients, until neither moves.
  ///
  /// The two are nearly independent (their expected information is 0), so that few rounds do.
  /// It starts from the state of the Poisson fit, which took some `steps`.
  func negativeBinomialMaximum(
    _ problem: ScoringProblem, from state: ScoringState, after steps: Int, dependent: String
  ) throws(EstimationError) -> Maximum {
    let tail = CountTail(problem.y, problem.prior)
    var state = state, steps = steps, last = Double.infinity
    var likelihood = DispersionLikelihood(
      y: problem.y, prior: problem.prior, eta: state.eta, tail: tail)
    guard likelihood.slopeAtZero > 0 else {
      throw .likelihood(.noOverdispersion(dependent: dependent))
    }
    var alpha = max(likelihood.moment, 1e-3)
    for round in 0..<200 {
      guard let next = try likelihood.maximiser(from: alpha) else {
        throw .likelihood(.noOverdispersion(dependent: dependent))
      }
      let move = (next / alpha - 1).magnitude
      alpha = next
      var scoring = ScoringSteps(problem, .negativeBinomial(alpha: alpha), from: state, suspect: {})
      try scoring.run()
      (state, steps) = (scoring.state, steps + scoring.count)
      if round > 0, isSettled(move, after: last) {
        let law = WorkingLaw.negativeBinomial(alpha: alpha)
        return Maximum(
          law: law, state: state,
          logLikelihood: scoring.response.logLikelihood
            + likelihoodConstant(law, y: problem.y, prior: problem.prior), steps: steps)
      }
      last = move
      likelihood = DispersionLikelihood(
        y: problem.y, prior: problem.prior, eta: state.eta, tail: tail)
    }
    throw .notConverged(what: "negative binomial α", steps: 200)
  }

  /// Whether the round after the next would move α by less than rounding.
  private func isSettled(_ move: Double, after last: Double) -> Bool {
    guard move <= 1e-6 else { return false }
    return move * min(1, move / last) <= 1e-13 || (move <= 1e-9 && move > 0.1 * last)
  }

  /// The null model: its deviance at the fit's α, its log likelihood at an α of its own.
  func negativeBinomialNull(
    _ law: WorkingLaw
  ) throws(EstimationError) -> (deviance: Double, logLikelihood: Double) {
    let problem = nullProblem
    let start = ScoringState(
      coefficients: [], eta: startingPredictor(law, y: data.y, prior: data.weights),
      isInModel: false, columns: problem.columns)
    var steps = ScoringSteps(problem, law, from: start, suspect: {})
    try steps.run()
    let loss = deviance(law, y: data.y, eta: steps.state.eta, prior: data.weights)
    do throws(EstimationError) {
      return (loss, try nullMaximum().logLikelihood)
    } catch {
      guard case .likelihood(.noOverdispersion) = error else { throw error }
      // The law with the greatest likelihood is then the limit α = 0.
      let poisson = LikelihoodModel(
        data: data, family: .poisson, threads: threads, maximumSteps: maximumSteps)
      return (loss, try poisson.nullMaximum().logLikelihood)
    }
  }

  /// α's errors, and the scores and the information of all parameters together; nil for other laws.
  ///
  /// With effects taken out, α's score and information are what their dummies leave: the same as
  /// those of the model with dummies.
  func negativeBinomialDispersion(
    _ maximum: Maximum, _ linear: LinearFit
  ) throws(EstimationError) -> NegativeBinomialDispersion? {
    guard case .negativeBinomial(let alpha) = maximum.law else { return nil }
    let (y, eta) = (data.y, maximum.state.eta)
    let likelihood = DispersionLikelihood(
      y: y, prior: data.weights, eta: eta, tail: CountTail(y, data.weights))
    let bend = likelihood.bend(alpha)
    var response = WorkingResponse(rows: y.count)
    response.evaluate(maximum.law, y: y, eta: eta, prior: data.weights)
    // −(∂²ℓ/∂η∂α) / (−∂²ℓ/∂η²).
    let pull = y.indices.map { (y[$0] - likelihood.means[$0]) / (1 + alpha * y[$0]) }
    let (X, left) = try withoutEffects(maximum.state.columns, pull, response.curvatures)
    let fit = try weightedFit(X, left, response.curvatures, data.names)
    // What the effects and the coefficients leave of α's information.
    let explained = y.indices.reduce(0.0) {
      $0 + response.curvatures[$1] * pull[$1] * (pull[$1] - fit.residuals[$1])
    }
    let information = -bend - explained
    guard information > 0, bend < 0 else {
      throw .notConverged(what: "negative binomial α", steps: maximum.steps)
    }
    let inverse = borderedInverse(fit, information)
    let scores = jointScores(response, X, likelihood.rowSlopes(alpha), pull, left)
    return NegativeBinomialDispersion(
      alpha: alpha, alphaError: (1 / information).squareRoot(),
      thetaErrorGivenMeans: 1 / (alpha * alpha * (-bend).squareRoot()),
      scores: LinearFit(
        names: data.names + ["alpha"], coefficients: linear.coefficients + [alpha], X: scores,
        weights: nil, residuals: Array(repeating: 1, count: y.count), inverseGram: inverse,
        residualSumOfSquares: Double(y.count), effects: data.effects,
        absorbedRank: linear.absorbedRank),
      fullInformationCovariance: informationCovariance(inverse, observed: true))
  }

  private func withoutEffects(
    _ columns: [[Double]], _ pull: [Double], _ weights: [Double]
  ) throws(EstimationError) -> (X: Matrix, left: [Double]) {
    var left = columns + [pull]
    if let effects {
      left = try effects.residuals(of: left, weights: weights, tolerance: 1e-12)
    }
    let last = left.removeLast()
    return (Matrix(columns: left, rows: pull.count), last)
  }

  /// The inverse of the information of coefficients and α, from the regression of α's pull on X.
  private func borderedInverse(_ fit: LeastSquaresFit, _ information: Double) -> Matrix {
    let k = fit.coefficients.count, b = fit.coefficients
    return Matrix(rows: k + 1, columns: k + 1) { i, j in
      switch (i == k, j == k) {
      case (true, true): 1 / information
      case (true, false): -b[j] / information
      case (false, true): -b[i] / information
      case (false, false): fit.inverseGram[i, j] + b[i] * b[j] / information
      }
    }
  }

  private func jointScores(
    _ response: WorkingResponse, _ X: Matrix, _ slopes: [Double], _ pull: [Double],
    _ left: [Double]
  ) -> Matrix {
    let k = X.columns
    return Matrix(rows: X.rows, columns: k + 1) { i, j in
      let score = response.curvatures[i] * response.steps[i]
      return j < k ? score * X[i, j] : slopes[i] - score * (pull[i] - left[i])
    }
  }
}
