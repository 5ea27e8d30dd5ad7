package import ReachModel

/// The text of a file, known to be valid UTF-8 without NUL, with an index of its lines.
package struct SourceText: Sendable {
  /// As the user would name it.
  package let file: String
  /// UTF-8, without the byte order mark.
  package let bytes: [UInt8]
  package let text: String
  /// SHA-256 of the file as it is on disk; empty until asked for by ``checksummed``.
  package let sha256: String
  /// The byte at which each line begins; line n is at n − 1.
  private let lineStarts: [Int]
  /// How many scalars begin before byte 1024 · i, so that a place in a long line is found fast.
  private let scalarCounts: [Int]

  private static let stride = 1024

  /// Files of people (YAML, JSON) may have 4 MB at most.
  package static let limit = 4_000_000
  /// Data files may have 1 GB at most.
  package static let dataLimit = 1_000_000_000

  /// Text that is not from a disk, for example of a test.
  package init(
    _ bytes: [UInt8], file: String, limit: Int = SourceText.limit, checksum: Bool = false
  ) throws(DiagnosticReport) {
    guard bytes.count <= limit else { throw Self.tooLarge(bytes.count, file, limit) }
    if let wide = Self.wideEncoding(of: bytes) { throw Self.problem(.wideEncoding(wide), file) }
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Self.problem(.invalidUTF8(at: firstInvalidUTF8(in: bytes)), file, in: bytes)
    }
    (self.file, self.bytes, self.text) = (file, content, text)
    sha256 = checksum ? ReachFiles.sha256(bytes) ?? "" : ""
    var starts = [0], counts: [Int] = [], scalars = 0
    for place in content.indices {
      if place % Self.stride == 0 { counts.append(scalars) }
      let byte = content[place]
      scalars += byte & 0xC0 == 0x80 ? 0 : 1
      guard byte <= 0x0A else { continue }
      if byte == 0x0A { starts.append(place + 1) }
      if byte == 0 {
        throw Self.problem(.nul(at: place + bytes.count - content.count), file, in: bytes)
      }
    }
    (lineStarts, scalarCounts) = (starts, counts)
  }

  package init(_ text: String, file: String) throws(DiagnosticReport) {
    try self.init(Array(text.utf8), file: file)
  }

  /// The number of lines, counting one that begins after the last line break.
  package var lineCount: Int { lineStarts.count }

  /// Line `number` (from 1) without its line break; nil beyond the end.
  package func line(_ number: Int) -> String? {
    guard lineStarts.indices.contains(number - 1) else { return nil }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The place of byte `offset`; columns count Unicode scalars.
  package func origin(ofByte offset: Int) -> Origin {
    var low = 0, high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = lineStarts[low], end = min(bytes.count, max(offset, start))
    let before =
      end - start < Self.stride
      ? scalars(in: start..<end) : scalars(before: end) - scalars(before: start)
    return Origin(file: file, line: low + 1, column: before + 1)
  }

  /// How many scalars begin before byte `offset`.
  private func scalars(before offset: Int) -> Int {
    guard !scalarCounts.isEmpty else { return 0 }
    let end = min(offset, bytes.count)
    let block = min(end / Self.stride, scalarCounts.count - 1)
    return scalarCounts[block] + scalars(in: (block * Self.stride)..<end)
  }

  /// How many scalars begin within a range of bytes.
  private func scalars(in range: Range<Int>) -> Int {
    bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}

/// The byte at which the first sequence that is not UTF-8 begins.
///
/// - Precondition: `bytes` is not valid UTF-8.
private func firstInvalidUTF8(in bytes: [UInt8]) -> Int {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var place = 0
  while case .scalarValue(let scalar) = decoder.decode(&iterator) {
    place += UTF8.width(scalar)
  }
  return place
}

// MARK: What is refused

extension SourceText {
  private enum Refusal {
    case wideEncoding(String)
    case invalidUTF8(at: Int)
    case nul(at: Int)
  }

  static func wideEncoding(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a mark: text in the Latin alphabet has a zero in every second byte.
    guard bytes.count >= 4, bytes.count.isMultiple(of: 2) else { return nil }
    let even = bytes[0] == 0 && bytes[2] == 0 && bytes[1] != 0 && bytes[3] != 0
    let odd = bytes[1] == 0 && bytes[3] == 0 && bytes[0] != 0 && bytes[2] != 0
    return even || odd ? "UTF-16" : nil
  }

  private static func problem(
    _ refusal: Refusal, _ file: String, in bytes: [UInt8] = []
  ) -> DiagnosticReport {
    func origin(_ offset: Int) -> Origin {
      let before = bytes[..<offset]
      let line = before.count { $0 == 0x0A } + 1
      let start = (before.lastIndex(of: 0x0A) ?? -1) + 1
      let mark = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1 - (mark > 0 ? 1 : 0)
      return Origin(file: file, line: line, column: column)
    }
    return switch refusal {
    case .wideEncoding(let name):
      DiagnosticReport(
        one: Diagnostic(
          .wideEncoding, "the file is in \(name), not UTF-8",
          at: Origin(file: file, line: 1, column: 1)))
    case .invalidUTF8(let offset):
      DiagnosticReport(
        one: Diagnostic(
          .invalidUTF8, "byte \(offset) is not UTF-8",
          at: origin(offset), notes: ["bytes count from 0"]))
    case .nul(let offset):
      DiagnosticReport(
        one: Diagnostic(.nulByte, "byte \(offset) is NUL, so this is no text", at: origin(offset)))
    }
  }

  static func tooLarge(_ count: Int, _ file: String, _ limit: Int) -> DiagnosticReport {
    DiagnosticReport(
      one: Diagnostic(
        .tooLarge, "`\(file)` has \(count) bytes; at most \(limit) are read", at: nil))
  }
}
