/// The direction numbers of Sobol' sequences, each with its bits in reverse order.
///
/// Bit i of a stored number is digit i + 1 of the binary fraction: in that order the scramble of
/// ``NestedScramble`` runs from the first digit to the last.
struct SobolDirections: Sendable {
  static let dimensions = 768
  /// Binary digits of a coordinate, and of a point's number.
  static let digits = 32

  static let joeKuo = SobolDirections()

  /// By dimension, then by digit of the point's number.
  private let reversed: [UInt32]

  private init() {
    var reversed: [UInt32] = []
    reversed.reserveCapacity(Self.dimensions * Self.digits)
    // The first dimension is van der Corput's sequence.
    for digit in 0..<Self.digits { reversed.append(1 << UInt32(digit)) }
    var numbers: [UInt32] = []
    var number: UInt32?
    for byte in joeKuoNumbers.utf8 {
      if byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") {
        number = (number ?? 0) * 10 + UInt32(byte - UInt8(ascii: "0"))
        continue
      }
      if let ended = number { numbers.append(ended) }
      number = nil
      if byte == UInt8(ascii: ";") {
        reversed.append(contentsOf: Self.directions(numbers))
        numbers = []
      }
    }
    precondition(reversed.count == Self.dimensions * Self.digits, "\(reversed.count) numbers")
    self.reversed = reversed
  }

  /// The reversed direction numbers of one dimension, from s, a, m₁ … mₛ.
  ///
  /// mₖ = 2a₁mₖ₋₁ ⊕ 4a₂mₖ₋₂ ⊕ … ⊕ 2ˢmₖ₋ₛ ⊕ mₖ₋ₛ, and digit k of the number stands for mₖ / 2ᵏ.
  private static func directions(_ numbers: [UInt32]) -> [UInt32] {
    let degree = Int(numbers[0]), a = numbers[1]
    var v = [UInt32](repeating: 0, count: digits)
    for k in 0..<digits {
      if k < degree {
        v[k] = numbers[2 + k] << UInt32(31 - k)
        continue
      }
      v[k] = v[k - degree] ^ (v[k - degree] >> UInt32(degree))
      for j in 1..<degree where (a >> UInt32(degree - 1 - j)) & 1 == 1 { v[k] ^= v[k - j] }
    }
    return v.map(bitsReversed)
  }

  /// The coordinate of a point, its bits in reverse order; points are in Gray-code order (Antonov
  /// & Saleev, 1979).
  @inline(__always)
  func reversedCoordinate(of point: UInt32, dimension: Int) -> UInt32 {
    var gray = point ^ (point >> 1), coordinate: UInt32 = 0
    while gray != 0 {
      coordinate ^= reversed[dimension &* Self.digits &+ gray.trailingZeroBitCount]
      gray &= gray &- 1
    }
    return coordinate
  }

  /// The coordinate of the point after `point`, given that of `point`.
  @inline(__always)
  func reversedCoordinate(
    after coordinate: UInt32, of point: UInt32, dimension: Int
  ) -> UInt32 {
    coordinate ^ reversed[dimension &* Self.digits &+ (point &+ 1).trailingZeroBitCount]
  }
}

/// The number whose binary digits are those of `x` in reverse order.
func bitsReversed(_ x: UInt32) -> UInt32 {
  var reversed: UInt32 = 0
  for digit in 0..<32 where (x >> UInt32(digit)) & 1 == 1 { reversed |= 1 << UInt32(31 - digit) }
  return reversed
}
