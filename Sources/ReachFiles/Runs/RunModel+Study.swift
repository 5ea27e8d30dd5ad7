package import ReachModel

extension RunModel {
  /// The scenario as far as the folder holds it: names, levers, uncertainties, targets and the fitted
  /// model.
  ///
  /// - Parameter catalog: For the province, of which the run keeps the key; nil where nobody needs it.
  /// - Returns: A study that is not resolved: what is not kept is empty.
  package func keptStudy(_ catalog: Catalog? = nil) -> Study {
    let nowhere = Origin(file: RunFolder.modelName, line: 1, column: 1)
    let label = Label(vi: province, en: province)
    let place =
      catalog?.province(province)
      ?? Province(
        key: province, code: "", label: label, region: "", successor: province, factsKey: "",
        origin: nowhere)
    return Study(
      name: study, title: title, province: place, sectors: sectors, planYear: planYear,
      asOf: asOf, model: model, targets: targets, levers: levers,
      uncertainties: uncertainties, assumptions: [], correlations: [], freezeFrom: freezeFrom,
      files: [])
  }
}
