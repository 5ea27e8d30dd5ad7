public import Simulation

/// The share of an outcome's variance that comes from the parameters.
///
/// In pairs of draws with equal parameters and different shocks, the covariance is the variance of
/// the conditional mean given the parameters (law of total covariance), so the share is their
/// correlation (Saltelli et al., *Global Sensitivity Analysis*, §1.2.15, the first-order index of
/// the whole group of parameters).
public struct ParameterShare: Sendable {
  public let series: Series
  /// In [0, 1] but for Monte Carlo error.
  public let value: Double
  /// Monte Carlo standard error, (1 − share²) / √pairs.
  public let standardError: Double

  /// - Parameters:
  ///   - series: What the values are of.
  ///   - first: One value a draw.
  ///   - second: The values of the same parameters under other shocks, as many.
  init?(_ series: Series, _ first: ArraySlice<Double>, _ second: ArraySlice<Double>) {
    // A pair of which one failed tells nothing.
    let pairs = zip(first, second).filter { !$0.isNaN && !$1.isNaN }
    let n = pairs.count
    guard n > 3 else { return nil }
    let a = Moments(pairs.map(\.0)), b = Moments(pairs.map(\.1))
    guard a.variance > 0, b.variance > 0 else { return nil }
    let cross = pairs.reduce(0) { $0 + ($1.0 - a.mean) * ($1.1 - b.mean) }
    let share = cross / Double(n - 1) / (a.variance * b.variance).squareRoot()
    (self.series, value) = (series, share)
    standardError = (1 - share * share) / Double(n).squareRoot()
  }

  /// The shares of all kept series that vary.
  public static func shares(_ first: KeptDraws, _ second: KeptDraws) -> [ParameterShare] {
    first.series.indices.compactMap {
      ParameterShare(first.series[$0], first.values[$0][...], second.values[$0][...])
    }
  }
}
