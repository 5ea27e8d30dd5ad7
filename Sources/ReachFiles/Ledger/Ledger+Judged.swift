package import Verification

extension Ledger.Entry {
  /// The forecasts that figures judge: the law of each outcome, and the chance of its target.
  ///
  /// Hindsight is scored too; who counts forecasts passes it over.
  ///
  /// - Parameter isWanted: Whether an outcome is.
  /// - Returns: Two for each figure that came, tied to this entry and to the figure.
  private func judged(
    where isWanted: (FrozenForecast.Outcome) -> Bool
  ) -> [(forecast: JudgedForecast, ties: [String])] {
    let figures = figures
    return forecast.outcomes.filter(isWanted).flatMap { outcome in
      figures[outcome.key].map { figure in
        let ties = [name, forecast.figureName(outcome).text]
        let law = JudgedForecast(
          id: outcome.key, forecast: .sample(EnsembleForecast(outcome.draws)), actual: figure,
          cluster: nil)
        let chance = JudgedForecast(
          id: "P(\(outcome.key))", forecast: .probability(outcome.probability),
          actual: outcome.isMet(by: figure) ? 1 : 0, cluster: nil)
        return [(law, ties), (chance, ties)]
      } ?? []
    }
  }

  /// What figures say of this entry alone, hindsight with the rest: all of it one cluster.
  package var judged: [JudgedForecast] {
    judged { _ in true }.map { $0.forecast.within(cluster: name, id: $0.forecast.id) }
  }

  /// What figures say of several entries, without hindsight.
  ///
  /// Forecasts of one entry depend on each other, and so do those of one figure by several entries:
  /// a cluster is what is joined by either.
  ///
  /// - Parameter entries: Of one ledger.
  /// - Returns: In their order; ids begin with the entry's number.
  package static func judged(_ entries: [Ledger.Entry]) -> [JudgedForecast] {
    let all = entries.flatMap { entry in
      entry.judged { !entry.forecast.isHindsight($0) }.map { (entry.number, $0) }
    }
    let clusters = DependentForecasts.clusters(all.map { $0.1.ties })
    return zip(all, clusters).map { item, cluster in
      let forecast = item.1.forecast
      return forecast.within(cluster: cluster, id: "\(item.0):\(forecast.id)")
    }
  }
}

extension JudgedForecast {
  fileprivate func within(cluster: String?, id: String) -> JudgedForecast {
    JudgedForecast(id: id, forecast: forecast, actual: actual, cluster: cluster)
  }
}
