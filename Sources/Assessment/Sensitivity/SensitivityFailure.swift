/// Why the sensitivity of an outcome has no answer.
package enum SensitivityFailure: Error, Equatable, Sendable {
  /// The outcome is the same in every draw that did not fail: there is nothing to explain.
  case noVariance(failed: Int)
  /// Too few draws are left once the failed ones are gone.
  case tooFewDraws(kept: Int, needed: Int, failed: Int)
}

/// Whether finite numbers differ by more than rounding: by more than four units in the last place of
/// the largest, which is what a few operations in another order may make of equal numbers.
func varies(_ values: some Sequence<Double>) -> Bool {
  var least = Double.infinity, greatest = -Double.infinity
  for value in values {
    least = min(least, value)
    greatest = max(greatest, value)
  }
  guard least < greatest else { return false }
  return greatest - least > 4 * max(least.magnitude, greatest.magnitude).ulp
}

/// The rows in which every column is finite, in ascending order: a draw that failed is NaN.
func finiteRows(_ columns: [[Double]], rows: Int) -> [Int] {
  var isFinite = [Bool](repeating: true, count: rows)
  for column in columns {
    for i in 0..<rows where !column[i].isFinite { isFinite[i] = false }
  }
  return (0..<rows).filter { isFinite[$0] }
}

extension [Double] {
  /// The elements at some places; the same array where these are all.
  func at(_ places: [Int]) -> [Double] {
    places.count == count ? self : places.map { self[$0] }
  }
}
