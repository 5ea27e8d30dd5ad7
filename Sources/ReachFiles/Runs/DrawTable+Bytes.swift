import ReachModel
import Reporting

extension DrawTable {
  private static let magic = Array("REACHDRW".utf8)
  private static let latest: UInt32 = 2
  private static let prefix = 16

  /// The bytes of `draws.bin`.
  package var bytes: [UInt8] {
    var header = Array(self.header.text.utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var bytes = Self.magic
    bytes.reserveCapacity(Self.prefix + header.count + 8 * draws * columns.count)
    bytes += littleEndian(version) + littleEndian(UInt32(header.count)) + header
    for column in columns { bytes.append(doubles: column.values) }
    return bytes
  }

  /// The least that has all columns: a reader of version 1 knows no chances.
  private var version: UInt32 { columns.contains { $0.kind == .chance } ? 2 : 1 }

  private var header: JSONValue {
    .record(["draws": draws, "columns": columns.map { Heading(kind: $0.kind, name: $0.name) }])
  }

  /// Reads what ``bytes`` wrote.
  ///
  /// - Throws: R007 if the length, the header or a mark is wrong; R008 for a newer version.
  package init(_ bytes: [UInt8], file: String) throws(DiagnosticReport) {
    let start = try Self.endOfHeader(bytes, file)
    let source = try SourceText(Array(bytes[Self.prefix..<start]), file: file)
    var record = try ExactRecord(Node.json(source))
    let draws: Int = try record.take("draws")
    let headings: [Heading] = try record.take("columns")
    try record.finish()
    let room = bytes.count - start
    // Divided, not multiplied: a damaged number of draws must not overflow.
    guard draws >= 0, headings.isEmpty ? room == 0 : draws <= room / 8 / headings.count,
      room == 8 * draws * headings.count || headings.isEmpty
    else {
      throw .damaged("`\(file)`: \(room) bytes for \(headings.count) columns of \(draws) draws")
    }
    let columns = headings.enumerated().map { i, heading in
      let first = start + 8 * draws * i
      return Column(
        kind: heading.kind, name: heading.name,
        values: doubles(in: bytes[first..<(first + 8 * draws)]))
    }
    self.init(draws: draws, columns: columns)
  }

  private static func endOfHeader(
    _ bytes: [UInt8], _ file: String
  ) throws(DiagnosticReport) -> Int {
    guard bytes.count >= prefix, Array(bytes[..<8]) == magic else {
      throw .damaged("`\(file)` does not begin with REACHDRW")
    }
    let version = number(bytes[8..<12]), length = number(bytes[12..<16])
    guard (1...Int(latest)).contains(version) else {
      throw DiagnosticReport(
        one: Diagnostic(.newerRun, "`\(file)` has version \(version); 1 and 2 are known", at: nil))
    }
    guard length <= bytes.count - prefix else {
      throw .damaged("`\(file)` ends within its header")
    }
    return prefix + length
  }
}

extension DrawTable.Kind: ExactlyWritten {}

/// A column without its values.
private struct Heading: ExactlyWritten {
  let kind: DrawTable.Kind
  let name: String

  init(kind: DrawTable.Kind, name: String) { (self.kind, self.name) = (kind, name) }

  var exact: JSONValue { .record(["kind": kind, "name": name]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(kind: try record.take("kind"), name: try record.take("name"))
    try record.finish()
  }
}

private func number(_ bytes: ArraySlice<UInt8>) -> Int {
  bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
}

private func doubles(in bytes: ArraySlice<UInt8>) -> [Double] {
  // SAFETY: every load lies within the slice, whose length is a multiple of 8.
  unsafe bytes.withUnsafeBytes { buffer in
    stride(from: 0, to: buffer.count, by: 8).map { offset in
      let bits = unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      return Double(bitPattern: UInt64(littleEndian: bits))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(doubles: [Double]) {
    // The least byte comes first on every x86-64.
    // SAFETY: the bytes are copied while the array lives.
    unsafe doubles.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}
