import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Targets of two scenarios under the same shocks")
struct TargetPairingTests {
  /// The number of firms after a year, entries being the only thing that happens.
  private let model = PreparedModel(
    ToyModel.make(
      firms: 50, [.entryRate: .lognormal(mean: 0.2, sd: 0.05), .startFirms: .fixed(50)]))

  private func hits(_ thresholds: [Double], planYear: Int = 2021) -> TargetHits {
    TargetHits(
      thresholds.map { ToyModel.target(.firms, $0, year: planYear) }, model, planYear: planYear)
  }

  /// The same draws of both.
  private func paired(_ own: TargetHits, _ base: TargetHits) async throws -> TargetPairing {
    var pairing = TargetPairing(own, base)
    try await EnsembleRunner(seed: 3, threads: 1).run(
      [model], .ensemble(draws: 512), recording: .years
    ) { chunks in
      let chunk = chunks[0]
      pairing.add((chunk, own.told(by: chunk)), base: (chunk, base.told(by: chunk)))
    }
    return pairing
  }

  @Test("only what both ask is paired, in whatever order; all together only where all is")
  func shared() async throws {
    let same = try await paired(hits([55, 60]), hits([60, 55]))
    #expect(same.shared.map(\.base) == [1, 0] && same.asksTheSame)
    #expect(same.differences().map(\.difference) == [.none, .none])
    #expect(same.jointDifference == ChanceDifference.none)
    let other = try await paired(hits([55, 60]), hits([60, 61]))
    #expect(other.differences().map(\.target.threshold) == [60])
    #expect(other.jointDifference == nil)
    #expect(try await paired(hits([55]), hits([55])).jointDifference == nil)
  }

  @Test("draws are not paired across plan years, though a target may be the same")
  func planYears() {
    let target = ToyModel.target(.firms, 60, year: 2022)
    let years = PreparedModel(ToyModel.make(firms: 50, quarters: 8, [.startFirms: .fixed(50)]))
    let hits = [2021, 2022].map { TargetHits([target], years, planYear: $0) }
    #expect(TargetPairing(hits[0], hits[1]).shared.isEmpty)
    #expect(TargetPairing(hits[0], hits[0]).shared.count == 1)
  }
}
