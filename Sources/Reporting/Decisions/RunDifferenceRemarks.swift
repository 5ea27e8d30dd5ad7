import Assessment
import ReachModel

extension RunDifference.Remark {
  /// A sentence or two for the list below the bars.
  func text(_ language: Language) -> String {
    switch self {
    case .fittedAgain(let run, let other):
      language(
        vi:
          "Số liệu được tính trước các thay đổi khác: kịch bản của \(run) được ước lượng lại bằng "
          + "số liệu của \(other).",
        en:
          "Data come before the other changes: the scenario of \(run) was fitted again to the data "
          + "of \(other).")
    case .notFittedAgain(let obstacle, let hadOtherFiles): obstacle.text(language, hadOtherFiles)
    case .fittedByAnotherVersion:
      language(
        vi: "Phần của số liệu gồm cả phần do phiên bản này ước lượng khác phiên bản cũ.",
        en: "What is said of data holds also what this version of Reach fits differently.")
    case .assumptionsHoldFit:
      language(
        vi: "Giả định đã đổi của tham số có số liệu gồm cả phần số liệu làm thay đổi giả định đó.",
        en: "A changed assumption about what data feed holds also what the data make of it.")
    case .readOff(let runs):
      language(
        vi:
          "Tệp kịch bản hoặc danh mục đã thay đổi từ lần chạy \(runs.joined(separator: ", ")): quý "
          + "ấn định và tương quan được đọc lại từ mô hình đã lưu.",
        en:
          "The files of the scenario or the catalog have changed since \(runs.joined(separator: ", "))"
          + ": quarters set by name and correlations are read off the stored model.")
    case .fewDraws(let shares): Self.fewDraws(shares, language)
    case .onlyBase(let run, let base, let others):
      language(
        vi: "\(run) là một phép so sánh: chỉ kịch bản gốc \(base) được giải thích, không có "
          + "\(others.joined(separator: ", ")).",
        en: "\(run) is a comparison: only its base \(base) is explained, not "
          + "\(others.joined(separator: ", ")).")
    case .amongCompared(let scenario, let run, let comparison):
      language(
        vi:
          "\(comparison) có cả \(scenario), kịch bản của \(run), nhưng không phải là kịch bản gốc: "
          + "muốn giải thích thì chạy riêng, `reach run \(scenario)`.",
        en:
          "\(comparison) has \(scenario), the scenario of \(run), too, but not as its base: to have "
          + "it explained, run it alone, `reach run \(scenario)`.")
    }
  }

  private static func fewDraws(
    _ shares: [RunDifference.DrawShare], _ language: Language
  ) -> String {
    let numbers = NumberStyle(language)
    let texts = shares.map { share in
      let used = numbers.number(Double(share.used)), all = numbers.number(Double(share.all))
      return language(vi: "\(used) trong \(all)", en: "\(used) of the \(all)")
    }
    var distinct: [String] = []
    for text in texts where !distinct.contains(text) { distinct.append(text) }
    let counts = distinct.joined(separator: language(vi: " và ", en: " and "))
    return language(
      vi:
        "Các tổ hợp thay đổi được mô phỏng với \(counts) lần; phần nhỏ còn lại được chia theo sai số "
        + "của từng dòng.",
      en:
        "Combinations were simulated with \(counts) draws; the small remainder is shared out by the "
        + "bars' errors.")
  }
}

extension RunDifference.DataObstacle {
  fileprivate func text(_ language: Language, _ hadOtherFiles: Bool) -> String {
    let consequence =
      hadOtherFiles
      ? language(
        vi: "Không tách được số liệu mới và số liệu sửa đổi",
        en: "New and revised data cannot be told apart")
      : language(
        vi: "Không tách được số liệu mới khỏi các giả định mà số liệu làm thay đổi",
        en: "New data cannot be told from assumptions that data move")
    return consequence + ": " + reason(language)
  }

  private func reason(_ language: Language) -> String {
    switch self {
    case .filesGone:
      language(
        vi: "các tệp số liệu hiện nay không phải của lần chạy nào trong hai lần.",
        en: "the data files of today are those of neither run.")
    case .provinceGone:
      language(vi: "tỉnh không còn trong danh mục.", en: "the catalog has lost the province.")
    case .unfitted:
      language(
        vi: "kịch bản không ước lượng được từ các tệp số liệu hiện nay.",
        en: "the scenario cannot be fitted to the data files of today.")
    }
  }
}
