import ReachModel
package import Reporting

/// A table as an Arrow file (Feather, version 2), piece by piece: a beginning, a batch for each block,
/// an end.
///
/// pandas, Polars, DuckDB, R (package arrow) and others read it without turning numbers into text and
/// back. Columns of a few words have a dictionary; what is missing is null; units and meanings stand in
/// the notes of the columns. Written without the Arrow library (decision 0053).
///
/// - Source: Apache Arrow columnar format 1.4, *IPC File Format*.
package struct ArrowFile: Sendable {
  private let table: ExportTable
  private let dictionaries: [ArrowDictionary?]
  private var fields: [ArrowMessage.Field] { zip(table.columns, dictionaries).map(Self.field) }
  private var dictionaryBlocks: [ArrowMessage.Block] = []
  private var recordBlocks: [ArrowMessage.Block] = []
  private var length = 0

  private static let magic = Array("ARROW1".utf8)

  /// - Parameter table: All its blocks are asked for their words.
  package init(_ table: ExportTable) {
    self.table = table
    var number = 0
    dictionaries = table.columns.indices.map { place in
      guard table.columns[place].kind == .key else { return nil }
      defer { number += 1 }
      return ArrowDictionary(number, of: table, column: place)
    }
  }

  private static func field(
    _ column: ExportColumn, _ dictionary: ArrowDictionary?
  ) -> ArrowMessage.Field {
    let kind: ArrowMessage.Field.Kind =
      switch column.kind {
      case .key: .words(bits: dictionary?.bits ?? 32, dictionary: dictionary?.number ?? 0)
      case .text: .text
      case .integer: .whole(bits: 32)
      case .count: .whole(bits: 64)
      case .number: .real
      }
    return ArrowMessage.Field(
      name: column.name, kind: kind,
      notes: [
        ("unit", column.unit), ("meaning_vi", column.meaning.vi), ("meaning_en", column.meaning.en),
      ])
  }

  /// The bytes before the first batch.
  package mutating func beginning() -> [UInt8] {
    var bytes = Self.magic + [0, 0]
    bytes += Self.framed(ArrowMessage.schema(fields))
    for dictionary in dictionaries.compactMap(\.self) {
      var body = ArrowBody(rows: dictionary.words.count)
      body.add(texts: dictionary.words)
      let message = Self.framed(ArrowMessage.dictionary(dictionary.number, body.batch))
      dictionaryBlocks.append(
        .init(
          offset: bytes.count, metadataLength: message.count, bodyLength: body.bytes.count))
      bytes += message + body.bytes
    }
    length = bytes.count
    return bytes
  }

  /// One batch, which stands alone: several can be made at a time.
  package struct Piece: Sendable {
    let message: [UInt8]
    package let body: [UInt8]
    package var head: [UInt8] { message }
  }

  package func piece(_ place: Int) -> Piece {
    var body = ArrowBody(rows: table.sizes[place])
    for (i, cells) in table.block(place).enumerated() {
      body.add(cells, table.columns[i].kind, dictionaries[i])
    }
    return Piece(message: Self.framed(ArrowMessage.records(body.batch)), body: body.bytes)
  }

  /// Notes that a piece follows what was written before.
  package mutating func place(_ piece: Piece) {
    recordBlocks.append(
      .init(
        offset: length, metadataLength: piece.message.count, bodyLength: piece.body.count))
    length += piece.message.count + piece.body.count
  }

  /// The bytes behind the last batch.
  package func end() -> [UInt8] {
    let footer = ArrowMessage.footer(
      fields, dictionaries: dictionaryBlocks, records: recordBlocks)
    return littleEndian(UInt32.max) + littleEndian(0) + footer + littleEndian(UInt32(footer.count))
      + Self.magic
  }

  /// A message with its mark and its length, padded to 8 bytes.
  private static func framed(_ message: [UInt8]) -> [UInt8] {
    let padding = (8 - message.count % 8) % 8
    return littleEndian(UInt32.max) + littleEndian(UInt32(message.count + padding)) + message
      + Array(repeating: 0, count: padding)
  }
}

/// The words of a column.
struct ArrowDictionary: Sendable {
  let number: Int
  let words: [String]
  private let places: [String: Int]

  init(_ number: Int, of table: ExportTable, column: Int) {
    var words: [String] = [], places: [String: Int] = [:]
    func add(_ word: String) {
      guard places[word] == nil else { return }
      places[word] = words.count
      words.append(word)
    }
    for block in table.sizes.indices {
      switch table.block(block)[column] {
      case .text(let word): add(word)
      case .texts(let texts): texts.forEach(add)
      default: preconditionFailure("column \(column) of \(table.name) has no words")
      }
    }
    (self.number, self.words, self.places) = (number, words, places)
  }

  /// The least width of signed indices.
  var bits: Int { words.count <= 1 << 7 ? 8 : words.count <= 1 << 15 ? 16 : 32 }

  subscript(word: String) -> Int {
    guard let place = places[word] else { preconditionFailure("no word `\(word)`") }
    return place
  }
}

func littleEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
}
