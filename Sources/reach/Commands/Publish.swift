import ArgumentParser
import ReachFiles
import Reporting

struct Publish: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Freeze the forecast of a run in the ledger, to be scored when figures come.",
    usage: "reach publish [RUN]",
    discussion: """
      The forecast is kept by its hash in `Results/ledger/`, chained with those before it: no entry can \
      be changed, removed or reordered without notice. Without a run the entries are listed.
      """)

  @Argument(help: "A run folder: its path, its name, or a part of it that fits only one.")
  var run: String?

  @Option(help: "Where run folders are; `Results` of the project if not given.")
  var results: String?

  @Option(help: "Language of texts: en or vi.")
  var lang: Language = .en

  func run() async throws {
    try await reportingFailures(lang) {
      let project = try Project.around(results: results)
      let ledger = Ledger(results: project.results)
      guard let run else {
        try printResult(table(try ledger.entries()))
        return
      }
      let forecast = try RunLibrary(project.results).run(run).frozen(on: RunWriter.today())
      let folder = try ledger.publish(forecast)
      if forecast.isHindsight {
        printError(
          lang(
            vi:
              "lưu ý: năm \(forecast.lastYear) đã kết thúc trước ngày công bố; mục này không được "
              + "tính là dự báo",
            en:
              "note: \(forecast.lastYear) had ended when this was published; it is kept, but does not "
              + "count as a forecast"))
      }
      try printResult(
        lang(vi: "Đã công bố: ", en: "Published: ") + project.shown(folder) + "\n")
    }
  }

  private func table(_ entries: [Ledger.Entry]) -> String {
    guard !entries.isEmpty else {
      return lang(vi: "sổ dự báo chưa có mục nào\n", en: "the ledger has no entries\n")
    }
    var table = TextTable([
      .init("#", .right), .init(lang(vi: "mục", en: "entry")),
      .init(lang(vi: "công bố", en: "published")), .init(lang(vi: "tại ngày", en: "as of")),
      .init(lang(vi: "chỉ tiêu", en: "targets"), .right),
      .init(lang(vi: "đã có số liệu", en: "figures"), .right), .init(""),
    ])
    for entry in entries {
      table.append([
        "\(entry.number)", entry.name, entry.forecast.published, entry.forecast.as_of,
        "\(entry.forecast.outcomes.count)", "\(entry.figures.count)",
        entry.forecast.isHindsight ? lang(vi: "hồi cứu", en: "hindsight") : "",
      ])
    }
    return table.lines().map { $0 + "\n" }.joined()
  }
}
