import Foundation
import ReachModel
import Simulation
import Testing

@Suite("Zero levers and zero noise")
struct ClosedFormTests {
  /// No budget, no effect of anything on anything else: what is left has a solution on paper.
  static func bare() throws -> SimulationModel {
    var model = try ModelVariants.base.get().lasting(quarters: 40)
    model.processNoise = false
    model.levers.budget = model.levers.budget.map { $0.map { _ in 0 } }
    model.start.T = model.start.T.map { $0.map { _ in 0 } }
    model.start.netCertificates = model.start.netCertificates.map { $0.map { _ in 0 } }
    model.start.firms = .counts(
      U: [[300, 0], [200, 0], [0, 50]], C: [[100, 0], [50, 0], [0, 50]])
    // Presence stands still: capital wears as fast as it comes, and history was flat.
    model.start.V = [0.5, 0.6, 0.4].map { Array(repeating: $0, count: 5) }
    model.structure.presenceNormal = [0.5, 0.6, 0.4]
    model.structure.foreignShareNormal = [0, 0, 1]
    model.structure.capitalShares = [0.05, 0.06, 0]
    model.start.promotion = [12, 12, 12, 12]
    let worn = 1 - pow(1 - 0.06, 0.25)
    model.start.R = model.start.R.map { _ in 180 }
    model.start.KB = model.structure.buyerCapitalShares.map { $0 * 0.6 * 180 / worn }
    for (parameter, value) in [
      (.phiR, 0), (.gR, 0), (.gDomestic, 0), (.q, 0), (.etaC, 0), (.thetaC, 0),
      (.certifiedEntrantDomestic, 0),
    ] as [(Parameter, Double)] {
      model.parameters[parameter] = [DrawnValue(.fixed(value), number: parameter.number)]
    }
    model.parameters[.iota] = [DrawnValue(.fixed(1e300), number: Parameter.iota.number)]
    model.start.x = 0.06 / 4
    return model
  }

  @Test("other manufacturing, capital and support follow their geometric paths")
  func pathsWithoutFirms() throws {
    let model = try Self.bare()
    let keptCapital = pow(0.94, 0.25), I = 0.6 * 180
    for state in Replay(PreparedModel(model), seed: 1).quarters {
      let t = Double(state.quarter)
      expect(state.Z, 126_000 * exp(0.06 * t / 4))
      expect(state.R, 180)
      expect(state.I, I)
      let kept = pow(keptCapital, t)
      for s in 0..<3 {
        let arriving = model.structure.capitalShares[s] * I * (1 - kept) / (1 - keptCapital)
        expect(state.K[s], model.start.K[s] * kept + arriving)
        expect(state.V[s], [0.5, 0.6, 0.4][s])
        for k in 0..<4 { expect(state.M[k][s], model.start.M[k][s] * pow(0.88, t / 4)) }
      }
      #expect(state.T == [0, 0, 0, 0])
    }
  }

  @Test("firms and certificates follow the powers of their rates")
  func firms() throws {
    var model = try Self.bare()
    model.start.M = model.start.M.map { $0.map { _ in 0 } }
    let stay = [pow(1 - 0.095, 0.25), pow(1 - 0.05, 0.25)]
    let gain = exp(-0.05 / 4), lose = pow(1 - 0.06, 0.25)
    for state in Replay(PreparedModel(model), seed: 1).quarters {
      for (s, o, N0) in [(0, 0, 400.0), (1, 0, 250.0), (2, 1, 100.0)] {
        let entry = o == 0 ? 0.1 / 4 : 0
        expect(state.U[s][o] + state.C[s][o], N0 * pow(stay[o] + entry, Double(state.quarter)))
      }
      // Without entry, C/N tends from 1/2 to its steady state at the rate gain + lose − 1.
      let steady = (1 - gain) / (2 - gain - lose)
      let share = steady + (0.5 - steady) * pow(gain + lose - 1, Double(state.quarter))
      expect(state.C[2][1] / (state.C[2][1] + state.U[2][1]), share)
    }
  }

  @Test("output grows by trend and turnover")
  func output() throws {
    var model = try Self.bare()
    model.start.M = model.start.M.map { $0.map { _ in 0 } }
    for state in Replay(PreparedModel(model), seed: 1).quarters {
      for (s, premium, exit, entry) in [
        (0, 0, 0.095, 0.1), (1, 0.01, 0.095, 0.1), (2, -0.01, 0.05, 0),
      ] {
        let factor =
          exp((0.06 + premium) / 4) + 0.25 * entry / 4 - 0.3 * (1 - pow(1 - exit, 0.25))
        expect(state.Q[s], model.start.Q[s][3] * pow(factor, Double(state.quarter)))
      }
    }
  }

  /// 40 quarters of a few roundings each.
  private func expect(_ a: Double, _ b: Double) {
    #expect((a - b).magnitude <= 1e-12 * max(1, b.magnitude), "\(a), not \(b)")
  }
}
