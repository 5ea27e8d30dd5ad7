import LinearAlgebra

/// One equation of a unit: a combination of its complete rows.
struct PanelEquation {
  /// The period that instruments' lags count from.
  let date: Int
  let isLevel: Bool
  /// Periods and factors.
  let combination: [(time: Int, factor: Double)]
}

/// The equations of all units with their regressors.
struct PanelEquations {
  let table: PanelTable
  let model: DynamicPanelModel
  /// Periods of the dummies, ascending.
  let dummies: [Int]
  /// For each unit, transformed equations and then those in levels.
  let units: [[PanelEquation]]

  /// - Throws: ``EstimationError/tooFewPeriods(needed:)`` when no unit has a transformed equation.
  init(_ table: PanelTable, _ model: DynamicPanelModel) throws(EstimationError) {
    (self.table, self.model) = (table, model)
    let terms = [PanelTerm(model.dependent)] + model.regressors
    let complete = (0..<table.units).map { unit in
      (0..<table.periods).filter { time in
        terms.allSatisfy { table.value($0, unit: unit, at: time) != nil }
      }
    }
    units = complete.map { times in
      let levels =
        model.system
        ? times.map { PanelEquation(date: $0, isLevel: true, combination: [($0, 1)]) } : []
      return transformed(times, model.transformation) + levels
    }
    guard units.contains(where: { !$0.isEmpty && !$0[0].isLevel }) else {
      throw .tooFewPeriods(needed: (model.regressors.map(\.lag).max() ?? 0) + 2)
    }
    let used = units.flatMap { $0.flatMap { $0.combination.map(\.time) } }
    let first = used.min() ?? 0
    // In differences, a period that starts a run of periods is the run's base.
    let dated = Set(units.flatMap { $0.filter { !$0.isLevel }.map(\.date) })
    dummies =
      model.periodEffects
      ? Set(used).filter { $0 != first && (model.system || dated.contains($0)) }.sorted() : []
  }

  var names: [String] {
    model.regressors.map(\.name) + dummies.map { "period \(table.firstPeriod + $0)" }
      + (model.system ? [RegressionData.constantName] : [])
  }

  /// Transformed equations, which is what N of a difference GMM counts.
  var transformedCount: Int { units.reduce(0) { $0 + $1.filter { !$0.isLevel }.count } }
  var levelCount: Int { units.reduce(0) { $0 + $1.filter(\.isLevel).count } }

  /// The dependent variable and the regressors of one equation.
  func row(_ equation: PanelEquation, unit: Int) -> (y: Double, x: [Double]) {
    let y = combined([PanelTerm(model.dependent)], equation, unit: unit)[0]
    let constant = model.system ? [equation.isLevel ? 1.0 : 0] : []
    return (y, combined(model.regressors, equation, unit: unit) + dummyRow(equation) + constant)
  }

  /// Terms in the equation's combination of periods; 0 where one is missing.
  func combined(_ terms: [PanelTerm], _ equation: PanelEquation, unit: Int) -> [Double] {
    terms.map { term in
      var sum = 0.0
      for (time, factor) in equation.combination {
        guard let value = table.value(term, unit: unit, at: time) else { return 0 }
        sum += factor * value
      }
      return sum
    }
  }

  func dummyRow(_ equation: PanelEquation) -> [Double] {
    dummies.map { period in
      equation.combination.reduce(0) { $0 + ($1.time == period ? $1.factor : 0) }
    }
  }
}

/// The transformed equations of a unit with complete rows at some periods, ascending.
private func transformed(_ times: [Int], _ transformation: PanelTransformation) -> [PanelEquation] {
  switch transformation {
  case .firstDifferences:
    zip(times, times.dropFirst()).filter { $0.1 == $0.0 + 1 }.map { earlier, later in
      PanelEquation(date: later, isLevel: false, combination: [(later, 1), (earlier, -1)])
    }
  case .orthogonalDeviations:
    times.indices.dropLast().map { i in
      let later = times[(i + 1)...], count = Double(later.count)
      let scale = (count / (count + 1)).squareRoot()
      return PanelEquation(
        date: times[i] + 1, isLevel: false,
        combination: [(times[i], scale)] + later.map { ($0, -scale / count) })
    }
  }
}
