import LinearAlgebra

/// The robust Anderson-Rubin statistic r(β)ᵀV(β)⁻¹r(β) as a function of β, and where it is at most
/// `critical`.
///
/// β is in units of |y|/|Y|, so that the matrices are of one size whatever the units of the data.
struct AndersonRubinPencil {
  /// r(β) = second block of y − βY.
  private let ry: [Double]
  private let rY: [Double]
  /// V(β) = Vyy − βVyY + β²VYY; VyY is the sum of both cross terms.
  private let Vyy: Matrix
  private let VyY: Matrix
  private let VYY: Matrix
  private let critical: Double
  /// |y|/|Y|.
  private let size: Double

  init(
    _ design: InstrumentalDesign, _ errors: ErrorDependence, critical: Double
  ) throws(EstimationError) {
    let norms = design.norms
    self.critical = critical
    size = norms[1] / norms[0]
    rY = design.alongInstruments.column(0).map { $0 / norms[0] }
    ry = design.alongInstruments.column(1).map { $0 / norms[1] }
    let sY = try errors.independentSums(design.scores(combination: [1 / norms[0], 0]))
    let sy = try errors.independentSums(design.scores(combination: [0, 1 / norms[1]]))
    (Vyy, VYY) = (sy.transposed * sy, sY.transposed * sY)
    let cross = sy.transposed * sY
    VyY = cross + cross.transposed
    _ = try momentFactor(sY)
  }

  /// The set, as intervals in the units of the data.
  ///
  /// Between neighbouring eigenvalues the statistic does not cross `critical`: points between them
  /// tell where it is below, and a bisection between two such points on different sides finds the
  /// end.
  func intervals() throws(EstimationError) -> [ConfidenceSet.Interval] {
    let candidates = try crossings()
    var points = [(candidates.first ?? 0) * 2 - 1 - (candidates.last ?? 0)]
    points += zip(candidates, candidates.dropFirst()).map { ($0 + $1) / 2 }
    points.append((candidates.last ?? 0) * 2 + 1 - (candidates.first ?? 0))
    var inside: [Bool] = []
    for point in points { inside.append(try isBelow(point)) }
    var ends: [Double] = inside[0] ? [-.infinity] : []
    for (i, candidate) in candidates.enumerated() where inside[i] != inside[i + 1] {
      ends.append(try bisected(points[i], points[i + 1], near: candidate) * size)
    }
    if inside[inside.count - 1] { ends.append(.infinity) }
    return stride(from: 0, to: ends.count, by: 2).map {
      ConfidenceSet.Interval(lower: ends[$0], upper: ends[$0 + 1])
    }
  }

  /// Real β, ascending, at which det(cV(β) − r(β)r(β)ᵀ) is zero, to rounding.
  ///
  /// A pair that rounding has made complex is kept: where the statistic does not cross, it changes
  /// nothing.
  private func crossings() throws(EstimationError) -> [Double] {
    let m = ry.count
    func coefficient(_ V: Matrix, _ sign: Double, _ i: Int, _ j: Int, _ r: Double) -> Double {
      critical * sign * V[i, j] - r
    }
    let M0 = Matrix(rows: m, columns: m) { coefficient(Vyy, 1, $0, $1, ry[$0] * ry[$1]) }
    let M1 = Matrix(rows: m, columns: m) {
      coefficient(VyY, -1, $0, $1, -ry[$0] * rY[$1] - rY[$0] * ry[$1])
    }
    let M2 = Matrix(rows: m, columns: m) { coefficient(VYY, 1, $0, $1, rY[$0] * rY[$1]) }
    // [0, I; −M₀, −M₁] z = β [I, 0; 0, M₂] z
    let A = Matrix(rows: 2 * m, columns: 2 * m) { i, j in
      i < m ? (j == i + m ? 1 : 0) : (j < m ? -M0[i - m, j] : -M1[i - m, j - m])
    }
    let B = Matrix(rows: 2 * m, columns: 2 * m) { i, j in
      i < m ? (i == j ? 1 : 0) : (j < m ? 0 : M2[i - m, j - m])
    }
    guard let values = generalisedEigenvalues(A, B) else {
      throw .notConverged(what: "Anderson-Rubin", steps: 30 * 2 * m)
    }
    return values.filter {
      $0.scale.magnitude > 1e-12 * $0.real.magnitude
        && $0.imaginary.magnitude <= 1e-5 * ($0.real.magnitude + $0.scale.magnitude)
    }.map { $0.real / $0.scale }.sorted()
  }

  private func isBelow(_ beta: Double) throws(EstimationError) -> Bool {
    // (1, β) by its length: the ratio is the same, and large β do not overflow.
    let length = (1 + beta * beta).squareRoot()
    let a = 1 / length, b = beta / length
    let V = a * a * Vyy - a * b * VyY + b * b * VYY
    do throws(CholeskyError) {
      let r = zip(ry, rY).map { a * $0 - b * $1 }
      return sumOfSquares(try Cholesky(V).whiten(r)) <= critical
    } catch { throw .tooManyInstruments(instruments: ry.count, groups: ry.count) }
  }

  /// The point between two on different sides at which the statistic crosses.
  private func bisected(
    _ left: Double, _ right: Double, near candidate: Double
  ) throws(EstimationError) -> Double {
    var low = left, high = right, middle = candidate
    let lowInside = try isBelow(low)
    // Each step halves the bracket, and the first usually puts it beside the eigenvalue.
    for step in 0..<2_000 {
      if try isBelow(middle) == lowInside { low = middle } else { high = middle }
      let next = step == 0 ? nudged(candidate, low, high) : (low + high) / 2
      guard next > low, next < high else { break }
      middle = next
    }
    return (low + high) / 2
  }

  /// A point as near to the eigenvalue as its accuracy, on the side that is still open.
  private func nudged(_ candidate: Double, _ low: Double, _ high: Double) -> Double {
    let step = 1e-8 * max(candidate.magnitude, 1e-8)
    let point = low == candidate ? candidate + step : candidate - step
    return point > low && point < high ? point : (low + high) / 2
  }
}
