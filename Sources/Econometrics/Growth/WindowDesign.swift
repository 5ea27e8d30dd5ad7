package import LinearAlgebra
private import NumericKernels

/// How a published window measures growth, beyond what the quarters say.
///
/// Judged, so that a catalog states it: `growth_error_month` and `growth_error_new_year`.
package struct MeasurementError: Sendable, Equatable {
  /// Figures are printed with one decimal: in steps of this, percentage points.
  package static let printedStep = 0.1
  /// Sd of a month's growth about that of its quarter, percentage points.
  package let month: Double
  /// The same for January and February, between which the lunar new year moves.
  package let newYearMonth: Double

  package init(month: Double, newYearMonth: Double) {
    precondition(month >= 0 && newYearMonth >= 0, "sd \(month), \(newYearMonth)")
    (self.month, self.newYearMonth) = (month, newYearMonth)
  }

  /// Variance of a month's own log growth.
  private func monthVariance(_ month: Int) -> Double {
    let sd = (month <= 2 ? newYearMonth : self.month) / 100
    return sd * sd
  }

  /// Covariance of what two months of one quarter add to their quarter's growth.
  ///
  /// The deviations of three months from their mean, for independent months of unequal variance:
  /// they sum to zero, so that a whole quarter has no such error.
  func deviationCovariance(_ a: Int, _ b: Int) -> Double {
    guard (a - 1) / 3 == (b - 1) / 3 else { return 0 }
    let first = (a - 1) / 3 * 3 + 1
    let total = (first...first + 2).reduce(0) { $0 + monthVariance($1) }
    let own = a == b ? monthVariance(a) : 0
    return own - monthVariance(a) / 3 - monthVariance(b) / 3 + total / 9
  }
}

/// Published windows as linear measurements of quarterly log growth.
///
/// A window's index is Σ w_q Z_q over its months, each quarter weighted by its months. To first
/// order about a path of steady growth, ln of its ratio to the year before is
/// Σ ω_q (z_q − z_q−4) = Σ ω_q (x_q + x_q−1 + x_q−2 + x_q−3), with z = ln Z and
/// ω_q ∝ w_q exp(drift · q).
///
/// - Accuracy: the second-order part is half the difference of the ω-variances of z within the two
///   years about the drift: at quarterly growth with sd 0.02 it has sd 0.02 points, against 0.03
///   of rounding (tested by simulation, `GrowthLikelihoodTests`).
package struct WindowDesign: Sendable {
  /// ln(1 + growth) of each window.
  package let logGrowth: [Double]
  /// n × T: the weight of each quarter's x in each window.
  package let weights: Matrix
  /// n × n: rounding, and months that stand for their quarter; overlapping windows share both.
  package let measurement: Matrix

  /// A design from its parts.
  package init(logGrowth: [Double], weights: Matrix, measurement: Matrix) {
    (self.logGrowth, self.weights, self.measurement) = (logGrowth, weights, measurement)
  }

  /// - Parameters:
  ///   - windows: n of them, all different.
  ///   - drift: Log growth a quarter about which the windows are linearised.
  ///   - error: What the printed figures add.
  package init(_ windows: [GrowthWindow], drift: Double, error: MeasurementError) {
    logGrowth = windows.map(\.logGrowth)
    let first = windows.map(\.year).min() ?? 0, last = windows.map(\.year).max() ?? 0
    // From the second quarter of the year before the first, which is quarter −3.
    let quarters = 4 * (last - first + 1) + 3
    var weights = Matrix(rows: windows.count, columns: quarters)
    for (i, window) in windows.enumerated() {
      for (quarter, share) in Self.shares(of: window.months, drift: drift) {
        let column = 4 * (window.year - first) + quarter + 3
        for lag in 0..<4 { weights[i, column - lag] += share }
      }
    }
    self.weights = weights
    measurement = Matrix(rows: windows.count, columns: windows.count) { i, j in
      Self.errorCovariance(windows[i], windows[j], error, isSame: i == j)
    }
  }

  /// The quarters (0...3) of a window with their shares ω, which sum to 1.
  static func shares(of months: ClosedRange<Int>, drift: Double) -> [(Int, Double)] {
    let raw = (0..<4).map { quarter in
      let inside = months.count { ($0 - 1) / 3 == quarter }
      return Double(inside) * exponential(drift * Double(quarter))
    }
    let total = raw.reduce(0, +)
    return raw.enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element / total) }
  }

  private static func errorCovariance(
    _ a: GrowthWindow, _ b: GrowthWindow, _ error: MeasurementError, isSame: Bool
  ) -> Double {
    var covariance = 0.0
    if a.year == b.year {
      for m in a.months { for n in b.months { covariance += error.deviationCovariance(m, n) } }
      covariance /= Double(a.months.count * b.months.count)
    }
    guard isSame else { return covariance }
    // Uniform rounding over a step, seen in ln(1 + g).
    let rounding = MeasurementError.printedStep / 100 / 12.0.squareRoot() / (1 + a.growth)
    return covariance + rounding * rounding
  }

  /// The covariance of the windows that stationary quarters with these autocovariances give.
  ///
  /// - Parameter autocovariances: At lags 0 ..< `weights.columns`.
  /// - Returns: n × n.
  package func covariance(_ autocovariances: [Double]) -> Matrix {
    let T = weights.columns
    let Γ = Matrix(rows: T, columns: T) { autocovariances[abs($0 - $1)] }
    return weights * Γ * weights.transposed
  }
}
