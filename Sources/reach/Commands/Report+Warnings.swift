import Briefing
import ReachModel
import Reporting

// What `reach report` warns of, and then goes on.

extension Report {
  func warning(of stray: RunRecord, _ base: RunRecord) -> String {
    lang.first(
      vi:
        "cảnh báo: bỏ qua `\(stray.name)`: không phải về kịch bản của `\(base.name)` như khi dự "
        + "báo",
      en:
        "warning: `\(stray.name)` is left out: it is not about the scenario of `\(base.name)` as "
        + "it "
        + "was forecast")
  }

  /// Files of before that say something else than the ones beside them.
  func warning(ofOthers names: [String]) -> Label {
    let shown = names.prefix(6).map { "`\($0)`" }.joined(separator: ", ")
    let more = names.count > 6 ? ", …" : ""
    return Label(
      vi: "cảnh báo: trong thư mục còn tệp của báo cáo trước, lập từ các lần chạy khác: "
        + "\(shown)\(more)\ngợi ý: lập lại từ cùng các lần chạy (`--format`), hoặc xoá đi; "
        + "`report.json` ghi tệp nào lập từ lần chạy nào",
      en: "warning: files of an earlier report, made of other runs, still lie in the folder: "
        + "\(shown)\(more)\nhint: make them of the same runs too (`--format`), or delete them; "
        + "`report.json` says which file is made of which runs")
  }

  /// Folders of before keep no inputs: nobody should look for their sheet in vain.
  func warning(ofMissingInputs reported: ReportedRuns) -> Label? {
    let old = reported.forecasts.filter(\.inputs.isEmpty)
    guard !old.isEmpty else { return nil }
    let names = old.map { "`\($0.name)`" }.joined(separator: ", ")
    let commands = old.map { "`reach run \($0.scenarioKey)`" }.joined(separator: ", ")
    return Label(
      vi:
        "cảnh báo: \(names) do phiên bản trước ghi, không lưu đầu vào (`inputs.json`): sổ tính không "
        + "có trang \"Kịch bản\" của lần chạy đó\ngợi ý: chạy lại: \(commands), rồi lập báo cáo từ thư "
        + "mục mới",
      en:
        "warning: \(names) was written by an earlier version and keeps no inputs (`inputs.json`): "
        + "the workbook has no sheet \"Scenarios\" of it\nhint: run it again: \(commands), and make the "
        + "report of the new folder")
  }
}
