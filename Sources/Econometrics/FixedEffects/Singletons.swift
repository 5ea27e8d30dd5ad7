/// Rows that are alone in a group of some factor once other such rows are gone.
///
/// Such a row tells nothing about slopes: its effect fits it exactly. Counted among the clusters it
/// makes clustered errors too small. Found again and again until none is left: dropping the only
/// worker of a firm may leave a year with a single row. The outcome does not depend on the order.
///
/// - Parameter effects: Of the same n rows.
/// - Returns: Places of rows, ascending.
/// - Complexity: O(n) per factor: each group keeps the sum of the places of its rows, which is the
///   last one's when one is left.
/// - Source: Correia, *Singletons, cluster-robust standard errors and fixed effects: a bad mix*,
///   2015.
package func singletons(in effects: [Grouping]) -> [Int] {
  var sizes = effects.map(\.sizes)
  var sums = effects.map { effect in
    effect.codes.enumerated().reduce(into: Array(repeating: 0, count: effect.count)) {
      $0[Int($1.element)] += $1.offset
    }
  }
  var isSingle = Array(repeating: false, count: effects.first?.codes.count ?? 0)
  var waiting: [Int] = []
  for f in effects.indices {
    for group in sizes[f].indices where sizes[f][group] == 1 { waiting.append(sums[f][group]) }
  }
  while let row = waiting.popLast() {
    guard !isSingle[row] else { continue }
    isSingle[row] = true
    for f in effects.indices {
      let group = Int(effects[f].codes[row])
      sizes[f][group] -= 1
      sums[f][group] -= row
      if sizes[f][group] == 1 { waiting.append(sums[f][group]) }
    }
  }
  return isSingle.indices.filter { isSingle[$0] }
}

extension RegressionData {
  /// The data without rows that are alone in a group of an effect, as reghdfe does it (fixest keeps
  /// them).
  ///
  /// - Returns: The data, and the places of the rows that were left out.
  package func withoutSingletons() -> (data: RegressionData, dropped: [Int]) {
    let dropped = singletons(in: effects)
    guard !dropped.isEmpty else { return (self, []) }
    let gone = Set(dropped)
    return (selecting(rows: (0..<observations).filter { !gone.contains($0) }), dropped)
  }
}
