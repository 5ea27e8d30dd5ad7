import Assessment
package import ReachModel

extension Study {
  /// The scenario of a run as its fitted model tells it, where the scenario's files tell something else
  /// by now.
  ///
  /// Priors come from the uncertainties; yearly amounts, quarters set by name, and judged correlations
  /// are read off the model. What cannot be told apart is said one way: amounts that end with a year
  /// count as amounts, not as a freeze; correlations among growth, its persistence and its noise count
  /// as what the data say.
  ///
  /// - Parameter fitted: The model of the run. This study has its names, uncertainties and targets, and
  ///   the levers of the catalog, whatever their amounts.
  /// - Returns: A study that is fitted as the run's was, to the last digits of a correlation.
  package func readOff(_ fitted: SimulationModel) -> Study {
    var model = fitted
    for parameter in Parameter.allCases where parameter.shape == .single {
      model.parameters[parameter] = uncertainties.filter { $0.parameter == parameter }.prefix(1)
        .flatMap { item in item.priors.prefix(1).map { DrawnValue($0, number: item.number) } }
    }
    model.copula = nil
    let freeze = fitted.levers.freezeWithinYear
    return Study(
      name: name, title: title, province: province, sectors: sectors, planYear: planYear,
      asOf: asOf, model: model, targets: targets, levers: settings(fitted, before: freeze),
      uncertainties: uncertainties, assumptions: assumptions,
      correlations: judgedCorrelations(fitted.copula), freezeFrom: freeze,
      scenarioPath: path(fitted, freeze), files: files)
  }

  /// The levers in the order of the model's groups, promotion last.
  private func settings(_ fitted: SimulationModel, before freeze: Int?) -> [LeverSetting] {
    let groups = zip(fitted.groups, fitted.levers.budget).map { group, budget in
      setting(
        levers.first { $0.key == group.key }, key: group.key, .support, unit: "billion VND",
        lag: group.lag, budget, freeze)
    }
    let known = levers.first { $0.kind == .promotion }
    return groups + [
      setting(
        known, key: known?.key ?? "promotion", .promotion, unit: "1",
        lag: fitted.structure.promotionLag, fitted.levers.promotion, freeze)
    ]
  }

  private func setting(
    _ known: LeverSetting?, key: String, _ kind: LeverSetting.Kind, unit: String, lag: Int,
    _ quarterly: [Double], _ freeze: Int?
  ) -> LeverSetting {
    // After a freeze nobody knows what would have been spent: the last amount is carried forward.
    let last = (freeze ?? .max) - 2
    let yearly = stride(from: 0, to: quarterly.count, by: 4).map { quarterly[min($0, last)] }
    return LeverSetting(
      key: key, label: known?.label ?? Label(vi: key, en: key), kind: kind,
      unit: known?.unit ?? unit, yearly: yearly, lag: lag, basis: .scenario,
      source: known?.source ?? "", origin: known?.origin ?? province.origin)
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

  private func path(_ fitted: SimulationModel, _ freeze: Int?) -> [Assumption] {
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
    return (freeze.map { [assumption("freeze_from", name($0))] } ?? []) + regimes
  }
}

extension LeverPaths {
  /// The first quarter (1...) without any budget, if it lies within a year: amounts are yearly, so that
  /// only a freeze ends them there.
  fileprivate var freezeWithinYear: Int? {
    let rows = budget + [promotion]
    let last = rows.compactMap { $0.lastIndex { $0 != 0 } }.max()
    guard let last, last + 1 < promotion.count, (last + 1) % 4 != 0 else { return nil }
    return last + 2
  }
}

extension Copula {
  /// Of the normal scores of two members.
  fileprivate func correlation(_ i: Int, _ j: Int) -> Double {
    zip(factor[i], factor[j]).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
