/// A total shared out among players: each gets what it adds, averaged over all orders of joining.
///
/// - Source: Shapley, *A value for n-person games*, 1953.
package struct ShapleyValues: Sendable, Equatable {
  /// For each player one number a component; over the players they add up to ``all`` − ``none``.
  package let shares: [[Double]]
  /// Of the sampling of orders, shaped like the shares; nil when all subsets were valued.
  package let standardErrors: [[Double]]?
  /// The value without any player.
  package let none: [Double]
  /// The value with all of them.
  package let all: [Double]
}

/// Shares a total out by a function that values subsets of players.
///
/// - Parameters:
///   - players: Greater than 0.
///   - pairs: See ``ShapleyPlan/init(players:pairs:seed:)``.
///   - seed: See there.
///   - value: It is asked once for each subset of the plan: one truth value a player. Always as many
///     components, for instance one a scramble.
/// - Returns: nil if a value is not finite.
/// - Complexity: 2ⁿ values for up to ten players, at most 2 · `pairs` · (n − 1) + 2 beyond.
package func shapleyValues(
  players: Int, pairs: Int = 100, seed: UInt64, value: ([Bool]) throws -> [Double]
) rethrows -> ShapleyValues? {
  let plan = ShapleyPlan(players: players, pairs: pairs, seed: seed)
  return plan.shares(try plan.subsets.map(value))
}
