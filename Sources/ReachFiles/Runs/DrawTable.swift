import ReachModel
import Reporting
package import Simulation

/// What `draws.bin` holds: outcomes and parameters of the first draws of an ensemble, one by one.
///
/// The file, all numbers little-endian:
///
/// | Bytes | Content |
/// |---|---|
/// | 8 | `REACHDRW` |
/// | 4 | version, now 1 |
/// | 4 | h, the length of the header, a multiple of 8 |
/// | h | header: JSON in UTF-8, filled up with spaces: `draws`, and `columns` with `kind` (outcome or parameter) and `name` |
/// | 8 × draws × columns | IEEE 754 doubles, column after column |
///
/// Outcomes are named `certified_share.2021`, `share.2021.electronics`, `firms.start`; parameters
/// `kappa`, or `theta[2]` counting from 0.
package struct DrawTable: Sendable, Equatable {
  package enum Kind: String, Sendable { case outcome, parameter }

  package struct Column: Sendable, Equatable {
    package let kind: Kind
    package let name: String
    /// One number a draw.
    package let values: [Double]

    package init(kind: Kind, name: String, values: [Double]) {
      (self.kind, self.name, self.values) = (kind, name, values)
    }
  }

  package let draws: Int
  package let columns: [Column]

  /// - Precondition: Every column has `draws` values.
  package init(draws: Int, columns: [Column]) {
    for column in columns {
      precondition(
        column.values.count == draws, "\(column.name): \(column.values.count) of \(draws) draws")
    }
    (self.draws, self.columns) = (draws, columns)
  }

  /// Outcomes and parameters of the draws 0, 1, 2, ….
  ///
  /// - Parameters:
  ///   - series: Names and values by series, of the same draws as the parameters.
  ///   - planYear: The first simulated year.
  ///   - sectors: The sectors' keys, in the order of the model.
  package init(
    _ series: [Series], _ values: [[Double]], _ parameters: ParameterValues, planYear: Int,
    sectors: [String]
  ) {
    let outcomes = zip(series, values).map {
      Column(
        kind: .outcome, name: $0.columnName(planYear: planYear, sectors: sectors), values: $1)
    }
    let drawn = zip(parameters.names, parameters.values).map {
      Column(kind: .parameter, name: $0.description, values: $1)
    }
    self.init(draws: (values + parameters.values).first?.count ?? 0, columns: outcomes + drawn)
  }

  package subscript(name: String) -> Column? { columns.first { $0.name == name } }
}

extension Series {
  /// The name of this series in `draws.bin`, for example `share.2021.electronics`.
  package func columnName(planYear: Int, sectors: [String]) -> String {
    let time =
      switch period {
      case .start: "start"
      case .quarter(let t): "\(planYear + (t - 1) / 4)-Q\((t - 1) % 4 + 1)"
      case .year(let y): String(planYear + y - 1)
      }
    return "\(quantity.columnName).\(time)\(sector.map { "." + sectors[$0] } ?? "")"
  }
}

extension Series.Quantity {
  fileprivate var columnName: String {
    switch self {
    case .outcome(let outcome): outcome.rawValue
    case .output: "output"
    case .shareBefore: "share_before"
    case .manufacturingGrowth: "manufacturing_growth"
    case .logShareRatio: "log_share_ratio"
    case .logGrowth: "log_growth"
    case .logInflation: "log_inflation"
    case .logManufacturingGrowth: "log_manufacturing_growth"
    case .logManufacturingInflation: "log_manufacturing_inflation"
    case .reportedFirms: "reported_firms"
    case .reportedCertified: "reported_certified"
    }
  }
}

// MARK: Bytes

extension DrawTable {
  private static let magic = Array("REACHDRW".utf8)
  private static let version: UInt32 = 1
  private static let prefix = 16

  /// The bytes of `draws.bin`.
  package var bytes: [UInt8] {
    var header = Array(self.header.text.utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var bytes = Self.magic
    bytes.reserveCapacity(Self.prefix + header.count + 8 * draws * columns.count)
    bytes += littleEndian(Self.version) + littleEndian(UInt32(header.count)) + header
    for column in columns { bytes.append(doubles: column.values) }
    return bytes
  }

  private var header: JSONValue {
    .record(["draws": draws, "columns": columns.map { Heading(kind: $0.kind, name: $0.name) }])
  }

  /// Reads what ``bytes`` wrote.
  ///
  /// - Throws: R007 if the length, the header or a mark is wrong; R008 for a newer version.
  package init(_ bytes: [UInt8], file: String) throws(DiagnosticReport) {
    guard bytes.count >= Self.prefix, Array(bytes[..<8]) == Self.magic else {
      throw .damaged("`\(file)` does not begin with REACHDRW")
    }
    let version = number(bytes[8..<12]), length = number(bytes[12..<16])
    guard version == Int(Self.version) else {
      throw DiagnosticReport(
        one: Diagnostic(.newerRun, "`\(file)` has version \(version); 1 is known", at: nil))
    }
    guard length <= bytes.count - Self.prefix else {
      throw .damaged("`\(file)` ends within its header")
    }
    let start = Self.prefix + length
    let source = try SourceText(Array(bytes[Self.prefix..<start]), file: file)
    var record = try ExactRecord(Node.json(source))
    let draws: Int = try record.take("draws")
    let headings: [Heading] = try record.take("columns")
    try record.finish()
    let room = (bytes.count - start) / 8
    guard draws >= 0, headings.isEmpty || draws <= room / headings.count,
      bytes.count == start + 8 * draws * headings.count
    else {
      throw .damaged(
        "`\(file)` has \(bytes.count - start) bytes for \(headings.count) columns of \(draws) draws"
      )
    }
    let columns = headings.enumerated().map { i, heading in
      let first = start + 8 * draws * i
      return Column(
        kind: heading.kind, name: heading.name,
        values: doubles(in: bytes[first..<(first + 8 * draws)]))
    }
    self.init(draws: draws, columns: columns)
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

private func littleEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
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
    let bits = doubles.map(\.bitPattern.littleEndian)
    // SAFETY: the bytes are copied while the array lives.
    unsafe bits.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}
