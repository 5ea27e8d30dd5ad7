import LinearAlgebra

/// Separation where effects have too many groups for ``SeparationCone``: the iterative rectifier.
///
/// From a target of one at every row that may be separated, and zero elsewhere, the target is
/// replaced in turn by its regression on regressors and effects and by the positive part of that:
/// alternating projections on a space and a cone, which end in their intersection. Rows where y is
/// inside its range have a great weight, which only makes it quicker: where the target stays as it
/// is, they are fitted exactly.
///
/// For a z that separates, Σ zᵢ times the target never falls, so that the greatest target of a row
/// stays at least one: when all are below, no row is separated. Otherwise the rows that stay high
/// are taken out and the rest asked again, until nothing is found.
///
/// - Source: Correia, Guimarães and Zylkin, "Verifying the existence of maximum likelihood
///   estimates for generalized linear models", 2019, §4.
func rectifiedSeparation(
  _ data: RegressionData, _ sides: [Double], threads: Int
) throws(EstimationError) -> SeparatedRows {
  var found = SeparatedRows(), kept = Array(0..<data.observations), rest = data
  while true {
    let restSides = kept.map { sides[$0] }
    guard restSides.contains(where: { $0 != 0 }) else { break }
    let rectifier = try SeparationRectifier(rest, restSides, threads: threads)
    let round = try rectifier.separated()
    guard !round.rows.isEmpty else { break }
    found.rows += round.rows.map { kept[$0] }
    found.names += round.names.filter { !found.names.contains($0) }
    let left = Set(round.rows)
    let stay = kept.indices.filter { !left.contains($0) }
    guard !stay.isEmpty else { break }
    kept = stay.map { kept[$0] }
    rest = data.selecting(rows: kept)
  }
  found.rows.sort()
  return found
}

private struct SeparationRectifier {
  private let sides: [Double]
  private let weights: [Double]
  private let effects: ReweightedEffects?
  /// Independent regressors less their effects.
  private var X: Matrix
  private var names: [String]
  private let inverseGram: Matrix

  /// The weight of a row where the combination has to be zero.
  private static var firmness: Double { 100 }

  init(_ data: RegressionData, _ sides: [Double], threads: Int) throws(EstimationError) {
    self.sides = sides
    weights = sides.map { $0 == 0 ? Self.firmness : 1 }
    effects = data.effects.isEmpty ? nil : ReweightedEffects(data.effects, threads: threads)
    let whole = scaledRegressors(data)
    var columns = data.names.indices.map { whole.column($0) }
    if let effects {
      columns = try effects.residuals(of: columns, weights: weights, tolerance: 1e-11)
    }
    let live = data.names.indices.filter {
      euclideanNorm(columns[$0]) > 1e-8 * euclideanNorm(whole.column($0))
    }
    names = live.map { data.names[$0] }
    X = Matrix(columns: live.map { columns[$0] }, rows: sides.count)
    let sizes = live.map { euclideanNorm(whole.column($0)) }
    inverseGram = try Self.independent(&X, &names, sizes, weights)
  }

  /// Leaves regressors out that are combinations of those before, but for rounding of their size.
  private static func independent(
    _ X: inout Matrix, _ names: inout [String], _ sizes: [Double], _ weights: [Double]
  ) throws(EstimationError) -> Matrix {
    var sizes = sizes
    while true {
      // Rows of zeros: least squares wants more rows than columns.
      let n = X.rows, more = max(0, X.columns + 1 - n)
      let padded = Matrix(rows: n + more, columns: X.columns) { $0 < n ? X[$0, $1] : 0 }
      var place: Int?
      do throws(EstimationError) {
        let inverse = try weightedFit(
          padded, Array(repeating: 0, count: n + more),
          weights + Array(repeating: 1, count: more), names
        ).inverseGram
        place = names.indices.last { 1 / inverse[$0, $0].squareRoot() <= 1e-7 * sizes[$0] }
        if place == nil { return inverse }
      } catch {
        switch error {
        case .collinear(let name), .zeroColumn(let name): place = names.firstIndex(of: name)
        default: throw error
        }
      }
      let stay = names.indices.filter { $0 != place }
      X = Matrix(columns: stay.map { X.column($0) }, rows: n)
      (names, sizes) = (stay.map { names[$0] }, stay.map { sizes[$0] })
    }
  }

  func separated() throws(EstimationError) -> SeparatedRows {
    var target = sides
    for _ in 0..<20_000 {
      let (fitted, coefficients) = try fit(target)
      var wrong = 0.0, greatest = 0.0
      for i in fitted.indices {
        let z = sides[i] * fitted[i]
        wrong = max(wrong, sides[i] == 0 ? fitted[i].magnitude : -z)
        greatest = max(greatest, z)
        target[i] = sides[i] * max(0, z)
      }
      if greatest < 0.999 { return SeparatedRows() }
      guard wrong <= 1e-7 else { continue }
      let rows = sides.indices.filter { sides[$0] * fitted[$0] > 0.1 }
      let moved = names.indices.filter { coefficients[$0].magnitude > 1e-5 }.map { names[$0] }
      return SeparatedRows(rows: rows, names: moved + (effects?.effects.map(\.name) ?? []))
    }
    throw .notConverged(what: "separation", steps: 20_000)
  }

  /// The regression of a target on regressors and effects.
  private func fit(
    _ target: [Double]
  ) throws(EstimationError) -> (fitted: [Double], coefficients: [Double]) {
    var left = target
    if let effects {
      left = try effects.residuals(
        of: [target], weights: weights, tolerance: 1e-9)[0]
    }
    let weighted = left.indices.map { weights[$0] * left[$0] }
    let coefficients = inverseGram * (X.transposed * weighted)
    let explained = X * coefficients
    return (target.indices.map { target[$0] - left[$0] + explained[$0] }, coefficients)
  }
}
