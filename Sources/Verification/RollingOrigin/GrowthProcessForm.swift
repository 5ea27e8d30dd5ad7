package import Econometrics
private import LinearAlgebra
private import NumericKernels
package import ReachModel

/// E11 of the model, for yearly growth: the process by which the simulation moves manufacturing.
///
/// Each entity's yearly figures are windows of growth; mux, phix and sigmax have the posterior that the
/// forecast gives them, from the same priors. Growth of the years to come given that of the past is
/// normal at fixed phix and sigmax, mux taken out; Student's t stands for what is not known of sigmax.
package struct GrowthProcessForm: ForecastForm {
  package let key = "growth_process"
  package let label = Label(
    vi: "Quá trình tăng trưởng (phương trình E11)", en: "Growth process (equation E11)")
  package let priors: GrowthPriors
  package let process: GrowthProcess
  package let error: MeasurementError

  package init(priors: GrowthPriors, process: GrowthProcess, error: MeasurementError) {
    (self.priors, self.process, self.error) = (priors, process, error)
  }

  package func laws(
    _ history: ForecastHistory, horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let byEntity = history.series.values.map { values in
      laws(values, firstYear: history.series.firstYear, horizons: horizons)
    }
    guard byEntity.contains(where: { $0 != nil }) else {
      throw FormUnavailable(
        Label(vi: "không tính được hậu nghiệm của E11", en: "E11 has no posterior on these figures")
      )
    }
    return (0..<horizons).map { h in byEntity.map { $0.map { $0[h] } } }
  }

  private func laws(
    _ values: [Double?], firstYear: Int, horizons: Int
  ) -> [PredictiveLaw]? {
    guard values.last ?? nil != nil else { return nil }
    let past = values.enumerated().compactMap { place, value in
      value.map { window(firstYear + place, logGrowth: $0) }
    }
    let drift = priors.mux.mean * GrowthProcess.quarter
    guard
      let posterior = growthPosterior(
        WindowDesign(past, drift: drift, error: error), process: process, priors: priors)
    else { return nil }
    let last = firstYear + values.count - 1
    let coming = (1...horizons).map { window(last + $0, logGrowth: priors.mux.mean) }
    return forecast(
      WindowDesign(past + coming, drift: drift, error: error), past: past.count, posterior)
  }

  private func window(_ year: Int, logGrowth: Double) -> GrowthWindow {
    GrowthWindow(
      year: year, months: 1...12, growth: exponentialMinusOne(logGrowth), facts: [],
      superseded: [])
  }

  /// The law of the windows after the first so many, given these.
  private func forecast(
    _ design: WindowDesign, past: Int, _ posterior: GrowthPosterior
  ) -> [PredictiveLaw]? {
    let φ = posterior.phix.link.inverse(posterior.phix.mean)
    let σ = posterior.sigmax.link.inverse(posterior.sigmax.mean)
    guard φ > -1, φ < 1, σ > 0 else { return nil }
    let n = design.logGrowth.count, T = design.weights.columns
    let γ = process.autocovariances(φ: φ, count: T)
    let innovation = design.covariance(γ.innovation), stress = design.covariance(γ.stress)
    let quarters = design.weights * Array(repeating: 1, count: T)
    let years = quarters.map { GrowthProcess.quarter * $0 }
    let s = priors.mux.sd
    // The measurement of a year to come is part of the figure that will be printed.
    let V = Matrix(rows: n, columns: n) { i, j in
      σ * σ * innovation[i, j] + stress[i, j] + design.measurement[i, j]
        + s * s * years[i] * years[j]
    }
    let deviation = process.meanDeviation(φ: φ)
    let centre = (0..<n).map { quarters[$0] * deviation + years[$0] * priors.mux.mean }
    let known = Matrix(rows: past, columns: past) { V[$0, $1] }
    guard let factor = try? Cholesky(known) else { return nil }
    let gaps = factor.whiten((0..<past).map { design.logGrowth[$0] - centre[$0] })
    return (past..<n).map { i in
      let link = factor.whiten((0..<past).map { V[i, $0] })
      let mean = zip(link, gaps).reduce(centre[i]) { $0 + $1.0 * $1.1 }
      let variance = max(0, link.reduce(V[i, i]) { $0 - $1 * $1 })
      return PredictiveLaw(
        StudentLaw(
          location: mean, scale: max(variance.squareRoot(), PredictiveLaw.leastScale),
          degreesOfFreedom: freedom(of: posterior.sigmax)))
    }
  }

  /// ln of a root of χ²/ν has standard deviation 1/√(2ν): the ν that spreads as sigmax does.
  private func freedom(of sigmax: UnboundedMoments) -> Double {
    guard sigmax.sd > 0 else { return .infinity }
    return max(3, 1 / (2 * sigmax.sd * sigmax.sd))
  }
}
