/// A sensitivity index with what is known of its Monte Carlo error.
package struct IndexEstimate: Sendable, Equatable {
  package let value: Double
  /// By the delta method: the standard deviation of the influence of a row, over √rows.
  package let standardError: Double
  /// The standard deviation over resampled rows; nil where none were drawn.
  package let bootstrapError: Double?

  package init(value: Double, standardError: Double, bootstrapError: Double? = nil) {
    (self.value, self.standardError, self.bootstrapError) = (value, standardError, bootstrapError)
  }

  /// Half the width of the 95 % interval: z(97.5 %) bootstrap errors, or standard errors without.
  ///
  /// The normal interval, not that of the percentiles: an index is a smooth function of means over
  /// many rows, hence nearly normal, and 200 resamples tell its spread within 5 %, where the
  /// 2.5 % point of as many hangs on five of them.
  ///
  /// - Source: Efron & Tibshirani, *An Introduction to the Bootstrap*, §13.2 and §19.3.
  package var error: Double { z975 * (bootstrapError ?? standardError) }

  /// The 95 % interval; it may reach beyond the values that an index can have.
  package var interval: ClosedRange<Double> { (value - error)...(value + error) }

  /// Whether the index cannot be told from 0; it is then written as such, and never ranked.
  package var isBelowItsError: Bool { value.magnitude <= error }
}

/// √(Σ L² / (n (n − 1))) of the influences of n rows, which add up to 0 but for rounding.
func deltaMethodError(_ influences: [Double]) -> Double {
  let n = Double(influences.count)
  guard n > 1 else { return 0 }
  return (influences.reduce(0) { $0 + $1 * $1 } / (n * (n - 1))).squareRoot()
}
