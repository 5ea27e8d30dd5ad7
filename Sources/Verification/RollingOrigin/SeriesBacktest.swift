/// How forecasts of one series did from every origin, and what is forecast from the last.
package struct SeriesBacktest: Sendable {
  package let definition: SeriesDefinition
  package let horizons: Int
  package let entities: [String]
  /// The chosen form, then the second opinions.
  package let forms: [FormName]
  package let origins: [ForecastOrigin]
  /// Of every form and the forecast itself, at every horizon.
  package let scores: [TargetScores]
  /// From the last origin; nil where nothing could be forecast.
  package let latest: OriginForecasts?
  /// Mean CRPS over held-out years without and with the factor on the spread.
  package let spread: (years: Int, plain: Double, stretched: Double)
  /// Figures that could not be used, or hardly are what they say.
  package let doubts: [FigureDoubt]

  /// The scores of a form at a horizon.
  ///
  /// - Parameters:
  ///   - form: A key of ``forms``, of a naive form, or ``RollingOrigin/forecastKey``.
  ///   - horizon: Years ahead.
  ///   - entity: A code, for that entity by itself; nil for all.
  /// - Returns: By origin, then entity.
  package func scores(
    of form: String, horizon: Int, entity: String? = nil
  ) -> [TargetScores] {
    let place = entity.flatMap { entities.firstIndex(of: $0) }
    guard entity == nil || place != nil else { return [] }
    return scores.filter {
      $0.form == form && $0.horizon == horizon && (place == nil || $0.entity == place)
    }
  }

  /// How the forecast, or a form, did at a horizon; nil where nothing was scored.
  package func summary(
    of form: String = RollingOrigin.forecastKey, horizon: Int, entity: String? = nil
  ) -> ScoreSummary? {
    ScoreSummary(scores(of: form, horizon: horizon, entity: entity))
  }

  /// The forecast against every naive form that could forecast, at a horizon.
  package func skills(horizon: Int, entity: String? = nil) -> [SkillTest] {
    let own = scores(of: RollingOrigin.forecastKey, horizon: horizon, entity: entity)
    return NaiveMethod.allCases.compactMap { method in
      let key = NaiveForecast(method).key
      return SkillTest(
        own, against: scores(of: key, horizon: horizon, entity: entity), rival: key)
    }
  }

  /// The forecast against the naive form that is hardest to beat.
  package func skill(horizon: Int, entity: String? = nil) -> SkillTest? {
    let all = skills(horizon: horizon, entity: entity)
    let own = summary(horizon: horizon, entity: entity)?.years.count ?? 0
    return SkillTest.hardest(all, years: own)
  }
}

/// Figures of several years, by year.
func byYear(_ scores: [TargetScores], _ value: (TargetScores) -> Double) -> [[Double]] {
  Dictionary(grouping: scores, by: \.targetYear).sorted { $0.key < $1.key }
    .map { $0.value.map(value) }
}

extension SeriesBacktest {
  /// Probabilities of growth above each of ``TargetScores/growths``, all together, against what
  /// happened.
  package func reliability(
    of form: String = RollingOrigin.forecastKey, horizon: Int
  ) -> Reliability {
    // Thresholds of one figure are nested: growth above 10 % is growth above 5 %.
    Reliability(
      figures: scores(of: form, horizon: horizon).map { score in
        score.events.map { ($0.probability, $0.happened) }
      })
  }

  /// The forecast's places of the figures among its own quantiles, in tenths: how many fell in each.
  ///
  /// - Parameters:
  ///   - form: A form's key.
  ///   - horizon: Years ahead.
  /// - Returns: Ten counts, about equal for a forecast that is right.
  package func pitHistogram(
    of form: String = RollingOrigin.forecastKey, horizon: Int
  ) -> [Int] {
    var counts = Array(repeating: 0, count: 10)
    for score in scores(of: form, horizon: horizon) {
      counts[min(9, max(0, Int(score.pit * 10)))] += 1
    }
    return counts
  }

  /// The form whose forecasts are used for the years to come: the forecast where it has earned its
  /// place, the best naive form otherwise.
  package func used(horizon: Int) -> String {
    guard let skill = skill(horizon: horizon) else { return RollingOrigin.forecastKey }
    return skill.isWorthHaving ? RollingOrigin.forecastKey : skill.rival
  }

  /// RMSE of the last known value itself, one year ahead, by target year, over the figures that the
  /// forecast was scored on.
  package var lastValueErrors: [Int: Double] {
    Dictionary(grouping: scores(of: RollingOrigin.forecastKey, horizon: 1), by: \.targetYear)
      .compactMapValues { scores in
        let errors = scores.compactMap { score in score.last.map { score.actual - $0 } }
        guard !errors.isEmpty else { return nil }
        return (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
      }
  }

  /// The factor on the spread of forecasts from the last origin.
  package var nextSpreadFactor: Double { origins.last?.spreadFactor ?? 1 }
}
