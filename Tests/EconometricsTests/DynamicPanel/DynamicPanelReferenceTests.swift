import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// A case of `gmm.json`: what pydynpd was asked for, in our words.
private struct Case {
  let name: String
  let model: DynamicPanelModel
  /// The panel is cut to these.
  var units: (Int) -> Bool = { _ in true }
  var years = 2000...2009
  /// Cells that are missing in rows that are there.
  var holes = false

  /// A table: as long as there are cases.
  static func all() throws -> [Case] {
    let L1 = PanelTerm("n", lag: 1), w = PanelTerm("w"), k = PanelTerm("k")
    func model(
      _ regressors: [PanelTerm], _ lagged: [LaggedInstruments], _ standard: [PanelTerm],
      _ change: (inout DynamicPanelModel) -> Void = { _ in }
    ) -> DynamicPanelModel {
      var model = DynamicPanelModel(
        dependent: "n", regressors: regressors, laggedInstruments: lagged,
        standardInstruments: standard)
      change(&model)
      return model
    }
    func lags(_ column: String, _ range: ClosedRange<Int>) -> LaggedInstruments {
      LaggedInstruments(column, first: range.lowerBound, last: range.upperBound)
    }
    let all = LaggedInstruments("n", first: 2)
    let full = Set(
      try AnswerTree("dynamic_panel/gmm.json")["units_balanced"].numbers().map(Int.init))
    let pair = [lags("n", 2...4), lags("w", 2...3)],
      systemPair = [lags("n", 2...3), lags("w", 2...3)]
    return [
      Case(name: "difference", model: model([L1, w, k], pair, [k])),
      Case(name: "difference_one_step", model: model([L1, w, k], pair, [k]) { $0.steps = 1 }),
      Case(
        name: "difference_dummies",
        model: model([L1, w, k], [all], [k, w]) { $0.periodEffects = true }),
      Case(
        name: "difference_collapsed",
        model: model(
          [L1, PanelTerm("n", lag: 2), w, PanelTerm("w", lag: 1), k],
          [lags("n", 2...5), lags("w", 2...4)], [k]
        ) { $0.collapse = true }),
      Case(name: "system", model: model([L1, w, k], systemPair, [k]) { $0.system = true }),
      Case(
        name: "system_one_step",
        model: model([L1, w, k], systemPair, [k]) { ($0.system, $0.steps) = (true, 1) }),
      Case(
        name: "system_collapsed",
        model: model([L1, w, k], [lags("n", 2...4), lags("w", 1...3)], [k]) {
          ($0.system, $0.collapse, $0.periodEffects) = (true, true, true)
        }),
      Case(
        name: "deviations",
        model: model([L1, w, k], pair, [k]) { $0.transformation = .orthogonalDeviations },
        units: full.contains, years: 2002...2006),
      Case(
        name: "deviations_unbalanced",
        model: model([L1, w, k], pair, [k]) { $0.transformation = .orthogonalDeviations },
        units: { $0 % 9 != 0 }),
      Case(
        name: "deviations_system",
        model: model([L1, w], systemPair, []) {
          ($0.system, $0.transformation) = (true, .orthogonalDeviations)
        },
        units: full.contains, years: 2002...2006),
      Case(name: "missing_cells", model: model([L1, w, k], pair, [k]), holes: true),
      Case(
        name: "missing_cells_system",
        model: model([L1, w, k], systemPair, [k]) { $0.system = true }, holes: true),
      Case(
        name: "many_instruments", model: model([L1, w, k], [all], [k, w]), units: { $0 < 12 }),
    ]
  }

  func table() throws -> PanelTable {
    let file = try NumberColumns("dynamic_panel/gmm.csv")
    let kept = (0..<file.rows).filter {
      units(Int(file["id"][$0])) && years.contains(Int(file["year"][$0]))
    }
    return try PanelTable(
      columns: ["n", "w", "k"].map { name in
        (name, kept.map { isHole(name, row: $0) ? .nan : file[name][$0] })
      },
      entity: Grouping(name: "id", labels: kept.map { Int(file["id"][$0]) }),
      period: kept.map { Int(file["year"][$0]) })
  }
}

extension Case {
  private func isHole(_ name: String, row: Int) -> Bool {
    holes && (name == "k" && row % 11 == 3 || name == "n" && row % 17 == 5)
  }
}

/// Against pydynpd 0.2.2, which agrees with Stata's xtabond2, on an unbalanced panel with gaps.
@Suite("Dynamic panel: reference values")
struct DynamicPanelReferenceTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("difference and system GMM", arguments: 0..<13)
  func pydynpd(index: Int) throws {
    let item = try Case.all()[index], name = item.name
    let answers = try AnswerTree("dynamic_panel/gmm.json")["cases", name]
    let fit = try fitDynamicPanel(try item.table(), item.model)
    let coefficients = try answers["coef"].numbers(), errors = try answers["se"].numbers()
    let theirs = try answers["names"].texts()
    try #require(fit.names.count == coefficients.count, "\(fit.names) and \(theirs)")
    for (j, column) in fit.names.enumerated() {
      expectAgreement(fit.coefficients[j], coefficients[j], "\(name) \(column)")
      expectAgreement(fit.covariance.standardErrors[j], errors[j], "\(name) \(column) error")
    }
    #expect(fit.transformedObservations == Int(try answers["observations"].number()))
    #expect(fit.instrumentNames.count == Int(try answers["instruments"].number()))
    for (test, reference) in zip(fit.serialCorrelation, [0, 1]) {
      let ar = try ((answers["ar"].list())[reference]).numbers()
      expectAgreement(test.statistic, ar[0], "\(name) m\(reference + 1)")
      expectAgreement(test.pValue, ar[1], "\(name) m\(reference + 1) p")
    }
    #expect(fit.serialCorrelation.count == 2)
    let hansen = try answers["hansen"].numbers(), ours = try #require(fit.hansen)
    expectAgreement(ours.statistic, hansen[0], "\(name) Hansen")
    // Dependent instruments are no moments of their own, which pydynpd's count of them overlooks.
    let rank = Int(try answers["rank"].number())
    #expect(fit.instrumentRank == rank)
    #expect(ours.law == .chiSquared(degreesOfFreedom: Double(rank - fit.names.count)))
    if rank == fit.instrumentNames.count {
      expectAgreement(ours.pValue, hansen[2], "\(name) Hansen p")
    }
    expectAgreement(
      try #require(fit.sargan).statistic, try answers["sargan"].number(), "\(name) Sargan")
    if answers["level_instruments"].exists {
      let reference = try answers["level_instruments"].numbers()
      let test = try #require(fit.levelInstruments)
      expectAgreement(test.statistic, reference[0], "\(name) difference-in-Hansen")
      #expect(test.law == .chiSquared(degreesOfFreedom: reference[1]))
    }
    #expect(fit.warnings.isEmpty == (name != "many_instruments"))
  }
}
