extension PreparedModel {
  /// What an ensemble estimates of P(target) in one draw, to the bit.
  ///
  /// Tails of counts are summed up for several draws together, until the last of them is done, which
  /// shows in their last digits: so the whole block is simulated in which the ensemble had the draw.
  ///
  /// - Parameters:
  ///   - draw: The draw.
  ///   - draws: How many the ensemble has.
  ///   - seed: Its seed.
  ///   - sampling: Its sampling.
  /// - Returns: By target that the model was prepared for; NaN where nothing better than counting is
  ///   known.
  package func estimates(
    ofDraw draw: Int, of draws: Int, seed: UInt64, sampling: SamplingMethod
  ) -> [Double] {
    precondition((0..<draws).contains(draw), "draw \(draw) of \(draws)")
    let vectors = (min(EnsembleRunner.blockDraws, draws) + 7) / 8
    let first = draw / (8 * vectors) * (8 * vectors)
    var paths = Paths(
      plan, vectors: vectors, source: RandomSource(seed: seed, sampling: sampling))
    simulate(&paths, .ensemble(draws: draws), from: first, isEstimating: true)
    var values = ChunkValues(
      firstDraw: first, draws: min(8 * vectors, draws - first), series: series.count,
      estimates: estimates)
    recorder.record(paths, .years, into: &values, at: 0)
    return (0..<estimates).map { place in
      let told = values.estimates(place)
      return told[told.startIndex + draw - first]
    }
  }
}
