public import CLanes

/// One number, or eight side by side: what the elementary functions are written for.
///
/// Each algorithm is written once against this protocol, so `Double` and `SIMD8<Double>` give the
/// same bits by construction. A comparison gives a mask (all bits set or none) instead of a
/// Boolean: no kernel branches on a value.
///
/// Only + − × ÷ √, fused multiply–add and bit patterns are used, each correctly rounded, so the results
/// do not depend on the processor, the operating system or a mathematics library. A step is fused
/// where the source says so and nowhere else (decision 0023).
@usableFromInline
protocol RealLanes {
  associatedtype Bits: BitLanes

  init(repeating value: Double)
  init(lanes bits: Bits)
  /// The IEEE 754 pattern of each lane.
  var bits: Bits { get }

  static func + (x: Self, y: Self) -> Self
  static func - (x: Self, y: Self) -> Self
  static func * (x: Self, y: Self) -> Self
  static func / (x: Self, y: Self) -> Self
  static func + (x: Self, y: Double) -> Self
  static func - (x: Self, y: Double) -> Self
  static func * (x: Self, y: Double) -> Self
  /// x · y + z, rounded once.
  static func fused(_ x: Self, _ y: Self, plus z: Self) -> Self
  /// √x, correctly rounded.
  var root: Self { get }

  /// All bits set in the lanes where `self` < `other`; none for NaN.
  func isBelow(_ other: Self) -> Bits
  /// All bits set in the lanes where `self` = `other`; none for NaN.
  func equals(_ other: Self) -> Bits
}

/// The bit patterns that go with ``RealLanes``; shifts and sums wrap.
@usableFromInline
protocol BitLanes {
  init(repeating value: UInt64)
  static func & (x: Self, y: Self) -> Self
  static func | (x: Self, y: Self) -> Self
  static func ^ (x: Self, y: Self) -> Self
  static prefix func ~ (x: Self) -> Self
  static func &+ (x: Self, y: Self) -> Self
  static func &- (x: Self, y: Self) -> Self
  static func &<< (x: Self, y: Self) -> Self
  static func &>> (x: Self, y: Self) -> Self
  /// Whether any bit of any lane is set.
  var isAnySet: Bool { get }
}

extension RealLanes {
  /// x · y + z, rounded once.
  @inlinable @inline(__always)
  static func fused(_ x: Self, _ y: Self, plus z: Double) -> Self {
    fused(x, y, plus: Self(repeating: z))
  }

  /// x · y + z, rounded once.
  @inlinable @inline(__always)
  static func fused(_ x: Self, _ y: Double, plus z: Self) -> Self {
    fused(x, Self(repeating: y), plus: z)
  }

  /// x · y + z, rounded once.
  @inlinable @inline(__always)
  static func fused(_ x: Self, _ y: Double, plus z: Double) -> Self {
    fused(x, Self(repeating: y), plus: Self(repeating: z))
  }

  /// `x` where the mask is set and `y` elsewhere.
  @inlinable @inline(__always)
  static func select(_ mask: Bits, _ x: Self, else y: Self) -> Self {
    Self(lanes: y.bits ^ (mask & (x.bits ^ y.bits)))
  }

  /// `x` where the mask is set and +0 elsewhere.
  @inlinable @inline(__always)
  static func keep(_ x: Self, where mask: Bits) -> Self {
    Self(lanes: x.bits & mask)
  }

  /// 2ⁿ for a whole `n` in −1022...1023; other whole numbers give no meaningful value.
  ///
  /// Adding 1.5 · 2⁵² leaves n in the low bits of the significand, whence it is shifted into the
  /// place of the exponent.
  @inlinable @inline(__always)
  static func powerOfTwo(_ n: Self) -> Self {
    let pattern = (n + wholeNumberShift).bits
    return Self(lanes: (pattern &+ Bits(repeating: 1023)) &<< Bits(repeating: 52))
  }

  /// The nearest whole number (ties to even) for |x| < 2⁵¹.
  @inlinable @inline(__always)
  var nearestWhole: Self { (self + wholeNumberShift) - wholeNumberShift }
}

/// 1.5 · 2⁵²: a number of this size has a unit in the last place of 1, of either sign.
@inlinable @inline(__always)
var wholeNumberShift: Double { 0x1.8p52 }

extension Double: RealLanes {
  @inlinable @inline(__always) init(repeating value: Double) { self = value }
  @inlinable @inline(__always) init(lanes bits: UInt64) { self.init(bitPattern: bits) }
  @inlinable @inline(__always) var bits: UInt64 { bitPattern }
  @inlinable @inline(__always)
  static func fused(_ x: Double, _ y: Double, plus z: Double) -> Double { z.addingProduct(x, y) }
  @inlinable @inline(__always) var root: Double { squareRoot() }
  @inlinable @inline(__always) func isBelow(_ other: Double) -> UInt64 { self < other ? ~0 : 0 }
  @inlinable @inline(__always) func equals(_ other: Double) -> UInt64 { self == other ? ~0 : 0 }
}

extension UInt64: BitLanes {
  @inlinable @inline(__always) init(repeating value: UInt64) { self = value }
  @inlinable @inline(__always) var isAnySet: Bool { self != 0 }
}

extension SIMD8<Double>: RealLanes {
  @inlinable @inline(__always)
  init(lanes bits: SIMD8<UInt64>) {
    // SAFETY: both types are eight lanes of 64 bits, and every pattern is a Double.
    self = unsafe unsafeBitCast(bits, to: Self.self)
  }

  @inlinable @inline(__always)
  var bits: SIMD8<UInt64> {
    // SAFETY: both types are eight lanes of 64 bits, and every pattern is a UInt64.
    unsafe unsafeBitCast(self, to: SIMD8<UInt64>.self)
  }

  @inlinable @inline(__always)
  static func fused(_ x: Self, _ y: Self, plus z: Self) -> Self { reach_fused(x, y, z) }

  @inlinable @inline(__always)
  var root: Self { reach_square_root(self) }

  @inlinable @inline(__always)
  func isBelow(_ other: Self) -> SIMD8<UInt64> {
    // SAFETY: a mask of eight lanes of Int64 has 0 or −1 in each, and the same layout.
    unsafe unsafeBitCast(self .< other, to: SIMD8<UInt64>.self)
  }

  @inlinable @inline(__always)
  func equals(_ other: Self) -> SIMD8<UInt64> {
    // SAFETY: as in `isBelow`.
    unsafe unsafeBitCast(self .== other, to: SIMD8<UInt64>.self)
  }
}

extension SIMD8<UInt64>: BitLanes {
  @inlinable @inline(__always) var isAnySet: Bool { reach_any(self) != 0 }
}
