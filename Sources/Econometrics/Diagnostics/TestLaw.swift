private import NumericKernels

/// The law of a test statistic under its hypothesis.
package enum TestLaw: Sendable, Equatable {
  case normal
  case student(degreesOfFreedom: Double)
  case chiSquared(degreesOfFreedom: Double)
  case f(numerator: Double, denominator: Double)

  /// P(a statistic at least as far out), two-sided for the normal and Student's t.
  ///
  /// - Parameter statistic: Not negative for χ² and F; F with an infinite denominator is χ² over its
  ///   degrees of freedom.
  /// - Returns: In 0...1.
  package func pValue(_ statistic: Double) -> Double {
    switch self {
    case .normal: return min(1, 2 * normalUpperTail(statistic.magnitude))
    case .student(let df):
      guard df.isFinite else { return TestLaw.normal.pValue(statistic) }
      guard statistic.isFinite else { return 0 }
      return min(1, 2 * studentTails(-statistic.magnitude, degreesOfFreedom: df).lower)
    case .chiSquared(let df):
      return regularisedGamma(shape: df / 2, max(statistic, 0) / 2).upper
    case .f(let numerator, let denominator):
      guard denominator.isFinite else {
        return TestLaw.chiSquared(degreesOfFreedom: numerator).pValue(numerator * statistic)
      }
      guard statistic.isFinite else { return 0 }
      let a = denominator, b = numerator * max(statistic, 0)
      return regularisedBeta(
        denominator / 2, numerator / 2, at: a / (a + b), complement: b / (a + b)
      ).lower
    }
  }

  /// Permanent, for example `chi_squared`.
  package var family: String {
    switch self {
    case .normal: "normal"
    case .student: "t"
    case .chiSquared: "chi_squared"
    case .f: "F"
    }
  }

  /// Those of the numerator first; none for the normal.
  package var degreesOfFreedom: [Double] {
    switch self {
    case .normal: []
    case .student(let df), .chiSquared(let df): [df]
    case .f(let numerator, let denominator): [numerator, denominator]
    }
  }

  /// For data files, for example `F(2, 62)`.
  package var name: String {
    func text(_ df: Double) -> String {
      df == df.rounded() && df.magnitude < 1e15 ? String(Int(df)) : String(df)
    }
    return switch self {
    case .normal: "N(0, 1)"
    case .student(let df): "t(\(text(df)))"
    case .chiSquared(let df): "chi2(\(text(df)))"
    case .f(let numerator, let denominator): "F(\(text(numerator)), \(text(denominator)))"
    }
  }
}

/// The t quantile for a two-sided interval; the normal one for infinite degrees of freedom.
///
/// - Parameters:
///   - level: For example 0.95.
///   - degreesOfFreedom: Greater than 0, infinity allowed.
/// - Returns: For example 1.96 for 0.95 and infinity.
package func twoSidedQuantile(_ level: Double, degreesOfFreedom: Double) -> Double {
  quantileOfT(1 - (1 - level) / 2, degreesOfFreedom)
}

/// Student's quantile, the normal one for infinite degrees of freedom.
func quantileOfT(_ u: Double, _ df: Double) -> Double {
  df.isFinite ? studentQuantile(u, degreesOfFreedom: df) : normalQuantile(u)
}
