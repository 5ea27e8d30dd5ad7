public import CLanes

/// √x in each lane, correctly rounded.
@inlinable @inline(__always)
public func squareRoot(_ x: SIMD8<Double>) -> SIMD8<Double> { reach_square_root(x) }

/// The greatest whole number ≤ x in each lane.
@inlinable @inline(__always)
public func floor(_ x: SIMD8<Double>) -> SIMD8<Double> { reach_floor(x) }
