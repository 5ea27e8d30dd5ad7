import ArgumentParser
import Foundation
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Verification

struct Backtest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Forecast the past as it could have been forecast, and score what was said.",
    usage: "reach backtest [--data DIR] [--series KEY ...] [--place PROVINCE] [--json]",
    discussion: """
      From every year with figures, all provinces are forecast one to three years ahead with what \
      had been published by then, and compared with naive forecasts. `--data` takes a folder with \
      the files of `notebooks-data/observed/`, with more rows if there are.
      """)

  @Option(help: "A folder with observed data; the project's if not given.")
  var data: String?

  @Option(help: "A series to back-test, several times for several; all if not given.")
  var series: [String] = []

  @Option(help: "The province that is also shown by itself, by its key.")
  var place = "ha_noi"

  @Option(help: "Years ahead, 1 to 3.")
  var horizons = 3

  @Option(help: "Seed of the places that counts are given inside their steps.")
  var seed: UInt64 = 1

  @Option(help: "Threads; all processors if not given. The result does not depend on it.")
  var threads: Int?

  @Option(help: "Where the folder with the answer goes; `Results` of the project if not given.")
  var results: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...3).contains(horizons) else {
      throw ValidationError("`--horizons` must be 1 to 3, not \(horizons)")
    }
    if let threads, threads < 1 {
      throw ValidationError("`--threads` must be positive, not \(threads)")
    }
    if data == "" || results == "" { throw ValidationError("a folder has an empty name") }
  }

  func run() async throws {
    try await reportingFailures(output.lang) {
      let session = try Session(results: results)
      let observed = try observed(session)
      for difference in observed.differences { printError("warning: \(difference)") }
      let chosen = try chosenSeries(session.catalog)
      guard let province = session.catalog.province(place) else { throw unknownPlace(session) }
      let test = ReachEngine.backtest(
        chosen, panel: observed.panel, facts: observed.facts,
        provinces: session.catalog.provinces.map { ($0.factsKey, $0.code) },
        BacktestOptions(
          horizons: horizons, seed: seed,
          threads: threads ?? ProcessInfo.processInfo.activeProcessorCount))
      let inputs = inputs(test, session.catalog, observed, province)
      let json = backtestJSON(inputs, version: softwareVersion, settings: settings)
      let charts = session.project.drawing.files(backtestCharts(test.series))
      if let missing = charts.missing {
        printError(output.lang(vi: "cảnh báo: ", en: "warning: ") + output.lang(missing))
      }
      let folder = try record(inputs, json, observed, session.catalog, charts.files).write(
        on: RunWriter.today(), in: session.project.results)
      let text =
        output.json
        ? json.text + "\n"
        : backtestPage(inputs, output.lang).text(isTerminal: isStandardOutputStyled)
      try printResult(text)
      printError(
        output.lang(vi: "Thư mục kết quả: ", en: "Folder with the answer: ")
          + session.project.shown(folder))
    }
  }

  private var settings: [(key: String, value: JSONValue)] {
    [("horizons", .integer(horizons)), ("seed", .string(String(seed))), ("place", .string(place))]
  }

  private func observed(_ session: Session) throws -> ObservedData {
    guard let data else { return try session.observed() }
    return try ObservedData.read(
      data, as: data, provinces: session.catalog.provinces,
      trust: .user(manifestFrom: session.project.observed))
  }

  /// - Throws: ``UsageError`` with the nearest key.
  private func chosenSeries(_ catalog: Catalog) throws -> [BacktestedSeries] {
    let process = GrowthProcessForm { parameter in
      catalog.uncertainties(feeding: parameter).first?.prior
    }
    let all = backtestedSeries(growthProcess: process), keys = all.map(\.definition.key)
    for key in series where !keys.contains(key) {
      throw UsageError(
        message: Label(
          vi: "không có chuỗi `\(key)` để kiểm định lùi", en: "no series `\(key)` is back-tested"),
        help: nearestName(to: key, among: keys).map {
          Label(vi: "có phải là `\($0)`?", en: "did you mean `\($0)`?")
        } ?? Label(vi: keys.joined(separator: ", "), en: keys.joined(separator: ", ")))
    }
    return series.isEmpty ? all : all.filter { series.contains($0.definition.key) }
  }

  private func unknownPlace(_ session: Session) -> UsageError {
    let keys = session.catalog.provinces.map(\.key)
    return UsageError(
      message: Label(vi: "không có tỉnh `\(place)`", en: "no province `\(place)`"),
      help: nearestName(to: place, among: keys).map {
        Label(vi: "có phải là `\($0)`?", en: "did you mean `\($0)`?")
      } ?? Label(vi: "xem `reach provinces`", en: "see `reach provinces`"))
  }

  private func inputs(
    _ test: ReachEngine.Backtest, _ catalog: Catalog, _ observed: ObservedData,
    _ province: Province
  ) -> BacktestInputs {
    BacktestInputs(
      series: test.series,
      planTargets: test.planTargets.map { target in
        PlanTargetLine(
          series: target.series,
          place: catalog.provinces.first { $0.code == target.entity }?.label
            ?? Label(vi: target.entity, en: target.entity),
          year: target.year, target: target.target, forecast: target.forecast,
          actual: target.actual, targetCRPS: target.targetCRPS,
          forecastCRPS: target.forecastCRPS)
      }, vintageCaveat: test.vintageCaveat,
      data: BacktestData(
        folder: data, files: observed.files, differences: observed.differences),
      place: (province.code, province.label))
  }

  private func record(
    _ inputs: BacktestInputs, _ json: JSONValue, _ observed: ObservedData, _ catalog: Catalog,
    _ charts: [(name: String, bytes: [UInt8])]
  ) -> RecordFolder {
    RecordFolder(
      kind: "backtest",
      basis: .object([
        ("version", .string(softwareVersion)), ("settings", .object(settings)),
        ("series", .array(inputs.series.map { .string($0.definition.key) })),
        (
          "data",
          .object(
            observed.files.map { (($0.path as NSString).lastPathComponent, .string($0.sha256)) })
        ),
        // Priors of the growth process stand there.
        ("catalog", .array(catalog.files.map { .string($0.sha256) })),
      ]),
      files: [
        (RunFolder.backtestName, json.text + "\n"),
        ("backtest.md", backtestPage(inputs, .en).markdown),
        ("backtest.vi.md", backtestPage(inputs, .vi).markdown),
        ("scores.csv", scoredForecastsCSV(inputs.series)),
        ("coming.csv", comingForecastsCSV(inputs.series)),
      ], charts: charts)
  }
}
