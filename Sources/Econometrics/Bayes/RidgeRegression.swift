private import LinearAlgebra
package import ReachModel

/// A ridge regression, on the scale of its data.
package struct RidgeFit: Sendable {
  package let names: [String]
  /// Constant and slopes, each in the unit of y per unit of its column.
  package let coefficients: [Double]
  /// The slopes on the scale on which they were penalised; none for the constant.
  package let penalisedSlopes: [Double]
  /// λ in RSS + λ Σ b²; infinite when GCV leaves no slope.
  package let penalty: Double
  package let choice: RidgeChoice
  /// Of the slopes: Σ d²/(d² + λ).
  package let effectiveDegreesOfFreedom: Double
  /// 1 for the constant, or the number of independent effects.
  package let unpenalisedRank: Int
  /// y − Xb̂, effects taken out, unweighted.
  package let residuals: [Double]
  /// Σ w · residual².
  package let residualSumOfSquares: Double
  /// What was chosen over, and the criterion at any other λ.
  package let path: RidgePath
  /// Scale and degrees of freedom in words.
  package let convention: Label

  /// RSS over n less all degrees of freedom.
  package var residualVariance: Double {
    residualSumOfSquares / path.residualDegreesOfFreedom(penalty, .whole)
  }

  /// n RSS/(n − df)².
  package func generalisedCrossValidation(_ degrees: RidgeDegrees) -> Double {
    path.generalisedCrossValidation(penalty, degrees)
  }
}

/// Fits y = Xb by least squares with a penalty on the slopes' squares.
///
/// The constant is never penalised; effects are taken out beforehand. The least of
/// Σ wᵢ(yᵢ − xᵢb)² + λ Σ bⱼ², with weights as given.
///
/// - Parameters:
///   - data: Its instruments, if any, are not used.
///   - penalty: λ, or how it is chosen.
///   - scale: On which the slopes are penalised.
///   - threads: Columns that are worked on at a time.
/// - Returns: The fit on the original scale.
/// - Throws: ``EstimationError/collinear(regressor:)`` for a column without variance, and for
///   dependent columns without a penalty; ``EstimationError/tooFewObservations`` when no degrees
///   of freedom are left.
/// - Source: Hoerl and Kennard, *Technometrics* 12(1), 1970; Golub, Heath and Wahba,
///   *Technometrics* 21(2), 1979.
package func fitRidge(
  _ data: RegressionData, penalty: RidgePenalty, scale: RidgeScale = .standardised,
  threads: Int = 1
) throws(EstimationError) -> RidgeFit {
  if case .given(let λ) = penalty {
    precondition(λ >= 0 && λ.isFinite, "a penalty of \(λ)")
  }
  let columns = try RidgeColumns(data, scale: scale, threads: threads)
  guard let path = RidgePath(columns.X, columns.y, unpenalisedRank: columns.unpenalisedRank) else {
    throw .notConverged(what: "singular values", steps: 1)
  }
  let (λ, choice) = try chosen(penalty, path)
  if λ == 0 { try columns.requireFullRank(path) }
  guard path.residualDegreesOfFreedom(λ, .whole) > 0 else { throw path.tooFew }
  let slopes = path.coefficients(λ)
  let coefficients = columns.original(slopes)
  let degrees =
    if case .generalisedCrossValidation(let degrees) = penalty { degrees } else {
      RidgeDegrees.whole
    }
  return RidgeFit(
    names: data.names, coefficients: coefficients, penalisedSlopes: slopes, penalty: λ,
    choice: choice, effectiveDegreesOfFreedom: path.effectiveDegreesOfFreedom(λ),
    unpenalisedRank: columns.unpenalisedRank, residuals: columns.residuals(slopes),
    residualSumOfSquares: path.residualSumOfSquares(λ), path: path,
    convention: Label(
      vi: "\(scale.label.vi); \(degrees.label.vi)", en: "\(scale.label.en); \(degrees.label.en)"))
}

private func chosen(
  _ penalty: RidgePenalty, _ path: RidgePath
) throws(EstimationError) -> (λ: Double, choice: RidgeChoice) {
  switch penalty {
  case .given(let λ): return (λ, .given)
  case .generalisedCrossValidation(let degrees):
    guard let least = path.leastCrossValidated(degrees) else { throw path.tooFew }
    return least
  }
}

extension RidgePath {
  fileprivate var tooFew: EstimationError {
    .tooFewObservations(observations: observations, parameters: slopes + unpenalisedRank)
  }
}
