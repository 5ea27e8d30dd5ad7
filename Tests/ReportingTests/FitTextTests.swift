import Assessment
import Econometrics
import Foundation
import PanelData
import ReachModel
import Reporting
import Testing

@Suite("Fits")
struct FitTextTests {
  /// On one line, so that a statement broken over lines is found.
  private func text(_ name: String, _ language: Language) throws -> String {
    try fitText(ShippedForecast.fitted(name), language: language)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func json(_ name: String) throws -> [String: Any] {
    try json(ShippedForecast.fitted(name))
  }

  private func json(_ fitted: FittedModel) throws -> [String: Any] {
    let text = fitJSON(fitted).text
    return try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("say what moved the parameters and under what assumptions")
  func statements() throws {
    let text = try text("hanoi-2021", .en)
    for part in [
      "3 flagged cells left out", "2015 1,126.9", "2020 1,973.7", "million USD a quarter Rbar",
      "log points sigmaR", "held fixed (judged): 2 points, January and February 12",
      "stress held at its prior means: stress_entry 0.03614", "unbounded scale",
    ] { #expect(text.contains(part), "\(part)") }
    // sigmaR and Rbar are set by these two: they are not among what moves nothing.
    let rest = try #require(text.range(of: "Diagnostics (they move no parameter)"))
    let end = try #require(text.range(of: "What the data cannot say"))
    #expect(!text[rest.upperBound..<end.lowerBound].contains("Geometric mean"))
  }

  @Test("say where prior and data contradict each other")
  func conflict() throws {
    let moved = "sigmax: moved from 0.0150 to 0.0290, wider than before"
    #expect(try text("hanoi-2030", .en).contains(moved))
    #expect(try !text("hanoi-2021", .en).contains("contradict"))
    let updates = try #require(try json("hanoi-2030")["updates"] as? [[String: Any]])
    for update in updates {
      let isMarked = try #require(update["contradicts_prior"] as? Bool)
      #expect(isMarked == (update["parameter"] as? String == "sigmax"))
      // Everything under 0.2 is marked, but for what a formula derives.
      if let ratio = update["learning_ratio"] as? Double {
        #expect(update["prior_driven"] as? Bool == (ratio < 0.2))
      }
    }
  }

  @Test("in Vietnamese are Vietnamese throughout")
  func vietnamese() throws {
    let text = try text("hanoi-2030", .vi)
    for word in [
      "sd of", " over ", "identity", "normal", "log points", "million USD", "prior", "mean ",
      " SE ",
      " years", "tiên nghiệm", "held", "slope",
    ] { #expect(!text.contains(word), "\(word)") }
    // A decimal point between digits stands only in dates of quarters and in thousands.
    let points = text.matches(of: /\d\.\d+/).filter { $0.output.count != 5 }
    #expect(points.isEmpty, "\(points.map(\.output))")
    for part in [
      "bản đã sửa đổi sau này", "4 ô số liệu", "Vbar = 0,5367", "thang gốc", "triệu USD một quý",
      "mâu thuẫn",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test("as JSON hold what the text holds")
  func documents() throws {
    let fitted = try ShippedForecast.fitted("hanoi-2030")
    let document = try json(fitted)
    let untouched = try #require(document["untouched"] as? [String])
    #expect(Set(untouched) == Set(fitted.untouched.map(\.parameter.rawValue)))
    #expect(Set(untouched).isSuperset(of: ["theta", "rho", "unit_cost", "premium"]))
    #expect(Set(untouched).isDisjoint(with: ["b0_ratio", "corr", "register_noise"]))
    #expect(document["flagged_cells"] as? Int == 4)
    let held = try #require(document["growth_held_fixed"] as? [String: Double])
    #expect(held["growth_error_month_points"] == 2 && held["growth_error_new_year_points"] == 12)
    #expect(held["stress_recovered"] == 0.7)
    let windows = try #require(document["growth_windows"] as? [[String: Any]])
    for (window, expected) in zip(windows, fitted.fit.growth?.windows ?? []) {
      #expect(window["published"] as? String == expected.facts.first.map { "\($0.published)" })
      #expect(window["values_percent"] as? [Double] == expected.facts.map(\.value))
    }
    let commitments = try #require(document["commitments"] as? [[String: Any]])
    #expect(commitments.count == fitted.fit.commitments.count)
  }

  @Test("give each posterior as a law on its scale")
  func laws() throws {
    let fitted = try ShippedForecast.fitted("hanoi-2021")
    let updates = try #require(try json(fitted)["updates"] as? [[String: Any]])
    for (document, update) in zip(updates, fitted.fit.updates) {
      let law = try #require(document["posterior_law"] as? [String: Any])
      let moments = try #require(update.posterior.unbounded)
      #expect(law["link"] as? String == moments.link.rawValue)
      // Foundation's reader of JSON may miss the last digits of a number.
      let location = try #require(law["location"] as? Double)
      #expect((location / moments.mean - 1).magnitude < 1e-14)
      let df = law["degrees_of_freedom"] as? Double
      let sd = df.map { ($0 / ($0 - 2)).squareRoot() } ?? 1
      let scale = try #require(law["scale"] as? Double)
      #expect((scale * sd / moments.sd - 1).magnitude < 1e-12)
      #expect((df == 62) == (update.parameter == "betaV"))
    }
  }

  /// A fit to these facts and an empty panel, without priors.
  private func bare(_ facts: [Fact]) throws -> FittedModel {
    let fitted = try ShippedForecast.fitted("hanoi-2021")
    let report = fitRelations(
      FitRequest(
        panel: Panel(cells: [], vintageCaveat: ""), facts: FactBook(facts), provinceCode: "00",
        geography: "x", priors: [:], presence: 0.5, stress: fitted.fit.stress,
        growthError: fitted.fit.growthError))
    return FittedModel(study: fitted.study, model: fitted.model, fit: report)
  }

  @Test("of a place without data have no heading over nothing")
  func empty() throws {
    let text = try fitText(bare([]), language: .en)
    #expect(!text.contains("Parameters after the data"))
    #expect(!text.contains("flagged"))
  }

  @Test("hold the values that sources of one day give in conflict, and the figures in other units")
  func windowConflict() throws {
    func fact(_ value: Double, _ unit: String = "percent") throws -> Fact {
      Fact(
        series: ManufacturingGrowth.series, geography: "x", sector: "", year: 2020, period: "year",
        value: value, unit: unit, kind: .actual,
        published: try #require(CalendarDate("2021-01-06")), source: "", note: "",
        origin: Origin(file: "f", line: 1, column: 1))
    }
    let fitted = try bare([fact(4.6), fact(5.4), fact(105, "index")])
    let window = try #require(
      (try json(fitted)["growth_windows"] as? [[String: Any]])?.first)
    #expect(window["values_percent"] as? [Double] == [4.6, 5.4])
    #expect(window["published"] as? String == "2021-01-06")
    #expect(window["conflict"] as? Bool == true)
    let unread = fitted.fit.diagnostics.first { $0.id == "manufacturing_growth_unread" }
    #expect(unread?.value == 1)
  }
}
