import Simulation

/// What was found about some questions of one scenario.
package struct ScenarioDiscoveries: Sendable {
  /// By question, as far as they were answered.
  package let answers: [ScenarioDiscovery]
  /// The questions about which nothing was known when it was interrupted.
  package let unanswered: [TargetQuestion]

  /// Whether it was interrupted before everything was known.
  package var isPartial: Bool {
    !unanswered.isEmpty || answers.contains { !$0.unfinished.isEmpty }
  }
}

extension ScenarioDiscovery {
  /// Draws behind P at a turning point, at most.
  private static let drawsThere = 16_384

  /// Looks for boxes and turning points for one question after another.
  ///
  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - table: Inputs and answers of the draws.
  ///   - questions: What is asked.
  ///   - interest: Which draws are looked for; the rarer kind of each question if nil.
  ///   - options: How boxes are looked for.
  ///   - sampler: Simulates the turning points.
  ///   - shouldStop: Asked time and again, by several threads at a time; then what is known is told.
  /// - Returns: What was found; questions of which no draw is decided are left out.
  /// - Throws: `CancellationError` where it should stop and nothing is known of any question.
  package static func find(
    _ fitted: FittedModel, _ table: EnsembleTable, _ questions: [TargetQuestion],
    _ interest: Interest?, _ options: DiscoveryOptions, sampler: TargetSampler,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> ScenarioDiscoveries {
    var answers: [ScenarioDiscovery] = []
    for (place, question) in questions.enumerated() {
      do {
        let found = try find(
          fitted, table, question, interest, options, threads: sampler.runner.threads,
          shouldStop: shouldStop)
        guard let found else { continue }
        answers.append(
          found.simulatingTurn(
            fitted, sampler: sampler, draws: min(table.sample.draws, drawsThere)))
      } catch let cancellation as CancellationError {
        guard !answers.isEmpty else { throw cancellation }
        return ScenarioDiscoveries(answers: answers, unanswered: Array(questions[place...]))
      }
    }
    return ScenarioDiscoveries(answers: answers, unanswered: [])
  }
}
