package import Assessment
import Econometrics
import PanelData
import ReachModel

/// The tables of `reach fit`: estimates, updates, windows, and what the data cannot say.
package func fitText(
  _ fitted: FittedModel, language: Language, width: Int = 100, isTerminal: Bool = false
) -> String {
  FitSections(fitted: fitted, language: language).page.text(width: width, isTerminal: isTerminal)
}

private struct FitSections {
  let fitted: FittedModel
  let language: Language

  var fit: FitReport { fitted.fit }
  var study: Study { fitted.study }
  var numbers: NumberStyle { NumberStyle(language) }

  var page: Page {
    var page = Page()
    let place = language(study.province.label)
    page.add(
      .title(
        language(
          vi: "Ước lượng cho \(place), thông tin đến \(study.asOf)",
          en: "Estimates for \(place), as of \(study.asOf)")))
    if !fit.vintageCaveat.isEmpty {
      page.paragraph(
        language(
          vi: "Số liệu bảng là giả thời gian thực (pseudo-real-time).",
          en: "The panel: \(fit.vintageCaveat)"))
    }
    updates(to: &page)
    for estimate in fit.estimates { write(estimate, to: &page) }
    windows(to: &page)
    diagnostics(to: &page)
    page.heading(language(vi: "Điều số liệu không cho biết", en: "What the data cannot say"))
    page.list(fit.cannotSay.map { language($0) })
    untouched(to: &page)
    return page
  }

  private func updates(to page: inout Page) {
    page.heading(language(vi: "Tham số sau khi gặp số liệu", en: "Parameters after the data"))
    var table = TextTable([
      .init(language(vi: "tham số", en: "parameter")),
      .init(language(vi: "tiên nghiệm tb", en: "prior mean"), .right, wraps: true),
      .init("sd", .right),
      .init(language(vi: "hậu nghiệm tb", en: "posterior mean"), .right, wraps: true),
      .init("sd", .right),
      .init(language(vi: "tỷ lệ học", en: "learning"), .right), .init(""),
      .init(language(vi: "từ", en: "from")),
    ])
    for update in fit.updates {
      table.append([
        update.parameter, figure(update.priorMoments?.mean), figure(update.priorMoments?.sd),
        figure(update.posteriorMoments?.mean), figure(update.posteriorMoments?.sd),
        update.basis == .derived
          ? "-" : update.learningRatio.map { numbers.number($0, decimals: 2) } ?? "-",
        mark(update), update.estimateID,
      ])
    }
    page.table(table)
    page.list(fit.updates.map { "\($0.parameter): \(language($0.formula))" })
  }

  private func mark(_ update: ParameterUpdate) -> String {
    if update.basis == .derived { return language(vi: "tính từ số liệu", en: "derived") }
    return update.isPriorDriven ? language(vi: "theo tiên nghiệm", en: "prior-driven") : ""
  }

  private func figure(_ value: Double?) -> String {
    value.map { numbers.significant($0, digits: 4) } ?? "-"
  }

  private func write(_ estimate: Estimate, to page: inout Page) {
    page.heading("\(language(estimate.title)) (\(estimate.id))")
    let years = estimate.years
    let span = years.first.flatMap { first in years.last.map { "\(first)-\($0)" } } ?? ""
    page.paragraph(
      language(
        vi:
          "\(estimate.dependent), có liên hệ với các biến dưới đây; N = \(estimate.observations), "
          + "\(estimate.clusters) cụm, \(span), \(estimate.cellCount) ô số liệu",
        en: "\(estimate.dependent), associated with the terms below; N = \(estimate.observations), "
          + "\(estimate.clusters) clusters, \(span), \(estimate.cellCount) cells"))
    var table = TextTable([
      .init("", wraps: true), .init("b", .right), .init("SE", .right), .init("t", .right),
      .init("df", .right), .init("p", .right),
    ])
    for item in estimate.coefficients {
      table.append([
        item.name, figure(item.value), figure(item.standardError),
        numbers.number(item.t, decimals: 2),
        String(estimate.degreesOfFreedom), numbers.number(item.pValue, decimals: 3),
      ])
    }
    page.table(table)
    page.list([language(estimate.covarianceConvention)] + estimate.notes.map { language($0) })
    page.list(estimate.dataRanges.map(ranges))
  }

  private func ranges(_ range: DataRange) -> String {
    language(
      vi: "số liệu: \(range.variable), \(range.file):\(range.firstLine)-\(range.lastLine), "
        + "\(range.cells) dòng",
      en: "data: \(range.variable), \(range.file):\(range.firstLine)-\(range.lastLine), "
        + "\(range.cells) rows")
  }

  private func windows(to page: inout Page) {
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
        window.facts.first.map { "\($0.published)" } ?? "",
        window.facts.map { "\($0.origin.file):\($0.origin.line)" }.joined(separator: ", "),
        note(window),
      ])
    }
    page.table(table)
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

  private func diagnostics(to page: inout Page) {
    guard !fit.diagnostics.isEmpty else { return }
    page.heading(
      language(vi: "Chẩn đoán (không cập nhật tham số)", en: "Diagnostics (they move no parameter)")
    )
    var table = TextTable([
      .init("", wraps: true), .init(language(vi: "giá trị", en: "value"), .right),
      .init("SE", .right), .init(language(vi: "đơn vị", en: "unit")),
    ])
    for item in fit.diagnostics {
      table.append([
        language(item.label), numbers.compact(item.value),
        item.standardError.map { figure($0) } ?? "",
        item.unit,
      ])
    }
    page.table(table)
  }

  private func untouched(to page: inout Page) {
    let updated = Set(fit.updates.map(\.parameter))
    var seen: Set<String> = []
    let names = study.uncertainties.compactMap { item -> String? in
      let key = item.parameter.rawValue
      guard !updated.contains(key), item.priors.contains(where: { !$0.isFixed }),
        seen.insert(item.key).inserted
      else { return nil }
      return item.key == key ? key : "\(item.key) (\(key))"
    }
    page.heading(
      language(
        vi: "Tham số giữ nguyên tiên nghiệm (tỷ lệ học 0): \(names.count)",
        en: "Parameters left at their prior (learning ratio 0): \(names.count)"))
    page.paragraph(names.joined(separator: ", "))
  }
}
