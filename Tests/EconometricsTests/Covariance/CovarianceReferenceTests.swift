import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// Covariances beside R sandwich, clubSandwich and plm, and Python pyfixest and linearmodels.
///
/// Each under the convention that the package has. Scripts and versions:
/// `ReferenceValues/covariance`. All agree to 1e-11 here.
@Suite("Covariances beside other packages")
struct CovarianceReferenceTests {
  let cases: CovarianceCases
  let R: ReferenceNumbers
  let python: ReferenceNumbers

  init() throws {
    cases = try CovarianceCases()
    R = try ReferenceNumbers("covariance/covariance_R.json")
    python = try ReferenceNumbers("covariance/covariance_py.json")
  }

  static let fits = [
    "pooled", "weighted", "province", "twoway", "weightedProvince", "weightedTwoway",
  ]

  /// R takes dummies for effects: K counts them all.
  static let sandwich = SmallSample(
    clusterFactor: .each, rowFactor: .lessOne, counted: .all, eigenvalueFix: .negativeVariances,
    freedom: .clusters)

  private func expect(
    _ kind: CovarianceKind, _ fit: LinearFit, _ layout: CovarianceLayout,
    _ smallSample: SmallSample?, _ reference: [Double], _ key: String
  ) throws {
    let estimate = try covariance(kind, of: fit, layout: layout, smallSample: smallSample)
    let error = covarianceError(estimate.matrix, reference)
    #expect(error < 1e-8, "\(key): \(error)")
  }

  @Test("classical and HC0 to HC3 as R sandwich", arguments: fits)
  func heteroskedastic(name: String) throws {
    let fit = try cases.fit(named: name)
    for (beta, reference) in zip(fit.coefficients, try R.list("\(name).coef")) {
      #expect(relativeError(beta, reference) < 1e-9)
    }
    try expect(
      .classical, fit, CovarianceLayout(), nil, try R.list("\(name).classical"), "\(name).classical"
    )
    let kinds: [LeverageCorrection] =
      ["pooled", "weighted"].contains(name) ? [.HC0, .HC1, .HC2, .HC3] : [.HC0, .HC1]
    for kind in kinds {
      let key = "\(name).\(kind.rawValue)"
      try expect(.heteroskedastic(kind), fit, CovarianceLayout(), nil, try R.list(key), key)
    }
  }

  @Test("HC2 and HC3 count the leverages of absorbed effects")
  func leveragesOfEffects() throws {
    let some = CovarianceCases(rows: cases.rows.filter { $0[0] != "16" })
    let one = try some.fit(effects: [some.province])
    let two = try some.fit(effects: [some.province, some.year])
    let weighted = try some.fit(effects: [some.province], weights: 6)
    for kind in [LeverageCorrection.HC2, .HC3] {
      for (fit, key) in [(one, "one"), (two, "two")] {
        let name = "without16.\(key).\(kind.rawValue)"
        try expect(.heteroskedastic(kind), fit, CovarianceLayout(), nil, try R.list(name), name)
      }
    }
    try expect(
      .heteroskedastic(.HC3), weighted, CovarianceLayout(), nil,
      try R.list("without16.weighted.HC3"), "weighted HC3")
  }

  @Test("a row with leverage 1 changes no HC2 or HC3, and is reported")
  func leverageOne() throws {
    let all = try covariance(
      .heteroskedastic(.HC3), of: try cases.fit(effects: [cases.province]))
    #expect(covarianceError(all.matrix, try R.list("without16.one.HC3")) < 1e-8)
    #expect(all.convention.en.contains("nothing is added by 1 observation with leverage 1"))
  }

  @Test("CR0 and CR1, one level and two, as R sandwich", arguments: fits)
  func clustered(name: String) throws {
    let fit = try cases.fit(named: name)
    let one = CovarianceLayout(clusters: [cases.province])
    let two = CovarianceLayout(clusters: [cases.province, cases.year])
    try expect(.clustered(.CR0), fit, one, nil, try R.list("\(name).CR0"), "\(name).CR0")
    try expect(
      .clustered(.CR1), fit, one, Self.sandwich, try R.list("\(name).CR1.all"), "\(name).CR1")
    try expect(
      .clustered(.CR1), fit, two, Self.sandwich, try R.list("\(name).two.each"), "\(name).two")
    var petersen = Self.sandwich
    petersen.intersection = .heteroskedastic
    try expect(
      .clustered(.CR1), fit, two, petersen, try R.list("\(name).two.multi0"),
      "\(name).multi0")
  }

  @Test(
    "three levels with negative eigenvalues are made positive, and it is said",
    arguments: ["pooled", "weighted"])
  func negativeEigenvalues(name: String) throws {
    let fit = try cases.fit(named: name)
    let layout = CovarianceLayout(clusters: [cases.province, cases.year, cases.region])
    let estimate = try covariance(.clustered(.CR0), of: fit, layout: layout)
    #expect(covarianceError(estimate.matrix, try R.list("\(name).three.fixed")) < 1e-8)
    #expect(estimate.convention.en.contains("negative eigenvalues set to zero"))
    #expect(estimate.convention.vi.contains("trị riêng âm được thay bằng 0"))
    #expect(estimate.clusters.map(\.count) == [17, 9, 5])
  }

  @Test("CR2 and its degrees of freedom as clubSandwich", arguments: fits)
  func bellMcCaffrey(name: String) throws {
    let fit = try cases.fit(named: name)
    for cluster in ["province", "region", "yearf"] {
      let layout = CovarianceLayout(clusters: [cases.level(cluster)])
      let estimate = try covariance(.clustered(.CR2), of: fit, layout: layout)
      let key = "\(name).CR2.\(cluster)"
      let error = covarianceError(estimate.matrix, try R.list(key))
      #expect(error < 1e-8, "\(key): \(error)")
      for (nu, reference) in zip(
        estimate.degreesOfFreedom, try R.list("\(name).CR2.df.\(cluster)"))
      {
        #expect(relativeError(nu, reference) < 1e-8, "\(key): \(nu) for \(reference)")
      }
    }
  }

  @Test("CR3, and Satterthwaite's degrees of CR0 and CR3", arguments: ["pooled", "weighted"])
  func leaveOut(name: String) throws {
    let fit = try cases.fit(named: name)
    for cluster in ["province", "region", "yearf"] {
      let layout = CovarianceLayout(clusters: [cases.level(cluster)])
      try expect(
        .clustered(.CR3), fit, layout, nil, try R.list("\(name).CR3.\(cluster)"),
        "\(name).CR3.\(cluster)")
      for kind in [ClusterCorrection.CR0, .CR3] {
        let estimate = try covariance(
          .clustered(kind), of: fit, layout: layout,
          smallSample: SmallSample(freedom: .bellMcCaffrey))
        for (nu, reference) in zip(
          estimate.degreesOfFreedom, try R.list("\(name).\(kind.rawValue).df.\(cluster)"))
        {
          #expect(relativeError(nu, reference) < 1e-8, "\(kind) \(cluster)")
        }
      }
    }
  }

  @Test("CR2 with precisions as the working model, as clubSandwich's inverse_var")
  func precisions() throws {
    let fit = try cases.fit(weights: 7)
    let estimate = try covariance(
      .clustered(.CR2), of: fit, layout: CovarianceLayout(clusters: [cases.province]),
      smallSample: SmallSample(freedom: .bellMcCaffrey, workingModel: .precisions))
    #expect(covarianceError(estimate.matrix, try R.list("precisions.CR2.province")) < 1e-8)
    for (nu, reference) in zip(
      estimate.degreesOfFreedom, try R.list("precisions.CR2.df.province"))
    {
      #expect(relativeError(nu, reference) < 1e-8)
    }
  }

  @Test(
    "CR2 where precisions differ within clusters, and of likelihoods, as clubSandwich",
    arguments: ["lm", "poisson", "poissonRegion", "logit", "cloglog"], ["province", "region"])
  func preciseRoots(name: String, cluster: String) throws {
    let fit = try name == "lm" ? cases.fit(weights: 6) : cases.likelihood(name)
    let estimate = try covariance(
      .clustered(.CR2), of: fit, layout: CovarianceLayout(clusters: [cases.level(cluster)]),
      smallSample: SmallSample(freedom: .bellMcCaffrey, workingModel: .precisions))
    let key = "precisions.\(name)"
    #expect(covarianceError(estimate.matrix, try R.list("\(key).\(cluster)")) < 1e-8)
    for (nu, reference) in zip(estimate.degreesOfFreedom, try R.list("\(key).df.\(cluster)")) {
      #expect(relativeError(nu, reference) < 1e-8)
    }
  }

  @Test(
    "defaults as pyfixest, and its CRV3",
    arguments: ["pooled", "province", "twoway"], [nil, 6])
  func fixest(name: String, weights: Int?) throws {
    let effects = ["pooled": [], "province": [cases.province]][name]
    let fit = try cases.fit(
      effects: effects ?? [cases.province, cases.year], weights: weights)
    let tag = weights == nil ? name : name + ".w"
    for (kind, key) in [
      (CovarianceKind.classical, "iid"), (.heteroskedastic(.HC1), "HC1"),
    ] {
      try expect(kind, fit, CovarianceLayout(), nil, try python.list("\(tag).\(key)"), key)
      let estimate = try covariance(kind, of: fit)
      #expect(estimate.degreesOfFreedom.first == (try python.list("\(tag).\(key).df")[0]))
    }
    for cluster in ["province", "year", "region"] {
      let layout = CovarianceLayout(clusters: [cases.level(cluster)])
      let key = "\(tag).CRV1.\(cluster)"
      try expect(.clustered(.CR1), fit, layout, nil, try python.list(key), key)
    }
    let two = CovarianceLayout(clusters: [cases.province, cases.year])
    var unfixed = SmallSample.fixest
    unfixed.eigenvalueFix = .negativeVariances
    try expect(
      .clustered(.CR1), fit, two, unfixed, try python.list("\(tag).CRV1.two"), "\(tag) two")
    for cluster in ["province", "region"] {
      try expect(
        .clustered(.CR3), fit, CovarianceLayout(clusters: [cases.level(cluster)]), .fixest,
        try python.list("\(tag).CRV3.\(cluster)"), "\(tag).CRV3.\(cluster)")
    }
  }

  @Test("effects nested in clusters as plm and linearmodels count them")
  func within() throws {
    let fit = try cases.fit(effects: [cases.province])
    let layout = CovarianceLayout(clusters: [cases.province])
    try expect(.clustered(.CR1), fit, layout, .stata, try R.list("plm.sss"), "sss")
    try expect(.clustered(.CR2), fit, layout, nil, try R.list("plm.CR2"), "plm CR2")
    try expect(.clustered(.CR0), fit, layout, nil, try python.list("lm.clustered"), "lm")
    try expect(
      .clustered(.CR0), fit, layout,
      SmallSample(clusterFactor: .each, rowFactor: .lessOne, counted: .nothing),
      try python.list("lm.clustered.group"), "lm group")
    try expect(
      .heteroskedastic(.HC0), fit, layout, SmallSample(rowFactor: .full, counted: .effects),
      try python.list("lm.robust"), "lm robust")
  }

  @Test("Newey-West as R sandwich and pyfixest")
  func neweyWest() throws {
    useOneThreadForLinearAlgebra()
    let rows = try referenceRows("covariance/series.csv").map { try $0.map(number) }
    let data = RegressionData(
      dependent: "y", y: rows.map { $0[1] }, names: ["constant", "x"],
      X: Matrix(rows: rows.count, columns: 2) { i, j in j == 0 ? 1 : rows[i][2] })
    let fit = try fitLinear(data)
    let layout = CovarianceLayout(period: rows.map { Int($0[0]) })
    for lag in [0, 1, 4, 11] {
      try expect(
        .neweyWest(.fixed(lag)), fit, layout, SmallSample(), try R.list("NW\(lag)"),
        "NW\(lag)")
    }
    let chosen = try covariance(
      .neweyWest(.plugIn), of: fit, layout: layout, smallSample: SmallSample())
    #expect(covarianceError(chosen.matrix, try R.list("NW.plugin")) < 1e-8)
    #expect(chosen.convention.en.contains("lag \(Int(try R.list("NW.plugin.lag")[0])),"))
    try expect(
      .neweyWest(.fixed(4)), fit, layout, nil, try python.list("series.NW4"), "series")
    let panel = CovarianceLayout(entity: cases.province, period: cases.order)
    let pooled = try cases.fit()
    try expect(.neweyWest(.fixed(2)), pooled, panel, nil, try python.list("NW.lag2"), "lag2")
    try expect(
      .neweyWest(.fourthRoot), pooled, panel, nil, try python.list("NW.default"), "default")
  }

  @Test("Driscoll-Kraay as plm, pyfixest and linearmodels")
  func driscollKraay() throws {
    let layout = CovarianceLayout(entity: cases.province, period: cases.years)
    let fit = try cases.fit(effects: [cases.province]), pooled = try cases.fit()
    for lag in 0...3 {
      try expect(
        .driscollKraay(.fixed(lag)), fit, layout, SmallSample(), try R.list("plm.DK\(lag)"),
        "DK\(lag)")
      try expect(
        .driscollKraay(.fixed(lag)), pooled, layout, SmallSample(),
        try R.list("plm.pooled.DK\(lag)"), "pooled DK\(lag)")
      try expect(
        .driscollKraay(.fixed(lag)), fit, layout, nil, try python.list("DK.lag\(lag)"),
        "pyfixest DK\(lag)")
    }
    try expect(
      .driscollKraay(.fourthRoot), fit, layout, nil, try python.list("DK.default"), "default")
    try expect(
      .driscollKraay(.fixed(2)), fit, layout, SmallSample(rowFactor: .full, counted: .effects),
      try python.list("lm.DK2"), "linearmodels")
  }

  private func number(_ text: String) throws -> Double { try #require(Double(text)) }
}
