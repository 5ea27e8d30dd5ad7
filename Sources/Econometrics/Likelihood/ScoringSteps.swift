import LinearAlgebra
private import NumericKernels

/// A likelihood to be made as great as possible over Xβ and effects.
struct ScoringProblem {
  let y: [Double]
  let names: [String]
  let X: Matrix
  let prior: [Double]?
  let offset: [Double]?
  /// nil without effects.
  let effects: ReweightedEffects?
  let threads: Int
  let maximumSteps: Int

  /// X as it is before any effects are taken out.
  var columns: [[Double]] { names.indices.map(X.column) }
}

/// Where Newton's steps have come to.
struct ScoringState {
  var coefficients: [Double]
  /// Offset + Xβ + effects, but for the start, which may be any.
  var eta: [Double]
  /// Whether η is of that form.
  var isInModel: Bool
  /// The columns of X less their effects, for some weights.
  var columns: [[Double]]
}

/// Newton's method for a concave log likelihood, with effects taken out at every step.
///
/// Each step regresses what the scores ask for on the regressors. Since η moves only by what the
/// effects and the regressors explain, an effect taken out roughly, or an X that is still that of
/// the weights before, slows a step down without moving the maximum: the tolerance of the
/// absorption follows the square of the last step, as quadratic convergence does, and X starts
/// where the last step left it (Correia, Guimarães and Zylkin, *Stata Journal* 20(1), 2020, §3).
///
/// It has converged when the step after the next (by the ratio of the last two) would move no η
/// by more than 10⁻¹². Where rounding keeps steps from getting so short (means of 10⁻¹⁵ beside others
/// of 10⁵), it has converged when the likelihood can gain no more than its rounding. Because the likelihood is concave, a maximum found so exists: separated
/// data move some η by about one at every step.
struct ScoringSteps {
  let problem: ScoringProblem
  let law: WorkingLaw
  /// Called once when steps do not become small: throws what is to be said of separation.
  let suspect: () throws(EstimationError) -> Void
  private(set) var response: WorkingResponse
  private(set) var state: ScoringState
  private(set) var count = 0
  private var lastMove = Double.infinity
  private var hasSuspected = false
  /// Σ h Δη² of the last step asked for: twice what the likelihood expects to gain.
  private var expectedGain = Double.infinity

  init(
    _ problem: ScoringProblem, _ law: WorkingLaw, from state: ScoringState,
    suspect: @escaping () throws(EstimationError) -> Void
  ) {
    (self.problem, self.law, self.state, self.suspect) = (problem, law, state, suspect)
    response = WorkingResponse(rows: problem.y.count)
    response.evaluate(law, y: problem.y, eta: state.eta, prior: problem.prior)
  }

  /// Steps until they are done.
  ///
  /// - Throws: ``EstimationError/notConverged(what:steps:)``, what `suspect` throws, or the name of
  ///   a regressor that is a combination of others.
  mutating func run() throws(EstimationError) {
    while count < problem.maximumSteps {
      if count == stepsBeforeSuspicion { try raiseSuspicion() }
      let move = try suspectingFailure()
      count += 1
      defer { lastMove = move }
      if isDone(move) { return }
    }
    throw .notConverged(what: "maximum likelihood", steps: count)
  }

  /// Well-behaved likelihoods need 5 to 10.
  private var stepsBeforeSuspicion: Int { 15 }

  /// One step; the greatest change of η that it asked for.
  ///
  /// Weights that fade away can make a separated regressor collinear, and sweeps endless.
  private mutating func suspectingFailure() throws(EstimationError) -> Double {
    do throws(EstimationError) {
      return try step()
    } catch {
      if count > 0 { try raiseSuspicion() }
      throw error
    }
  }

  private mutating func raiseSuspicion() throws(EstimationError) {
    guard !hasSuspected else { return }
    hasSuspected = true
    try suspect()
  }

  private func isDone(_ move: Double) -> Bool {
    guard count > 1, lastMove.isFinite else { return move == 0 }
    // Once nothing is found to be separated: a likelihood flat to rounding is at its greatest.
    if hasSuspected, expectedGain <= 0x1p-48 * response.magnitude { return true }
    if move == 0 || move * min(1, move / lastMove) <= 1e-12 { return move <= 1e-5 }
    // Rounding is all that moves it; a step of Newton's method would have been far shorter.
    return move <= 1e-8 && move > 0.1 * lastMove
  }

  private mutating func step() throws(EstimationError) -> Double {
    let target = target()
    let working = try withoutEffects(state.columns + [target])
    let change = try solution(working)
    let shift = explained(working, change, of: target)
    if problem.effects != nil { state.columns = Array(working.dropLast()) }
    let move = state.isInModel ? largest(shift) : .infinity
    expectedGain = shift.indices.reduce(0.0) {
      $0 + response.curvatures[$1] * shift[$1] * shift[$1]
    }
    try advance(by: shift, change)
    return move
  }

  /// What is to be regressed: the steps, and before the first also where η is out of the model.
  private func target() -> [Double] {
    guard !state.isInModel else { return response.steps }
    return problem.y.indices.map {
      response.steps[$0] + state.eta[$0] - (problem.offset?[$0] ?? 0)
    }
  }

  /// Columns with the effects taken out with the present weights.
  private func withoutEffects(_ columns: [[Double]]) throws(EstimationError) -> [[Double]] {
    guard let effects = problem.effects else { return columns }
    // The next step is of the order of the last one's square; rough effects shall not be longer.
    let expected = lastMove.isFinite ? 1e-3 * lastMove * lastMove : 1e-6
    let left = try effects.residuals(
      of: columns, weights: response.curvatures, tolerance: max(1e-12, min(1e-6, expected)))
    if count == 0 { try refuseAbsorbed(left, effects) }
    return left
  }

  /// Looks closely at columns of which little is left.
  private func refuseAbsorbed(
    _ left: [[Double]], _ effects: ReweightedEffects
  ) throws(EstimationError) {
    for j in problem.names.indices {
      guard euclideanNorm(left[j]) <= 1e-3 * variation(problem.X.column(j), nil) else { continue }
      let closer = try effects.residuals(
        of: [left[j]], weights: response.curvatures, tolerance: 1e-12)
      guard euclideanNorm(closer[0]) > dust(of: problem.X.column(j), nil) else {
        throw .absorbed(regressor: problem.names[j])
      }
    }
  }

  /// Looks closely at columns to which the others and the effects leave little.
  private func refuseDependent(
    _ fit: LeastSquaresFit, _ working: [[Double]], _ effects: ReweightedEffects
  ) throws(EstimationError) {
    let weights = response.curvatures
    let isSuspect = problem.names.indices.contains { j in
      own(j, fit) <= 1e-3 * variation(problem.X.column(j), weights)
    }
    guard isSuspect else { return }
    let closer = try effects.residuals(
      of: Array(working.dropLast()), weights: weights, tolerance: 1e-12)
    let again = try weightedFit(
      Matrix(columns: closer, rows: weights.count), response.steps, weights, problem.names)
    let dependent = problem.names.indices.last { j in
      own(j, again) <= dust(of: problem.X.column(j), weights)
    }
    if let dependent { throw .collinear(regressor: problem.names[dependent]) }
  }

  /// The norm of what the other columns leave of a column.
  private func own(_ j: Int, _ fit: LeastSquaresFit) -> Double {
    1 / fit.inverseGram[j, j].squareRoot()
  }

  /// The coefficients of the last column on the others: by QR at the start and where the problem
  /// is small, else by the normal equations, whose error only slows the steps down.
  private func solution(_ working: [[Double]]) throws(EstimationError) -> [Double] {
    let k = working.count - 1
    guard k > 0 else { return [] }
    if count > 0, working[k].count * k > 1 << 19 {
      let gram = blockedGram(working, weights: response.curvatures, threads: problem.threads)
      let left = Matrix(rows: k, columns: k) { gram[$0, $1] }
      if let x = solvePositiveDefinite(left, (0..<k).map { gram[$0, k] }) { return x }
    }
    let X = Matrix(columns: Array(working.dropLast()), rows: working[k].count)
    let fit = try weightedFit(X, working[k], response.curvatures, problem.names)
    if count == 0, let effects = problem.effects { try refuseDependent(fit, working, effects) }
    return fit.coefficients
  }

  /// What X and the effects explain of the target: the target less its residual.
  private func explained(
    _ working: [[Double]], _ change: [Double], of target: [Double]
  ) -> [Double] {
    var shift = target
    for i in shift.indices { shift[i] -= working[change.count][i] }
    for (column, factor) in zip(working, change) {
      for i in shift.indices { shift[i] += factor * column[i] }
    }
    return shift
  }

  private func largest(_ x: [Double]) -> Double { x.reduce(0) { max($0, $1.magnitude) } }

  /// Moves by the shift, or by a half, a quarter and so on of it where the likelihood would fall.
  private mutating func advance(by shift: [Double], _ change: [Double]) throws(EstimationError) {
    guard state.isInModel else {
      for i in shift.indices { state.eta[i] = (problem.offset?[i] ?? 0) + shift[i] }
      (state.coefficients, state.isInModel) = (change, true)
      return response.evaluate(law, y: problem.y, eta: state.eta, prior: problem.prior)
    }
    let before = response.logLikelihood, slack = 0x1p-44 * response.magnitude
    var taken = 0.0, factor = 1.0
    for _ in 0..<40 {
      for i in shift.indices { state.eta[i] += (factor - taken) * shift[i] }
      taken = factor
      response.evaluate(law, y: problem.y, eta: state.eta, prior: problem.prior)
      if response.logLikelihood >= before - slack { break }
      factor /= 2
    }
    for j in change.indices { state.coefficients[j] += taken * change[j] }
  }
}

/// Σ wᵢ aᵢ aᵢᵀ by blocks of rows, added in their order.
func blockedGram(_ columns: [[Double]], weights: [Double], threads: Int) -> Matrix {
  let n = weights.count, height = 1 << 16, blocks = (n + height - 1) / height
  let parts = mapInParallel(blocks, threads: threads) { block in
    weightedGram(
      columns, weights: weights, rows: block * height..<min(n, (block + 1) * height))
  }
  return parts.reduce(Matrix(rows: columns.count, columns: columns.count)) { $0 + $1 }
}

/// Weighted least squares whose failures name the regressor.
func weightedFit(
  _ X: Matrix, _ y: [Double], _ weights: [Double], _ names: [String]
) throws(EstimationError) -> LeastSquaresFit {
  do throws(LeastSquaresError) {
    // A curvature may have come to 0; its row then says nothing.
    return try leastSquares(X, y, weights: weights.map { max($0, .leastNormalMagnitude) })
  } catch {
    throw named(error, names, observations: X.rows, parameters: X.columns)
  }
}

func euclideanNorm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

/// √Σ w(x − x̄)², with the plain mean.
private func variation(_ x: [Double], _ weights: [Double]?) -> Double {
  let mean = x.reduce(0, +) / Double(x.count)
  return x.indices.reduce(0.0) { sum, i in
    sum + (weights?[i] ?? 1) * (x[i] - mean) * (x[i] - mean)
  }.squareRoot()
}

/// Below this what is left of a column is rounding: 10⁻⁹ of its variation, or the rounding of the
/// numbers themselves and of the sums on the way.
private func dust(of x: [Double], _ weights: [Double]?) -> Double {
  let size = x.indices.reduce(0.0) { $0 + (weights?[$1] ?? 1) * x[$1] * x[$1] }.squareRoot()
  return max(1e-9 * variation(x, weights), 64 * Double.ulpOfOne * size)
}
