/// The minima of a function inside a range, from its derivative.
///
/// Every change of the derivative from negative to positive between points of a grid is narrowed by
/// bisection until no number lies between its ends: the place is exact to rounding of the
/// derivative, where a search by values would stop at half the digits.
///
/// - Parameters:
///   - derivative: Its sign is all that counts.
///   - range: What is searched.
///   - step: Of the grid; two changes of sign nearer than this are one.
/// - Returns: Ascending; empty when the function has no minimum inside.
func minima(
  of derivative: (Double) -> Double, on range: ClosedRange<Double>, step: Double
) -> [Double] {
  let cells = max(1, Int(((range.upperBound - range.lowerBound) / step).rounded(.up)))
  let width = (range.upperBound - range.lowerBound) / Double(cells)
  var found: [Double] = []
  var left = range.lowerBound, falling = derivative(left) < 0
  for cell in 1...cells {
    let right = range.lowerBound + Double(cell) * width
    let fallingNext = derivative(right) < 0
    if falling, !fallingNext { found.append(bisected(derivative, left, right)) }
    (left, falling) = (right, fallingNext)
  }
  return found
}

/// - Precondition: The derivative is negative at `low` and not at `high`.
private func bisected(_ derivative: (Double) -> Double, _ low: Double, _ high: Double) -> Double {
  var (low, high) = (low, high)
  while true {
    let middle = low + (high - low) / 2
    guard middle > low, middle < high else { return high }
    if derivative(middle) < 0 { low = middle } else { high = middle }
  }
}
