import RandomStreams

/// Which subsets of players have to be valued to share a total out among them fairly.
///
/// The players may be groups of changes between two scenarios, or inputs of a model. The plan is
/// apart from the values because these may take a simulation each: they can be made in any order,
/// several at a time.
package struct ShapleyPlan: Sendable, Equatable {
  package let players: Int
  /// Each is to be valued once, the first is empty and the last whole; one truth value a player.
  package let subsets: [[Bool]]
  /// For each sampled order of the players, the order and the subsets that it goes through; empty
  /// when all subsets are valued.
  private let walks: [Walk]

  private struct Walk: Sendable, Equatable {
    let order: [Int]
    /// Places in ``subsets``, one more than players.
    let path: [Int]
  }

  /// Up to as many players every subset is valued, 2¹⁰.
  package static let mostPlayersExactly = 10

  /// Plans all subsets for up to ten players, and orders drawn at random beyond.
  ///
  /// - Parameters:
  ///   - players: Greater than 0.
  ///   - pairs: Orders that are drawn, at least 2, each followed by its reverse, which comes late to
  ///     what the first comes early to; without meaning for up to ten players.
  ///   - seed: The key of the generator; more pairs of one seed extend the same plan.
  /// - Source: Castro, Gómez & Tejada, *Computers & Operations Research* 36, 2009; reversed orders:
  ///   Mitchell, Cooper, Frank & Holmes, *Journal of Machine Learning Research* 23, 2022, §4.1.
  package init(players: Int, pairs: Int = 100, seed: UInt64) {
    precondition(players > 0 && pairs > 1, "\(players) players, \(pairs) pairs of orders")
    self.players = players
    guard players > Self.mostPlayersExactly else {
      subsets = (0..<1 << players).map { mask in (0..<players).map { mask >> $0 & 1 == 1 } }
      walks = []
      return
    }
    var subsets = [Array(repeating: false, count: players)], places = [subsets[0]: 0]
    var walks: [Walk] = []
    let whole = Array(repeating: true, count: players)
    for pair in 0..<pairs {
      let order = randomOrder(players, pair, seed)
      for order in [order, order.reversed()] {
        var subset = subsets[0], path = [0]
        for player in order.dropLast() {
          subset[player] = true
          path.append(places[subset] ?? subsets.count)
          if path[path.count - 1] == subsets.count {
            places[subset] = subsets.count
            subsets.append(subset)
          }
        }
        walks.append(Walk(order: order, path: path))
      }
    }
    self.subsets = subsets + [whole]
    self.walks = walks.map { Walk(order: $0.order, path: $0.path + [subsets.count]) }
  }

  /// Shares the total out.
  ///
  /// - Parameter values: Of each subset in ``subsets``, any number of components, all of one unit or
  ///   each of its own.
  /// - Returns: nil if a value is not finite.
  /// - Accuracy: The shares add up to the total within some units in the last place of the largest
  ///   value; a player that changes no value gets 0 exactly.
  package func shares(_ values: [[Double]]) -> ShapleyValues? {
    let components = values.first?.count ?? 0
    precondition(
      values.count == subsets.count && values.allSatisfy { $0.count == components },
      "\(values.count) values of \(subsets.count) subsets")
    guard values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let (shares, errors) = walks.isEmpty ? (exactShares(values), nil) : sampledShares(values)
    return ShapleyValues(
      shares: shares, standardErrors: errors, none: values[0], all: values[values.count - 1])
  }

  /// What each player adds to each subset without it, weighted by how many orders that stands for:
  /// s! (n − s − 1)! / n! with s players in the subset.
  private func exactShares(_ values: [[Double]]) -> [[Double]] {
    var weights = [1 / Double(players)]
    for s in 1..<max(players, 1) {
      weights.append(weights[s - 1] * Double(s) / Double(players - s))
    }
    let components = values[0].count
    return (0..<players).map { player in
      var share = [Double](repeating: 0, count: components)
      for mask in values.indices where mask >> player & 1 == 0 {
        let weight = weights[mask.nonzeroBitCount]
        let with = values[mask | 1 << player], without = values[mask]
        for k in 0..<components { share[k] += weight * (with[k] - without[k]) }
      }
      return share
    }
  }

  /// The mean over pairs of orders, and its standard error from their spread.
  private func sampledShares(_ values: [[Double]]) -> ([[Double]], [[Double]]?) {
    let components = values[0].count, pairs = walks.count / 2
    var gains = [[[Double]]](repeating: [], count: players)
    for pair in 0..<pairs {
      var sums = [[Double]](
        repeating: Array(repeating: 0, count: components), count: players)
      for walk in walks[2 * pair...2 * pair + 1] {
        for (place, player) in walk.order.enumerated() {
          let with = values[walk.path[place + 1]], without = values[walk.path[place]]
          for k in 0..<components { sums[player][k] += (with[k] - without[k]) / 2 }
        }
      }
      for player in 0..<players { gains[player].append(sums[player]) }
    }
    let moments = gains.map { gains in
      (0..<components).map { k in Moments(gains.map { $0[k] }) }
    }
    return (moments.map { $0.map(\.mean) }, moments.map { $0.map(\.meanError) })
  }
}

private func randomOrder(_ players: Int, _ pair: Int, _ seed: UInt64) -> [Int] {
  let uniforms = (0..<players).map {
    uniform(
      at: Address(slot: SensitivitySlot.permutation, index: $0, draw: UInt64(pair)), seed: seed)
  }
  return shuffled(players, by: uniforms)
}
