private import Econometrics
package import ReachModel

/// E3 of the model, for counts of projects: every year is the usual level times a shock of its own.
///
/// ln R = ln R̄ + σ u, u Student's t with 5 degrees of freedom, as the simulation draws commitments:
/// R̄ is the mean of logarithms of each entity, σ the pooled dispersion about these means.
package struct UsualLevelForm: ForecastForm {
  package let key = "usual_level"
  package let label = Label(
    vi: "Mức thông thường (phương trình E3)", en: "Usual level (equation E3)")

  package init() {}

  package func laws(
    _ history: ForecastHistory, horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let known = history.series.values.map { $0.compactMap(\.self) }
    let freedom = known.reduce(0) { $0 + max(0, $1.count - 1) }
    let means = known.map { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }
    var squares = 0.0
    for case (let values, let mean?) in zip(known, means) {
      squares += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    guard freedom > 0 else { throw .years(2) }
    // Student's t with 5 degrees of freedom has variance 5/3; σ is a standard deviation.
    let scale = (squares / Double(freedom) * 3 / 5).squareRoot()
    let laws = zip(known, means).map { values, mean -> PredictiveLaw? in
      guard let mean else { return nil }
      let wide = scale * (1 + 1 / Double(values.count)).squareRoot()
      return PredictiveLaw(
        StudentLaw(
          location: mean, scale: max(wide, PredictiveLaw.leastScale), degreesOfFreedom: 5))
    }
    return Array(repeating: laws, count: horizons)
  }
}
