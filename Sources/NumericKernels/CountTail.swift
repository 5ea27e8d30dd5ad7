/// P(X ≥ k) of negative binomial counts.
///
/// - Parameters:
///   - k: Whole numbers of any sign; a multiple of eight of them.
///   - mean: Finite and ≥ 0, as many.
///   - size: Finite and > 0, as many.
///   - tails: Where the probabilities go.
/// - Accuracy: to 10⁻¹² where −ln P(X = 0) is below 512 or k ≤ 0; without meaning elsewhere.
/// - Complexity: O(greatest k), or about the mean and some standard deviations where that is less.
package func negativeBinomialUpperTails(
  atLeast k: Span<Double>, mean: Span<Double>, size: Span<Double>,
  into tails: inout MutableSpan<Double>
) {
  let n = tails.count, wideEnd = n & ~31
  precondition(n & 7 == 0 && k.count == n && mean.count == n && size.count == n, "\(n) tails")
  for i in stride(from: 0, to: wideEnd, by: 32) {
    let law = NegativeBinomialLanes(mean: Four(mean, at: i), size: Four(size, at: i))
    upperTail(Four(k, at: i), law).store(into: &tails, at: i)
  }
  for i in stride(from: wideEnd, to: n, by: 8) {
    let law = NegativeBinomialLanes(mean: SIMD8(mean, at: i), size: SIMD8(size, at: i))
    upperTail(SIMD8(k, at: i), law).store(into: &tails, at: i)
  }
}

/// The probability that X ≥ k + Y and Y ≤ room, for independent binomial counts X (gained) and Y
/// (lost) whose trials succeed with probability 1 − e⁻ʰ.
///
/// - Parameters:
///   - k: Whole numbers of any sign; a multiple of eight of them, as of all that follow.
///   - gained: Trials of X.
///   - gainedHazard: Their hazards.
///   - lost: Trials of Y.
///   - lostHazard: Their hazards.
///   - room: Whole numbers: beyond it no X is enough.
///   - tails: Where the probabilities go.
/// - Accuracy: to 10⁻¹⁰ where both −ln P(0) are below 512; without meaning elsewhere.
/// - Complexity: O(the spread of X and of Y).
package func differenceUpperTails(
  atLeast k: Span<Double>, gained: Span<Double>, hazard gainedHazard: Span<Double>,
  lost: Span<Double>, hazard lostHazard: Span<Double>, room: Span<Double>,
  into tails: inout MutableSpan<Double>
) {
  let n = tails.count, wideEnd = n & ~31
  precondition(
    n & 7 == 0 && k.count == n && gained.count == n && gainedHazard.count == n && lost.count == n
      && lostHazard.count == n && room.count == n, "\(n) tails")
  for i in stride(from: 0, to: wideEnd, by: 32) {
    let X = binomial(Four(gained, at: i), Four(gainedHazard, at: i))
    let Y = binomial(Four(lost, at: i), Four(lostHazard, at: i))
    differenceUpperTail(Four(k, at: i), X, Y, Four(room, at: i)).store(into: &tails, at: i)
  }
  for i in stride(from: wideEnd, to: n, by: 8) {
    let X = binomial(SIMD8(gained, at: i), SIMD8(gainedHazard, at: i))
    let Y = binomial(SIMD8(lost, at: i), SIMD8(lostHazard, at: i))
    differenceUpperTail(SIMD8(k, at: i), X, Y, SIMD8(room, at: i)).store(into: &tails, at: i)
  }
}

@inline(__always)
private func binomial<Real: CountVector>(_ trials: Real, _ hazard: Real) -> BinomialLanes<Real> {
  BinomialLanes(trials: trials, hazard: hazard, odds: exponentialMinusOneKernel(hazard))
}

/// Probabilities below this are left out of a difference, and of a single tail.
private let negligible = 1e-11, vanishing = 0x1p-52

@inline(__always)
private func upperTail<Law: CountLanes>(_ k: Law.Real, _ law: Law) -> Law.Real {
  typealias Real = Law.Real
  let zero = Real(repeating: 0), mean = law.moments.mean
  var probability = usualExponentialKernel(
    Real.keep(law.exponent, where: zero.isBelow(k)) * -1)
  var below = zero, j = 0.0
  while true {
    // Beyond the mean probabilities fall: what is left of small ones adds nothing.
    let place = Real(repeating: j), isLeft = Real(repeating: vanishing).isBelow(probability)
    if !(place.isBelow(k) & (isLeft | place.isBelow(mean))).isAnySet { break }
    // Two steps a turn: it costs nothing to go on where a lane has arrived.
    for _ in 0..<2 {
      below = below + Real.keep(probability, where: Real(repeating: j).isBelow(k))
      probability = probability * positive(law.ratio(j, 1 / (j + 1)))
      j += 1
    }
  }
  return positive(Real(repeating: 1) - below)
}

/// The number where it is > 0, else 0: beyond the support there is nothing.
@inline(__always)
private func positive<Real: RealLanes>(_ x: Real) -> Real {
  Real.keep(x, where: Real(repeating: 0).isBelow(x))
}

@inline(__always)
private func differenceUpperTail<Real: CountVector>(
  _ k: Real, _ gained: BinomialLanes<Real>, _ lost: BinomialLanes<Real>, _ room: Real
) -> Real {
  let zero = Real(repeating: 0), one = Real(repeating: 1), least = Real(repeating: negligible)
  // P(X ≥ i), and P(X = i), from i = 0 on: all lanes run ahead together until i = k.
  var tail = one, probability = usualExponentialKernel(gained.exponent * -1), i = zero, step = 0.0
  while true {
    let isBehind = i.isBelow(k) & least.isBelow(tail)
    if !isBehind.isAnySet { break }
    tail = Real.select(isBehind, tail - probability, else: tail)
    let next = probability * positive(gained.ratio(step, 1 / (step + 1)))
    probability = Real.select(isBehind, next, else: probability)
    i = Real.select(isBehind, i + 1, else: i)
    step += 1
  }
  // Then one further for every Y that is possible.
  var chance = usualExponentialKernel(lost.exponent * -1), left = one, sum = zero, j = 0.0
  while (least.isBelow(left) & least.isBelow(tail)).isAnySet {
    let isClosed = room.isBelow(Real(repeating: j))
    sum = sum + Real.keep(chance * tail, where: ~isClosed)
    left = left - chance
    chance = chance * positive(lost.ratio(j, 1 / (j + 1)))
    j += 1
    let isBehind = i.isBelow(k + j)
    tail = Real.select(isBehind, tail - probability, else: tail)
    let next = probability * positive((gained.trials - i) / (i + 1) * gained.odds)
    probability = Real.select(isBehind, next, else: probability)
    i = Real.select(isBehind, i + 1, else: i)
  }
  return positive(sum)
}
