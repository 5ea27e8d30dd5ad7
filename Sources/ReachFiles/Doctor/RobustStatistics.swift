private import Foundation

/// The median; nil of nothing.
func median(_ values: [Double]) -> Double? { quantile(values, 0.5) }

/// The quantile at which a share `p` of the values lies below, by linear interpolation.
///
/// - Source: Hyndman & Fan, *The American Statistician* 50(4), 1996, definition 7.
func quantile(_ values: [Double], _ p: Double) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  let place = p * Double(sorted.count - 1)
  let low = Int(place)
  let high = min(low + 1, sorted.count - 1)
  return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
}

/// The common logarithm of a positive finite number.
func commonLogarithm(_ value: Double) -> Double {
  precondition(value > 0 && value.isFinite, "logarithm of \(value)")
  return log10(value)
}

/// The number with a common logarithm.
func powerOfTen(_ logarithm: Double) -> Double { pow(10, logarithm) }

/// 10 to a whole power.
func powerOfTen(_ exponent: Int) -> Double {
  let magnitude = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
  return exponent < 0 ? 1 / magnitude : magnitude
}
