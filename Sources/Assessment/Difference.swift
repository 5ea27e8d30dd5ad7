package import ReachModel
public import Simulation

/// The difference of two probabilities under the same shocks.
public struct ChanceDifference: Sendable, Equatable {
  /// P here minus P in the base.
  public let value: Double
  /// Half the width of its 95 % interval, from the draws in which the two disagree; never 0, since
  /// draws that all agree show only that disagreement is rare; and the share of undecided draws.
  public let error: Double
  /// In how many draws the target holds in one and not in the other; 0 for a scenario compared with
  /// itself.
  public let disagreeing: Int

  /// Whether it is farther from 0 than its 95 % interval reaches.
  public var isBeyondError: Bool { value.magnitude > error }

  /// Of two scenarios whose outcomes are the same in every draw: it has no error.
  public static let none = ChanceDifference(value: 0, error: 0, disagreeing: 0)
}

/// Counts the draws in which a target holds in one scenario and not in another, of those in which
/// both are decided.
public struct DifferenceTally: Sendable {
  private var draws = 0
  private var undecided = 0
  private var onlyHere = 0
  private var onlyInBase = 0
  /// Whether some draw tells more of a chance than whether the target holds.
  private var isEstimated = false
  private let sampling: SamplingMethod
  private var mean = ScrambleMean()

  public init(_ sampling: SamplingMethod = .plain) { self.sampling = sampling }

  /// Adds draws that follow each other, the first of which has the number `firstDraw`.
  public mutating func add(_ here: TargetDraws, _ base: TargetDraws, firstDraw: Int = 0) {
    for (inThis, inBase) in zip(here.held, base.held) {
      if inThis.isNaN || inBase.isNaN {
        undecided += 1
        continue
      }
      draws += 1
      if inThis > inBase { onlyHere += 1 }
      if inThis < inBase { onlyInBase += 1 }
    }
    if sampling == .sobol {
      isEstimated =
        isEstimated || here.tellsMore || base.tellsMore
      mean.add(zip(here.chances, base.chances).map { $0 - $1 }, firstDraw: firstDraw)
    }
  }

  /// The difference of two probabilities from paired draws.
  ///
  /// Under scrambled Sobol' points it is the mean of what draws tell of both chances, with Student's t
  /// over the scrambles, where they tell more than whether the target holds or enough draws disagree;
  /// otherwise draws are counted, with Wald's interval after half a draw is added to each of the four
  /// cells.
  ///
  /// - Parameter bias: The most by which the means of the draws' chances may be off together.
  /// - Returns: Nil before any draw.
  /// - Source: Agresti & Min, *Statistics in Medicine* 24, 2005, §3.
  public func paired(bias: Double = 0) -> ChanceDifference? {
    guard draws > 0 else { return nil }
    let disagreeing = onlyHere + onlyInBase
    let n = Double(draws + 2), d = Double(onlyHere - onlyInBase) / n
    let spread = Double(disagreeing + 1) / n - d * d
    let counted = z975 * (max(0, spread) / n).squareRoot()
    let isKnown = isEstimated || disagreeing >= Self.leastDisagreeing
    let better = isKnown ? mean.estimate(bias: bias) : nil
    let value = better?.value ?? Double(onlyHere - onlyInBase) / Double(draws)
    // An undecided draw may count as −1, 0 or 1.
    let doubt = (1 + value.magnitude) * Double(undecided) / Double(draws + undecided)
    return ChanceDifference(
      value: value, error: (better?.error ?? counted) + doubt, disagreeing: disagreeing)
  }

  /// Below this many the spread of the scrambles is itself known too badly.
  private static let leastDisagreeing = 100
}

extension Target {
  /// Whether both ask the same of the same outcome, whatever they are called.
  package func asksTheSame(as other: Target) -> Bool {
    outcome == other.outcome && sectorKey == other.sectorKey && comparison == other.comparison
      && threshold == other.threshold && year == other.year
  }
}
