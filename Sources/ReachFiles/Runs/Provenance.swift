package import ReachModel
import Reporting
package import Simulation

/// What `provenance.json` holds: what a run was made from and with, and the checksum of each file
/// it wrote.
///
/// Two runs of the same version with the same inputs, seed and draws write the same bytes, but for
/// ``environment``.
package struct Provenance: Sendable, Equatable {
  package let identity: RunIdentity
  package let study: StudyReference
  /// Scenario files, in the order of reading.
  package let scenarioFiles: [SourceFile]
  package let catalogFiles: [SourceFile]
  package let dataFiles: [DataFile]
  package let sampling: Sampling
  package internal(set) var files: [WrittenFile] = []
  package let environment: RunEnvironment

  package init(
    version: String, study: Study, scenario: StudyReference, scenarioFiles: [SourceFile],
    catalogFiles: [SourceFile], dataFiles: [DataFile], sampling: Sampling,
    analysis: AnalysisQuestion? = nil, environment: RunEnvironment
  ) throws(DiagnosticReport) {
    identity = RunIdentity(
      version: version, study: try study.digest, data: dataFiles.map(\.sha256),
      seed: sampling.seed, method: sampling.method, draws: sampling.draws, analysis: analysis)
    (self.study, self.scenarioFiles, self.catalogFiles) = (scenario, scenarioFiles, catalogFiles)
    (self.dataFiles, self.sampling, self.environment) = (dataFiles, sampling, environment)
  }

  /// Of an analysis of runs: from the files that one of them was made from.
  ///
  /// - Parameters:
  ///   - analysis: What was asked.
  ///   - run: The run, whose seed, sampling and draws are taken too.
  ///   - version: Of the software that answers.
  ///   - keptDraws: Draws in `draws.bin`.
  ///   - environment: The machine and its times.
  package init(
    _ analysis: AnalysisQuestion, about run: Provenance, version: String, keptDraws: Int,
    environment: RunEnvironment
  ) {
    identity = RunIdentity(
      version: version, study: run.identity.study, data: run.identity.data,
      seed: run.sampling.seed, method: run.sampling.method, draws: run.sampling.draws,
      analysis: analysis)
    (study, scenarioFiles, catalogFiles) = (run.study, run.scenarioFiles, run.catalogFiles)
    dataFiles = run.dataFiles
    sampling = Sampling(
      seed: run.sampling.seed, method: run.sampling.method, draws: run.sampling.draws,
      keptDraws: keptDraws, nestedParameters: 0, nestedShocks: 0, pairs: 0)
    self.environment = environment
  }
}

/// How to resolve the study again.
package struct StudyReference: Sendable, Equatable {
  /// The scenario's key.
  package let name: String
  /// The scenario file, relative to the project or as given.
  package let path: String
  package let asOf: CalendarDate
  package let planYear: Int
  /// What the command line put in place of what the file says, each as typed.
  package let overrides: [String]

  package init(
    name: String, path: String, asOf: CalendarDate, planYear: Int, overrides: [String] = []
  ) {
    (self.name, self.path, self.asOf) = (name, path, asOf)
    (self.planYear, self.overrides) = (planYear, overrides)
  }
}

/// An observed data file.
package struct DataFile: Sendable, Equatable {
  package let path: String
  package let sha256: String
  /// As its manifest says; empty for the manifest itself.
  package let vintage: String

  package init(path: String, sha256: String, vintage: String) {
    (self.path, self.sha256, self.vintage) = (path, sha256, vintage)
  }
}

/// How many draws, of what, from which seed.
package struct Sampling: Sendable, Equatable {
  package let seed: UInt64
  package let method: SamplingMethod
  package let draws: Int
  /// Draws in `draws.bin`.
  package let keptDraws: Int
  /// The nested design behind the ranges over parameters: parameters × shocks.
  package let nestedParameters: Int
  package let nestedShocks: Int
  /// Pairs with equal parameters behind the share of variance.
  package let pairs: Int

  package init(
    seed: UInt64, method: SamplingMethod, draws: Int, keptDraws: Int, nestedParameters: Int,
    nestedShocks: Int, pairs: Int
  ) {
    (self.seed, self.method, self.draws, self.keptDraws) = (seed, method, draws, keptDraws)
    (self.nestedParameters, self.nestedShocks) = (nestedParameters, nestedShocks)
    self.pairs = pairs
  }
}

/// A file of a run folder.
package struct WrittenFile: Sendable, Equatable {
  package let name: String
  package let bytes: Int
  package let sha256: String
}

/// Where and when a run was made: what may differ between equal runs, and nothing else may.
package struct RunEnvironment: Sendable, Equatable {
  /// The command line.
  package var arguments: [String]
  /// Where it was typed: what its relative paths begin with.
  package var workingFolder: String
  package var threads: Int
  package var host: String
  /// UTC, ISO 8601.
  package var started: String
  package var finished: String
  package var wallSeconds: Double
  package var cpuSeconds: Double
  package var peakMemoryBytes: Int
  package var processor: String
  /// Which build of Reach ran: its instruction set.
  package var instructions: String
  /// The linear algebra in use, which decides the last digits of an estimate.
  package var linearAlgebra: String

  package init(
    arguments: [String], workingFolder: String, threads: Int, host: String, started: String,
    finished: String,
    wallSeconds: Double, cpuSeconds: Double, peakMemoryBytes: Int, processor: String,
    instructions: String, linearAlgebra: String
  ) {
    (self.arguments, self.workingFolder) = (arguments, workingFolder)
    (self.threads, self.host) = (threads, host)
    (self.started, self.finished) = (started, finished)
    (self.wallSeconds, self.cpuSeconds) = (wallSeconds, cpuSeconds)
    (self.peakMemoryBytes, self.processor) = (peakMemoryBytes, processor)
    (self.instructions, self.linearAlgebra) = (instructions, linearAlgebra)
  }
}
