import ReachModel

extension ExportTable {
  /// The first line of the table as comma-separated values.
  package var headerCSV: [UInt8] {
    Array((columns.map(\.name).joined(separator: ",") + "\n").utf8)
  }

  /// The rows of a block as comma-separated values (RFC 4180).
  ///
  /// They are written as the tables of run folders are, byte by byte. Numbers have the fewest digits that
  /// read back to the same bits; what is missing is left empty.
  package func blockCSV(_ place: Int) -> [UInt8] {
    let rows = sizes[place]
    let fields = FieldWriter.joined(block(place))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows * (FieldWriter.usualWidth(fields) + 1))
    for row in 0..<rows {
      for field in fields { field.write(row, to: &bytes) }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

/// What writes one field of every row, or several that are the same in all of them, commas included.
private enum FieldWriter {
  case fixed([UInt8])
  case texts([String])
  case integers([Int?])
  case places
  case remainders(Int)
  case numbers([Double])
  case holds([Double], Comparison, Double)

  /// The fields of a row in order; neighbours that never change become one.
  static func joined(_ columns: [ExportCells]) -> [FieldWriter] {
    var fields: [FieldWriter] = []
    func add(fixed bytes: [UInt8]) {
      if case .fixed(let before) = fields.last {
        fields[fields.count - 1] = .fixed(before + bytes)
      } else {
        fields.append(.fixed(bytes))
      }
    }
    for (place, cells) in columns.enumerated() {
      if place > 0 { add(fixed: [UInt8(ascii: ",")]) }
      switch cells {
      case .text(let text): add(fixed: Array(CSVText.quoted(text).utf8))
      case .integer(let value): add(fixed: Array(String(value).utf8))
      case .texts(let texts): fields.append(.texts(texts))
      case .integers(let values): fields.append(.integers(values))
      case .places: fields.append(.places)
      case .remainders(let size): fields.append(.remainders(size))
      case .numbers(let values): fields.append(.numbers(values))
      case .holds(let values, let comparison, let threshold):
        fields.append(.holds(values, comparison, threshold))
      }
    }
    return fields
  }

  /// A guess at the bytes of a row, for reserving memory.
  static func usualWidth(_ fields: [FieldWriter]) -> Int {
    fields.reduce(0) { sum, field in
      switch field {
      case .fixed(let bytes): sum + bytes.count
      case .numbers: sum + 20
      case .texts: sum + 24
      default: sum + 6
      }
    }
  }

  func write(_ row: Int, to bytes: inout [UInt8]) {
    switch self {
    case .fixed(let fixed): bytes.append(contentsOf: fixed)
    case .texts(let texts): bytes.append(contentsOf: CSVText.quoted(texts[row]).utf8)
    case .integers(let values):
      if let value = values[row] { Self.write(value, to: &bytes) }
    case .places: Self.write(row, to: &bytes)
    case .remainders(let size): Self.write(row % size, to: &bytes)
    case .numbers(let values):
      let value = values[row]
      if !value.isNaN { bytes.append(contentsOf: value.description.utf8) }
    case .holds(let values, let comparison, let threshold):
      let value = values[row]
      if !value.isNaN {
        bytes.append(UInt8(ascii: comparison.holds(value, threshold) ? "1" : "0"))
      }
    }
  }

  private static func write(_ value: Int, to bytes: inout [UInt8]) {
    guard value >= 0 else { return bytes.append(contentsOf: String(value).utf8) }
    var digits: InlineArray<20, UInt8> = .init(repeating: 0)
    var rest = value, place = 20
    repeat {
      place -= 1
      digits[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    } while rest > 0
    for i in place..<20 { bytes.append(digits[i]) }
  }
}
