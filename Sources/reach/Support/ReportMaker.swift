import Briefing
import Foundation
import ReachFiles
import ReachModel
import Reporting

/// What `reach report` can write.
enum ReportFormat: String, CaseIterable {
  case html, pdf, xlsx, docx, pptx, charts

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The formats that were asked for, each once.
  ///
  /// - Throws: A misuse that names what there is.
  static func list(_ text: String?, _ language: Language) throws -> [ReportFormat] {
    guard let text else { return [.html, .xlsx] }
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let unknown = words.filter { ReportFormat(rawValue: $0) == nil }
    guard unknown.isEmpty, !words.isEmpty else {
      let named = unknown.map { "`\($0)`" }.joined(separator: ", ")
      throw UsageError(
        message: Label(
          vi: "không có định dạng \(named.isEmpty ? "nào được nêu" : named)",
          en: named.isEmpty ? "no format is named" : "there is no format \(named)"),
        help: Label(vi: "có: \(names)", en: "there are \(names)"))
    }
    return allCases.filter { words.contains($0.rawValue) }
  }
}

/// The files of a report, and what could not be made.
struct MadeReport {
  var files: [(name: String, bytes: [UInt8])] = []
  /// Each with its remedy.
  var missing: [Label] = []
}

/// Makes the files of a report from runs that were read.
struct ReportMaker {
  let runs: ReportedRuns
  let languages: [Language]
  let formats: [ReportFormat]
  let project: Project

  /// - Throws: ``DriftedReport`` where a text says what no run does: then nothing is written.
  func make() throws -> MadeReport {
    let briefs = languages.map { BriefMaker(runs, $0).brief }
    try check(briefs)
    var made = MadeReport()
    let drawn = charts(briefs, &made)
    let pages = zip(briefs, languages).map { brief, language in
      HTMLReport(
        brief, runs, drawings: drawn[language] ?? [:],
        otherFile: languages.first { $0 != language }.map { Self.name("report", $0, "html") }
      ).text
    }
    if formats.contains(.html) {
      for (page, language) in zip(pages, languages) {
        made.files.append((Self.name("report", language, "html"), Array(page.utf8)))
      }
    }
    return made
  }

  /// `report.html` in English, `report.vi.html` in Vietnamese, as the verdict beside it.
  static func name(_ stem: String, _ language: Language, _ ending: String) -> String {
    language == .en ? "\(stem).\(ending)" : "\(stem).\(language.rawValue).\(ending)"
  }

  /// The runs of a report, as its record keeps them.
  static func record(of records: [RunRecord]) -> JSONValue {
    .array(
      records.map { record in
        .object([
          ("run", .string(record.name)),
          ("provenance_sha256", .string(record.provenanceSHA256)),
        ])
      })
  }

  private func check(_ briefs: [Brief]) throws {
    let lint = BriefLint(runs)
    let other = BriefMaker(runs, languages[0] == .vi ? .en : .vi).brief
    let faults =
      briefs.flatMap(lint.faults) + lint.differences(briefs[0], briefs.last ?? other)
      + (briefs.count == 1 ? lint.differences(briefs[0], other) : [])
    if !faults.isEmpty { throw DriftedReport(faults: faults) }
  }

  /// Drawings for the pages, by language and the charts' names; files where charts were asked for.
  private func charts(_ briefs: [Brief], _ made: inout MadeReport) -> [Language: [String: String]] {
    let all = briefs.flatMap { $0.charts.map(\.chart) }
    guard !all.isEmpty else { return [:] }
    let drawn = project.drawing.files(all)
    if let missing = drawn.missing { made.missing.append(missing) }
    if formats.contains(.charts) {
      made.files += drawn.files.map { ("\(RunFolder.chartsName)/\($0.name)", $0.bytes) }
    }
    var drawings: [Language: [String: String]] = [:]
    for chart in all {
      guard let file = drawn.files.first(where: { $0.name == chart.fileName("svg") }) else {
        continue
      }
      drawings[chart.language, default: [:]][chart.name] = String(
        decoding: file.bytes, as: UTF8.self)
    }
    return drawings
  }
}

/// A text of a report that says what no run does.
struct DriftedReport: Explained {
  let faults: [BriefLint.Fault]

  var explanation: String {
    "error: the report would say what the runs do not; this is a mistake in Reach\n"
      + faults.prefix(20).map { "  \($0)" }.joined(separator: "\n")
      + "\nhint: report it, with the run folders"
  }
  var exitStatus: ExitStatus { .internalError }
}
