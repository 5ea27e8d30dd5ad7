/// The messages of an Arrow file, as FlatBuffers.
///
/// - Source: Apache Arrow columnar format 1.4, *Serialization and IPC*, with `Schema.fbs`, `Message.fbs`
///   and `File.fbs` of format version 5.
enum ArrowMessage {
  /// A column as the schema describes it.
  struct Field {
    enum Kind {
      case text
      /// Indices of so many bits into the dictionary of this number.
      case words(bits: Int, dictionary: Int)
      case whole(bits: Int)
      case real
    }

    let name: String
    let kind: Kind
    /// What is said of it besides: keys and values.
    let notes: [(key: String, value: String)]
  }

  /// The lengths of what a batch consists of.
  struct Batch {
    let rows: Int
    /// By column, how many are missing.
    let missing: [Int]
    /// By buffer, where in the body it begins, and its bytes.
    let buffers: [(offset: Int, length: Int)]
    let bodyLength: Int
  }

  /// Where a batch stands in the file.
  struct Block {
    let offset: Int
    let metadataLength: Int
    let bodyLength: Int
  }

  private static let version: Int16 = 4  // V5
  private enum Header { static let schema: UInt8 = 1, dictionary: UInt8 = 2, record: UInt8 = 3 }
  private enum Kind { static let int: UInt8 = 2, floatingPoint: UInt8 = 3, utf8: UInt8 = 5 }

  static func schema(_ fields: [Field]) -> [UInt8] {
    var buffer = FlatBuffer()
    let schema = self.schema(fields, &buffer)
    return message(Header.schema, schema, bodyLength: 0, &buffer)
  }

  static func records(_ batch: Batch) -> [UInt8] {
    var buffer = FlatBuffer()
    let records = self.records(batch, &buffer)
    return message(Header.record, records, bodyLength: batch.bodyLength, &buffer)
  }

  static func dictionary(_ number: Int, _ batch: Batch) -> [UInt8] {
    var buffer = FlatBuffer()
    let records = self.records(batch, &buffer)
    let dictionary = buffer.table([(0, .long(Int64(number))), (1, .place(records))])
    return message(Header.dictionary, dictionary, bodyLength: batch.bodyLength, &buffer)
  }

  static func footer(_ fields: [Field], dictionaries: [Block], records: [Block]) -> [UInt8] {
    var buffer = FlatBuffer()
    // The length of the metadata has 32 bits, and as many of padding: on this side of 2³¹ they read as
    // one number of 64.
    func places(_ blocks: [Block]) -> FlatBuffer.Place {
      buffer.vector(
        blocks.map { [Int64($0.offset), Int64($0.metadataLength), Int64($0.bodyLength)] })
    }
    let records = places(records), dictionaries = places(dictionaries)
    let schema = self.schema(fields, &buffer)
    let footer = buffer.table([
      (0, .short(version)), (1, .place(schema)), (2, .place(dictionaries)), (3, .place(records)),
    ])
    return buffer.finished(footer)
  }

  private static func message(
    _ kind: UInt8, _ header: FlatBuffer.Place, bodyLength: Int, _ buffer: inout FlatBuffer
  ) -> [UInt8] {
    let message = buffer.table([
      (0, .short(version)), (1, .byte(kind)), (2, .place(header)), (3, .long(Int64(bodyLength))),
    ])
    return buffer.finished(message)
  }

  private static func records(_ batch: Batch, _ buffer: inout FlatBuffer) -> FlatBuffer.Place {
    let places = buffer.vector(batch.buffers.map { [Int64($0.offset), Int64($0.length)] })
    let nodes = buffer.vector(batch.missing.map { [Int64(batch.rows), Int64($0)] })
    return buffer.table([
      (0, .long(Int64(batch.rows))), (1, .place(nodes)), (2, .place(places)),
    ])
  }

  private static func schema(_ fields: [Field], _ buffer: inout FlatBuffer) -> FlatBuffer.Place {
    let places = fields.map { field($0, &buffer) }
    let fields = buffer.vector(places)
    return buffer.table([(1, .place(fields))])
  }

  private static func field(_ field: Field, _ buffer: inout FlatBuffer) -> FlatBuffer.Place {
    let notes = field.notes.map { note in
      let key = buffer.text(note.key), value = buffer.text(note.value)
      return buffer.table([(0, .place(key)), (1, .place(value))])
    }
    let (metadata, children) = (buffer.vector(notes), buffer.vector([FlatBuffer.Place]()))
    let name = buffer.text(field.name)
    var parts: [(id: Int, value: FlatBuffer.Value)] = [
      (0, .place(name)), (1, .bool(true)), (5, .place(children)), (6, .place(metadata)),
    ]
    func integer(_ bits: Int) -> FlatBuffer.Place {
      buffer.table([(0, .int(Int32(bits))), (1, .bool(true))])
    }
    switch field.kind {
    case .text: parts += [(2, .byte(Kind.utf8)), (3, .place(buffer.table([])))]
    case .words(let bits, let number):
      let index = integer(bits)
      let dictionary = buffer.table([(0, .long(Int64(number))), (1, .place(index))])
      parts += [
        (2, .byte(Kind.utf8)), (3, .place(buffer.table([]))), (4, .place(dictionary)),
      ]
    case .whole(let bits): parts += [(2, .byte(Kind.int)), (3, .place(integer(bits)))]
    case .real:
      let double = buffer.table([(0, .short(2))])  // half, single, double
      parts += [(2, .byte(Kind.floatingPoint)), (3, .place(double))]
    }
    return buffer.table(parts)
  }
}
