import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Testing

@Suite("Runs of bare models")
struct ModelRunTests {
  /// The noisy reference with a programme that reaches `billions` · 10⁹ firms a quarter.
  private func reaching(_ billions: Double) throws -> SimulationModel {
    var model = try PriorPredictiveTests.invented().model
    let group = 1, cost = 0.2
    model.structure.eligible[group] = 1e15
    model.structure.supportShares[group] = [1, 0, 0]
    model.parameters[.unitCost] = model.parameters[.unitCost].map {
      DrawnValue(.fixed(cost), number: $0.number, index: $0.index)
    }
    model.parameters[.execution] = model.parameters[.execution].map {
      DrawnValue(.fixed(1), number: $0.number, index: $0.index)
    }
    model.levers.budget[group] = model.levers.budget[group].map { _ in 4e9 * billions * cost }
    return model
  }

  @Test("end when the doubled budgets fail, though the case itself does not")
  func doubled() async throws {
    // Beyond 2^31 firms reached in a quarter a draw fails; a budget spread over a year reaches
    // them in quarters.
    guard
      case .ensemble = try await runModel(
        reaching(0.8), targets: [], draws: 100, seed: 1, threads: 1)
    else {
      Issue.record("nothing is random")
      return
    }
    await #expect(
      throws: SimulationFailure(scenario: "doubled budgets", failures: 100, draws: 100)
    ) {
      _ = try await runModel(reaching(1.6), targets: [], draws: 100, seed: 1, threads: 1)
    }
    await #expect(throws: SimulationFailure(scenario: nil, failures: 100, draws: 100)) {
      _ = try await runModel(reaching(3.2), targets: [], draws: 100, seed: 1, threads: 1)
    }
  }
}
