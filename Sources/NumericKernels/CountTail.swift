/// P(X ≥ k) of negative binomial counts, in each lane.
///
/// - Parameters:
///   - k: Whole numbers of any sign.
///   - mean: Finite and ≥ 0.
///   - size: Finite and > 0.
///   - isAsked: Set in the lanes that count; the others give a number without meaning.
/// - Returns: Right to 10⁻¹² where −ln P(X = 0) is below 512.
/// - Complexity: O(greatest k asked).
package func negativeBinomialUpperTail(
  atLeast k: SIMD8<Double>, mean: SIMD8<Double>, size: SIMD8<Double>,
  where isAsked: SIMDMask<SIMD8<Int64>>
) -> SIMD8<Double> {
  upperTail(k, NegativeBinomialLanes(mean: mean, size: size), isAsked)
}

/// Binomial counts in each lane: whole numbers of trials that succeed with probability 1 − e⁻ʰ.
package struct BinomialCounts {
  fileprivate let law: BinomialLanes<SIMD8<Double>>

  package init(trials: SIMD8<Double>, hazard: SIMD8<Double>) {
    law = BinomialLanes(
      trials: trials, hazard: hazard, odds: exponentialMinusOneKernel(hazard))
  }

  /// The exponent −ln P(X = 0).
  package var exponent: SIMD8<Double> { law.exponent }
}

/// The probability that X ≥ k + Y and Y ≤ `room`, for independent binomial counts X and Y, in each
/// lane.
///
/// - Parameters:
///   - k: Whole numbers of any sign.
///   - gained: The law of X.
///   - lost: The law of Y.
///   - room: Whole numbers: beyond it no X is enough.
///   - isAsked: Set in the lanes that count; the others give a number without meaning.
/// - Returns: Right to 10⁻¹⁰ where both −ln P(0) are below 512.
/// - Complexity: O(the spread of X and of Y).
package func differenceUpperTail(
  atLeast k: SIMD8<Double>, gained: BinomialCounts, lost: BinomialCounts, room: SIMD8<Double>,
  where isAsked: SIMDMask<SIMD8<Int64>>
) -> SIMD8<Double> {
  let zero = SIMD8<Double>.zero, one = SIMD8<Double>(repeating: 1)
  func none(_ law: BinomialLanes<SIMD8<Double>>) -> SIMD8<Double> {
    usualExponentialKernel(zero - zero.replacing(with: law.exponent, where: isAsked))
  }
  // P(X ≥ i), and P(X = i), from i = 0 on: it runs ahead until i = k, then with Y.
  var tail = one, probability = none(gained.law), i = zero
  func advance(_ mask: SIMDMask<SIMD8<Int64>>) {
    tail.replace(with: tail - probability, where: mask)
    let ratio = (gained.law.trials - i) / (i + 1) * gained.law.odds
    probability.replace(
      with: probability * ratio.replacing(with: 0, where: ratio .< 0), where: mask)
    i.replace(with: i + 1, where: mask)
  }
  let start = zero.replacing(with: k, where: isAsked)
  while true {
    let isBehind = (i .< start) .& (tail .> negligible)
    if !any(isBehind) { break }
    advance(isBehind)
  }
  var chance = none(lost.law), left = one, sum = zero, j = 0.0
  while any((left .> negligible) .& (tail .> negligible) .& isAsked) {
    let isOpen = SIMD8(repeating: j) .<= room
    sum += zero.replacing(with: chance * tail, where: isOpen)
    left -= chance
    let ratio = lost.law.ratio(j, 1 / (j + 1))
    chance *= ratio.replacing(with: 0, where: ratio .< 0)
    j += 1
    advance(i .< start + j)
  }
  return sum.replacing(with: 0, where: sum .< 0)
}

/// Probabilities below this are left out.
private let negligible = 1e-11

@inline(__always)
private func upperTail<Law: CountLanes>(
  _ k: SIMD8<Double>, _ law: Law, _ isAsked: SIMDMask<SIMD8<Int64>>
) -> SIMD8<Double> where Law.Real == SIMD8<Double> {
  let zero = SIMD8<Double>.zero
  let end = zero.replacing(with: k, where: isAsked)
  var probability = usualExponentialKernel(
    zero - zero.replacing(with: law.exponent, where: isAsked))
  var below = zero, j = 0.0
  while any(SIMD8(repeating: j) .< end) {
    below += zero.replacing(with: probability, where: SIMD8(repeating: j) .< end)
    let ratio = law.ratio(j, 1 / (j + 1))
    probability *= ratio.replacing(with: 0, where: ratio .< 0)
    j += 1
  }
  let above = SIMD8<Double>(repeating: 1) - below
  return above.replacing(with: 0, where: above .< 0)
}
