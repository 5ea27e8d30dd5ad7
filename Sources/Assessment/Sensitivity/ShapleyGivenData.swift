import NumericKernels
import Simulation

/// How Shapley effects are read from draws as they are.
package struct ShapleyDesign: Sendable, Equatable {
  /// The inputs of each player; inputs in none are left out.
  package let groups: [[Int]]
  /// Draws that count as alike, with the draw itself; 3 have the least bias that still tells a
  /// variance well.
  package let neighbours: Int
  /// Draws at which the variance left is looked at.
  ///
  /// With no more than a tenth of ``pool`` they share few neighbours, and the standard errors, which
  /// take them as independent, hold.
  package let queries: Int
  /// Draws among which neighbours are looked for: the first ones.
  package let pool: Int
  /// Orders that are drawn beyond ten groups.
  package let pairs: Int
  package let seed: UInt64

  package init(
    groups: [[Int]], neighbours: Int = 3, queries: Int = 1000, pool: Int = 10_000, pairs: Int = 50,
    seed: UInt64
  ) {
    precondition(
      !groups.isEmpty && neighbours > 1 && queries > 1 && pool > neighbours && pairs > 1,
      "\(groups.count) groups, \(neighbours) neighbours of \(pool), \(queries) queries")
    (self.groups, self.neighbours, self.queries) = (groups, neighbours, queries)
    (self.pool, self.pairs, self.seed) = (pool, pairs, seed)
  }
}

extension GivenData {
  /// Shapley effects from the ensemble alone, its inputs dependent or not.
  ///
  /// The variance that a subset of inputs leaves, E(V(Y | X of the subset)), is the mean variance of
  /// the outcome among draws that lie close in those inputs, by ranks: a monotone transformation of
  /// an input changes nothing. Sharing out is linear, so each query has effects of its own, and
  /// their spread gives standard errors.
  ///
  /// - Parameters:
  ///   - design: Sizes beyond the draws there are come down to them.
  ///   - threads: They change no bit.
  /// - Returns: One effect a group.
  /// - Throws: ``SensitivityFailure/tooFewDraws(kept:needed:failed:)`` without more draws than
  ///   neighbours; ``SensitivityFailure/noVariance(failed:)`` if the queries have one outcome.
  /// - Accuracy: Besides the stated error, neighbours are not equal: a subset of k inputs is told to
  ///   leave too much variance, of the order of (neighbours / pool)^(2/k), and effects add up to less.
  /// - Complexity: O(subsets · queries · pool · groups).
  /// - Source: Broto, Bachoc & Depecker, *SIAM/ASA Journal on Uncertainty Quantification* 8, 2020,
  ///   §5 (subset aggregation, nearest neighbours from given data).
  package func shapleyEffects(
    _ design: ShapleyDesign, threads: Int = 1
  ) throws(SensitivityFailure) -> ShapleyEffects {
    guard draws > design.neighbours else {
      throw .tooFewDraws(kept: draws, needed: design.neighbours + 1, failed: failed)
    }
    let plan = ShapleyPlan(players: design.groups.count, pairs: design.pairs, seed: design.seed)
    let pool = min(design.pool, draws), queries = min(design.queries, pool)
    let outcome = scaledAboutMean(Array(y[..<pool]))
    let squares = squaredDeviations(outcome[..<queries])
    let total = squares.reduce(0, +) / Double(queries)
    guard varies(y[..<queries]), total > 0 else { throw .noVariance(failed: failed) }
    let scores = inputs.ranks.map { ranks in ranks[..<pool].map { $0 / Double(draws) } }
    let left = mapInParallel(queries, threads: threads) { query in
      variances(at: query, plan.subsets, design, scores, outcome)
    }
    // One component a query and, last, their mean.
    let values = plan.subsets.indices.map { subset in
      withMean(subset == 0 ? squares : left.map { $0[subset] })
    }
    guard let shares = plan.shares(values) else { throw .noVariance(failed: failed) }
    return ShapleyEffects(
      effects: shares.shares.indices.map {
        effect(shares.shares[$0], shares.standardErrors?[$0][queries] ?? 0, squares, total)
      },
      explained: 1 - shares.all[queries] / total)
  }

  /// The variance of the outcome among the neighbours of one draw, for each subset of groups; without
  /// meaning for the empty one.
  private func variances(
    at query: Int, _ subsets: [[Bool]], _ design: ShapleyDesign, _ scores: [[Double]],
    _ outcome: [Double]
  ) -> [Double] {
    let draws = NearestDraws(
      to: query, groups: design.groups, scores: scores, draws: outcome.count)
    return subsets.map { subset in
      let alike = [query] + draws.nearest(design.neighbours - 1, in: subset)
      return Moments(alike.map { outcome[$0] }).variance
    }
  }
}

/// A share of the variance left, negative where an input takes it away, as an effect.
///
/// - Parameters:
///   - shares: One a query and, last, their mean.
///   - ordersError: The standard error of that mean from the sampling of orders.
///   - squares: One a query.
///   - total: Their mean, the variance.
/// - Returns: A share of `total`, with its standard error.
private func effect(
  _ shares: [Double], _ ordersError: Double, _ squares: [Double], _ total: Double
) -> IndexEstimate {
  let value = -shares[squares.count] / total
  let sampling = deltaMethodError(zip(shares, squares).map { -($0 + value * $1) / total })
  // All queries go through the same orders: that error does not shrink with the queries.
  let orders = ordersError / total
  return IndexEstimate(
    value: value, standardError: (sampling * sampling + orders * orders).squareRoot())
}

private func withMean(_ values: [Double]) -> [Double] {
  values + [values.reduce(0, +) / Double(values.count)]
}

/// Squared deviations from the mean, scaled so that their mean is the variance with n − 1.
private func squaredDeviations(_ values: ArraySlice<Double>) -> [Double] {
  let mean = Moments(values).mean, n = Double(values.count)
  return values.map { ($0 - mean) * ($0 - mean) * n / (n - 1) }
}
