import LinearAlgebra

/// The shortest vector t + Σ pᵢ bᵢ with every pᵢ ≥ 0.
///
/// When it is 0, t is in the cone opposite to that of the bᵢ; otherwise it makes no obtuse angle
/// with any bᵢ, and an acute one with t.
///
/// - Parameters:
///   - rows: bᵢ, m × d, of length one or zero.
///   - t: d numbers, of length one.
/// - Returns: d numbers.
/// - Throws: ``EstimationError/notConverged(what:steps:)`` when rounding keeps the active set from
///   settling.
/// - Source: Lawson and Hanson, *Solving Least Squares Problems*, 1974, chapter 23.
func shortestCombination(of rows: Matrix, from t: [Double]) throws(EstimationError) -> [Double] {
  let d = t.count
  var active: [Int] = [], p: [Double] = [], left = t
  let limit = 50 * (d + 2)
  var refused: Set<Int> = []
  for _ in 0..<limit {
    let angles = rows * left
    let size = euclideanNorm(left)
    guard size > 1e-13 else { return Array(repeating: 0, count: d) }
    var best = -1, least = -1e-11 * size
    for i in angles.indices where angles[i] < least && !refused.contains(i) && !active.contains(i) {
      (best, least) = (i, angles[i])
    }
    guard best >= 0 else { return left }
    guard var trial = freeCombination(rows, active + [best], t) else {
      refused.insert(best)
      continue
    }
    active.append(best)
    p.append(0)
    // Back along the way to the free solution as far as no weight turns negative.
    while let share = firstCrossing(p, trial) {
      for i in p.indices { p[i] += share * (trial[i] - p[i]) }
      let stay = p.indices.filter { trial[$0] > 0 || p[$0] > 1e-14 }
      (active, p) = (stay.map { active[$0] }, stay.map { p[$0] })
      trial = freeCombination(rows, active, t) ?? p
    }
    p = trial
    refused = []
    left = t
    for (place, row) in active.enumerated() {
      for j in 0..<d { left[j] += p[place] * rows[row, j] }
    }
  }
  throw .notConverged(what: "separation", steps: limit)
}

/// The weights of the shortest t + Σ pᵢ bᵢ over some rows, of either sign; nil when they depend on
/// each other.
private func freeCombination(_ rows: Matrix, _ chosen: [Int], _ t: [Double]) -> [Double]? {
  guard chosen.count <= t.count else { return nil }
  // One row of zeros more: least squares wants more rows than columns.
  let A = Matrix(rows: t.count + 1, columns: chosen.count) { i, j in
    i < t.count ? rows[chosen[j], i] : 0
  }
  return try? leastSquares(A, t.map { -$0 } + [0]).coefficients
}

/// How much of the way from p to the trial the first weight to turn negative allows; nil for all.
private func firstCrossing(_ p: [Double], _ trial: [Double]) -> Double? {
  var share: Double?
  for (old, new) in zip(p, trial) where new <= 0 {
    share = min(share ?? 1, old > new ? max(0, old / (old - new)) : 0)
  }
  return share
}
