/// z(97.5 %): half widths of 95 % intervals are this many standard errors.
package let z975 = 1.959963984540054

/// A probability estimated from draws: by counting those in which something holds or, where that is
/// better known, from what each draw tells of its chance.
public struct Probability: Sendable, Equatable {
  /// In how many draws it holds.
  public let hits: Int
  /// All draws, the undecided too.
  public let draws: Int
  /// Draws that failed before it was known whether they count.
  public let undecided: Int
  /// Of the share of decided draws, where there is a better estimate than counting.
  public let estimate: ScrambleMean.Estimate?

  /// - Parameters:
  ///   - hits: In how many draws it holds.
  ///   - draws: All draws, the undecided too.
  ///   - undecided: Those that failed before it was known.
  ///   - estimate: Under scrambled Sobol' points; not used where hits or misses are so few that
  ///     counting tells as much.
  public init(
    hits: Int, draws: Int, undecided: Int = 0, estimate: ScrambleMean.Estimate? = nil
  ) {
    precondition(
      hits >= 0 && undecided >= 0 && hits + undecided <= draws && undecided < draws,
      "\(hits) of \(draws) draws, \(undecided) undecided")
    (self.hits, self.draws, self.undecided) = (hits, draws, undecided)
    let isCounted = Self.isCounted(hits: hits, of: draws - undecided)
    self.estimate = isCounted ? nil : estimate
  }

  /// Below this many hits or misses the spread of the scrambles is itself known too badly.
  private static let leastCount = 100

  /// Whether hits or misses are so few that draws are counted, whatever each tells of its chance.
  ///
  /// - Parameters:
  ///   - hits: In how many draws something holds.
  ///   - decided: Draws in which it is known.
  /// - Returns: True below 100 of either.
  package static func isCounted(hits: Int, of decided: Int) -> Bool {
    min(hits, decided - hits) < leastCount
  }

  /// Of the draws that are decided.
  public var value: Double {
    estimate.map { min(1, max(0, $0.value)) } ?? Double(hits) / Double(draws - undecided)
  }

  /// What it lies between over all draws, whatever the undecided would have shown.
  public var bounds: ClosedRange<Double> {
    let held = estimate == nil ? Double(hits) : value * Double(draws - undecided)
    return (held / Double(draws))...min(1, (held + Double(undecided)) / Double(draws))
  }

  /// That of the estimate; without one the standard error that the Wilson interval stands for, √(p
  /// (1 − p) / n) but for terms of order 1/n, and never 0.
  public var standardError: Double { estimate?.standardError ?? wilsonError / z975 }

  /// Half the width of the 95 % interval (Student's t over the scrambles; Wilson's where draws are
  /// counted, never 0, not even at 0 or 100 %), and what the undecided draws may add on one side.
  ///
  /// - Source: Wilson, *Journal of the American Statistical Association* 22, 1927.
  public var error: Double {
    // The parts of an estimate have the indicator's mean over all draws; over the decided ones alone
    // they may be off by as much as there are others.
    let rest = estimate == nil ? 0 : Double(undecided) / Double(draws)
    return (estimate?.error ?? wilsonError) + rest
      + max(value - bounds.lowerBound, bounds.upperBound - value)
  }

  private var wilsonError: Double {
    let n = Double(draws - undecided)
    return wilsonHalfWidth(Double(hits) / n, of: n)
  }
}

/// Half the width of the 95 % Wilson interval of a share.
///
/// - Parameters:
///   - p: The share, 0...1.
///   - n: Draws behind it, or as many as would tell the same; above 0.
/// - Returns: Never 0, not even where p is 0 or 1.
/// - Source: Wilson, *Journal of the American Statistical Association* 22, 1927.
func wilsonHalfWidth(_ p: Double, of n: Double) -> Double {
  let z = z975, spread = (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  return z * spread / (1 + z * z / n)
}
