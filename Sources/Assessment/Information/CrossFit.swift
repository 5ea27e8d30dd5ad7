import LinearAlgebra

/// Conditional means fitted without the draws they are asked for.
///
/// Draws are dealt to five folds by their number. For each fold the means are fitted on the other
/// four; how flexible they are is chosen there too, by how well fits on three of them predict the
/// fourth. So no draw has a part in its own prediction, not even through the choice.
///
/// All fits come from one sum XᵀX a fold: a fit without some folds takes their sums off, and the
/// models are leading blocks of one factor.
struct CrossFit {
  static let folds = 5
  private let basis: MeanBasis
  /// The numbers of the draws of each fold.
  private let draws: [[Int]]
  /// Of each fold: the basis, then the responses.
  private let sums: [GramSum]
  private let responses: [[Double]]
  /// Models of few enough columns for the draws.
  private let models: [Int]

  /// - Parameters:
  ///   - basis: Of all draws.
  ///   - responses: Columns of one number a draw, at least one.
  ///   - checkpoint: Called before each fold; it throws where the answer is no longer wanted.
  /// - Throws: What `checkpoint` throws.
  /// - Complexity: O(n p²) for p columns of the basis.
  init(
    _ basis: MeanBasis, _ responses: [[Double]], checkpoint: () throws -> Void
  ) rethrows {
    (self.basis, self.responses) = (basis, responses)
    let n = responses[0].count
    draws = (0..<Self.folds).map { Array(stride(from: $0, to: n, by: Self.folds)) }
    models = [1] + basis.models.filter { $0 * Self.leastDrawsPerColumn <= n }
    sums = try draws.map { fold in
      try checkpoint()
      return Self.sum(basis, responses, fold)
    }
  }

  /// A coefficient wants some draws: with twenty, noise makes predictions 5 % worse than none would.
  static let leastDrawsPerColumn = 20

  private static func sum(
    _ basis: MeanBasis, _ responses: [[Double]], _ draws: [Int]
  ) -> GramSum {
    let columns = basis.count + responses.count
    var (block, sum) = (DesignBlock(columns: columns), GramSum(order: columns))
    for first in stride(from: 0, to: draws.count, by: DesignBlock.room) {
      let some = draws[first..<min(draws.count, first + DesignBlock.room)]
      block.begin(rows: some.count)
      basis.fill(&block, some)
      for (place, response) in responses.enumerated() {
        for (row, draw) in some.enumerated() { block[row, basis.count + place] = response[draw] }
      }
      sum.add(block)
    }
    return sum
  }

  /// The responses that are expected of each draw given its inputs.
  ///
  /// - Parameter checkpoint: Called before each fold; it throws where the answer is no longer wanted.
  /// - Returns: By response, one number a draw; nil when a fit fails.
  /// - Throws: What `checkpoint` throws.
  func predictions(checkpoint: () throws -> Void) rethrows -> [[Double]]? {
    guard let fits = FoldFits(sums, basis.count, models) else { return nil }
    var predicted = responses.map { [Double](repeating: 0, count: $0.count) }
    for fold in 0..<Self.folds {
      try checkpoint()
      let coefficients = responses.indices.map { fits.best(without: fold, response: $0) }
      var block = DesignBlock(columns: basis.count)
      for first in stride(from: 0, to: draws[fold].count, by: DesignBlock.room) {
        let some = draws[fold][first..<min(draws[fold].count, first + DesignBlock.room)]
        block.begin(rows: some.count)
        basis.fill(&block, some)
        for (response, beta) in coefficients.enumerated() {
          let values = block.times(beta)
          for (row, draw) in some.enumerated() { predicted[response][draw] = values[row] }
        }
      }
    }
    return predicted
  }
}

/// Least squares without one fold, or without two.
private struct FoldFits {
  private let sums: [GramSum]
  private let p: Int
  private let models: [Int]
  private let withoutOne: [LeadingFits]
  /// By the pair of folds, the smaller one first: at first · folds + second.
  private let withoutTwo: [LeadingFits?]

  init?(_ sums: [GramSum], _ p: Int, _ models: [Int]) {
    (self.sums, self.p, self.models) = (sums, p, models)
    let order = sums[0].order
    let total = sums.reduce(GramSum(order: order), +)
    let used = models.last ?? 1
    let one = sums.compactMap { LeadingFits(total - $0, p, used) }
    guard one.count == sums.count else { return nil }
    withoutOne = one
    var two = [LeadingFits?](repeating: nil, count: sums.count * sums.count)
    for i in sums.indices {
      for j in i + 1..<max(i + 1, sums.count) {
        guard let fit = LeadingFits(total - sums[i] - sums[j], p, used) else { return nil }
        two[i * sums.count + j] = fit
      }
    }
    withoutTwo = two
  }

  /// The coefficients for a fold, of the model that predicts best among the other folds.
  func best(without fold: Int, response: Int) -> [Double] {
    let errors = models.map { model in
      sums.indices.filter { $0 != fold }.reduce(0) { sum, other in
        let place = min(fold, other) * sums.count + max(fold, other)
        guard let fit = withoutTwo[place] else { return .infinity }
        return sum + squaredError(fit.coefficients(model, response), on: other, response)
      }
    }
    // Of equal models the simplest.
    let model = zip(models, errors).min { $0.1 < $1.1 }?.0 ?? 1
    return withoutOne[fold].coefficients(model, response)
  }

  /// Σ (y − Xβ)² over a fold, from its sums.
  private func squaredError(_ beta: [Double], on fold: Int, _ response: Int) -> Double {
    let sum = sums[fold], y = p + response
    var error = sum[y, y]
    for i in beta.indices {
      var row = 0.0
      for j in beta.indices { row += sum[i, j] * beta[j] }
      error += beta[i] * (row - 2 * sum[y, i])
    }
    return error
  }
}

/// Least-squares coefficients of every model whose columns come first.
private struct LeadingFits {
  private let factor: Cholesky
  /// L⁻¹Xᵀy of each response.
  private let whitened: [[Double]]
  /// Of the columns, so that all have a mean square of 1.
  private let scales: [Double]

  /// - Parameters:
  ///   - sum: Of the basis, then the responses.
  ///   - p: Columns of the basis.
  ///   - used: Columns of the largest model.
  init?(_ sum: GramSum, _ p: Int, _ used: Int) {
    let n = sum[0, 0]
    let scales = (0..<used).map { sum[$0, $0] > 0 ? (n / sum[$0, $0]).squareRoot() : 0 }
    // Repeated inputs make columns that are combinations of others; a billionth of the diagonal
    // divides the coefficient between them and changes no prediction to six digits.
    let matrix = Matrix(rows: used, columns: used) { i, j in
      scales[i] * scales[j] * sum[i, j] + (i == j ? 1e-9 * n : 0)
    }
    guard let factor = try? Cholesky(matrix) else { return nil }
    (self.factor, self.scales) = (factor, scales)
    whitened = (p..<sum.order).map { y in
      factor.whiten((0..<used).map { scales[$0] * sum[y, $0] })
    }
  }

  func coefficients(_ model: Int, _ response: Int) -> [Double] {
    zip(factor.backSubstituted(whitened[response].prefix(model)), scales).map { $0 * $1 }
  }
}
