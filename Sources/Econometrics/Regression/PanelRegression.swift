package import LinearAlgebra

/// Which observations may be correlated with each other.
package enum Clustering: Sendable, Equatable {
  case byEntity
  case byYear
}

/// A fitted panel regression, in numbers only.
package struct PanelFit: Sendable {
  /// k slopes (with effects) or a constant and the slopes (without), each in the unit of the
  /// response per unit of its regressor.
  package let coefficients: [Double]
  /// k × k, robust to correlation within clusters; see ``covarianceFactor``.
  package let covariance: Matrix
  /// k × k, as if errors were independent with one variance s² = RSS / (n − k − effects).
  package let classicalCovariance: Matrix
  /// n numbers in the unit of the response.
  package let residuals: [Double]
  package let residualSumOfSquares: Double
  package let clusters: Int
  /// Independent effects taken out (0 with a constant, which counts among the k).
  package let effects: Int
  /// G/(G − 1) · (n − 1)/(n − k): k counts coefficients that are reported, not effects.
  package let covarianceFactor: Double

  package var observations: Int { residuals.count }
  package var standardErrors: [Double] { covariance.diagonal.map { $0.squareRoot() } }
}

/// Fits a panel by least squares with fixed effects and cluster-robust covariance.
///
/// The slopes come from Householder QR of the within-transformed columns (``WithinTransform``).
/// The covariance is CR1, (X̃ᵀX̃)⁻¹ (Σ_g X̃_gᵀ e_g e_gᵀ X̃_g) (X̃ᵀX̃)⁻¹ · G/(G − 1) · (n − 1)/(n − k)
/// with k the number of reported coefficients: Stata's for a pooled regression, the `sss` type of
/// R's plm for a within regression. Absorbed effects are not counted in k, which other packages do
/// when they are not nested in the clusters.
///
/// - Parameters:
///   - observations: n rows, all with the same number of regressors.
///   - names: A name per regressor, for errors.
///   - effects: What is taken out first; `constant` adds a first column of ones instead.
///   - clustering: Rows whose errors may be correlated.
/// - Returns: The fit.
/// - Throws: An ``EstimationError`` naming the regressor, the entity or the counts.
/// - Source: Cameron & Miller, *Journal of Human Resources* 50(2), 2015, §II.B. Agrees with R
///   sandwich and plm on the data of Petersen and Grunfeld: see `ReferencePanelTests`.
package func fitPanel(
  _ observations: [Observation], names: [String], effects: Effects,
  clustering: Clustering = .byEntity
) throws(EstimationError) -> PanelFit {
  guard !observations.isEmpty else { throw .noObservations }
  let design = try PanelDesign(observations, names: names, effects: effects)
  let fit = try design.fit()
  let groups =
    clustering == .byEntity ? design.entities : numbered(observations.map(\.year)).numbers
  let clusters = (groups.max() ?? -1) + 1
  guard clusters > 1 else { throw .tooFewClusters(clusters) }
  let n = Double(observations.count), G = Double(clusters), k = Double(design.X.columns)
  let factor = G / (G - 1) * (n - 1) / (n - k)
  let bread = fit.inverseGram
  let meat = scoreProducts(design.X, fit.residuals, groups: groups, count: clusters)
  let s2 = fit.residualSumOfSquares / Double(observations.count - design.parameters)
  return PanelFit(
    coefficients: fit.coefficients, covariance: factor * (bread * meat * bread),
    classicalCovariance: s2 * bread, residuals: fit.residuals,
    residualSumOfSquares: fit.residualSumOfSquares, clusters: clusters,
    effects: design.absorbedEffects, covarianceFactor: factor)
}

/// The transformed columns of a panel regression.
private struct PanelDesign {
  /// n × k, effects taken out.
  let X: Matrix
  let y: [Double]
  /// Entity of each row, from 0.
  let entities: [Int]
  let absorbedEffects: Int
  private let names: [String]

  /// Coefficients and absorbed effects.
  var parameters: Int { X.columns + absorbedEffects }

  init(
    _ observations: [Observation], names: [String], effects: Effects
  ) throws(EstimationError) {
    for row in observations where !([row.response] + row.regressors).allSatisfy(\.isFinite) {
      throw .notFinite(entity: row.entity, year: row.year)
    }
    if effects == .entity || effects == .entityAndYear, let year = observations.first?.year,
      observations.allSatisfy({ $0.year == year })
    {
      throw .singleYear(year)
    }
    let n = observations.count
    entities = numbered(observations.map(\.entity)).numbers
    var columns = names.indices.map { j in observations.map { $0.regressors[j] } }
    if effects == .constant {
      self.names = ["constant"] + names
      columns.insert(Array(repeating: 1, count: n), at: 0)
      (y, absorbedEffects) = (observations.map(\.response), 0)
    } else {
      self.names = names
      let within = WithinTransform(
        entities: entities, years: observations.map(\.year), effects: effects)
      let raw = columns
      columns = raw.map(within.residual)
      let tolerance = Double(n) * Double.ulpOfOne
      for j in raw.indices where norm(columns[j]) <= tolerance * norm(raw[j]) {
        throw .absorbed(regressor: names[j])
      }
      y = within.residual(of: observations.map(\.response))
      absorbedEffects = within.rank
    }
    X = Matrix(columns: columns, rows: n)
    guard n > parameters else {
      throw .tooFewObservations(observations: n, parameters: parameters)
    }
  }

  func fit() throws(EstimationError) -> LeastSquaresFit {
    do throws(LeastSquaresError) {
      return try leastSquares(X, y)
    } catch {
      switch error {
      case .rankDeficient(let column): throw .collinear(regressor: names[column])
      case .zeroColumn(let column): throw .zeroColumn(regressor: names[column])
      case .outOfRange(let column): throw .outOfRange(regressor: names[column])
      case .shapeMismatch, .tooFewObservations, .notFinite, .weightNotPositive:
        throw .tooFewObservations(observations: y.count, parameters: parameters)
      }
    }
  }
}

/// Σ_g s_g s_gᵀ with s_g = Σ over the rows of g of e · x, k × k.
private func scoreProducts(
  _ X: Matrix, _ residuals: [Double], groups: [Int], count: Int
) -> Matrix {
  var scores = Matrix(rows: X.columns, columns: count)
  for (i, group) in groups.enumerated() {
    for j in 0..<X.columns { scores[j, group] += residuals[i] * X[i, j] }
  }
  return scores * scores.transposed
}

/// Keys numbered from 0 in the order of their first appearance.
func numbered<Key: Hashable>(_ keys: [Key]) -> (numbers: [Int], distinct: [Key]) {
  var index: [Key: Int] = [:], distinct: [Key] = []
  let numbers = keys.map { key in
    if let known = index[key] { return known }
    index[key] = distinct.count
    distinct.append(key)
    return distinct.count - 1
  }
  return (numbers, distinct)
}

private func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
