private import NumericKernels
package import PanelData
private import RandomStreams
private import ReachModel

/// Forecasts a series again and again as it could have been forecast in the past, and scores what it
/// said.
///
/// An origin is the day on which the last figures of a year came out. Everything is estimated anew on
/// what had been published by that day: the forms, the choice of the naive rival, its weight, the
/// factor on the spread.
///
/// - Source: Tashman, *International Journal of Forecasting* 16, 2000.
package struct RollingOrigin: Sendable {
  package let definition: SeriesDefinition
  /// The form whose forecast is mixed with the best naive one.
  package let chosen: any ForecastForm
  /// Forms that run beside it.
  package let secondOpinions: [any ForecastForm]
  package let horizons: Int
  /// Of the randomised places of counts.
  package let seed: UInt64

  package init(
    definition: SeriesDefinition, chosen: any ForecastForm,
    secondOpinions: [any ForecastForm], horizons: Int, seed: UInt64
  ) {
    precondition(horizons >= 1, "\(horizons) years ahead")
    (self.definition, self.chosen, self.secondOpinions) = (definition, chosen, secondOpinions)
    (self.horizons, self.seed) = (horizons, seed)
  }

  /// The key of the forecast itself, beside those of the forms.
  package static let forecastKey = "reach"
  /// The slot of random numbers that place a count inside its step.
  private static let slot = 8192

  /// Runs over every origin of the panel.
  ///
  /// - Parameter panel: With all vintages; only what is released by an origin is shown to its
  ///   forecasts.
  /// - Returns: Scores of everything that can be scored, and forecasts from the last origin.
  package func run(_ panel: Panel) -> SeriesBacktest {
    let past = past(panel), final = YearlySeries(definition, in: panel)
    return SeriesBacktest(
      definition: definition, horizons: horizons, entities: final?.entities ?? [],
      forms: ([chosen] + secondOpinions).map { FormName(key: $0.key, label: $0.label) },
      origins: past.origins, scores: final.map { scores(past.made, against: $0) } ?? [],
      latest: past.made.last, spread: past.learner.spread.heldOut,
      doubts: FigureDoubt.all(of: definition, in: panel))
  }

  /// Whether one year ahead the forecast beats the naive ones: the skill of ``run(_:)`` without the
  /// rest of its scores.
  ///
  /// - Parameter panel: As of the day on which it is asked.
  /// - Returns: nil where no year can be scored yet.
  package func skill(_ panel: Panel) -> SkillTest? {
    guard let final = YearlySeries(definition, in: panel) else { return nil }
    var pairs: [String: [SkillTest.Pair]] = [:], years: Set<Int> = []
    for forecasts in past(panel).made {
      let year = forecasts.series.lastYear + 1
      guard let own = forecasts.made(by: Self.forecastKey)?[0] else { continue }
      let actual = forecasts.series.entities.map { entity in
        final.entities.firstIndex(of: entity).flatMap { final.value($0, year) }
      }
      let scores = zip(own, actual).map { law, y in y.flatMap { law?.crps(at: $0) } }
      if scores.contains(where: { $0 != nil }) { years.insert(year) }
      for rival in forecasts.laws where rival.form.hasPrefix("naive_") {
        for (place, law) in rival.laws[0].enumerated() {
          guard let score = scores[place], let y = actual[place], let law else { continue }
          pairs[rival.form, default: []].append(
            SkillTest.Pair(year: year, own: score, rival: law.crps(at: y)))
        }
      }
    }
    let tests = NaiveMethod.allCases.compactMap { method in
      let key = NaiveForecast(method).key
      return SkillTest(pairs[key] ?? [], rival: key)
    }
    return SkillTest.hardest(tests, years: years.count)
  }

  /// What was forecast from every origin, and what was learnt on the way.
  private func past(
    _ panel: Panel
  ) -> (made: [OriginForecasts], origins: [ForecastOrigin], learner: PoolLearner) {
    var learner = PoolLearner(chosenForm: chosen.key), origins: [ForecastOrigin] = []
    var made: [OriginForecasts] = []
    for (year, date) in originDates(panel) {
      let known = panel.asOf(date)
      guard let series = YearlySeries(definition, in: known), series.lastYear == year else {
        continue
      }
      if let last = made.last, last.series.lastYear + 1 == year { learner.learn(last, series) }
      let forecasts = forecast(ForecastHistory(series: series, panel: known), learner)
      made.append(forecasts)
      origins.append(
        ForecastOrigin(
          year: year, date: date, rival: learner.rival(among: forecasts.laws.map(\.form)),
          weight: forecasts.weight, spreadFactor: learner.spread.applied,
          suggestedFactor: learner.spread.suggested, unavailable: forecasts.unavailable))
    }
    return (made, origins, learner)
  }

  /// Years with figures, each with the day on which the last of them came out.
  private func originDates(_ panel: Panel) -> [(year: Int, date: CalendarDate)] {
    var latest: [Int: CalendarDate] = [:]
    for cell in panel.cells where cell.variable == definition.key {
      latest[cell.year] = max(latest[cell.year] ?? cell.released, cell.released)
    }
    return latest.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func forecast(_ history: ForecastHistory, _ learner: PoolLearner) -> OriginForecasts {
    let forms: [any ForecastForm] =
      [chosen] + secondOpinions + NaiveMethod.allCases.map { NaiveForecast($0) }
    var laws: [OriginForecasts.Made] = [], unavailable: [UnavailableForm] = []
    for form in forms {
      do throws(FormUnavailable) {
        let made = try form.laws(history, horizons: horizons)
        laws.append(OriginForecasts.Made(form: form.key, laws: made.map { $0.map(bounded) }))
      } catch {
        unavailable.append(UnavailableForm(key: form.key, reason: error.reason))
      }
    }
    let rival = learner.rival(among: laws.map(\.form))
    let mixture = mixture(laws, rival: rival, learner)
    if let mixture {
      laws.insert(OriginForecasts.Made(form: Self.forecastKey, laws: mixture.stretched), at: 0)
    }
    return OriginForecasts(
      series: history.series, laws: laws, plain: mixture?.plain ?? [],
      weight: mixture?.weight, unavailable: unavailable)
  }

  private func bounded(_ law: PredictiveLaw?) -> PredictiveLaw? {
    definition.scale == .logCount ? law?.floored(at: 0) : law
  }

  private struct Mixture {
    let weight: Double
    /// As mixed, and with the factor on the spread; by horizon, then entity.
    let plain: [[PredictiveLaw?]]
    let stretched: [[PredictiveLaw?]]
  }

  /// The forecast: the chosen form and the rival by the learnt weight; one alone where the other
  /// cannot forecast.
  private func mixture(
    _ laws: [OriginForecasts.Made], rival: String?, _ learner: PoolLearner
  ) -> Mixture? {
    let own = laws.first { $0.form == chosen.key }?.laws
    let other = rival.flatMap { rival in laws.first { $0.form == rival }?.laws }
    let weight = own == nil ? 0 : other == nil ? 1 : learner.weight(against: rival)
    guard let first = own ?? other else { return nil }
    let plain = first.indices.map { h in
      first[h].indices.map { i -> PredictiveLaw? in
        let a = own?[h][i], b = other?[h][i]
        guard let a, let b else { return a ?? b }
        return PredictiveLaw(mixing: [(weight, a), (1 - weight, b)])
      }
    }
    let factor = learner.spread.applied
    let stretched = plain.map { $0.map { bounded($0?.stretched(by: factor)) } }
    return Mixture(weight: weight, plain: plain, stretched: stretched)
  }

  private func scores(_ made: [OriginForecasts], against final: YearlySeries) -> [TargetScores] {
    made.flatMap { forecasts in
      forecasts.laws.flatMap { form in
        (1...horizons).flatMap { h in
          form.laws[h - 1].enumerated().compactMap { place, law -> TargetScores? in
            let entity = forecasts.series.entities[place], year = forecasts.series.lastYear + h
            guard let law, let index = final.entities.firstIndex(of: entity),
              let actual = final.value(index, year)
            else { return nil }
            return TargetScores(
              law, actual: actual, scale: definition.scale,
              place: ForecastPlace(
                form: form.form, origin: forecasts.series.lastYear, horizon: h, entity: index,
                last: forecasts.series.value(place, forecasts.series.lastYear)),
              randomisation: randomisation(year, h, index))
          }
        }
      }
    }
  }

  /// The same for all forms, so that they are compared on equal terms.
  private func randomisation(_ year: Int, _ horizon: Int, _ entity: Int) -> Double {
    uniform(
      at: Address(slot: Self.slot, index: entity, step: horizon, draw: UInt64(max(0, year))),
      seed: seed)
  }
}
