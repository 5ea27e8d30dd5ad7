import Reporting
import Testing

@Suite("Tornado charts")
struct TornadoChartTests {
  private func row(_ i: Int, _ name: String) -> TornadoChart.Row {
    let swing = 0.02 * Double((i * 7) % 19) + 0.001 * Double(i)
    return .init(
      name, low: 0.4 - (i % 2 == 0 ? swing : -swing), high: 0.4 + swing / 3, lowInput: "1.234,5",
      highInput: "8 tỷ đồng", id: "input.\(i)")
  }

  @Test("hold the largest swings, and tell of the others", arguments: [1, 12, 13, 75])
  func order(count: Int) throws {
    let rows = (0..<count).map { row($0, "đầu vào \($0)") }
    let tornado = TornadoChart(rows, base: 0.4, quantity: "xác suất")
    let swings = rows.map { abs($0.high - $0.low) }.sorted(by: >)
    #expect(tornado.rows.map { abs($0.high - $0.low) } == Array(swings.prefix(12)))
    #expect(tornado.others?.count == (count > 12 ? count - 12 : nil))
    #expect(tornado.others?.swing == (count > 12 ? swings[12] : nil))
    let chart = try ChartSpecification(tornado.chart("tornado", .plain, .vi))
    #expect(chart.exactNumbers("low") == tornado.rows.map(\.low))
    #expect(chart.exactNumbers("high") == tornado.rows.map(\.high))
    #expect(chart.rows.compactMap { $0["id"] as? String } == tornado.rows.compactMap(\.id))
    #expect(chart.text.contains("\(count - 12) đầu vào khác") == (count > 12))
    #expect(chart.overlaps.isEmpty, "\(chart.overlaps)")
  }

  @Test("what stands at the ends of bars stays within the drawing", arguments: [390, 760])
  func ends(width: Int) throws {
    let rows = [
      TornadoChart.Row("a", low: 0, high: 1, lowInput: "1.234,5 tỷ đồng", highInput: "9 %"),
      .init("b", low: 1, high: 0.2, lowInput: "x", highInput: "12.345 doanh nghiệp"),
    ]
    let frame = ChartFrame(title: "t", subtitle: [], source: "", width: width)
    let chart = try ChartSpecification(
      TornadoChart(rows, base: 0.5, quantity: "P").chart("t", frame, .vi))
    let encoding = try #require(chart.object["encoding"] as? [String: Any])
    let scale = try #require((encoding["x"] as? [String: Any])?["scale"] as? [String: Any])
    let domain = try #require(scale["domain"] as? [Double])
    let plot = Double(try #require(chart.object["width"] as? Int))
    func x(_ value: Double) -> Double { (value - domain[0]) / (domain[1] - domain[0]) * plot }
    for row in chart.rows {
      let first = try #require(row["first"] as? Double), last = try #require(row["last"] as? Double)
      let left = try #require(row["left"] as? String), right = try #require(row["right"] as? String)
      #expect(x(first) - 9 - TextMeasure(12).width(left) >= 0)
      #expect(x(last) + 9 + TextMeasure(12).width(right) <= plot)
    }
  }

  @Test("names of any kind are whole in the data", arguments: hardTexts)
  func names(text: String) throws {
    let rows = [row(1, text), row(2, "b")]
    let chart = try ChartSpecification(
      TornadoChart(rows, base: 0.4, quantity: text).chart("tornado", .plain, .en))
    #expect(chart.rows.contains { $0["input"] as? String == text })
    #expect(chart.overlaps.isEmpty)
    let known = Set(ChartStyle.darkCounterparts.map(\.light))
    #expect(chart.colours.isSubset(of: known))
  }
}
