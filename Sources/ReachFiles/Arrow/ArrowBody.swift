import ReachModel
import Reporting

/// The buffers of a batch, one behind another, each from a multiple of 64 bytes on.
struct ArrowBody {
  let rows: Int
  private(set) var bytes: [UInt8] = []
  private var missing: [Int] = []
  private var buffers: [(offset: Int, length: Int)] = []

  init(rows: Int) { self.rows = rows }

  var batch: ArrowMessage.Batch {
    .init(rows: rows, missing: missing, buffers: buffers, bodyLength: bytes.count)
  }

  mutating func add(
    _ cells: ExportCells, _ kind: ExportColumn.Kind, _ dictionary: ArrowDictionary?
  ) {
    switch kind {
    case .key: add(words: cells, dictionary)
    case .text: add(texts: texts(cells))
    case .integer: add(wholes: cells, width: Int32.self)
    case .count: add(wholes: cells, width: Int64.self)
    case .number:
      guard case .numbers(let values) = cells else { return refuse(cells) }
      add(numbers: values)
    }
  }

  private func refuse(_ cells: ExportCells) {
    preconditionFailure("\(cells) in a column of another kind")
  }

  /// Texts, each with the place at which it begins.
  mutating func add(texts: [String]) {
    add(isMissing: nil)
    var ends: [UInt8] = littleEndian(0), letters: [UInt8] = []
    ends.reserveCapacity(4 * (texts.count + 1))
    for text in texts {
      letters += text.utf8
      ends += littleEndian(UInt32(letters.count))
    }
    add(buffer: ends)
    add(buffer: letters)
  }

  private func texts(_ cells: ExportCells) -> [String] {
    switch cells {
    case .texts(let texts): texts
    case .text(let text): Array(repeating: text, count: rows)
    default: preconditionFailure("\(cells) in a column of texts")
    }
  }

  private mutating func add(words cells: ExportCells, _ dictionary: ArrowDictionary?) {
    guard let dictionary else { preconditionFailure("a column of words without a dictionary") }
    add(isMissing: nil)
    switch dictionary.bits {
    case 8: add(indices(cells, dictionary, Int8.self))
    case 16: add(indices(cells, dictionary, Int16.self))
    default: add(indices(cells, dictionary, Int32.self))
    }
  }

  private func indices<Index: FixedWidthInteger & BitwiseCopyable>(
    _ cells: ExportCells, _ dictionary: ArrowDictionary, _: Index.Type
  ) -> [Index] {
    switch cells {
    case .text(let word): Array(repeating: Index(dictionary[word]), count: rows)
    case .texts(let words): words.map { Index(dictionary[$0]) }
    default: preconditionFailure("\(cells) in a column of words")
    }
  }

  private mutating func add<Whole: FixedWidthInteger & BitwiseCopyable>(
    wholes cells: ExportCells, width: Whole.Type
  ) {
    var isMissing: [Bool]?, values: [Whole]
    switch cells {
    case .integer(let value): values = Array(repeating: Whole(value), count: rows)
    case .integers(let integers):
      isMissing = integers.map { $0 == nil }
      values = integers.map { Whole($0 ?? 0) }
    case .places: values = (0..<rows).map { Whole($0) }
    case .remainders(let size): values = (0..<rows).map { Whole($0 % size) }
    case .holds(let numbers, let comparison, let threshold):
      isMissing = numbers.map(\.isNaN)
      values = numbers.map { comparison.holds($0, threshold) ? 1 : 0 }
    default: preconditionFailure("\(cells) in a column of whole numbers")
    }
    add(isMissing: isMissing)
    add(values)
  }

  private mutating func add(numbers: [Double]) {
    let hasMissing = numbers.contains(where: \.isNaN)
    add(isMissing: hasMissing ? numbers.map(\.isNaN) : nil)
    add(numbers)
  }

  /// Bits that are 1 where a row has a value; no bytes where all have one.
  private mutating func add(isMissing: [Bool]?) {
    let count = isMissing?.count(where: \.self) ?? 0
    missing.append(count)
    guard let isMissing, count > 0 else { return add(buffer: []) }
    var bits = [UInt8](repeating: 0, count: (rows + 7) / 8)
    for (row, isMissing) in isMissing.enumerated() where !isMissing {
      bits[row / 8] |= 1 << (row % 8)
    }
    add(buffer: bits)
  }

  /// Numbers as they are in memory: on x86-64 the least byte comes first, as in the file.
  private mutating func add<Number: BitwiseCopyable>(_ values: [Number]) {
    // SAFETY: the bytes are copied while the array lives.
    unsafe values.withUnsafeBytes { values in
      buffers.append((bytes.count, values.count))
      unsafe bytes.append(contentsOf: values)
    }
    pad()
  }

  private mutating func add(buffer: [UInt8]) {
    buffers.append((bytes.count, buffer.count))
    bytes += buffer
    pad()
  }

  private mutating func pad() {
    bytes += Array(repeating: 0, count: (64 - bytes.count % 64) % 64)
  }
}
