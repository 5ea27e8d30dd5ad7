import ArgumentParser
import Assessment
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

extension Runs {
  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "Explain the difference between two runs of one plan.",
      usage: "reach runs diff <old> <new> [options]",
      discussion: """
        Divides the difference of the recorded probabilities and medians among software, sampling, \
        rounding, revised data, new data, and each changed assumption, lever and target. The bars add \
        up to it. \
        Prints the answer and writes nothing.
        """)

    @Argument(help: "The old run: its path, its name, or a part of it that fits only one.")
    var old: String

    @Argument(help: "The new run, likewise.")
    var new: String

    @OptionGroup var place: Place

    @Option(help: "Threads; all processors if not given. The result does not depend on it.")
    var threads: Int?

    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let threads, threads < 1 {
        throw ValidationError("`--threads` must be positive, not \(threads)")
      }
    }

    func run() async throws {
      try await reportingFailures(output.lang) {
        let start = Resources()
        let early = Interruption.ending(resume: CommandLine.arguments)
        let session = try Session(results: place.results)
        let library = RunLibrary(session.project.results)
        let before = try session.recorded(library.run(old))
        let after = try session.recorded(library.run(new))
        let present = present(session, before, after)
        let simulation = Resources()
        early.cancel()
        let difference = try await difference(before, after, present)
        SignalWatch.restoreSignals()
        let timing = RunTiming(start: start, simulation: simulation, end: Resources())
        try printResult(text(difference, timing))
      }
    }

    /// The data as they are now, which only runs with other files or dates ask for.
    private func present(
      _ session: Session, _ old: RecordedRun, _ new: RecordedRun
    ) -> PresentData? {
      guard old.data != new.data || old.readOff.asOf != new.readOff.asOf,
        let observed = try? session.observed()
      else { return nil }
      return PresentData(
        panel: observed.panel, facts: observed.facts, checksums: observed.files.map(\.sha256))
    }

    private func difference(
      _ old: RecordedRun, _ new: RecordedRun, _ present: PresentData?
    ) async throws -> RunDifference {
      let options = RunDifferenceOptions(
        threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
      let language = output.lang
      return try await Interruption.cancelling(resume: CommandLine.arguments) {
        var line = ProgressLine(language)
        defer { line.finish() }
        return try ReachEngine.difference(from: old, to: new, present: present, options) {
          line.show($0)
        }
      }
    }

    private func text(_ difference: RunDifference, _ timing: RunTiming) -> String {
      let report = report(of: difference), sampling = difference.new.sampling
      let label = RunLabel(
        id: "\(difference.old.name)..\(difference.new.name)", draws: sampling.draws,
        seed: sampling.seed, sampling: sampling.method, failures: difference.failures)
      if output.json { return report.json(run: label).text }
      let summary = RunSummary(
        identity: label, simulatedDraws: difference.simulatedDraws,
        simulationSeconds: timing.simulationSeconds, wallSeconds: timing.wallSeconds,
        cpuSeconds: timing.end.cpuSeconds - timing.start.cpuSeconds,
        peakBytes: timing.end.peakBytes)
      return report.text(output.lang, work: summary, isTerminal: isStandardOutputStyled)
    }
  }
}

extension Session {
  /// What a run folder holds, with its scenario where its files still give the same study.
  fileprivate func recorded(_ folder: RunFolder) throws -> RecordedRun {
    let provenance = try folder.readProvenance(), sampling = provenance.sampling
    let run = try folder.readModel(of: provenance)
    let path = project.scenarioPath(provenance.study.path, of: provenance)
    let read = (try? studies([path]))?.first
    let isSame = try read.map { try $0.digest == provenance.identity.study } ?? false
    return RecordedRun(
      name: folder.name, version: provenance.identity.version,
      analysis: provenance.identity.analysis?.key, model: run.model,
      kept: run.keptStudy(catalog), scenario: isSame ? read : nil, data: provenance.identity.data,
      sampling: RunSampling(
        seed: sampling.seed, method: sampling.method, draws: sampling.draws),
      findings: try folder.findings())
  }
}
