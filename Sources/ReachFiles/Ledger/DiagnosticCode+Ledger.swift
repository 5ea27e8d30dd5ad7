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
      vi:
        "Một dự báo chỉ vào sổ một lần, dù lần chạy được lặp lại dưới tên khác; dự báo đã công bố "
        + "không thay đổi.",
      en:
        "A forecast enters the ledger once, even if its run was repeated under another name; what "
        + "has been published does not change."),
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
      vi: "số liệu công bố quá sớm để chấm điểm",
      en: "a figure published too early to judge the forecast"),
    cause: Label(
      vi: "Số liệu đã công bố khi dự báo được lập hoặc vào sổ thì không chấm được dự báo; số liệu "
        + "công bố khi năm của chỉ tiêu chưa kết thúc chỉ là số ước tính; ngày công bố không thể ở "
        + "tương lai.",
      en: "A figure that was out when the forecast was made or published judges nothing; one that "
        + "came out before the target's year had ended is an estimate; none comes out in the future."
    ),
    remedy: Label(
      vi:
        "lấy số liệu công bố sau ngày dự báo vào sổ và sau khi năm của chỉ tiêu kết thúc, hoặc sửa "
        + "cột `published`.",
      en:
        "take figures published after the forecast was, and after the end of the target's year, or "
        + "correct the column `published`."))

  static let otherFigure = DiagnosticCode(
    "R024",
    Label(
      vi: "số liệu khác với số đã ghi", en: "a figure that differs from the one recorded"),
    cause: Label(
      vi: "Sổ đã ghi một số liệu khác cho chỉ tiêu này. Chỉ số liệu công bố sau mới thay được nó; "
        + "nếu không thì một trong hai số là sai.",
      en:
        "The ledger holds another figure of this target. Only one that was published later revises "
        + "it; otherwise one of the two is a mistake."),
    remedy: Label(
      vi:
        "ghi ngày công bố của số liệu điều chỉnh ở cột `published`; nếu số đã ghi chưa có ngày thì "
        + "chấm điểm lại với số đó kèm ngày trước.",
      en: "give the revision its date in the column `published`; if the recorded figure has none, "
        + "score that one with its date first."))

  static let otherUnit = DiagnosticCode(
    "R025",
    Label(
      vi: "số liệu không cùng đơn vị với chỉ tiêu", en: "a figure in another unit than its target"),
    cause: Label(
      vi:
        "Tỷ lệ và tăng trưởng ghi bằng phần của 1 (0,41 chứ không phải 41), số doanh nghiệp là số "
        + "nguyên.",
      en: "Shares and growth are fractions of 1 (0.41, not 41), firms are whole numbers."),
    remedy: Label(
      vi: "đổi số liệu sang đơn vị của chỉ tiêu; bảng điểm ghi rõ đơn vị.",
      en: "convert the figure to the target's unit, which the scorecard names."))

  static let noLink = DiagnosticCode(
    "R026",
    Label(vi: "chuỗi của sổ không có mắt xích này", en: "the ledger's chain has no such link"),
    cause: Label(
      vi:
        "Mắt xích được ghi lại khi công bố không còn: các mục đã bị xoá hoặc sổ đã được viết lại, "
        + "hoặc mắt xích bị chép sai.",
      en:
        "The link that was noted at a publication is gone: entries were removed or the ledger was "
        + "written anew, or the link was copied wrongly."),
    remedy: Label(
      vi: "đối chiếu mắt xích với biên bản; lấy lại `Results/ledger/` từ git.",
      en: "compare the link with the minutes; restore `Results/ledger/` from git."))

  static let ledger = [
    frozenChanged, alreadyPublished, noForecast, noEntry, earlyFigure, otherFigure, otherUnit,
    noLink,
  ]
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
    let entries = try read().entries
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
