private import Econometrics
package import ReachModel
private import Simulation
package import Verification

/// A series that is back-tested, with the forms that forecast it.
package struct BacktestedSeries: Sendable {
  package let definition: SeriesDefinition
  package let secondOpinions: [any ForecastForm]
  /// The series of the facts file that holds plans' own targets of it, in the same unit.
  package let targetFacts: String?

  package init(
    definition: SeriesDefinition, secondOpinions: [any ForecastForm], targetFacts: String? = nil
  ) {
    (self.definition, self.secondOpinions) = (definition, secondOpinions)
    self.targetFacts = targetFacts
  }
}

/// The registry: the series with a history, and for each the relation of the model that moves it.
///
/// - Parameter growthProcess: E11 with the priors of the catalog; nil where they cannot be had.
/// - Returns: In the order of reports.
package func backtestedSeries(growthProcess: GrowthProcessForm?) -> [BacktestedSeries] {
  let stock = Term("fdi_stock_projects", lag: 1)
  let response = FDIResponseForm(regressors: [stock])
  let growth: [any ForecastForm] = [DriftForm(), response] + (growthProcess.map { [$0] } ?? [])
  return [
    BacktestedSeries(
      definition: SeriesDefinition(
        key: "enterprises_newly_registered",
        label: Label(vi: "Doanh nghiệp đăng ký mới", en: "New enterprises"),
        unit: Label(vi: "doanh nghiệp", en: "enterprises"), scale: .log),
      secondOpinions: [
        DriftForm(), FDIResponseForm(regressors: EntryRegression.specification.regressors),
      ], targetFacts: "new_enterprises"),
    BacktestedSeries(
      definition: SeriesDefinition(
        key: "fdi_new_projects", label: Label(vi: "Dự án FDI cấp mới", en: "New FDI projects"),
        unit: Label(vi: "dự án", en: "projects"), scale: .logCount),
      secondOpinions: [DriftForm(), response, UsualLevelForm()]),
    BacktestedSeries(
      definition: SeriesDefinition(
        key: "industrial_labour_index",
        label: Label(vi: "Chỉ số lao động công nghiệp", en: "Industrial labour index"),
        unit: Label(vi: "năm trước = 100", en: "previous year = 100"), scale: .logIndex),
      secondOpinions: growth),
    BacktestedSeries(
      definition: SeriesDefinition(
        key: "iip",
        label: Label(vi: "Chỉ số sản xuất công nghiệp", en: "Industrial production index"),
        unit: Label(vi: "năm trước = 100", en: "previous year = 100"), scale: .logIndex),
      secondOpinions: growth),
  ]
}

extension GrowthProcessForm {
  /// E11 with the laws of a catalog.
  ///
  /// - Parameter law: The prior of a parameter; nil where the catalog has none.
  package init?(priors law: (Parameter) -> Distribution?) {
    func moments(_ parameter: Parameter) -> UnboundedMoments? {
      guard let prior = law(parameter) else { return nil }
      if case .fixed(let value) = prior {
        return UnboundedMoments(.identity, mean: value, sd: 0)
      }
      return prior.unbounded
    }
    func mean(_ parameter: Parameter) -> Double? { law(parameter)?.statedMean }
    guard let mux = moments(.muX), mux.link == .identity, let phix = moments(.phiX),
      let sigmax = moments(.sigmaX), let entry = mean(.stressEntry), let stay = mean(.stressStay),
      let jump = mean(.jump), let recovered = mean(.recovered),
      let month = mean(.growthErrorMonth), let newYear = mean(.growthErrorNewYear)
    else { return nil }
    self.init(
      priors: GrowthPriors(mux: mux, phix: phix, sigmax: sigmax),
      process: GrowthProcess(
        stress: StressChain(entry: entry, stay: stay, jump: jump, recovered: recovered)),
      error: MeasurementError(month: month, newYearMonth: newYear))
  }
}
