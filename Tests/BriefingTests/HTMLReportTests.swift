import Briefing
import Foundation
import Reporting
import Testing

@Suite("The page of a report")
struct HTMLReportTests {
  /// Marks of HTML, quotes, right-to-left marks, combining accents, controls, 300 letters.
  static let hostile = [
    "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' & < > \" &amp;",
    "\u{202E}txet desrever\u{202C} \u{200F}", "e\u{301}\u{302}\u{323}", "a\u{1}b\u{7F}c",
    String(repeating: "Rất dài ", count: 38), "]]> --> </style></title></svg>",
  ]

  private func page(_ runs: ReportedRuns, _ language: Language = .en) -> String {
    HTMLReport(BriefMaker(runs, language).brief, runs, drawings: [:]).text
  }

  @Test("shows a hostile title whole and harmlessly", arguments: hostile)
  func hostileTitles(title: String) async throws {
    let records = try await RecordedRuns.all().map {
      $0.kind == .forecast ? $0.with(title: title) : $0
    }
    let runs = try #require(ReportedRuns(records))
    #expect(BriefLint(runs).faults(BriefMaker(runs, .en).brief) == [])
    let page = page(runs)
    #expect(!page.contains("<script") && !page.contains("onmouseover=\"alert"))
    let heading = try #require(
      page.split(separator: "<h1>").dropFirst().first?.split(separator: "</h1>").first)
    #expect(unescaped(String(heading)) == "<bdi>\(shown(title))</bdi>")
  }

  /// What people see of a text: controls as their pictures.
  private func shown(_ text: String) -> String {
    text.replacing("\u{1}", with: "\u{2401}").replacing("\u{7F}", with: "\u{2421}")
  }

  private func unescaped(_ html: String) -> String {
    html.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  @Test("has no script, no address that is fetched, and every anchor that it links to")
  func selfContained() async throws {
    let page = page(try await RecordedRuns.reported(), .vi)
    for mark in ["<script", "<link", "@import", "url(", "<iframe", "<img", "src="] {
      #expect(!page.contains(mark), "\(mark)")
    }
    let targets = page.matches(of: /href="#([^"]+)"/).map { String($0.1) }
    let ids = page.matches(of: /id="([^"]+)"/).map { String($0.1) }
    #expect(Set(targets).subtracting(ids) == [])
    #expect(Set(ids).count == ids.count)
  }

  @Test("links every finding to its line, where it stands in full", arguments: [Language.vi, .en])
  func numbered(language: Language) async throws {
    let runs = try await RecordedRuns.reported()
    let page = page(runs, language)
    let links = page.matches(of: /href="#n(\d+)" data-finding="([^"]+)"/)
    #expect(links.count > 200)
    for link in links {
      let line = try #require(page.firstMatch(of: try Regex("<tr id=\"n\(link.1)\">.*?</tr>")))
      #expect(String(page[line.range]).contains(":\(link.2)</code>"))
    }
  }
}
