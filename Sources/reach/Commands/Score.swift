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
      targets; then FILE may say when each figure was `published`. `--ledger` alone tells the record of \
      all entries that have figures; with `--head LINK` it also checks that the ledger still holds all \
      that it held when `reach publish` printed that link.
      """)

  @Argument(help: "A file of forecasts, or the name of an entry of the ledger.")
  var forecast: String?

  @Option(help: "A CSV with what came: `id` and `value`; for entries also `published`.")
  var actual: String?

  @Option(
    help: "The column whose equal values make forecasts depend on each other, such as a year.")
  var cluster: String?

  @Flag(help: "The record of the whole ledger.")
  var ledger = false

  @Option(
    help: "With --ledger: a link that `reach publish` printed, or its first 16 digits or more.")
  var head: String?

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
    } else {
      guard forecast != nil, actual != nil else {
        throw ValidationError("give a forecast and `--actual FILE`, or `--ledger`")
      }
      guard head == nil else { throw ValidationError("`--head` goes with `--ledger`") }
    }
    guard head.map(Self.isLink) ?? true else {
      throw ValidationError("a link has 64 hexadecimal digits; give 16 of them or more")
    }
  }

  private static func isLink(_ text: String) -> Bool {
    (16...64).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  func run() async throws {
    try await reportingFailures(output.lang) {
      if ledger { return try scoreLedger() }
      guard let forecast, let actual else { return }
      let figures = try readDataTable(actual, threads: threads)
      if isFile(forecast) {
        try scoreFile(forecast, try ActualFile.read(figures))
      } else {
        try scoreEntry(forecast, figures)
      }
    }
  }

  private var threads: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Whether a name is that of a file, which may be missing: entries are folders, and have no path.
  private func isFile(_ name: String) -> Bool {
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) {
      return !isFolder.boolValue
    }
    return name.contains("/") || name.lowercased().hasSuffix(".csv")
  }

  private func scoreFile(_ file: String, _ actual: ActualFile) throws {
    let forecasts = try ForecastFile.read(readDataTable(file, threads: threads), cluster: cluster)
    let joined = try JudgedFiles.join(forecasts, actual)
    let name = (file as NSString).lastPathComponent
    try show(
      Scorecard(joined.judged, seed: seed),
      ScorecardContext(
        title: Label(vi: "Chấm điểm dự báo: \(name)", en: "Scorecard: \(name)"),
        origin: [("forecast", .string(file))], waiting: joined.waiting,
        unforeseen: joined.unforeseen))
  }

  private func scoreEntry(_ name: String, _ table: DataTable) throws {
    let book = Ledger(results: try Project.around(results: results).results)
    let entry = try book.entry((name as NSString).lastPathComponent)
    let actual = try ActualFile.read(table)
    let figures = try entry.figures(in: table, actual, today: RunWriter.today())
    let keys = Set(entry.forecast.outcomes.map(\.key))
    guard !figures.isEmpty else {
      throw UsageError(
        message: Label(
          vi: "không chỉ tiêu nào của `\(entry.name)` có trong tệp",
          en: "no target of `\(entry.name)` stands in the file"),
        help: Label(
          vi: "khoá: \(keys.sorted().joined(separator: ", "))",
          en: "keys: \(keys.sorted().joined(separator: ", "))"))
    }
    let unforeseen = actual.values.keys.filter { !keys.contains($0) }.sorted()
    // All figures that ever came, not only those of this file.
    let whole = try book.record(figures, of: entry.name) { whole throws(DiagnosticReport) in
      try whole.scorecardFiles(
        Scorecard(whole.judged, seed: seed, isOneUnit: false), unforeseen: unforeseen)
    }
    try show(
      Scorecard(whole.judged, seed: seed, isOneUnit: false),
      try whole.context(unforeseen: unforeseen))
  }

  /// All entries that were forecasts and have figures.
  private func scoreLedger() throws {
    let book = try Ledger(results: try Project.around(results: results).results).read()
    let vouched = try head.map { try book.place(ofLink: $0) }
    let judged = Ledger.Entry.judged(book.entries)
    let context = try LedgerRecord(book: book, head: head, vouched: vouched).context
    guard !judged.isEmpty else {
      if output.json {
        try printResult(JSONValue.object(context.origin + [("count", .integer(0))]).text + "\n")
        return
      }
      let numbers = "\(book.entries.count)"
      let remarks = context.remarks.map { output.lang($0) + "\n" }.joined()
      try printResult(
        remarks
          + output.lang(
            vi: "Sổ có \(numbers) mục, chưa mục nào vừa là dự báo vừa đã có số liệu.\n",
            en: book.entries.count == 1
              ? "The ledger has 1 entry; as a forecast it has no figures yet.\n"
              : "The ledger has \(numbers) entries; none that was a forecast has figures yet.\n"))
      return
    }
    try show(Scorecard(judged, seed: seed, isOneUnit: false), context)
  }

  private func show(_ card: Scorecard, _ context: ScorecardContext) throws {
    try printResult(
      output.json
        ? scorecardJSON(card, context).text + "\n"
        : scorecardPage(card, context, output.lang).text(isTerminal: isStandardOutputStyled))
  }
}
