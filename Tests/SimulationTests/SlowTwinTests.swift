import NumericKernels
import ReachModel
import Simulation
import Testing

@Suite("The engine and its slow twin")
struct SlowTwinTests {
  static let cases: [(String, draws: Int)] = [
    ("fixed parameters", 1_000), ("priors", 10_000), ("drawn start", 10_000), ("extreme", 1_000),
    ("stress from outside", 1_000), ("no noise", 1_000), ("ten years", 400),
  ]

  static func model(_ name: String) throws -> SimulationModel {
    switch name {
    case "fixed parameters": return try ModelVariants.base.get()
    case "priors": return try ModelVariants.uncertain()
    case "drawn start": return try ModelVariants.drawnStart()
    case "extreme": return try ModelVariants.extreme()
    case "ten years": return try ModelVariants.uncertain().lasting(quarters: 40)
    case "no noise":
      var model = try ModelVariants.uncertain()
      model.processNoise = false
      model.start.r = 1
      return model
    default:
      var model = try ModelVariants.uncertain()
      model.regimes = [
        2: RegimeOverride(regime: 1, jump: -0.2), 3: RegimeOverride(regime: 1),
        4: RegimeOverride(regime: 0),
      ]
      return model
    }
  }

  @Test("agree in every bit of every state and flow of every quarter", arguments: cases)
  func everyState(name: String, draws: Int) throws {
    let model = try Self.model(name)
    let prepared = PreparedModel(model), laws = TwinLaws(model)
    for draw in 0..<UInt64(draws) {
      // Shock and parameter indices differ: they must not be confused.
      let shock = 3 * draw + 1
      let fast = Replay(prepared, seed: 11, shock: shock, parameter: draw)
      var twin = SlowTwin(laws, seed: 11, shock: shock, parameter: draw)
      for state in fast.quarters {
        let flows = twin.advance(to: state.quarter)
        for (what, ours, theirs) in compared(state, twin, flows) where ours != theirs {
          Issue.record(
            "\(name), draw \(draw), quarter \(state.quarter), \(what): \(ours) \(theirs)")
          return
        }
      }
      try compareYears(fast, twin, "\(name), draw \(draw)")
    }
  }

  private func compared(
    _ state: QuarterState, _ twin: SlowTwin, _ flows: TwinFlows
  ) -> [(String, [Double], [Double])] {
    let t = state.quarter
    func sums(_ a: [[Double]]) -> [Double] { a.map { $0[0] + $0[1] } }
    let exits = zip(sums(flows.exitU), flows.exitC).map { $0 + $1[0] + $1[1] }
    let certified = zip(sums(flows.own), flows.programme).map { $0 + $1 }
    return [
      ("U", state.U.flatMap { $0 }, twin.U.flatMap { $0 }),
      ("C", state.C.flatMap { $0 }, twin.C.flatMap { $0 }),
      ("entry", state.entry.flatMap { $0 }, flows.entry.flatMap { $0 }),
      (
        "certified entrants", state.certifiedEntrants.flatMap { $0 },
        flows.certifiedEntrants.flatMap { $0 }
      ), ("exit", state.exit, exits), ("certified", state.certified, certified),
      ("lapsed", state.lapsed, sums(flows.lapse)), ("H", state.foreignShareAtStart, flows.H),
      (
        "x, r, Z, R, I", [state.x, state.r, state.Z, state.R, state.I],
        [twin.x[t], twin.r, twin.Z[t], twin.R[t], flows.I]
      ),
      ("K", state.K, twin.K), ("KB", state.KB, twin.KB), ("V", state.V, twin.V.map { $0[t] }),
      ("T", state.T, twin.T.map { $0[t] }),
      ("M", state.M.flatMap { $0 }, twin.M.flatMap { $0 }),
      ("growth", state.growth, flows.growth), ("Q", state.Q, twin.Q.map { $0[t] }),
    ]
  }

  private func compareYears(_ fast: Replay, _ twin: SlowTwin, _ what: String) throws {
    for y in 1...(twin.model.quarters / 4) {
      let now = YearSums(twin, (4 * y - 3)...(4 * y)),
        before = YearSums(twin, (4 * y - 7)...(4 * y - 4))
      let expected: [(Series.Quantity, Int?, Double)] =
        [
          (.outcome(.share), nil, now.share), (.outcome(.growth), nil, now.SI / before.SI - 1),
          (.output, nil, now.SI), (.shareBefore, nil, before.share),
          (.manufacturingGrowth, nil, (now.SI + now.Z) / (before.SI + before.Z) - 1),
        ]
        + twin.sectors.map {
          (.outcome(.growth), $0, now.bySector[$0] / before.bySector[$0] - 1)
        }
      for (quantity, sector, theirs) in expected {
        let ours = try #require(fast[Series(quantity, .year(y), sector: sector)])
        #expect(ours == theirs, "\(what), year \(y), \(quantity)")
      }
    }
  }
}

/// Output over some quarters (items 25 and 26).
private struct YearSums {
  var SI = 0.0
  var Z = 0.0
  var share = 0.0
  var bySector: [Double]

  init(_ twin: SlowTwin, _ quarters: ClosedRange<Int>) {
    bySector = twin.sectors.map { s in quarters.reduce(0) { $0 + twin.Q[s][$1] } }
    var nominal = 0.0, other = 0.0
    for t in quarters {
      let Q = twin.Q.reduce(0.0) { $0 + $1[t] }, years = Double(t) / 4
      SI += Q
      Z += twin.Z[t]
      nominal += Q * exponential(twin.the(.piSI) * years)
      other += twin.Z[t] * exponential(twin.the(.piZ) * years)
    }
    share = nominal / (nominal + other)
  }
}
