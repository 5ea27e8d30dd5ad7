import Assessment
import ReachModel

extension ScenarioComparison {
  /// What the numbers are of and what is missing, where the comparison was interrupted.
  var interruption: Label? {
    guard !unfinished.isEmpty else { return nil }
    let missing = unfinished.compactMap(\.label)
    let (vi, en) = (NumberStyle(.vi), NumberStyle(.en))
    let draws = Double(draws)
    return Label(
      vi: "Bị ngắt. Mọi số dưới đây tính từ \(vi.number(draws)) lần mô phỏng đầu của mỗi kịch bản, "
        + "cùng các cú sốc. Chưa có: \(missing.map(\.vi).joined(separator: "; ")).",
      en:
        "Interrupted. All numbers are of the first \(en.number(draws)) draws of each scenario, under "
        + "the same shocks. Not known yet: \(missing.map(\.en).joined(separator: "; ")).")
  }
}

extension ScenarioComparison.Stage {
  /// What is missing without it; nil where that shows in the number of draws.
  fileprivate var label: Label? {
    switch self {
    case .ensemble: nil
    case .ranges:
      Label(vi: "khoảng theo tham số", en: "ranges over the parameters")
    case .contributions:
      Label(
        vi: "đóng góp của từng thay đổi, ở kịch bản không có bảng đó",
        en: "what each change contributes, where no table shows it")
    }
  }
}
