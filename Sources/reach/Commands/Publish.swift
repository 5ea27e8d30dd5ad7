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
      be changed, and none be reordered or removed from before others, unless the chain is written \
      anew. Against that, keep the link that is printed in another place, such as the minutes of the \
      meeting; `reach score --ledger --head LINK` checks that it is still there. Without a run the \
      entries are listed.
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
        let book = try ledger.read()
        if let unfinished = book.unfinished {
          printNote(lang(LedgerRecord.unfinished(unfinished.run)))
        }
        try printResult(table(book.entries) + (book.head.map(headLine) ?? ""))
        return
      }
      let forecast = try RunLibrary(project.results).run(run).frozen(on: RunWriter.today())
      let publication = try ledger.publish(forecast)
      if let name = publication.takenUp { printTakenUp(name) }
      printHindsight(forecast)
      try printResult(
        lang(vi: "Đã công bố: ", en: "Published: ") + project.shown(publication.folder) + "\n"
          + headLine(publication.link)
          + lang(
            vi:
              "Hãy ghi mắt xích này vào biên bản: chỉ nhờ đó mới thấy được sổ bị viết lại hay bị xoá "
              + "bớt\nmục cuối (`reach score --ledger --head MẮT_XÍCH`).\n",
            en:
              "Write this link into the minutes: only by it can be seen that the ledger was written "
              + "anew, or\nlost its last entries (`reach score --ledger --head LINK`).\n"))
    }
  }

  private func headLine(_ link: String) -> String {
    lang(vi: "Mắt xích cuối: ", en: "Last link: ") + link + "\n"
  }

  private func printNote(_ text: String) {
    printError(lang(vi: "lưu ý: ", en: "note: ") + text)
  }

  private func printTakenUp(_ name: String) {
    printNote(
      lang(
        vi: "`\(name)` do một lần công bố bị ngắt giữa chừng để lại; nay đã được ghi vào sổ",
        en: "`\(name)` had been left by a publication that was cut short; it is in the ledger now"))
  }

  private func printHindsight(_ forecast: FrozenForecast) {
    let late = forecast.outcomes.filter(forecast.isHindsight)
    guard !late.isEmpty else { return }
    let keys = late.map { "\($0.key) (\($0.year))" }.joined(separator: ", ")
    printNote(
      lang(
        vi:
          "năm của chỉ tiêu đã kết thúc trước ngày công bố: \(keys); được lưu nhưng không được tính "
          + "là dự báo",
        en:
          "the target's year had ended when this was published: \(keys); it is kept, but does not "
          + "count as a forecast"))
  }

  private func table(_ entries: [Ledger.Entry]) -> String {
    guard !entries.isEmpty else {
      return lang(vi: "sổ dự báo chưa có mục nào\n", en: "the ledger has no entries\n")
    }
    var table = TextTable([
      .init("#", .right), .init(lang(vi: "mục", en: "entry")),
      .init(lang(vi: "công bố", en: "published")), .init(lang(vi: "tại ngày", en: "as of")),
      .init(lang(vi: "chỉ tiêu", en: "targets"), .right),
      .init(lang(vi: "đã có số liệu", en: "figures"), .right),
      .init(lang(vi: "hồi cứu", en: "hindsight"), .right),
    ])
    for entry in entries {
      let late = entry.forecast.outcomes.count(where: entry.forecast.isHindsight)
      table.append([
        "\(entry.number)", entry.name, entry.forecast.published, entry.forecast.as_of,
        "\(entry.forecast.outcomes.count)", "\(entry.figures.count)", late > 0 ? "\(late)" : "",
      ])
    }
    return table.lines().map { $0 + "\n" }.joined()
  }
}
