private import NumericKernels
package import PanelData

/// A variable of the panel as a regression uses it.
package struct Term: Sendable, Equatable {
  /// How the figure enters.
  package enum Transform: String, Sendable {
    /// ln of the figure; figures that are not positive have none.
    case log
    /// ln(figure / 100): the log growth behind an index with the previous year at 100.
    case logOfIndex
  }

  package let variable: String
  /// Whole years back from the year of the dependent variable; negative for years to come.
  package let lag: Int
  package let transform: Transform
  /// Whether observations hold its change from one year to the next; for its name.
  package let isChange: Bool

  package init(
    _ variable: String, lag: Int = 0, transform: Transform = .log, isChange: Bool = false
  ) {
    (self.variable, self.lag, self.transform) = (variable, lag, transform)
    self.isChange = isChange
  }

  /// For example `ln fdi_stock_projects(t-1)`.
  package var name: String {
    let time = lag == 0 ? "(t)" : lag > 0 ? "(t-\(lag))" : "(t+\(-lag))"
    let sign = isChange ? "Δ" : ""
    return switch transform {
    case .log: "\(sign)ln \(variable)\(time)"
    case .logOfIndex: "\(sign)ln \(variable)\(time)/100"
    }
  }

  /// The transformed figure, or nil if it has no logarithm.
  func value(of cell: PanelCell) -> Double? {
    guard cell.value > 0, cell.value.isFinite else { return nil }
    return naturalLogarithm(transform == .log ? cell.value : cell.value / 100)
  }
}

/// Which means are taken out before the slopes are estimated.
package enum Effects: Sendable, Equatable {
  /// One constant.
  case constant
  /// One per entity.
  case entity
  /// One per year.
  case year
  /// One per entity and one per year.
  case entityAndYear
}

/// A dependent variable, its regressors and the effects: what a textbook calls a specification.
package struct Specification: Sendable, Equatable {
  package let dependent: Term
  package let regressors: [Term]
  package let effects: Effects

  package init(dependent: Term, regressors: [Term], effects: Effects) {
    (self.dependent, self.regressors, self.effects) = (dependent, regressors, effects)
  }
}

/// One observation, with the cells it was computed from.
package struct Observation: Sendable, Equatable {
  package let entity: String
  package let year: Int
  package let response: Double
  package let regressors: [Double]
  /// The dependent variable's cell or cells, then the regressors'.
  package let cells: [PanelCell]

  package init(
    entity: String, year: Int, response: Double, regressors: [Double], cells: [PanelCell]
  ) {
    (self.entity, self.year, self.response) = (entity, year, response)
    (self.regressors, self.cells) = (regressors, cells)
  }
}

extension Specification {
  /// The observations for which the panel holds every term, in the order of its cells.
  ///
  /// A cell that is absent is missing here, never zero: a stock or a count of a province that a
  /// list leaves out has no logarithm either way.
  ///
  /// - Returns: One observation per entity and year with all terms observed and positive.
  package func observations(in panel: Panel) -> [Observation] {
    panel.cells.lazy.filter { $0.variable == dependent.variable }.compactMap { cell in
      guard let response = dependent.value(of: cell) else { return nil }
      var values: [Double] = [], cells = [cell]
      for term in regressors {
        guard let other = panel.cell(cell.entity, cell.year - term.lag, term.variable),
          let value = term.value(of: other)
        else { return nil }
        values.append(value)
        cells.append(other)
      }
      return Observation(
        entity: cell.entity, year: cell.year, response: response, regressors: values, cells: cells)
    }
  }
}
