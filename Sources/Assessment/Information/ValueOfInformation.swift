/// What knowing something before deciding is worth, on average.
package struct InformationValue: Sendable, Equatable {
  /// In the unit of the utilities; at least 0.
  package let value: Double
  /// Monte Carlo standard error.
  package let standardError: Double
  /// The share of draws in which another option would be taken than without it.
  package let changed: Double

  /// From the gains of each draw over the option that is best without it.
  fileprivate init(_ gains: [Double], changed: Int) {
    let n = Double(gains.count)
    let mean = gains.reduce(0, +) / n
    let square = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    value = max(0, mean)
    standardError = (square / (n * max(1, n - 1))).squareRoot()
    self.changed = Double(changed) / n
  }
}

/// What a question about the value of information comes to.
package enum InformationAnswer: Sendable, Equatable {
  case value(InformationValue)
  /// In no draw would another option be taken than this one: worth 0.
  case decisionStands(option: Int)
  /// There are too few draws to fit a mean given the inputs.
  case tooFewDraws(needed: Int)
}

/// A decision among options whose utilities are known draw by draw.
///
/// Without further data the option of the greatest mean is taken. With data on some inputs one would
/// take, in each draw, the option of the greatest mean given these inputs. The gain is the expected
/// value of partial perfect information (EVPPI); with everything known it is that of perfect
/// information (EVPI).
package struct Decision: Sendable {
  /// By option, one number a draw, in one unit.
  private let utilities: [[Double]]
  /// The option of the greatest mean; of equal ones the first.
  package let best: Int
  /// By option, in their unit.
  package let means: [Double]

  /// - Parameter utilities: Options by draws: at least one option and one draw, all finite.
  package init(_ utilities: [[Double]]) {
    precondition(!utilities.isEmpty && !utilities[0].isEmpty, "no option or no draw")
    precondition(
      utilities.allSatisfy { $0.count == utilities[0].count && $0.allSatisfy(\.isFinite) },
      "utilities of different lengths, or not finite")
    self.utilities = utilities
    let n = Double(utilities[0].count)
    let means = utilities.map { $0.reduce(0, +) / n }
    self.means = means
    best = means.indices.max { means[$0] == means[$1] ? $0 > $1 : means[$0] < means[$1] } ?? 0
  }

  package var drawCount: Int { utilities[0].count }

  /// The expected value of perfect information: E max U − max E U.
  ///
  /// - Returns: With its error, from the gains draw by draw.
  package var perfectInformation: InformationAnswer {
    answer(
      (0..<drawCount).map { draw in
        var taken = best
        for option in utilities.indices where utilities[option][draw] > utilities[taken][draw] {
          taken = option
        }
        return taken
      })
  }

  /// The expected value of perfect information on some inputs: E max E(U | inputs) − max E U.
  ///
  /// The mean of each option given the inputs, less that of the best, is a regression (splines and
  /// products of normal scores, see ``MeanBasis``), fitted for each fifth of the draws on the other
  /// four. It only chooses the option; what that option is worth is the draw's own utility, which had
  /// no part in the choice. So noise in the regression cannot make the value larger, as it does where
  /// the maximum of fitted means is averaged: it can only make the choice worse, by the square of its
  /// error. And no draw's gain is above its gain with perfect information.
  ///
  /// - Parameters:
  ///   - inputs: Those that one would learn, one number a draw each, correlated or not.
  ///   - checkpoint: Called time and again; it throws where the answer is no longer wanted.
  /// - Returns: With a standard error for independent draws (under scrambled Sobol' points, on the safe
  ///   side); 0 exactly where options are the same in every draw.
  /// - Throws: What `checkpoint` throws.
  /// - Complexity: O(n p²) for p functions of the inputs: 7 for one, 34 for three.
  /// - Source: Strong, Oakley & Brennan, *Medical Decision Making* 34, 2014; the split of fitting and
  ///   valuing: Chernozhukov et al., *The Econometrics Journal* 21, 2018, §1.
  package func information(
    on inputs: [[Double]], checkpoint: () throws -> Void = {}
  ) rethrows -> InformationAnswer {
    precondition(inputs.allSatisfy { $0.count == drawCount }, "inputs of another length")
    // What is better in no draw has no better mean given anything: a fit could only err about it.
    let others = utilities.indices.filter { option in
      zip(utilities[option], utilities[best]).contains { $0 > $1 }
    }
    guard !others.isEmpty, !inputs.isEmpty else { return .decisionStands(option: best) }
    let scored = try inputs.map { input in
      try checkpoint()
      return ScoredInput(input)
    }
    let basis = MeanBasis(scored)
    guard let least = basis.models.first else { return .decisionStands(option: best) }
    let needed = least * CrossFit.leastDrawsPerColumn
    guard drawCount >= needed else { return .tooFewDraws(needed: needed) }
    let differences = others.map { option in
      zip(utilities[option], utilities[best]).map { $0 - $1 }
    }
    let fit = try CrossFit(basis, differences, checkpoint: checkpoint)
    guard let predicted = try fit.predictions(checkpoint: checkpoint) else {
      return .tooFewDraws(needed: needed)
    }
    return answer(
      (0..<drawCount).map { draw in
        var (taken, gain) = (best, 0.0)
        for (option, column) in zip(others, predicted) where column[draw] > gain {
          (taken, gain) = (option, column[draw])
        }
        return taken
      })
  }

  /// The worth of taking these options, one a draw.
  private func answer(_ taken: [Int]) -> InformationAnswer {
    let changed = taken.count { $0 != best }
    guard changed > 0 else { return .decisionStands(option: best) }
    let gains = taken.enumerated().map { utilities[$1][$0] - utilities[best][$0] }
    return .value(InformationValue(gains, changed: changed))
  }
}
