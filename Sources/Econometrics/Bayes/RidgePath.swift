import LinearAlgebra
private import NumericKernels

/// A ridge regression for every penalty at once: y and X in the coordinates of X's singular vectors.
///
/// With X = U diag(d) Vᵀ (no constant, effects taken out, scaled) and α = Uᵀy, a penalty λ leaves
/// d²/(d² + λ) of each coordinate, so that any λ costs O(k) once the path is made.
///
/// - Source: Golub, Heath and Wahba, *Technometrics* 21(2), 1979, §2.
package struct RidgePath: Sendable {
  /// The singular values; 0 where they are rounding.
  let d: [Double]
  /// Uᵀy.
  let α: [Double]
  let V: Matrix
  /// The part of Σ wy² that no slope explains.
  let unexplained: Double
  let observations: Int
  let slopes: Int
  /// 1 for a constant, or the number of independent effects: never penalised.
  let unpenalisedRank: Int

  /// Decomposes X; nil when that fails, which only values that are not finite make it do.
  ///
  /// - Parameters:
  ///   - X: n × k, scaled, without a constant.
  ///   - y: n numbers, scaled likewise.
  ///   - unpenalisedRank: What was taken out of both.
  init?(_ X: Matrix, _ y: [Double], unpenalisedRank: Int) {
    guard let decomposed = SingularValues(X) else { return nil }
    let rounding = Double(max(X.rows, X.columns)) * .ulpOfOne * (decomposed.values.first ?? 0)
    let U = decomposed.left
    d = decomposed.values.map { $0 > rounding ? $0 : 0 }
    α = U.transposed * y
    V = decomposed.right
    unexplained = zip(y, U * α).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    (observations, slopes) = (X.rows, X.columns)
    self.unpenalisedRank = unpenalisedRank
  }

  /// Whether least squares has one solution.
  var isOfFullRank: Bool { d.count == slopes && !d.contains(0) }

  /// What is left of a coordinate's misfit: λ/(d² + λ), and 1 for a coordinate without a column.
  private func kept(_ d: Double, _ λ: Double) -> Double {
    d == 0 || λ == .infinity ? 1 : λ / (d * d + λ)
  }

  /// Σ d²/(d² + λ): the degrees of freedom of the slopes.
  package func effectiveDegreesOfFreedom(_ λ: Double) -> Double {
    d.reduce(0) { $0 + (1 - kept($1, λ)) }
  }

  /// n less the degrees of freedom, summed so that nothing cancels.
  package func residualDegreesOfFreedom(_ λ: Double, _ degrees: RidgeDegrees) -> Double {
    let fixed = degrees == .whole ? unpenalisedRank : 0
    return d.reduce(Double(observations - fixed - d.count)) { $0 + kept($1, λ) }
  }

  /// The weighted sum of squared residuals.
  package func residualSumOfSquares(_ λ: Double) -> Double {
    zip(α, d).reduce(unexplained) { sum, pair in
      let left = pair.0 * kept(pair.1, λ)
      return sum + left * left
    }
  }

  /// n RSS/(n − df)², in the squared unit of y.
  package func generalisedCrossValidation(_ λ: Double, _ degrees: RidgeDegrees) -> Double {
    let left = residualDegreesOfFreedom(λ, degrees)
    return Double(observations) * residualSumOfSquares(λ) / left / left
  }

  /// The slopes on the scale of X.
  func coefficients(_ λ: Double) -> [Double] {
    V * zip(α, d).map { α, d in d == 0 || λ == .infinity ? 0 : α / (d + λ / d) }
  }

  /// The penalty with the least generalised cross-validation, found over all λ ≥ 0.
  ///
  /// The criterion is a ratio of sums of logistic functions of ln λ, none steeper than one e-fold:
  /// a grid of a tenth of one separates its minima, and each is then found to rounding.
  ///
  /// - Returns: nil when it falls without a least value as λ goes to 0, where no degrees of freedom
  ///   are left.
  func leastCrossValidated(_ degrees: RidgeDegrees) -> (λ: Double, choice: RidgeChoice)? {
    let squares = d.filter { $0 > 0 }.map { $0 * $0 }
    let spare = residualDegreesOfFreedom(0, degrees) > 0
    guard let largest = squares.max(), let smallest = squares.min() else {
      return (.infinity, .everything)
    }
    // Beyond 40 e-folds every term is at its limit to the last digit.
    let range = naturalLogarithm(smallest) - 40...naturalLogarithm(largest) + 40
    let inside = minima(of: { slope(exponential($0), degrees) }, on: range, step: 0.1)
    var candidates = inside.map { (λ: exponential($0), choice: RidgeChoice.interior) }
    candidates.append((.infinity, .everything))
    if spare, isOfFullRank { candidates.append((0, .none)) }
    if !spare, inside.isEmpty, slope(exponential(range.lowerBound), degrees) >= 0 { return nil }
    return candidates.min {
      generalisedCrossValidation($0.λ, degrees) < generalisedCrossValidation($1.λ, degrees)
    }
  }

  /// The sign of the criterion's derivative by λ: half of RSS′(n − df) + 2 RSS df′.
  private func slope(_ λ: Double, _ degrees: RidgeDegrees) -> Double {
    var misfit = 0.0, freedom = 0.0
    for (α, d) in zip(α, d) where d > 0 {
      // d²/(d² + λ)² without the square of a large number.
      let share = (1 - kept(d, λ)) / (d * d + λ)
      misfit += α * α * share * kept(d, λ)
      freedom += share
    }
    return misfit * residualDegreesOfFreedom(λ, degrees) - residualSumOfSquares(λ) * freedom
  }
}
