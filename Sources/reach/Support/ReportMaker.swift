import Briefing
import Foundation
import ReachFiles
import ReachModel
import Reporting

/// The files of a report, and what could not be made.
struct MadeReport {
  var files: [(name: String, bytes: [UInt8])] = []
  /// Each with its remedy, once.
  var missing: [Label] = []
  /// Pages that are still to be printed, with the names of their files.
  var toPrint: [(name: String, page: String)] = []

  mutating func miss(_ label: Label) {
    if !missing.contains(label) { missing.append(label) }
  }
}

/// Makes the files of a report from runs that were read.
struct ReportMaker {
  let runs: ReportedRuns
  let languages: [Language]
  let formats: [ReportFormat]
  let project: Project

  /// - Returns: Every file that could be made.
  /// - Throws: ``DriftedReport`` where a text says what no run does: then nothing is written.
  func make() async throws -> MadeReport {
    let briefs = languages.map { BriefMaker(runs, $0).brief }
    try check(briefs)
    var made = MadeReport()
    let drawn = draw(briefs, &made)
    for (brief, language) in zip(briefs, languages) {
      addPages(brief, language, drawn, &made)
      addDocuments(brief, language, drawn, &made)
      if formats.contains(.xlsx) {
        let book = reportWorkbook(runs.records, language)
        made.files.append((name("report", language, "xlsx"), try WorkbookWriter.bytes(of: book)))
      }
    }
    await print(&made)
    return made
  }

  /// `report.html` in English, `report.vi.html` in Vietnamese, as the verdict beside it.
  private func name(_ stem: String, _ language: Language, _ ending: String) -> String {
    language == .en ? "\(stem).\(ending)" : "\(stem).\(language.rawValue).\(ending)"
  }

  /// Both languages are made whichever was asked for, since they must say the same.
  private func check(_ briefs: [Brief]) throws {
    let lint = BriefLint(runs)
    let all =
      briefs.count > 1 ? briefs : briefs + [BriefMaker(runs, languages[0] == .vi ? .en : .vi).brief]
    let faults = briefs.flatMap(lint.faults) + lint.differences(all[0], all[1])
    if !faults.isEmpty { throw DriftedReport(faults: faults) }
  }

  // MARK: Charts

  /// All charts of all languages at a time; their files too where they were asked for.
  private func draw(_ briefs: [Brief], _ made: inout MadeReport) -> [String: [UInt8]] {
    let charts = briefs.flatMap { $0.charts.map(\.chart) }
    guard !charts.isEmpty else { return [:] }
    let drawn = project.drawing.files(charts, chartFormats)
    if let missing = drawn.missing { made.miss(missing) }
    if formats.contains(.charts) {
      made.files += drawn.files.map { ("\(RunFolder.chartsName)/\($0.name)", $0.bytes) }
    }
    return Dictionary(
      drawn.files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  /// Pages show SVG, documents PNG; whoever asks for charts gets every kind.
  private var chartFormats: Set<ChartFormat> {
    if formats.contains(.charts) { return Set(ChartFormat.allCases) }
    var needed: Set<ChartFormat> = []
    if formats.contains(.html) || formats.contains(.pdf) { needed.insert(.svg) }
    if formats.contains(.docx) || formats.contains(.pptx) { needed.insert(.png) }
    return needed
  }

  // MARK: Pages

  private func addPages(
    _ brief: Brief, _ language: Language, _ drawn: [String: [UInt8]], _ made: inout MadeReport
  ) {
    let drawings = Dictionary(
      brief.charts.enumerated().compactMap { place, item -> (String, String)? in
        guard let bytes = drawn[item.chart.fileName("svg")] else { return nil }
        let words = item.description.plain(language)
        return ChartSVG(String(decoding: bytes, as: UTF8.self), description: words).map {
          (item.chart.name, $0.inline(prefix: "c\(place)-"))
        }
      }, uniquingKeysWith: { first, _ in first })
    let other = languages.first { $0 != language }.map { name("report", $0, "html") }
    func page(isSlides: Bool) -> String {
      HTMLReport(brief, runs, drawings: drawings, otherFile: other, isSlides: isSlides).text
    }
    if formats.contains(.html) {
      made.files.append((name("report", language, "html"), Array(page(isSlides: false).utf8)))
    }
    guard formats.contains(.pdf) else { return }
    made.toPrint += [("report", false), ("slides", true)].map { stem, isSlides in
      (name(stem, language, "pdf"), page(isSlides: isSlides))
    }
  }

  /// Prints all pages at a time: a browser takes seconds to start, and little else.
  private func print(_ made: inout MadeReport) async {
    guard !made.toPrint.isEmpty else { return }
    let printer = PagePrinter(project.tools.find(.chromium))
    let printed = await withTaskGroup(of: (Int, Result<[UInt8], MissingPart>).self) { group in
      for (place, item) in made.toPrint.enumerated() {
        group.addTask {
          (place, Result { () throws(MissingPart) in try printer.pdf(item.page) })
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (place, item) in made.toPrint.enumerated() {
      switch printed[place] {
      case .success(let bytes)?: made.files.append((item.name, bytes))
      case .failure(let missing)?: made.miss(missing.label)
      case nil: break
      }
    }
    made.toPrint = []
  }

  private func addDocuments(
    _ brief: Brief, _ language: Language, _ drawn: [String: [UInt8]], _ made: inout MadeReport
  ) {
    let wanted: [(ReportFormat, HandoutHTML.Form)] = [(.docx, .document), (.pptx, .slides)]
    let asked = wanted.filter { formats.contains($0.0) }
    guard !asked.isEmpty else { return }
    let pictures = brief.charts.compactMap {
      item -> (chart: String, file: String, bytes: [UInt8])? in
      let file = item.chart.fileName("png")
      return drawn[file].map { (item.chart.name, file, $0) }
    }
    let names = Dictionary(
      pictures.map { ($0.chart, $0.file) }, uniquingKeysWith: { first, _ in first })
    let tall = Set(pictures.filter { PictureSize($0.bytes)?.isTall ?? false }.map(\.chart))
    let maker = DocumentMaker(project.tools.find(.pandoc))
    do throws(MissingPart) {
      for (format, form) in asked {
        let page = HandoutHTML(brief, form, pictures: names, tall: tall).text
        made.files.append(
          (
            name("report", language, format.rawValue),
            try maker.document(
              page, pictures: pictures.map { ($0.file, $0.bytes) }, format: format.rawValue)
          ))
      }
    } catch {
      made.miss(error.label)
    }
  }
}

extension RunRecord {
  /// The run, as the record of a report keeps it.
  var reportSource: ReportSource { ReportSource(run: name, provenanceSHA256: provenanceSHA256) }
}

extension Project {
  /// Finds the programs that a report may take.
  var tools: ToolSearch {
    ToolSearch(roots: inputRoots, environment: ProcessInfo.processInfo.environment)
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
