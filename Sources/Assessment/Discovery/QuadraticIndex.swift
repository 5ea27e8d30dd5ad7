/// g(z) = a + Σ bⱼ zⱼ + Σ cⱼ zⱼ²: what a surrogate asks of standard scores.
package struct QuadraticIndex: Sendable, Equatable {
  /// g at the centre of the prior.
  package let constant: Double
  /// By input.
  package let slopes: [Double]
  /// By input; 0 in a linear index.
  package let curvatures: [Double]

  package init(constant: Double, slopes: [Double], curvatures: [Double]) {
    precondition(slopes.count == curvatures.count, "\(slopes.count), \(curvatures.count)")
    (self.constant, self.slopes, self.curvatures) = (constant, slopes, curvatures)
  }

  /// From the coefficients of 1, of each z, and of (z² − 1) / √2 for some inputs.
  init(_ coefficients: [Double], inputs d: Int, squared: [Int]) {
    slopes = Array(coefficients[1..<d + 1])
    var curvatures = [Double](repeating: 0, count: d)
    for (place, j) in squared.enumerated() {
      curvatures[j] = coefficients[1 + d + place] * 0.5.squareRoot()
    }
    self.curvatures = curvatures
    constant = curvatures.reduce(coefficients[0], -)
  }

  package func value(at z: [Double]) -> Double {
    var sum = constant
    for j in z.indices { sum += (slopes[j] + curvatures[j] * z[j]) * z[j] }
    return sum
  }

  /// A point of a path from the centre, with how strongly the distance hangs on g there.
  struct Point {
    let z: [Double]
    /// |∂ distance / ∂ constant|: by it an error of g is an error of the distance.
    let sensitivity: Double

    var distance: Double { z.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// The point nearest to the centre at which g = 0, moving some inputs only.
  ///
  /// It is on the path z(λ) = −λ bⱼ / (1 + 2λ cⱼ) of Lagrange's condition, on which g falls as long as
  /// every 1 + 2λcⱼ > 0; a minimum under one quadratic condition satisfies this, so the first zero is
  /// the nearest of all. Without curvatures it is the design point of first-order reliability, −a b /
  /// |b|², in closed form.
  ///
  /// - Parameter some: The inputs that may move.
  /// - Returns: By input; nil when g has one sign wherever they go.
  /// - Source: Moré, *Optimization Methods and Software* 2, 1993, theorem 3.2; for the design point
  ///   Hasofer & Lind, *Journal of the Engineering Mechanics Division* 100, 1974.
  package func nearestZero(moving some: [Int]) -> [Double]? { nearestPoint(moving: some)?.z }

  /// The same with how strongly its distance hangs on g.
  func nearestPoint(moving some: [Int]) -> Point? {
    let path = Path(self, some)
    if constant == 0 { return path.point(0) }
    if some.allSatisfy({ curvatures[$0] == 0 }) {
      let square = some.reduce(0) { $0 + slopes[$1] * slopes[$1] }
      return square > 0 ? path.point(constant.magnitude / square) : nil
    }
    return path.firstZero()
  }

  /// The point of least |g| within a distance of the centre; g = 0 there if that can be.
  ///
  /// - Parameters:
  ///   - limit: The greatest distance.
  ///   - some: The inputs that may move.
  /// - Returns: By input.
  package func mostTurned(within limit: Double, moving some: [Int]) -> [Double] {
    let point = Path(self, some).atDistance(limit)
    guard let zero = nearestPoint(moving: some), zero.distance < point.distance else {
      return point.z
    }
    return zero.z
  }

  /// The path on which g falls to 0 (rises, from a negative centre) at least distance.
  private struct Path {
    /// Signs turned so that the centre is positive.
    private let constant: Double
    private let slopes: [Double]
    private let curvatures: [Double]
    private let some: [Int]
    /// Where a denominator 1 + 2λc comes to 0; infinite without a negative curvature.
    private let end: Double

    init(_ index: QuadraticIndex, _ some: [Int]) {
      let sign: Double = index.constant < 0 ? -1 : 1
      constant = sign * index.constant
      slopes = index.slopes.map { sign * $0 }
      curvatures = index.curvatures.map { sign * $0 }
      self.some = some
      let steepest = some.map { sign * index.curvatures[$0] }.min() ?? 0
      end = steepest < 0 ? -1 / (2 * steepest) : .infinity
    }

    func place(_ lambda: Double) -> [Double] {
      var z = [Double](repeating: 0, count: slopes.count)
      for j in some where slopes[j] != 0 {
        z[j] = -lambda * slopes[j] / (1 + 2 * lambda * curvatures[j])
      }
      return z
    }

    func point(_ lambda: Double) -> Point {
      let z = place(lambda), distance = z.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard distance > 0 else {
        let slope = some.reduce(0) { $0 + slopes[$1] * slopes[$1] }.squareRoot()
        return Point(z: z, sensitivity: slope > 0 ? 1 / slope : 0)
      }
      return Point(z: z, sensitivity: lambda / distance)
    }

    private func value(_ lambda: Double) -> Double {
      let z = place(lambda)
      return some.reduce(constant) { $0 + (slopes[$1] + curvatures[$1] * z[$1]) * z[$1] }
    }

    func firstZero() -> Point? {
      guard let lambda = crossing({ value($0) <= 0 }) else {
        return corner { (max(0, value($0)) / -curvatures[$1]).squareRoot() }
      }
      return point(lambda)
    }

    /// Where the path comes to a distance from the centre; its end when it never does.
    func atDistance(_ limit: Double) -> Point {
      let square = { (lambda: Double) in place(lambda).reduce(0) { $0 + $1 * $1 } }
      if let lambda = crossing({ square($0) >= limit * limit }) { return point(lambda) }
      return corner { lambda, _ in max(0, limit * limit - square(lambda)).squareRoot() }
        ?? point(min(end * (1 - 0x1p-40), Self.far))
    }

    /// Beyond it a path that converges has converged, and another has left every prior.
    private static let far = 0x1p60

    /// The least λ at which a condition that stays true becomes true; nil when it never does.
    private func crossing(_ isBeyond: (Double) -> Bool) -> Double? {
      var (low, high) = (0.0, min(1, end / 2))
      while !isBeyond(high) {
        low = high
        high = end.isFinite ? high + (end - high) / 2 : high * 2
        if high > Self.far || end.isFinite && end - high <= end * 0x1p-50 { return nil }
      }
      while true {
        let middle = low + (high - low) / 2
        if middle <= low || middle >= high { return high }
        if isBeyond(middle) { high = middle } else { low = middle }
      }
    }

    /// When the input of the steepest curvature has no slope the path ends short, and the rest of the
    /// way is along that input, to either side alike; here to the upper.
    ///
    /// - Parameter rest: How far, from the λ where the path ends and the input.
    /// - Returns: Nil when the path does not end so.
    private func corner(_ rest: (Double, Int) -> Double) -> Point? {
      guard end.isFinite, let j = some.first(where: { 1 + 2 * end * curvatures[$0] <= 0x1p-40 }),
        slopes[j] == 0
      else { return nil }
      let lambda = end * (1 - 0x1p-40)
      var z = place(lambda)
      z[j] = rest(lambda, j)
      let distance = z.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return Point(z: z, sensitivity: distance > 0 ? end / distance : 0)
    }
  }
}
