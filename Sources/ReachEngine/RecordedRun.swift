package import Assessment
package import ReachModel

/// What a run folder holds of one scenario: what it was made from, and the numbers that it recorded.
package struct RecordedRun: Sendable {
  /// The name of the folder.
  package let name: String
  /// The software that wrote it.
  package let version: String
  /// The command, for an analysis.
  package let analysis: String?
  /// Scenarios that it compared with this one, its base.
  package let compared: [String]
  /// The fitted model, exactly.
  package let model: SimulationModel
  /// The scenario as its files have it, if they have not changed since.
  package let scenario: Study?
  /// The scenario as far as the model tells it.
  package let readOff: Study
  /// Checksums of the data files, in ascending order.
  package let data: [String]
  package let sampling: RunSampling
  /// Findings of the scenario, for their recorded values.
  package let findings: FindingBook

  /// - Parameters:
  ///   - name: The name of the folder.
  ///   - version: The software that wrote it.
  ///   - analysis: The command, for an analysis.
  ///   - model: The fitted model, exactly.
  ///   - kept: Names, levers, uncertainties and targets of the run.
  ///   - scenario: The scenario read again; nil if its files have changed.
  ///   - data: Checksums of the data files.
  ///   - sampling: Seed, sampling and draws.
  ///   - findings: Of all scenarios of the run.
  package init(
    name: String, version: String, analysis: String? = nil, model: SimulationModel, kept: Study,
    scenario: Study?, data: [String], sampling: RunSampling, findings: [Finding]
  ) {
    (self.name, self.version, self.analysis, self.model) = (name, version, analysis, model)
    (self.scenario, readOff) = (scenario, kept.readOff(model))
    (self.data, self.sampling) = (data.sorted(), sampling)
    compared =
      analysis == "compare" ? Set(findings.map(\.scenario)).subtracting([kept.name]).sorted() : []
    self.findings = FindingBook(findings.filter { $0.scenario == kept.name })
  }

  /// What the run recorded in answer to a question about its targets.
  func recorded(_ question: Attribution.Question) -> Double? {
    let id = question == .joint ? question.id : "targets.\(question.id)"
    return findings.find(id)?.value
  }
}

/// How a difference is computed; it depends on nothing else.
package struct RunDifferenceOptions: Sendable, Equatable {
  package var threads: Int
  /// Quarters that all combinations of changes simulate together, at most.
  ///
  /// Beyond it they have fewer draws than the runs, but at least 4,096 each. These take about half a
  /// minute of one processor.
  package var greatestWork = 1 << 25

  /// Two for each part of a ``Replicated``.
  static let fewestDraws = 32
  static let mostDraws = 1 << 24

  package init(threads: Int) { self.threads = threads }
}
