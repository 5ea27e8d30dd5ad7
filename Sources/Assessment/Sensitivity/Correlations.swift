import LinearAlgebra
import NumericKernels
import Simulation

/// A column less its mean, with sum of squares 1.
///
/// - Precondition: It varies.
func standardised(_ column: [Double]) -> [Double] {
  let mean = Moments(column).mean
  let centred = column.map { $0 - mean }
  let length = innerProduct(centred, centred).squareRoot()
  precondition(length > 0, "a column that does not vary")
  return centred.map { $0 / length }
}

/// The correlations of standardised columns, the diagonal exactly 1.
///
/// The order of the additions is fixed, so that neither threads nor the BLAS library change a bit.
///
/// - Complexity: O(rows · columns²) / 2.
func correlations(_ columns: [[Double]], threads: Int) -> Matrix {
  let k = columns.count
  let lower = mapInParallel(k, threads: threads) { j in
    (0..<j).map { innerProduct(columns[j], columns[$0]) }
  }
  return Matrix(rows: k, columns: k) { i, j in i == j ? 1 : lower[max(i, j)][min(i, j)] }
}

/// Σ x y, by blocks of 512 in eight lanes.
private func innerProduct(_ x: [Double], _ y: [Double]) -> Double {
  let block = 512, x = x.span, y = y.span
  var total = 0.0
  for start in stride(from: 0, to: x.count, by: block) {
    let end = min(x.count, start + block)
    var even = SIMD8<Double>.zero, odd = even
    var i = start
    while i &+ 16 <= end {
      even += SIMD8(x, at: i) * SIMD8(y, at: i)
      odd += SIMD8(x, at: i &+ 8) * SIMD8(y, at: i &+ 8)
      i &+= 16
    }
    var sum = (even + odd).sum()
    while i < end {
      sum += x[i] * y[i]
      i &+= 1
    }
    total += sum
  }
  return total
}
