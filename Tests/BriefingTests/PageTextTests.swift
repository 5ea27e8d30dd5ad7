import Briefing
import Foundation
import Reporting
import Testing

@Suite("What stands on the page beside the bound text")
struct PageTextTests {
  private func page(_ runs: ReportedRuns, _ language: Language) -> String {
    HTMLReport(BriefMaker(runs, language).brief, runs, drawings: [:], otherFile: "other.html").text
  }

  /// The page without what is bound to a run, and without the appendices, which are copies.
  private func free(_ page: String) throws -> String {
    let bound = [
      "<style>.*?</style>", "<section id=\"numbers\">.*?</section>",
      "<section id=\"trails\">.*?</section>",
      "<a class=\"n\".*?</a>", "<span data-ref=.*?</span>", "<bdi>.*?</bdi>", "<title>.*?</title>",
      "<strong>[^<]*</strong>", "<[^>]*>", "&[a-z#0-9]+;",
    ]
    return try bound.reduce(page) { text, pattern in
      text.replacing(try Regex(pattern).dotMatchesNewlines(), with: " ")
    }
  }

  @Test("has no numeral and no word of the scale", arguments: [Language.vi, .en])
  func frame(language: Language) async throws {
    let text = try free(page(try await RecordedRuns.reported(), language))
    #expect(text.count > 2000)
    #expect(text.filter { $0.unicodeScalars.contains { $0.properties.numericType != nil } } == "")
    let words =
      " "
      + text.lowercased().map { $0.isLetter ? $0 : " " }.split(separator: " ")
      .map { String($0) }.joined(separator: " ") + " "
    for word in LikelihoodWord.allCases {
      #expect(!words.contains(" \(language(word.label)) "), "\(word)")
    }
  }

  @Test("leads from a number of a target to the trail of its probability")
  func trails() async throws {
    let page = page(try await RecordedRuns.reported(), .en)
    for id in ["targets.firms.probability", "targets.firms.median", "joint.probability"] {
      let line = try #require(
        page.firstMatch(of: try Regex("<tr id=\"n\\d+\">[^\\n]*:\(id)</code>[^\\n]*</tr>")), "\(id)"
      )
      let anchor = try #require(String(page[line.range]).firstMatch(of: /href="#(trail-\d+)"/)?.1)
      let trail = try #require(page.split(separator: "<div id=\"\(anchor)\">").dropFirst().first)
      let own = id.split(separator: ".").dropLast().joined(separator: ".") + ".probability"
      #expect(trail.prefix(4000).contains(own), "\(id)")
    }
  }

  @Test("prints the assumptions, and leaves missing parts out of the slides")
  func print() async throws {
    let forecast = try await RecordedRuns.all().filter { $0.kind == .forecast }
    let runs = try #require(ReportedRuns(forecast))
    let page = page(runs, .en)
    let printed = try #require(
      page.split(separator: "<details class=\"printed\" open>").dropFirst().first)
    #expect(printed.contains("Uncertain inputs"))
    let missing = page.matches(of: /<section id="([a-z]+)" class="missing">/).map { String($0.1) }
    #expect(missing == ["comparison", "sensitivity", "budget"])
    let brief = BriefMaker(runs, .en).brief
    let slides = HandoutHTML(brief, .slides, pictures: [:]).text
    let document = HandoutHTML(brief, .document, pictures: [:]).text
    #expect(!slides.contains("No run was given"))
    #expect(document.contains("Uncertain inputs") && document.contains("No run was given"))
  }
}
