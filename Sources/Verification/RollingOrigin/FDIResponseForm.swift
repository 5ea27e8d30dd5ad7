package import Econometrics
private import LinearAlgebra
private import NumericKernels
private import PanelData
package import ReachModel

/// The figure's response to the stock of FDI projects, with effects of provinces and years.
///
/// For new enterprises this is the entry regression of the model (E6), for the labour index the
/// regression reported beside it, each estimated on the data of the vintage. The year's effect goes on
/// from the last one, by its mean change (a level) or about its mean (a growth index); what a province
/// has beyond both is its effect.
package struct FDIResponseForm: ForecastForm {
  package let key = "fdi_response"
  package let label = Label(
    vi: "Phản ứng với số dự án FDI còn hiệu lực (phương trình E6)",
    en: "Response to the stock of FDI projects (equation E6)")
  /// As in the regression that the model is fitted by; the last known figure stands for one that is
  /// not published by the date.
  package let regressors: [Term]

  package init(regressors: [Term]) { self.regressors = regressors }

  package func laws(
    _ history: ForecastHistory, horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let sample = ResponseSample(history, regressors)
    let fit: ResponseFit
    do throws(EstimationError) {
      fit = try ResponseFit(sample)
    } catch {
      throw FormUnavailable(error.label)
    }
    let series = history.series
    let shock = CommonShock(
      fit.shocks(isGrowth: series.scale.isGrowth), entityScale: fit.deviation,
      hasTrend: !series.scale.isGrowth)
    return (1...horizons).map { h in
      series.entities.indices.map { entity in
        guard let effect = fit.entityEffect[series.entities[entity]],
          let x = sample.known(entity, before: series.lastYear + h)
        else { return nil }
        let slope = zip(fit.slopes, x).reduce(0) { $0 + $1.0 * $1.1 }
        let centre = effect + slope + fit.yearLevel + Double(h) * shock.mean
        let shared =
          series.scale.isGrowth ? shock.variance + shock.meanVariance : shock.sum(over: h)
        let own = fit.deviation * fit.deviation * (1 + 1 / fit.rowsPerEntity)
        return PredictiveLaw(
          StudentLaw(
            location: centre, scale: max((own + shared).squareRoot(), PredictiveLaw.leastScale),
            degreesOfFreedom: fit.degreesOfFreedom))
      }
    }
  }
}

/// The rows of a response regression.
private struct ResponseSample {
  let history: ForecastHistory
  let regressors: [Term]

  init(_ history: ForecastHistory, _ regressors: [Term]) {
    (self.history, self.regressors) = (history, regressors)
  }

  struct Row {
    let entity: String
    let year: Int
    let response: Double
    let regressors: [Double]
  }

  var rows: [Row] {
    let series = history.series
    return series.entities.enumerated().flatMap { place, entity in
      (series.firstYear...series.lastYear).compactMap { year -> Row? in
        guard let y = series.value(place, year) else { return nil }
        var x: [Double] = []
        for term in regressors {
          guard let value = value(of: term, entity, year) else { return nil }
          x.append(value)
        }
        return Row(entity: entity, year: year, response: y, regressors: x)
      }
    }
  }

  private func value(of term: Term, _ entity: String, _ year: Int) -> Double? {
    guard let cell = history.panel.cell(entity, year - term.lag, term.variable), cell.value > 0
    else { return nil }
    return naturalLogarithm(cell.value)
  }

  /// The regressors of a year to come: what is known of it, else the latest that is.
  func known(_ entity: Int, before year: Int) -> [Double]? {
    let name = history.series.entities[entity]
    var x: [Double] = []
    for term in regressors {
      let years = stride(from: year, through: history.series.firstYear - term.lag - 1, by: -1)
      guard let value = years.lazy.compactMap({ self.value(of: term, name, $0) }).first
      else { return nil }
      x.append(value)
    }
    return x
  }
}

/// A response regression with its effects.
private struct ResponseFit {
  let slopes: [Double]
  let deviation: Double
  let degreesOfFreedom: Double
  let entityEffect: [String: Double]
  /// Ascending.
  let yearEffects: [Double]
  let rowsPerEntity: Double
  /// What the year's effect starts from: the last (a level), or the mean (a growth index).
  let yearLevel: Double

  init(_ sample: ResponseSample) throws(EstimationError) {
    let rows = sample.rows
    guard !rows.isEmpty else { throw .noObservations }
    let years = Set(rows.map(\.year)).sorted()
    guard years.count > 1 else { throw .singleYear(years[0]) }
    var data = RegressionData(
      dependent: sample.history.series.scale.rawValue, y: rows.map(\.response),
      names: sample.regressors.map(\.name),
      X: Matrix(rows: rows.count, columns: sample.regressors.count) { i, j in
        rows[i].regressors[j]
      })
    let entity = Grouping(name: "province", labels: rows.map(\.entity))
    let year = Grouping(
      name: "year", codes: rows.map { row in Int32(years.firstIndex(of: row.year) ?? 0) },
      count: years.count)
    data.effects = [entity, year]
    let fit = try fitLinear(data)
    let rest = rows.map { row in
      row.response - zip(fit.coefficients, row.regressors).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let effects = try Absorption(effects: [entity, year]).estimates(of: rest)
    slopes = fit.coefficients
    deviation = fit.residualStandardDeviation
    degreesOfFreedom = Double(fit.residualDegreesOfFreedom)
    var byEntity: [String: Double] = [:]
    for (row, code) in zip(rows, entity.codes) {
      byEntity[row.entity] = effects.estimates[0][Int(code)]
    }
    entityEffect = byEntity
    yearEffects = effects.estimates[1]
    rowsPerEntity = Double(rows.count) / Double(entity.count)
    let mean = yearEffects.reduce(0, +) / Double(yearEffects.count)
    yearLevel =
      sample.history.series.scale.isGrowth ? mean : yearEffects[yearEffects.count - 1]
  }

  /// What moved all entities: changes of the year's effect, or its deviations from the mean.
  func shocks(isGrowth: Bool) -> [Double] {
    guard isGrowth else { return zip(yearEffects.dropFirst(), yearEffects).map { $0 - $1 } }
    return yearEffects.map { $0 - yearLevel }
  }
}
