package import ReachModel

extension RunModel {
  /// The scenario as far as the folder holds it: names, uncertainties, targets and the fitted model,
  /// with the levers of the catalog, whose amounts are not those of the run.
  ///
  /// - Parameter catalog: For the province and the levers, of which the run keeps the keys.
  /// - Returns: A study that is not resolved: what is not kept is empty.
  package func keptStudy(_ catalog: Catalog) -> Study {
    let nowhere = Origin(file: RunFolder.modelName, line: 1, column: 1)
    let label = Label(vi: province, en: province)
    let place =
      catalog.province(province)
      ?? Province(
        key: province, code: "", label: label, region: "", successor: province, factsKey: "",
        origin: nowhere)
    return Study(
      name: study, title: title, province: place, sectors: sectors, planYear: planYear,
      asOf: asOf, model: model, targets: targets, levers: catalog.levers.map(\.setting),
      uncertainties: uncertainties, assumptions: [], correlations: [], freezeFrom: nil, files: [])
  }
}

extension CatalogLever {
  /// The lever without amounts.
  fileprivate var setting: LeverSetting {
    LeverSetting(
      key: key, label: label, kind: kind, unit: unit, yearly: [], lag: lag, basis: .scenario,
      bounds: bounds, source: source, origin: origin)
  }
}
