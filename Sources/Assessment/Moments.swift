import NumericKernels

/// Count, mean and central moments of a stream of numbers.
///
/// Each chunk is summed about its own mean in two passes; chunks merge by the pairwise formulas,
/// which lose no digits however many numbers have gone by.
///
/// - Source: Pébay, *Formulas for robust, one-pass parallel computation of covariances and
///   arbitrary-order statistical moments*, Sandia report SAND2008-6212, §3.1.
public struct Moments: Sendable, Equatable {
  public private(set) var count = 0
  public private(set) var mean = 0.0
  private var M2 = 0.0
  private var M3 = 0.0
  private var M4 = 0.0

  public init() {}

  public init(_ values: some Collection<Double>) { self.init(Array(values).span) }

  public init(_ values: Span<Double>) {
    count = values.count
    guard count > 0 else { return }
    let blockEnd = count & ~7
    var sum = SIMD8<Double>.zero
    for i in stride(from: 0, to: blockEnd, by: 8) { sum += SIMD8(values, at: i) }
    var total = pairwise(sum)
    for i in blockEnd..<count { total += values[i] }
    mean = total / Double(count)
    addResiduals(values, blockEnd)
  }

  private mutating func addResiduals(_ values: Span<Double>, _ blockEnd: Int) {
    var first = SIMD8<Double>.zero, second = first, third = first, fourth = first
    for i in stride(from: 0, to: blockEnd, by: 8) {
      let d = SIMD8(values, at: i) - mean, d2 = d * d
      first += d
      second += d2
      third += d2 * d
      fourth += d2 * d2
    }
    var residual = pairwise(first)
    (M2, M3, M4) = (pairwise(second), pairwise(third), pairwise(fourth))
    for i in blockEnd..<count {
      let d = values[i] - mean, d2 = d * d
      residual += d
      M2 += d2
      M3 += d2 * d
      M4 += d2 * d2
    }
    // The mean's own rounding error, corrected for (Chan, Golub & LeVeque 1983, eq. 1.7).
    M2 -= residual * residual / Double(count)
  }

  /// Adds the numbers of `later`, which come after these.
  public mutating func merge(_ later: Moments) {
    guard later.count > 0 else { return }
    guard count > 0 else { return self = later }
    let a = Double(count), b = Double(later.count), n = a + b
    let delta = later.mean - mean, step = delta / n
    let ab = a * b
    M4 +=
      later.M4 + delta * step * step * step * ab * (a * a - ab + b * b)
      + 6 * step * step * (a * a * later.M2 + b * b * M2) + 4 * step * (a * later.M3 - b * M3)
    M3 += later.M3 + delta * step * step * ab * (a - b) + 3 * step * (a * later.M2 - b * M2)
    M2 += later.M2 + delta * step * ab
    mean += step * b
    count += later.count
  }

  /// With n − 1; 0 for fewer than two numbers.
  public var variance: Double { count > 1 ? max(0, M2) / Double(count - 1) : 0 }

  public var standardDeviation: Double { variance.squareRoot() }

  /// The standard error of the mean.
  public var meanError: Double { count > 0 ? (variance / Double(count)).squareRoot() : 0 }

  /// The standard error of the standard deviation, from the fourth moment:
  /// √((m₄ − s⁴ (n − 3)/(n − 1)) / n) / (2 s).
  public var standardDeviationError: Double {
    guard count > 3, variance > 0 else { return 0 }
    let n = Double(count), s2 = variance
    let spread = max(0, M4 / n - s2 * s2 * (n - 3) / (n - 1)) / n
    return spread.squareRoot() / (2 * s2.squareRoot())
  }
}

/// The sum of eight lanes, in one order on every machine.
private func pairwise(_ lanes: SIMD8<Double>) -> Double {
  let four = lanes.lowHalf + lanes.highHalf, two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}
