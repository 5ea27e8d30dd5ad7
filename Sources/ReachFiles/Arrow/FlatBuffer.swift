/// Builds a FlatBuffer: the form in which Arrow files describe themselves.
///
/// A FlatBuffer is made from its end: what is referred to stands behind what refers to it. The bytes are
/// kept in reverse and turned round when it is finished.
///
/// - Source: *FlatBuffers internals*, https://flatbuffers.dev/internals/ (tables, vtables, vectors).
struct FlatBuffer {
  /// Where something begins, counted from the end of the buffer.
  struct Place: Equatable {
    fileprivate let distance: Int
  }

  /// A field of a table.
  enum Value {
    case bool(Bool)
    case byte(UInt8)
    case short(Int16)
    case int(Int32)
    case long(Int64)
    case place(Place)

    fileprivate var size: Int {
      switch self {
      case .bool, .byte: 1
      case .short: 2
      case .int, .place: 4
      case .long: 8
      }
    }
  }

  private var reversed: [UInt8] = []
  private var greatestAlignment = 4

  /// Pads, so that what is written next is aligned when `size` further bytes have been written.
  private mutating func align(_ alignment: Int, after size: Int = 0) {
    greatestAlignment = max(greatestAlignment, alignment)
    let odd = (reversed.count + size) % alignment
    if odd > 0 { reversed += Array(repeating: 0, count: alignment - odd) }
  }

  /// Writes a number, its highest byte first: it is turned round with the rest.
  private mutating func put(_ value: some FixedWidthInteger) {
    let width = type(of: value).bitWidth
    for shift in stride(from: width - 8, through: 0, by: -8) {
      reversed.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  private mutating func put(_ place: Place) {
    put(UInt32(reversed.count + 4 - place.distance))
  }

  /// A text, ended by a zero that does not count.
  mutating func text(_ text: String) -> Place {
    let bytes = Array(text.utf8)
    align(4, after: bytes.count + 1)
    put(UInt8(0))
    reversed += bytes.reversed()
    put(UInt32(bytes.count))
    return Place(distance: reversed.count)
  }

  /// A vector of tables or texts.
  mutating func vector(_ places: [Place]) -> Place {
    align(4)
    for place in places.reversed() { put(place) }
    put(UInt32(places.count))
    return Place(distance: reversed.count)
  }

  /// A vector of structures that are made of 64-bit numbers alone.
  mutating func vector(_ structures: [[Int64]]) -> Place {
    align(8, after: structures.reduce(0) { $0 + 8 * $1.count })
    for structure in structures.reversed() {
      for value in structure.reversed() { put(value) }
    }
    put(UInt32(structures.count))
    return Place(distance: reversed.count)
  }

  /// A table.
  ///
  /// - Parameter fields: By their numbers in the schema; those left out have their defaults.
  /// - Returns: Where it begins.
  mutating func table(_ fields: [(id: Int, value: Value)]) -> Place {
    let start = reversed.count
    var ends = [Int](repeating: 0, count: (fields.map(\.id).max() ?? -1) + 1)
    for field in fields.sorted(by: { ($0.value.size, $1.id) > ($1.value.size, $0.id) }) {
      align(field.value.size)
      switch field.value {
      case .bool(let value): put(UInt8(value ? 1 : 0))
      case .byte(let value): put(value)
      case .short(let value): put(value)
      case .int(let value): put(value)
      case .long(let value): put(value)
      case .place(let place): put(place)
      }
      ends[field.id] = reversed.count
    }
    align(4)
    put(Int32(0))
    let table = reversed.count
    for end in ends.reversed() { put(UInt16(end == 0 ? 0 : table - end)) }
    put(UInt16(table - start))
    put(UInt16(4 + 2 * ends.count))
    // The table begins with the way back to its vtable.
    let back = Int32(reversed.count - table)
    for i in 0..<4 { reversed[table - 1 - i] = UInt8(truncatingIfNeeded: back >> (8 * i)) }
    return Place(distance: table)
  }

  /// The bytes, which begin with where the root is.
  mutating func finished(_ root: Place) -> [UInt8] {
    align(greatestAlignment, after: 4)
    put(root)
    return reversed.reversed()
  }
}
