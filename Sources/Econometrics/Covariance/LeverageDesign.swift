import LinearAlgebra

/// Orthonormal columns that span √w times the regressors and the effects that must be seen.
///
/// Taking effects out of X is the regression with dummies as far as coefficients go. Hat matrices
/// of rows and clusters also have the dummies' share: it may be left out where a cluster holds
/// every row of its effects' levels, and otherwise the dummies come back as
/// columns.
///
/// - Source: Pustejovsky & Tipton, *Journal of Business & Economic Statistics* 36(4), 2018,
///   theorem 2, and its correction of 2022.
struct LeverageDesign: Sendable {
  /// n × k: √w X = QR.
  let regressors: Matrix
  /// R⁻¹, so that β̂ = R⁻¹Q'(√w y).
  let inverseTriangle: Matrix
  /// n × r, orthogonal to `regressors`: the dummies, less what stays absorbed.
  let dummies: Matrix
  /// n numbers √wᵢuᵢ.
  let residuals: [Double]

  /// More levels than this do not come back as columns.
  static let dummyLimit = 1_500

  /// The design of a fit of which the effects `absorbed` stay taken out.
  ///
  /// - Throws: ``EstimationError/tooManyEffects(effect:levels:limit:)``.
  init(_ fit: LinearFit, keeping absorbed: [Grouping]) throws(EstimationError) {
    let roots = fit.weights?.map { $0.squareRoot() }
    guard let basis = OrthonormalBasis(scaled(fit.X, roots)),
      let inverse = basis.inverseTriangle
    else { throw .collinear(regressor: fit.names.last ?? "") }
    (regressors, inverseTriangle) = (basis.Q, inverse)
    residuals = scaled(fit.residuals, roots)
    let free = fit.effects.filter { !absorbed.contains($0) }
    dummies = try Self.basis(of: free, less: absorbed, fit, roots)
  }

  private static func basis(
    of effects: [Grouping], less absorbed: [Grouping], _ fit: LinearFit, _ roots: [Double]?
  ) throws(EstimationError) -> Matrix {
    guard !effects.isEmpty else { return Matrix(rows: fit.observations, columns: 0) }
    let levels = effects.reduce(0) { $0 + $1.count }
    guard levels <= dummyLimit else {
      throw .tooManyEffects(
        effect: effects.map(\.name).joined(separator: ", "), levels: levels, limit: dummyLimit)
    }
    var D = unitDummies(effects, fit)
    if !absorbed.isEmpty {
      D = try Absorption(effects: absorbed, weights: fit.weights).residuals(of: D)
    }
    // Columns began with length 1, and dummies are dependent exactly or not at all: what is left of
    // a dependent one is the tolerance of taking effects out, about 1e-12.
    return OrthonormalBasis(spanning: scaled(D, roots), tolerance: 1e-9).Q
  }

  /// One column per level, of length 1 once rows are multiplied by √w.
  private static func unitDummies(_ effects: [Grouping], _ fit: LinearFit) -> Matrix {
    var columns: [[Double]] = []
    for effect in effects {
      var total = Array(repeating: 0.0, count: effect.count)
      for (i, code) in effect.codes.enumerated() { total[Int(code)] += fit.weights?[i] ?? 1 }
      for level in 0..<effect.count {
        let size = 1 / total[level].squareRoot()
        columns.append(effect.codes.map { $0 == level ? size : 0 })
      }
    }
    return Matrix(columns: columns, rows: fit.observations)
  }

  /// n × (k + r).
  var all: Matrix {
    let columns =
      (0..<regressors.columns).map { regressors.column($0) }
      + (0..<dummies.columns).map { dummies.column($0) }
    return Matrix(columns: columns, rows: regressors.rows)
  }
}
