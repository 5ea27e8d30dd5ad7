/// What the files of a chart are called, made of its name.
///
/// Names hold keys of targets, which people choose. A name that every file system takes stays as it is;
/// another is cut, and letters that some do not take become `-`. Then a checksum of the whole name
/// follows, so that names that differ stay different.
struct ChartFileStem: CustomStringConvertible {
  /// ASCII letters, digits, `-` and `_`.
  let description: String

  /// Bytes of a name that stays as it is.
  ///
  /// With language and ending, `.vi.vl.json`, a file's name is far
  /// from the 255 bytes of most systems, and a path from the 260 characters of others.
  static let longest = 80

  /// The same for the same name.
  init(_ name: String) {
    let bytes = Array(name.utf8)
    guard bytes.count > Self.longest || bytes.isEmpty || !bytes.allSatisfy(Self.isPlain) else {
      description = name
      return
    }
    let sum = String(Self.checksum(bytes), radix: 16)
    let mark = String(repeating: "0", count: 16 - sum.count) + sum
    var kept = ""
    for scalar in name.unicodeScalars where kept.utf8.count < Self.longest - mark.utf8.count - 1 {
      let isPlain = scalar.isASCII && Self.isPlain(UInt8(scalar.value))
      if isPlain || kept.last != "-" { kept.append(isPlain ? Character(scalar) : "-") }
    }
    description = "\(kept)-\(mark)"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// FNV-1a in 64 bits: no guard against forgery, only against chance.
  ///
  /// - Source: Fowler, Noll, Vo & Eastlake, *The FNV Non-Cryptographic Hash Algorithm*,
  ///   draft-eastlake-fnv-17, section 2.
  static func checksum(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
