package import ReachModel
package import Verification

/// The checks of the machinery, in the order of their page.
let machineryAnalyses: [any Analysis.Type] = [
  CalibrationResult.self, PredictiveCheck.self, PowerScaling.self,
]

extension CalibrationResult: Analysis {
  package static let key = "calibration"
  package static let label = Label(
    vi: "Hiệu chuẩn hậu nghiệm bằng số liệu mô phỏng",
    en: "Simulation-based calibration of posteriors")
  package static let design = Label(
    vi: "số liệu mô phỏng, ước lượng lại", en: "simulated data, fitted again")
}

extension PredictiveCheck: Analysis {
  package static let key = "predictive"
  package static let label = Label(
    vi: "Số liệu thật bên cạnh số liệu mô phỏng", en: "Real data beside simulated ones")
  package static let design = Label(vi: "số liệu mô phỏng", en: "simulated data")
}

extension PowerScaling: Analysis {
  package static let key = "power_scaling"
  package static let label = Label(
    vi: "Độ nhạy với trọng số của giả định ban đầu và của số liệu",
    en: "Sensitivity to the weight of prior and of data")
  package static let design = Label(
    vi: "trọng số trên tập mô phỏng có sẵn", en: "weights on one ensemble")
}
