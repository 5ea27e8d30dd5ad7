import LinearAlgebra

/// What a regression would say without one of its clusters, for example a province.
package struct ClusterInfluence: Sendable {
  /// The cluster's number in its grouping.
  package let cluster: Int
  package let rows: Int
  /// The part of Σ hᵢᵢ = k that falls on the cluster's rows, divided by k: 1/G each when none stands
  /// out.
  package let leverage: Double
  /// For each coefficient, the cluster's part of the column's variation that the other columns do
  /// not explain; they sum to 1 over the clusters.
  package let partialLeverage: [Double]
  /// The coefficients without the cluster; nil when they are then not identified.
  package let coefficientsWithout: [Double]?
}

/// Leverage of each cluster, and the regression without it.
///
/// - Source: MacKinnon, Nielsen and Webb, *Stata Journal* 23(4), 2023 (`summclust`), §3.
package struct Influence: Sendable {
  package let clusters: [ClusterInfluence]
  /// Whether regressions without a cluster were left out because they would be too many.
  package let isWithoutRefits: Bool

  /// - Parameters:
  ///   - fit: Of `data`.
  ///   - data: As fitted.
  ///   - grouping: The clusters.
  ///   - limit: Rows times clusters up to which each regression without a cluster is estimated anew.
  ///   - refit: The same estimator on fewer rows.
  package init(
    of fit: LinearFit, _ data: RegressionData, by grouping: Grouping, limit: Int = 20_000_000,
    refit: (RegressionData) -> LinearFit?
  ) {
    let rows = Self.rows(of: grouping), k = fit.coefficients.count
    let partial = Self.partialLeverages(fit, grouping), total = Self.leverages(fit, grouping)
    isWithoutRefits = data.observations > limit / max(grouping.count, 1)
    let withoutRefits = isWithoutRefits
    clusters = rows.indices.map { g in
      var without: [Double]?
      if !withoutRefits, grouping.count > 1 {
        let inside = Set(rows[g])
        let kept = (0..<data.observations).filter { !inside.contains($0) }
        without = refit(data.selecting(kept))?.coefficients
      }
      return ClusterInfluence(
        cluster: g, rows: rows[g].count, leverage: k > 0 ? total[g] / Double(k) : 0,
        partialLeverage: (0..<k).map { partial[g, $0] }, coefficientsWithout: without)
    }
  }

  private static func rows(of grouping: Grouping) -> [[Int]] {
    var rows = Array(repeating: [Int](), count: grouping.count)
    for (i, code) in grouping.codes.enumerated() { rows[Int(code)].append(i) }
    return rows
  }

  /// Σ over the rows of g of wᵢ xᵢᵀ(XᵀWX)⁻¹xᵢ.
  private static func leverages(_ fit: LinearFit, _ grouping: Grouping) -> [Double] {
    let projected = fit.X * fit.inverseGram
    var sums = Array(repeating: 0.0, count: grouping.count)
    for j in 0..<fit.X.columns {
      let x = fit.X.column(j), p = projected.column(j)
      for (i, code) in grouping.codes.enumerated() {
        sums[Int(code)] += (fit.weights?[i] ?? 1) * x[i] * p[i]
      }
    }
    return sums
  }

  /// G × k: each cluster's part of what is left of each column.
  ///
  /// Column j of X(XᵀWX)⁻¹ is, up to a factor, what the other columns leave of xⱼ.
  private static func partialLeverages(_ fit: LinearFit, _ grouping: Grouping) -> Matrix {
    let projected = fit.X * fit.inverseGram
    var sums = Matrix(rows: grouping.count, columns: fit.X.columns)
    for j in 0..<fit.X.columns {
      let p = projected.column(j)
      for (i, code) in grouping.codes.enumerated() {
        sums[Int(code), j] += (fit.weights?[i] ?? 1) * p[i] * p[i]
      }
      let total = (0..<grouping.count).reduce(0.0) { $0 + sums[$1, j] }
      guard total > 0 else { continue }
      for g in 0..<grouping.count { sums[g, j] /= total }
    }
    return sums
  }
}

extension RegressionData {
  /// The same regression on some of the rows; groups without rows are gone.
  ///
  /// - Parameter rows: Their places, ascending.
  /// - Returns: The same names and options; groups numbered anew.
  package func selecting(_ rows: [Int]) -> RegressionData {
    var data = RegressionData(
      dependent: dependent, y: rows.map { y[$0] }, names: names, X: X.selecting(rows: rows),
      lines: lines.isEmpty ? [] : rows.map { lines[$0] })
    data.endogenous = endogenous
    data.instrumentNames = instrumentNames
    data.Z = Z.selecting(rows: rows)
    data.weights = weights.map { weights in rows.map { weights[$0] } }
    data.offset = offset.map { offset in rows.map { offset[$0] } }
    data.effects = effects.map { $0.selecting(rows) }
    data.clusters = clusters.map { $0.selecting(rows) }
    data.entity = entity?.selecting(rows)
    data.period = period.map { period in rows.map { period[$0] } }
    return data
  }
}

extension Matrix {
  /// Some of the rows, in the order asked for.
  func selecting(rows: [Int]) -> Matrix {
    Matrix(
      columns: (0..<columns).map { j in
        let column = column(j)
        return rows.map { column[$0] }
      }, rows: rows.count)
  }
}
