import ArgumentParser
import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation

struct Track: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Update the probability of the targets by this year's figures so far.",
    usage: "reach track <scenario> [--observed figures.csv] [--as-of 2021-09-30]",
    discussion: """
      The file has the columns period, indicator, value, unit, error, published, vintage, source; \
      indicators stand in Scenarios/catalog/indicators.yaml. Without a file the forecast and its \
      signposts are shown. Ends with 65 where the model gives the figures hardly any chance.
      """)

  @Argument(help: "A scenario file or key.")
  var scenario: String

  @Option(help: "Figures of the year, a CSV file.")
  var observed: String?

  @Option(
    help: "Figures published later are not used; all are if not given.",
    transform: Track.date(typed:))
  var asOf: CalendarDate?

  @Option(help: "The most false alarms that a signpost may raise, 0.01 to 0.5.")
  var falseAlarms = 0.1

  @Flag(inversion: .prefixedNo, help: "Look for signposts.")
  var signposts = true

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    guard (0.01...0.5).contains(falseAlarms) else {
      throw ValidationError("`--false-alarms` must be 0.01 to 0.5, not \(falseAlarms)")
    }
  }

  private static func date(typed text: String) throws -> CalendarDate {
    guard let date = CalendarDate(text) else {
      throw Misuse("`\(text)` is no day", hint: "write 2021-09-30")
    }
    return date
  }

  func run() async throws {
    let asked = self
    try await reportingFailures(options.output.lang) {
      let project = try Project.around(results: options.results)
      let catalog = try IndicatorCatalog.read(project)
      let source = try observed.map { name in
        let path = project.figuresPath(name)
        return try SourceText.read(path, as: project.shown(path), checksum: true)
      }
      var run = AnalysisRun(
        analysis: "track", settings: settings(source?.sha256), options: options)
      run.files =
        [catalog.file] + (source.map { [SourceFile(path: $0.file, sha256: $0.sha256)] } ?? [])
      let figures = { @Sendable (study: Study) throws(DiagnosticReport) -> [ObservedFigure] in
        guard let source else { return [] }
        return try observedFigures(source, for: study, catalog)
      }
      try await run.answer([scenario], check: { _ = try figures($0[0]) }) { models, line in
        try asked.answer(
          models[0], try figures(models[0].study), catalog, source: source?.file, &line)
      }
    }
  }

  private func settings(_ figures: String?) -> [String] {
    (figures.map { ["figures \($0)"] } ?? []) + (asOf.map { ["as of \($0)"] } ?? [])
      + (signposts ? ["false alarms \(falseAlarms)"] : ["no signposts"])
  }

  private func answer(
    _ model: FittedModel, _ figures: [ObservedFigure], _ catalog: IndicatorCatalog,
    source: String?, _ line: inout ProgressLine
  ) throws -> AnalysisRun.Answer {
    let runner = EnsembleRunner(
      seed: options.seed, sampling: options.sampling, threads: options.threadCount)
    line.show(ForecastProgress(done: 0, total: 3))
    let tracking: PlanTracking
    do {
      tracking = try PlanTracking(
        model, figures, asOf: asOf, runner: runner, draws: options.draws)
    } catch let refusal as TrackingRefusal {
      throw refusal.report
    }
    line.show(ForecastProgress(done: 1, total: 3))
    // As many as tell a rate of 10 % to half a point; a longer plan has more months to look at.
    let half = min(options.draws, model.study.model.quarters > 4 ? 1 << 14 : 1 << 15)
    let search =
      signposts
      ? try SignpostSearch(
        model, catalog.indicators, level: falseAlarms, runner: runner, draws: half) : nil
    line.show(ForecastProgress(done: 3, total: 3))
    return AnalysisRun.Answer(
      report: report(of: TrackedPlan(tracking, signposts: search), figuresFrom: source),
      simulatedDraws: tracking.draws + (search == nil ? 0 : 2 * half),
      failures: tracking.failures)
  }
}

extension Project {
  /// A file of figures: a path, or the key of one of those in `Scenarios/observed`.
  func figuresPath(_ name: String) -> String {
    if name.contains("/") || name.hasSuffix(".csv") { return name }
    return scenarioPath("Scenarios/observed/\(name).csv")
  }
}
