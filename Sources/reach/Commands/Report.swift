import ArgumentParser
import Briefing
import Foundation
import ReachFiles
import ReachModel
import Reporting

struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write what goes into the meeting: HTML, PDF, Excel, Word, slides, charts.",
    usage: "reach report <runs> ... [options]",
    discussion: """
      A report is made of run folders alone: nothing is simulated again. Its subject is the first \
      forecast; runs of compare, sensitivity, optimise, track and backtest fill their sections. Files \
      go into the folder of that forecast, or to `--output`.
      """)

  @Argument(help: "Run folders, or parts of their names; one of them of `reach run`.")
  var runs: [String]

  @Option(
    help: "What to write, with commas: \(ReportFormat.names). Without it: html and xlsx.")
  var format: String?

  @Option(help: "Language of the report: vi, en or both.")
  var lang = ReportLanguages.both

  @Option(help: "The folder to write to; that of the forecast if not given.")
  var output: String?

  @Option(help: "Where run folders are; `Results` of the project if not given.")
  var results: String?

  @Flag(help: "Fail, with status 1, where a part cannot be made because a tool is missing.")
  var strict = false

  func run() async throws {
    try await reportingFailures(lang.first) {
      let formats = try ReportFormat.list(format, lang.first)
      let project = try Project.around(results: results)
      let library = RunLibrary(project.results)
      let folders = try runs.map { name throws(DiagnosticReport) in
        try library.reportable(name)
      }
      if let name = folders.map(\.name).first(where: { name in folders.count { $0.name == name } > 1
      }) {
        throw repeated(name)
      }
      let records = try folders.map { folder throws(DiagnosticReport) in try folder.record() }
      guard let reported = ReportedRuns(records),
        let place = folders.first(where: { $0.name == reported.base.name })
      else { throw noForecast }
      for stray in reported.strays { printError(warning(of: stray, reported.base)) }
      if formats.contains(.xlsx), let warning = warning(ofMissingInputs: reported) {
        printError(lang.first(warning))
      }
      let maker = ReportMaker(
        runs: reported, languages: lang.all, formats: formats, project: project)
      let made = try await maker.make()
      let written = try ReportFolder(output ?? place.path).write(
        made.files, of: reported.records.map(\.reportSource), beside: place)
      try printResult(written.paths.map { project.shown($0) }.joined(separator: "\n") + "\n")
      if !written.others.isEmpty { printError(lang.first(warning(ofOthers: written.others))) }
      for missing in made.missing { printError(lang.first(missing)) }
      if strict, !made.missing.isEmpty { throw ExitCode(ExitStatus.failed.rawValue) }
    }
  }

  private func repeated(_ name: String) -> UsageError {
    UsageError(
      message: Label(
        vi: "`\(name)` được nêu hai lần", en: "`\(name)` is named twice, or in two places"),
      help: Label(vi: "nêu mỗi lần chạy một lần", en: "name each run once"))
  }

  private var noForecast: UsageError {
    UsageError(
      message: Label(
        vi: "trong các lần chạy không có dự báo nào (`reach run`)",
        en: "none of the runs is a forecast (`reach run`)"),
      help: Label(
        vi: "nêu thêm thư mục của một dự báo; `reach runs list` liệt kê các lần chạy",
        en: "name the folder of a forecast too; `reach runs list` has them"))
  }
}

/// The languages of a report.
enum ReportLanguages: String, ExpressibleByArgument {
  case vi, en, both

  var all: [Language] {
    switch self {
    case .vi: [.vi]
    case .en: [.en]
    case .both: [.vi, .en]
    }
  }

  /// That of messages.
  var first: Language { self == .vi ? .vi : .en }
}
