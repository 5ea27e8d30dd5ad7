import ReachModel
package import Simulation

extension TargetSample {
  /// P of the target at `place` as a run records it, with the parts that tell how well it is known.
  ///
  /// The same as the verdict of a run: counted where hits or misses are few, else the mean of what
  /// each draw tells of its chance.
  ///
  /// - Parameters:
  ///   - place: The target's place.
  ///   - sampling: That of the draws.
  /// - Returns: Nil where too many draws failed to say.
  package func recordedProbability(_ place: Int, _ sampling: SamplingMethod) -> Replicated? {
    Self.recorded(told[place], sampling)
  }

  /// P of several targets in the same draw as a run records it.
  ///
  /// - Parameters:
  ///   - held: By target, then draw: 1, 0, or NaN where the draw failed before.
  ///   - draws: How many.
  ///   - sampling: That of the draws.
  /// - Returns: Nil where too many draws failed to say; 1 where there is no target.
  package static func recordedJoint(
    _ held: [[Double]], draws: Int, _ sampling: SamplingMethod
  ) -> Replicated? {
    recorded(TargetDraws.joint(held, draws: draws), sampling)
  }

  private static func recorded(
    _ told: TargetDraws, _ sampling: SamplingMethod
  ) -> Replicated? {
    guard told.undecided < told.held.count else { return nil }
    var mean = ScrambleMean()
    if sampling == .sobol { mean.add(told.chances, firstDraw: 0) }
    let recorded = Probability(
      hits: told.hits, draws: told.held.count, undecided: told.undecided,
      estimate: sampling == .sobol ? mean.estimate() : nil)
    let spread = Replicated.mean(recorded.estimate == nil ? told.held : told.chances)
    return spread.map { Replicated(value: recorded.value, parts: $0.parts) }
  }

  /// The median of the outcome of the target at `place` as a run records it: of counts a whole number,
  /// of others read from a sketch.
  ///
  /// - Returns: Nil where every draw failed before.
  package func recordedMedian(_ place: Int) -> Double? {
    var sketch = QuantileSketch(isWhole: isWhole && targets[place].outcome.isCount)
    sketch.add(outcomes[place].filter { !$0.isNaN })
    return sketch.count > 0 ? sketch.quantile(0.5) : nil
  }
}
