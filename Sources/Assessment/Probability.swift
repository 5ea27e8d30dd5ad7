/// z(97.5 %): half widths of 95 % intervals are this many standard errors.
package let z975 = 1.959963984540054

/// A probability estimated by counting draws.
public struct Probability: Sendable, Equatable {
  public let hits: Int
  /// All draws, the undecided too.
  public let draws: Int
  /// Draws that failed before it was known whether they count.
  public let undecided: Int

  public init(hits: Int, draws: Int, undecided: Int = 0) {
    precondition(
      hits >= 0 && undecided >= 0 && hits + undecided <= draws && undecided < draws,
      "\(hits) of \(draws) draws, \(undecided) undecided")
    (self.hits, self.draws, self.undecided) = (hits, draws, undecided)
  }

  /// The share of the draws that are decided.
  public var value: Double { Double(hits) / Double(draws - undecided) }

  /// What the share of all draws lies between, whatever the undecided would have shown.
  public var bounds: ClosedRange<Double> {
    (Double(hits) / Double(draws))...(Double(hits + undecided) / Double(draws))
  }

  /// The standard error that the Wilson interval stands for: √(p (1 − p) / n) but for terms of order
  /// 1/n, and never 0.
  public var standardError: Double { samplingError / z975 }

  /// Half the width of the 95 % Wilson interval, never 0, not even at 0 or 100 %; and what the
  /// undecided draws may add on one side.
  ///
  /// - Source: Wilson, *Journal of the American Statistical Association* 22, 1927.
  public var error: Double {
    samplingError + max(value - bounds.lowerBound, bounds.upperBound - value)
  }

  private var samplingError: Double {
    let n = Double(draws - undecided), z = z975
    let spread = (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
    return z * spread / (1 + z * z / n)
  }
}
