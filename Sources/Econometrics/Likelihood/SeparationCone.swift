import LinearAlgebra

/// Separation as a question about a cone, answered exactly in finitely many steps.
///
/// Combinations that are zero where y is inside its range form a space of d dimensions; every
/// other row is a vector b in it, and is separated when some direction makes no obtuse angle with
/// any b and an acute one with its own. If the shortest Σ bᵢ + Σ pᵢ bᵢ, p ≥ 0, is 0, no row is
/// (a positive combination of all is 0); otherwise that vector is such a direction, the rows off
/// its plane are separated, and the question is asked again of those in the plane, which has a
/// dimension less.
///
/// Effects come in as dummies, but for the one with most groups: its value at a group is fixed by
/// a row of the group where z has to be 0.
struct SeparationCone {
  /// Rows that may be separated, m × d, of length one.
  private var cone: Matrix
  /// The place in the data of each row of ``cone``.
  private var places: [Int]
  /// From a direction to the coefficients of the columns, p × d.
  private let basis: Matrix
  private let design: SeparationDesign

  /// - Returns: nil when the dummies would be too many and the number is limited.
  init?(_ data: RegressionData, _ sides: [Double], isLimited: Bool) {
    let design = SeparationDesign(data, sides)
    guard design.isSmall || !isLimited else { return nil }
    self.design = design
    let inside = sides.indices.filter { sides[$0] == 0 }
    let basis = nullSpace(of: design.unitRows(inside), tolerance: 1e-11)
    self.basis = basis
    let open = sides.indices.filter { sides[$0] != 0 }
    let whole = design.unitRows(open)
    let projected = whole * basis
    // Rows with nothing in the space are zero along every direction.
    let sizes = (0..<open.count).map { i in
      (0..<basis.columns).reduce(0) { $0 + projected[i, $1] * projected[i, $1] }.squareRoot()
    }
    let live = open.indices.filter { sizes[$0] > 1e-9 }
    places = live.map { open[$0] }
    cone = Matrix(rows: live.count, columns: basis.columns) { i, j in
      sides[open[live[i]]] * projected[live[i], j] / sizes[live[i]]
    }
  }

  func separated() throws(EstimationError) -> SeparatedRows {
    var rest = self, found = SeparatedRows()
    var moved = Array(repeating: 0.0, count: design.names.count), isEliminatedMoved = false
    while rest.cone.columns > 0, rest.cone.rows > 0, let direction = try rest.direction() {
      let z = rest.cone * direction
      let off = z.indices.filter { z[$0] > 1e-8 }
      guard !off.isEmpty else { break }
      found.rows += off.map { rest.places[$0] }
      let coefficients = basis * direction
      for (j, value) in coefficients.enumerated() { moved[j] = max(moved[j], value.magnitude) }
      if design.eliminatedSpread(coefficients) > 1e-8 { isEliminatedMoved = true }
      rest.restrict(to: z.indices.filter { z[$0] <= 1e-8 }, acrossFrom: direction)
    }
    found.rows.sort()
    for (j, name) in design.names.enumerated()
    where moved[j] > 1e-8 && !found.names.contains(name) && name != RegressionData.constantName {
      found.names.append(name)
    }
    if let name = design.eliminated, isEliminatedMoved { found.names.append(name) }
    return found
  }

  /// A direction of length one, or nil.
  private func direction() throws(EstimationError) -> [Double]? {
    let sum = cone.transposed * Array(repeating: 1.0, count: cone.rows)
    let size = euclideanNorm(sum)
    guard size > 1e-12 * Double(cone.rows) else { return nil }
    let shortest = try shortestCombination(of: cone, from: sum.map { $0 / size })
    let length = euclideanNorm(shortest)
    return length > 1e-10 ? shortest.map { $0 / length } : nil
  }

  /// Keeps some rows, less their part along the direction, at length one.
  private mutating func restrict(to rows: [Int], acrossFrom direction: [Double]) {
    let parts = cone * direction
    let left = Matrix(rows: rows.count, columns: cone.columns) { i, j in
      cone[rows[i], j] - parts[rows[i]] * direction[j]
    }
    let sizes = rows.indices.map { i in
      (0..<left.columns).reduce(0) { $0 + left[i, $1] * left[i, $1] }.squareRoot()
    }
    let live = rows.indices.filter { sizes[$0] > 1e-9 }
    places = live.map { places[rows[$0]] }
    cone = Matrix(rows: live.count, columns: left.columns) { i, j in
      left[live[i], j] / sizes[live[i]]
    }
  }
}

/// Regressors and dummies, on a common scale.
struct SeparationDesign {
  /// Columns of regressors have mean zero where a constant or effects are in the model, and
  /// greatest magnitude one.
  let X: Matrix
  let names: [String]
  /// Effects as dummies, without the one with most groups where that is taken out.
  let dummies: [Grouping]
  /// For each row the row that stands for its group of the effect taken out; nil without one.
  let references: [Int]?
  /// The name of the effect that is taken out.
  let eliminated: String?

  /// Whether it has at most 160 MB, and so few columns that their factorisation takes seconds.
  var isSmall: Bool { X.rows * names.count <= 20_000_000 && names.count <= 2_000 }

  init(_ data: RegressionData, _ sides: [Double]) {
    var effects = data.effects
    var references: [Int]?, eliminated: String?
    if let most = effects.indices.max(by: { effects[$0].count < effects[$1].count }),
      let found = Self.references(effects[most], sides)
    {
      (references, eliminated) = (found, effects.remove(at: most).name)
    }
    X = scaledRegressors(data)
    (dummies, self.references, self.eliminated) = (effects, references, eliminated)
    names = data.names + effects.flatMap { Array(repeating: $0.name, count: $0.count) }
  }

  /// A row with side 0 for each group, if every group has one.
  private static func references(_ effect: Grouping, _ sides: [Double]) -> [Int]? {
    var first = Array(repeating: -1, count: effect.count)
    for (i, code) in effect.codes.enumerated() where sides[i] == 0 && first[Int(code)] < 0 {
      first[Int(code)] = i
    }
    return first.contains(-1) ? nil : effect.codes.map { first[Int($0)] }
  }

  /// Some rows as vectors of length one; rows of rounding alone are zero.
  func unitRows(_ rows: [Int]) -> Matrix {
    var unit = Matrix(rows: rows.count, columns: names.count)
    for (place, row) in rows.enumerated() {
      let values = vector(row), size = euclideanNorm(values)
      guard size > 1e-13 else { continue }
      for j in values.indices { unit[place, j] = values[j] / size }
    }
    return unit
  }

  private func vector(_ row: Int) -> [Double] {
    var values = Array(repeating: 0.0, count: names.count)
    add(row, 1, to: &values)
    if let references { add(references[row], -1, to: &values) }
    return values
  }

  /// By how much groups of the effect taken out differ in their effects along some coefficients.
  func eliminatedSpread(_ coefficients: [Double]) -> Double {
    guard let references else { return 0 }
    var least = Double.infinity, greatest = -Double.infinity
    for row in Set(references) {
      var values = Array(repeating: 0.0, count: names.count)
      add(row, 1, to: &values)
      let effect = zip(values, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      (least, greatest) = (min(least, effect), max(greatest, effect))
    }
    return greatest - least
  }

  private func add(_ row: Int, _ sign: Double, to values: inout [Double]) {
    for j in 0..<X.columns { values[j] += sign * X[row, j] }
    var start = X.columns
    for effect in dummies {
      values[start + Int(effect.codes[row])] += sign
      start += effect.count
    }
  }
}

/// X with means taken out where that changes nothing, and greatest magnitude one.
func scaledRegressors(_ data: RegressionData) -> Matrix {
  let isCentred = data.hasConstant || !data.effects.isEmpty
  let columns = data.names.indices.map { j in
    var x = data.X.column(j)
    if isCentred, data.names[j] != RegressionData.constantName {
      let mean = x.reduce(0, +) / Double(x.count)
      for i in x.indices { x[i] -= mean }
    }
    let size = x.reduce(0) { max($0, $1.magnitude) }
    return size > 0 ? x.map { $0 / size } : x
  }
  return Matrix(columns: columns, rows: data.observations)
}
