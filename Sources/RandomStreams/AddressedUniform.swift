internal import NumericKernels

/// Where a random number lives: what it is for, where, when, and in which draw.
///
/// A number is a function of the seed and its address alone, so that adding an uncertainty, a
/// sector or a year, or dividing the draws over threads, changes no other number.
///
/// The 128 bits of the generator's counter are divided so that no two addresses meet; two
/// consecutive draws (2i and 2i + 1) share a block, of which each takes one half:
///
/// | word | bits | holds |
/// |---|---|---|
/// | 0 | 0–31 | ⌊draw / 2⌋, low 32 bits |
/// | 1 | 0–15 | ⌊draw / 2⌋, next 16 bits |
/// | 1 | 16–31 | step |
/// | 2 | 0–31 | slot |
/// | 3 | 0–31 | index |
///
/// The key is the seed: word 0 its low half, word 1 its high half.
package struct Address: Hashable, Sendable {
  /// The permanent number of an uncertainty or of a shock, in 0..<2³².
  package var slot: Int
  /// The sector, group or cell, in 0..<2³²; 0 where there is only one.
  package var index: Int
  /// The time step, in 0..<2¹⁶; 0 for what is drawn once a path.
  package var step: Int
  /// The number of the draw, below 2⁴⁹.
  package var draw: UInt64

  package init(slot: Int, index: Int = 0, step: Int = 0, draw: UInt64) {
    (self.slot, self.index, self.step, self.draw) = (slot, index, step, draw)
  }
}

/// The uniform number at an address, strictly inside (0, 1).
///
/// - Returns: (2k + 1) · 2⁻⁵³, where k is the top 52 bits of the 64 of the address: the middle of
///   one of 2⁵² equal cells, symmetric about ½ (the `u01fixedpt` of Random123).
package func uniform(at address: Address, seed: UInt64) -> Double {
  let head = CounterHead(slot: address.slot, index: address.index, step: address.step)
  return uniform(head, draw: address.draw, seed: seed)
}

/// Writes the uniforms of consecutive draws, with the bits of ``uniform(at:seed:)``.
///
/// - Parameters:
///   - seed: The key of the generator.
///   - slot: See ``Address/slot``.
///   - index: See ``Address/index``.
///   - step: See ``Address/step``.
///   - firstDraw: The draw of the first element; it may be odd.
///   - uniforms: One element a draw.
package func fillUniforms(
  seed: UInt64, slot: Int, index: Int = 0, step: Int = 0, firstDraw: UInt64,
  into uniforms: inout MutableSpan<Double>
) {
  let head = CounterHead(slot: slot, index: index, step: step)
  let count = uniforms.count
  guard count > 0 else { return }
  precondition(
    firstDraw < drawLimit && UInt64(count) <= drawLimit - firstDraw,
    "draws \(firstDraw) + \(count) reach beyond 2^49")
  var i = 0
  if firstDraw & 1 == 1 {
    uniforms[0] = uniform(head, draw: firstDraw, seed: seed)
    i = 1
  }
  while i &+ 16 <= count {
    let (first, second) = sixteenUniforms(head, firstDraw: firstDraw &+ UInt64(i), seed: seed)
    first.store(into: &uniforms, at: i)
    second.store(into: &uniforms, at: i &+ 8)
    i &+= 16
  }
  while i < count {
    uniforms[i] = uniform(head, draw: firstDraw &+ UInt64(i), seed: seed)
    i &+= 1
  }
}

private let drawLimit: UInt64 = 1 << 49

/// The words of the counter that all draws of an address have in common.
private struct CounterHead {
  /// The step, in its place in word 1.
  let stepBits: UInt64
  let slot: UInt64
  let index: UInt64

  init(slot: Int, index: Int, step: Int) {
    precondition(slot >= 0 && slot < 1 << 32, "slot \(slot) is outside 0..<2^32")
    precondition(index >= 0 && index < 1 << 32, "index \(index) is outside 0..<2^32")
    precondition(step >= 0 && step < 1 << 16, "step \(step) is outside 0..<2^16")
    stepBits = UInt64(step) &<< 16
    self.slot = UInt64(slot)
    self.index = UInt64(index)
  }

  @inline(__always)
  func counter<Word: PhiloxWord>(block: Word) -> PhiloxState<Word> {
    PhiloxState(
      word0: block, word1: (block &>> Word(repeating: 32)) | Word(repeating: stepBits),
      word2: Word(repeating: slot), word3: Word(repeating: index))
  }
}

@inline(__always)
private func uniform(_ head: CounterHead, draw: UInt64, seed: UInt64) -> Double {
  precondition(draw < drawLimit, "draw \(draw) is beyond 2^49")
  let words = philoxRounds(head.counter(block: draw &>> 1), key: seed)
  let low = draw & 1 == 0 ? words.word0 : words.word2
  let high = draw & 1 == 0 ? words.word1 : words.word3
  return Double(bitPattern: unitPattern(low, high)) - (1 - 0x1p-53)
}

/// The uniforms of sixteen consecutive draws beginning with an even one.
@inline(__always)
private func sixteenUniforms(
  _ head: CounterHead, firstDraw: UInt64, seed: UInt64
) -> (SIMD8<Double>, SIMD8<Double>) {
  let blocks = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7) &+ SIMD8(repeating: firstDraw &>> 1)
  let words = philoxRounds(head.counter(block: blocks), key: seed)
  let even = unitPattern(words.word0, words.word1), odd = unitPattern(words.word2, words.word3)
  return (
    uniforms(even.lowHalf, odd.lowHalf), uniforms(even.highHalf, odd.highHalf)
  )
}

/// Patterns of 1 + u for even and odd draws, in the order of the draws, as uniforms.
@inline(__always)
private func uniforms(_ even: SIMD4<UInt64>, _ odd: SIMD4<UInt64>) -> SIMD8<Double> {
  var patterns = SIMD8<UInt64>()
  patterns.evenHalf = even
  patterns.oddHalf = odd
  // SAFETY: both types are eight lanes of 64 bits, and every pattern is a Double.
  return unsafe unsafeBitCast(patterns, to: SIMD8<Double>.self) - (1 - 0x1p-53)
}

/// The pattern of 1 + k 2⁻⁵², k the top 52 bits of the 64-bit number with these two words.
@inline(__always)
private func unitPattern<Word: PhiloxWord>(_ low: Word, _ high: Word) -> Word {
  let mask = Word(repeating: 0xffff_ffff)
  let significand = (high & mask) &<< Word(repeating: 20) | (low & mask) &>> Word(repeating: 12)
  return significand | Word(repeating: 0x3ff0_0000_0000_0000)
}
