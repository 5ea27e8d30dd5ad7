private import NumericKernels

/// Tests of whether numbers in 0...1 are uniform, as the places of figures in right forecasts are.
package struct UniformityTests: Sendable, Equatable {
  package let count: Int
  /// In ten equal parts.
  package let histogram: [Int]
  /// Pearson's χ² over the ten parts, and its p with nine degrees of freedom.
  package let chiSquare: Double
  package let chiSquareP: Double
  /// The largest distance of the empirical distribution function from the diagonal.
  package let kolmogorovSmirnov: Double
  /// Exact; nil beyond what the exact law can be had for (``exactLimit``).
  package let kolmogorovSmirnovP: Double?
  /// 1/(12n) + Σ (u₍ᵢ₎ − (2i − 1)/(2n))².
  package let cramerVonMises: Double
  /// By the limiting law and its correction of order 1/n.
  package let cramerVonMisesP: Double
  package let andersonDarling: Double
  package let mean: Double
  /// Over n − 1; nil for a single number.
  package let variance: Double?

  /// - Parameter values: At least one number in 0...1.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty && values.allSatisfy { (0...1).contains($0) }, "no uniforms")
    let sorted = values.sorted(), n = Double(values.count)
    count = values.count
    var histogram = Array(repeating: 0, count: 10)
    for value in sorted { histogram[min(9, Int(value * 10))] += 1 }
    self.histogram = histogram
    chiSquare = histogram.reduce(0) {
      let gap = Double($1) - n / 10
      return $0 + gap * gap / (n / 10)
    }
    chiSquareP = regularisedGamma(shape: 4.5, chiSquare / 2).upper
    var distance = 0.0, squares = 1 / (12 * n), logs = 0.0
    for (i, u) in sorted.enumerated() {
      distance = max(distance, Double(i + 1) / n - u, u - Double(i) / n)
      let gap = u - (2 * Double(i) + 1) / (2 * n)
      squares += gap * gap
      let mirrored = sorted[sorted.count - 1 - i]
      logs += (2 * Double(i) + 1) * (naturalLogarithm(u) + logarithmOfOnePlus(-mirrored))
    }
    (kolmogorovSmirnov, cramerVonMises) = (distance, squares)
    andersonDarling = -n - logs / n
    kolmogorovSmirnovP = Self.exactUpperTail(distance, values.count)
    cramerVonMisesP = CramerVonMises.upperTail(squares, count: values.count)
    let mean = sorted.reduce(0, +) / n
    self.mean = mean
    variance =
      values.count > 1
      ? sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) : nil
  }

  /// Beyond this size of its matrix the exact law is not computed: some 10⁸ products.
  package static let exactLimit = 120

  /// P(D ≥ d) of n uniform numbers.
  ///
  /// - Source: Marsaglia, Tsang and Wang, *Journal of Statistical Software* 8(18), 2003 (Durbin's
  ///   matrix).
  private static func exactUpperTail(_ d: Double, _ n: Int) -> Double? {
    let k = Int((Double(n) * d).rounded(.down)) + 1, size = 2 * k - 1
    guard size <= exactLimit else { return nil }
    let h = Double(k) - Double(n) * d
    var H = Array(repeating: Array(repeating: 0.0, count: size), count: size)
    for i in 0..<size { for j in 0..<size where i - j + 1 >= 0 { H[i][j] = 1 } }
    for i in 0..<size {
      H[i][0] -= integerPower(h, i + 1)
      H[size - 1][i] -= integerPower(h, size - i)
    }
    if 2 * h - 1 > 0 { H[size - 1][0] += integerPower(2 * h - 1, size) }
    for i in 0..<size {
      for j in 0..<size where i - j + 1 > 0 {
        for g in 1...(i - j + 1) { H[i][j] /= Double(g) }
      }
    }
    let (Q, scale) = matrixPower(H, n)
    var value = Q[k - 1][k - 1], exponent = scale
    for i in 1...n {
      value *= Double(i) / Double(n)
      if value < 1e-140 {
        value *= 1e140
        exponent -= 140
      }
    }
    for _ in 0..<abs(exponent) { value *= exponent > 0 ? 10 : 0.1 }
    return min(1, max(0, 1 - value))
  }

  /// Aⁿ as a matrix and a power of ten.
  private static func matrixPower(_ A: [[Double]], _ n: Int) -> ([[Double]], Int) {
    if n == 1 { return (A, 0) }
    let (half, exponent) = matrixPower(A, n / 2)
    var B = product(half, half), power = 2 * exponent
    if n % 2 == 1 { B = product(A, B) }
    let centre = B[B.count / 2][B.count / 2]
    if centre > 1e140 {
      B = B.map { $0.map { $0 * 1e-140 } }
      power += 140
    }
    return (B, power)
  }

  private static func product(_ A: [[Double]], _ B: [[Double]]) -> [[Double]] {
    let m = A.count
    return A.map { row in
      var sums = Array(repeating: 0.0, count: m)
      for k in 0..<m where row[k] != 0 {
        for j in 0..<m { sums[j] += row[k] * B[k][j] }
      }
      return sums
    }
  }
}
