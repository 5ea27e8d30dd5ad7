import Reporting
import Testing

@Suite("Stand-ins for texts")
struct TextStandInsTests {
  @Test("give the specification back when exchanged again", arguments: hardTexts + ["~", "~~0~"])
  func exchange(text: String) {
    for chart in ChartSamples.all(text, .vi) {
      let exchanged = TextStandIns(chart.specification)
      #expect(!chart.specification.text.contains(exchanged.mark))
      var restored = exchanged.specification.text
      for (i, text) in exchanged.texts.enumerated() {
        restored = restored.replacing(
          "\"\(exchanged.mark)\(i)\(exchanged.mark)\"", with: JSONValue.string(text).text)
      }
      #expect(restored == chart.specification.text, "\(chart.name)")
      #expect(exchanged.texts.count > 4, "\(chart.name)")
    }
  }

  @Test("leave data, fields and types as they are")
  func others() {
    let chart = ChartSamples.fan("Số doanh nghiệp").chart("fan", .plain, .vi)
    let exchanged = TextStandIns(chart.specification).specification.text
    for kept in ["\"type\": \"text\"", "\"field\": \"text\"", "\"label\": \"Số doanh nghiệp\""] {
      #expect(exchanged.contains(kept))
    }
    #expect(!exchanged.contains("\"Phụ đề\"") && !exchanged.contains("[\"Nguồn: Reach\"]"))
  }
}
