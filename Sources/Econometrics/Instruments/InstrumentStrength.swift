import LinearAlgebra
import ReachModel

/// How strongly instruments move one endogenous regressor.
package struct FirstStage: Sendable {
  package let regressor: String
  /// The regression on exogenous regressors and instruments, in this order.
  package let fit: LinearFit
  /// Of the instruments together.
  package let test: TestOutcome
  /// The share of what exogenous regressors leave that instruments explain.
  package let partialRSquared: Double
  /// The same for what is left of the fitted regressor by the other fitted ones: (V of OLS)/(V of
  /// 2SLS), each without s².
  ///
  /// - Source: Shea, *Review of Economics and Statistics* 79(2), 1997; Godfrey, 81(3), 1999.
  package let sheaPartialRSquared: Double
}

extension InstrumentalFit {
  /// The first stage of every endogenous regressor.
  ///
  /// - Parameter errors: What the F form allows for.
  /// - Returns: One for each, in the order of X.
  /// - Throws: ``EstimationError/perfectFit(dependent:)`` when instruments explain a regressor but
  ///   for rounding; ``EstimationError/tooManyInstruments(instruments:groups:)``.
  package func firstStages(_ errors: ErrorDependence) throws(EstimationError) -> [FirstStage] {
    let d = design
    try d.checkFirstStageErrors()
    let along = d.alongInstruments, R3 = d.beside.triangle
    let columns = Array(0..<d.k2)
    let strong = OrthogonalFactor(along.selecting(columns: columns)).inverseGram
    let whole = d.partialledFactor.inverseGram
    var stages: [FirstStage] = []
    for j in 0..<d.k2 {
      let explained = sumOfSquares(along.column(j)), left = sumOfSquares(R3.column(j))
      stages.append(
        FirstStage(
          regressor: d.endogenousNames[j], fit: d.regressionOnInstruments(j),
          test: try d.instrumentTest(
            combination: unit(j, of: d.k2 + 1), errors,
            name: Label(
              vi: "F giai đoạn một của `\(d.endogenousNames[j])`",
              en: "first-stage F of `\(d.endogenousNames[j])`"),
            hypothesis: Label(
              vi: "các biến công cụ không liên quan đến biến nội sinh",
              en: "instruments are unrelated to the endogenous regressor")),
          partialRSquared: explained / (explained + left),
          sheaPartialRSquared: whole[j, j] / strong[j, j]))
    }
    return stages
  }

  /// The least-squares regression of the dependent variable on exogenous regressors and
  /// instruments.
  package var reducedForm: LinearFit { design.regressionOnInstruments(design.k2) }

  /// Cragg and Donald's F: the first-stage F of the worst identified combination of the endogenous
  /// regressors, right when errors are independent with one variance.
  ///
  /// - Source: Cragg and Donald, *Econometric Theory* 9(2), 1993; Stock and Yogo, 2005.
  package func craggDonaldF() throws(EstimationError) -> Double {
    try design.checkFirstStageErrors()
    let correlations = try design.canonicalCorrelations()
    let r = correlations.values[design.k2 - 1]
    // 1 − r² is the square of a sine: of the same combination in the third block.
    let sine = sumOfSquares(
      design.beside.triangle.selecting(columns: Array(0..<design.k2))
        * design.partialledFactor.solved(
          Matrix(columns: [correlations.right.column(design.k2 - 1)], rows: design.k2)
        ).storage)
    return r * r / sine * Double(design.firstStageDegrees) / Double(design.m)
  }

  /// Montiel Olea and Pflueger's effective F, for one endogenous regressor.
  ///
  /// - Returns: The first-stage sum of squares over the trace of the covariance of its coefficients
  ///   on orthonormal instruments, with the small-sample factor of `errors`; nil unless exactly one
  ///   regressor is endogenous.
  /// - Source: Montiel Olea and Pflueger, *Journal of Business & Economic Statistics* 31(3), 2013.
  package func effectiveF(_ errors: ErrorDependence) throws(EstimationError) -> Double? {
    guard design.k2 == 1 else { return nil }
    try design.checkFirstStageErrors()
    let explained = sumOfSquares(design.alongInstruments.column(0))
    let left = sumOfSquares(design.beside.triangle.column(0))
    let scale = design.scale(errors)
    if case .independent = errors {
      return explained / Double(design.m) / (left / Double(scale.degrees))
    }
    let sums = try errors.independentSums(design.scores(combination: unit(0, of: 2)))
    return explained / sumOfSquares(sums.storage) * scale.factor
  }
}

extension InstrumentalDesign {
  /// The F form of the test that instruments add nothing to a combination of [endogenous, y].
  func instrumentTest(
    combination: [Double], _ errors: ErrorDependence, name: Label, hypothesis: Label
  ) throws(EstimationError) -> TestOutcome {
    let scale = scale(errors)
    return TestOutcome(
      name: name, statistic: try instrumentF(combination: combination, errors),
      law: .f(numerator: Double(m), denominator: Double(scale.degrees)), hypothesis: hypothesis,
      convention: scale.convention)
  }

  func instrumentF(
    combination: [Double], _ errors: ErrorDependence
  ) throws(EstimationError) -> Double {
    let explained = alongInstruments * combination
    let scale = scale(errors)
    if case .independent = errors {
      let left = sumOfSquares(beside.triangle * combination)
      return sumOfSquares(explained) / Double(m) / (left / Double(scale.degrees))
    }
    let sums = try errors.independentSums(scores(combination: combination))
    return try waldStatistic(explained, scores: sums) * scale.factor / Double(m)
  }

  /// The factor for regressions on exogenous regressors and instruments.
  func scale(_ errors: ErrorDependence) -> WaldScale {
    errors.scale(n: n, k: L, effects: data.effects, rank: rank)
  }

  /// qᵢeᵢ, n × m: orthonormal instruments times what they and exogenous regressors leave of a
  /// combination of [endogenous, y].
  func scores(combination: [Double]) -> Matrix {
    let errors = restored(Matrix(columns: [combination], rows: k2 + 1), keeping: L..<n).storage
    return rowsTimes(instrumentBasis, errors)
  }

  /// R of the endogenous columns less exogenous regressors.
  var partialledFactor: OrthogonalFactor {
    let columns = Array(0..<k2)
    let rows = alongInstruments.selecting(columns: columns).transposed
      .beside(beside.triangle.selecting(columns: columns).transposed)
    return OrthogonalFactor(rows.transposed)
  }

  /// The canonical correlations of endogenous regressors and instruments less exogenous ones.
  func canonicalCorrelations() throws(EstimationError) -> CompleteSingularValues {
    let along = alongInstruments.selecting(columns: Array(0..<k2))
    guard
      let values = CompleteSingularValues(
        partialledFactor.solvedTransposed(along.transposed).transposed)
    else { throw .notConverged(what: "canonical correlations", steps: 30) }
    return values
  }

  /// Refuses first stages without errors.
  func checkFirstStageErrors() throws(EstimationError) {
    precondition(k2 > 0, "no endogenous regressor")
    let R3 = beside.triangle
    for j in 0..<k2 {
      let left = sumOfSquares(R3.column(j)).squareRoot()
      if left <= roundingTolerance * norms[j] {
        throw .perfectFit(dependent: endogenousNames[j])
      }
    }
  }

  /// The least-squares regression of column j of [endogenous, y] on exogenous regressors and
  /// instruments.
  func regressionOnInstruments(_ j: Int) -> LinearFit {
    let regressors = X.selecting(columns: exogenous).beside(Z)
    let response = j < k2 ? X.column(endogenous[j]) : y
    let coordinates = Array(rotated.column(j)[..<L])
    let coefficients = factor.solved(Matrix(columns: [coordinates], rows: L)).storage
    return LinearFit(
      names: exogenous.map { data.names[$0] } + data.instrumentNames, coefficients: coefficients,
      X: regressors, weights: data.weights,
      residuals: zip(response, regressors * coefficients).map { $0 - $1 },
      inverseGram: factor.inverseGram,
      residualSumOfSquares: sumOfSquares(beside.triangle.column(j)), effects: data.effects,
      absorbedRank: rank)
  }
}

func sumOfSquares(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 } }

/// The j-th column of the identity.
func unit(_ j: Int, of count: Int) -> [Double] { (0..<count).map { $0 == j ? 1 : 0 } }

/// Every row of a matrix times a number of its own.
func rowsTimes(_ A: Matrix, _ factors: [Double]) -> Matrix {
  Matrix(
    columns: (0..<A.columns).map { j in zip(A.column(j), factors).map { $0 * $1 } }, rows: A.rows)
}
