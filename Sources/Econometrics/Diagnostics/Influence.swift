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
        without = refit(data.selecting(rows: kept))?.coefficients
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
