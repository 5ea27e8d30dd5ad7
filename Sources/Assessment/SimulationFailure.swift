package import ReachModel

/// Too many draws left the range that can be computed for the rest to stand for all.
package struct SimulationFailure: Explained, Equatable {
  /// Nil for a bare model.
  package let scenario: String?
  package let failures: Int
  package let draws: Int

  package init(scenario: String?, failures: Int, draws: Int) {
    (self.scenario, self.failures, self.draws) = (scenario, failures, draws)
  }

  package var exitStatus: ExitStatus { .failed }

  /// Nothing is drawn: a number of the file leads there.
  private var lonePath: String {
    """
    error: the path of the model cannot be computed
    cause: its numbers lead to output of some sector that is not positive and finite, or to a \
    number of firms that is not finite
    hint: look for a number that no place has: rates above 1 a year, levels and growth at the \
    start, drift and volatility
    """
  }

  package var explanation: String {
    let whose = scenario.map { " of `\($0)`" } ?? ""
    guard draws > 1 else { return lonePath }
    return """
      error: \(failures) of \(draws) draws\(whose) failed, more than one in a hundred
      cause: their parameters lead to output of some sector that is not positive and finite or, \
      where events are drawn, to more than 2^31 firms or events
      hint: look for the law with the longest tails (an sd near or above the mean, rates far above \
      1 a year) and narrow it, with a source
      """
  }
}

extension SimulationFailure {
  /// The share of draws that may fail: they are counted, and leave later targets undecided.
  static let tolerated = 0.01

  /// - Parameters:
  ///   - failures: Draws that failed in some quarter.
  ///   - draws: All draws.
  ///   - scenario: For the message.
  /// - Throws: Itself, when more than one draw in a hundred failed.
  package static func requireFew(
    _ failures: Int, of draws: Int, scenario: String?
  ) throws(SimulationFailure) {
    guard Double(failures) > tolerated * Double(draws) else { return }
    throw SimulationFailure(scenario: scenario, failures: failures, draws: draws)
  }
}
