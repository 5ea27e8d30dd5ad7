import PanelData
import ReachModel
import Testing

@Suite("Panel")
struct PanelTests {
  private let origin = Origin(file: "panel.csv", line: 2, column: 1)

  private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

  private func panel() throws -> Panel {
    Panel(
      cells: [
        PanelCell(
          entity: "01", year: 2019, variable: "population_avg", value: 8_093.9,
          released: try day("2020-07-01"), origin: origin),
        PanelCell(
          entity: "30", year: 2020, variable: "population_avg", value: 1_916.8,
          released: try day("2021-07-01"), origin: origin),
      ],
      flagged: [
        FlaggedCell(
          entity: "10", year: 2018, variable: "investment_state", released: try day("2019-07-01"),
          reason: "about 10 times neighbouring years", origin: origin)
      ], absence: [AbsenceRule(variables: ["fdi_new_capital"], years: 2015...2023)],
      vintageCaveat: "pseudo-real-time")
  }

  @Test("as of a day, later releases do not exist and the release day itself counts")
  func asOf() throws {
    let panel = try panel()
    #expect(panel.asOf(try day("2020-06-30")).cells.isEmpty)
    #expect(panel.asOf(try day("2020-07-01")).entities == ["01"])
    #expect(panel.asOf(try day("2021-07-01")).years(of: "population_avg") == [2019, 2020])
  }

  @Test("a flagged cell is flagged from its release on; the rules of absence hold on any day")
  func flags() throws {
    #expect(try panel().asOf(try day("2019-06-30")).flagged.isEmpty)
    let panel = try panel().asOf(try day("2019-07-01"))
    #expect(panel.isFlagged("10", 2018, "investment_state"))
    #expect(!panel.isFlagged("10", 2019, "investment_state"))
    #expect(panel.absenceMeansZero("fdi_new_capital", 2023))
    #expect(!panel.absenceMeansZero("fdi_new_capital", 2014))
    #expect(!panel.absenceMeansZero("population_avg", 2020))
  }

  @Test("a missing cell is absent, not zero")
  func missing() throws {
    let panel = try panel()
    #expect(panel.cell("01", 2019, "population_avg")?.value == 8_093.9)
    #expect(panel.cell("01", 2020, "population_avg") == nil)
  }
}

@Suite("Facts")
struct FactBookTests {
  private func fact(_ kind: Fact.Kind, _ published: String) throws -> Fact {
    Fact(
      series: "iip_manufacturing_growth", geography: "hanoi", sector: "manufacturing", year: 2020,
      period: "year", value: 4.6, unit: "percent", kind: kind,
      published: try #require(CalendarDate(published, roundingUp: true)), source: "", note: "",
      origin: Origin(file: "facts.csv", line: 2, column: 1))
  }

  @Test("targets and estimates are never data; a month counts as its last day")
  func actual() throws {
    let book = FactBook(try Fact.Kind.allCases.map { try fact($0, "2021-01") })
    #expect(book.actual("iip_manufacturing_growth", in: "hanoi").map(\.kind) == [.actual])
    #expect(book.asOf(try #require(CalendarDate("2021-01-30"))).facts.isEmpty)
    #expect(book.asOf(try #require(CalendarDate("2021-01-31"))).facts.count == 4)
  }
}
