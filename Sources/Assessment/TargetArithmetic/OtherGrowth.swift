import NumericKernels
import ReachModel
import Simulation

/// How far the output of other manufacturing can move over some years under E11, as a factor.
///
/// The middle is the path of the means; sources that do not depend on each other add up by their
/// squares. That is exact for normal ones only: the factors below make up for spells of stress and
/// for shocks whose size is itself uncertain. Two million draws by an independent program stay inside
/// (`other_growth.py` beside the tests).
struct OtherGrowth {
  /// Logs of yearly output on the path of the means, from the year before the plan.
  private let middle: [Double]
  /// Half the range of what every year adds: mux and the difference of the price trends.
  private let trend: Double
  /// The same of the growth at the start, which only the first year feels.
  private let start: Double
  /// The same of the shocks of a year.
  private let shocks: Double
  /// What the deepest stress takes away, and the strongest recovery adds.
  private let stress: (fall: Double, rise: Double)

  init(_ model: SimulationModel, _ laws: LawRanges, _ reach: OutputLaws.Reach) {
    // A shock to x lasts: in the end it has moved the level by 1/(1 − phix) times as much.
    let lasting = 1 / (1 - min(0.9, max(0, laws.mean(.phiX))))
    let isPossible = reach == .possible
    // Uncertain sigmax and phix make the tails of the shocks heavier.
    let sigma = isPossible ? laws.upper(.sigmaX, tail: 5e-4) : 1.2 * laws.mean(.sigmaX)
    let prices = laws.half(.piZ) + laws.half(.piSI)
    trend = (laws.half(.muX) * laws.half(.muX) + prices * prices).squareRoot()
    start = model.parameters[.startGrowth].isEmpty ? 0 : lasting * laws.half(.startGrowth)
    shocks = model.processNoise ? reach.deviations * sigma * lasting : 0
    let jump = Self.deepestJump(model, laws) * lasting
    // Stress is rare, seldom lasts a year, and seldom ends where another year begins.
    stress = (
      jump * (isPossible ? 1 : 0.8), jump * laws[.recovered].upperBound * (isPossible ? 1 : 0.5)
    )
    middle = Self.middle(model, laws)
  }

  /// Output of a year over that of an earlier one, both counted from the year before the plan.
  func factor(from first: Int, to last: Int) -> ClosedRange<Double> {
    let years = Double(last - first), middle = middle[last] - middle[first]
    let squares =
      trend * trend * years * years + shocks * shocks * years + (first == 0 ? start * start : 0)
    // Three tenths of a spell of stress are never made good; another may be under way.
    let fall = stress.fall * (1 + 0.3 * (years - 1)), rise = stress.rise
    return exponential(
      middle - (squares + fall * fall).squareRoot())...exponential(
        middle + (squares + rise * rise).squareRoot())
  }

  /// How far the beginning of stress may take x down in a quarter.
  private static func deepestJump(_ model: SimulationModel, _ laws: LawRanges) -> Double {
    let named = model.regimes.values.filter { $0.regime == 1 }.map {
      $0.jump?.magnitude ?? laws[.jump].magnitude
    }
    let isByChance = model.processNoise && laws[.stressEntry].upperBound > 0
    let isOngoing = isByChance || model.start.r == 1
    return max(named.max() ?? 0, isOngoing ? laws[.jump].magnitude : 0)
  }

  private static func middle(_ model: SimulationModel, _ laws: LawRanges) -> [Double] {
    let mean = laws.mean(.muX) / 4, phi = laws.mean(.phiX)
    let prices = (laws.mean(.piZ) - laws.mean(.piSI)) / 4
    var x = model.parameters[.startGrowth].isEmpty ? model.start.x : laws.mean(.startGrowth)
    var level = naturalLogarithm(model.start.Z.last ?? 1)
    var output = model.start.Z.enumerated().map {
      $1 * exponential(prices * Double($0 - model.start.Z.count + 1))
    }
    var before = model.start.r, jump = laws.mean(.jump)
    for t in 1...model.quarters {
      // Named stress is no surprise: it is part of the path.
      let regime = model.regimes[t]?.regime ?? 0
      if before == 0 && regime == 1 { jump = model.regimes[t]?.jump ?? laws.mean(.jump) }
      let change =
        before == regime ? 0 : regime == 1 ? jump : -laws.mean(.recovered) * jump
      x = mean + phi * (x - mean) + change
      before = regime
      level += x + prices
      output.append(exponential(level))
    }
    return stride(from: 0, to: output.count, by: 4).map { first in
      naturalLogarithm(output[first..<(first + 4)].reduce(0, +))
    }
  }
}
