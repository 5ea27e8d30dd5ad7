import ReachModel
import Reporting
import Testing

@Suite("Numbers for people")
struct NumberStyleTests {
  private let en = NumberStyle(.en), vi = NumberStyle(.vi)

  @Test("group thousands and mark decimals by language")
  func marks() {
    #expect(en.number(1234.5, decimals: 1) == "1,234.5")
    #expect(vi.number(1234.5, decimals: 1) == "1.234,5")
    #expect(en.number(-1_234_567) == "-1,234,567")
    #expect(vi.number(1_234_567) == "1.234.567")
    #expect(en.number(0.05, decimals: 2) == "0.05")
    #expect(en.number(-0.004, decimals: 2) == "0.00")
    #expect(en.number(999.5) == "1,000")
    #expect(en.number(100) == "100")
  }

  @Test("write days as files do, or as Vietnamese offices do")
  func days() throws {
    for (file, office) in [
      ("2021-03-01", "01/3/2021"), ("2025-12-31", "31/12/2025"), ("2021-02-10", "10/02/2021"),
    ] {
      let day = try #require(CalendarDate(file))
      #expect(Language.vi.date(day) == office && Language.en.date(day) == file)
    }
  }

  @Test("let digits follow the Monte Carlo error")
  func errors() {
    #expect(en.percent(0.62401, error: 0.00300) == "62.4 % ± 0.3")
    #expect(vi.percent(0.62401, error: 0.00300) == "62,4 % ± 0,3")
    #expect(en.percent(0, error: 0.0000192) == "0.000 % ± 0.002")
    #expect(en.percent(0.5, error: 0.031) == "50 % ± 3")
    #expect(en.percent(0.5, error: 0.00098) == "50.0 % ± 0.1")
    #expect(en.number(916.2186, error: 0.0224) == "916.22 ± 0.02")
    #expect(en.points(0.0131, error: 0.0021) == "+1.3 ± 0.2")
    #expect(vi.points(-0.0131, error: 0.0021) == "-1,3 ± 0,2")
    // What rounds to 0 has no sign, whichever it had.
    #expect(en.points(0.0004, error: 0.0021) == "0.0 ± 0.2")
    #expect(en.points(-0.0004, error: 0.0021) == "0.0 ± 0.2")
    #expect(en.signed(13.2, error: 2.1) == "+13 ± 2" && en.signed(0.3, error: 1.2) == "0 ± 1")
    #expect(vi.signed(0.004, decimals: 2) == "0,00" && vi.signed(0.006, decimals: 2) == "+0,01")
  }

  @Test("keep significant digits")
  func significant() {
    #expect(en.significant(0.012345) == "0.0123")
    #expect(en.significant(1234.5) == "1,235")
    #expect(vi.significant(3.14159) == "3,14")
    #expect(en.compact(11) == "11")
  }

  @Test("what rounds to 0 has no sign, and a share that is rare is told from one that is none")
  func small() {
    #expect(en.signed(0.04, decimals: 1) == "0.0" && vi.signed(0.05, decimals: 1) == "+0,1")
    #expect(en.signed(-0.04, decimals: 1) == "0.0" && en.signed(-1, decimals: 0) == "-1")
    #expect(en.share(0.0004) == "< 0.05 %" && vi.share(0.0004) == "< 0,05 %")
    #expect(en.share(0) == "0 %" && en.share(0.0005) == "0.1 %" && en.share(1) == "100.0 %")
    #expect(en.under(halfUnitOf: 0) == "< 0.5" && vi.under(halfUnitOf: 2) == "< 0,005")
  }

  @Test("a chance tells what never is and always is from what nearly does")
  func chances() {
    let style = NumberStyle(.vi)
    #expect(style.chance(0) == "0 %" && style.chance(1) == "100 %")
    #expect(style.chance(1e-9) == "< 0,05 %" && style.chance(1 - 1e-9) == "> 99,95 %")
    #expect(style.chance(0.4114) == "41,1 %" && style.chance(0.9994) == "99,9 %")
    #expect(style.chance(0.9951, decimals: 0) == "> 99,5 %")
    #expect(NumberStyle(.en).chance(0.99951) == "> 99.95 %")
  }
}
