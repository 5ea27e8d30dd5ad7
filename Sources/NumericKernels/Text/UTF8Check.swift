/// Whether text is UTF-8, 64 bytes at a time.
///
/// Bytes that lead a sequence say where continuations must stand, and they must stand nowhere else;
/// after four leading bytes the next one has narrower bounds. All of that is shifts of bit masks, so
/// text in any language costs the same.
///
/// - Source: The Unicode Standard, version 15, table 3-7.
package struct UTF8Check: Sendable {
  /// Whether all blocks so far were right, as far as they went.
  package private(set) var isValid = true
  /// Masks of the block before, whose highest bits reach into the next.
  @usableFromInline var previous = Leads()

  @usableFromInline
  struct Leads: Sendable {
    @usableFromInline var two: UInt64 = 0, three: UInt64 = 0, four: UInt64 = 0
    var e0: UInt64 = 0, ed: UInt64 = 0, f0: UInt64 = 0, f4: UInt64 = 0

    @usableFromInline
    init() {}

    init(_ block: SIMD64<UInt8>, _ valid: UInt64) {
      (two, three) = (block.atLeast(0xC0) & valid, block.atLeast(0xE0) & valid)
      (four, e0) = (block.atLeast(0xF0) & valid, block.equal(to: 0xE0) & valid)
      (ed, f0) = (block.equal(to: 0xED) & valid, block.equal(to: 0xF0) & valid)
      f4 = block.equal(to: 0xF4) & valid
    }
  }

  package init() {}

  /// Takes up the sequence with which the text before ends; the text before is not judged.
  package mutating func begin(after block: SIMD64<UInt8>) { previous = Leads(block, .max) }

  /// Whether the text so far may end here.
  @inlinable
  package var isComplete: Bool {
    previous.two >> 63 == 0 && previous.three >> 62 == 0 && previous.four >> 61 == 0
  }

  /// Continues with a block.
  ///
  /// - Parameters:
  ///   - block: Bytes.
  ///   - valid: Bits of the bytes that belong to the text; the others count as zero.
  ///   - beyondASCII: Bits of the bytes above 0x7F, among those.
  @inlinable @inline(__always)
  package mutating func check(_ block: SIMD64<UInt8>, valid: UInt64, beyondASCII: UInt64) {
    if beyondASCII == 0 && isComplete {
      previous = Leads()
    } else {
      checkSequences(block, valid, beyondASCII)
    }
  }

  @usableFromInline
  mutating func checkSequences(
    _ block: SIMD64<UInt8>, _ valid: UInt64, _ beyondASCII: UInt64
  ) {
    let leads = Leads(block, valid)
    func following(_ mask: UInt64, _ before: UInt64, by bytes: UInt64 = 1) -> UInt64 {
      mask << bytes | before >> (64 - bytes)
    }
    let continuations = beyondASCII & ~leads.two
    let expected =
      following(leads.two, previous.two) | following(leads.three, previous.three, by: 2)
      | following(leads.four, previous.four, by: 3)
    // Longer than needed, or beyond U+10FFFF.
    var wrong = expected ^ continuations
    wrong |= leads.two & ~block.atLeast(0xC2) | block.atLeast(0xF5) & valid
    let from90 = block.atLeast(0x90), fromA0 = block.atLeast(0xA0)
    wrong |= following(leads.e0, previous.e0) & ~fromA0
    wrong |= following(leads.ed, previous.ed) & fromA0
    wrong |= following(leads.f0, previous.f0) & ~from90
    wrong |= following(leads.f4, previous.f4) & from90
    if wrong != 0 { isValid = false }
    previous = leads
  }
}
