private import LinearAlgebra
private import NumericKernels

/// The posterior of σ² on a grid, when coefficients are standard normal beforehand.
struct VarianceLaw: Sendable {
  /// σ² at the nodes, ascending.
  let variances: [Double]
  /// Of the nodes, with sum 1.
  let weights: [Double]
  /// ln p(y).
  let logEvidence: Double
  private let squares: [Double]
  /// dⱼαⱼ.
  private let pulls: [Double]
  private let V: Matrix

  init(_ rows: WhitenedRows, a: Double, b: Double) throws(EstimationError) {
    let X = Matrix(columns: rows.columns, rows: rows.responses.count)
    guard let decomposed = SingularValues(X) else {
      throw .notConverged(what: "singular values", steps: 1)
    }
    let α = decomposed.left.transposed * rows.responses
    let left = zip(rows.responses, decomposed.left * α).map { $0 - $1 }
    let density = VarianceDensity(
      squares: decomposed.values.map { $0 * $0 }, α: α, unexplained: dot(left, left),
      count: rows.count, a: a, b: b)
    let grid = density.grid()
    let logs = grid.nodes.map { density.logarithm($0) }
    let highest = logs.max() ?? 0
    let heights = logs.map { exponential($0 - highest) }, total = heights.reduce(0, +)
    variances = grid.nodes.map { exponential($0) }
    weights = heights.map { $0 / total }
    logEvidence = highest + naturalLogarithm(total * grid.step)
    (squares, V) = (density.squares, decomposed.right)
    pulls = zip(decomposed.values, α).map { $0 * $1 }
  }

  /// Mean and variance of cᵀδ given σ², for a combination c of the whitened coefficients.
  func normal(_ combination: [Double], variance: Double) -> (mean: Double, variance: Double) {
    // cᵀδ = gᵀθ and what V does not reach, of which the data say nothing.
    let g = V.transposed * combination
    let outside = max(0, dot(combination, combination) - dot(g, g))
    var mean = 0.0, spread = 0.0
    for j in g.indices {
      mean += g[j] * pulls[j] / (variance + squares[j])
      spread += g[j] * g[j] * variance / (variance + squares[j])
    }
    // With as many coordinates as coefficients V reaches everything.
    return (mean, V.columns == V.rows ? spread : spread + outside)
  }
}

/// ln p(y, t) for t = ln σ², coefficients integrated out.
private struct VarianceDensity {
  let squares: [Double]
  let α: [Double]
  let unexplained: Double
  let count: Double
  let a: Double
  let b: Double
  private let constant: Double

  init(
    squares: [Double], α: [Double], unexplained: Double, count: Double, a: Double, b: Double
  ) {
    (self.squares, self.α, self.unexplained) = (squares, α, unexplained)
    (self.count, self.a, self.b) = (count, a, b)
    // The density 1/σ² has no constant: what is then called evidence is one up to a factor.
    let beforehand = a > 0 ? a * naturalLogarithm(b) - logGamma(a) : 0
    constant = beforehand - count / 2 * naturalLogarithm(2 * .pi)
  }

  func logarithm(_ t: Double) -> Double {
    let variance = exponential(t)
    var sum = constant - (count / 2 + a) * t - (b + unexplained / 2) / variance
    for (d2, α) in zip(squares, α) {
      sum -= (logarithmOfOnePlus(d2 / variance) + α * α / (variance + d2)) / 2
    }
    return sum
  }

  func derivative(_ t: Double) -> Double {
    let variance = exponential(t)
    var sum = (b + unexplained / 2) / variance - count / 2 - a
    for (d2, α) in zip(squares, α) {
      let share = variance / (variance + d2)
      sum += (1 - share) / 2 + α * α * share / (variance + d2) / 2
    }
    return sum
  }

  /// Nodes that hold all of the integral but e⁻⁴⁵ of its height, and their distance.
  ///
  /// The step is a quarter of the narrowest peak, and at most a fifth: the integrand is analytic
  /// for |Im t| < π/2, so that the rule's error is below e⁻⁴⁰ of it (Trefethen and Weideman, *SIAM
  /// Review* 56(3), 2014, theorem 5.1).
  func grid() -> (nodes: [Double], step: Double) {
    let modes = self.modes()
    let step = modes.reduce(0.2) { min($0, width(at: $1) / 4) }
    let floor = (modes.map { logarithm($0) }.max() ?? 0) - 45
    let origin = modes.first ?? 0
    var places = Set<Int>()
    for mode in modes {
      let start = Int(((mode - origin) / step).rounded())
      for direction in [1, -1] {
        var place = start
        while logarithm(origin + Double(place) * step) > floor, abs(place - start) < 1_000_000 {
          places.insert(place)
          place += direction
        }
      }
    }
    return (places.sorted().map { origin + Double($0) * step }, step)
  }

  /// The peaks: between what σ² is by the residuals and prior alone, and with all that is explained.
  private func modes() -> [Double] {
    let rate = count / 2 + a
    let low = naturalLogarithm((b + unexplained / 2) / rate) - 0.1
    let all = squares.reduce(0, +) + α.reduce(0) { $0 + $1 * $1 }
    let high = naturalLogarithm((b + unexplained / 2 + all / 2) / rate) + 0.1
    return minima(of: { -derivative($0) }, on: low...high, step: 0.05)
  }

  /// The standard deviation of the normal law with the peak's curvature.
  private func width(at mode: Double) -> Double {
    let h = 1e-4
    let curvature = (derivative(mode - h) - derivative(mode + h)) / (2 * h)
    return curvature > 0 ? 1 / curvature.squareRoot() : .infinity
  }
}
