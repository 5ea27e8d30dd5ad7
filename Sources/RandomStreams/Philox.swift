/// Philox4x32 with ten rounds: 128 random bits as a function of a counter and a key.
///
/// Passes the known-answer vectors of Random123.
///
/// - Parameters:
///   - counter: Four 32-bit words, word 0 first as in Random123.
///   - key: Two 32-bit words, the low half of the number first.
/// - Returns: Four 32-bit words.
/// - Source: Salmon, Moraes, Dror & Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC 2011.
package func philox4x32(_ counter: SIMD4<UInt32>, key: UInt64) -> SIMD4<UInt32> {
  let block = philoxRounds(
    PhiloxState(
      word0: UInt64(counter.x), word1: UInt64(counter.y), word2: UInt64(counter.z),
      word3: UInt64(counter.w)), key: key)
  return SIMD4(
    UInt32(truncatingIfNeeded: block.word0), UInt32(truncatingIfNeeded: block.word1),
    UInt32(truncatingIfNeeded: block.word2), UInt32(truncatingIfNeeded: block.word3))
}

/// What the generator needs of one 64-bit word, or of eight side by side; only the low 32 bits of
/// a word count.
protocol PhiloxWord {
  init(repeating value: UInt64)
  static func &* (x: Self, y: Self) -> Self
  static func & (x: Self, y: Self) -> Self
  static func | (x: Self, y: Self) -> Self
  static func ^ (x: Self, y: Self) -> Self
  static func &>> (x: Self, y: Self) -> Self
  static func &<< (x: Self, y: Self) -> Self
}

extension UInt64: PhiloxWord {
  @inline(__always) init(repeating value: UInt64) { self = value }
}

extension SIMD8<UInt64>: PhiloxWord {}

/// The four words of a counter or of a result, the low 32 bits of each; the high bits are
/// without meaning between rounds.
struct PhiloxState<Word: PhiloxWord> {
  var word0: Word
  var word1: Word
  var word2: Word
  var word3: Word
}

/// Ten rounds, each with the key increased by the Weyl constants.
@inline(__always)
func philoxRounds<Word: PhiloxWord>(_ start: PhiloxState<Word>, key: UInt64) -> PhiloxState<Word> {
  // Written out: the compiler keeps a loop, and with it ten broadcasts of the key for each block.
  var state = philoxRound(start, key, 0)
  state = philoxRound(state, key, 1)
  state = philoxRound(state, key, 2)
  state = philoxRound(state, key, 3)
  state = philoxRound(state, key, 4)
  state = philoxRound(state, key, 5)
  state = philoxRound(state, key, 6)
  state = philoxRound(state, key, 7)
  state = philoxRound(state, key, 8)
  return philoxRound(state, key, 9)
}

@inline(__always)
private func philoxRound<Word: PhiloxWord>(
  _ state: PhiloxState<Word>, _ key: UInt64, _ round: UInt64
) -> PhiloxState<Word> {
  let mask = Word(repeating: 0xffff_ffff), half = Word(repeating: 32)
  let product0 = (state.word0 & mask) &* Word(repeating: 0xd251_1f53)
  let product1 = (state.word2 & mask) &* Word(repeating: 0xcd9e_8d57)
  let key0 = (key &+ round &* 0x9e37_79b9) & 0xffff_ffff
  let key1 = ((key &>> 32) &+ round &* 0xbb67_ae85) & 0xffff_ffff
  return PhiloxState(
    word0: (product1 &>> half) ^ state.word1 ^ Word(repeating: key0), word1: product1,
    word2: (product0 &>> half) ^ state.word3 ^ Word(repeating: key1), word3: product0)
}
