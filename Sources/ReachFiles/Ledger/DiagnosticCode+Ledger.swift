import ReachModel

// What the ledger of published forecasts refuses.

extension DiagnosticCode {
  static let frozenChanged = DiagnosticCode(
    "R017",
    Label(
      vi: "sổ dự báo đã công bố không còn nguyên vẹn",
      en: "the ledger of published forecasts has been changed"),
    cause: Label(
      vi:
        "Mỗi dự báo đã công bố được ghi bằng mã băm, nối với các dự báo trước. Một tệp đã bị sửa, xoá, "
        + "thêm hoặc đổi thứ tự.",
      en: "Every published forecast is kept by its hash, chained with those before it. A file was "
        + "edited, removed, added or put in another order."),
    remedy: Label(
      vi: "lấy lại `Results/ledger/` từ git; điểm số chỉ tính trên dự báo như đã công bố.",
      en: "restore `Results/ledger/` from git; only forecasts as published are scored."))

  static let alreadyPublished = DiagnosticCode(
    "R018",
    Label(vi: "dự báo này đã công bố rồi", en: "this forecast has been published already"),
    cause: Label(
      vi: "Một lần chạy chỉ vào sổ một lần; dự báo đã công bố không thay đổi.",
      en: "A run enters the ledger once; what has been published does not change."),
    remedy: Label(
      vi: "công bố một lần chạy khác nếu dự báo đã khác.",
      en: "publish another run if the forecast is another one."))

  static let noForecast = DiagnosticCode(
    "R019",
    Label(vi: "lần chạy không có dự báo để công bố", en: "a run without a forecast to publish"),
    cause: Label(
      vi: "Chỉ kết quả của `reach run` dự báo chỉ tiêu, với các lần mô phỏng để chấm điểm về sau.",
      en:
        "Only the answer of `reach run` foretells targets, with draws by which they can be scored "
        + "later."),
    remedy: Label(
      vi: "chạy `reach run` rồi công bố thư mục của lần chạy đó.",
      en: "run `reach run` and publish the folder of that run."))

  static let noEntry = DiagnosticCode(
    "R020",
    Label(vi: "sổ dự báo không có mục này", en: "no such entry in the ledger"),
    cause: Label(
      vi: "Mục trong `Results/ledger/` mang tên thư mục lần chạy đã công bố.",
      en: "An entry of `Results/ledger/` has the name of the run folder that was published."),
    remedy: Label(
      vi: "`reach publish` liệt kê các mục.", en: "`reach publish` lists the entries."))

  static let earlyFigure = DiagnosticCode(
    "R021",
    Label(
      vi: "số liệu công bố trước ngày dự báo", en: "a figure published before the forecast's date"),
    cause: Label(
      vi: "Số liệu đã biết khi dự báo thì không chấm được dự báo.",
      en: "A figure that was known when the forecast was made judges nothing."),
    remedy: Label(
      vi: "lấy số liệu công bố sau ngày `as_of` của dự báo, hoặc sửa cột `published`.",
      en: "take figures published after the forecast's `as_of`, or correct the column `published`.")
  )

  static let ledger = [frozenChanged, alreadyPublished, noForecast, noEntry, earlyFigure]
}

extension DiagnosticReport {
  /// The ledger is not what was written.
  static func frozen(_ summary: String) -> DiagnosticReport {
    .ledger(.frozenChanged, summary)
  }

  /// A problem of the ledger.
  static func ledger(_ code: DiagnosticCode, _ summary: String) -> DiagnosticReport {
    DiagnosticReport(one: Diagnostic(code, summary, at: nil))
  }
}

extension Ledger {
  /// The entry of a name, or of a part that fits only one.
  ///
  /// - Throws: R020 with the nearest name; R017.
  package func entry(_ name: String) throws(DiagnosticReport) -> Entry {
    let entries = try entries()
    if let exact = entries.first(where: { $0.name == name }) { return exact }
    let matches = entries.filter { !name.isEmpty && $0.name.contains(name) }
    if matches.count == 1 { return matches[0] }
    let nearest = nearestName(to: name, among: entries.map(\.name))
    throw DiagnosticReport(
      one: Diagnostic(
        .noEntry, "no entry of the ledger is `\(name)`", at: nil,
        hint: nearest.map { "did you mean `\($0)`?" }, notes: matches.map(\.name)))
  }
}
