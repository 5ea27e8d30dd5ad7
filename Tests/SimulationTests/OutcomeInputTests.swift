import Foundation
import ReachModel
import Simulation
import Testing

@Suite("What an outcome depends on")
struct OutcomeInputTests {
  private static let outcomes = Outcome.allCases

  /// Each outcome in the first year and in the third.
  private func values(_ model: PreparedModel, draw: UInt64) -> [Double] {
    let replay = Replay(model, seed: 31, shock: draw, parameter: draw)
    return [1, 3].flatMap { year in
      Self.outcomes.map { replay[Series($0, .year(year))] ?? .nan }
    }
  }

  /// The model with a parameter held at its mean, times a factor (or 0.02 where the mean is 0).
  private func held(
    _ model: SimulationModel, _ parameter: Parameter, by factor: Double
  ) -> PreparedModel {
    var model = model
    model.parameters[parameter] = model.parameters[parameter].map { value in
      let mean = value.distribution.statedMean
      let moved = mean == 0 ? 0.02 * (factor - 1) : mean * factor
      return DrawnValue(.fixed(moved), number: value.number, index: value.index)
    }
    return PreparedModel(model)
  }

  /// Shares and growth are ratios: a common factor leaves rounding, far below what a true input
  /// moved by a quarter does.
  private static let rounding = 1e-10

  @Test("is moved by every parameter listed, and by no other", arguments: Parameter.allCases)
  func everyParameter(parameter: Parameter) throws {
    let model = try ModelVariants.drawnStart().lasting(quarters: 12)
    // A register errs in what is reported, not in what is.
    guard !model.parameters[parameter].isEmpty else { return }
    let base = held(model, parameter, by: 1), moved = held(model, parameter, by: 1.25)
    var isMoved = Self.outcomes.map { _ in false }
    for draw in 0..<UInt64(600) {
      for (i, pair) in zip(values(base, draw: draw), values(moved, draw: draw)).enumerated() {
        #expect(pair.0.isFinite && pair.1.isFinite)
        if abs(pair.0 - pair.1) > Self.rounding * max(1, abs(pair.0)) {
          isMoved[i % Self.outcomes.count] = true
        }
      }
      // Nothing more to find, once all that may move has moved; the others are watched for longer.
      if draw >= 60,
        zip(Self.outcomes, isMoved).allSatisfy({ !$0.inputs.contains(parameter) || $1 })
      {
        break
      }
    }
    for (outcome, isMoved) in zip(Self.outcomes, isMoved) {
      #expect(isMoved == outcome.inputs.contains(parameter), "\(parameter) and \(outcome)")
    }
  }
}
