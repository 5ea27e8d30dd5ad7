import ReachModel

/// A table as someone sent it, turned into UTF-8: nothing is refused that can be read.
///
/// The other readers take UTF-8 only; this one says what it found, since the files it is for come
/// from spreadsheets with other settings.
package struct SentText: Sendable {
  /// How the bytes of a file stand for letters.
  package enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf8WithMark = "UTF-8 with a byte order mark"
    case utf16 = "UTF-16"
    /// The Vietnamese code page of Windows; also what any other one-byte encoding is read as.
    case windows1258 = "Windows-1258"
  }

  package let source: SourceText
  package let encoding: Encoding

  /// Reads a file of at most 4 MB.
  ///
  /// - Throws: What stands in the way of reading anything: no such file, too large, empty, binary.
  package static func read(
    _ path: String, as name: String? = nil
  ) throws(DiagnosticReport) -> SentText {
    let name = name ?? path, limit = SourceText.limit
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try contents(of: path, limit: limit)
    } catch {
      throw DiagnosticReport(one: error.diagnostic(name, limit: limit, mention: nil))
    }
    return try SentText(bytes, file: name)
  }

  package init(_ bytes: [UInt8], file: String) throws(DiagnosticReport) {
    let decoded = Self.decoded(bytes)
    encoding = decoded.encoding
    // Decoded text may be up to three times as long as the file.
    source = try SourceText(decoded.bytes, file: file, limit: 3 * SourceText.limit)
    guard source.bytes.contains(where: { $0 > 0x20 }) else {
      throw DiagnosticReport(
        one: Diagnostic(.emptyFile, "`\(file)` holds nothing but blanks", at: nil))
    }
  }

  private static func decoded(_ bytes: [UInt8]) -> (bytes: [UInt8], encoding: Encoding) {
    if bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFF, 0xFE, 0, 0]) {
      return (utf16(bytes.dropFirst(2), isLittle: true), .utf16)
    }
    if bytes.starts(with: [0xFE, 0xFF]) {
      return (utf16(bytes.dropFirst(2), isLittle: false), .utf16)
    }
    if let isLittle = unmarkedUTF16(bytes) {
      return (utf16(bytes[...], isLittle: isLittle), .utf16)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (bytes, .utf8WithMark) }
    if String(validating: bytes, as: UTF8.self) != nil { return (bytes, .utf8) }
    return (Array(windows1258(bytes).utf8), .windows1258)
  }

  /// Whether text in the Latin alphabet shows the zeros of UTF-16 without a mark; nil if it does
  /// not.
  ///
  /// Most letters of a Vietnamese table, its digits and separators are below U+0100: half of the
  /// pairs with a zero on one side, and hardly any on the other, are not chance.
  private static func unmarkedUTF16(_ bytes: [UInt8]) -> Bool? {
    guard bytes.count >= 8, bytes.count.isMultiple(of: 2) else { return nil }
    var zeros = (even: 0, odd: 0)
    for place in bytes.indices where bytes[place] == 0 {
      if place.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let pairs = bytes.count / 2
    if zeros.odd * 2 > pairs, zeros.even * 20 < pairs { return true }
    if zeros.even * 2 > pairs, zeros.odd * 20 < pairs { return false }
    return nil
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8] {
    let all = Array(bytes)
    let units = stride(from: 0, to: all.count - 1, by: 2).map { place in
      let (first, second) = (UInt16(all[place]), UInt16(all[place + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

/// The text of bytes in Windows-1258, with letters and tone marks joined.
///
/// - Source: Microsoft, code page 1258, as in the mapping table of the Unicode Consortium
///   (`CP1258.TXT`); bytes without a meaning become U+FFFD.
func windows1258(_ bytes: [UInt8]) -> String {
  var scalars = String.UnicodeScalarView()
  for byte in bytes {
    let value = special1258[byte] ?? UInt32(byte)
    scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
  }
  return String(scalars).normalFormC
}

/// The bytes of Windows-1258 that differ from Latin-1.
private let special1258: [UInt8: UInt32] = [
  0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020,
  0x87: 0x2021, 0x88: 0x02C6, 0x89: 0x2030, 0x8B: 0x2039, 0x8C: 0x0152, 0x91: 0x2018,
  0x92: 0x2019, 0x93: 0x201C, 0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014,
  0x98: 0x02DC, 0x99: 0x2122, 0x9B: 0x203A, 0x9C: 0x0153, 0x9F: 0x0178,
  0x81: 0xFFFD, 0x8A: 0xFFFD, 0x8D: 0xFFFD, 0x8E: 0xFFFD, 0x8F: 0xFFFD, 0x90: 0xFFFD,
  0x9A: 0xFFFD, 0x9D: 0xFFFD, 0x9E: 0xFFFD,
  0xC3: 0x0102, 0xCC: 0x0300, 0xD0: 0x0110, 0xD2: 0x0309, 0xD5: 0x01A0, 0xDD: 0x01AF,
  0xDE: 0x0303, 0xE3: 0x0103, 0xEC: 0x0301, 0xF0: 0x0111, 0xF2: 0x0323, 0xF5: 0x01A1,
  0xFD: 0x01B0, 0xFE: 0x20AB,
]
