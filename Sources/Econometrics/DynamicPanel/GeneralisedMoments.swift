import LinearAlgebra

/// The stacked equations of all units: y, X and Z, unit after unit.
struct StackedMoments {
  let names: [String]
  let instrumentNames: [String]
  let y: [Double]
  /// rows × k.
  let X: Matrix
  /// rows × m.
  let Z: Matrix
  /// Rows of each unit.
  let ranges: [Range<Int>]
  let isLevel: [Bool]
  /// K′Z: instruments carried back to the errors of complete rows.
  ///
  /// Z′HZ, the covariance of moments
  /// if errors are independent with one variance, is its cross product.
  let carried: Matrix

  init(_ equations: PanelEquations, _ instruments: PanelInstruments) {
    names = equations.names
    instrumentNames = instruments.names
    let rows = equations.transformedCount + equations.levelCount
    let times = equations.units.map { unit in
      Set(unit.flatMap { $0.combination.map(\.time) }).sorted()
    }
    var y: [Double] = [], ranges: [Range<Int>] = [], isLevel: [Bool] = []
    var X = Matrix(rows: rows, columns: names.count)
    var Z = Matrix(rows: rows, columns: instruments.count)
    var carried = Matrix(rows: times.reduce(0) { $0 + $1.count }, columns: instruments.count)
    var base = 0
    for (unit, list) in equations.units.enumerated() {
      let first = y.count
      let places = Dictionary(
        uniqueKeysWithValues: times[unit].enumerated().map { ($1, base + $0) })
      for equation in list {
        let (value, x) = equations.row(equation, unit: unit)
        for (j, number) in x.enumerated() { X[y.count, j] = number }
        for (column, number) in instruments.row(equation, unit: unit) {
          Z[y.count, column] = number
          for (time, factor) in equation.combination {
            if let place = places[time] { carried[place, column] += factor * number }
          }
        }
        y.append(value)
        isLevel.append(equation.isLevel)
      }
      ranges.append(first..<y.count)
      base += times[unit].count
    }
    (self.y, self.X, self.Z, self.carried) = (y, X, Z, carried)
    (self.ranges, self.isLevel) = (ranges, isLevel)
  }

  private init(
    names: [String], instrumentNames: [String], y: [Double], X: Matrix, Z: Matrix,
    ranges: [Range<Int>], isLevel: [Bool], carried: Matrix
  ) {
    (self.names, self.instrumentNames, self.y, self.X) = (names, instrumentNames, y, X)
    (self.Z, self.ranges, self.isLevel, self.carried) = (Z, ranges, isLevel, carried)
  }

  /// Units with equations.
  var groups: Int { ranges.count { !$0.isEmpty } }

  /// Zᵢ′eᵢ of every unit as rows, units × m.
  func momentRows(_ e: [Double]) -> Matrix {
    let columns = (0..<Z.columns).map { j in
      let z = Z.column(j)
      return ranges.map { $0.reduce(0) { $0 + z[$1] * e[$1] } }
    }
    return Matrix(columns: columns, rows: ranges.count)
  }

  func residuals(_ coefficients: [Double]) -> [Double] {
    zip(y, X * coefficients).map { $0 - $1 }
  }

  /// The same with some instruments only.
  func keeping(_ columns: [Int]) -> StackedMoments {
    StackedMoments(
      names: names, instrumentNames: columns.map { instrumentNames[$0] }, y: y, X: X,
      Z: Z.selecting(columns: columns), ranges: ranges, isLevel: isLevel,
      carried: carried.selecting(columns: columns))
  }
}

/// One step of GMM: the β that brings whitened moments nearest to zero.
struct MomentStep {
  let weight: MomentWeight
  let coefficients: [Double]
  let residuals: [Double]
  /// Q and R of the whitened moments of X.
  let factor: OrthogonalFactor
  /// e′Z W Z′e.
  let distance: Double

  /// - Throws: ``EstimationError/notIdentified(regressor:)``.
  init(
    _ moments: StackedMoments, _ weight: MomentWeight
  ) throws(EstimationError) {
    self.weight = weight
    let Zt = moments.Z.transposed
    let A = weight.whitened(Zt * moments.X)
    let b = weight.whitened(Zt * Matrix(columns: [moments.y], rows: moments.y.count))
    let k = moments.X.columns
    guard A.rows >= k else {
      throw .tooFewInstruments(instruments: weight.rank, endogenous: k)
    }
    factor = OrthogonalFactor(A)
    if let column = factor.firstDependentColumn(tolerance: 1e-11) {
      throw .notIdentified(regressor: moments.names[column])
    }
    coefficients = factor.solved(factor.rotated(b).selecting(rows: 0..<k)).storage
    residuals = moments.residuals(coefficients)
    let e = weight.whitened(Zt * Matrix(columns: [residuals], rows: residuals.count))
    distance = e.storage.reduce(0) { $0 + $1 * $1 }
  }

  /// (X′Z W Z′X)⁻¹ X′Z W G for any G of m rows.
  func influence(_ G: Matrix) -> Matrix {
    factor.solved(
      factor.rotated(weight.whitened(G)).selecting(rows: 0..<factor.columns))
  }

  /// (X′Z W Z′X)⁻¹.
  var inverse: Matrix { factor.inverseGram }

  /// The covariance of the first step that holds whatever the errors of a unit: its influence on
  /// Zᵢ′eᵢ, squared and summed.
  func robustCovariance(_ moments: StackedMoments) -> Matrix {
    let influences = influence(moments.momentRows(residuals).transposed)
    return influences * influences.transposed
  }
}

/// Windmeijer's covariance of the second step, which counts that its weight is itself estimated.
///
/// - Source: Windmeijer, *Journal of Econometrics* 126(1), 2005, equation 3.9.
func windmeijerCovariance(
  _ moments: StackedMoments, first: MomentStep, second: MomentStep, firstCovariance: Matrix
) -> Matrix {
  let m = moments.Z.columns, k = moments.X.columns
  let whitenedError = second.weight.whitened(
    moments.Z.transposed * Matrix(columns: [second.residuals], rows: moments.y.count))
  let g = moments.momentRows(first.residuals)
  // vᵀgᵢ and vᵀZᵢ′Xᵢ with v = W Z′e of the second step.
  let vg = second.weight.whitened(g.transposed).transposed * whitenedError.storage
  var sum = Matrix(rows: m, columns: k)
  for j in 0..<k {
    let a = moments.momentRows(moments.X.column(j))
    let va = second.weight.whitened(a.transposed).transposed * whitenedError.storage
    for column in 0..<m {
      let terms = (0..<a.rows).reduce(0.0) { $0 + a[$1, column] * vg[$1] + g[$1, column] * va[$1] }
      sum[column, j] = terms
    }
  }
  let D = second.influence(sum)
  let V = second.inverse, DV = D * V
  let whole = V + DV + DV.transposed + D * firstCovariance * D.transposed
  return 0.5 * (whole + whole.transposed)
}
