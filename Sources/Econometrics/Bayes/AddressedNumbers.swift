private import NumericKernels

/// Random words by address, as whoever draws hands them in: a word is a function of its draw and
/// slot alone.
package typealias AddressedWords = @Sendable (_ draw: UInt64, _ slot: Int) -> UInt64

/// The random numbers of one draw, slot after slot.
struct AddressedNumbers {
  private let words: AddressedWords
  private let draw: UInt64
  private var slot = 0

  init(_ words: @escaping AddressedWords, draw: UInt64) {
    (self.words, self.draw) = (words, draw)
  }

  /// Inside (0, 1): the middle of one of 2⁵² equal cells.
  mutating func uniform() -> Double {
    let word = words(draw, slot)
    slot += 1
    return (Double(word >> 12) + 0.5) * 0x1p-52
  }

  mutating func normal() -> Double { normalQuantile(uniform()) }
}
