import Econometrics
import PanelData
import ReachModel
import Testing

@Suite("Growth windows")
struct GrowthWindowTests {
  private func fact(
    _ period: String, _ value: Double, _ published: String, kind: Fact.Kind = .actual,
    unit: String = "percent"
  ) throws -> Fact {
    Fact(
      series: "iip_manufacturing_growth", geography: "x", sector: "manufacturing", year: 2020,
      period: period, value: value, unit: unit, kind: kind,
      published: try #require(CalendarDate(published, roundingUp: true)), source: "", note: "",
      origin: Origin(file: "f", line: 1, column: 1))
  }

  @Test(
    "reads periods",
    arguments: [
      ("year", 1...12), ("q1", 1...3), ("q4", 10...12), ("h2", 7...12), ("jan-aug", 1...8),
      ("jan-mar", 1...3), ("may", 5...5), ("december", 12...12), ("january", 1...1),
    ])
  func periods(period: String, months: ClosedRange<Int>) {
    #expect(GrowthWindow.months(of: period) == months)
  }

  @Test(
    "does not read what is no window of a year",
    arguments: ["2016-2018_avg", "jan-20oct", "jan-mid_october", "q5", "", "jan-", "year_low"])
  func unreadable(period: String) { #expect(GrowthWindow.months(of: period) == nil) }

  @Test("the latest vintage counts; sources of one day count by their mean")
  func vintages() throws {
    let windows = GrowthWindows([
      try fact("q1", 4, "2020-04"), try fact("jan-mar", 4.4, "2020-07-01"),
      try fact("q1", 5.4, "2020-07-01"), try fact("year", 4.6, "2021-01-06"),
      try fact("year", 9, "2021-02-01", kind: .estimate), try fact("year_low", 3, "2021-02-01"),
      try fact("may", 1, "2020-06", unit: "index"),
    ])
    #expect(windows.windows.map(\.months) == [1...3, 1...12])
    let quarter = windows.windows[0]
    #expect((quarter.growth - 0.049).magnitude < 1e-15)
    #expect(quarter.isConflicting)
    #expect(quarter.superseded.map(\.value) == [4])
    #expect(windows.windows[1].growth == 0.046)
    #expect(!windows.windows[1].isConflicting)
    // A figure in another unit is counted, not lost.
    #expect(windows.unread.map(\.period) == ["year_low", "may"])
  }

  @Test("base rates count strictly above the threshold")
  func baseRates() throws {
    let windows = GrowthWindows([
      try fact("year", 11, "2021-01-06"), try fact("q1", 12, "2020-04"),
      try fact("may", 8, "2020-06"),
    ])
    let rates = windows.baseRates(above: 0.11)
    #expect(rates.fullYears == BaseRate(above: 0, of: 1))
    #expect(rates.all == BaseRate(above: 1, of: 3))
  }

  /// The data's README: by 1 March 2021 two full years (7.5 and 4.6) among 19 windows.
  @Test("Hanoi manufacturing by March 2021")
  func hanoi() throws {
    let date = try #require(CalendarDate("2021-03-01"))
    let facts = try ShippedData.facts.get().asOf(date)
    let growth = GrowthWindows(facts.actual(ManufacturingGrowth.series, in: "hanoi"))
    #expect(growth.windows.count == 19)
    #expect(growth.windows.filter(\.isFullYear).map(\.growth) == [0.075, 0.046])
    #expect(growth.unread.isEmpty)
  }
}
