internal import LinearAlgebra

/// A quadratic surface through simulated plans near a centre: what the search looks ahead by.
///
/// Fitted by least squares, so that it averages over the noise of counted draws. What few plans leave
/// open is taken from the surface before it, of a wider region: the least change of the curvature.
///
/// - Source: Conn, Scheinberg & Vicente, *Introduction to Derivative-Free Optimization* (2009), §5.3
///   (least-change quadratic models), §4.1 (regression models).
struct ResponseSurface {
  /// A simulated plan.
  struct Point {
    /// Scaled budgets.
    let u: [Double]
    let value: Double
    /// How well it is known, relative to others, at most 1.
    let weight: Double
    /// From fewer draws than others, which shifts them all by about the same.
    let isCoarse: Bool
  }

  let centre: [Double]
  let value: Double
  /// By scaled budget.
  let linear: [Double]
  /// Second derivatives, row by row.
  let curvature: [Double]

  private var n: Int { centre.count }

  /// - Parameters:
  ///   - points: Of simulated plans.
  ///   - centre: About which it is to be good.
  ///   - radius: And how far.
  ///   - prior: Second derivatives by default; nil comes out if least squares fails.
  init?(_ points: [Point], centre: [Double], radius: Double, prior: [Double]) {
    guard !points.isEmpty else { return nil }
    let n = centre.count
    let hasBoth = Set(points.map(\.isCoarse)).count == 2
    let pairs = (0..<n).flatMap { i in (i..<n).map { (i, $0) } }
    var rows: [[Double]] = [], y: [Double] = []
    for point in points {
      let d = zip(point.u, centre).map { ($0 - $1) / radius }
      // What is left out grows with the cube of the distance.
      let far = d.reduce(0) { max($0, $1.magnitude) } / 1.5
      let weight = point.weight / (1 + far * far * far)
      let bends = pairs.map { i, j in i == j ? d[i] * d[i] / 2 : d[i] * d[j] }
      let known = zip(pairs, bends).reduce(0.0) { $0 + $1.1 * prior[$1.0.0 * n + $1.0.1] }
      let row = [1.0] + d + bends + (hasBoth ? [point.isCoarse ? 1 : 0] : [])
      rows.append(row.map { $0 * weight })
      y.append((point.value - known * radius * radius) * weight)
    }
    for (place, strength) in Self.strengths(n, pairs, hasBoth).enumerated() {
      var row = [Double](repeating: 0, count: rows.first?.count ?? 0)
      row[place + 1] = strength
      rows.append(row)
      y.append(0)
    }
    let X = Matrix(rows: rows.count, columns: rows[0].count) { rows[$0][$1] }
    guard let b = try? leastSquares(X, y).coefficients else { return nil }
    var bends = prior
    for (place, (i, j)) in pairs.enumerated() {
      bends[i * n + j] += b[1 + n + place] / (radius * radius)
      bends[j * n + i] = bends[i * n + j]
    }
    (self.centre, value, curvature) = (centre, b[0], bends)
    linear = (0..<n).map { b[1 + $0] / radius }
  }

  /// How strongly each coefficient but the constant is drawn to 0: lightly, and the bends of two levers
  /// at once more than those of one, since plans tell less of them.
  private static func strengths(
    _ n: Int, _ pairs: [(Int, Int)], _ hasBoth: Bool
  ) -> [Double] {
    [Double](repeating: 1e-5, count: n) + pairs.map { $0.0 == $0.1 ? 0.01 : 0.05 }
      + (hasBoth ? [1e-5] : [])
  }

  func slope(at u: [Double]) -> Slope {
    var height = value, gradient = linear
    for i in 0..<n {
      let d = u[i] - centre[i]
      var bend = 0.0
      for j in 0..<n { bend += curvature[i * n + j] * (u[j] - centre[j]) }
      height += d * (linear[i] + bend / 2)
      gradient[i] += bend
    }
    return Slope(height, gradient: gradient)
  }
}
