/// Laws on 0, 1, 2, … side by side, and how to do without the kernels.
protocol CountLanes {
  associatedtype Real: CountVector

  /// The exponent −ln P(X = 0).
  var exponent: Real { get }
  /// Set in the lanes whose parameters the kernels serve.
  var isServed: Real.Bits { get }
  /// The mean, and θ of the variance mean · (1 + θ); see ``CornishFisher``.
  var moments: (mean: Real, excess: Real) { get }
  /// The ratio P(X = k + 1) / P(X = k), given 1 / (k + 1); of any sign beyond the support.
  func ratio(_ k: Double, _ reciprocal: Double) -> Real
  /// The quantile of one lane by the distribution function itself; traps on wrong parameters.
  ///
  /// `guess` is a whole number near it, or nil.
  func exactQuantile(lane: Int, of u: Double, near guess: Double?) -> Double
}

/// The smallest k with F(k) ≥ u in each lane.
///
/// Small laws are searched in one walk from 0 upwards: all lanes walk together until the last has
/// arrived, and each keeps its own count. Large ones, where the search would be long, take the
/// expansion of Cornish and Fisher, whose error is bounded; where the answer is within that error of
/// the next whole number, where u is extreme, and for what neither serves, the distribution function
/// decides, lane by lane. So the result is the same whichever way it was found, and never falls as u
/// grows.
///
/// - Accuracy: F is summed with a relative error below 5 · 10⁻¹³, so that the answer can differ
///   from the definition only for u that close to a step of F.
@inline(__always)
func countQuantiles<Law: CountLanes>(_ u: Law.Real, _ law: Law) -> Law.Real {
  typealias Real = Law.Real
  let exponent = law.exponent, limit = Real(repeating: sequentialLimit)
  // Beyond this the sum of probabilities no longer resolves what is left.
  let isExtreme = limit.isBelow(u)
  let isWalked = exponent.isBelow(Real(repeating: walkedExponent)) & law.isServed
  let target = Real.keep(Real.select(isExtreme, limit, else: u), where: isWalked)
  var (counts, isShort) = walk(to: target, exponent: Real.keep(exponent, where: isWalked), law)
  isShort = isShort | isExtreme | ~isWalked
  if isShort.isAnySet { finish(&counts, isShort, u, law) }
  return counts
}

/// Counts for spans: 32 at a time, then eight, then what is left.
@inline(__always)
func fillCounts<Wide: CountLanes, Narrow: CountLanes>(
  _ counts: inout MutableSpan<Double>, _ u: Span<Double>, wide: (_ at: Int) -> Wide,
  narrow: (_ at: Int) -> Narrow, rest: (_ count: Int) -> Narrow
) where Wide.Real == Four<SIMD8<Double>>, Narrow.Real == SIMD8<Double> {
  let n = counts.count, wideEnd = n & ~31, narrowEnd = n & ~7
  for i in stride(from: 0, to: wideEnd, by: 32) {
    countQuantiles(Four(u, at: i), wide(i)).store(into: &counts, at: i)
  }
  for i in stride(from: wideEnd, to: narrowEnd, by: 8) {
    countQuantiles(SIMD8(u, at: i), narrow(i)).store(into: &counts, at: i)
  }
  let left = n - narrowEnd
  guard left > 0 else { return }
  let last = countQuantiles(SIMD8(tailOf: u, count: left, filler: 0.5), rest(left))
  last.store(intoTailOf: &counts, count: left)
}

/// Uniforms up to which probabilities are summed.
private let sequentialLimit = 1 - 0x1p-20

/// The exponent −ln P(X = 0) up to which all laws are walked: where the walk and the expansion take
/// equally long.
private let walkedExponent = 24.0

/// Steps after which a walk is left to the distribution function: the long tail of a negative
/// binomial law of small size.
private let walkLimit = 2_048.0

/// The first k at which the cumulated probability reaches the target.
///
/// - Returns: The counts, and the lanes that did not arrive.
@inline(__always)
private func walk<Law: CountLanes>(
  to target: Law.Real, exponent: Law.Real, _ law: Law
) -> (counts: Law.Real, isShort: Law.Real.Bits) {
  typealias Real = Law.Real
  let zero = Real(repeating: 0)
  var probability = usualExponentialKernel(exponent * -1)
  var cumulated = probability, counts = zero, k = 0.0
  var isShort = cumulated.isBelow(target)
  while isShort.isAnySet && k < walkLimit {
    // Two steps a turn: it costs nothing to go on where a lane has arrived.
    for _ in 0..<2 {
      counts = cumulated.counted(counts, below: target)
      let ratio = law.ratio(k, 1 / (k + 1))
      // Beyond the support there is nothing.
      probability = probability * Real.select(ratio.isBelow(zero), zero, else: ratio)
      cumulated = cumulated + probability
      k += 1
    }
    isShort = cumulated.isBelow(target)
  }
  return (counts, isShort)
}

@inline(never)
private func finish<Law: CountLanes>(
  _ counts: inout Law.Real, _ isOpen: Law.Real.Bits, _ u: Law.Real, _ law: Law
) {
  typealias Real = Law.Real
  let isLarge = Real(repeating: walkedExponent).isBelow(law.exponent) & isOpen & law.isServed
  let expansion = CornishFisher(u, law)
  let isSmooth = expansion.isSmooth & isLarge
  if (isLarge & ~isSmooth).isAnySet {
    // Large but ragged: a long walk after all.
    let isWalked = isLarge & ~isSmooth & law.exponent.isBelow(Real(repeating: 512))
    let limit = Real(repeating: sequentialLimit)
    let target = Real.keep(Real.select(limit.isBelow(u), limit, else: u), where: isWalked)
    let walked = walk(to: target, exponent: Real.keep(law.exponent, where: isWalked), law)
    let isDone = isWalked & ~walked.isShort & ~limit.isBelow(u)
    counts = Real.select(isWalked, walked.counts, else: counts)
    decide(&counts, isOpen & ~isDone & ~isSmooth, u, law, near: nil)
  } else {
    decide(&counts, isOpen & ~isSmooth, u, law, near: nil)
  }
  guard isSmooth.isAnySet else { return }
  let nearest = expansion.quantile.nearestWhole
  counts = Real.select(isSmooth, expansion.count, else: counts)
  decide(&counts, isSmooth & ~expansion.isCertain, u, law, near: nearest)
}

/// Puts exact quantiles into the lanes of a mask.
private func decide<Law: CountLanes>(
  _ counts: inout Law.Real, _ isOpen: Law.Real.Bits, _ u: Law.Real, _ law: Law,
  near guess: Law.Real?
) {
  guard isOpen.isAnySet else { return }
  for lane in 0..<Law.Real.laneCount where Law.Real.isSet(isOpen, lane: lane) {
    let u = u[lane: lane]
    precondition(u > 0 && u < 1, "a uniform must be inside (0, 1), not \(u)")
    let exact = law.exactQuantile(lane: lane, of: u, near: guess?[lane: lane])
    // A walk up to an extreme uniform is never above it.
    counts[lane: lane] = guess == nil ? max(counts[lane: lane], exact) : exact
  }
}

/// The smallest whole k ≥ 0 with F(k) ≥ u, by doubling steps from a guess and then by halves.
///
/// - Parameters:
///   - u: Inside (0, 1).
///   - guess: Any number; a good one saves evaluations.
///   - greatest: The upper end of the support, or ∞.
///   - tails: F(k) and 1 − F(k), each accurate where it is the smaller.
/// - Returns: A whole number in 0...greatest.
@inline(__always)
func searchedQuantile(
  of u: Double, near guess: Double, greatest: Double,
  tails: (Double) -> (lower: Double, upper: Double)
) -> Double {
  func reaches(_ k: Double) -> Bool {
    if k < 0 { return false }
    if k >= greatest { return true }
    let tail = tails(k)
    return u <= 0.5 ? tail.lower >= u : tail.upper <= 1 - u
  }
  let start = max(0, min(guess, greatest, 0x1p50)).nearestWhole
  var high = start, low = start, step = 1.0
  if reaches(start) {
    repeat {
      (high, low) = (low, low - step)
      step *= 2
    } while reaches(low)
  } else {
    repeat {
      (low, high) = (high, high + step)
      step *= 2
    } while !reaches(high)
  }
  // F(low) < u ≤ F(high).
  while high - low > 1 {
    let middle = ((low + high) * 0.5 - 0.25).nearestWhole
    if reaches(middle) { high = middle } else { low = middle }
  }
  return min(high, greatest)
}

/// The quantile by the first terms of Cornish and Fisher: a start for ``searchedQuantile``.
func cornishFisherGuess(_ u: Double, mean: Double, sd: Double, skewness: Double) -> Double {
  let z = normalQuantile(u)
  return mean + sd * (z + skewness * (z * z - 1) * (1 / 6)) - 0.5
}
