/// A column at some lag: `PanelTerm("gdp", lag: 1)` is last period's.
package struct PanelTerm: Sendable, Hashable {
  package let column: String
  /// At least 0.
  package let lag: Int

  package init(_ column: String, lag: Int = 0) {
    precondition(lag >= 0, "\(column): lag \(lag)")
    (self.column, self.lag) = (column, lag)
  }

  /// `L1.gdp`, or `gdp` without a lag.
  package var name: String { lag == 0 ? column : "L\(lag).\(column)" }
}

/// Columns of a panel as a grid of units and consecutive periods, so that lags are places.
///
/// A cell is missing (no number) where the unit has no row, or the row no figure.
package struct PanelTable: Sendable {
  package let entity: Grouping
  package let units: Int
  /// The first period, and how many consecutive ones there are up to the last.
  package let firstPeriod: Int
  package let periods: Int
  package let names: [String]
  /// For each column, units × periods, unit after unit.
  private let cells: [String: [Double]]

  /// - Parameters:
  ///   - columns: Names and n numbers each; no number where missing.
  ///   - entity: The unit of each row.
  ///   - period: The period of each row; consecutive periods differ by 1.
  /// - Throws: ``EstimationError/columnNotFinite(column:)`` for an infinite value,
  ///   ``EstimationError/repeatedPeriod(entity:period:)``, ``EstimationError/noObservations``.
  package init(
    columns: [(name: String, values: [Double])], entity: Grouping, period: [Int]
  ) throws(EstimationError) {
    guard let first = period.min(), let last = period.max() else { throw .noObservations }
    precondition(entity.codes.count == period.count, "units and periods of different rows")
    (self.entity, units, firstPeriod, periods) = (entity, entity.count, first, last - first + 1)
    names = columns.map(\.name)
    let places = zip(entity.codes, period).map { [periods] in Int($0) * periods + $1 - first }
    if let place = firstRepeated(places, of: units * periods) {
      throw .repeatedPeriod(
        entity: "\(entity.name) \(place / periods + 1)", period: first + place % periods)
    }
    var cells: [String: [Double]] = [:]
    for (name, values) in columns {
      precondition(values.count == period.count, "\(name): \(values.count) numbers")
      if values.contains(where: \.isInfinite) { throw .columnNotFinite(column: name) }
      var grid = Array(repeating: Double.nan, count: units * periods)
      for (place, value) in zip(places, values) { grid[place] = value }
      cells[name] = grid
    }
    self.cells = cells
  }

  /// The value of a term, or nil where it is missing.
  func value(_ term: PanelTerm, unit: Int, at time: Int) -> Double? {
    guard let column = cells[term.column] else {
      preconditionFailure("no column \(term.column)")
    }
    let place = time - term.lag
    guard place >= 0, place < periods else { return nil }
    let cell = column[unit * periods + place]
    return cell.isNaN ? nil : cell
  }
}

private func firstRepeated(_ places: [Int], of count: Int) -> Int? {
  var seen = Array(repeating: false, count: count)
  for place in places {
    if seen[place] { return place }
    seen[place] = true
  }
  return nil
}
