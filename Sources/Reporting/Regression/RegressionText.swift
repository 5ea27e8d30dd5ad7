package import Econometrics
import ReachModel

/// The page of `reach fit SPEC.yaml`.
///
/// - Parameters:
///   - report: What the regression says.
///   - language: Of words and of decimal marks.
///   - width: Columns of the terminal.
///   - isTerminal: Whether headings may be bold.
/// - Returns: Lines of at most `width` columns.
package func regressionText(
  _ report: RegressionReport, language: Language, width: Int = 100, isTerminal: Bool = false
) -> String {
  RegressionPage(report: report, language: language).page.text(width: width, isTerminal: isTerminal)
}

struct RegressionPage {
  let report: RegressionReport
  let language: Language

  var numbers: NumberStyle { NumberStyle(language) }

  var page: Page {
    var page = Page()
    page.add(.title(language(report.title)))
    page.paragraph(summary)
    conclusions(to: &page)
    coefficients(to: &page)
    if let covariance = report.covariance {
      page.list([language(covariance.convention)] + report.notes.map { language($0) })
    } else {
      page.list(report.notes.map { language($0) })
    }
    for table in report.tables { write(table, to: &page) }
    bootstrap(to: &page)
    sample(to: &page)
    statistics(to: &page)
    tests(to: &page)
    placebo(to: &page)
    trends(to: &page)
    influence(to: &page)
    return page
  }

  private var summary: String {
    let n = numbers.number(Double(report.observations))
    let clusters = (report.covariance?.clusters ?? []).map { cluster in
      let count = numbers.number(Double(cluster.count))
      return language(
        vi: "\(count) cụm \(cluster.name)", en: "\(count) clusters of \(cluster.name)")
    }
    let parts = ["N = \(n)"] + clusters
    return "\(report.dependent); \(language(report.method)); \(parts.joined(separator: ", "))"
  }

  private func conclusions(to page: inout Page) {
    let sentences = report.conclusions.map {
      conclusionText($0, dependent: report.dependent, language)
    }
    guard !sentences.isEmpty else { return }
    page.heading(
      language(
        vi: "Hồi quy này cho biết và không cho biết gì",
        en: "What this regression can and cannot support"))
    page.list(sentences)
  }

  func figure(_ value: Double?) -> String {
    guard let value else { return "-" }
    guard value.isFinite else { return value > 0 ? "∞" : "-∞" }
    return numbers.tabulated(value)
  }

  /// A p value; small ones are not worth their digits.
  func probability(_ p: Double) -> String {
    p < 0.0005 ? "< " + numbers.number(0.001, decimals: 3) : numbers.number(p, decimals: 3)
  }

  func degrees(_ value: Double) -> String {
    guard value.isFinite else { return "∞" }
    return numbers.number(value, decimals: value == value.rounded() ? 0 : 1)
  }

  private func coefficients(to page: inout Page) {
    let isAdjusted = report.coefficients.contains { $0.adjustedPValue != nil }
    var columns: [TextTable.Column] = [
      .init("", wraps: true), .init(language(vi: "hệ số", en: "b"), .right),
      .init(language(vi: "sai số chuẩn", en: "SE"), .right, wraps: true), .init("t", .right),
      .init(language(vi: "bậc tự do", en: "df"), .right, wraps: true), .init("p", .right),
      .init(language(vi: "95 % từ", en: "95 % from"), .right, wraps: true),
      .init(language(vi: "đến", en: "to"), .right),
      .init(language(vi: "phát hiện từ", en: "finds from"), .right, wraps: true),
      .init("VIF", .right),
      .init(language(vi: "còn lại", en: "within"), .right),
    ]
    if isAdjusted {
      columns.append(.init(language(vi: "p hiệu chỉnh", en: "p adj."), .right, wraps: true))
    }
    var table = TextTable(columns)
    for item in report.coefficients {
      table.append(
        [
          item.name, figure(item.value), figure(item.standardError),
          item.t.magnitude < 1e6 ? numbers.number(item.t, decimals: 2) : figure(item.t),
          degrees(item.degreesOfFreedom), probability(item.pValue),
          figure(item.low), figure(item.high), figure(item.minimumDetectable),
          item.varianceInflation.map { numbers.number($0, decimals: 1) } ?? "",
          item.shareWithin.map { numbers.percent($0, decimals: 1) } ?? "",
        ]
          + (isAdjusted
            ? [item.adjustedPValue.map { numbers.number($0, decimals: 3) } ?? ""] : []))
    }
    page.heading(language(vi: "Hệ số", en: "Coefficients"))
    page.table(table)
  }

  private func write(_ item: ReportedTable, to page: inout Page) {
    page.heading(language(item.title))
    var table = TextTable(
      [.init("", wraps: true)]
        + item.columns.map { .init(language($0.label), .right, wraps: true) })
    for row in item.rows { table.append([row.name] + row.values.map(figure)) }
    page.table(table)
    page.list(item.notes.map { language($0) })
  }
}
