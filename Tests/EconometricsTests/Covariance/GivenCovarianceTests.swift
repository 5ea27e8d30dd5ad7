import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// Beside the package; absent where only the package was cloned.
private let referenceFolder = packageFolder.deletingLastPathComponent()
  .appending(path: "shared/reference/given/panel")

/// Every covariance of the reference panels, each by the name of its convention.
///
/// The data come with packages under the GPL and are not shipped: the long verification reads them
/// from a folder beside the package.
@Suite(
  "Covariances of the reference panels",
  .enabled(
    if: ProcessInfo.processInfo.environment["VERIFY"] != nil
      && FileManager.default.fileExists(atPath: referenceFolder.path()),
    "needs VERIFY=1 and ../shared/reference/given: data of GPL packages are not shipped"))
struct GivenCovarianceTests {
  static let none = SmallSample()
  static let unfixed = SmallSample(
    clusterFactor: .smallest, rowFactor: .lessOne, counted: .nested,
    eigenvalueFix: .negativeVariances, freedom: .clusters)
  static let noEffects = SmallSample(rowFactor: .full, counted: .effects)

  @Test("Grunfeld, pooled and within firms")
  func grunfeld() throws {
    let panel = try Given(
      "grunfeld.csv", y: 2, X: [3, 4], entity: 0, period: 1,
      answers: "grunfeld_reference.json", names: ["value", "capital"])
    let pooled = try panel.fit(constant: true), within = try panel.fit(constant: false)
    let both = CovarianceLayout(clusters: [panel.entities, panel.times])
    let firm = CovarianceLayout(clusters: [panel.entities])
    let year = CovarianceLayout(clusters: [panel.times])
    for source in ["reference_R", "reference_python"] {
      try panel.check(
        pooled, [source, "pooled", "se"],
        [
          ("classical", .classical, firm, nil), ("HC0", .heteroskedastic(.HC0), firm, nil),
          ("HC1", .heteroskedastic(.HC1), firm, nil), ("HC2", .heteroskedastic(.HC2), firm, nil),
          ("HC3", .heteroskedastic(.HC3), firm, nil), ("CR0_1", .clustered(.CR0), firm, nil),
          ("CR1_stata_1", .clustered(.CR1), firm, .stata),
          ("two_way_unadjusted", .clustered(.CR0), both, Self.none),
          ("two_way_each_component_G_and_n_adjusted", .clustered(.CR1), both, .stata),
        ])
    }
    try panel.check(
      within, ["reference_R", "within"],
      [
        ("classical", .classical, firm, nil), ("CR0_firm", .clustered(.CR0), firm, nil),
        ("CR1_sss_firm", .clustered(.CR1), firm, .stata),
        ("CR0_year", .clustered(.CR0), year, nil),
      ])
    try panel.check(
      within, ["reference_R", "within", "dk"],
      [
        ("DK_lag0_HC0", .driscollKraay(.fixed(0)), panel.layout, Self.none),
        ("DK_lag2_HC0", .driscollKraay(.fixed(2)), panel.layout, Self.none),
      ])
    try panel.check(
      within, ["reference_python", "within"],
      [
        ("lm_clustered_entity", .clustered(.CR0), firm, nil),
        (
          "lm_clustered_entity_group_debias", .clustered(.CR0), firm,
          SmallSample(clusterFactor: .each, rowFactor: .lessOne, counted: .nothing)
        ),
        ("lm_robust", .heteroskedastic(.HC0), firm, Self.noEffects),
      ])
    try panel.check(
      within, ["reference_python", "within", "lm_DK_bartlett"],
      (0...4).map { ("bw\($0)", .driscollKraay(.fixed($0)), panel.layout, Self.noEffects) })
    try panel.check(
      within, ["reference_python", "pyfixest_within"],
      [
        ("iid", .classical, firm, nil), ("HC1", .heteroskedastic(.HC1), firm, nil),
        ("CRV1_e", .clustered(.CR1), firm, nil), ("CRV3_e", .clustered(.CR3), firm, .fixest),
        ("CRV1_e_t", .clustered(.CR1), both, Self.unfixed),
      ])
  }

  @Test("Petersen, by firm, by year and by both")
  func petersen() throws {
    let panel = try Given(
      "petersen.csv", y: 3, X: [2], entity: 0, period: 1, answers: "petersen_reference.json",
      names: ["x"])
    let fit = try panel.fit(constant: true)
    let both = CovarianceLayout(clusters: [panel.entities, panel.times])
    let firm = CovarianceLayout(clusters: [panel.entities])
    var petersen = SmallSample.stata
    petersen.intersection = .heteroskedastic
    try panel.check(
      fit, ["reference_R", "pooled", "se"],
      [
        ("classical", .classical, firm, nil), ("HC0", .heteroskedastic(.HC0), firm, nil),
        ("HC1", .heteroskedastic(.HC1), firm, nil), ("HC3", .heteroskedastic(.HC3), firm, nil),
        ("CR0_1", .clustered(.CR0), firm, nil), ("CR1_stata_1", .clustered(.CR1), firm, nil),
        (
          "CR1_stata_2", .clustered(.CR1), CovarianceLayout(clusters: [panel.times]), .stata
        ),
        ("two_way_each_component_G_and_n_adjusted", .clustered(.CR1), both, .stata),
        ("two_way_multi0_HC0_for_intersection", .clustered(.CR1), both, petersen),
      ])
  }

  @Test("Greene's investment series, Newey-West")
  func investment() throws {
    let series = try Given(
      "investment_greene.csv", y: 6, X: [5, 7], entity: nil, period: 0,
      answers: "investment_newey_west_reference.json", names: ["RealGNP", "RealInt"])
    let fit = try series.fit(constant: true)
    let layout = CovarianceLayout(period: series.years)
    let full = SmallSample(rowFactor: .full)
    for source in ["reference_R", "reference_python"] {
      try series.check(
        fit, [source, "se"],
        (0...5).flatMap { lag -> [Given.Case] in
          [
            ("NW_lag\(lag)", .neweyWest(.fixed(lag)), layout, Self.none),
            ("NW_lag\(lag)_n_over_n_minus_k", .neweyWest(.fixed(lag)), layout, full),
          ]
        })
    }
  }

  @Test("job training, firm effects")
  func jobTraining() throws {
    let panel = try Given(
      "jobtraining.csv", y: 2, X: [3, 4, 5, 6], entity: 0, period: 1,
      answers: "jobtraining_reference.json", names: ["d88", "d89", "grant", "grant_1"])
    let fit = try panel.fit(constant: false)
    let firm = CovarianceLayout(clusters: [panel.entities])
    try panel.check(
      fit, ["reference_R"],
      [("classical", .classical, firm, nil), ("CR0", .clustered(.CR0), firm, nil)])
    try panel.check(
      fit, ["reference_python"],
      [
        (
          "clustered_linearmodels", .clustered(.CR0), firm,
          SmallSample(rowFactor: .full, counted: .slopes)
        ),
        ("pyfixest_CRV1", .clustered(.CR1), firm, nil),
      ])
  }
}

/// One of the given files with its answers.
private struct Given {
  typealias Case = (String, CovarianceKind, CovarianceLayout, SmallSample?)

  let rows: [[String]]
  let y: Int
  let X: [Int]
  let entity: Int?
  let period: Int
  let names: [String]
  private let tree: [String: Any]

  init(
    _ file: String, y: Int, X: [Int], entity: Int?, period: Int, answers: String,
    names: [String]
  ) throws {
    let text = try String(contentsOf: referenceFolder.appending(path: file), encoding: .utf8)
    let used = [y] + X
    rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }.filter { row in used.allSatisfy { Double(row[$0]) != nil } }
    (self.y, self.X, self.entity, self.period) = (y, X, entity, period)
    self.names = names
    let data = try Data(contentsOf: referenceFolder.appending(path: answers))
    tree = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  var years: [Int] { rows.compactMap { Int($0[period]) } }
  var times: Grouping { Grouping(name: "year", labels: years) }
  var entities: Grouping { Grouping(name: "firm", labels: rows.map { $0[entity ?? 0] }) }
  var layout: CovarianceLayout { CovarianceLayout(entity: entities, period: years) }

  func fit(constant: Bool) throws -> LinearFit {
    useOneThreadForLinearAlgebra()
    let ones = constant ? [Array(repeating: 1.0, count: rows.count)] : []
    let columns = try X.map { column in try rows.map { try #require(Double($0[column])) } }
    var data = RegressionData(
      dependent: "y", y: try rows.map { try #require(Double($0[y])) },
      names: (constant ? [RegressionData.constantName] : []) + names,
      X: Matrix(columns: ones + columns, rows: rows.count))
    if !constant { data.effects = [entities] }
    return try fitLinear(data)
  }

  /// Tolerance of the files: 1e-8 relative for robust errors.
  func check(_ fit: LinearFit, _ path: [String], _ cases: [Case]) throws {
    for (key, kind, layout, smallSample) in cases {
      let estimate = try covariance(kind, of: fit, layout: layout, smallSample: smallSample)
      for (name, error) in zip(fit.names, estimate.standardErrors) {
        let column = name == RegressionData.constantName ? "(Intercept)" : name
        let reference = try number(path + [key, column])
        #expect(relativeError(error, reference) < 1e-8, "\(path) \(key) \(column)")
      }
    }
  }

  private func number(_ path: [String]) throws -> Double {
    var node: Any? = tree
    for key in path { node = (node as? [String: Any])?[key] }
    return try #require(node as? Double, "\(path)")
  }
}
