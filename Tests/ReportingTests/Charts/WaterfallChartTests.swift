import Reporting
import Testing

@Suite("Waterfall charts")
struct WaterfallChartTests {
  /// Steps of any kind, some that cancel, from a fixed sequence.
  private static func random(_ seed: UInt64) -> WaterfallChart {
    var state = seed
    func next() -> Double {
      // Knuth's multiplier: no more than a spread of cases is wanted.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    let steps = (0..<Int(next() * 9)).map { i in
      WaterfallChart.Step("bước \(i)", (next() - 0.5) * 0.3, error: i % 2 == 0 ? 0.01 : nil)
    }
    return WaterfallChart(
      from: .init("gốc", next(), id: "a"), steps, to: .init("mới", next(), id: "b"),
      quantity: "xác suất", decimals: Int(next() * 4))
  }

  @Test(
    "printed numbers add up but for rounding, and bars begin where the last ended",
    arguments: 1...200)
  func sums(seed: UInt64) throws {
    let chart = Self.random(seed), rows = chart.rows(.vi)
    let last = try #require(rows.last)
    // Each printed number is wrong by half a unit at most, and so is a remainder that is not printed.
    let sum = rows.dropLast().map(\.printed).reduce(0, +)
    #expect(2 * abs(sum - last.printed) <= rows.count + 1)
    for (a, b) in zip(rows.dropLast(), rows.dropFirst().dropLast()) { #expect(a.to == b.from) }
    #expect(rows[0].to == chart.start.value && last.to == chart.end.value)
    // What is left over reaches the end exactly, so that no difference is hidden.
    let reached = rows[rows.count - 2].to
    #expect(abs(reached - chart.end.value) <= 0.005)
    let specification = try ChartSpecification(chart.chart("w", .plain, .vi))
    #expect(specification.exactNumbers("to") == rows.map(\.to))
    #expect(specification.overlaps.isEmpty)
  }

  @Test("what steps leave over is a row; nothing left is none")
  func leftOver() {
    func rows(_ change: Double) -> [WaterfallChart.Row] {
      WaterfallChart(
        from: .init("a", 0.41), [.init("b", change)], to: .init("c", 0.46), quantity: "P"
      ).rows(.en)
    }
    #expect(rows(0.05).count == 3)
    #expect(rows(0.048).map(\.printed) == [410, 48, 2, 460])
    #expect(rows(0.048)[2].label.contains("left over"))
  }

  @Test("what is left over is what is left of the numbers, not of their print")
  func trueRemainder() {
    let chart = WaterfallChart(
      from: .init("a", 0.411), [.init("b", -0.00046), .init("c", -0.00136)],
      to: .init("d", 0.40916), quantity: "P", decimals: 3)
    #expect(chart.rows(.en).map(\.printed) == [41_100, -46, -136, -2, 40_916])
    #expect(chart.text(chart.rows(.vi)[3], .vi) == "-0,002")
  }

  @Test("rounding alone is no remainder")
  func rounding() {
    let chart = WaterfallChart(
      from: .init("a", 0.1004), [.init("b", 0.0004), .init("c", 0.0004)], to: .init("d", 0.1012),
      quantity: "P")
    #expect(chart.rows(.en).map(\.printed) == [100, 0, 0, 101])
    #expect(chart.text(chart.rows(.en)[3], .en) == "10.1 %")
  }

  @Test("gains and losses differ by sign, lightness and outline; an axis that is cut says so")
  func signs() throws {
    let chart = WaterfallChart(
      from: .init("a", 0.41), [.init("b", 0.002), .init("c", -0.004)], to: .init("d", 0.408),
      quantity: "P")
    let specification = try ChartSpecification(chart.chart("w", .plain, .en))
    #expect(
      specification.rows.map { $0["text"] as? String } == ["41.0 %", "+0.2", "-0.4", "40.8 %"])
    #expect(Set(specification.rows.compactMap { $0["fill"] as? String }).count == 3)
    #expect(specification.text.contains("axis does not begin at zero"))
    let known = Set(ChartStyle.darkCounterparts.map(\.light))
    #expect(specification.colours.isSubset(of: known))
  }
}
