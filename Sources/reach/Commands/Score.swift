import ArgumentParser
import Foundation
import PanelData
import ReachFiles
import ReachModel
import Reporting
import Verification

struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score forecasts against what came: a file of them, or what was published.",
    usage: "reach score FORECAST.csv --actual FILE.csv [--cluster COLUMN] [--json]",
    discussion: """
      FORECAST is a CSV of samples (`id`, `draw`, `value`; or `id`, `draw1`, `draw2`, …), quantiles (`id`, \
      `quantile`, `value`; or `id`, `q0.05`, …) or chances of events (`id`, `probability`); FILE has `id` \
      and `value`. Or FORECAST is an entry of the ledger (`reach publish`), whose ids are the keys of its \
      targets. `--ledger` alone tells the record of all entries that have figures.
      """)

  @Argument(help: "A file of forecasts, or the name of an entry of the ledger.")
  var forecast: String?

  @Option(help: "A CSV with what came: `id` and `value`.")
  var actual: String?

  @Option(
    help: "The column whose equal values make forecasts depend on each other, such as a year.")
  var cluster: String?

  @Flag(help: "The record of the whole ledger.")
  var ledger = false

  @Option(help: "Seed of simulated laws under which forecasts are right.")
  var seed: UInt64 = 1

  @Option(help: "Where run folders and the ledger are; `Results` of the project if not given.")
  var results: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if ledger {
      guard forecast == nil, actual == nil else {
        throw ValidationError("`--ledger` goes without a forecast and without `--actual`")
      }
      return
    }
    guard forecast != nil, actual != nil else {
      throw ValidationError("give a forecast and `--actual FILE`, or `--ledger`")
    }
  }

  func run() async throws {
    try await reportingFailures(output.lang) {
      if ledger { return try scoreLedger() }
      guard let forecast, let actual else { return }
      let figures = try readDataTable(actual, threads: threads)
      if FileManager.default.fileExists(atPath: forecast), !isFolder(forecast) {
        try scoreFile(forecast, try ActualFile.read(figures))
      } else {
        try scoreEntry(forecast, figures)
      }
    }
  }

  private var threads: Int { ProcessInfo.processInfo.activeProcessorCount }

  private func isFolder(_ path: String) -> Bool {
    (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory
      == true
  }

  private func scoreFile(_ file: String, _ actual: ActualFile) throws {
    let forecasts = try ForecastFile.read(readDataTable(file, threads: threads), cluster: cluster)
    let joined = try JudgedFiles.join(forecasts, actual)
    let name = (file as NSString).lastPathComponent
    try show(
      Scorecard(joined.judged, seed: seed), waiting: joined.waiting,
      unforeseen: joined.unforeseen,
      title: Label(vi: "Chấm điểm dự báo: \(name)", en: "Scorecard: \(name)"),
      origin: [("forecast", .string(file))])
  }

  private func scoreEntry(_ name: String, _ table: DataTable) throws {
    let book = Ledger(results: try Project.around(results: results).results)
    let entry = try book.entry((name as NSString).lastPathComponent)
    let actual = try ActualFile.read(table)
    try entry.refuseEarly(table)
    let keys = Set(entry.forecast.outcomes.map(\.key))
    let figures = actual.values.filter { keys.contains($0.key) }
    let judged = entry.forecast.judged(figures, cluster: entry.name)
    guard !judged.isEmpty else {
      throw UsageError(
        message: Label(
          vi: "không chỉ tiêu nào của `\(entry.name)` có trong tệp",
          en: "no target of `\(entry.name)` stands in the file"),
        help: Label(
          vi: "khoá: \(keys.sorted().joined(separator: ", "))",
          en: "keys: \(keys.sorted().joined(separator: ", "))"))
    }
    let card = Scorecard(judged, seed: seed, isOneUnit: false)
    let waiting = entry.forecast.outcomes.map(\.key).filter { figures[$0] == nil }
    let unforeseen = actual.values.keys.filter { !keys.contains($0) }.sorted()
    let title = Label(vi: "Chấm điểm \(entry.name)", en: "Scorecard of \(entry.name)")
    let origin: [(key: String, value: JSONValue)] = [("entry", .string(entry.name))]
    let json = scorecardJSON(card, waiting: waiting, unforeseen: unforeseen, origin: origin)
    try book.record(
      figures,
      files: [
        ("scorecard.json", json.text + "\n"),
        (
          "scorecard.md",
          scorecardPage(card, waiting: waiting, unforeseen: unforeseen, title: title.en, .en)
            .markdown
        ),
        (
          "scorecard.vi.md",
          scorecardPage(card, waiting: waiting, unforeseen: unforeseen, title: title.vi, .vi)
            .markdown
        ),
      ], of: entry.name)
    try show(card, waiting: waiting, unforeseen: unforeseen, title: title, origin: origin)
  }

  /// All entries that were forecasts and have figures; those of one entry fall together.
  private func scoreLedger() throws {
    let entries = try Ledger(results: try Project.around(results: results).results).entries()
    let scored = entries.filter { !$0.forecast.isHindsight && !$0.figures.isEmpty }
    let judged = scored.flatMap { entry in
      entry.forecast.judged(entry.figures, cluster: entry.name).map {
        JudgedForecast(
          id: "\(entry.number):\($0.id)", forecast: $0.forecast, actual: $0.actual,
          cluster: $0.cluster)
      }
    }
    guard !judged.isEmpty else {
      try printResult(
        output.lang(
          vi: "Sổ có \(entries.count) mục, chưa mục nào vừa là dự báo vừa đã có số liệu.\n",
          en: "The ledger has \(entries.count) entries; none that was a forecast has figures yet.\n"
        )
      )
      return
    }
    let waiting = entries.filter { $0.figures.isEmpty }.map(\.name)
    try show(
      Scorecard(judged, seed: seed, isOneUnit: false), waiting: waiting, unforeseen: [],
      title: Label(
        vi: "Thành tích của sổ dự báo: \(scored.count) trong \(entries.count) mục",
        en: "The ledger's record: \(scored.count) of \(entries.count) entries"),
      origin: [("ledger", .array(scored.map { .string($0.name) }))])
  }

  private func show(
    _ card: Scorecard, waiting: [String], unforeseen: [String], title: Label,
    origin: [(key: String, value: JSONValue)]
  ) throws {
    let text =
      output.json
      ? scorecardJSON(card, waiting: waiting, unforeseen: unforeseen, origin: origin).text + "\n"
      : scorecardPage(
        card, waiting: waiting, unforeseen: unforeseen, title: output.lang(title), output.lang
      ).text(isTerminal: isStandardOutputStyled)
    try printResult(text)
  }
}
