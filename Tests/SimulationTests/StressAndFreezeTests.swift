import Foundation
import ReachModel
import Simulation
import Testing

@Suite("Stress and freeze")
struct StressAndFreezeTests {
  /// A model in which the regime acts on nothing but x, and its chance has no memory.
  private func memoryless() throws -> SimulationModel {
    var model = try ModelVariants.uncertain()
    for (parameter, value) in [
      (.stressEntry, 0.3), (.stressStay, 0.3), (.phiR, 0), (.gR, 0), (.betaX, 0), (.gE, 0),
      (.gX, 0),
    ] as [(Parameter, Double)] {
      model.parameters[parameter] = [DrawnValue(.fixed(value), number: parameter.number)]
    }
    return model
  }

  @Test("a quarter set from outside shifts no random number")
  func overriddenQuarter() throws {
    let free = try memoryless()
    var stressed = free
    stressed.regimes[3] = RegimeOverride(regime: 1, jump: -0.1)
    let models = [PreparedModel(free), PreparedModel(stressed)]
    var changed = 0
    for draw in 0..<UInt64(200) {
      let pair = models.map { Replay($0, seed: 9, shock: draw, parameter: draw).quarters }
      for (a, b) in zip(pair[0], pair[1]) {
        if a.quarter == 3 {
          #expect(b.r == 1)
          if a.r != b.r { changed += 1 }
        } else {
          #expect(a.r == b.r)
        }
        // Shocks of everything that does not feel the regime.
        #expect(a.R == b.R && a.I == b.I && a.V == b.V)
        #expect(a.U == b.U && a.C == b.C && a.entry == b.entry && a.exit == b.exit)
        if a.quarter < 3 { #expect(a.x == b.x && a.Z == b.Z && a.Q == b.Q) }
      }
    }
    // P(r = 0) is 0.7: fewer than 100 of 200 has a probability below 10⁻⁸.
    #expect(changed > 100)
  }

  @Test("a spell recovers 70 % of the jump that it began with")
  func ownJump() throws {
    var model = try ModelVariants.base.get()
    model.processNoise = false
    model.regimes = [
      2: RegimeOverride(regime: 1, jump: -0.2), 3: RegimeOverride(regime: 1, jump: -0.9),
      4: RegimeOverride(regime: 0),
    ]
    let x = Replay(PreparedModel(model), seed: 1).quarters.map(\.x)
    let m = 0.06 / 4
    var expected: [Double] = [], last = model.start.x
    for jump in [0, -0.2, 0, 0.7 * 0.2, 0, 0, 0, 0] {
      last = m + 0.3 * (last - m) + jump
      expected.append(last)
    }
    for (a, b) in zip(x, expected) { #expect((a - b).magnitude < 1e-15) }
    // Lasting effect on the level: 0.3 J / (1 − phix), here once the cycle has died out.
    var calm = model
    calm.regimes = [:]
    let long = [model, calm].map { model in
      Replay(PreparedModel(model.lasting(quarters: 40)), seed: 1).quarters.map(\.Z)
    }
    let lasting = log(long[0][39] / long[1][39])
    #expect((lasting - 0.3 * -0.2 / (1 - 0.3)).magnitude < 1e-12)
  }

  @Test("a named jump falls in its quarter whatever chance did before")
  func namedJump() throws {
    let free = try memoryless()
    var named = free
    named.regimes[3] = RegimeOverride(regime: 1, jump: -0.1)
    var stressedBefore = 0
    for draw in 0..<UInt64(200) {
      func quarters(_ model: SimulationModel) -> [QuarterState] {
        Replay(PreparedModel(model), seed: 9, shock: draw, parameter: draw).quarters
      }
      let a = quarters(free), b = quarters(named)
      if a[1].r == 1 { stressedBefore += 1 }
      // x of quarter 3 without any jump, then with the named one.
      let place = Int(draw)
      let parameters = PreparedModel(free).parameterValues(seed: 9, draws: place..<place + 1)
      func value(_ parameter: Parameter) throws -> Double {
        if let i = parameters.names.firstIndex(where: { $0.parameter == parameter }) {
          return parameters.values[i][0]
        }
        return free.parameters[parameter][0].distribution.statedMean
      }
      let jump = try value(.jump), recovered = try value(.recovered)
      // +1 on entering stress, −1 on leaving it.
      let change = a[2].r - a[1].r
      let own = change > 0 ? jump : change < 0 ? -recovered * jump : 0
      #expect((b[2].x - (a[2].x - own) + 0.1).magnitude < 1e-12, "draw \(draw)")
    }
    // P(r = 1) is 0.3: fewer than 25 of 200 has a probability below 10⁻⁸.
    #expect(stressedBefore > 25)
  }

  @Test("a freeze ends support from its quarter on and shifts no random number")
  func freeze() throws {
    let free = try ModelVariants.uncertain()
    var frozen = free
    for k in frozen.levers.budget.indices {
      for t in 3...frozen.quarters { frozen.levers.budget[k][t - 1] = 0 }
    }
    let models = [PreparedModel(free), PreparedModel(frozen)]
    for draw in 0..<UInt64(100) {
      let pair = models.map { Replay($0, seed: 9, shock: draw, parameter: draw).quarters }
      for (a, b) in zip(pair[0], pair[1]) {
        if a.quarter < 3 { #expect(a.T == b.T) } else { #expect(b.T == [0, 0, 0, 0]) }
        // The shortest lag is two quarters.
        if a.quarter < 5 { #expect(a.allButReached == b.allButReached) }
        #expect(a.x == b.x && a.R == b.R && a.V == b.V && a.r == b.r)
      }
    }
  }
}

extension QuarterState {
  /// Every state and flow but the firms reached (T).
  fileprivate var allButReached: [Double] {
    let counts = [U, C, entry, certifiedEntrants, M].flatMap { $0.flatMap { $0 } }
    let rows = [exit, certified, lapsed, K, KB, V, Q, growth].flatMap { $0 }
    return counts + rows + [x, r, Z, R, I]
  }
}
