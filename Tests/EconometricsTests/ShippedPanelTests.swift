import Econometrics
import Foundation
import PanelData
import ReachModel
import Testing

/// Figures of the data's README, computed there by other software.
@Suite("Shipped panel")
struct ShippedPanelTests {
  private func estimate(_ specification: Specification, _ panel: Panel) throws -> Estimate {
    try specification.estimate(
      id: "x", title: Label(vi: "x", en: "x"), on: panel, notes: [])
  }

  @Test("all rows: new enterprises on the stock of FDI projects")
  func allRows() throws {
    let estimate = try estimate(EntryRegression.specification, try ShippedData.panel.get())
    #expect(estimate.observations == 376)
    // Half a unit of the last digit printed.
    #expect((estimate.coefficients[0].value - 0.135_816_06).magnitude < 0.5e-8)
    #expect((estimate.coefficients[0].standardError - 0.059_408_84).magnitude < 0.5e-8)
    #expect((estimate.residualSumOfSquares - 4.149_866_182_847).magnitude < 0.5e-12)
    #expect(estimate.clusters == 63)
    #expect(estimate.coefficients.allSatisfy { $0.degreesOfFreedom == 62 })
    #expect(estimate.years == Array(2016...2021))
    #expect(
      estimate.dataRanges.map(\.variable).sorted() == [
        "enterprises_newly_registered", "fdi_stock_projects", "population_avg",
      ])
  }

  /// The README's figure is that of the comparison estimate.
  ///
  /// It keeps 2020, whose population came out in July 2021. What was published by the date ends in
  /// 2019.
  @Test("as of March 2021: new enterprises")
  func entryAsOf() throws {
    let report = fitRelations(try hanoiRequest(asOf: "2021-03-01", comparing: true))
    let later = try #require(report.estimates.first { $0.id == "entry_later_population" })
    #expect(later.observations == 313)
    #expect((later.coefficients[0].value - 0.127).magnitude < 0.5e-3)
    #expect((later.coefficients[0].standardError - 0.065).magnitude < 0.5e-3)
    let strict = try #require(report.estimates.first { $0.id == "entry" })
    #expect(strict.years == Array(2016...2019))
    let date = try #require(CalendarDate("2021-03-01"))
    #expect(strict.rows.allSatisfy { $0.cells.allSatisfy { $0.released <= date } })
  }

  @Test("as of March 2021: the labour index, two years")
  func labourAsOf() throws {
    let date = try #require(CalendarDate("2021-03-01"))
    let estimate = try estimate(
      LabourRegression.specification, try ShippedData.panel.get().asOf(date))
    #expect(estimate.observations == 126)
    #expect((estimate.coefficients[0].value - 0.088).magnitude < 0.5e-3)
    #expect((estimate.coefficients[0].standardError - 0.149).magnitude < 0.5e-3)
  }

  @Test("commitments of Hanoi are new plus added capital of listed years")
  func commitments() throws {
    let date = try #require(CalendarDate("2021-03-01"))
    let panel = try ShippedData.panel.get()
    #expect(panel.asOf(date).commitments(of: "01").years.map(\.year) == Array(2015...2020))
    // 2023 has a list of added capital only: missing, not zero.
    #expect(panel.commitmentYears == Array(2015...2022))
    let first = try #require(panel.commitments(of: "01").years.first)
    #expect((first.amount - (943.160_678 + 183.712_309)).magnitude < 1e-9)
    // No such province on any list: zero in every year.
    #expect(panel.commitments(of: "00").years.allSatisfy { $0.amount == 0 && $0.cells.isEmpty })
  }
}

/// A request for Hanoi on the shipped data, with the priors of the model.
func hanoiRequest(asOf day: String, comparing: Bool = false) throws -> FitRequest {
  try request(province: "01", geography: "hanoi", asOf: day, comparing: comparing)
}

func request(
  province: String, geography: String, asOf day: String, comparing: Bool = false
) throws -> FitRequest {
  let date = try #require(CalendarDate(day))
  let panel = try ShippedData.panel.get()
  return FitRequest(
    panel: panel.asOf(date), facts: try ShippedData.facts.get().asOf(date),
    provinceCode: province, geography: geography, priors: modelPriors, presence: 0.5,
    stress: modelStress, growthError: modelGrowthError, laterPanel: comparing ? panel : nil)
}

/// Model, section 4.
let modelPriors: [String: Distribution] = [
  "betaV": .normal(mean: 0.3, sd: 0.5), "thetaV": .normal(mean: 0.3, sd: 0.3),
  "sigmaR": .lognormal(mean: 0.55, sd: 0.25 * 0.55),
  "mux": .normal(mean: 0.06, sd: 0.015), "phix": .beta(mean: 0.3, sd: 0.1),
  "sigmax": .lognormal(mean: 0.015, sd: 0.25 * 0.015),
]

/// `growth_error_month` and `growth_error_new_year` of the catalog.
let modelGrowthError = MeasurementError(month: 2, newYearMonth: 12)

let modelStress = StressChain(entry: 1.5 / 41.5, stay: 0.4, jump: -0.05, recovered: 0.7)
