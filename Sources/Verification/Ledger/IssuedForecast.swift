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
  func interval(_ probability: Double) -> ClosedRange<Double>? {
    switch self {
    case .sample(let forecast):
      // Fewer draws than this have no such quantiles.
      guard Double(forecast.draws.count) * (1 - probability) / 2 >= 0.5 else { return nil }
      return forecast.quantile((1 - probability) / 2)...forecast.quantile((1 + probability) / 2)
    case .quantiles(let forecast): return forecast.interval(probability)
    case .law, .probability: return nil
    }
  }
}
