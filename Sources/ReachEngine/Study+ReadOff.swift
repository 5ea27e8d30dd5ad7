import Assessment
package import ReachModel

extension Study {
  /// The scenario of a run as its fitted model tells it, where the scenario's files tell something else
  /// by now.
  ///
  /// Priors come from the uncertainties; quarters set by name and judged correlations are read off the
  /// model. Correlations among growth, its persistence and its noise count as what the data say.
  ///
  /// - Parameter fitted: The model of the run. This study has its names, levers, uncertainties and
  ///   targets.
  /// - Returns: A study that is fitted as the run's was, to the last digits of a correlation.
  package func readOff(_ fitted: SimulationModel) -> Study {
    var model = fitted
    for parameter in Parameter.allCases where parameter.shape == .single {
      model.parameters[parameter] = uncertainties.filter { $0.parameter == parameter }.prefix(1)
        .flatMap { item in item.priors.prefix(1).map { DrawnValue($0, number: item.number) } }
    }
    model.copula = nil
    return Study(
      name: name, title: title, province: province, sectors: sectors, planYear: planYear,
      asOf: asOf, model: model, targets: targets, levers: levers,
      uncertainties: uncertainties, assumptions: assumptions,
      correlations: judgedCorrelations(fitted.copula), freezeFrom: freezeFrom,
      scenarioPath: path(fitted), files: files)
  }

  /// Pairs of uncertainties whose scores are correlated, but for those that a joint posterior has.
  private func judgedCorrelations(_ copula: Copula?) -> [RankCorrelation] {
    guard let copula else { return [] }
    let growth: Set<Parameter> = [.muX, .phiX, .sigmaX]
    func item(_ place: Int) -> Uncertainty? {
      uncertainties.first { $0.number == copula.members[place].number }
    }
    var found: [RankCorrelation] = []
    for j in copula.members.indices {
      for i in 0..<j {
        let r = copula.correlation(i, j)
        guard r.magnitude > 1e-9, let a = item(i), let b = item(j), a.number != b.number,
          !growth.isSuperset(of: [a.parameter, b.parameter]),
          !found.contains(where: { $0.first == a.key && $0.second == b.key })
        else { continue }
        // A factor holds a correlation to some units in the last place, which are no change of it.
        let rank = (rankCorrelation(normal: r) * 1e9).rounded() / 1e9
        found.append(
          RankCorrelation(
            first: a.key, second: b.key, rank: rank, source: "", origin: b.origin))
      }
    }
    return found
  }

  private func path(_ fitted: SimulationModel) -> [Assumption] {
    func assumption(_ path: String, _ text: String) -> Assumption {
      Assumption(path: path, text: text, source: "", origin: province.origin)
    }
    func name(_ quarter: Int) -> String {
      "\(planYear + (quarter - 1) / 4)-Q\((quarter - 1) % 4 + 1)"
    }
    let regimes = fitted.regimes.sorted { $0.key < $1.key }.map { quarter, override in
      assumption(
        "regime.\(name(quarter))",
        (override.regime == 1 ? "stress" : "normal")
          + (override.jump.map { ", jump \($0)" } ?? ""))
    }
    return (freezeFrom.map { [assumption("freeze_from", name($0))] } ?? []) + regimes
  }
}

extension Copula {
  /// Of the normal scores of two members.
  fileprivate func correlation(_ i: Int, _ j: Int) -> Double {
    zip(factor[i], factor[j]).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
