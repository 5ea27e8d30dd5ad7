/// Numbers less their mean, multiplied with a power of two that makes them at most 2, so that squares
/// neither overflow nor vanish.
func scaledAboutMean(_ values: [Double]) -> [Double] {
  let scale = powerOfTwo(scaling: values.reduce(0) { max($0, $1.magnitude) })
  let mean = Moments(values.map { $0 * scale }).mean
  return values.map { $0 * scale - mean }
}

/// The power of two that brings a magnitude into 1..<2, or as near as a double allows.
func powerOfTwo(scaling largest: Double) -> Double {
  guard largest > 0 else { return 1 }
  return Double(sign: .plus, exponent: -max(-1000, largest.exponent), significand: 1)
}
