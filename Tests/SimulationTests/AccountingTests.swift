import ReachModel
import Simulation
import Testing

@Suite("Accounting")
struct AccountingTests {
  @Test(
    "holds exactly in every draw, quarter and cell",
    arguments: ["priors", "drawn start", "extreme"])
  func identities(name: String) throws {
    let model = try SlowTwinTests.model(name).lasting(quarters: 12)
    let prepared = PreparedModel(model)
    for draw in 0..<UInt64(1500) {
      let states = Replay(prepared, seed: 21, shock: draw, parameter: draw).quarters
      for (before, now) in zip(states, states.dropFirst()) {
        let problem = violation(before, now)
        #expect(problem == nil, "\(name), draw \(draw), quarter \(now.quarter): \(problem ?? "")")
      }
    }
  }

  /// The first identity that does not hold.
  private func violation(_ before: QuarterState, _ now: QuarterState) -> String? {
    for s in now.U.indices {
      func sum(_ cells: [[Double]]) -> Double { cells[s][0] + cells[s][1] }
      let N = sum(now.U) + sum(now.C), N0 = sum(before.U) + sum(before.C)
      if N != N0 + sum(now.entry) - now.exit[s] { return "N of sector \(s)" }
      // Exits of certified firms are not told apart from the others: they bound what is missing.
      let missing =
        sum(before.C) + now.certified[s] - now.lapsed[s] + sum(now.certifiedEntrants) - sum(now.C)
      if missing < 0 || missing > min(now.exit[s], sum(before.C)) { return "C of sector \(s)" }
      for o in 0..<2 where now.certifiedEntrants[s][o] > now.entry[s][o] { return "entrants" }
    }
    let counts =
      [now.U, now.C, now.entry, now.certifiedEntrants].flatMap { $0.flatMap { $0 } }
      + [now.exit, now.certified, now.lapsed].flatMap { $0 }
    // U ≥ 0 in every cell is C ≤ N there.
    return counts.allSatisfy { $0 >= 0 && $0 == $0.rounded() } ? nil : "a count is no whole number"
  }

  @Test("sectors that empty out stay finite and can be entered again")
  func emptySectors() throws {
    let prepared = PreparedModel(try ModelVariants.extreme().lasting(quarters: 20))
    var emptied = 0, entered = 0
    for draw in 0..<UInt64(500) {
      let states = Replay(prepared, seed: 22, shock: draw, parameter: draw).quarters
      for state in states {
        let numbers =
          state.Q + state.growth + state.V + state.foreignShareAtStart + [
            state.Z, state.R, state.x,
          ]
        #expect(numbers.allSatisfy { $0.isFinite }, "draw \(draw), quarter \(state.quarter)")
        #expect(state.Q.allSatisfy { $0 > 0 })
        #expect(state.V.allSatisfy { (0...1).contains($0) })
      }
      for (a, b) in zip(states, states.dropFirst()) {
        for s in a.U.indices where a.U[s] == [0, 0] && a.C[s] == [0, 0] {
          emptied += 1
          if b.entry[s] != [0, 0] { entered += 1 }
          #expect(b.exit[s] == 0 && b.foreignShareAtStart[s] == [0.2, 0.23, 0.11][s])
        }
      }
    }
    #expect(emptied > 0 && entered > 0)
  }

  @Test("recorded counts are those of the states")
  func recorded() throws {
    let prepared = PreparedModel(try ModelVariants.drawnStart())
    for draw in 0..<UInt64(100) {
      let replay = Replay(prepared, seed: 23, shock: draw, parameter: draw)
      for state in replay.quarters {
        let periods: [Series.Period] =
          [.quarter(state.quarter)] + (state.quarter % 4 == 0 ? [.year(state.quarter / 4)] : [])
        for period in periods {
          let N = replay[Series(.firms, period)], C = replay[Series(.certified, period)]
          #expect(N == state.firms && C == state.certifiedFirms)
          #expect(
            replay[Series(.certifiedShare, period)] == state.certifiedFirms / state.firms)
        }
      }
    }
  }
}
