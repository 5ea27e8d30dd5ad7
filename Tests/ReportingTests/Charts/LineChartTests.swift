import Foundation
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
