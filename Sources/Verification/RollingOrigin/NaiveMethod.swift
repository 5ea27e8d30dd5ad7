/// A point forecast that needs no theory; what any other has to beat.
package enum NaiveMethod: String, Sendable, CaseIterable {
  case lastValue = "last_value"
  case drift
  case longMean = "long_mean"
  case autoregression = "ar1"

  /// Forecasts of every entity, by horizon from 1.
  ///
  /// - Parameters:
  ///   - values: By entity, then year; nil where nothing is known.
  ///   - horizons: At least 1.
  /// - Returns: By horizon, then entity. nil for an entity whose last value is not known, and for all
  ///   where there are too few years: a drift needs two, an autoregression three values in a row or
  ///   pairs enough for a slope.
  /// - Source: Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., §5.2. The
  ///   drift is the mean change over all entities and the autoregression has one constant and one
  ///   slope for all: a drift from two or three years of one entity would be no fair rival.
  package func points(_ values: [[Double?]], horizons: Int) -> [[Double?]] {
    let last = values.map { $0.last ?? nil }
    switch self {
    case .lastValue: return Array(repeating: last, count: horizons)
    case .longMean:
      let means = values.map { values -> Double? in
        guard values.last ?? nil != nil else { return nil }
        let known = values.compactMap(\.self)
        return known.reduce(0, +) / Double(known.count)
      }
      return Array(repeating: means, count: horizons)
    case .drift:
      guard let drift = meanChange(values) else { return unknown(values, horizons) }
      return (1...horizons).map { h in last.map { $0.map { $0 + Double(h) * drift } } }
    case .autoregression:
      guard let line = autoregression(values) else { return unknown(values, horizons) }
      var current = last
      return (1...horizons).map { _ in
        current = current.map { $0.map { line.constant + line.slope * $0 } }
        return current
      }
    }
  }

  /// How much further errors at a horizon reach than those of one year, where none of that horizon
  /// are known yet.
  func growthOfErrors(at horizon: Int) -> Double {
    switch self {
    case .lastValue, .drift: Double(horizon).squareRoot()
    case .longMean, .autoregression: 1
    }
  }

  private func unknown(_ values: [[Double?]], _ horizons: Int) -> [[Double?]] {
    Array(repeating: Array(repeating: nil, count: values.count), count: horizons)
  }

  /// Every pair of consecutive values.
  private func pairs(_ values: [[Double?]]) -> [(before: Double, now: Double)] {
    values.flatMap { values in
      zip(values, values.dropFirst()).compactMap { before, now in
        if let before, let now { (before, now) } else { nil }
      }
    }
  }

  private func meanChange(_ values: [[Double?]]) -> Double? {
    let pairs = pairs(values)
    guard !pairs.isEmpty else { return nil }
    return pairs.reduce(0) { $0 + ($1.now - $1.before) } / Double(pairs.count)
  }

  /// Least squares of each value on the one before it.
  private func autoregression(_ values: [[Double?]]) -> (constant: Double, slope: Double)? {
    let pairs = pairs(values), n = Double(pairs.count)
    guard pairs.count > 2 else { return nil }
    let x = pairs.reduce(0) { $0 + $1.before } / n, y = pairs.reduce(0) { $0 + $1.now } / n
    let xx = pairs.reduce(0) { $0 + ($1.before - x) * ($1.before - x) }
    let xy = pairs.reduce(0) { $0 + ($1.before - x) * ($1.now - y) }
    guard xx > 0 else { return nil }
    return (y - xy / xx * x, xy / xx)
  }
}
