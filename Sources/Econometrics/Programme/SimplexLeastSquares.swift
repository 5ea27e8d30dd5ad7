import LinearAlgebra

/// Weights ≥ 0 with sum 1 whose mixture of points is nearest to another point.
package struct SimplexWeights: Sendable, Equatable {
  /// One for each point; those not used are exactly 0.
  package let weights: [Double]
  /// Squared distance of the mixture.
  package let squaredDistance: Double
  /// How far the conditions of an optimum are from being met: |x|² − min xᵢ·x, 0 for the exact one.
  ///
  /// An upper bound of half of what the squared distance could still lose.
  package let gap: Double
  /// Whether the mixture is the point itself, but for rounding: other weights may reach it too.
  package let isExact: Bool
}

/// The mixture of points that is nearest to a target.
///
/// Wolfe's algorithm for the point of least norm in a polytope: exact in finitely many steps, as each
/// works with points that are affinely independent and solves their problem by QR.
///
/// - Parameters:
///   - points: Of one length.
///   - target: Of the same.
///   - penalty: η ≥ 0: η · Σw² is added to the squared distance; above 0 the weights are unique.
/// - Returns: The weights, with what shows that they are the best.
/// - Source: Wolfe, *Mathematical Programming* 11 (1976), §4.
/// - Accuracy: a point is left out when it would bring the mixture x nearer by no more than rounding,
///   2⁻⁴⁴ |x| times its own distance; `gap` says how far the optimum is met.
package func simplexLeastSquares(
  _ points: [[Double]], target: [Double], penalty: Double = 0
) -> SimplexWeights {
  precondition(!points.isEmpty && points.allSatisfy { $0.count == target.count }, "points")
  precondition(penalty >= 0, "penalty \(penalty)")
  var corral = Corral(points, target: target, penalty: penalty)
  // Each round ends with a smaller norm, so that no set of points comes twice; the limit only guards
  // against rounding.
  for _ in 0..<(50 * (points.count + target.count + 2)) {
    guard corral.takeIn() else { break }
    corral.settle()
  }
  return corral.result
}

/// Points in use and their weights.
private struct Corral {
  /// Differences to the target, with a coordinate of its own for each where weights are penalised.
  private let points: [[Double]]
  /// Squared distances.
  private let norms: [Double]
  private var members: [Int]
  private var weights: [Double]
  private var mixture: [Double]
  private var refused: Set<Int> = []
  private let rows: Int

  init(_ points: [[Double]], target: [Double], penalty: Double) {
    let root = penalty.squareRoot(), count = points.count
    rows = target.count
    self.points = points.enumerated().map { place, point in
      zip(point, target).map { $0 - $1 }
        + (penalty > 0 ? (0..<count).map { $0 == place ? root : 0 } : [])
    }
    norms = self.points.map { p in p.reduce(0) { $0 + $1 * $1 } }
    let lengths = norms
    let first = lengths.indices.min { lengths[$0] < lengths[$1] } ?? 0
    (members, weights, mixture) = ([first], [1], self.points[first])
  }

  private var norm: Double { mixture.reduce(0) { $0 + $1 * $1 } }

  /// Whether the mixture is the target to 2⁻⁴⁰ of the distance of its points.
  private var isExact: Bool { norm <= 0x1p-80 * (members.map { norms[$0] }.max() ?? 0) }

  private func product(_ place: Int) -> Double {
    zip(points[place], mixture).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Takes in the point that lies farthest on the near side; false when there is none.
  mutating func takeIn() -> Bool {
    // What is left of an exact mixture is rounding, and points anywhere.
    guard !isExact else { return false }
    let norm = norm, products = points.indices.map(product)
    let best = products.indices.filter { !refused.contains($0) && !members.contains($0) }
      .min { products[$0] < products[$1] }
    guard let best,
      products[best] < norm - 0x1p-44 * (norm + (norm * norms[best]).squareRoot())
    else { return false }
    members.append(best)
    weights.append(0)
    return true
  }

  /// Moves to the best mixture of the members, leaving those behind whose weight would be negative.
  mutating func settle() {
    while true {
      guard let free = freeWeights() else {
        // Only rounding makes the newcomer a combination of the others.
        refused.insert(members.removeLast())
        weights.removeLast()
        return
      }
      guard free.contains(where: { $0 <= 0 }) else {
        weights = free
        break
      }
      var share = 1.0
      for (old, new) in zip(weights, free) where new <= 0 && old > new {
        share = min(share, old / (old - new))
      }
      for i in weights.indices { weights[i] += share * (free[i] - weights[i]) }
      // At least the one that decided the share leaves.
      let least = zip(weights, free).filter { $0.1 <= 0 }.map(\.0).min() ?? 0
      let stay = weights.indices.filter { !(free[$0] <= 0 && weights[$0] <= least) }
      (members, weights) = (stay.map { members[$0] }, stay.map { weights[$0] })
      if members.count == 1 {
        weights = [1]
        break
      }
    }
    refused = []
    normalise()
  }

  private mutating func normalise() {
    let sum = weights.reduce(0, +)
    for i in weights.indices { weights[i] /= sum }
    mixture = [Double](repeating: 0, count: mixture.count)
    for (member, weight) in zip(members, weights) {
      for i in mixture.indices { mixture[i] += weight * points[member][i] }
    }
  }

  /// The weights of sum 1, of either sign, of the shortest mixture of the members; nil when they
  /// depend on one another.
  private func freeWeights() -> [Double]? {
    guard members.count > 1 else { return [1] }
    guard members.count - 1 <= mixture.count else { return nil }
    let first = points[members[0]]
    // One row of zeros more: least squares wants more rows than columns.
    let X = Matrix(rows: mixture.count + 1, columns: members.count - 1) { i, j in
      i < mixture.count ? points[members[j + 1]][i] - first[i] : 0
    }
    guard let fit = try? leastSquares(X, first.map { -$0 } + [0]) else { return nil }
    return [1 - fit.coefficients.reduce(0, +)] + fit.coefficients
  }

  var result: SimplexWeights {
    var all = [Double](repeating: 0, count: points.count)
    for (member, weight) in zip(members, weights) { all[member] = weight }
    let distance = mixture.prefix(rows).reduce(0) { $0 + $1 * $1 }
    let least = points.indices.map(product).min() ?? 0
    return SimplexWeights(
      weights: all, squaredDistance: distance, gap: max(0, norm - least),
      isExact: isExact)
  }
}
