/// Sobol' indices of an outcome: which share of its variance an input explains, alone and with
/// others.
///
/// Rows are taken as independent. Under scrambled Sobol' points they are more even than that, and
/// the stated errors too large.
package struct SobolIndices: Sendable, Equatable {
  /// The second-order index of two inputs: what they explain together beyond what each explains.
  package struct Pair: Sendable, Equatable {
    package let first: Int
    /// Greater than `first`.
    package let second: Int
    package let index: IndexEstimate
  }

  package let convention: SobolConvention
  /// Rows that were used.
  package let rows: Int
  /// Rows left out because a run of theirs failed.
  package let failed: Int
  /// Of A and B together, in the unit of the outcome.
  package let standardDeviation: Double
  /// V(E(Y | Xᵢ)) / V(Y), one for each input.
  package let first: [IndexEstimate]
  /// E(V(Y | all but Xᵢ)) / V(Y), one for each input.
  package let total: [IndexEstimate]
  /// By first and second input; nil without BA.
  package let pairs: [Pair]?
}

extension SobolSample {
  /// Estimates the indices, with standard errors and, if asked for, bootstrap errors.
  ///
  /// - Parameters:
  ///   - convention: How the first order is estimated.
  ///   - bootstrap: Resamples whole rows, all inputs together; nil for none.
  ///   - threads: They change no bit.
  /// - Returns: Estimates for every input and, with BA, for every pair of inputs.
  /// - Throws: ``SensitivityFailure/noVariance(failed:)`` if A and B are one number, to rounding;
  ///   ``SensitivityFailure/tooFewDraws(kept:needed:failed:)`` below two rows.
  /// - Complexity: O(rows · inputs), times `replicates` with a bootstrap; with BA, inputs² instead.
  /// - Source: see ``SobolConvention``; the error of a ratio of means by the delta method, van der
  ///   Vaart, *Asymptotic Statistics*, §3.1. Agrees with SALib 1.6.0: see `SobolIndicesTests`.
  package func indices(
    _ convention: SobolConvention = .saltelli, bootstrap: Bootstrap? = nil, threads: Int = 1
  ) throws(SensitivityFailure) -> SobolIndices {
    guard rows > 1 else { throw .tooFewDraws(kept: rows, needed: 2, failed: failed) }
    guard varies(A + B) else { throw .noVariance(failed: failed) }
    let runs = CentredRuns(self, convention)
    let means = runs.means
    guard let values = runs.indices(means) else { throw .noVariance(failed: failed) }
    let resampled = bootstrap.flatMap {
      spreads(
        $0.means(rows: rows, columns: runs.columns, threads: threads, runs.fill).compactMap(
          runs.indices))
    }
    let errors = runs.standardErrors(means, values)
    let all = values.indices.map {
      IndexEstimate(
        value: values[$0], standardError: errors[$0], bootstrapError: resampled?[$0])
    }
    return SobolIndices(
      convention: convention, rows: rows, failed: failed,
      standardDeviation: runs.variance(means).squareRoot() / runs.scale,
      first: Array(all[..<inputs]), total: Array(all[inputs..<2 * inputs]),
      pairs: BA == nil ? nil : pairs(all[(2 * inputs)...]))
  }

  private func pairs(_ estimates: ArraySlice<IndexEstimate>) -> [SobolIndices.Pair] {
    zip(inputPairs(inputs), estimates).map {
      SobolIndices.Pair(first: $0.first, second: $0.second, index: $1)
    }
  }

  /// The indices of the first eighth, quarter and half of the rows, and of all of them.
  ///
  /// - Returns: In this order; without the prefixes in which the outcome does not vary.
  package func convergence(_ convention: SobolConvention = .saltelli) -> [SobolIndices] {
    [8, 4, 2, 1].compactMap { try? prefix(rows / $0).indices(convention) }
  }
}

/// The standard deviation of each index over replicates; nil when fewer than two had a variance.
private func spreads(_ replicates: [[Double]]) -> [Double]? {
  guard replicates.count > 1 else { return nil }
  return replicates[0].indices.map { index in
    Moments(replicates.map { $0[index] }).standardDeviation
  }
}

/// All pairs of different inputs, the smaller number first.
func inputPairs(_ inputs: Int) -> [(first: Int, second: Int)] {
  (0..<inputs).flatMap { first in
    (first + 1..<max(inputs, first + 1)).map { (first: first, second: $0) }
  }
}
