package import LinearAlgebra
private import NumericKernels

/// A column with the effects taken out.
package struct AbsorbedColumn: Sendable {
  /// n numbers: what the effects do not explain.
  package let residuals: [Double]
  /// For each factor an effect for each of its groups; the column is their sum and the residuals.
  ///
  /// Redundant levels are as the solution left them: see ``EffectEstimates`` for a normalisation.
  package let levels: [[Double]]
  /// The (weighted) norm of the residuals.
  package let norm: Double
  /// 2⁻⁵² times the (weighted) norms of the column and of the effects found: what one rounding of
  /// each number on the way adds to the norm of the residuals.
  package let rounding: Double
  /// Steps of conjugate gradients; 0 for the methods that have none.
  package let steps: Int

  /// Whether the residuals are rounding: of the sums on the way, of the effects taken out, or of
  /// numbers that were written with 15 digits.
  ///
  /// A number written with 15 digits is off by up to 5 × 10⁻¹⁵ of itself, 23 times 2⁻⁵²; taking
  /// three or four effects out rounds as many times by half of that each. Together under 2⁻⁴⁶.
  package var isRounding: Bool { norm <= noise }

  /// The length below which the residuals are rounding.
  package var noise: Double { 64 * rounding }
}

extension Absorption {
  /// The parts of columns that the effects do not explain.
  ///
  /// - Parameter columns: n × k.
  /// - Returns: n × k, in the same units.
  /// - Throws: ``EstimationError/notConverged(what:steps:)``, and
  ///   ``EstimationError/columnNotFinite(column:)`` for a number that is not finite.
  package func residuals(of columns: Matrix) throws(EstimationError) -> Matrix {
    let names = (0..<columns.columns).map { "column \($0 + 1)" }
    let list = try absorb(names) { columns.column($0) }
    return Matrix(columns: list.map(\.residuals), rows: columns.rows)
  }

  /// The same for one column.
  package func residual(of column: [Double]) throws(EstimationError) -> [Double] {
    try absorb([column])[0].residuals
  }

  /// Takes the effects out of columns, several at a time.
  ///
  /// - Parameters:
  ///   - columns: Each of n numbers.
  ///   - starts: For each column the levels from which to start, for example of the last iteration
  ///     of a generalised linear model; nil for zeros.
  /// - Returns: One for each column, in their order.
  /// - Throws: As ``residuals(of:)``.
  package func absorb(
    _ columns: [[Double]], startingFrom starts: [[[Double]]]? = nil
  ) throws(EstimationError) -> [AbsorbedColumn] {
    let names = columns.indices.map { "column \($0 + 1)" }
    return try absorb(names, startingFrom: starts) { columns[$0] }
  }

  /// Takes the effects out of columns that are fetched when their turn comes, so that those waiting
  /// take no memory.
  ///
  /// - Parameters:
  ///   - names: For errors.
  ///   - starts: As in ``absorb(_:startingFrom:)``.
  ///   - column: Given a place among the names.
  /// - Returns: One for each name.
  /// - Throws: As ``residuals(of:)``.
  func absorb(
    _ names: [String], startingFrom starts: [[[Double]]]? = nil,
    column: @Sendable (Int) -> [Double]
  ) throws(EstimationError) -> [AbsorbedColumn] {
    let made = mapInParallel(names.count, threads: threads) { place in
      Result { () throws(EstimationError) in
        var sweeps = EffectSweeps(self, column: column(place))
        return try sweeps.run(startingFrom: starts?[place], name: names[place])
      }
    }
    var absorbed: [AbsorbedColumn] = []
    for result in made { absorbed.append(try result.get()) }
    return absorbed
  }
}

/// One column on its way: what is left of it, and the effects found.
private struct EffectSweeps {
  private let absorption: Absorption
  private let codes: [Int32]
  private var x: [Double]
  /// The effects of the principal factor's groups.
  private var groups: [Double]
  /// The effects of the other factors' levels.
  private var levels: [Double]
  /// The column's norm as it came, and less its mean.
  private var size = 0.0, centredSize = 0.0
  private var steps = 0
  private var leastEigenvalue: Double?

  init(_ absorption: Absorption, column: [Double]) {
    let principal = absorption.effects[absorption.cells.principal]
    precondition(
      column.count == principal.codes.count,
      "column of \(column.count) for \(principal.codes.count) rows")
    self.absorption = absorption
    codes = principal.codes
    x = column
    groups = Array(repeating: 0, count: principal.count)
    levels = Array(repeating: 0, count: absorption.cells.levelCount)
  }

  /// Sweeps until what the effects could still explain is within the tolerance.
  mutating func run(
    startingFrom start: [[Double]]?, name: String
  ) throws(EstimationError) -> AbsorbedColumn {
    let unit = try scaleAndCentre(name)
    if let start { subtract(start, unit) }
    guard let system = absorption.system else {
      // The second sweep takes out what the first one rounded.
      for _ in 0..<2 { _ = subtractGroupMeans() }
      return absorbed(norm: norm(), unit)
    }
    for _ in 0..<40 {
      let (g, total) = subtractGroupMeans()
      guard let v = try effectsToTakeOut(system, g, total) else {
        return absorbed(norm: total.squareRoot(), unit)
      }
      for level in levels.indices { levels[level] += v[level] }
      subtract(v, absorption.cells.rowLevels, width: absorption.cells.width)
    }
    throw .notConverged(what: "fixed effects", steps: max(steps, 40))
  }

  /// The effects of the other factors' levels in what is left, nil where they are within the
  /// tolerance.
  ///
  /// - Parameters:
  ///   - system: Of at least two factors.
  ///   - g: The sums of what is left by level.
  ///   - total: Its sum of squares.
  /// - Returns: One effect for each level.
  /// - Throws: ``EstimationError/notConverged(what:steps:)``.
  private mutating func effectsToTakeOut(
    _ system: ReducedSystem, _ g: [Double], _ total: Double
  ) throws(EstimationError) -> [Double]? {
    let floor = 4 * rounding(of: centredSize), tolerance = absorption.tolerance
    func target(_ left: Double) -> Double { max(tolerance * tolerance * left, floor * floor) }
    guard total > floor * floor else { return nil }
    guard let scaling = absorption.scaling else {
      let v = absorption.factor?.solve(g) ?? []
      return zip(v, g).reduce(0) { $0 + $1.0 * $1.1 } <= target(total) ? nil : v
    }
    let limit = absorption.stepLimit
    var solution = ConjugateGradients(system, scaling, g: g, leastEigenvalue: leastEigenvalue)
    guard solution.run(total: total, target: target, limit: limit) else {
      throw .notConverged(what: "fixed effects", steps: limit)
    }
    steps += solution.steps
    leastEigenvalue = min(leastEigenvalue ?? .infinity, solution.leastEigenvalue)
    // What a whole run explains is what was left to explain before it.
    return solution.explained <= target(total - solution.explained) ? nil : solution.v
  }

  private func absorbed(norm: Double, _ unit: Double) -> AbsorbedColumn {
    let cells = absorption.cells
    var list = Array(repeating: [Double](), count: absorption.effects.count)
    list[cells.principal] = groups
    for (f, place) in cells.others.enumerated() {
      list[place] = Array(levels[cells.offsets[f]..<cells.offsets[f + 1]])
    }
    let rounding = rounding(of: size)
    guard unit != 1 else {
      return AbsorbedColumn(
        residuals: x, levels: list, norm: norm, rounding: rounding, steps: steps)
    }
    return AbsorbedColumn(
      residuals: x.map { $0 * unit }, levels: list.map { $0.map { $0 * unit } },
      norm: norm * unit, rounding: rounding * unit, steps: steps)
  }

  /// 2⁻⁵² times a norm of the column and that of the levels taken out of it.
  private func rounding(of size: Double) -> Double {
    let totals = absorption.system?.levelTotals ?? []
    let ofLevels = zip(levels, totals).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    return (size + ofLevels.squareRoot()) * .ulpOfOne
  }
}

// MARK: Sweeps over the rows

extension EffectSweeps {
  /// Measures the column, divides it by a power of two where its squares could leave the range of
  /// doubles, and takes the mean of all rows out: of a large mean and a small rest the sums by group
  /// would keep little of the rest.
  ///
  /// - Returns: What it was divided by.
  private mutating func scaleAndCentre(_ name: String) throws(EstimationError) -> Double {
    let weights = absorption.weights
    var seen = ColumnSize(x.span, weights: weights?.span)
    guard seen.isFinite else { throw .columnNotFinite(column: name) }
    let largest = seen.largest
    let unit = largest == 0 || (1e-100...1e100).contains(largest) ? 1 : largest.binade
    if unit != 1 {
      for i in x.indices { x[i] /= unit }
      seen = ColumnSize(x.span, weights: weights?.span)
    }
    size = seen.squares.squareRoot()
    let mean = x.isEmpty ? 0 : seen.sum / Double(x.count)
    for group in groups.indices { groups[group] = mean }
    var numbers = x.mutableSpan
    centredSize = subtractMean(mean, from: &numbers, weights: weights?.span).squareRoot()
    return unit
  }

  /// The (weighted) norm of what is left.
  private func norm() -> Double {
    ColumnSize(x.span, weights: absorption.weights?.span).squares.squareRoot()
  }

  /// Takes the effects to start from out, of a centred column.
  private mutating func subtract(_ start: [[Double]], _ unit: Double) {
    let cells = absorption.cells
    let own = zip(start[cells.principal], groups).map { $0 / unit - $1 }
    for group in groups.indices { groups[group] += own[group] }
    levels = cells.others.flatMap { start[$0].map { $0 / unit } }
    subtract(own, codes, width: 1)
    subtract(levels, cells.rowLevels, width: cells.width)
  }

  /// Takes the means of the principal factor's groups out.
  ///
  /// - Returns: The sums of what is left by level of the other factors, and its sum of squares.
  private mutating func subtractGroupMeans() -> (sums: [Double], total: Double) {
    let absorption = absorption, codes = codes
    var means = Array(repeating: 0.0, count: groups.count)
    var meansSpan = means.mutableSpan
    addGroupSums(
      x.span, weights: absorption.weights?.span, codes: codes.span, to: &meansSpan)
    for group in groups.indices {
      means[group] *= absorption.inverseTotals[group]
      groups[group] += means[group]
    }
    var sums = Array(repeating: 0.0, count: levels.count)
    var sumsSpan = sums.mutableSpan, rest = x.mutableSpan
    let total = subtractMeans(
      means.span, codes: codes.span, from: &rest, weights: absorption.weights?.span,
      levels: absorption.cells.rowLevels.span, width: absorption.cells.width, sums: &sumsSpan)
    return (sums, total)
  }

  /// Takes the effects of each row's levels out.
  private mutating func subtract(_ effects: [Double], _ rowLevels: [Int32], width: Int) {
    var rest = x.mutableSpan
    subtractEffects(effects.span, levels: rowLevels.span, width: width, from: &rest)
  }
}
