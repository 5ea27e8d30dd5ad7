import LinearAlgebra
package import ReachModel

/// A hypothesis c'β = r.
package struct LinearRestriction: Sendable, Equatable {
  /// k numbers c.
  package let weights: [Double]
  package let value: Double

  package init(weights: [Double], value: Double) {
    (self.weights, self.value) = (weights, value)
  }

  /// One of k coefficients is a number.
  package init(coefficient j: Int, of k: Int, equals value: Double = 0) {
    self.init(weights: (0..<k).map { $0 == j ? 1 : 0 }, value: value)
  }
}

/// How a wild cluster bootstrap is done.
package struct WildBootstrapOptions: Sendable, Equatable {
  package var draws: Int
  package var weights: BootstrapWeights
  /// Residuals of the regression with the hypothesis imposed (WCR); otherwise of the fit (WCU).
  package var imposesNull: Bool
  /// Of the confidence sets; nil for none.
  package var level: Double?
  /// The factor of the t statistic, which p-values and sets do not depend on.
  package var smallSample: SmallSample

  package init(
    draws: Int = 9_999, weights: BootstrapWeights = .rademacher, imposesNull: Bool = true,
    level: Double? = 0.95, smallSample: SmallSample = .fixest
  ) {
    (self.draws, self.weights, self.imposesNull) = (draws, weights, imposesNull)
    (self.level, self.smallSample) = (level, smallSample)
  }
}

/// A hypothesis tested by the wild cluster bootstrap.
package struct WildBootstrap: Sendable {
  /// (c'β̂ − r)/se with the clustered standard error CR1.
  package let statistic: Double
  /// How many draws there were; 2^G when all sign patterns were taken.
  package let draws: Int
  package let isEnumerated: Bool
  /// #{|t*| ≥ |t|}/B: the draw that is the data ties with it, and ties count.
  package let pSymmetric: Double
  /// #{|t*| > |t|}/B, ties not counted, as boottest and wildboottest print it.
  package let pSymmetricStrict: Double
  /// 2 min(#{t* ≤ t}, #{t* ≥ t})/B, at most 1.
  package let pEqualTailed: Double
  /// The values r with pSymmetric > 1 − level; nil when no level was asked for.
  package let confidenceSet: BootstrapConfidenceSet?
  /// The same with pEqualTailed.
  package let equalTailedSet: BootstrapConfidenceSet?
  package let convention: Label
}

/// Tests c'β = r by the wild cluster bootstrap, by the fast algorithm.
///
/// The t statistics of all draws come from sums over clusters, made once, and products of matrices
/// of the order of the number of clusters: no draw refits. Effects within clusters stay absorbed;
/// others come back as dummies.
///
/// - Parameters:
///   - restriction: Of k weights, not all zero.
///   - fit: Of least squares, weighted or not; not of instruments or of a generalised linear model,
///     whose draws do not keep their equations.
///   - cluster: At least two clusters.
///   - options: Draws, weights, level.
///   - threads: Blocks of draws worked on at a time; no bit depends on it.
///   - bits: Independent uniform words of 64 bits, addressed by draw and by a number below G (see
///     ``BootstrapWeights``): the program passes a Philox stream of its seed.
/// - Returns: The statistic, p-values and sets that invert the tests exactly.
/// - Throws: ``EstimationError/singleCluster(name:)``,
///   ``EstimationError/zeroStandardError(regressor:)`` for a perfect fit or a coefficient that one
///   cluster decides, ``EstimationError/tooManyEffects(effect:levels:limit:)``.
/// - Complexity: O(nk) once, and O(G · r) for each draw with r = k and the dummies brought back.
/// - Source: Cameron, Gelbach & Miller, *Review of Economics and Statistics* 90(3), 2008; Roodman,
///   MacKinnon, Nielsen & Webb, *Stata Journal* 19(1), 2019; Webb, *Queen's Economics Department
///   Working Paper* 1315, 2014. Agrees with wildboottest: see `WildBootstrapTests`.
package func wildBootstrap(
  _ restriction: LinearRestriction, of fit: LinearFit, cluster: Grouping,
  options: WildBootstrapOptions = WildBootstrapOptions(), threads: Int = 1,
  bits: @escaping @Sendable (_ draw: Int, _ word: Int) -> UInt64
) throws(EstimationError) -> WildBootstrap {
  precondition(restriction.weights.count == fit.coefficients.count, "a weight per coefficient")
  precondition(restriction.weights.contains { $0 != 0 }, "a restriction of nothing")
  precondition(options.draws > 0, "\(options.draws) draws")
  guard cluster.count > 1 else { throw .singleCluster(name: cluster.name) }
  let design = try LeverageDesign(
    fit, keeping: fit.effects.filter { $0.isNested(in: cluster) })
  let sums = BootstrapSums(
    design, cluster, restriction: restriction.weights, imposesNull: options.imposesNull,
    threads: threads)
  guard hasVariance(sums, fit) else {
    throw .zeroStandardError(regressor: restriction.words(fit.names))
  }
  let draws = WeightDraws(
    options.weights, clusters: cluster.count, asked: options.draws, bits: bits)
  return summary(
    sums.moments(draws, threads: threads), draws, sums, restriction, fit, cluster, options)
}

private func summary(
  _ moments: [DrawMoments], _ draws: WeightDraws, _ sums: BootstrapSums,
  _ restriction: LinearRestriction, _ fit: LinearFit, _ cluster: Grouping,
  _ options: WildBootstrapOptions
) -> WildBootstrap {
  let estimate = zip(restriction.weights, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
  let x = (estimate - restriction.value) / sums.standardError
  let factor =
    options.smallSample.rowMultiplier(of: fit, levels: [cluster])
    * options.smallSample.clusterMultiplier(cluster.count, smallest: cluster.count)
  let counts = TailCounts(moments, at: x)
  let B = Double(draws.count)
  let sets = options.level.map {
    TestInversion(moments).sets(
      level: $0, estimate: estimate, standardError: sums.standardError)
  }
  return WildBootstrap(
    statistic: x / factor.squareRoot(), draws: draws.count, isEnumerated: draws.isEnumerated,
    pSymmetric: Double(counts.symmetric) / B,
    pSymmetricStrict: Double(counts.symmetric - counts.ties) / B,
    pEqualTailed: min(1, 2 * Double(min(counts.above, counts.below)) / B),
    confidenceSet: sets?.symmetric, equalTailedSet: sets?.equalTailed,
    convention: convention(draws, cluster, options))
}

/// How many draws lie beyond the statistic of the data.
private struct TailCounts {
  var symmetric = 0
  var ties = 0
  var above = 0
  var below = 0

  /// Statistics within 1e-10 are one: draws that must tie, as the data's own, differ by rounding.
  init(_ moments: [DrawMoments], at x: Double) {
    let tolerance = 1e-10 * max(1, x.magnitude)
    for draw in moments {
      let t = draw.statistic(at: x)
      if t.magnitude >= x.magnitude - tolerance { symmetric += 1 }
      if (t.magnitude - x.magnitude).magnitude <= tolerance { ties += 1 }
      if t >= x - tolerance { above += 1 }
      if t <= x + tolerance { below += 1 }
    }
  }
}

/// Whether the standard error is more than rounding.
///
/// Each score z_g'û_g is at most ‖z‖‖û‖, and û has the rounding of the fitted values.
private func hasVariance(_ sums: BootstrapSums, _ fit: LinearFit) -> Bool {
  let fitted = fit.X * fit.coefficients
  let explained = fitted.indices.reduce(0) {
    $0 + (fit.weights?[$1] ?? 1) * fitted[$1] * fitted[$1]
  }
  let rss = fit.residualSumOfSquares
  let variance = sums.standardError * sums.standardError
  return rss > 1e-26 * explained && variance > 1e-24 * sums.size * rss
}

extension LinearRestriction {
  /// The coefficient's name, or those of a combination.
  func words(_ names: [String]) -> String {
    zip(weights, names).filter { $0.0 != 0 }.map(\.1).joined(separator: ", ")
  }
}

private func convention(
  _ draws: WeightDraws, _ cluster: Grouping, _ options: WildBootstrapOptions
) -> Label {
  let law = options.weights.rawValue.prefix(1).uppercased() + options.weights.rawValue.dropFirst()
  let kind =
    options.imposesNull
    ? Label(
      vi: "wild bootstrap theo cụm, áp đặt giả thuyết gốc (WCR)",
      en: "wild cluster bootstrap, null imposed (WCR)")
    : Label(
      vi: "wild bootstrap theo cụm, không áp đặt giả thuyết gốc (WCU)",
      en: "wild cluster bootstrap, null not imposed (WCU)")
  let count =
    draws.isEnumerated
    ? Label(
      vi: "trọng số \(law), mọi \(inText(draws.count).vi) tổ hợp dấu",
      en: "\(law) weights, all \(inText(draws.count).en) patterns of signs")
    : Label(
      vi: "trọng số \(law), \(inText(draws.count).vi) lần rút",
      en: "\(law) weights, \(inText(draws.count).en) draws")
  return joined([
    kind, count,
    Label(
      vi: "\(cluster.name) (G = \(inText(cluster.count).vi)), thống kê t với CR1",
      en: "\(cluster.name) (G = \(inText(cluster.count).en)), t statistics with CR1"),
    Label(
      vi: "p = số lần |t*| ≥ |t| chia cho số lần rút; trường hợp bằng nhau được tính",
      en: "p = #{|t*| ≥ |t|}/draws; ties count"),
  ])
}
