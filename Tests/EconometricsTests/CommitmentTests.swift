import Econometrics
import PanelData
import ReachModel
import Testing

@Suite("Commitments")
struct CommitmentTests {
  private let origin = Origin(file: "p.csv", line: 2, column: 5)

  private func cell(_ variable: String, _ year: Int, _ value: Double) throws -> PanelCell {
    PanelCell(
      entity: "01", year: year, variable: variable, value: value,
      released: try #require(CalendarDate(year: year, month: 12, day: 31)), origin: origin)
  }

  /// New capital 10, 20, 40 and 80, added capital 1 in each of 2015 to 2018.
  private func panel(
    without: (String, Int)? = nil, flagged: [(String, Int)] = [], zeroFrom: Int = 2015
  ) throws -> Panel {
    let new = try zip(2015...2018, [10.0, 20, 40, 80]).map { try cell("fdi_new_capital", $0, $1) }
    let added = try (2015...2018).map { try cell("fdi_adjusted_capital", $0, 1) }
    // Another province keeps the lists alive.
    let other = (new + added).map {
      PanelCell(
        entity: "02", year: $0.year, variable: $0.variable, value: 5, released: $0.released,
        origin: origin)
    }
    let missing = flagged + [without].compactMap(\.self)
    return Panel(
      cells: (new + added).filter { cell in
        !missing.contains { $0 == (cell.variable, cell.year) }
      } + other,
      flagged: flagged.map {
        FlaggedCell(
          entity: "01", year: $0.1, variable: $0.0, released: nil, reason: "wrong", origin: origin)
      },
      absence: [
        AbsenceRule(variables: ["fdi_new_capital", "fdi_adjusted_capital"], years: zeroFrom...2023)
      ], vintageCaveat: "")
  }

  private func fit(_ panel: Panel, _ priors: [String: Distribution] = modelPriors) -> FitReport {
    fitRelations(
      FitRequest(
        panel: panel, facts: FactBook([]), provinceCode: "01", geography: "x", priors: priors,
        presence: 0.5, stress: modelStress, growthError: modelGrowthError))
  }

  @Test("absence is zero where the manifest says so, and a gap elsewhere")
  func absence() throws {
    let zero = try panel(without: ("fdi_adjusted_capital", 2016)).commitments(of: "01")
    #expect(zero.years.map(\.amount) == [11, 20, 41, 81] && zero.gaps.isEmpty)
    let series = try panel(without: ("fdi_adjusted_capital", 2016), zeroFrom: 2017)
      .commitments(of: "01")
    #expect(series.years.map(\.year) == [2015, 2017, 2018])
    #expect(series.gaps.map(\.year) == [2016])
    #expect(series.gaps.first?.gap == .missing(variable: "fdi_adjusted_capital"))
  }

  @Test("a flagged cell is neither zero nor absent: its year is dropped, and that is said")
  func flagged() throws {
    let panel = try panel(flagged: [("fdi_new_capital", 2018)])
    let series = panel.commitments(of: "01")
    #expect(series.years.map(\.amount) == [11, 21, 41])
    #expect(series.gaps.first?.gap == .flagged(variable: "fdi_new_capital"))
    let report = fit(panel)
    #expect(report.commitments.map(\.year) == [2015, 2016, 2017])
    let said = report.cannotSay.filter { $0.en.contains("2018") && $0.en.contains("flags") }
    #expect(said.count == 1 && said.allSatisfy { $0.vi.contains("2018") })
  }

  @Test(
    "a level that someone states stands, and the derived one is printed beside it",
    arguments: [Distribution.fixed(300), .lognormal(mean: 300, sd: 30)])
  func statedLevel(law: Distribution) throws {
    let full = try hanoiRequest(asOf: "2021-03-01")
    let free = fit(full.panel)
    let derived = try #require(free.updates.first { $0.parameter == "Rbar" }?.posteriorMoments)
    #expect(!free.diagnostics.contains { $0.id == "commitments_derived_level" })
    let report = fit(full.panel, modelPriors.merging(["Rbar": law]) { $1 })
    #expect(!report.updates.contains { $0.parameter == "Rbar" })
    #expect(report.law(of: "Rbar", prior: law) == law)
    let beside = try #require(report.diagnostics.first { $0.id == "commitments_derived_level" })
    #expect(relativeError(beside.value, derived.mean) < 1e-12)
    #expect(report.underived.isEmpty)
  }

  @Test("what is fixed, no data move")
  func allFixed() throws {
    let full = try hanoiRequest(asOf: "2021-03-01")
    let fixed = modelPriors.mapValues { Distribution.fixed($0.moments?.mean ?? 0) }
      .merging(["Rbar": .fixed(400)]) { $1 }
    let report = fitRelations(
      FitRequest(
        panel: full.panel, facts: full.facts, provinceCode: "01", geography: "hanoi",
        priors: fixed, presence: 0.5, stress: modelStress, growthError: modelGrowthError))
    #expect(report.updates.isEmpty)
  }

  @Test("too few years derive no level, with the reason; not where a level is stated")
  func tooFew() throws {
    let panel = try panel(flagged: [("fdi_new_capital", 2018), ("fdi_new_capital", 2017)])
    #expect(try #require(fit(panel).underived["Rbar"]).en.contains("2 usable years"))
    #expect(fit(panel, ["Rbar": .fixed(3)]).underived.isEmpty)
  }

  @Test("sd and geometric mean say which parameters they set")
  func feeds() throws {
    let report = fitRelations(try hanoiRequest(asOf: "2021-03-01"))
    let feeds = Dictionary(uniqueKeysWithValues: report.diagnostics.map { ($0.id, $0.feeds) })
    #expect(feeds["commitments_log_sd"] == ["sigmaR"])
    #expect(feeds["commitments_geometric_mean"] == ["Rbar"])
    #expect(feeds["commitments_within_sd"] == [])
  }
}
