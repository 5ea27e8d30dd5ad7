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
    if case .scaled(.table(let table), let scale) = law {
      table.fill(&variates, atScores: scores)
      for i in variates.indices { variates[i] *= scale }
      return
    }
    if case .linked(let link, let location, let scale, .table(let table)?) = law {
      table.fill(&variates, atScores: scores)
      for i in variates.indices { variates[i] = variates[i] * scale + location }
      link.invert(&variates)
      return
    }
    let blockEnd = scores.count & ~7
    for i in stride(from: 0, to: blockEnd, by: 8) {
      values(SIMD8(scores, at: i)).store(into: &variates, at: i)
    }
    let rest = scores.count - blockEnd
    guard rest > 0 else { return }
    let last = values(SIMD8(tailOf: scores, count: rest, filler: 0))
    last.store(intoTailOf: &variates, count: rest)
  }

  /// The variate at a standard normal score.
  package func value(atScore z: Double) -> Double {
    if case .scaled(let inverse, let scale) = law {
      return inverse.value(atScore: z) * scale + offset
    }
    return values(SIMD8(repeating: z))[0] + offset
  }

  /// The quantile of the law at `u` inside (0, 1).
  package func quantile(_ u: Double) -> Double { value(atScore: normalQuantile(u)) }

  private func values(_ z: SIMD8<Double>) -> SIMD8<Double> {
    switch law {
    case .fixed(let value): return SIMD8(repeating: value)
    case .normal(let mean, let sd): return z * sd + mean
    case .halfNormal(let mean, let sd, let sign):
      return halfNormal(z * sign, mean: mean * sign, sd: sd) * sign
    case .lognormal(let location, let scale): return exponential(z * scale + location)
    case .uniform(let low, let width): return normalCDF(z) * width + low
    case .scaled(let inverse, let scale): return inverse.values(atScores: z) * scale
    case .linked(let link, let location, let scale, let inverse):
      let t = inverse?.values(atScores: z) ?? z
      return link.inverse(t * scale + location)
    }
  }
}

/// Normal(mean, sd) given that it is ≥ 0, at a score.
///
/// What lies above the variate is Φ(mean / sd) Φ(−z), which is accurate in the upper tail and
/// stays so when the condition is improbable.
private func halfNormal(_ z: SIMD8<Double>, mean: Double, sd: Double) -> SIMD8<Double> {
  if sd == 0 { return SIMD8(repeating: mean) }
  let zero = SIMD8<Double>.zero
  let above = normalCDF(zero - z) * normalCDF(mean / sd)
  let x = (zero - normalQuantile(above)) * sd + mean
  // Rounding must not put the lowest variates below 0.
  return x.replacing(with: zero, where: x .< zero)
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
