package import LinearAlgebra

/// Effects by the time since support began, and their mean over everything that was supported.
package struct EventStudy: Sendable, Equatable {
  /// One distance from the start.
  package struct Event: Sendable, Equatable {
    /// Periods since support began: 0 is the first with support, −1 the base.
    package let distance: Int
    package let estimate: Double
    /// Clustered by unit.
    package let standardError: Double
    /// Units with support that are seen at this distance.
    package let units: Int
  }

  /// Ascending, without the base −1, where all is 0 by construction.
  package let events: [Event]
  /// Every start and period of which the events are means.
  package let cells: [GroupTimeEffect]
  /// The mean over all supported units and periods.
  package let overall: Double
  /// Clustered by unit.
  package let overallError: Double
  /// Covariance of `overall` and then the events, clustered by unit.
  package let covariance: Matrix

  /// Estimates effects on a panel.
  ///
  /// Means over starts are weighted by their units; standard errors hold that those weights are
  /// estimated too.
  ///
  /// - Parameter panel: With units that have support and units to compare them with.
  /// - Throws: ``ProgrammeError`` when there is nothing to compare, or covariates are too many.
  /// - Source: Callaway and Sant'Anna (2021), equations 3.4 (events) and 3.10 (`simple`, the mean),
  ///   and theorem 2 for the influence of weights.
  package init(_ panel: ProgrammePanel) throws(ProgrammeError) {
    guard !panel.cohorts.isEmpty else { throw .noTreatedUnit }
    let effects = GroupTimeEffects(panel)
    cells = try effects.effects()
    guard cells.contains(where: { $0.period >= $0.cohort }) else { throw .noComparisonUnits }
    var influences: [[Double]] = []
    for cell in cells { influences.append(try effects.influence(cell.cohort, cell.period)) }

    let means = CohortMeans(panel.starts, cells)
    let overallPart = means.influence(of: means.overallPlaces, influences)
    var columns = [overallPart], list: [Event] = []
    for distance in means.distances {
      let places = means.places(at: distance)
      columns.append(means.influence(of: places, influences))
      list.append(
        Event(
          distance: distance, estimate: means.value(of: places),
          standardError: Self.error(columns[columns.count - 1]), units: means.units(places)))
    }
    overall = means.value(of: means.overallPlaces)
    overallError = Self.error(overallPart)
    events = list
    let n = Double(panel.units.count)
    covariance = Matrix(rows: columns.count, columns: columns.count) { a, b in
      zip(columns[a], columns[b]).reduce(0) { $0 + $1.0 * $1.1 } / (n * n)
    }
  }

  private static func error(_ influence: [Double]) -> Double {
    influence.reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(influence.count)
  }

  /// Distances before support, of the base not.
  package var before: [Int] { events.map(\.distance).filter { $0 < 0 } }
}

/// Means of effects over starts, weighted by how many units began then.
struct CohortMeans {
  let cells: [GroupTimeEffect]
  private let starts: [Int]
  private let sizes: [Int: Int]

  init(_ starts: [Int], _ cells: [GroupTimeEffect]) {
    (self.starts, self.cells) = (starts, cells)
    sizes = starts.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  var distances: [Int] { Set(cells.map { $0.period - $0.cohort }).sorted() }
  var overallPlaces: [Int] { cells.indices.filter { cells[$0].period >= cells[$0].cohort } }

  func places(at distance: Int) -> [Int] {
    cells.indices.filter { cells[$0].period - cells[$0].cohort == distance }
  }

  func units(_ places: [Int]) -> Int { places.reduce(0) { $0 + size($1) } }

  func value(of places: [Int]) -> Double {
    places.reduce(0) { $0 + Double(size($1)) * cells[$1].estimate } / Double(units(places))
  }

  /// Of the mean over some cells: that of the cells, and that of their weights.
  func influence(of places: [Int], _ influences: [[Double]]) -> [Double] {
    let n = Double(starts.count), total = Double(units(places)) / n
    let mean = value(of: places)
    return starts.indices.map { i in
      var own = 0.0, weighing = 0.0
      for place in places {
        own += Double(size(place)) / n / total * influences[place][i]
        // ∂(Σ p ATT / Σ p)/∂p = (ATT − mean)/Σ p, and p̂ is the mean of 1[start = g].
        let isOne = starts[i] == cells[place].cohort ? 1.0 : 0
        weighing += (isOne - Double(size(place)) / n) * (cells[place].estimate - mean) / total
      }
      return own + weighing
    }
  }

  private func size(_ place: Int) -> Int { sizes[cells[place].cohort] ?? 0 }
}
