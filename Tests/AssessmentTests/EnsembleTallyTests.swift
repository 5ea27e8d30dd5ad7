import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Ensemble tally")
struct EnsembleTallyTests {
  private func model(exit: Double = 0.2) -> SimulationModel {
    ToyModel.make(
      firms: 40, quarters: 8,
      [
        .exitDomestic: .fixed(exit), .sigma: .fixed(0.1), .psi: .beta(mean: 0.25, sd: 0.1),
        .muX: .normal(mean: 0.05, sd: 0.02),
      ])
  }

  private func summary(threads: Int, draws: Int) async throws -> EnsembleSummary {
    let prepared = PreparedModel(model())
    var tally = EnsembleTally(prepared, threads: threads)
    try await EnsembleRunner(seed: 4, sampling: .sobol, threads: threads)
      .run([prepared], .ensemble(draws: draws)) { tally.add($0[0]) }
    return tally.finished()
  }

  @Test(
    "holds the same bits for any number of threads, kept or in cells",
    arguments: [700, 16_384, 60_000])
  func threads(draws: Int) async throws {
    let one = try await summary(threads: 1, draws: draws)
    for threads in [2, 7] {
      let many = try await summary(threads: threads, draws: draws)
      #expect(many.draws == draws && one.summaries.count == many.summaries.count)
      for (a, b) in zip(one.summaries, many.summaries) {
        #expect(a.series == b.series && a.moments == b.moments)
        for p in [0, 0.05, 0.5, 0.9, 1] {
          #expect(a.quantile(p) == b.quantile(p))
          #expect(a.reading.quantileError(p) == b.reading.quantileError(p))
        }
      }
    }
  }

  @Test("a model prepared from an earlier one draws the same bits as one of its own")
  func reusing() async throws {
    // Another law of one parameter, and the same of the others.
    let earlier = PreparedModel(model(exit: 0.1))
    let fresh = PreparedModel(model()), reused = PreparedModel(model(), reusing: earlier)
    try await EnsembleRunner(seed: 9, threads: 2)
      .run([fresh, reused], .ensemble(draws: 3000)) { chunks in
        for row in 0..<fresh.series.count { #expect(chunks[0][row] == chunks[1][row]) }
      }
  }
}
