/// The ratios P(X = k + 1) / P(X = k) of eight laws on 0, 1, 2, …, side by side.
protocol CountRecurrence {
  /// The ratio at `k`, given 1 / (k + 1).
  func ratio(_ k: Double, _ reciprocal: Double) -> SIMD8<Double>
}

/// Eight laws of counts as the kernels need them, and how to do without the kernel.
protocol CountLanes {
  associatedtype Recurrence: CountRecurrence

  /// P(X = 0) in each lane.
  var none: SIMD8<Double> { get }
  var recurrence: Recurrence { get }
  /// Set in the lanes that the sequential search serves: valid parameters and P(X = 0) ≥ e⁻⁵¹².
  var isSearchable: SIMD8<UInt64> { get }
  /// The quantile of one lane by the distribution function itself; traps on wrong parameters.
  func slowQuantile(lane: Int, of u: Double) -> Double
}

/// The smallest k with F(k) ≥ u in each of eight lanes, in one search from 0 upwards.
///
/// Eight lanes walk together until the last has arrived; each keeps its own count. The uniforms
/// beyond 1 − 2⁻²⁰, where the sum of probabilities no longer resolves what is left, and laws too
/// large to start from P(X = 0) go to the distribution function, one by one. Their answers are
/// never below the answer at 1 − 2⁻²⁰, so the result never falls as u grows.
///
/// - Accuracy: F is summed with a relative error below 5 · 10⁻¹³, so that the answer can differ
///   from the definition only for u that close to a step of F.
@inline(__always)
func countQuantiles<Law: CountLanes>(_ u: SIMD8<Double>, _ law: Law) -> SIMD8<Double> {
  let limit = SIMD8<Double>(repeating: 1 - 0x1p-20)
  let isExtreme = limit.isBelow(u)
  let searchable = law.isSearchable
  let target = SIMD8.keep(.select(isExtreme, limit, else: u), where: searchable)
  var probability = SIMD8.select(searchable, law.none, else: SIMD8(repeating: 1))
  var cumulated = probability, counts = SIMD8<Double>.zero, k = 0.0
  let one = SIMD8<Double>(repeating: 1)
  var isShort = cumulated.isBelow(target)
  while isShort.isAnySet && k < searchLimit {
    counts += SIMD8.keep(one, where: isShort)
    let next = k + 1
    probability *= law.recurrence.ratio(k, 1 / next)
    cumulated += probability
    k = next
    isShort = cumulated.isBelow(target)
  }
  let unserved = isShort | isExtreme | ~searchable
  if unserved.isAnySet { finish(&counts, unserved, u, law) }
  return counts
}

/// Steps after which a search is left to the distribution function: the long tail of a negative
/// binomial law of small size, about 1 µs a draw to get there.
private let searchLimit = 2_048.0

@inline(never)
private func finish<Law: CountLanes>(
  _ counts: inout SIMD8<Double>, _ unserved: SIMD8<UInt64>, _ u: SIMD8<Double>, _ law: Law
) {
  for lane in 0..<8 where unserved[lane] != 0 {
    precondition(u[lane] > 0 && u[lane] < 1, "a uniform must be inside (0, 1), not \(u[lane])")
    counts[lane] = max(counts[lane], law.slowQuantile(lane: lane, of: u[lane]))
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
