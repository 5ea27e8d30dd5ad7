import Assessment
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation

/// When a run began, when it began to simulate, and when that was done.
struct RunTiming {
  let start: Resources
  let simulation: Resources
  let end: Resources

  var wallSeconds: Double { (end.wall - start.wall).seconds }
  var simulationSeconds: Double { (end.wall - simulation.wall).seconds }
}

/// Writes the run folder of each forecast.
struct RunWriter {
  let session: Session
  let observed: ObservedData
  let options: ForecastOptions

  func write(_ forecasts: [Forecast], _ timing: RunTiming) throws -> [RunFolder] {
    try forecasts.map { forecast in
      try RunFolder.write(
        try contents(forecast, timing), in: session.project.results, threads: options.threads)
    }
  }

  /// How the run went, for the last lines of the verdict.
  func summary(_ forecasts: [Forecast], _ timing: RunTiming) throws -> RunSummary {
    let draws = forecasts.first?.summary.draws ?? options.draws
    let perScenario =
      draws + options.nestedParameters * options.nestedShocks(after: draws)
      + min(options.pairs, draws)
    let ids = try forecasts.map { try identity($0).id }
    return RunSummary(
      identity: RunLabel(
        id: ids.joined(separator: ", "), draws: draws, seed: options.seed,
        sampling: options.sampling, failures: forecasts.reduce(0) { $0 + $1.summary.failures }),
      simulatedDraws: perScenario * forecasts.count, simulationSeconds: timing.simulationSeconds,
      wallSeconds: timing.wallSeconds,
      cpuSeconds: timing.end.cpuSeconds - timing.start.cpuSeconds,
      peakBytes: timing.end.peakBytes)
  }

  /// Without the date, so that equal runs of different days write equal texts.
  private func identity(_ forecast: Forecast) throws -> RunLabel {
    let run = RunIdentity(
      version: softwareVersion, study: try forecast.study.digest,
      data: observed.dataFiles.map(\.sha256), seed: options.seed, method: options.sampling,
      draws: forecast.summary.draws)
    return RunLabel(
      id: "\(forecast.study.name)-\(try run.shortHash)", draws: forecast.summary.draws,
      seed: options.seed, sampling: options.sampling,
      failures: forecast.summary.failures)
  }

  private func contents(
    _ forecast: Forecast, _ timing: RunTiming
  ) throws -> RunContents {
    let identity = try identity(forecast)
    let options = options
    return RunContents(
      date: try Self.today(), provenance: try provenance(forecast, timing),
      model: RunModel(forecast.study, fitted: forecast.fitted.model),
      draws: {
        DrawTable(
          forecast.kept.series, forecast.kept.values,
          forecast.prepared.parameterValues(
            seed: options.seed, sampling: options.sampling, draws: 0..<forecast.kept.count),
          planYear: forecast.study.planYear, sectors: forecast.study.sectors.map(\.key),
          chances: zip(forecast.study.targets, forecast.kept.chances).map { ($0, $1) })
      },
      texts: texts(forecast, identity))
  }

  private func texts(
    _ forecast: Forecast, _ identity: RunLabel
  ) -> [(name: String, make: @Sendable () -> String)] {
    let forecasts = [forecast], citations = observed.citations
    let history = publishedHistory(forecast.study, observed.facts)
    let designs = RunDesigns(
      nestedParameters: options.nestedParameters,
      nestedShocks: options.nestedShocks(after: forecast.summary.draws),
      pairs: min(options.pairs, forecast.summary.draws))
    var texts: [(name: String, make: @Sendable () -> String)] = [
      ("findings.csv", { findingsCSV(forecasts) }), ("outcomes.csv", { outcomesCSV(forecasts) }),
      ("histograms.csv", { histogramsCSV(forecasts) }),
      (RunFolder.inputsName, { inputsJSON(forecasts.map(\.study)) }),
      ("verdict.json", { verdictJSON(forecasts, run: identity).text + "\n" }),
      (RunFolder.historyName, { historyCSV(history) }),
      (
        RunFolder.trailsName,
        {
          trailsJSON(
            forecast.findings.filter(\.hasTrail), forecast.fitted, run: identity,
            designs: designs, citations: citations
          ).text + "\n"
        }
      ),
      (
        RunFolder.pageName,
        {
          pageJSON { (nil, verdictPage(forecasts, language: $0, run: identity)) }.text + "\n"
        }
      ),
    ]
    for language in Language.allCases {
      texts.append(
        (
          RunFolder.verdictTextName(language),
          { verdictPage(forecasts, language: language, run: identity).markdown }
        ))
    }
    return texts
  }

  private func provenance(
    _ forecast: Forecast, _ timing: RunTiming
  ) throws -> Provenance {
    let study = forecast.study
    return try Provenance(
      version: softwareVersion, study: study,
      scenario: StudyReference(
        name: study.name, path: study.files.first?.path ?? study.name, asOf: study.asOf,
        planYear: study.planYear),
      scenarioFiles: study.files, catalogFiles: session.catalog.files,
      dataFiles: observed.dataFiles,
      sampling: Sampling(
        seed: options.seed, method: options.sampling, draws: forecast.summary.draws,
        keptDraws: forecast.kept.count, nestedParameters: options.nestedParameters,
        nestedShocks: options.nestedShocks(after: forecast.summary.draws),
        pairs: min(options.pairs, forecast.summary.draws)),
      environment: RunEnvironment(timing, threads: options.threads))
  }

  /// The day, UTC.
  static func today() throws -> CalendarDate {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    guard let year = parts.year, let month = parts.month, let day = parts.day,
      let date = CalendarDate(year: year, month: month, day: day)
    else { throw ClockFailure() }
    return date
  }
}

extension ObservedData {
  /// The data files with their vintages, for the provenance.
  var dataFiles: [DataFile] {
    files.map { file in
      let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
      return DataFile(
        path: file.path, sha256: file.sha256, vintage: manifest.file(name)?.vintage ?? "")
    }
  }
}

extension RunEnvironment {
  /// This process, on this machine.
  init(_ timing: RunTiming, threads: Int) {
    self.init(
      arguments: CommandLine.arguments,
      workingFolder: FileManager.default.currentDirectoryPath, threads: threads,
      host: ProcessInfo.processInfo.hostName, started: timing.start.date.formatted(.iso8601),
      finished: timing.end.date.formatted(.iso8601), wallSeconds: timing.wallSeconds,
      cpuSeconds: timing.end.cpuSeconds - timing.start.cpuSeconds,
      peakMemoryBytes: timing.end.peakBytes, processor: Self.processorName,
      instructions: InstructionSet.name,
      linearAlgebra: "OpenBLAS through LAPACKE, one thread")
  }

  /// The processor's name, as the system tells it; empty where it does not.
  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? ""
  }
}

/// The system's clock gives no date.
private struct ClockFailure: Explained {
  var explanation: String { "error: the system's clock gives no date\nhint: set it" }
  var exitStatus: ExitStatus { .inputOutput }
}
