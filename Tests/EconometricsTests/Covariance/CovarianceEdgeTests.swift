import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// What has no covariance, and what must not become NaN.
@Suite("Covariances at the edges")
struct CovarianceEdgeTests {
  let cases: CovarianceCases

  init() throws { cases = try CovarianceCases() }

  static let clustered = ClusterCorrection.allCases.map { CovarianceKind.clustered($0) }
  static let all =
    [CovarianceKind.classical] + LeverageCorrection.allCases.map { .heteroskedastic($0) }
    + clustered + [.neweyWest(.rule), .driscollKraay(.rule)]

  private var layout: CovarianceLayout {
    CovarianceLayout(clusters: [cases.province], entity: cases.province, period: cases.years)
  }

  @Test("no clusters, one cluster and too many levels are named", arguments: clustered)
  func refusals(kind: CovarianceKind) throws {
    let fit = try cases.fit()
    #expect(throws: EstimationError.noClusters) { try covariance(kind, of: fit) }
    let one = Grouping(name: "country", codes: cases.province.codes.map { _ in 0 }, count: 1)
    let error = #expect(throws: EstimationError.singleCluster(name: "country")) {
      try covariance(kind, of: fit, layout: CovarianceLayout(clusters: [one]))
    }
    #expect(
      error?.label.en == "the cluster variable `country` has one cluster; at least two are needed")
    #expect(error?.label.vi.contains("chỉ có một cụm") == true)
    guard kind != .clustered(.CR0), kind != .clustered(.CR1) else { return }
    #expect(throws: EstimationError.severalLevels(covariance: kind.name)) {
      try covariance(
        kind, of: fit, layout: CovarianceLayout(clusters: [cases.province, cases.year]))
    }
  }

  @Test("lags, periods and repeated periods are named")
  func periods() throws {
    let fit = try cases.fit()
    #expect(throws: EstimationError.lagTooLong(lag: 9, periods: 9)) {
      try covariance(.driscollKraay(.fixed(9)), of: fit, layout: layout)
    }
    #expect(throws: EstimationError.repeatedPeriod(entity: nil, period: 2010)) {
      try covariance(
        .neweyWest(.fixed(1)), of: fit, layout: CovarianceLayout(period: cases.years))
    }
    #expect(throws: EstimationError.onePeriod) {
      try covariance(
        .driscollKraay(.rule), of: fit,
        layout: CovarianceLayout(period: cases.years.map { _ in 2020 }))
    }
    #expect(throws: (any Error).self) {
      try covariance(.driscollKraay(.rule), of: fit, layout: CovarianceLayout())
    }
  }

  @Test("names of kinds are read as they are printed", arguments: CovarianceKind.names)
  func names(name: String) throws {
    #expect(try #require(CovarianceKind(name: name)).name == name)
    #expect(CovarianceKind(name: name.lowercased() + "?") == nil)
  }

  @Test("rules for lags round down exactly where the root is whole")
  func lags() throws {
    func lag(_ choice: LagChoice, _ T: Int) throws -> String {
      var data = RegressionData(
        dependent: "y", y: (0..<T).map { Double($0 * $0 % 7) }, names: ["x"],
        X: Matrix(rows: T, columns: 1) { i, _ in Double(i % 3) + 1 })
      data.weights = nil
      return try covariance(.neweyWest(choice), of: try fitLinear(data)).convention.en
    }
    #expect(try lag(.rule, 100).contains("lag 4 ="))
    #expect(try lag(.rule, 99).contains("lag 3 ="))
    #expect(try lag(.fourthRoot, 81).contains("lag 3 ="))
    #expect(try lag(.fourthRoot, 80).contains("lag 2 ="))
  }

  @Test("columns of sizes 1e12 and 1e-12 rescale, whatever the covariance", arguments: all)
  func scales(kind: CovarianceKind) throws {
    let fit = try cases.fit()
    let size = [1.0, 1e12, 1e-12]
    var data = RegressionData(
      dependent: "y", y: try cases.numbers(3).map { $0 * 1e12 }, names: fit.names,
      X: Matrix(rows: fit.observations, columns: 3) { i, j in fit.X[i, j] * size[j] })
    data.clusters = [cases.province]
    let one = try covariance(kind, of: fit, layout: layout)
    let other = try covariance(kind, of: try fitLinear(data), layout: layout)
    for j in 0..<3 {
      let expected = one.standardErrors[j] * 1e12 / size[j]
      #expect(relativeError(other.standardErrors[j], expected) < 1e-9)
      #expect(relativeError(other.degreesOfFreedom[j], one.degreesOfFreedom[j]) < 1e-9)
    }
  }

  @Test("a perfect fit has no error", arguments: all)
  func perfectFit(kind: CovarianceKind) throws {
    let fit = try cases.fit()
    let data = RegressionData(
      dependent: "y", y: (0..<fit.observations).map { 3 + 2 * fit.X[$0, 1] - fit.X[$0, 2] },
      names: fit.names, X: fit.X)
    let estimate = try covariance(kind, of: try fitLinear(data), layout: layout)
    for (j, error) in estimate.standardErrors.enumerated() {
      // 1e-14 max|y| √((X'X)⁻¹ⱼⱼ), as for NIST's certified zeros, times √n for sums over clusters.
      let bound = 1e-14 * 12 * fit.inverseGram[j, j].squareRoot() * Double(fit.observations)
      #expect(error >= 0 && error <= bound)
    }
    #expect(estimate.degreesOfFreedom.allSatisfy { $0 > 0 })
  }

  @Test("one regressor and no constant", arguments: all)
  func oneRegressor(kind: CovarianceKind) throws {
    let x = try cases.numbers(4)
    let data = RegressionData(
      dependent: "y", y: try cases.numbers(3), names: ["x1"], X: Matrix(columns: [x], rows: x.count)
    )
    let estimate = try covariance(kind, of: try fitLinear(data), layout: layout)
    #expect(estimate.matrix.rows == 1 && estimate.standardErrors[0] > 0)
    #expect(!estimate.convention.vi.isEmpty)
  }

  @Test("clusters of one row each make CR0 HC0, CR2 HC2 and CR3 HC3")
  func singleRows() throws {
    let fit = try cases.fit(weights: nil)
    let rows = CovarianceLayout(
      clusters: [Grouping(name: "row", labels: Array(0..<fit.observations))])
    for (cluster, row) in [
      (ClusterCorrection.CR0, LeverageCorrection.HC0), (.CR2, .HC2), (.CR3, .HC3),
    ] {
      let a = try covariance(.clustered(cluster), of: fit, layout: rows)
      let b = try covariance(.heteroskedastic(row), of: fit)
      #expect(covarianceError(a.matrix, lowerTriangle(b.matrix)) < 1e-12)
    }
  }

  @Test("a level nested in another gives the coarser one, twice the same level that level")
  func nestedLevels() throws {
    let fit = try cases.fit()
    let coarse = try covariance(
      .clustered(.CR1), of: fit, layout: CovarianceLayout(clusters: [cases.region]),
      smallSample: .stata)
    for levels in [[cases.province, cases.region], [cases.region, cases.region]] {
      let both = try covariance(
        .clustered(.CR1), of: fit, layout: CovarianceLayout(clusters: levels),
        smallSample: .stata)
      #expect(covarianceError(both.matrix, lowerTriangle(coarse.matrix)) < 1e-10)
    }
  }

  @Test("a cluster that decides a coefficient alone has no degrees of freedom")
  func wholeLeverage() throws {
    let x = try cases.numbers(4), home = cases.province
    let only = x.indices.map { home.codes[$0] == 3 ? x[$0] + 2 : 0 }
    let alone = try fitLinear(
      RegressionData(
        dependent: "y", y: try cases.numbers(3), names: ["only"],
        X: Matrix(columns: [only], rows: x.count)))
    #expect(throws: EstimationError.undeterminedVariance(regressor: "only")) {
      try covariance(.clustered(.CR2), of: alone, layout: layout)
    }
    let ones = Array(repeating: 1.0, count: x.count)
    let beside = try fitLinear(
      RegressionData(
        dependent: "y", y: try cases.numbers(3), names: ["constant", "x1", "only"],
        X: Matrix(columns: [ones, x, only], rows: x.count)))
    for kind in [ClusterCorrection.CR2, .CR3, .CR3J] {
      let estimate = try covariance(.clustered(kind), of: beside, layout: layout)
      #expect(estimate.standardErrors.allSatisfy { $0.isFinite && $0 > 0 })
      #expect(estimate.convention.en.contains("1 cluster with leverage 1: Moore-Penrose"))
    }
  }

  @Test("effects that are not nested and too many are refused by name")
  func tooManyEffects() throws {
    let n = 4_000
    var stream = SplitMix(seed: 5)
    var data = RegressionData(
      dependent: "y", y: (0..<n).map { _ in stream.normal() }, names: ["x"],
      X: Matrix(rows: n, columns: 1) { _, _ in stream.normal() })
    data.effects = [Grouping(name: "firm", labels: (0..<n).map { $0 / 2 })]
    let fit = try fitLinear(data)
    let layout = CovarianceLayout(clusters: [Grouping(name: "odd", labels: (0..<n).map { $0 % 2 })])
    #expect(throws: EstimationError.tooManyEffects(effect: "firm", levels: 2_000, limit: 1_500)) {
      try covariance(.clustered(.CR2), of: fit, layout: layout)
    }
    _ = try covariance(.clustered(.CR1), of: fit, layout: layout)
    _ = try covariance(.heteroskedastic(.HC3), of: fit)
  }

  @Test("no bit depends on threads or, beyond rounding, on the order of rows", arguments: all)
  func threads(kind: CovarianceKind) throws {
    let fit = try cases.fit()
    let one = try covariance(kind, of: fit, layout: layout)
    for threads in [2, 3, 7] {
      #expect(try covariance(kind, of: fit, layout: layout, threads: threads).matrix == one.matrix)
    }
    let shuffled = CovarianceCases(rows: cases.rows.reversed())
    let other = try covariance(
      kind, of: try shuffled.fit(),
      layout: CovarianceLayout(
        clusters: [shuffled.province], entity: shuffled.province, period: shuffled.years))
    #expect(covarianceError(other.matrix, lowerTriangle(one.matrix)) < 1e-11)
  }

  @Test("one row more than coefficients, two clusters: numbers or a named error", arguments: all)
  func fewRows(kind: CovarianceKind) throws {
    let few = CovarianceCases(rows: Array(cases.rows.prefix(2) + cases.rows.suffix(2)))
    let fit = try few.fit()
    #expect(fit.residualDegreesOfFreedom == 1)
    let layout = CovarianceLayout(
      clusters: [Grouping(name: "half", codes: [0, 1, 0, 1], count: 2)], period: [1, 2, 3, 4])
    do throws(EstimationError) {
      let estimate = try covariance(kind, of: fit, layout: layout)
      #expect(estimate.standardErrors.allSatisfy { $0.isFinite })
      #expect(estimate.degreesOfFreedom.allSatisfy { $0 > 0 })
    } catch {
      #expect(kind == .clustered(.CR2), "\(error.label.en)")
    }
  }

  @Test("effects that no regression can tell apart: unconnected groups, all covariances")
  func unconnected() throws {
    // Years 2010-2013 have regions r0 and r1 only, later years the others: two components.
    let rows = cases.rows.filter { row in
      let early = row[1] == "r0" || row[1] == "r1"
      return (Int(row[2]) ?? 0 < 2014) == early
    }
    let some = CovarianceCases(rows: rows)
    let fit = try some.fit(effects: [some.province, some.year])
    let ones = Array(repeating: 1.0, count: rows.count)
    var dummies = [ones]
    for effect in [some.province, some.year] {
      for level in 1..<effect.count { dummies.append(effect.codes.map { $0 == level ? 1 : 0 }) }
    }
    // One year dummy of the second component is a combination of the others.
    dummies.remove(at: dummies.count - 1)
    let slow = try fitLinear(
      RegressionData(
        dependent: "y", y: try some.numbers(3),
        names: ["x1", "x2"] + dummies.indices.map { "d\($0)" },
        X: Matrix(columns: [try some.numbers(4), try some.numbers(5)] + dummies, rows: rows.count)))
    for kind in Self.all where kind != .neweyWest(.rule) {
      let layout = CovarianceLayout(
        clusters: [some.province], entity: some.province, period: some.years)
      let all = SmallSample(rowFactor: .full, counted: .all)
      let absorbed = try covariance(kind, of: fit, layout: layout, smallSample: all)
      let full = try covariance(kind, of: slow, layout: layout, smallSample: all).matrix
      let slopes = Matrix(rows: 2, columns: 2) { full[$0, $1] }
      #expect(covarianceError(absorbed.matrix, lowerTriangle(slopes)) < 1e-8, "\(kind)")
    }
  }
}
