private import CLanes

/// √x in each lane, correctly rounded.
package func squareRoot(_ x: SIMD8<Double>) -> SIMD8<Double> { reach_square_root(x) }

/// The greatest whole number ≤ x in each lane.
package func floor(_ x: SIMD8<Double>) -> SIMD8<Double> { reach_floor(x) }
