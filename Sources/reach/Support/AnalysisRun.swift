import ArgumentParser
import Assessment
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation

/// One question about scenarios, from reading them to the folder with the answer.
struct AnalysisRun {
  /// The command, for example `compare`.
  let analysis: String
  /// Every setting that the numbers depend on, beside draws, seed and sampling.
  let settings: [String]
  let options: AnalysisOptions
  /// Files that the question rests on besides scenarios, catalog and observed data.
  var files: [SourceFile] = []

  /// The scenarios, fitted.
  struct Inputs {
    let session: Session
    let observed: ObservedData
    let models: [FittedModel]
  }

  /// What became of a question.
  struct Answer: Sendable {
    var report: AnalysisReport
    /// Draws simulated over all models and designs.
    let simulatedDraws: Int
    /// Draws that failed, over all scenarios.
    let failures: Int
    /// Whether it was interrupted: what is told is what was known by then.
    var isPartial = false
    /// Draws of each scenario behind what is told, where these are fewer than was asked for.
    var draws: Int?
  }

  /// Reads and fits the scenarios, asks, prints the answer and writes its folder.
  ///
  /// - Parameters:
  ///   - scenarios: Files or keys; the first is the one that the folder is named by.
  ///   - check: Refuses a misuse that only shows once scenarios are read.
  ///   - checkFitted: The same, once they are fitted.
  ///   - ask: The question.
  /// - Throws: What reading, fitting, asking and writing throw.
  func answer(
    _ scenarios: [String], check: ([Study]) throws -> Void = { _ in },
    checkFitted: ([FittedModel]) throws -> Void = { _ in },
    ask: @escaping @Sendable ([FittedModel], inout ProgressLine) async throws -> Answer
  ) async throws {
    let start = Resources()
    let early = Interruption.ending(resume: CommandLine.arguments)
    let (session, observed) = try await Session.withData(results: options.results)
    let studies = try session.studies(scenarios)
    session.warn(of: studies)
    try check(studies)
    let models = try session.fitted(studies, to: observed)
    try checkFitted(models)
    try RunFolder.makeRoom(in: session.project.results, bytes: 1 << 25)
    let skills = ReachEngine.skills(
      observed.panel, asOf: models[0].study.asOf, threads: options.threadCount)
    let simulation = Resources()
    early.cancel()
    let language = options.output.lang
    var answer = try await Interruption.cancelling(resume: CommandLine.arguments) {
      var line = ProgressLine(language)
      defer { line.finish() }
      return try await ask(models, &line)
    }
    answer.report.skills = skills
    let timing = RunTiming(start: start, simulation: simulation, end: Resources())
    let inputs = Inputs(session: session, observed: observed, models: models)
    let (folder, undrawn) = try write(answer, inputs, timing)
    if let undrawn {
      printError(language(vi: "cảnh báo: ", en: "warning: ") + language(undrawn))
    }
    SignalWatch.restoreSignals()
    try printResult(
      try text(answer, inputs, timing) + "\n" + session.project.line(naming: folder, options.output)
    )
    if answer.isPartial {
      let command = CommandLine.arguments.map(shellWord).joined(separator: " ")
      printError(
        language(
          vi: "đã dừng; ở trên là những gì biết được đến lúc đó\ngợi ý: để có đủ câu trả lời: ",
          en: "interrupted; told is what was known by then\nhint: for the whole answer: ") + command
      )
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
  }

  private func text(_ answer: Answer, _ inputs: Inputs, _ timing: RunTiming) throws -> String {
    let label = try label(answer, inputs)
    if options.output.json {
      return answer.report.json(run: label, isPartial: answer.isPartial).text
    }
    let summary = RunSummary(
      identity: label, simulatedDraws: answer.simulatedDraws,
      simulationSeconds: timing.simulationSeconds, wallSeconds: timing.wallSeconds,
      cpuSeconds: timing.end.cpuSeconds - timing.start.cpuSeconds,
      peakBytes: timing.end.peakBytes)
    return answer.report.text(
      options.output.lang, run: summary, isTerminal: isStandardOutputStyled)
  }

  private func question(_ inputs: Inputs, _ answer: Answer) throws -> AnalysisQuestion {
    AnalysisQuestion(
      key: analysis, settings: settings + (answer.isPartial ? ["partial"] : []),
      scenarios: try inputs.models.dropFirst().map { model in
        ComparedStudy(
          name: model.study.name, sha256: try model.study.digest,
          path: model.study.files.first?.path ?? model.study.name)
      })
  }

  private func identity(_ inputs: Inputs, _ answer: Answer) throws -> RunIdentity {
    RunIdentity(
      version: softwareVersion, study: try inputs.models[0].study.digest,
      data: dataFiles(inputs).map(\.sha256), seed: options.seed,
      method: options.sampling, draws: draws(answer), analysis: try question(inputs, answer))
  }

  private func dataFiles(_ inputs: Inputs) -> [DataFile] {
    inputs.observed.dataFiles
      + files.map { DataFile(path: $0.path, sha256: $0.sha256, vintage: "") }
  }

  private func draws(_ answer: Answer) -> Int { answer.draws ?? options.draws }

  /// Without the date, so that equal runs of different days write equal texts.
  private func label(_ answer: Answer, _ inputs: Inputs) throws -> RunLabel {
    let name = inputs.models[0].study.name
    return RunLabel(
      id: "\(analysis)-\(name)-\(try identity(inputs, answer).shortHash)", draws: draws(answer),
      seed: options.seed, sampling: options.sampling, failures: answer.failures)
  }

  private func write(
    _ answer: Answer, _ inputs: Inputs, _ timing: RunTiming
  ) throws -> (folder: RunFolder, undrawn: Label?) {
    let model = inputs.models[0]
    let kept = try AnalysisFolder.firstDraws(
      model.model, planYear: model.study.planYear,
      RunSampling(seed: options.seed, method: options.sampling, draws: draws(answer)),
      threads: options.threadCount)
    return try AnalysisFolder(
      report: answer.report, label: try label(answer, inputs), isPartial: answer.isPartial,
      provenance: try provenance(inputs, answer, kept, timing),
      model: RunModel(model.study, fitted: model.model), studies: inputs.models.map(\.study),
      draws: kept,
      drawing: inputs.session.project.drawing
    ).write(in: inputs.session.project.results, threads: options.threadCount)
  }

  private func provenance(
    _ inputs: Inputs, _ answer: Answer, _ kept: DrawTable, _ timing: RunTiming
  ) throws -> Provenance {
    let studies = inputs.models.map(\.study), study = studies[0]
    // Every file once: alternatives extend the base more often than not.
    var seen: Set<String> = []
    let files = studies.flatMap(\.files).filter { seen.insert($0.path).inserted }
    return try Provenance(
      version: softwareVersion, study: study,
      scenario: StudyReference(
        name: study.name, path: study.files.first?.path ?? study.name, asOf: study.asOf,
        planYear: study.planYear),
      scenarioFiles: files, catalogFiles: inputs.session.catalog.files,
      dataFiles: dataFiles(inputs),
      sampling: Sampling(
        seed: options.seed, method: options.sampling, draws: draws(answer), keptDraws: kept.draws,
        nestedParameters: 0, nestedShocks: 0, pairs: 0), analysis: try question(inputs, answer),
      environment: RunEnvironment(timing, threads: options.threadCount))
  }
}
