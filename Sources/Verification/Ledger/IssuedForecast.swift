/// A forecast of one figure as someone issued it.
package enum IssuedForecast: Sendable, Equatable {
  case sample(EnsembleForecast)
  case quantiles(QuantileForecast)
  case law(ParametricLaw)
  /// Of an event: the figure is 1 if it happened, 0 if not.
  case probability(Double)
}

extension IssuedForecast {
  /// Where a figure fell among the cells of the forecast; nil where it has none.
  ///
  /// - Parameter y: What came.
  /// - Returns: Ties with draws cover all their cells; a figure on a quantile counts into the cell
  ///   below it.
  func place(of y: Double) -> PlacedFigure? {
    switch self {
    case .sample(let forecast):
      let m = forecast.draws.count
      let below = forecast.draws.count { $0 < y }, equal = forecast.draws.count { $0 == y }
      return PlacedFigure(
        borders: (0...(m + 1)).map { Double($0) / Double(m + 1) }, cells: below...(below + equal))
    case .quantiles(let forecast):
      let below = forecast.values.count { $0 < y }
      return PlacedFigure(borders: [0] + forecast.levels + [1], cells: below...below)
    case .law, .probability: return nil
    }
  }

  /// The median, where the forecast has one.
  var median: Double? {
    switch self {
    case .sample(let forecast): forecast.quantile(0.5)
    case .quantiles(let forecast): forecast.value(at: 0.5)
    case .law, .probability: nil
    }
  }

  /// The central interval of a probability; nil where the forecast does not say.
  ///
  /// Of draws between their quantiles of type 7, as other software scores them. A right forecast of
  /// few draws has its figure in there less often than it states: see ``coverage(_:_:at:)``.
  func interval(_ probability: Double) -> ClosedRange<Double>? {
    switch self {
    case .sample(let forecast):
      // Fewer draws than this have no such quantiles.
      guard Double(forecast.draws.count) * (1 - probability) / 2 >= 0.5 - 1e-9 else { return nil }
      return forecast.quantile((1 - probability) / 2)...forecast.quantile((1 + probability) / 2)
    case .quantiles(let forecast): return forecast.interval(probability)
    case .law, .probability: return nil
    }
  }

  /// How much a figure counts as covered by the central interval of a probability, 0 to 1.
  ///
  /// A figure among m exchangeable draws falls into each of their m + 1 cells equally often. Counting
  /// the part of its cell that lies in the central interval of the uniform law therefore gives that
  /// probability exactly on average, for any m: what a place drawn at random in the cell would give,
  /// without the noise of drawing it. Ends between draws cannot do that: of type 7 they hold 87.2 %
  /// for 95 % of 20 normal draws.
  ///
  /// - Parameters:
  ///   - probability: Of the interval.
  ///   - range: Its ends, which decide for quantiles.
  ///   - y: What came.
  /// - Returns: 0 or 1, or between where the cell of draws crosses an end.
  /// - Source: Czado, Gneiting and Held, *Biometrics* 65, 2009, on places of figures among counts.
  func coverage(_ probability: Double, _ range: ClosedRange<Double>, at y: Double) -> Double {
    guard case .sample = self, let placed = place(of: y) else { return range.contains(y) ? 1 : 0 }
    let low = placed.borders[placed.cells.lowerBound]
    let high = placed.borders[placed.cells.upperBound + 1]
    let inside = min(high, (1 + probability) / 2) - max(low, (1 - probability) / 2)
    return min(1, max(0, inside / (high - low)))
  }
}
