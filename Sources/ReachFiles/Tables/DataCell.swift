import NumericKernels

/// What the bytes of a cell mean.
enum DataCell: Equatable {
  case missing
  case number(Double)
  /// Anything else, and numbers with a zero too many in front, which are codes (`01`).
  case text

  /// The number, NaN if it is missing; nil for a text.
  var number: Double? {
    switch self {
    case .missing: .nan
    case .number(let value): value
    case .text: nil
    }
  }

  /// The texts that mean a missing cell, in quotes or not.
  static let missingTexts = ["", "NA", "NaN", "nan", "N/A", "null", "."]

  init(_ bytes: Span<UInt8>, _ range: Range<Int>, _ reader: DecimalReader) {
    if isMissing(bytes, range) {
      self = .missing
    } else if case .number(let value) = reader.read(bytes, range) {
      self = .number(value)
    } else if let value = infinity(bytes, range) {
      self = .number(value)
    } else {
      self = .text
    }
  }
}

/// Whether a cell's bytes are one of ``DataCell/missingTexts``.
@inline(__always)
func isMissing(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  guard range.count <= 4 else { return false }
  let letters = range.reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[$1]) }
  return switch letters {
  // "", ".", "NA", "NaN", "nan", "N/A", "null"
  case 0: range.isEmpty
  case 0x2E, 0x4E41, 0x4E_614E, 0x6E_616E, 0x4E_2F41, 0x6E75_6C6C: true
  default: false
  }
}

/// The value of `inf`, `-Inf`, `infinity` and so on; nil for all else.
///
/// They are kept as numbers so that whoever uses the column can refuse them by name.
private func infinity(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
  guard (3...9).contains(range.count) else { return nil }
  let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
  let letters = range.dropFirst(isNegative ? 1 : 0).map { bytes[$0] | 0x20 }
  guard letters.elementsEqual("inf".utf8) || letters.elementsEqual("infinity".utf8) else {
    return nil
  }
  return isNegative ? -.infinity : .infinity
}
