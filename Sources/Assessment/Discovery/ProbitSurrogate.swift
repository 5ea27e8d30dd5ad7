import LinearAlgebra
import NumericKernels

/// P(success | z) = Φ(g(z)), with g linear in standard scores, or with squares of some as well.
///
/// A stand-in for the simulation that can be asked for the nearest place where it turns.
package struct ProbitSurrogate: Sendable {
  package let index: QuadraticIndex
  /// The inputs whose squares have a coefficient.
  package let squared: [Int]
  /// Of the penalised Fisher information; columns in the order of ``terms(at:)``.
  private let information: Cholesky

  /// Fits by Fisher scoring with halved steps: the log likelihood of a probit is concave.
  ///
  /// Every coefficient but the constant is drawn to 0 as by a standard normal prior, which a few dozen
  /// draws outweigh; so it has an answer where successes and failures can be told apart exactly. Nil
  /// when the information is not positive definite, or the steps do not end.
  ///
  /// - Parameters:
  ///   - Z: d columns of n standard scores.
  ///   - y: n chances of success in 0...1, neither all 0 nor all 1.
  ///   - squared: The inputs whose squares have a coefficient too.
  ///   - checkpoint: Called before each step; it throws where the answer is no longer wanted.
  /// - Throws: What `checkpoint` throws.
  /// - Complexity: O(n p²) a step, for p coefficients.
  /// - Source: McCullagh & Nelder, *Generalized Linear Models*, 2nd ed., §2.5 and 4.3.
  package init?(
    _ Z: [[Double]], _ y: [Double], squared: [Int] = [], checkpoint: () throws -> Void = {}
  ) rethrows {
    let p = 1 + Z.count + squared.count
    var beta = [Double](repeating: 0, count: p)
    var here = ProbitState(Z, y, squared, beta)
    for _ in 0..<Self.mostSteps {
      try checkpoint()
      guard let factor = try? here.information.factor(ridge: Self.ridge) else { return nil }
      let score = here.penalisedScore(beta, Self.ridge)
      let step = factor.backSubstituted(factor.whiten(score))
      // Twice the gain in likelihood that a step promises.
      let decrement = zip(step, score).reduce(0) { $0 + $1.0 * $1.1 }
      if decrement <= Self.tolerance {
        index = QuadraticIndex(beta, inputs: Z.count, squared: squared)
        (information, self.squared) = (factor, squared)
        return
      }
      guard let next = Self.climbed(here, from: beta, step, Z, y, squared) else { return nil }
      (here, beta) = next
    }
    return nil
  }

  /// Fits with the squares of those inputs that a linear fit shows to need one.
  ///
  /// All squares would make P at the centre, where all of them are as low as can be, much less sure.
  /// A square is taken in when its score is beyond 3.29 standard errors (a false one in a thousand).
  ///
  /// - Parameters:
  ///   - Z: d columns of n standard scores.
  ///   - y: n chances of success in 0...1, neither all 0 nor all 1.
  ///   - checkpoint: Called before each step; it throws where the answer is no longer wanted.
  /// - Throws: What `checkpoint` throws.
  package init?(
    choosingSquares Z: [[Double]], _ y: [Double], checkpoint: () throws -> Void = {}
  ) rethrows {
    guard let linear = try ProbitSurrogate(Z, y, checkpoint: checkpoint) else { return nil }
    let terms = ProbitTerms.all(linear.index, Z, y)
    let needed = Z.indices.filter { j in
      var (score, information) = (0.0, 0.0)
      for (z, terms) in zip(Z[j], terms) {
        let square = squareTerm(z)
        score += square * terms.residual
        information += square * square * terms.weight
      }
      return score.magnitude > 3.29 * information.squareRoot()
    }
    guard !needed.isEmpty else {
      self = linear
      return
    }
    try self.init(Z, y, squared: needed, checkpoint: checkpoint)
  }

  private static let ridge = 1.0
  private static let mostSteps = 100
  /// Coefficients are then within 10⁻⁵ of their standard errors of the maximum.
  private static let tolerance = 1e-10

  /// A point up the slope, at the whole step or at a half, a quarter...
  private static func climbed(
    _ here: ProbitState, from beta: [Double], _ step: [Double], _ Z: [[Double]], _ y: [Double],
    _ squared: [Int]
  ) -> (ProbitState, [Double])? {
    let height = here.penalisedLikelihood(beta, ridge)
    var size = 1.0
    for _ in 0..<40 {
      let candidate = zip(beta, step).map { $0 + size * $1 }
      let state = ProbitState(Z, y, squared, candidate)
      // Roundings of a sum over n draws may hide the last gain.
      let slack = 1e-12 * height.magnitude
      if state.penalisedLikelihood(candidate, ridge) >= height - slack { return (state, candidate) }
      size /= 2
    }
    return nil
  }

  /// P(success | z).
  package func probability(at z: [Double]) -> Double { normalCDF(index.value(at: z)) }

  /// The standard error of g(z), from the draws that made the fit.
  package func standardError(at z: [Double]) -> Double {
    let whitened = information.whiten(terms(at: z))
    return whitened.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// ∂g/∂ each coefficient.
  private func terms(at z: [Double]) -> [Double] {
    [1] + z + squared.map { squareTerm(z[$0]) }
  }
}

/// (z² − 1) / √2: of mean 0 and variance 1, and uncorrelated with z.
@inline(__always)
func squareTerm(_ z: Double) -> Double { (z * z - 1) * 0.5.squareRoot() }

/// The log likelihood of a probit at some coefficients, with its slope and information.
private struct ProbitState {
  private(set) var likelihood = 0.0
  private(set) var score: [Double]
  private(set) var information: GramSum

  init(_ Z: [[Double]], _ y: [Double], _ squared: [Int], _ beta: [Double]) {
    let d = Z.count
    var block = DesignBlock(columns: beta.count)
    score = Array(repeating: 0, count: beta.count)
    information = GramSum(order: beta.count)
    for first in stride(from: 0, to: y.count, by: DesignBlock.room) {
      let rows = min(DesignBlock.room, y.count - first)
      block.begin(rows: rows)
      for row in 0..<rows { block[row, 0] = 1 }
      for (j, column) in Z.enumerated() {
        for row in 0..<rows { block[row, 1 + j] = column[first + row] }
      }
      for (place, j) in squared.enumerated() {
        for row in 0..<rows { block[row, 1 + d + place] = squareTerm(Z[j][first + row]) }
      }
      add(block, y[first..<first + rows], at: block.times(beta))
    }
  }

  private mutating func add(_ block: DesignBlock, _ y: ArraySlice<Double>, at eta: [Double]) {
    var (weights, residuals) = (eta, eta)
    for row in eta.indices {
      guard row < block.rows else {
        (weights[row], residuals[row]) = (0, 0)
        continue
      }
      let terms = ProbitTerms(eta[row], y[y.startIndex + row])
      (weights[row], residuals[row]) = (terms.weight, terms.residual)
      likelihood += terms.likelihood
    }
    information.add(block, weights: weights)
    for (i, sum) in block.dots(residuals).enumerated() { score[i] += sum }
  }

  func penalisedScore(_ beta: [Double], _ ridge: Double) -> [Double] {
    score.indices.map { $0 == 0 ? score[0] : score[$0] - ridge * beta[$0] }
  }

  func penalisedLikelihood(_ beta: [Double], _ ridge: Double) -> Double {
    likelihood - ridge / 2 * beta.dropFirst().reduce(0) { $0 + $1 * $1 }
  }
}

/// What a draw adds to the likelihood of a probit.
private struct ProbitTerms {
  let likelihood: Double
  /// Its slope in η.
  let residual: Double
  /// Fisher's information on η: φ² / (Φ (1 − Φ)).
  let weight: Double

  init(_ index: Double, _ y: Double) {
    // Beyond 30 the tail would leave the range of numbers; no draw of standard scores gets there.
    let eta = min(30, max(-30, index))
    let tail = normalCDF(-eta.magnitude), rest = 1 - tail
    let density = normalDensity(eta)
    let (success, failure) = eta >= 0 ? (rest, tail) : (tail, rest)
    likelihood =
      (y > 0 ? y * naturalLogarithm(success) : 0)
      + (y < 1 ? (1 - y) * naturalLogarithm(failure) : 0)
    residual = y * (density / success) - (1 - y) * (density / failure)
    weight = density / tail * density / rest
  }

  /// Of all draws, at a linear index.
  static func all(_ index: QuadraticIndex, _ Z: [[Double]], _ y: [Double]) -> [ProbitTerms] {
    var eta = [Double](repeating: index.constant, count: y.count)
    for (slope, column) in zip(index.slopes, Z) {
      for i in eta.indices { eta[i] += slope * column[i] }
    }
    return zip(eta, y).map { ProbitTerms($0, $1) }
  }
}

extension GramSum {
  /// The factor of this plus `ridge` on the diagonal but for the first.
  func factor(ridge: Double) throws(CholeskyError) -> Cholesky {
    try Cholesky(
      Matrix(rows: order, columns: order) { i, j in
        self[i, j] + (i == j && i > 0 ? ridge : 0)
      })
  }
}
