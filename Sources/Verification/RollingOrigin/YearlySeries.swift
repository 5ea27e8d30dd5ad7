package import PanelData
package import ReachModel

/// One variable of the panel that is forecast: its name, unit and scale.
package struct SeriesDefinition: Sendable, Equatable {
  /// The variable, for example `fdi_new_projects`.
  package let key: String
  package let label: Label
  package let unit: Label
  package let scale: SeriesScale

  package init(key: String, label: Label, unit: Label, scale: SeriesScale) {
    (self.key, self.label, self.unit, self.scale) = (key, label, unit, scale)
  }
}

/// A yearly series of many entities as it was known on a date, on its scale.
package struct YearlySeries: Sendable, Equatable {
  package let scale: SeriesScale
  /// For example the codes of the provinces, ascending.
  package let entities: [String]
  package let firstYear: Int
  /// By entity, then year, as many for each; nil where nothing is known.
  package let values: [[Double?]]

  package init(scale: SeriesScale, entities: [String], firstYear: Int, values: [[Double?]]) {
    precondition(entities.count == values.count, "\(entities.count) entities")
    precondition(Set(values.map(\.count)).count <= 1, "entities with different numbers of years")
    (self.scale, self.entities) = (scale, entities)
    (self.firstYear, self.values) = (firstYear, values)
  }

  /// The series in a panel that is already as of the date.
  ///
  /// A province that a list leaves out had none of a flow where the panel says that absence means
  /// zero; a flagged cell, and one without a place on the scale, is unknown.
  ///
  /// - Returns: nil where the panel holds no figure of the variable.
  package init?(_ definition: SeriesDefinition, in panel: Panel) {
    let years = panel.years(of: definition.key)
    guard let first = years.first, let last = years.last else { return nil }
    // Those of the whole panel: a province that no list named yet has a history of zeros.
    let entities = panel.entities.sorted(), scale = definition.scale
    func value(_ entity: String, _ year: Int) -> Double? {
      if let cell = panel.cell(entity, year, definition.key) { return scale.value(of: cell.value) }
      guard years.contains(year), panel.absenceMeansZero(definition.key, year),
        !panel.isFlagged(entity, year, definition.key)
      else { return nil }
      return scale.value(of: 0)
    }
    self.init(
      scale: scale, entities: entities, firstYear: first,
      values: entities.map { entity in (first...last).map { value(entity, $0) } })
  }

  package var yearCount: Int { values.first?.count ?? 0 }
  package var lastYear: Int { firstYear + yearCount - 1 }

  /// The value of an entity in a year, or nil.
  package func value(_ entity: Int, _ year: Int) -> Double? {
    let place = year - firstYear
    return place >= 0 && place < yearCount ? values[entity][place] : nil
  }

  /// The first so many years.
  package func first(_ years: Int) -> YearlySeries {
    YearlySeries(
      scale: scale, entities: entities, firstYear: firstYear,
      values: values.map { Array($0.prefix(years)) })
  }
}
