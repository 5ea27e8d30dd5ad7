internal import NumericKernels

extension Marginal {
  /// Writes the variates at standard normal scores, with the bits of ``value(atScore:)``.
  ///
  /// - Parameters:
  ///   - variates: One element a score, in the unit of the law.
  ///   - scores: Standard normal scores; see ``normalQuantiles(_:into:)`` of the kernels.
  /// - Precondition: `scores.count == variates.count`.
  package func fill(_ variates: inout MutableSpan<Double>, atScores scores: Span<Double>) {
    precondition(scores.count == variates.count, "\(scores.count) scores")
    fillUnshifted(&variates, atScores: scores)
    if offset != 0 { for i in variates.indices { variates[i] += offset } }
  }

  private func fillUnshifted(
    _ variates: inout MutableSpan<Double>, atScores scores: Span<Double>
  ) {
    // The law is told apart once, not for every eight scores.
    switch law {
    case .fixed(let value): fill(&variates, scores) { _ in SIMD8(repeating: value) }
    case .normal(let mean, let sd): fill(&variates, scores) { $0 * sd + mean }
    case .halfNormal(let mean, let sd, let sign, let kept):
      fillHalfNormal(&variates, scores, mean: mean, sd: sd, sign: sign, kept: kept)
    case .lognormal(let location, let scale):
      fill(&variates, scores) { exponential($0 * scale + location) }
    case .uniform(let low, let width): fill(&variates, scores) { normalCDF($0) * width + low }
    case .scaled(.table(let table), let scale):
      table.fill(&variates, atScores: scores)
      if scale != 1 { for i in variates.indices { variates[i] *= scale } }
    case .scaled(let inverse, let scale):
      fill(&variates, scores) { inverse.values(atScores: $0) * scale }
    case .linked(let link, let location, let scale, .table(let table)?):
      table.fill(&variates, atScores: scores)
      for i in variates.indices { variates[i] = variates[i] * scale + location }
      link.invert(&variates)
    case .linked(let link, let location, let scale, let inverse):
      fill(&variates, scores) {
        link.inverse((inverse?.values(atScores: $0) ?? $0) * scale + location)
      }
    }
  }

  /// Normal(mean, sd) given that `sign` times it is ≥ 0.
  ///
  /// What lies above the variate is Φ(mean / sd) Φ(−z), which is accurate in the upper tail and
  /// stays so when the condition is improbable.
  private func fillHalfNormal(
    _ variates: inout MutableSpan<Double>, _ scores: Span<Double>, mean: Double, sd: Double,
    sign: Double, kept: Double
  ) {
    // Where the condition takes nothing away, the score is that of the parent.
    if kept == 1 {
      fill(&variates, scores) { $0 * sign }
    } else {
      fill(&variates, scores) { normalCDF($0 * -sign) * kept }
      var above = [Double](repeating: 0, count: variates.count)
      for i in above.indices { above[i] = variates[i] }
      normalQuantiles(above.span, into: &variates)
      for i in variates.indices { variates[i] *= -1 }
    }
    for i in variates.indices {
      let x = variates[i] * sd + mean * sign
      // Rounding must not put the lowest variates below 0.
      variates[i] = (x < 0 ? 0 : x) * sign
    }
  }

  @inline(__always)
  private func fill(
    _ variates: inout MutableSpan<Double>, _ scores: Span<Double>,
    _ variate: (SIMD8<Double>) -> SIMD8<Double>
  ) {
    let blockEnd = scores.count & ~7
    for i in stride(from: 0, to: blockEnd, by: 8) {
      variate(SIMD8(scores, at: i)).store(into: &variates, at: i)
    }
    let rest = scores.count - blockEnd
    guard rest > 0 else { return }
    variate(SIMD8(tailOf: scores, count: rest, filler: 0)).store(intoTailOf: &variates, count: rest)
  }

  /// The variate at a standard normal score.
  package func value(atScore z: Double) -> Double {
    var variates = [z], span = variates.mutableSpan
    fill(&span, atScores: [z].span)
    return variates[0]
  }

  /// The quantile of the law at `u` inside (0, 1).
  package func quantile(_ u: Double) -> Double { value(atScore: normalQuantile(u)) }
}

extension Marginal.Link {
  /// Replaces every value on the unbounded scale by the variate.
  func invert(_ values: inout MutableSpan<Double>) {
    if case .identity = self { return }
    let blockEnd = values.count & ~7
    for i in stride(from: 0, to: blockEnd, by: 8) {
      inverse(SIMD8(values.span, at: i)).store(into: &values, at: i)
    }
    for i in blockEnd..<values.count { values[i] = inverse(SIMD8(repeating: values[i]))[0] }
  }

  /// From the unbounded scale back to the variate.
  func inverse(_ y: SIMD8<Double>) -> SIMD8<Double> {
    let one = SIMD8<Double>(repeating: 1)
    return switch self {
    case .identity: y
    case .logarithm: exponential(y)
    case .logit: one / (exponential(SIMD8<Double>.zero - y) + one)
    }
  }
}
