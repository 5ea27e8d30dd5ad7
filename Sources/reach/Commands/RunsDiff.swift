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
        Divides the difference of the recorded probabilities and medians among software, sampling, the \
        reading of medians, revised data, new data, and each changed assumption, lever and target. The \
        bars add up to it.
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
        let sides = try (old: side(session, library.run(old)), new: side(session, library.run(new)))
        let present = present(session, sides.old.run, sides.new.run)
        try RunFolder.makeRoom(in: session.project.results, bytes: 1 << 25)
        let simulation = Resources()
        early.cancel()
        let difference = try await difference(sides.old.run, sides.new.run, present)
        let timing = RunTiming(start: start, simulation: simulation, end: Resources())
        let folder = try folder(difference, sides, present, timing)
        let written = try folder.write(in: session.project.results, threads: threadCount).folder
        SignalWatch.restoreSignals()
        try printResult(
          text(difference, folder, timing) + "\n" + session.project.line(naming: written, output))
      }
    }

    private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    /// One of the two runs.
    private struct Side {
      let run: RecordedRun
      let provenance: Provenance
      let model: RunModel
    }

    /// What a run folder holds, with its scenario where its files still give the same study.
    private func side(_ session: Session, _ folder: RunFolder) throws -> Side {
      let provenance = try folder.readProvenance(), sampling = provenance.sampling
      let model = try folder.readModel(of: provenance)
      let path = session.project.scenarioPath(provenance.study.path, of: provenance)
      let read = (try? session.studies([path]))?.first
      let isSame = try read.map { try $0.digest == provenance.identity.study } ?? false
      let run = RecordedRun(
        name: folder.name, version: provenance.identity.version,
        analysis: provenance.identity.analysis?.key, model: model.model,
        kept: model.keptStudy(session.catalog), scenario: isSame ? read : nil,
        data: provenance.identity.data,
        sampling: RunSampling(
          seed: sampling.seed, method: sampling.method, draws: sampling.draws),
        findings: try folder.findings())
      return Side(run: run, provenance: provenance, model: model)
    }

    /// The folder is that of the new run's scenario, whose model and first draws it keeps.
    private func folder(
      _ difference: RunDifference, _ sides: (old: Side, new: Side), _ present: PresentData?,
      _ timing: RunTiming
    ) throws -> AnalysisFolder {
      let (old, new) = (sides.old.provenance, sides.new.provenance)
      // What is on disk decides which of two fits is made again.
      let data = present.map { ["data " + $0.checksums.sorted().joined(separator: " ")] } ?? []
      let question = AnalysisQuestion(
        key: "diff",
        settings: ["old \(try old.identity.shortHash)", "new \(try new.identity.shortHash)"] + data,
        scenarios: [
          ComparedStudy(name: old.study.name, sha256: old.identity.study, path: old.study.path)
        ])
      let kept = try AnalysisFolder.firstDraws(
        sides.new.run.model, planYear: new.study.planYear, sides.new.run.sampling,
        threads: threadCount)
      let provenance = Provenance(
        question, about: new, version: softwareVersion, keptDraws: kept.draws,
        environment: RunEnvironment(timing, threads: threadCount))
      let sampling = sides.new.run.sampling
      let label = RunLabel(
        id: "diff-\(new.study.name)-\(try provenance.identity.shortHash)", draws: sampling.draws,
        seed: sampling.seed, sampling: sampling.method, failures: difference.failures)
      return AnalysisFolder(
        report: report(of: difference), label: label, isPartial: false, provenance: provenance,
        model: sides.new.model, draws: kept)
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
      let options = RunDifferenceOptions(threads: threadCount)
      let language = output.lang
      return try await Interruption.cancelling(resume: CommandLine.arguments) {
        var line = ProgressLine(language)
        defer { line.finish() }
        return try ReachEngine.difference(from: old, to: new, present: present, options) {
          line.show($0)
        }
      }
    }

    private func text(
      _ difference: RunDifference, _ folder: AnalysisFolder, _ timing: RunTiming
    ) -> String {
      if output.json { return folder.report.json(run: folder.label).text }
      let summary = RunSummary(
        identity: folder.label, simulatedDraws: difference.simulatedDraws,
        simulationSeconds: timing.simulationSeconds, wallSeconds: timing.wallSeconds,
        cpuSeconds: timing.end.cpuSeconds - timing.start.cpuSeconds,
        peakBytes: timing.end.peakBytes)
      return folder.report.text(output.lang, work: summary, isTerminal: isStandardOutputStyled)
    }
  }
}
