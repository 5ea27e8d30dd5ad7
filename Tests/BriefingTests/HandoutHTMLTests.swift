import Briefing
import ReachModel
import Reporting
import Testing

@Suite("The plain page of documents")
struct HandoutHTMLTests {
  @Test("columns share the page: all of it, a word's room at least, the rest by their texts")
  func widths() {
    #expect(ColumnWidths([]).percent == [])
    #expect(ColumnWidths([["a", "b"]]).percent == [50, 50])
    #expect(ColumnWidths([["a", "b", "c"]]).percent == [34, 33, 33])
    let rows = [
      ["Key", "Source", "SHA-256"],
      ["1", String(repeating: "word ", count: 40), String(repeating: "f", count: 64)],
    ]
    let percent = ColumnWidths(rows).percent
    #expect(percent.reduce(0, +) == 100)
    #expect(percent[0] < 10 && percent[1] > percent[2] && percent[2] > percent[0])
    // More columns than the page has room for: still whole percents that add up.
    let many = ColumnWidths([(0..<30).map { String(repeating: "x", count: 1 + $0) }]).percent
    #expect(many.reduce(0, +) == 100 && many.allSatisfy { $0 > 0 })
  }

  @Test("every table says how wide its columns are", arguments: [Language.vi, .en])
  func tables(language: Language) async throws {
    let brief = BriefMaker(try await RecordedRuns.reported(), language).brief
    for form in [HandoutHTML.Form.document, .slides] {
      let text = HandoutHTML(brief, form, pictures: [:]).text
      let tables = text.split(separator: "<table>").dropFirst()
      #expect(!tables.isEmpty)
      for table in tables {
        let widths = table.matches(of: /<col style="width: (\d+)%">/).compactMap { Int($0.1) }
        #expect(widths.count == table.matches(of: /<th>/).count)
        #expect(widths.reduce(0, +) == 100)
      }
    }
  }

  @Test("tall charts are pictures of documents, and no slides")
  func tall() async throws {
    let brief = BriefMaker(try await RecordedRuns.reported(), .en).brief
    let name = try #require(brief.charts.first?.chart.name)
    let pictures = Dictionary(
      brief.charts.map { ($0.chart.name, $0.chart.fileName("png")) },
      uniquingKeysWith: { first, _ in first })
    let file = try #require(pictures[name])
    func holds(_ form: HandoutHTML.Form, tall: Set<String>) -> Bool {
      HandoutHTML(brief, form, pictures: pictures, tall: tall).text.contains("src=\"\(file)\"")
    }
    #expect(holds(.document, tall: [name]) && !holds(.slides, tall: [name]))
    #expect(holds(.slides, tall: []))
  }
}
