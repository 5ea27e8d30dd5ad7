/// One field of comma-separated text as its bytes stand, read one after another: for headers,
/// quoted fields, and what is wrong with a table.
struct RawField {
  /// What breaks the rules of quotes.
  enum Fault {
    /// A quote stands inside an unquoted field that begins here, or something follows a closing one.
    case strayQuote(inside: Bool, place: Int)
    case openQuote(place: Int)
  }

  /// Without the quotes around it.
  let content: Range<Int>
  let isQuoted: Bool
  /// Whether quotes in it are doubled.
  let hasDoubledQuotes: Bool
  /// The place of the comma or line break behind it, or the end.
  let end: Int
  let fault: Fault?

  /// Reads the field that begins at `start`, in text that ends at `limit`.
  init(_ bytes: Span<UInt8>, at start: Int, limit: Int) {
    func plainEnd(_ from: Int) -> Int {
      var place = from
      while place < limit, bytes[place] != 0x2C, bytes[place] != 0x0A, bytes[place] != 0x0D {
        place += 1
      }
      return place
    }
    isQuoted = start < limit && bytes[start] == 0x22
    guard isQuoted else {
      end = plainEnd(start)
      content = start..<end
      hasDoubledQuotes = false
      let hasQuote = content.contains { bytes[$0] == 0x22 }
      fault = hasQuote ? .strayQuote(inside: true, place: start) : nil
      return
    }
    var place = start + 1, isDoubled = false
    while place < limit {
      if bytes[place] != 0x22 {
        place += 1
      } else if place + 1 < limit, bytes[place + 1] == 0x22 {
        isDoubled = true
        place += 2
      } else {
        break
      }
    }
    hasDoubledQuotes = isDoubled
    content = (start + 1)..<min(place, limit)
    guard place < limit else {
      (end, fault) = (limit, .openQuote(place: start))
      return
    }
    end = plainEnd(place + 1)
    fault = end > place + 1 ? .strayQuote(inside: false, place: place + 1) : nil
  }

  /// The bytes of the content, quotes undone.
  func unquoted(_ bytes: Span<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(content.count + 32)
    var place = content.lowerBound
    while place < content.upperBound {
      result.append(bytes[place])
      place += hasDoubledQuotes && bytes[place] == 0x22 ? 2 : 1
    }
    return result
  }

  /// The content in normal form C.
  func text(_ bytes: Span<UInt8>) -> String {
    String(decoding: unquoted(bytes), as: UTF8.self).normalFormC
  }
}
