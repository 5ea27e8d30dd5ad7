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
    let shares = LeverageShares(fit, grouping)
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
        cluster: g, rows: rows[g].count, leverage: k > 0 ? shares.total[g] / Double(k) : 0,
        partialLeverage: (0..<k).map { shares.partial[$0][g] }, coefficientsWithout: without)
    }
  }

  private static func rows(of grouping: Grouping) -> [[Int]] {
    var rows = Array(repeating: [Int](), count: grouping.count)
    for (i, code) in grouping.codes.enumerated() { rows[Int(code)].append(i) }
    return rows
  }
}

/// What falls on each cluster, summed over blocks of rows: X is not copied.
private struct LeverageShares {
  /// Σ over the rows of each cluster of wᵢ xᵢᵀ(XᵀWX)⁻¹xᵢ.
  let total: [Double]
  /// For each column, each cluster's part of what the other columns leave of it.
  let partial: [[Double]]

  init(_ fit: LinearFit, _ grouping: Grouping) {
    var total = Array(repeating: 0.0, count: grouping.count)
    var partial = Array(repeating: total, count: fit.X.columns)
    let height = 4_096, n = fit.observations
    for first in stride(from: 0, to: n, by: height) {
      let rows = first..<min(first + height, n)
      let X = fit.X.selecting(rows: rows), projected = X * fit.inverseGram
      for j in partial.indices {
        addShares(
          fit, grouping.codes.span, rows, column: j, X.storage.span, projected.storage.span,
          total: &total, own: &partial[j])
      }
    }
    for j in partial.indices {
      let whole = partial[j].reduce(0, +)
      if whole > 0 { for g in partial[j].indices { partial[j][g] /= whole } }
    }
    (self.total, self.partial) = (total, partial)
  }
}

/// Adds a block of rows of one column.
///
/// Column j of X(XᵀWX)⁻¹ is, up to a factor, what the other columns leave of xⱼ.
private func addShares(
  _ fit: LinearFit, _ codes: Span<Int32>, _ rows: Range<Int>, column j: Int, _ x: Span<Double>,
  _ projected: Span<Double>, total: inout [Double], own: inout [Double]
) {
  let start = j * rows.count
  for i in 0..<rows.count {
    let g = Int(codes[rows.lowerBound + i]), p = projected[start + i]
    let weighted = (fit.weights?[rows.lowerBound + i] ?? 1) * p
    total[g] += weighted * x[start + i]
    own[g] += weighted * p
  }
}
