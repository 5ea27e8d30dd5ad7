package import ReachModel

/// The analyses that turn a forecast into a decision, in the order of the commands.
let decisionAnalyses: [any Analysis.Type] = [
  ScenarioComparison.self, Attribution.self, FutureMatrix.self, ScenarioSeek.self,
  PlanDecision.self, Tornado.self, SwitchEffects.self, SobolIndices.self, MorrisEffects.self,
  RankRegression.self, PAWNIndices.self, ShapleyEffects.self, ScenarioDiscovery.self,
  ScenarioInformation.self, TargetArithmetic.self,
  PlanTracking.self, SignpostSearch.self,
]

private let variants = Label(
  vi: "mẫu của từng phương án, cùng các cú sốc", en: "a sample of each variant, same shocks")
private let oneEnsemble = Label(
  vi: "tập mô phỏng có sẵn", en: "one ensemble, no new draws")

extension ScenarioComparison: Analysis {
  package static let key = "compare"
  package static let label = Label(
    vi: "So sánh kịch bản với kịch bản gốc", en: "Scenarios compared with a base")
  package static let design = variants
}

extension Attribution: Analysis {
  package static let key = "contributions"
  package static let label = Label(
    vi: "Đóng góp của từng thay đổi (Shapley)", en: "What each change contributes (Shapley)")
  package static let design = Label(
    vi: "mẫu của từng tổ hợp thay đổi", en: "a sample of each combination of changes")
}

extension FutureMatrix: Analysis {
  package static let key = "matrix"
  package static let label = Label(
    vi: "Phương án trong từng tương lai: tiếc nuối, độ vững",
    en: "Plans in named futures: regret and robustness")
  package static let design = variants
}

extension ScenarioSeek: Analysis {
  package static let key = "seek"
  package static let label = Label(
    vi: "Giá trị mà tại đó P đạt một mức", en: "The value at which P reaches a level")
  package static let design = variants
}

extension PlanDecision: Analysis {
  package static let key = "optimise"
  package static let label = Label(
    vi: "Ngân sách rẻ nhất và cách chia tốt nhất", en: "The cheapest budget and the best split")
  package static let design = Label(
    vi: "mẫu của từng phương án; phương án thắng trên mẫu mới",
    en: "a sample of each plan; the winner on fresh draws")
}

extension Tornado: Analysis {
  package static let key = "tornado"
  package static let label = Label(
    vi: "Lốc xoáy: từng đầu vào ở mức 5 và 95 %", en: "Tornado: each input at its 5 and 95 % point")
  package static let design = variants
}

extension SwitchEffects: Analysis {
  package static let key = "switches"
  package static let label = Label(
    vi: "Lựa chọn cấu trúc: độ trễ, tau, quý bất lợi",
    en: "Structural switches: lags, tau, quarters of stress")
  package static let design = variants
}

extension SobolIndices: Analysis {
  package static let key = "sobol"
  package static let label = Label(
    vi: "Chỉ số Sobol' bậc một và toàn phần", en: "Sobol' indices, first order and total")
  package static let design = Label(
    vi: "ma trận Saltelli, các lần độc lập", en: "Saltelli's matrices, independent draws")
}

extension MorrisEffects: Analysis {
  package static let key = "morris"
  package static let label = Label(vi: "Sàng lọc Morris", en: "Morris screening")
  package static let design = Label(
    vi: "quỹ đạo với cùng các cú sốc", en: "trajectories under shared shocks")
}

extension RankRegression: Analysis {
  package static let key = "ranks"
  package static let label = Label(
    vi: "Tương quan hạng riêng phần (PRCC)", en: "Partial rank correlations (PRCC)")
  package static let design = oneEnsemble
}

extension PAWNIndices: Analysis {
  package static let key = "pawn"
  package static let label = Label(
    vi: "PAWN: khoảng cách giữa các phân phối", en: "PAWN: distances between laws")
  package static let design = oneEnsemble
}

extension ShapleyEffects: Analysis {
  package static let key = "shapley"
  package static let label = Label(
    vi: "Hiệu ứng Shapley cho đầu vào phụ thuộc nhau", en: "Shapley effects of dependent inputs")
  package static let design = oneEnsemble
}

extension ScenarioDiscovery: Analysis {
  package static let key = "discover"
  package static let label = Label(
    vi: "Hộp đầu vào mà kế hoạch đạt hoặc không đạt (PRIM, cây phân loại)",
    en: "Boxes in which the plan fails or succeeds (PRIM, tree)")
  package static let design = oneEnsemble
}

extension ScenarioInformation: Analysis {
  package static let key = "information"
  package static let label = Label(
    vi: "Giá trị của thông tin (EVPI, EVPPI)", en: "Value of information (EVPI, EVPPI)")
  package static let design = variants
}

extension TargetArithmetic: Analysis {
  package static let key = "target_arithmetic"
  package static let label = Label(
    vi: "Các chỉ tiêu không thể cùng đúng", en: "Targets that cannot hold together")
  package static let design = Label(vi: "không mô phỏng", en: "no simulation")
}
