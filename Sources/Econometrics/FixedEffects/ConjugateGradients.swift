/// Solves S v = g by conjugate gradients, with M⁻¹S in the place of S (see ``LevelScaling``).
///
/// With the diagonal for M this is alternating projections over the factors, accelerated as much as
/// any method can that uses sweeps only: a nearly unconnected panel costs a step or two for each
/// weak link, where plain sweeps need thousands.
///
/// S is singular: each connected component has a free constant. g has no part there but what
/// rounding puts in, and that is taken out at every step, since directions along it explain nothing
/// and would be followed far.
///
/// - Source: Hestenes and Stiefel, *Journal of Research of the NBS* 49, 1952; for fixed effects
///   Correia, *Linear models with high-dimensional fixed effects*, 2017, §3.
struct ConjugateGradients {
  /// The solution so far.
  private(set) var v: [Double]
  private(set) var steps = 0
  /// The sum of squares that the steps so far explain.
  private(set) var explained = 0.0
  /// An estimate from below of the least nonzero eigenvalue of the scaled S that g reaches.
  private(set) var leastEigenvalue: Double
  private let system: ReducedSystem
  private let scaling: LevelScaling
  private var gradient: [Double]
  private var direction: [Double]
  /// gᵀM⁻¹g of the current gradient g.
  private var size: Double
  private var krylov = LanczosMatrix()

  /// Starts from zeros.
  ///
  /// - Parameters:
  ///   - system: S.
  ///   - scaling: Of the same system.
  ///   - g: One number for each level.
  ///   - leastEigenvalue: From a run before, so that one that is nearly there need not start.
  init(
    _ system: ReducedSystem, _ scaling: LevelScaling, g: [Double], leastEigenvalue: Double?
  ) {
    self.system = system
    self.leastEigenvalue = leastEigenvalue ?? .infinity
    self.scaling = scaling
    v = Array(repeating: 0, count: g.count)
    gradient = g
    scaling.project(&gradient)
    direction = scaling.scaled(gradient)
    size = zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Steps until the sum of squares that is left to explain is at most a target.
  ///
  /// That sum is ‖v − v̂‖²_S, at most gᵀM⁻¹g/λ with λ the least eigenvalue of M⁻¹S, which is read
  /// off the steps themselves (they are Lanczos's).
  ///
  /// - Parameters:
  ///   - total: The column's sum of squares before the effects are taken out.
  ///   - target: Given the column's sum of squares without the effects found so far.
  ///   - limit: At most so many steps.
  /// - Returns: Whether the target was reached.
  mutating func run(total: Double, target: (Double) -> Double, limit: Int) -> Bool {
    var nextCheck = 0
    while size > 0 {
      let goal = target(max(0, total - explained))
      if size <= goal, steps >= nextCheck {
        leastEigenvalue = min(leastEigenvalue, krylov.leastEigenvalue)
        if size <= goal * min(1, leastEigenvalue) { return true }
        nextCheck = steps + 4
      }
      guard steps < limit else { return false }
      explained += step()
    }
    return true
  }

  /// One step.
  ///
  /// - Returns: The sum of squares that it explains.
  private mutating func step() -> Double {
    let image = system.product(direction)
    let curvature = zip(direction, image).reduce(0) { $0 + $1.0 * $1.1 }
    // Only rounding is left of a direction that S sends to zero.
    guard curvature > 0 else {
      size = 0
      return 0
    }
    let length = size / curvature
    let before = size
    size = 0
    for level in v.indices {
      v[level] += length * direction[level]
      gradient[level] -= length * image[level]
    }
    scaling.project(&gradient)
    let scaled = scaling.scaled(gradient)
    for level in v.indices { size += gradient[level] * scaled[level] }
    let turn = size / before
    for level in v.indices { direction[level] = scaled[level] + turn * direction[level] }
    krylov.append(length: length, turn: turn)
    steps += 1
    return length * before
  }
}

/// The tridiagonal matrix that conjugate gradients build on their way.
///
/// - Source: Golub and Van Loan, *Matrix Computations*, 4th ed., §11.3.5.
private struct LanczosMatrix {
  private var diagonal: [Double] = []
  /// Squares of the elements beside the diagonal; the last belongs to a row still to come.
  private var besideSquared: [Double] = []
  private var carried = 0.0

  mutating func append(length: Double, turn: Double) {
    diagonal.append(1 / length + carried)
    besideSquared.append(turn / (length * length))
    carried = turn / length
  }

  /// The least eigenvalue above rounding, by bisection; within 10 % and from below.
  ///
  /// Eigenvalues under 10⁻¹² are zeros of S that rounding let in.
  var leastEigenvalue: Double {
    guard !diagonal.isEmpty else { return .infinity }
    var (low, high) = (1e-12, 1.0)
    let zeros = eigenvalues(below: low)
    while eigenvalues(below: high) == zeros {
      low = high
      high *= 4
    }
    while high > 1.1 * low {
      let middle = (low * high).squareRoot()
      if eigenvalues(below: middle) > zeros { high = middle } else { low = middle }
    }
    return low
  }

  /// How many eigenvalues lie below x, by the signs of the pivots of T − xI.
  private func eigenvalues(below x: Double) -> Int {
    var count = 0, pivot = 1.0
    for (place, element) in diagonal.enumerated() {
      pivot = element - x - (place == 0 ? 0 : besideSquared[place - 1] / pivot)
      if pivot == 0 { pivot = -Double.leastNormalMagnitude }
      if pivot < 0 { count += 1 }
    }
    return count
  }
}
