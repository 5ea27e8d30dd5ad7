package import ReachModel
package import Simulation

/// What identifies a run: equal for equal runs, so that it may stand in files.
package struct RunLabel: Sendable, Equatable {
  /// The name of the run folder, or of what it would be.
  package let id: String
  /// Draws of the ensemble, per scenario.
  package let draws: Int
  package let seed: UInt64
  package let sampling: SamplingMethod
  /// Draws that failed, over all scenarios.
  package let failures: Int

  package init(
    id: String, draws: Int, seed: UInt64, sampling: SamplingMethod = .plain, failures: Int = 0
  ) {
    (self.id, self.draws, self.seed, self.failures) = (id, draws, seed, failures)
    self.sampling = sampling
  }

  /// The sampling in words.
  func samplingName(_ language: Language) -> String { language(sampling.label) }
}

extension SamplingMethod {
  /// In words.
  package var label: Label {
    switch self {
    case .plain: Label(vi: "các lần độc lập", en: "independent draws")
    case .sobol:
      Label(
        vi: "điểm Sobol' xáo trộn, \(SamplingMethod.scrambles) bộ",
        en: "Sobol' points, \(SamplingMethod.scrambles) scrambles")
    }
  }
}

/// The name of a sampling method that a run holds; nil for one that is not known.
package func samplingLabel(_ code: String) -> Label? { SamplingMethod(rawValue: code)?.label }

/// The designs that a run simulated beside its ensemble.
package struct RunDesigns: Sendable, Equatable {
  /// The nested design behind ranges over parameters: parameters × shocks.
  package let nestedParameters: Int
  package let nestedShocks: Int
  /// Pairs with equal parameters and different shocks, behind the shares of variance.
  package let pairs: Int

  package init(nestedParameters: Int, nestedShocks: Int, pairs: Int) {
    (self.nestedParameters, self.nestedShocks) = (nestedParameters, nestedShocks)
    self.pairs = pairs
  }
}

/// How a run went, for its last lines on the terminal.
package struct RunSummary: Sendable, Equatable {
  package let identity: RunLabel
  /// Draws simulated over all designs and scenarios.
  package let simulatedDraws: Int
  /// Seconds that the simulation of them took.
  package let simulationSeconds: Double
  package let wallSeconds: Double
  package let cpuSeconds: Double
  package let peakBytes: Int

  package init(
    identity: RunLabel, simulatedDraws: Int, simulationSeconds: Double, wallSeconds: Double,
    cpuSeconds: Double, peakBytes: Int
  ) {
    (self.identity, self.simulatedDraws) = (identity, simulatedDraws)
    (self.simulationSeconds, self.wallSeconds) = (simulationSeconds, wallSeconds)
    (self.cpuSeconds, self.peakBytes) = (cpuSeconds, peakBytes)
  }
}
