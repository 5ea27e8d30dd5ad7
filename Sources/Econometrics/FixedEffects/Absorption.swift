package import LinearAlgebra

/// Takes any number of fixed effects out of columns.
///
/// Groups' weighted means are subtracted factor by factor until nothing moves (alternating
/// projections): by the theorem of Frisch, Waugh and Lovell, slopes on what is left are those of
/// the regression with all dummies.
///
/// - Source: Guimarães and Portugal, *Stata Journal* 10(4), 2010; Gaure, *Computational Statistics
///   & Data Analysis* 66, 2013.
package struct Absorption: Sendable {
  package let effects: [Grouping]
  /// The number of independent effects.
  package let rank: Int
  private let weights: [Double]?
  private let threads: Int
  private let tolerance: Double

  /// - Parameters:
  ///   - effects: At least one; all of n rows.
  ///   - weights: n positive numbers; nil for equal ones.
  ///   - tolerance: Sweeps end when one moves nothing by more than this times the column's root
  ///     mean square.
  ///   - threads: Columns that are worked on at a time.
  package init(
    effects: [Grouping], weights: [Double]? = nil, tolerance: Double = 1e-12, threads: Int = 1
  ) {
    precondition(!effects.isEmpty, "no effects to take out")
    (self.effects, self.weights, self.tolerance) = (effects, weights, tolerance)
    self.threads = threads
    rank = independentEffects(effects)
  }

  /// The parts of columns that the effects do not explain.
  ///
  /// - Parameter columns: n × k.
  /// - Returns: n × k, in the same units.
  /// - Throws: ``EstimationError/notConverged(what:steps:)``.
  package func residuals(of columns: Matrix) throws(EstimationError) -> Matrix {
    var list: [[Double]] = []
    for j in 0..<columns.columns { list.append(try residual(of: columns.column(j))) }
    return Matrix(columns: list, rows: columns.rows)
  }

  /// The same for one column.
  package func residual(of column: [Double]) throws(EstimationError) -> [Double] {
    var x = column
    let size = (x.reduce(0) { $0 + $1 * $1 } / Double(max(x.count, 1))).squareRoot()
    for _ in 0..<100_000 {
      var moved = 0.0
      for effect in effects { moved = max(moved, subtractMeans(effect, from: &x)) }
      if effects.count == 1 || moved <= tolerance * size { return x }
    }
    throw .notConverged(what: "fixed effects", steps: 100_000)
  }

  /// The largest mean that was subtracted, in magnitude.
  private func subtractMeans(_ effect: Grouping, from x: inout [Double]) -> Double {
    var sums = Array(repeating: 0.0, count: effect.count), total = sums
    for (i, code) in effect.codes.enumerated() {
      let w = weights?[i] ?? 1
      sums[Int(code)] += w * x[i]
      total[Int(code)] += w
    }
    let means = zip(sums, total).map { $0 / $1 }
    for (i, code) in effect.codes.enumerated() { x[i] -= means[Int(code)] }
    return means.reduce(0) { max($0, $1.magnitude) }
  }
}

/// The rank of the dummies of all effects together.
///
/// Exact for one and two effects: the levels less the number of connected components. Each effect
/// beyond the second is taken to lose one level, which is exact where it is connected with the
/// first and is otherwise an upper bound (as in reghdfe).
///
/// - Source: Abowd, Creecy and Kramarz, *Computing Person and Firm Effects*, 2002.
package func independentEffects(_ effects: [Grouping]) -> Int {
  guard let first = effects.first else { return 0 }
  return first.count
    + effects.dropFirst().enumerated().reduce(0) { rank, effect in
      rank + effect.element.count
        - (effect.offset == 0 ? connectedComponents(first, effect.element) : 1)
    }
}

/// The connected components of the graph that joins the groups of two factors which share a row.
func connectedComponents(_ a: Grouping, _ b: Grouping) -> Int {
  var parent = Array(0..<a.count + b.count)
  func root(_ start: Int) -> Int {
    var node = start
    while parent[node] != node {
      parent[node] = parent[parent[node]]
      node = parent[node]
    }
    return node
  }
  var components = parent.count
  for (i, j) in zip(a.codes, b.codes) {
    let left = root(Int(i)), right = root(a.count + Int(j))
    guard left != right else { continue }
    parent[left] = right
    components -= 1
  }
  return components
}
