import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// The entry regression on all shipped rows under every convention, beside Python and R.
///
/// Scripts, versions and the words for each convention: `ReferenceValues/shipped_fit`. All but the
/// bootstrap's p-values agree to 1e-11 here.
@Suite("The shipped panel under other conventions")
struct ShippedPanelCovarianceTests {
  let fit: LinearFit
  let layout: CovarianceLayout
  let python: ReferenceNumbers
  let R: ReferenceNumbers

  init() throws {
    useOneThreadForLinearAlgebra()
    python = try ReferenceNumbers("shipped_fit/shipped_fit.json")
    R = try ReferenceNumbers("shipped_fit/shipped_fit_R.json")
    let rows = EntryRegression.specification.observations(in: try ShippedData.panel.get())
    let province = Grouping(name: "province", labels: rows.map(\.entity))
    let year = Grouping(name: "year", labels: rows.map(\.year))
    var data = RegressionData(
      dependent: "y", y: rows.map(\.response), names: ["K", "P"],
      X: Matrix(rows: rows.count, columns: 2) { rows[$0].regressors[$1] })
    data.effects = [province, year]
    fit = try fitLinear(data)
    layout = CovarianceLayout(
      clusters: [province], entity: province, period: rows.map(\.year))
  }

  private var both: CovarianceLayout {
    var result = layout
    result.clusters.append(fit.effects[1])
    return result
  }

  /// Dummies of `lm`: K counts them all.
  private static let dummies = SmallSample(
    clusterFactor: .each, rowFactor: .lessOne, counted: .all, eigenvalueFix: .negativeVariances,
    freedom: .clusters)

  private func expect(
    _ kind: CovarianceKind, _ smallSample: SmallSample? = nil, _ other: CovarianceLayout? = nil,
    is references: [[Double]], degrees: [Double]? = nil
  ) throws {
    let estimate = try covariance(
      kind, of: fit, layout: other ?? layout, smallSample: smallSample)
    for reference in references {
      let error = covarianceError(estimate.matrix, reference)
      #expect(error < 1e-8, "\(kind.name): \(error)")
    }
    for (nu, reference) in zip(estimate.degreesOfFreedom, degrees ?? []) {
      #expect(relativeError(nu, reference) < 1e-8, "\(kind.name): \(nu) for \(reference)")
    }
  }

  @Test("coefficients and sum of squares as pyfixest, lm and plm")
  func coefficients() throws {
    for reference in [
      try python.list("panel.coef"), try R.list("panel.coef"), try R.list("panel.plm.coef"),
    ] {
      for (b, other) in zip(fit.coefficients, reference) { #expect(relativeError(b, other) < 1e-9) }
    }
    for reference in [
      try python.list("panel.SSR"), try R.list("panel.SSR"), try R.list("panel.plm.SSR"),
    ] { #expect(relativeError(fit.residualSumOfSquares, reference[0]) < 1e-11) }
    #expect(try python.list("panel.n") == [Double(fit.observations)])
  }

  @Test("classical and HC0 to HC3 as R and pyfixest")
  func independentErrors() throws {
    try expect(
      .classical, is: [try R.list("panel.iid"), try python.list("panel.iid")],
      degrees: [306, 306])
    try expect(
      .heteroskedastic(.HC1), is: [try R.list("panel.HC1"), try python.list("panel.HC1")],
      degrees: [306, 306])
    for kind in [LeverageCorrection.HC0, .HC2, .HC3] {
      try expect(.heteroskedastic(kind), is: [try R.list("panel.\(kind.rawValue)")])
    }
  }

  @Test("clusters of provinces: CR0 and CR1 under three counts of parameters")
  func clustered() throws {
    try expect(
      .clustered(.CR0), is: [try R.list("panel.CR0"), try R.list("panel.club.CR0")])
    try expect(
      .clustered(.CR1), .stata,
      is: [try R.list("panel.plm.sss"), try python.list("panel.CR1.slopes")], degrees: [62, 62])
    try expect(
      .clustered(.CR1), is: [try python.list("panel.CR1.fixest")],
      degrees: try python.list("panel.CR1.fixest.df"))
    try expect(.clustered(.CR1), Self.dummies, is: [try R.list("panel.CR1.all")])
  }

  @Test("CR2 with Bell-McCaffrey's degrees of freedom, and CR3")
  func biasReduced() throws {
    // R with a dummy for each province, and with provinces taken out of all columns before.
    for key in ["panel.club.CR2", "panel.club.dummies.CR2"] {
      try expect(
        .clustered(.CR2), is: [try R.list(key)], degrees: try R.list("\(key).df"))
    }
    // With dummies I − H_gg has no inverse, so R's CR3 is of the columns without provinces; it is
    // the sum over refits without each province, which pyfixest's is.
    for kind in [ClusterCorrection.CR0, .CR3] {
      let key = "panel.club.\(kind.rawValue)"
      try expect(
        .clustered(kind), SmallSample(freedom: .bellMcCaffrey), is: [try R.list(key)],
        degrees: try R.list("\(key).df"))
    }
    try expect(.clustered(.CR3), .fixest, is: [try python.list("panel.CR3.fixest")])
  }

  @Test("provinces and years together")
  func twoWay() throws {
    try expect(.clustered(.CR1), Self.dummies, both, is: [try R.list("panel.CR1.two.all")])
    var unfixed = SmallSample.fixest
    unfixed.eigenvalueFix = .negativeVariances
    try expect(
      .clustered(.CR1), unfixed, both, is: [try python.list("panel.CR1.two")],
      degrees: try python.list("panel.CR1.two.df"))
  }

  @Test("Driscoll-Kraay as plm without a factor, and as pyfixest with its own")
  func driscollKraay() throws {
    for lag in 0...2 {
      try expect(
        .driscollKraay(.fixed(lag)), SmallSample(), is: [try R.list("panel.plm.DK\(lag)")])
    }
    for lag in 1...2 {
      try expect(
        .driscollKraay(.fixed(lag)), is: [try python.list("panel.DK\(lag)")],
        degrees: try python.list("panel.DK\(lag).df"))
    }
  }

  @Test(
    "the wild bootstrap's p-value is wildboottest's but for Monte Carlo error",
    arguments: [BootstrapWeights.rademacher, .webb])
  func bootstrap(weights: BootstrapWeights) throws {
    let draws = 99_999
    let result = try wildBootstrap(
      LinearRestriction(coefficient: 0, of: 2), of: fit, cluster: layout.clusters[0],
      options: WildBootstrapOptions(
        draws: draws, weights: weights, level: nil, smallSample: Self.dummies),
      bits: testBits(seed: 2021))
    let key = "panel.wild.\(weights == .webb ? "webb" : "rademacher")"
    #expect(relativeError(result.statistic, try python.list("\(key).t")[0]) < 1e-8)
    let p = try python.list("\(key).p")[0]
    #expect(try python.list("panel.wild.draws") == [Double(draws)])
    // Two shares of so many independent draws each; 4.8916 of its sds: false alarm in 10⁶.
    let sd = (2 * p * (1 - p) / Double(draws)).squareRoot()
    #expect((result.pSymmetricStrict - p).magnitude < 4.8916 * sd)
  }
}
