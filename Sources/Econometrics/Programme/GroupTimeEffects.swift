import LinearAlgebra

/// The mean effect on the units whose support began in one period, in one period.
///
/// For a period before the start it is a placebo: what the method would have called an effect.
package struct GroupTimeEffect: Sendable, Equatable {
  /// The place of the period in which the units' support began.
  package let cohort: Int
  /// The place of the period.
  package let period: Int
  package let estimate: Double
}

/// Effects by start and period against units that are not yet supported.
///
/// ATT(g, t) compares the change since g − 1 of the units that began in g with that of units that
/// have no support by max(t, g − 1). No unit that already has support is ever a comparison, which
/// is what makes two-way fixed effects wrong where starts differ (Goodman-Bacon 2021). With
/// covariates, the change that units with support would have had is predicted by a regression on
/// them among the comparison units (outcome regression).
///
/// - Source: Callaway and Sant'Anna, *Journal of Econometrics* 225 (2021), equations 2.6 and 2.10
///   with a universal base period; influence functions as in Sant'Anna and Zhao, *Journal of
///   Econometrics* 219 (2020), §2.
struct GroupTimeEffects {
  let outcomes: [[Double]]
  let starts: [Int]
  let covariates: [[Double]]
  let periods: Int

  init(_ panel: ProgrammePanel, outcomes: [[Double]]? = nil, starts: [Int]? = nil) {
    self.outcomes = outcomes ?? panel.outcomes
    self.starts = starts ?? panel.starts
    (covariates, periods) = (panel.covariates, panel.periods.count)
  }

  /// The places at which there is something to compare, by start and period: all but the base.
  func places() -> [(cohort: Int, period: Int)] {
    let cohorts = Set(starts).filter { $0 < periods }.sorted()
    return cohorts.flatMap { g in
      (0..<periods).filter { t in
        t != g - 1 && starts.contains { $0 > max(t, g - 1) && $0 != g }
      }.map { (g, $0) }
    }
  }

  /// - Throws: Covariates that the comparison units do not carry.
  func effects() throws(ProgrammeError) -> [GroupTimeEffect] {
    var all: [GroupTimeEffect] = []
    for (g, t) in places() {
      all.append(GroupTimeEffect(cohort: g, period: t, estimate: try effect(g, t)))
    }
    return all
  }

  private func effect(_ g: Int, _ t: Int) throws(ProgrammeError) -> Double {
    let base = g - 1, bound = max(t, base)
    guard covariates.first?.isEmpty ?? true else {
      return try Regression(self, g, t).estimate
    }
    // Sums in the order of units: the same bits however often it is done.
    var own = 0.0, ownCount = 0.0, others = 0.0, otherCount = 0.0
    for i in starts.indices {
      let change = outcomes[i][t] - outcomes[i][base]
      if starts[i] == g {
        (own, ownCount) = (own + change, ownCount + 1)
      } else if starts[i] > bound {
        (others, otherCount) = (others + change, otherCount + 1)
      }
    }
    return own / ownCount - others / otherCount
  }

  /// The influence of each unit on an effect: its variance is the mean of squares over n.
  ///
  /// - Returns: A number for each unit of the panel, 0 for those that are not compared.
  func influence(_ g: Int, _ t: Int) throws(ProgrammeError) -> [Double] {
    try Regression(self, g, t).influence
  }

  /// The outcome regression of one start and period.
  private struct Regression {
    let estimate: Double
    let influence: [Double]

    init(_ all: GroupTimeEffects, _ g: Int, _ t: Int) throws(ProgrammeError) {
      let base = g - 1, bound = max(t, base)
      let own = all.starts.indices.filter { all.starts[$0] == g }
      let others = all.starts.indices.filter { all.starts[$0] > bound && all.starts[$0] != g }
      let k = 1 + (all.covariates.first?.count ?? 0)
      guard others.count > k || k == 1 else {
        throw .tooManyCovariates(k, units: others.count)
      }
      func row(_ i: Int, _ j: Int) -> Double { j == 0 ? 1 : all.covariates[i][j - 1] }
      func change(_ i: Int) -> Double { all.outcomes[i][t] - all.outcomes[i][base] }
      let X = Matrix(rows: others.count, columns: k) { row(others[$0], $1) }
      let changes = others.map(change)
      let β = try Self.coefficients(X, changes)
      func predicted(_ i: Int) -> Double { (0..<k).reduce(0) { $0 + row(i, $1) * β[$1] } }
      let ownMeans = (0..<k).map { j in
        own.reduce(0) { $0 + row($1, j) } / Double(own.count)
      }
      let gains = own.map { change($0) - predicted($0) }
      estimate = gains.reduce(0, +) / Double(gains.count)

      // ψᵢ = n/n₁ · (ΔYᵢ − Xᵢβ − ATT) for a unit with support; −n · x̄₁' (X'X)⁻¹ Xᵢ (ΔYᵢ − Xᵢβ) for
      // one without, so that ATT̂ − ATT = Σψ/n.
      let n = Double(all.starts.count)
      var ψ = [Double](repeating: 0, count: all.starts.count)
      for (i, gain) in zip(own, gains) { ψ[i] = n / Double(own.count) * (gain - estimate) }
      let direction = try Self.solved(X, ownMeans)
      for i in others {
        let weight = (0..<k).reduce(0) { $0 + row(i, $1) * direction[$1] }
        ψ[i] = -n * weight * (change(i) - predicted(i))
      }
      influence = ψ
    }

    private static func coefficients(
      _ X: Matrix, _ y: [Double]
    ) throws(ProgrammeError) -> [Double] {
      guard X.columns > 1 else { return [y.reduce(0, +) / Double(y.count)] }
      guard let fit = try? leastSquares(X, y) else { throw .collinearCovariates }
      return fit.coefficients
    }

    /// (X'X)⁻¹ x.
    private static func solved(_ X: Matrix, _ x: [Double]) throws(ProgrammeError) -> [Double] {
      guard X.columns > 1 else { return [x[0] / Double(X.rows)] }
      guard let factor = try? Cholesky(X.gram()) else {
        throw .collinearCovariates
      }
      return factor.solve(x)
    }
  }
}
