import NumericKernels

/// Texts numbered in the order of their first appearance.
///
/// An open hash table over bytes. A text of up to eight bytes is one word, so that comparing it
/// touches no memory but its entry.
struct TextDictionary: Sendable {
  private struct Entry {
    let hash: UInt64
    /// The first eight bytes, shifted up if there are fewer.
    let word: UInt64
    let start: Int
    let count: Int
  }

  private var entries: [Entry] = []
  /// The texts one after another, with eight zeros behind each, so that words can be loaded.
  private var bytes: [UInt8] = []
  /// Numbers of entries, −1 where there is none; a power of two of them, at most half in use.
  private var slots = [Int32](repeating: -1, count: 16)

  var count: Int { entries.count }

  mutating func removeAll() { self = TextDictionary() }

  /// The number of a text, which is a new one if it was never seen.
  ///
  /// - Parameters:
  ///   - source: Bytes, at least eight of them behind the text.
  ///   - range: The text.
  /// - Returns: The number; the first text has 0.
  mutating func code(_ source: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    let count = range.count
    let first = UInt64(source, at: range.lowerBound)
    let word = count < 8 ? first << UInt64(64 - 8 * count) : first
    let hash = Self.hash(word, source, range)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.word == word, entry.count == count, entry.hash == hash,
        count <= 8 || isSame(entry, source, range)
      {
        return slots[slot]
      }
      slot = (slot + 1) & mask
    }
    return insert(Entry(hash: hash, word: word, start: bytes.count, count: count), source, range)
  }

  /// The number of a text of another dictionary.
  mutating func code(of other: TextDictionary, _ number: Int) -> Int32 {
    let entry = other.entries[number]
    return code(other.bytes.span, entry.start..<(entry.start + entry.count))
  }

  /// The text of a number.
  func text(_ number: Int) -> String {
    let entry = entries[number]
    return String(decoding: bytes[entry.start..<(entry.start + entry.count)], as: UTF8.self)
  }

  /// Mixes words of eight bytes, the last of which may overlap, by multiplication.
  @inline(__always)
  private static func hash(
    _ word: UInt64, _ source: Span<UInt8>, _ range: Range<Int>
  ) -> UInt64 {
    // 2⁶⁴ divided by the golden ratio, odd.
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    var hash = mixed(word ^ UInt64(range.count), factor)
    var place = range.lowerBound + 8
    while place < range.upperBound {
      let next = UInt64(source, at: min(place, range.upperBound - 8))
      hash = mixed(hash ^ next, factor)
      place += 8
    }
    return hash
  }

  @inline(__always)
  private static func mixed(_ x: UInt64, _ factor: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }

  private func isSame(_ entry: Entry, _ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let own = bytes.span
    var offset = 8
    while offset < entry.count {
      let at = min(offset, entry.count - 8)
      if UInt64(own, at: entry.start + at) != UInt64(source, at: range.lowerBound + at) {
        return false
      }
      offset += 8
    }
    return true
  }

  private mutating func insert(
    _ entry: Entry, _ source: Span<UInt8>, _ range: Range<Int>
  ) -> Int32 {
    precondition(entries.count < Int32.max, "more than \(Int32.max) different texts")
    for place in range { bytes.append(source[place]) }
    bytes.append(contentsOf: repeatElement(0, count: 8))
    entries.append(entry)
    if 2 * entries.count > slots.count { grow() } else { occupy(entries.count - 1) }
    return Int32(entries.count - 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 4 * slots.count)
    for number in entries.indices { occupy(number) }
  }

  private mutating func occupy(_ number: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: entries[number].hash >> 32) & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = Int32(number)
  }
}
