import Foundation
import ReachModel
import Reporting
import Testing

@Suite("Line charts")
struct LineChartTests {
  private func chart(_ language: Language, lines: Int = 2) -> Chart {
    let lines = (0..<lines).map { i in
      LineChart.Line(
        "Chỉ tiêu \(i)",
        (1...3).map { month in
          let p = 0.2 * Double(month)
          return LineChart.Point("T\(month)", p, bands: [p - 0.01...p + 0.01, p - 0.1...p + 0.1])
        })
    }
    return LineChart(
      lines, levels: [.init(0.8, "80 %")], scale: .probability, time: "Tháng", quantity: "Xác suất"
    ).chart(
      "probability", ChartFrame(title: "Tiêu đề", subtitle: ["Phụ đề"], source: "Nguồn: Reach"),
      language)
  }

  private func object(_ chart: Chart) throws -> [String: Any] {
    let data = Data(chart.specification.text.utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test("hold every point with its bands, the widest drawn first")
  func data() throws {
    let specification = try object(chart(.vi))
    let data = try #require(specification["data"] as? [String: Any])
    let rows = try #require(data["values"] as? [[String: Any]])
    #expect(rows.count == 6)
    let last = try #require(rows.last)
    #expect(last["time"] as? String == "T3" && last["line"] as? String == "Chỉ tiêu 1")
    #expect((last["value"] as? Double).map { abs($0 - 0.6) < 1e-12 } == true)
    #expect((last["high1"] as? Double).map { abs($0 - 0.7) < 1e-12 } == true)
    let layers = try #require(specification["layer"] as? [[String: Any]])
    let fields = layers.compactMap { layer -> String? in
      let encoding = layer["encoding"] as? [String: Any]
      return (encoding?["y"] as? [String: Any])?["field"] as? String
    }
    #expect(fields.prefix(4) == ["low1", "low0", "value", "level"])
  }

  private func axis(_ chart: Chart) throws -> (values: [Double], labels: String, at: [Double]) {
    let specification = try ChartSpecification(chart)
    let encoding = try #require(specification.object["encoding"] as? [String: Any])
    let x = try #require(encoding["x"] as? [String: Any])
    let axis = try #require(x["axis"] as? [String: Any])
    return (
      try #require(axis["values"] as? [Double]), try #require(axis["labelExpr"] as? String),
      specification.numbers("at", in: specification.rows)
    )
  }

  @Test("stand at their days, the first and the last labelled, and no labels overlap")
  func days() throws {
    for width in [300, 480, 760] {
      let texts = ["2020-12-30", "2021-01-29", "2021-03-01", "2021-12-27", "2021-12-29"]
      let points =
        [LineChart.Point("trước", 0.4)]
        + texts.map {
          LineChart.Point($0, 0.5, day: CalendarDate($0))
        }
      let chart = LineChart([.init("a", points)], scale: .probability, time: "t", quantity: "q")
        .chart("d", ChartFrame(title: "", subtitle: [], source: "", width: width), .vi)
      let (values, labels, at) = try axis(chart)
      // Days between them by the calendar, the undated as far before as the average of the others.
      #expect(at.map { $0 - at[1] } == [-91, 0, 30, 61, 362, 364])
      #expect(values.first == at.first && values.last == at.last)
      #expect(labels.contains("'trước'") && labels.contains("'2021-12-29'"))
      #expect(!labels.contains("2021-12-27"))
    }
  }

  @Test("without days stand evenly, the first and the last labelled", arguments: [2, 12, 60])
  func even(count: Int) throws {
    let points = (1...count).map { LineChart.Point("T\($0)/2021", 0.5) }
    let (values, _, at) = try axis(
      LineChart([.init("a", points)], scale: .probability, time: "t", quantity: "q")
        .chart("d", .plain, .vi))
    #expect(at == (0..<count).map(Double.init))
    #expect(values.first == 0 && values.last == Double(count - 1))
    #expect(values == values.sorted() && (count < 60 || values.count < count))
  }

  @Test("write numbers by their language, and name the files by it")
  func language() throws {
    for (language, decimal, thousands) in [(Language.vi, ",", "."), (.en, ".", ",")] {
      let chart = chart(language)
      let config = try #require(try object(chart)["config"] as? [String: Any])
      let locale = try #require(config["locale"] as? [String: Any])
      let number = try #require(locale["number"] as? [String: Any])
      #expect(number["decimal"] as? String == decimal)
      #expect(number["thousands"] as? String == thousands)
      #expect(chart.fileName("svg") == "probability.\(language.rawValue).svg")
    }
  }

  @Test("tell every line by colour, pattern and shape, and name it at its end")
  func labels() throws {
    for count in [1, 2, 7] {
      let text = chart(.en, lines: count).specification.text
      for line in 0..<count {
        #expect(text.contains("\"text\": [\"Chỉ tiêu \(line)\"]"))
        #expect(text.contains("\"shape\": \"\(ChartStyle.shapes[line])\""))
      }
      #expect(!text.contains("\"orient\": \"top\""))
    }
    #expect(Set(ChartStyle.colours).count == 7)
    #expect(Set(ChartStyle.dashes).count == 7 && Set(ChartStyle.shapes).count == 7)
  }
}
