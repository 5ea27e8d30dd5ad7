package import ReachModel
import Verification

/// What a form of forecast is called that a back-test names by its key.
///
/// - Returns: Nil for a key that is not known.
package func forecastFormLabel(_ key: String) -> Label? {
  if key == RollingOrigin.forecastKey {
    return Label(vi: "Dự báo của Reach", en: "Reach's forecast")
  }
  if let method = NaiveMethod.allCases.first(where: { NaiveForecast($0).key == key }) {
    let label = NaiveForecast(method).label
    return Label(vi: "Đơn giản: \(label.vi)", en: "Naive: \(label.en)")
  }
  return structural[key]
}

/// By key; a form that is fitted takes data, so that its label is told here.
private let structural = [
  UsualLevelForm().key: UsualLevelForm().label, DriftForm().key: DriftForm().label,
  GrowthRegression().key: GrowthRegression().label,
  FDIResponseForm(regressors: []).key: FDIResponseForm(regressors: []).label,
  "growth_process": Label(
    vi: "Quá trình tăng trưởng (phương trình E11)", en: "Growth process (equation E11)"),
]
