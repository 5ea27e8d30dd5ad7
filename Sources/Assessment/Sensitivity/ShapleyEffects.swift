/// The variance of an outcome shared out among its inputs, which may depend on each other.
///
/// Where inputs are independent an effect lies between the index of the first order and the total.
/// Where they are not, those two no longer add up, and effects still do.
package struct ShapleyEffects: Sendable, Equatable {
  /// One an input or group; they add up to ``explained``.
  package let effects: [IndexEstimate]
  /// The share of variance that all inputs explain together; what is left is noise that is no
  /// input.
  package let explained: Double
}

/// Shapley effects from the shares of variance that subsets explain.
///
/// - Parameters:
///   - inputs: Greater than 0.
///   - pairs: Orders that are drawn beyond ten inputs: ``ShapleyPlan/init(players:pairs:seed:)``.
///   - seed: The key of the generator.
///   - explained: V(E(Y | the inputs of a subset)) / V(Y), asked once for each subset that matters,
///     never for the empty one, of which it is 0.
/// - Returns: nil if a share is not finite. Standard errors are those of sampled orders: 0 for up to
///   ten inputs.
/// - Source: Owen, *SIAM/ASA Journal on Uncertainty Quantification* 2, 2014; Song, Nelson & Staum,
///   the same 4, 2016, §4.
package func shapleyEffects(
  inputs: Int, pairs: Int = 100, seed: UInt64, explained: ([Bool]) throws -> Double
) rethrows -> ShapleyEffects? {
  let values = try shapleyValues(players: inputs, pairs: pairs, seed: seed) { subset in
    [subset.contains(true) ? try explained(subset) : 0]
  }
  return values.map { values in
    ShapleyEffects(
      effects: values.shares.indices.map {
        IndexEstimate(
          value: values.shares[$0][0], standardError: values.standardErrors?[$0][0] ?? 0)
      },
      explained: values.all[0])
  }
}
