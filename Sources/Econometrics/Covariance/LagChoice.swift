import LinearAlgebra
private import NumericKernels
import ReachModel

extension LagChoice {
  /// The lag L for scores of T periods.
  ///
  /// - Parameters:
  ///   - scores: One row per row of the series, one column per coefficient.
  ///   - series: Which rows follow each other.
  ///   - T: The number of periods.
  ///   - names: Of the coefficients; the constant's scores do not help to estimate the lag.
  /// - Returns: L ≥ 0; less than T unless it was given.
  func lag(_ scores: Matrix, _ series: [Series], periods T: Int, names: [String]) -> Int {
    switch self {
    case .fixed(let lag):
      precondition(lag >= 0, "lag \(lag)")
      return lag
    case .rule: return min(lagByRule(T), T - 1)
    case .fourthRoot: return min(lagByFourthRoot(T), T - 1)
    case .plugIn:
      return min(lagFromScores(scores, series, periods: T, names: names), T - 1)
    }
  }

  func words(_ lag: Int) -> Label {
    switch self {
    case .fixed: Label(vi: "độ trễ \(lag)", en: "lag \(lag)")
    case .rule:
      Label(
        vi: "độ trễ \(lag) = ⌊4(T/100)^(2/9)⌋", en: "lag \(lag) = ⌊4(T/100)^(2/9)⌋")
    case .fourthRoot: Label(vi: "độ trễ \(lag) = ⌊T^(1/4)⌋", en: "lag \(lag) = ⌊T^(1/4)⌋")
    case .plugIn:
      Label(
        vi: "độ trễ \(lag), ước lượng từ số liệu (Newey-West 1994)",
        en: "lag \(lag), estimated from the data (Newey-West 1994)")
    }
  }
}

/// The largest L with L ≤ 4(T/100)^(2/9), asked as L⁹ · 100² ≤ 4⁹ · T² so that no root is rounded.
private func lagByRule(_ T: Int) -> Int {
  let bound = 262_144 * Double(T) * Double(T) / 10_000
  var L = 0
  while power(Double(L + 1), 9) <= bound { L += 1 }
  return L
}

/// The largest L with L⁴ ≤ T.
private func lagByFourthRoot(_ T: Int) -> Int {
  var L = 0
  while power(Double(L + 1), 4) <= Double(T) { L += 1 }
  return L
}

private func power(_ x: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { product, _ in product * x }
}

/// ⌊1.1447 (s₁²/s₀² · T)^(1/3)⌋ with s₀ and s₁ from the first ⌊4(T/100)^(2/9)⌋ autocovariances of
/// the sum of all scores but the constant's, without whitening.
///
/// In a panel autocovariances are summed over entities.
///
/// - Source: Newey & West, *Review of Economic Studies* 61(4), 1994, §3, table I and II for Bartlett
///   weights; `bwNeweyWest` of R sandwich with `prewhite = 0`.
private func lagFromScores(
  _ scores: Matrix, _ series: [Series], periods T: Int, names: [String]
) -> Int {
  let slopes = names.indices.filter { names[$0] != RegressionData.constantName }
  let columns = slopes.isEmpty ? Array(names.indices) : slopes
  let h = (0..<scores.rows).map { i in columns.reduce(0) { $0 + scores[i, $1] } }
  func autocovariance(_ lag: Int) -> Double {
    var sum = 0.0
    for one in series {
      let place = Dictionary(uniqueKeysWithValues: zip(one.positions, one.rows))
      for (row, position) in zip(one.rows, one.positions) {
        if let later = place[position + lag] { sum += h[row] * h[later] }
      }
    }
    return sum
  }
  let last = min(lagByRule(T), T - 1)
  let sigma = (0...last).map(autocovariance)
  let s0 = sigma[0] + 2 * sigma.dropFirst().reduce(0, +)
  let s1 = 2 * sigma.indices.reduce(0) { $0 + Double($1) * sigma[$1] }
  guard s0 != 0, s1 != 0 else { return 0 }
  let cube = (s1 / s0) * (s1 / s0) * Double(T)
  let lag = 1.1447 * exponential(naturalLogarithm(cube) / 3)
  return lag < Double(T) ? Int(lag) : T - 1
}
