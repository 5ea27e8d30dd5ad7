package import Assessment
import ReachModel

extension DiagnosticCode {
  package static let unknownIndicator = DiagnosticCode(
    "D021",
    Label(
      vi: "chỉ báo hoặc công cụ không có trong danh mục",
      en: "an indicator or lever that the catalog does not have"),
    cause: Label(
      vi:
        "Mỗi số liệu phải thuộc một chỉ báo của `Scenarios/catalog/indicators.yaml`; kinh phí giải "
        + "ngân viết kèm khoá của công cụ.",
      en: "Every figure belongs to an indicator of `Scenarios/catalog/indicators.yaml`; disbursed "
        + "budgets carry the lever's key."),
    remedy: Label(
      vi: "dùng khoá đã có, hoặc thêm một mục vào danh mục kèm sai số và nguồn.",
      en: "use a key that exists, or add an entry with its errors and their source."),
    example: "wrong: iip\nright: iip_manufacturing\nright: disbursed:linkage")

  package static let impossibleFigure = DiagnosticCode(
    "D022",
    Label(vi: "số liệu không thể có", en: "a figure that cannot be"),
    cause: Label(
      vi:
        "Tăng trưởng phải trên -100 %; tỷ trọng, số đếm và số tiền không âm, số đếm là số nguyên; sai số "
        + "không âm và không quá 2 trên thang log; "
        + "công cụ không có ngân sách thì không có gì để giải ngân.",
      en:
        "Growth is above -100 percent; shares, counts and amounts are not below 0, counts are whole; "
        + "errors are not negative, and at most 2 on the scale of logarithms; a "
        + "lever without a budget has nothing to disburse."),
    remedy: Label(
      vi: "kiểm tra đơn vị và dấu của số.", en: "look at the unit and the sign of the number."))

  package static let foreignMonths = DiagnosticCode(
    "D023",
    Label(
      vi: "thời kỳ hoặc ngày công bố không phù hợp",
      en: "months or a publication date that do not fit"),
    cause: Label(
      vi: "Số liệu phải nằm trong thời gian mô phỏng của kịch bản, số cộng dồn và tăng trưởng chỉ "
        + "trong một năm, và không thể được công bố trước tháng cuối cùng của nó.",
      en:
        "A figure lies within the scenario's horizon, sums and growth within one year, and none is "
        + "published before its last month begins."),
    remedy: Label(
      vi: "viết `2021-05` cho một tháng, `2021-Q2` cho một quý, `2021` cho cả năm, "
        + "`2021-01..2021-05` cho số cộng dồn.",
      en: "write `2021-05` for a month, `2021-Q2` for a quarter, `2021` for the year, "
        + "`2021-01..2021-05` for a cumulative figure."))

  package static let contradictoryFigures = DiagnosticCode(
    "D024",
    Label(
      vi: "mô hình hầu như không cho số liệu này khả năng xảy ra",
      en: "figures that the model gives hardly any chance"),
    cause: Label(
      vi:
        "Quá ít lần mô phỏng phù hợp với số liệu để nêu một xác suất: số liệu mâu thuẫn với nhau, "
        + "có lỗi, hoặc mô hình và sai số đo của nó không đúng với năm nay.",
      en:
        "Too few draws agree with the figures for a probability: the figures contradict each other, "
        + "one is wrong, or the model and its measurement errors do not fit the year."),
    remedy: Label(
      vi:
        "xem số liệu nào nằm xa dự báo nhất; sửa số liệu, hoặc nêu sai số của nó trong cột `error` "
        + "kèm nguồn, hoặc xem lại kịch bản.",
      en: "see which figure lies farthest from its forecast; correct it, or state its error in the "
        + "column `error` with a source, or reconsider the scenario."))

  /// Problems of figures observed within the year.
  package static let tracking = [
    unknownIndicator, impossibleFigure, foreignMonths, contradictoryFigures,
  ]
}

extension TrackingRefusal {
  /// What the command says: which figures lie farthest from their forecasts.
  package var report: DiagnosticReport {
    let farthest = checks.sorted { a, b in
      abs(a.position - 0.5) > abs(b.position - 0.5)
    }.prefix(3)
    func shown(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
    let notes = farthest.map { check in
      let figure = check.figure
      return "\(figure.origin): `\(figure.indicator.key)` \(shown(figure.value)), forecast "
        + "\(shown(check.low)) to \(shown(check.high)) (90 %)"
    }
    return DiagnosticReport(
      one: Diagnostic(
        .contradictoryFigures,
        "after the figures of \(date) \(draws) draws tell no more than \(Int(effectiveSize)) would",
        at: checks.first?.figure.origin,
        notes: notes))
  }
}
