import NumericKernels
import ReachModel
import Simulation

/// How far the output of other manufacturing can move over some years under E11, as a factor.
///
/// The middle is the path without shocks; sources that do not depend on each other add up by their
/// squares. That is exact for normal ones and wide for the rest: a test simulates it.
struct OtherGrowth {
  /// Logs of yearly output on the path without shocks, from the year before the plan.
  private let middle: [Double]
  /// Half the range of what every year adds: mux and the difference of the price trends.
  private let trend: Double
  /// The same of the growth at the start, which only the first year feels.
  private let start: Double
  /// The same of the shocks of a year.
  private let shocks: Double
  /// What the deepest stress takes away, and the strongest recovery adds.
  private let stress: (fall: Double, rise: Double)
  private let reach: OutputLaws.Reach

  init(_ model: SimulationModel, _ laws: LawRanges, _ reach: OutputLaws.Reach) {
    self.reach = reach
    let phi = reach == .possible ? laws.upper(.phiX, tail: 0.05) : laws.mean(.phiX)
    // A shock to x lasts: in the end it has moved the level by 1/(1 − phix) times as much.
    let lasting = 1 / (1 - min(0.9, max(0, phi)))
    let sigma = reach == .possible ? laws.upper(.sigmaX, tail: 5e-4) : laws.mean(.sigmaX)
    let prices = laws.half(.piZ) + laws.half(.piSI)
    trend = (laws.half(.muX) * laws.half(.muX) + prices * prices).squareRoot()
    start = model.parameters[.startGrowth].isEmpty ? 0 : lasting * laws.half(.startGrowth)
    shocks = model.processNoise ? reach.deviations * sigma * lasting : 0
    let jump = Self.deepestJump(model, laws) * lasting
    let isOngoing = model.start.r == 1
    let rise = max(jump, isOngoing ? laws[.jump].magnitude * lasting : 0)
    stress = (jump, rise * laws[.recovered].upperBound)
    middle = Self.middle(model, laws)
  }

  /// Output of a year over that of an earlier one, both counted from the year before the plan.
  func factor(from first: Int, to last: Int) -> ClosedRange<Double> {
    let years = Double(last - first), middle = middle[last] - middle[first]
    let squares =
      trend * trend * years * years + shocks * shocks * years + (first == 0 ? start * start : 0)
    // Three tenths of a spell of stress are never made good; another may be under way.
    let again = 1 + (reach == .possible ? 0.3 + 0.6 * (years - 1) : 0.3 * (years - 1))
    let (fall, rise) = (stress.fall * again, stress.rise)
    guard reach == .possible else {
      return exponential(
        middle - (squares + fall * fall).squareRoot())...exponential(
          middle + (squares + rise * rise).squareRoot())
    }
    let half = squares.squareRoot()
    return exponential(middle - half - fall)...exponential(middle + half + rise)
  }

  /// How far the beginning of stress may take x down in a quarter.
  private static func deepestJump(_ model: SimulationModel, _ laws: LawRanges) -> Double {
    let named = model.regimes.values.filter { $0.regime == 1 }.map {
      $0.jump?.magnitude ?? laws[.jump].magnitude
    }
    let isByChance = model.processNoise && laws[.stressEntry].upperBound > 0
    return max(named.max() ?? 0, isByChance ? laws[.jump].magnitude : 0)
  }

  private static func middle(_ model: SimulationModel, _ laws: LawRanges) -> [Double] {
    let mean = laws.mean(.muX) / 4, phi = laws.mean(.phiX)
    let prices = (laws.mean(.piZ) - laws.mean(.piSI)) / 4
    var x = model.parameters[.startGrowth].isEmpty ? model.start.x : laws.mean(.startGrowth)
    var level = naturalLogarithm(model.start.Z.last ?? 1)
    var output = model.start.Z.enumerated().map {
      $1 * exponential(prices * Double($0 - model.start.Z.count + 1))
    }
    for _ in 1...model.quarters {
      x = mean + phi * (x - mean)
      level += x + prices
      output.append(exponential(level))
    }
    return stride(from: 0, to: output.count, by: 4).map { first in
      naturalLogarithm(output[first..<(first + 4)].reduce(0, +))
    }
  }
}
