import Foundation
import ReachModel
import Simulation
import Testing

@Suite("Drawn starts")
struct StartDrawTests {
  /// A model without any flow of firms, so that its first quarter shows its start.
  private func still() throws -> SimulationModel {
    var model = try ModelVariants.drawnStart()
    for (parameter, value) in [
      (.exitDomestic, 0), (.exitForeign, 0), (.entryRate, 0), (.p, 0), (.q, 0), (.lapse, 0),
      (.pi, 0),
    ] as [(Parameter, Double)] {
      model.parameters[parameter] = [DrawnValue(.fixed(value), number: parameter.number)]
    }
    model.structure.capitalShares = [0, 0, 0]
    return model
  }

  @Test("split whole totals by largest remainder, with no cell's C above its N")
  func split() throws {
    var model = try still()
    // So many certificates that cells overflow.
    model.parameters[.startCertifiedShare] = [
      DrawnValue(.beta(mean: 0.6, sd: 0.25), number: Parameter.startCertifiedShare.number)
    ]
    model.parameters[.startFirms] = [
      DrawnValue(.lognormal(mean: 60, sd: 60), number: Parameter.startFirms.number)
    ]
    let prepared = PreparedModel(model)
    let drawn = prepared.parameterValues(seed: 31, draws: 0..<2000)
    let N = try #require(drawn.row(.startFirms)),
      share = try #require(drawn.row(.startCertifiedShare))
    guard case .drawn(let firms, let certified) = model.start.firms else { return }
    var overflows = 0
    for draw in 0..<2000 {
      let state = Replay(prepared, seed: 31, parameter: UInt64(draw)).quarters[0]
      let cells = largestRemainder(N[draw].rounded(), firms.flatMap { $0 })
      let wanted = largestRemainder(
        (share[draw] * N[draw].rounded()).rounded(), certified.flatMap { $0 })
      let C = capped(wanted, by: cells)
      if C != wanted { overflows += 1 }
      #expect(state.C.flatMap { $0 } == C, "draw \(draw)")
      #expect(zip(state.U, state.C).flatMap { [$0[0] + $1[0], $0[1] + $1[1]] } == cells)
      #expect(state.firms == N[draw].rounded())
      #expect(state.certifiedFirms == (share[draw] * N[draw].rounded()).rounded())
    }
    #expect(overflows > 100)
  }

  @Test("scale output so that the share is exactly the drawn one")
  func share() throws {
    let prepared = PreparedModel(try ModelVariants.drawnStart())
    let drawn = prepared.parameterValues(seed: 32, draws: 0..<300)
    let share = try #require(drawn.row(.startShare))
    for draw in 0..<300 {
      let replay = Replay(prepared, seed: 32, parameter: UInt64(draw))
      let start = try #require(replay[Series(.share, .start)])
      let before = try #require(replay[Series(.shareBefore, .year(1))])
      // A dozen additions and products.
      #expect((start - share[draw]).magnitude < 20 * share[draw].ulp)
      #expect(before == start)
    }
  }

  @Test("scale presence by its odds, and the level at which it was measured with it")
  func presence() throws {
    var model = try still()
    let drawnLevel = DrawnValue(.lognormal(mean: 2, sd: 3), number: Parameter.levelPresence.number)
    model.parameters[.levelPresence] = [drawnLevel]
    // Domestic growth as fast as the buyers' capital, which stands still: V stays where it began.
    model.parameters[.gDomestic] = [DrawnValue(.fixed(0), number: 21)]
    model.parameters[.deltaK] = [DrawnValue(.fixed(0), number: 20)]
    model.structure.buyerCapitalShares = [0, 0, 0]
    let prepared = PreparedModel(model)
    let level = try #require(prepared.parameterValues(seed: 33, draws: 0..<300).row(.levelPresence))
    for draw in 0..<300 {
      let V = Replay(prepared, seed: 33, parameter: UInt64(draw)).quarters[0].V
      for (now, history) in zip(V, model.start.V) {
        let given = history[4]
        let expected = log(given / (1 - given)) + log(level[draw])
        #expect((log(now / (1 - now)) - expected).magnitude < 1e-12)
      }
    }
  }
}

extension ParameterValues {
  /// The draws of a parameter with one value.
  func row(_ parameter: Parameter) -> [Double]? {
    names.firstIndex { $0.parameter == parameter }.map { values[$0] }
  }
}
