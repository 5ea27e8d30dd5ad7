import NumericKernels

/// What Morris' screening says of one input: how much it matters, and whether it acts alike
/// everywhere.
package struct MorrisEffects: Sendable, Equatable {
  /// The elementary effects of which both runs gave a number, at least two.
  package let count: Int
  /// Effects left out because a run failed.
  package let failed: Int
  /// μ, their mean, in the unit of the outcome for the whole range of the input.
  package let mean: IndexEstimate
  /// μ*, the mean of their magnitudes: no effect hides behind its opposite.
  package let meanMagnitude: IndexEstimate
  /// σ, their standard deviation with divisor r − 1: curvature or interaction.
  package let spread: Double
}

extension MorrisDesign {
  /// Estimates the effects of each input.
  ///
  /// An elementary effect is the difference of the outcome over the difference of the input. One
  /// with a failed run is left out: leaving out its whole trajectory would take `inputs` others.
  ///
  /// - Parameters:
  ///   - y: The outcome of each run, in the order of ``points``; NaN where it failed.
  ///   - bootstrap: Resamples trajectories; nil for none.
  /// - Returns: One an input; nil for an input of which fewer than two effects are known.
  /// - Source: Morris 1991; μ* of Campolongo, Cariboni & Saltelli, *Environmental Modelling &
  ///   Software* 22, 2007. Agrees with SALib 1.6.0: see `MorrisTests`.
  package func effects(_ y: [Double], bootstrap: Bootstrap? = nil) -> [MorrisEffects?] {
    precondition(y.count == points.count, "\(y.count) outcomes of \(points.count) runs")
    var effects = [[Double?]](repeating: [], count: inputs)
    for (trajectory, walk) in steps.enumerated() {
      for (k, step) in walk.enumerated() {
        let run = trajectory * (inputs + 1) + k
        let effect = (y[run + 1] - y[run]) / step.change
        effects[step.input].append(effect.isFinite ? effect : nil)
      }
    }
    let picks = bootstrap.map { bootstrap in
      (0..<bootstrap.replicates).map { bootstrap.picks($0, trajectories) }
    }
    return effects.map { MorrisEffects($0, picks) }
  }
}

extension MorrisEffects {
  /// - Parameters:
  ///   - effects: One a trajectory.
  ///   - picks: The trajectories of each replicate.
  fileprivate init?(_ effects: [Double?], _ picks: [[Int]]?) {
    let known = effects.compactMap(\.self)
    guard known.count > 1 else { return nil }
    let plain = Moments(known), sizes = Moments(known.map(\.magnitude))
    count = known.count
    failed = effects.count - known.count
    spread = plain.standardDeviation
    mean = IndexEstimate(
      value: plain.mean, standardError: plain.meanError,
      bootstrapError: picks.flatMap { resampledError(effects, $0) })
    meanMagnitude = IndexEstimate(
      value: sizes.mean, standardError: sizes.meanError,
      bootstrapError: picks.flatMap { resampledError(effects.map { $0?.magnitude }, $0) })
  }
}

/// The standard deviation over replicates of the mean of what is known.
private func resampledError(_ effects: [Double?], _ picks: [[Int]]) -> Double? {
  let means = picks.compactMap { places -> Double? in
    let known = places.compactMap { effects[$0] }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
  return means.count > 1 ? Moments(means).standardDeviation : nil
}
