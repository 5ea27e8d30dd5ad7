import Econometrics
import Foundation
import PanelData
import ReachModel
import Testing

/// The figures stand beside those of other packages in `ShippedFitTests`.
@Suite("What undercuts the entry regression")
struct EntryDoubtTests {
  /// The data's README: 0.9 % on all rows, and next year's stock predicts as well as last year's.
  @Test("is said among what the data cannot say, in both languages")
  func said() throws {
    let said = fitRelations(try hanoiRequest(asOf: "2025-12-31")).cannotSay
    for (en, vi) in [
      ("Only 0.9 % of the variance", "Chỉ 0,9 % phương sai"),
      ("0.051 (SE 0.060)", "0,051 (sai số chuẩn 0,060)"),
      ("predicts as well as last year's", "dự báo tốt không kém năm trước"),
      ("All manufacturing stands in for other manufacturing", "Toàn ngành chế biến, chế tạo"),
    ] {
      #expect(said.contains { $0.en.contains(en) }, "\(en)")
      #expect(said.contains { $0.vi.contains(vi) }, "\(vi)")
    }
  }

  @Test("the later population is shown only where it adds observations")
  func laterPopulation() throws {
    func ids(_ province: String, _ day: String) throws -> [String] {
      fitRelations(
        try request(province: province, geography: "x", asOf: day, comparing: true)
      ).estimates.map(\.id)
    }
    #expect(try ids("01", "2021-03-01").contains("entry_later_population"))
    // New enterprises of 2021 came out in January 2022: population of 2021 adds cells, no row.
    #expect(try !ids("30", "2021-12-31").contains("entry_later_population"))
  }

  @Test("one year is named as the cause")
  func oneYear() throws {
    let said = fitRelations(try hanoiRequest(asOf: "2018-02-01")).cannotSay
    #expect(
      said.contains { $0.en.contains("New enterprises") && $0.en.contains("one year (2016)") })
  }

  /// SE/(0.5 · 0.5) by hand from the README's 0.149, beside the prior's 0.3.
  @Test(
    "the labour index is reported by design, and called too wide where it is",
    arguments: [("2021-03-01", "0.60", 0.2007), ("2025-12-31", "0.43", 0.33)])
  func labour(day: String, error: String, ratio: Double) throws {
    let report = fitRelations(try hanoiRequest(asOf: day))
    let notes = try #require(report.estimates.first { $0.id == "labour" }).notes.map(\.en)
    #expect(notes.contains { $0.contains("by design: the labour index is not output") })
    let width = try #require(notes.first { $0.contains("read as thetaV") })
    #expect(width.contains("its SE is \(error), beside the prior's 0.30"))
    #expect(width.contains("too wide to move thetaV") == (ratio < 0.2))
  }

  @Test("the judged errors of months reach the likelihood")
  func growthError() throws {
    func mux(_ error: MeasurementError) throws -> Moments {
      let full = try hanoiRequest(asOf: "2021-03-01")
      let report = fitRelations(
        FitRequest(
          panel: full.panel, facts: full.facts, provinceCode: "01", geography: "hanoi",
          priors: modelPriors, presence: 0.5, stress: modelStress, growthError: error))
      #expect(report.growthError == error && report.stress == modelStress)
      return try #require(report.growthPosterior?.mux.moments)
    }
    // Less exact months can only leave mux wider.
    #expect(
      try mux(MeasurementError(month: 20, newYearMonth: 60)).sd > mux(modelGrowthError).sd)
  }
}
