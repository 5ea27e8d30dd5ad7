import NumericKernels
import Simulation

/// The inputs of an ensemble's draws and their ranks, which serve every outcome.
package struct RankedInputs: Sendable {
  /// One array an input, one number a draw.
  package let columns: [[Double]]
  /// Mid-ranks of each column, from 1.
  let ranks: [[Double]]
  package let draws: Int

  /// Ranks each input.
  ///
  /// - Parameters:
  ///   - columns: One array an input, one finite number a draw.
  ///   - draws: How many there are.
  ///   - threads: They change no bit.
  package init(_ columns: [[Double]], draws: Int, threads: Int = 1) {
    precondition(
      columns.allSatisfy { $0.count == draws }, "\(columns.map(\.count)) of \(draws) draws")
    (self.columns, self.draws) = (columns, draws)
    ranks = mapInParallel(columns.count, threads: threads) { midRanks(columns[$0]) }
  }
}

/// An ensemble as it is, without new draws: its inputs and one outcome, in the draws that did not
/// fail.
package struct GivenData: Sendable {
  let inputs: RankedInputs
  let y: [Double]
  /// Draws left out because the outcome, or an input, is not a finite number.
  package let failed: Int

  package var draws: Int { y.count }

  /// Takes the draws in which all is finite.
  ///
  /// - Parameters:
  ///   - inputs: Of all draws; ranked anew if some failed.
  ///   - y: The outcome, one number a draw; NaN where the draw failed.
  ///   - threads: They change no bit.
  /// - Throws: ``SensitivityFailure/tooFewDraws(kept:needed:failed:)`` below three draws;
  ///   ``SensitivityFailure/noVariance(failed:)`` if they all have one outcome, to rounding.
  package init(
    _ inputs: RankedInputs, y: [Double], threads: Int = 1
  ) throws(SensitivityFailure) {
    precondition(y.count == inputs.draws, "\(y.count) outcomes of \(inputs.draws) draws")
    let kept = finiteRows(inputs.columns + [y], rows: y.count)
    failed = y.count - kept.count
    guard kept.count > 2 else {
      throw .tooFewDraws(kept: kept.count, needed: 3, failed: failed)
    }
    self.y = y.at(kept)
    guard varies(self.y) else { throw .noVariance(failed: failed) }
    self.inputs =
      failed == 0
      ? inputs
      : RankedInputs(
        inputs.columns.map { $0.at(kept) }, draws: kept.count, threads: threads)
  }
}
