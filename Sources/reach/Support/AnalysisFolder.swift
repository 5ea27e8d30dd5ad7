import Assessment
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation

/// The folder of an analysis: its answer for people and programs, with what it was made from.
struct AnalysisFolder {
  let report: AnalysisReport
  let label: RunLabel
  /// Whether it was interrupted.
  let isPartial: Bool
  let provenance: Provenance
  /// The first of the scenarios.
  let model: RunModel
  /// Every scenario that was asked about, the first one first; none of runs that were read back.
  var studies: [Study] = []
  /// Its first draws, by which the folder can be verified.
  let draws: DrawTable
  /// What draws the charts of the report; nil where it has none.
  var drawing: ChartDrawing?

  /// - Parameters:
  ///   - results: The folder of all runs.
  ///   - threads: How many write at a time.
  /// - Returns: The folder, and why it has no drawings where it should have some.
  /// - Throws: R-codes where it cannot be written; nothing is left behind then.
  func write(
    in results: String, threads: Int
  ) throws -> (folder: RunFolder, undrawn: Label?) {
    let (report, label, isPartial, kept, studies) = (report, label, isPartial, draws, studies)
    var texts: [(name: String, make: @Sendable () -> String)] = [
      (RunFolder.findingsName, { findingsCSV(report.findings) }),
      (RunFolder.analysisName, { report.json(run: label, isPartial: isPartial).text + "\n" }),
      (RunFolder.pageName, { report.pageJSON(run: label, isPartial: isPartial).text + "\n" }),
    ]
    if !studies.isEmpty { texts.append((RunFolder.inputsName, { inputsJSON(studies) })) }
    for language in Language.allCases {
      texts.append(
        (RunFolder.analysisTextName(language), { report.page(language, run: label).markdown }))
    }
    let charts = drawing?.files(Language.allCases.flatMap(report.charts))
    let folder = try RunFolder.write(
      RunContents(
        date: try RunWriter.today(), provenance: provenance, model: model, draws: { kept },
        texts: texts, charts: charts?.files ?? []),
      in: results, threads: threads)
    return (folder, charts?.missing)
  }

  private static let greatestKept = 20_000

  /// The first draws of a scenario, up to 20,000.
  ///
  /// - Parameters:
  ///   - model: What is simulated.
  ///   - planYear: Its first year.
  ///   - sampling: Seed, sampling and draws of the analysis.
  ///   - threads: How many simulate.
  /// - Returns: Every series and every drawn parameter.
  /// - Throws: `CancellationError`.
  static func firstDraws(
    _ model: SimulationModel, planYear: Int, _ sampling: RunSampling, threads: Int
  ) throws -> DrawTable {
    let prepared = PreparedModel(model), count = min(greatestKept, sampling.draws)
    let runner = EnsembleRunner(seed: sampling.seed, sampling: sampling.method, threads: threads)
    var kept = KeptDraws(prepared, limit: count)
    let chunks = try runner.whole(
      [prepared], .ensemble(draws: count), recording: .everything
    ) { $0[0] }
    for chunk in chunks { kept.add(chunk) }
    return DrawTable(
      kept.series, kept.values,
      prepared.parameterValues(seed: sampling.seed, sampling: sampling.method, draws: 0..<count),
      planYear: planYear, sectors: model.sectors.map(\.key))
  }
}

extension Project {
  /// What draws charts.
  var drawing: ChartDrawing {
    ChartDrawing(
      roots: inputRoots, named: ProcessInfo.processInfo.environment["REACH_VL_CONVERT"])
  }

  /// The last line of an answer, which names its folder; empty where data are printed.
  func line(naming folder: RunFolder, _ output: OutputOptions) -> String {
    guard !output.json else { return "" }
    let title = output.lang(vi: "Thư mục lần chạy", en: "Run folder")
    return "\(title): \(shown(folder.path))"
  }
}
