/// What past forecasts teach about the next: the best naive rival, the weight, the spread.
struct PoolLearner: Sendable {
  /// Mean CRPS of every naive form by year, the years of each in order.
  private var naive: [String: [Double]] = [:]
  /// Distances by rival, one entry a year.
  private var years: [String: [PoolWeight.Year]] = [:]
  private(set) var spread = SpreadFactor()

  private let chosenForm: String

  /// - Parameter chosenForm: The key of the form that is mixed with a naive one.
  init(chosenForm: String) { self.chosenForm = chosenForm }

  /// Takes in how one year's forecasts, one year ahead, have turned out.
  ///
  /// - Parameters:
  ///   - forecasts: From the origin before.
  ///   - series: As known now: the actual figures.
  mutating func learn(_ forecasts: OriginForecasts, _ series: YearlySeries) {
    let actual = forecasts.series.entities.map { entity -> Double? in
      series.entities.firstIndex(of: entity).flatMap { series.value($0, series.lastYear) }
    }
    let chosen = forecasts.made(by: chosenForm)
    for form in forecasts.laws where isNaive(form.form) {
      let scored = zip(form.laws[0], actual).compactMap { law, y in
        if let law, let y { law.crps(at: y) } else { nil }
      }
      if !scored.isEmpty {
        naive[form.form, default: []].append(scored.reduce(0, +) / Double(scored.count))
      }
      if let chosen, let year = Self.year(chosen[0], form.laws[0], actual) {
        years[form.form, default: []].append(year)
      }
    }
    guard let plain = forecasts.plain.first else { return }
    spread.add(
      zip(plain, actual).compactMap { law, y in
        if let law, let y { (law, y) } else { nil }
      })
  }

  /// The naive form with the least mean CRPS so far, among those scored in the most years; the last
  /// value before any has a score.
  func rival(among forms: [String]) -> String? {
    let known = forms.filter { naive[$0] != nil }
    guard let most = known.map({ naive[$0]?.count ?? 0 }).max() else {
      let first = "naive_\(NaiveMethod.lastValue.rawValue)"
      return forms.contains(first) ? first : forms.first(where: isNaive)
    }
    func mean(_ form: String) -> Double {
      guard let scores = naive[form] else { return .infinity }
      return scores.reduce(0, +) / Double(scores.count)
    }
    return known.filter { naive[$0]?.count == most }.min { mean($0) < mean($1) }
  }

  /// The chosen form's weight against a rival.
  func weight(against rival: String?) -> Double {
    PoolWeight.weight(rival.flatMap { years[$0] } ?? [])
  }

  private func isNaive(_ form: String) -> Bool { form.hasPrefix("naive_") }

  private static func year(
    _ chosen: [PredictiveLaw?], _ naive: [PredictiveLaw?], _ actual: [Double?]
  ) -> PoolWeight.Year? {
    var sums = (chosen: 0.0, naive: 0.0, own: 0.0, between: 0.0, other: 0.0), n = 0.0
    for case (let (a?, b?), let y?) in zip(zip(chosen, naive), actual) {
      sums.chosen += a.meanDistance(to: y)
      sums.naive += b.meanDistance(to: y)
      sums.own += a.meanDistance(to: a)
      sums.between += a.meanDistance(to: b)
      sums.other += b.meanDistance(to: b)
      n += 1
    }
    guard n > 0 else { return nil }
    return PoolWeight.Year(
      chosen: sums.chosen / n, naive: sums.naive / n, withinChosen: sums.own / n,
      between: sums.between / n, withinNaive: sums.other / n)
  }
}
