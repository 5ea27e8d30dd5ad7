import Assessment
import Econometrics
import PanelData
import ReachModel

extension FitSections {
  /// The yearly amounts behind sigmaR and Rbar, and what they give.
  func commitments(to page: inout Page) {
    guard !fit.commitments.isEmpty else { return }
    page.heading("\(language(CommitmentDispersion().title)) (\(Self.commitmentsID))")
    var table = TextTable([
      .init(language(vi: "năm", en: "year")),
      .init(language(vi: "triệu USD", en: "million USD"), .right),
      .init(language(vi: "nguồn", en: "where"), wraps: true),
    ])
    for year in fit.commitments {
      table.append([
        String(year.year), numbers.number(year.amount, decimals: 1),
        year.cells.map { "\($0.origin.file):\($0.origin.line)" }.joined(separator: ", "),
      ])
    }
    page.table(table)
    write(fit.diagnostics.filter(isOfCommitments), to: &page)
  }

  private static let commitmentsID = "commitments"

  private func isOfCommitments(_ item: FitDiagnostic) -> Bool {
    item.id.hasPrefix(Self.commitmentsID)
  }

  func windows(to page: inout Page) {
    guard let growth = fit.growth, !growth.windows.isEmpty else { return }
    page.heading(
      language(
        vi: "Các kỳ tăng trưởng chế biến, chế tạo đã dùng",
        en: "Growth windows of manufacturing used"))
    var table = TextTable([
      .init(language(vi: "năm", en: "year")), .init(language(vi: "tháng", en: "months")),
      .init(language(vi: "tăng trưởng", en: "growth"), .right),
      .init(language(vi: "công bố", en: "published")),
      .init(language(vi: "nguồn", en: "where"), wraps: true),
      .init(language(vi: "ghi chú", en: "note"), wraps: true),
    ])
    for window in growth.windows {
      table.append([
        String(window.year), "\(window.months.lowerBound)-\(window.months.upperBound)",
        numbers.percent(window.growth, decimals: 2),
        window.facts.first.map { language.date($0.published) } ?? "",
        window.facts.map { "\($0.origin.file):\($0.origin.line)" }.joined(separator: ", "),
        note(window),
      ])
    }
    page.table(table)
    page.list([heldError, heldStress])
  }

  private func note(_ window: GrowthWindow) -> String {
    var parts: [String] = []
    if window.isConflicting {
      let values = window.facts.map { numbers.number($0.value, decimals: 1) }
      parts.append(
        language(
          vi: "mâu thuẫn cùng ngày, lấy trung bình: ", en: "conflict of one day, mean taken: ")
          + values.joined(separator: " / "))
    }
    if !window.superseded.isEmpty {
      parts.append(
        language(
          vi: "thay \(window.superseded.count) bản trước",
          en: "supersedes \(window.superseded.count)"))
    }
    return parts.joined(separator: "; ")
  }

  /// The judged errors under which the windows were read; they move mux, phix and sigmax.
  private var heldError: String {
    let month = numbers.compact(fit.growthError.month)
    let newYear = numbers.compact(fit.growthError.newYearMonth)
    let step = numbers.number(MeasurementError.printedStep, decimals: 1)
    return language(
      vi:
        "sai số của một tháng so với quý, giữ cố định (đánh giá): \(month) điểm phần trăm, tháng 1 "
        + "và tháng 2: \(newYear) (growth_error_month, growth_error_new_year); làm tròn đến "
        + "\(step) điểm",
      en: "error of a month about its quarter, held fixed (judged): \(month) points, January and "
        + "February \(newYear) (growth_error_month, growth_error_new_year); rounded to \(step) points"
    )
  }

  private var heldStress: String {
    let stress = fit.stress
    let values = [stress.entry, stress.stay, stress.jump, stress.recovered].map { figure($0) }
    return language(
      vi: "cú sốc giữ ở trung bình của giả định ban đầu: stress_entry \(values[0]), stress_stay "
        + "\(values[1]), J \(values[2]), recovered \(values[3])",
      en: "stress held at its prior means: stress_entry \(values[0]), stress_stay \(values[1]), "
        + "J \(values[2]), recovered \(values[3])")
  }

  func diagnostics(to page: inout Page) {
    let rest = fit.diagnostics.filter { !isOfCommitments($0) }
    guard !rest.isEmpty else { return }
    page.heading(
      language(vi: "Chẩn đoán (không cập nhật tham số)", en: "Diagnostics (they move no parameter)")
    )
    write(rest, to: &page)
  }

  private func write(_ items: [FitDiagnostic], to page: inout Page) {
    let feeds = items.contains { !$0.feeds.isEmpty }
    var table = TextTable(
      [
        .init("", wraps: true), .init(language(vi: "giá trị", en: "value"), .right),
        .init(language(vi: "sai số chuẩn", en: "SE"), .right, wraps: true),
        .init(language(vi: "đơn vị", en: "unit"), wraps: true),
      ] + (feeds ? [.init(language(vi: "cho tham số", en: "feeds"), wraps: true)] : []))
    for item in items {
      table.append(
        [
          language(item.label), numbers.compact(item.value),
          item.standardError.map { figure($0) } ?? "", language(item.unit),
        ] + (feeds ? [item.feeds.joined(separator: ", ")] : []))
    }
    page.table(table)
  }

  func untouched(to page: inout Page) {
    let names = fitted.untouched.map { item -> String in
      let key = item.parameter.rawValue
      return item.key == key ? key : "\(item.key) (\(key))"
    }
    page.heading(
      language(
        vi: "Tham số giữ nguyên giả định ban đầu (tỷ lệ học 0): \(names.count)",
        en: "Parameters left at their prior (learning ratio 0): \(names.count)"))
    page.paragraph(names.joined(separator: ", "))
  }
}

/// How many cells were left out as flagged; nil if none.
func flaggedCellsLine(_ fit: FitReport, _ language: Language) -> String? {
  let count = fit.flagged.count
  guard count > 0 else { return nil }
  return language(
    vi: "\(count) ô số liệu bị đánh dấu nghi sai trong tệp đã được loại.",
    en: "\(count) flagged cell\(count == 1 ? "" : "s") left out.")
}

/// What the data did to a parameter whose prior they contradict.
func conflictText(_ update: ParameterUpdate, _ language: Language) -> String {
  let numbers = NumberStyle(language)
  func figure(_ value: Double?) -> String { value.map { numbers.significant($0) } ?? "-" }
  let before = figure(update.priorMoments?.mean), after = figure(update.posteriorMoments?.mean)
  let shift = update.shift.map { numbers.number($0.magnitude, decimals: 1) } ?? "-"
  let width =
    update.isWider
    ? language(vi: ", rộng hơn trước", en: ", wider than before") : ""
  return language(
    vi:
      "\(update.parameter): chuyển từ \(before) sang \(after)\(width); trung bình đi \(shift) độ lệch "
      + "chuẩn của giả định ban đầu, nên giả định và số liệu mâu thuẫn",
    en:
      "\(update.parameter): moved from \(before) to \(after)\(width); its mean went \(shift) prior "
      + "sds, so prior and data contradict each other")
}
