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

struct FitSections {
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
          vi: "Ước lượng cho \(place), thông tin đến ngày \(language.date(study.asOf))",
          en: "Estimates for \(place), as of \(study.asOf)")))
    if !fit.vintageCaveat.isEmpty {
      page.paragraph(
        language(
          vi: "Số liệu bảng là giả thời gian thực (pseudo-real-time): bảng không có ngày công bố "
            + "thực, số liệu là bản đã sửa đổi sau này, ngày công bố do người lập đánh giá.",
          en: "The panel: \(fit.vintageCaveat)"))
    }
    if let line = flaggedCellsLine(fit, language) { page.paragraph(line) }
    updates(to: &page)
    for estimate in fit.estimates { write(estimate, to: &page) }
    commitments(to: &page)
    windows(to: &page)
    diagnostics(to: &page)
    page.heading(language(vi: "Điều số liệu không cho biết", en: "What the data cannot say"))
    page.list(fit.cannotSay.map { language($0) })
    untouched(to: &page)
    return page
  }

  private func updates(to page: inout Page) {
    guard !fit.updates.isEmpty else { return }
    page.heading(language(vi: "Tham số sau khi gặp số liệu", en: "Parameters after the data"))
    var table = TextTable([
      .init(language(vi: "tham số", en: "parameter")),
      .init(language(vi: "giả định ban đầu", en: "prior mean"), .right, wraps: true),
      .init(language(vi: "đlc", en: "sd"), .right),
      .init(language(vi: "sau số liệu", en: "posterior mean"), .right, wraps: true),
      .init(language(vi: "đlc", en: "sd"), .right),
      .init(language(vi: "tỷ lệ học", en: "learning"), .right, wraps: true),
      .init(language(vi: "trên thang không chặn", en: "unbounded scale"), .right, wraps: true),
      .init("", wraps: true),
    ])
    for update in fit.updates {
      table.append([
        update.parameter, figure(update.priorMoments?.mean), figure(update.priorMoments?.sd),
        figure(update.posteriorMoments?.mean), figure(update.posteriorMoments?.sd),
        ratio(update.learningRatio), ratio(update.unboundedLearningRatio),
        mark(update),
      ])
    }
    page.table(table)
    page.list(fitted.conflicts.map { conflictText($0, language) })
    page.list(fit.updates.map { "\($0.parameter): \(language($0.formula)) [\($0.estimateID)]" })
  }

  private func mark(_ update: ParameterUpdate) -> String {
    if update.basis == .derived { return language(vi: "tính từ số liệu", en: "derived") }
    var marks: [String] = []
    if update.isPriorDriven {
      marks.append(language(vi: "theo giả định ban đầu", en: "prior-driven"))
    }
    if update.contradictsPrior {
      marks.append(language(vi: "mâu thuẫn với giả định ban đầu", en: "contradicts its prior"))
    }
    return marks.joined(separator: "; ")
  }

  private func ratio(_ value: Double?) -> String {
    value.map { numbers.number($0, decimals: 2) } ?? "-"
  }

  func figure(_ value: Double?) -> String {
    value.map { numbers.significant($0, digits: 4) } ?? "-"
  }

  private func write(_ estimate: Estimate, to page: inout Page) {
    page.heading("\(language(estimate.title)) (\(estimate.id))")
    let years = estimate.years
    let rows = numbers.number(Double(estimate.observations))
    let cells = numbers.number(Double(estimate.cellCount))
    let span = years.first.flatMap { first in years.last.map { "\(first)-\($0)" } } ?? ""
    page.paragraph(
      language(
        vi:
          "\(estimate.dependent), có liên hệ với các biến dưới đây; N = \(rows), "
          + "\(estimate.clusters) cụm, \(span), \(cells) ô số liệu",
        en: "\(estimate.dependent), associated with the terms below; N = \(rows), "
          + "\(estimate.clusters) clusters, \(span), \(cells) cells"))
    var table = TextTable([
      .init("", wraps: true), .init(language(vi: "hệ số", en: "b"), .right),
      .init(language(vi: "sai số chuẩn", en: "SE"), .right), .init("t", .right),
      .init(language(vi: "bậc tự do", en: "df"), .right), .init("p", .right),
    ])
    for item in estimate.coefficients {
      table.append([
        item.name, figure(item.value), figure(item.standardError),
        numbers.number(item.t, decimals: 2),
        degrees(item.degreesOfFreedom), numbers.number(item.pValue, decimals: 3),
      ])
    }
    page.table(table)
    page.list([language(estimate.covarianceConvention)] + estimate.notes.map { language($0) })
    page.list(estimate.dataRanges.map(ranges))
  }

  private func degrees(_ value: Double) -> String {
    guard value.isFinite else { return "∞" }
    return numbers.number(value, decimals: value == value.rounded() ? 0 : 1)
  }

  private func ranges(_ range: DataRange) -> String {
    language(
      vi: "số liệu: \(range.variable), \(range.file):\(range.firstLine)-\(range.lastLine), "
        + "\(range.cells) dòng",
      en: "data: \(range.variable), \(range.file):\(range.firstLine)-\(range.lastLine), "
        + "\(range.cells) rows")
  }
}
