import LinearAlgebra
import NumericKernels
import Simulation

/// The regression of an outcome's rank on the ranks of all inputs: which inputs move it, each with
/// the others held, in any monotone way and without new draws.
package struct RankRegression: Sendable, Equatable {
  /// What is known of one input.
  package enum Answer: Sendable, Equatable {
    case effect(Effect)
    /// The input is the same in every draw.
    case constant
    /// Its rank is, within 1 part in 10⁹ of variance, a combination of those of these inputs.
    case collinear(with: [Int])
    /// The other inputs tell the outcome's rank without it, to rounding: nothing is left to relate.
    case outcomeExplainedByOthers
  }

  /// One input's effect, the other inputs held.
  package struct Effect: Sendable, Equatable {
    /// PRCC: the correlation of the ranks of outcome and input less what the other inputs explain.
    package let partialCorrelation: Double
    /// Its 95 % interval, by Fisher's transformation.
    package let interval: ClosedRange<Double>
    /// SRRC: standard deviations of the outcome's rank for one of the input's.
    package let coefficient: Double
    /// Classical, of `coefficient`.
    package let standardError: Double
    /// How many times collinearity multiplies the variance of `coefficient`, 1 or more.
    package let varianceInflation: Double

    /// Whether the partial correlation cannot be told from 0.
    package var isBelowItsError: Bool { interval.contains(0) }

    /// Whether other inputs tell nine tenths of this one's rank, so that their effects are hard to
    /// tell apart (Marquardt, *Technometrics* 12, 1970).
    package var isNearlyCollinear: Bool { varianceInflation > 10 }
  }

  /// One an input.
  package let answers: [Answer]
  /// R², the share of the rank's variance that a monotone and additive effect of the inputs explains.
  package let explained: Double
  package let draws: Int
  package let failed: Int
}

extension GivenData {
  /// Regresses rank on ranks.
  ///
  /// All answers come from one decomposition of the inputs' rank correlations, R = VΛVᵀ. Directions
  /// with λ < 10⁻⁹ are combinations of inputs that do not vary: inputs that take part in one are
  /// called collinear, and the others keep the answers that any basis of them would give.
  ///
  /// - Parameter threads: They change no bit.
  /// - Returns: One answer an input; nil unless there are five draws more than inputs.
  /// - Accuracy: Relative, about 10⁻¹⁵ times the variance inflation.
  /// - Complexity: O(draws · inputs²).
  /// - Source: Iman & Conover, *Technometrics* 21, 1979; Saltelli et al., *Sensitivity Analysis in
  ///   Practice*, §1.2; intervals of Bonett & Wright, *Psychometrika* 65, 2000, whose variance
  ///   (1 + r²/2) / (n − 3) of a rank correlation takes off a draw for each input that is held.
  package func rankRegression(threads: Int = 1) -> RankRegression? {
    let varying = inputs.columns.indices.filter { varies(inputs.columns[$0]) }
    guard draws >= inputs.columns.count + 5 else { return nil }
    var scores = mapInParallel(varying.count, threads: threads) {
      standardised(inputs.ranks[varying[$0]])
    }
    scores.append(standardised(midRanks(y)))
    let R = correlations(scores, threads: threads)
    guard let system = RankSystem(R, draws: draws) else { return nil }
    var answers = [RankRegression.Answer](
      repeating: .constant, count: inputs.columns.count)
    for (place, input) in varying.enumerated() {
      answers[input] = system.answer(place, names: varying)
    }
    return RankRegression(
      answers: answers, explained: system.explained, draws: draws, failed: failed)
  }
}

/// The equations of a regression on standardised columns, solved.
private struct RankSystem {
  private let draws: Int
  /// The regressors' correlations, inverted where they vary.
  private let inverse: Matrix
  /// The part of each regressor's direction that does not vary, from 0 to 1, and between them.
  private let null: Matrix
  private let coefficients: [Double]
  /// 1 − R².
  private let residual: Double
  let explained: Double
  private let rank: Int

  /// Below this eigenvalue a direction counts as one that does not vary.
  private static let leastEigenvalue = 1e-9

  /// Solves the equations of `R`, which has the regressors and, last, the response.
  init?(_ R: Matrix, draws: Int) {
    let k = R.rows - 1
    guard let eigen = SymmetricEigen(Matrix(rows: k, columns: k) { R[$0, $1] }) else { return nil }
    let kept = eigen.values.indices.filter { eigen.values[$0] >= Self.leastEigenvalue }
    let left = eigen.values.indices.filter { eigen.values[$0] < Self.leastEigenvalue }
    let V = eigen.vectors
    func sum(_ places: [Int], _ weight: (Double) -> Double) -> Matrix {
      Matrix(rows: k, columns: k) { i, j in
        places.reduce(0) { $0 + V[i, $1] * V[j, $1] * weight(eigen.values[$1]) }
      }
    }
    inverse = sum(kept) { 1 / $0 }
    null = sum(left) { _ in 1 }
    let response = (0..<k).map { R[$0, k] }
    let inverse = self.inverse
    let beta = (0..<k).map { i in (0..<k).reduce(0) { $0 + inverse[i, $1] * response[$1] } }
    let share = zip(beta, response).reduce(0) { $0 + $1.0 * $1.1 }
    (coefficients, explained) = (beta, min(1, max(0, share)))
    residual = 1 - explained
    (rank, self.draws) = (kept.count, draws)
  }

  /// What is known of the regressor at a place; `names` has the input of each regressor.
  func answer(_ place: Int, names: [Int]) -> RankRegression.Answer {
    // A share of variance of 10⁻⁶ in a direction that does not vary: rounding leaves 10⁻¹⁰ or less.
    if null[place, place] > 1e-6 {
      let others = names.indices.filter { $0 != place && null[place, $0].magnitude > 1e-6 }
      return .collinear(with: others.map { names[$0] })
    }
    let b = coefficients[place], inflation = max(1, inverse[place, place])
    // What is left of the response once the other regressors are held.
    let unexplained = residual + b * b / inflation
    guard unexplained > Self.leastShare else { return .outcomeExplainedByOthers }
    let r = max(-1, min(1, b / (unexplained * inflation).squareRoot()))
    let freedom = Double(draws - 1 - rank)
    return .effect(
      .init(
        partialCorrelation: r, interval: fisherInterval(r, Double(draws - 3 - (rank - 1))),
        coefficient: b, standardError: (residual * inflation / freedom).squareRoot(),
        varianceInflation: inflation))
  }

  /// Less than this share of a variance is rounding: a sum of up to 10⁶ products of relative error
  /// 2⁻⁵³, taken in lanes and blocks of 512.
  private static let leastShare = 1e-12
}

/// The interval of a rank correlation, on Fisher's scale.
private func fisherInterval(_ r: Double, _ freedom: Double) -> ClosedRange<Double> {
  guard r.magnitude < 1 else { return r...r }
  let z = (logarithmOfOnePlus(r) - logarithmOfOnePlus(-r)) / 2
  let half = z975 * ((1 + r * r / 2) / freedom).squareRoot()
  return hyperbolicTangent(z - half)...hyperbolicTangent(z + half)
}

private func hyperbolicTangent(_ x: Double) -> Double {
  let e = exponentialMinusOne(-2 * x.magnitude)
  return (x < 0 ? 1 : -1) * e / (e + 2)
}
