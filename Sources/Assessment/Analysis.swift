package import ReachModel

/// A question asked of an ensemble.
///
/// To add one: a file with a conforming type, and a line in ``analysesInOrder``.
package protocol Analysis: SendableMetatype {
  /// Permanent; its findings can be told by it.
  static var key: String { get }
  static var label: Label { get }
  /// Which draws it needs.
  static var design: Label { get }
}

/// The registry: those of the verdict in its order, those of decisions, then the machinery.
package let analysesInOrder: [any Analysis.Type] =
  [
    TargetHits.self, ParameterRange.self, ParameterShare.self, StartDependence.self,
    ShareGrowthIdentity.self, DifferenceTally.self,
  ] + decisionAnalyses + machineryAnalyses

private let ensemble = Label(vi: "tập mô phỏng", en: "the ensemble")

extension TargetHits: Analysis {
  package static let key = "target_probability"
  package static let label = Label(
    vi: "Xác suất đạt từng chỉ tiêu và đạt đồng thời",
    en: "Probability of each target and of all together")
  package static let design = ensemble
}

extension ParameterRange: Analysis {
  package static let key = "parameter_range"
  package static let label = Label(
    vi: "Khoảng xác suất theo tham số (5 đến 95 %)",
    en: "Range of each probability over the parameters (5 to 95 %)")
  package static let design = Label(
    vi: "mẫu lồng: nhiều cú sốc cho mỗi bộ tham số",
    en: "nested: many shocks for each parameter draw")
}

extension ParameterShare: Analysis {
  package static let key = "parameter_share"
  package static let label = Label(
    vi: "Phần phương sai do tham số", en: "Share of variance from the parameters")
  package static let design = Label(
    vi: "cặp: cùng tham số, khác cú sốc", en: "pairs: equal parameters, different shocks")
}

extension StartDependence: Analysis {
  package static let key = "start_dependence"
  package static let label = Label(
    vi: "Xác suất theo giá trị xuất phát", en: "Probability as a function of the start")
  package static let design = ensemble
}

extension ShareGrowthIdentity: Analysis {
  package static let key = "share_growth_identity"
  package static let label = Label(
    vi: "Đồng nhất thức giữa tỷ trọng và tăng trưởng",
    en: "Identity that ties share and growth")
  package static let design = ensemble
}

extension DifferenceTally: Analysis {
  package static let key = "difference"
  package static let label = Label(
    vi: "Chênh lệch giữa các kịch bản với cùng cú sốc",
    en: "Difference between scenarios under the same shocks")
  package static let design = ensemble
}
