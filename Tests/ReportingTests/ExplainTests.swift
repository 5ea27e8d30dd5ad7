import Assessment
import Foundation
import PanelData
import ReachModel
import Reporting
import Simulation
import Testing

@Suite("Trails of findings")
struct ExplainTests {
  private static let designs = RunDesigns(nestedParameters: 20, nestedShocks: 50, pairs: 500)

  /// The trail as lines, and as one line for texts that are broken over lines.
  private func trail(
    _ id: String, of forecast: Forecast, _ language: Language = .en
  ) throws -> (lines: [String], flat: String) {
    let text = explainText(
      FindingBook(forecast.findings)[id], forecast.fitted, run: ShippedForecast.run,
      designs: Self.designs, citations: try ShippedForecast.citations(), language: language)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return (lines, text.split { $0 == " " || $0 == "\n" }.joined(separator: " "))
  }

  @Test("show the regimes that the scenario sets, with their sources, and correlations")
  func path() async throws {
    let forecasts = try await ShippedForecast.all()
    let pandemic = try trail("targets.growth.probability", of: forecasts[1]).flat
    for part in [
      "Scenario path and correlations",
      "regime.2021-Q3 = stress, jump -0.11, "
        + "Scenarios/hanoi-2021-pandemic.yaml:", "regime.2021-Q4 = normal", "With hindsight",
      "entry_rate ~ exit_domestic: rank correlation 0.8, Scenarios/hanoi-2021.yaml:",
      "correlations of the joint posterior",
    ] { #expect(pandemic.contains(part), "\(part)") }
    let plain = try trail("targets.growth.probability", of: forecasts[0]).flat
    #expect(!plain.contains("regime.2021") && plain.contains("none: regimes follow"))
    let jump = try trail("stress.2021-Q3.jump", of: forecasts[1])
    #expect(jump.flat.contains("industrial production July") && jump.lines.count < 40)
  }

  @Test("show a freeze, and what it leaves of each budget")
  func freeze() async throws {
    let freeze = try await ShippedForecast.all()[2]
    for id in ["targets.firms.probability", "levers.linkage.2021"] {
      let text = try trail(id, of: freeze).flat
      #expect(text.contains("freeze_from = 2021-Q3, Scenarios/hanoi-2021-budget-freeze.yaml:"))
      #expect(text.contains("linkage = 8 billion VND; left by the freeze: 4;"), "\(text)")
    }
  }

  @Test("hold what feeds the number and nothing else")
  func filtered() async throws {
    let forecast = try await ShippedForecast.all()[0]
    func keys(_ id: String) throws -> Set<String> {
      let text = try trail(id, of: forecast).flat
      return Set(
        forecast.study.uncertainties.map(\.key).filter {
          text.contains(" \($0): ") || text.contains(" \($0) (")
        })
    }
    for outcome in Outcome.allCases {
      let found = try keys("outcomes.\(outcome.rawValue).2021.mean")
      let inputs = forecast.study.uncertainties.filter { outcome.inputs.contains($0.parameter) }
      #expect(found == Set(inputs.map(\.key)), "\(outcome)")
    }
    let short = [
      "levers.linkage.2021", "levers.linkage.execution", "targets.firms.threshold",
      "targets.firms.start.1.low", "design.draws", "joint.targets", "parameters.total",
      "parameters.mux.learning", "targets.growth.base_rate.windows",
    ]
    let long = try trail("targets.firms.probability", of: forecast).lines.count
    for id in short {
      let lines = try trail(id, of: forecast).lines
      #expect(lines.count < 75 && 2 * lines.count < long, "\(id): \(lines.count) of \(long)")
    }
  }

  @Test("give the windows of a base rate, and which of them reached the target")
  func baseRate() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let lines = try trail("targets.growth.base_rate.hits", of: forecast).lines
    let start = try #require(lines.firstIndex(of: "Windows that reached it"))
    let end = try #require(lines.firstIndex(of: "The other windows"))
    let hits = lines[start..<end].joined(separator: " ")
    // The only published window above 11 % by March 2021.
    #expect(hits.contains("2017 april = 11.9 %") && hits.contains("hanoi_facts.csv:"))
    #expect(hits.components(separatedBy: "iip_manufacturing_growth").count == 2)
    let all = try trail("targets.growth.base_rate.windows", of: forecast).flat
    let windows = FindingBook(forecast.findings)["targets.growth.base_rate.windows"].value
    #expect(
      all.components(separatedBy: "iip_manufacturing_growth").count == 1 + Int(windows))
    let years = try trail("targets.growth.base_rate.full_years", of: forecast).flat
    #expect(years.contains("2016 year") && !years.contains("2017 april"))
  }

  @Test("give every law where groups differ, and stated laws beside their moments")
  func laws() async throws {
    let text = try trail("targets.growth.probability", of: try await ShippedForecast.all()[0]).flat
    for part in [
      "unit_cost: linkage lognormal(mean 0.23, sd 0.092); systems lognormal(mean 0.23, sd 0.092); "
        + "rd_transfer lognormal(mean 0.67, sd 0.268); information lognormal(mean 0.023,",
      "execution: linkage 90 % between 0.650 and 0.950, that is mean 0.8",
      // E(X | X >= 0) of a normal(0.15, 0.12): 0.15 + 0.12 phi(1.25)/Phi(1.25) = 0.1745.
      "promotion_elasticity: normal(mean 0.15, sd 0.12) given >= 0, that is mean 0.17",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test("give prior, posterior, catalog line and source of what data moved")
  func updates() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let text = try trail("targets.growth.probability", of: forecast).flat
    for part in [
      "entry_presence (betaV): prior normal(mean 0.3, sd 0.5); posterior mean ",
      "X01, X02, X03", "manufacturing_growth (mux): prior normal(mean 0.06, sd 0.015)",
      "Scenarios/catalog/uncertainties.yaml:",
    ] { #expect(text.contains(part), "\(part)") }
    let sigmaR = try trail("parameters.sigmaR.learning", of: forecast).flat
    // New and added capital of Hanoi in 2015: the rows of the panel, million USD.
    #expect(sigmaR.contains("2015: 1126.872987 million USD = fdi_new_capital 943.160678"))
    #expect(sigmaR.contains("fdi_adjusted_capital 183.712309"))
    #expect(!sigmaR.contains("iip_manufacturing_growth"))
  }

  @Test("every finding about one parameter has its trail, and its own formula")
  func parameters() async throws {
    let forecast = try await ShippedForecast.all()[0]
    func text(_ id: String) -> String {
      let finding = Finding(
        id: id, scenario: "hanoi-2021", label: Label(vi: "a", en: "a"), value: 1, unit: .number)
      return explainText(finding, forecast.fitted, run: ShippedForecast.run, language: .en)
        .split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }
    for (part, formula) in [
      ("learning", "1 - Var(posterior)/Var(prior)"),
      ("posterior_mean", "a mean on the parameter's"),
      ("shift", "(posterior mean - prior mean) / prior sd"),
      ("learning_unbounded", "unbounded scale"),
    ] {
      let trail = text("parameters.mux.\(part)")
      #expect(trail.contains(formula) && trail.contains("(mux): prior normal(mean 0.06, sd 0.015)"))
    }
  }

  @Test("list the cells that were left out as flagged: place, row, reason")
  func flaggedCells() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let text = try trail("parameters.flagged_cells", of: forecast)
    #expect(text.flat.contains("over the panel's file") && text.flat.contains("Cells left out: 3"))
    #expect(text.lines.count { $0.contains("vietnam_provinces.csv:") } == 3)
    let cell =
      "notebooks-data/observed/vietnam_provinces.csv:6496, column `value`: investment_state, "
      + "province 10, 2018; flag: suspect: about 10 times neighbouring years"
    #expect(text.flat.contains(cell), "\(text.flat)")
    let vietnamese = try trail("parameters.flagged_cells", of: forecast, .vi).flat
    for part in ["Các ô bị loại: 3", "tỉnh 10, 2018; lý do ghi trong tệp: suspect"] {
      #expect(vietnamese.contains(part), "\(vietnamese)")
    }
  }

  @Test("of many flagged cells the first twenty are listed, and all counted")
  func manyFlaggedCells() throws {
    let finding = Finding(
      id: "parameters.flagged_cells", scenario: "hanoi-2021", label: Label(vi: "a", en: "a"),
      value: 0, unit: .count)
    func text(_ count: Int) throws -> String {
      let cells = (0..<count).map {
        FlaggedCell(
          entity: "10", year: 2018, variable: "a", released: nil, reason: "wrong",
          origin: Origin(file: "panel.csv", line: 2 + $0, column: 1))
      }
      return explainText(
        finding, try ShippedForecast.fitted("hanoi-2021", flagged: cells),
        run: ShippedForecast.run, language: .en)
    }
    let many = try text(22), few = try text(20)
    #expect(many.contains("Cells left out: 22") && many.contains("… and 2 more."))
    #expect(many.contains("panel.csv:21,") && !many.contains("panel.csv:22,"))
    #expect(few.contains("panel.csv:21,") && !few.contains("more."))
    #expect(try text(0).hasSuffix("Cells left out: 0\n"))
  }

  @Test("name the design behind ranges and shares of variance")
  func designs() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let range = try trail("targets.firms.parameter_range.low", of: forecast).flat
    #expect(range.contains("nested design (20 parameter draws x 50 shock draws each)"))
    let share = try trail("targets.firms.parameter_share", of: forecast).flat
    #expect(share.contains("paired design (500 pairs)"))
  }

  @Test("ids are found in lists, prose and ranges, each once")
  func ids() {
    let known = ["C01", "C02", "C03", "P12", "L10"].map {
      Citation(id: $0, text: "", url: "", seen: .whole)
    }
    func found(_ texts: String...) -> [String] { cited(in: texts, among: known).map(\.id) }
    #expect(found("P12", "judged") == ["P12"])
    #expect(found("P12: slow (L10, L10)") == ["L10", "P12"])
    #expect(found("C01-C03 halved") == ["C01", "C02", "C03"])
    #expect(found("C02-P12", "XC01", "L100", "2020-21").sorted() == ["C02", "P12"])
    #expect(found("nothing").isEmpty)
  }

  @Test("resolve the ids of the literature, marked where they were not seen whole")
  func citations() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let text = try trail("targets.growth.probability", of: forecast).flat
    #expect(text.contains("L10 (seen in part): Arraiz I"))
    #expect(text.contains("P05 (from memory): Morisset J"))
    let vietnamese = try trail("targets.growth.probability", of: forecast, .vi).flat
    #expect(vietnamese.contains("L10 (mới xem một phần): Arraiz I"))
    #expect(vietnamese.contains("Đầu vào theo giả định ban đầu"))
    let learning = try trail("parameters.betaV.learning", of: forecast, .vi).flat
    #expect(learning.contains("betaV): giả định ban đầu normal(trung bình 0,3; ĐLC 0,5)"))
    let firms = try trail("targets.firms.probability", of: forecast, .vi).flat
    #expect(firms.contains("thành lập mới - ngừng hoạt động"))
  }
}
