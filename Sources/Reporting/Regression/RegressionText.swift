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
    for table in report.tables where table.isOnPage { write(table, to: &page) }
    bootstrap(to: &page)
    notes(to: &page)
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
    let sentences =
      report.statements.map { language($0) }
      + report.conclusions.map { conclusionText($0, of: report, language) }
    guard !sentences.isEmpty else { return }
    page.heading(
      language(
        vi: "Hồi quy này cho biết và không cho biết gì",
        en: "What this regression can and cannot support"))
    page.list(sentences)
  }

  private func notes(to page: inout Page) {
    guard !report.notes.isEmpty else { return }
    page.heading(language(vi: "Ghi chú", en: "Notes"))
    page.list(report.notes.map { language($0) })
  }

  /// An estimator's own table, without the columns that it leaves empty.
  private func write(_ item: ReportedTable, to page: inout Page) {
    page.heading(language(item.title))
    let filled = item.columns.indices.filter { j in item.rows.contains { $0.values[j] != nil } }
    var table = TextTable(
      [.init("", wraps: true)]
        + filled.map { .init(language(item.columns[$0].label), .right, wraps: true) })
    for row in item.rows {
      table.append([named(row.name)] + filled.map { shown(row.values[$0], item.columns[$0].kind) })
    }
    page.table(table)
    page.list(item.notes.map { language($0) })
  }
}

// MARK: Numbers and names

extension RegressionPage {
  func figure(_ value: Double?) -> String {
    guard let value else { return "-" }
    guard value.isFinite else { return value > 0 ? "∞" : "-∞" }
    return numbers.tabulated(value)
  }

  func shown(_ value: Double?, _ kind: NumberKind) -> String {
    guard let value, value.isFinite else { return figure(value) }
    return switch kind {
    case .real: figure(value)
    case .count: numbers.number(value)
    case .degrees: degrees(value)
    case .pValue: probability(value)
    case .probability:
      value > 0.9995 ? "> " + numbers.number(0.999, decimals: 3) : probability(value)
    }
  }

  /// A p value; small ones are not worth their digits.
  ///
  /// Where p is a share of draws, none of them tells p from less than one in as many.
  func probability(_ p: Double, draws: Int? = nil) -> String {
    if p == 0, let draws, draws < 1000 {
      return "< " + numbers.significant(1 / Double(draws + 1), digits: 1)
    }
    return p < 0.0005 ? "< " + numbers.number(0.001, decimals: 3) : numbers.number(p, decimals: 3)
  }

  func degrees(_ value: Double) -> String {
    guard value.isFinite else { return "∞" }
    return numbers.number(value, decimals: value == value.rounded() ? 0 : 1)
  }

  /// A distribution with its degrees of freedom, for example `F(2, 4.6)`.
  func distribution(_ law: TestLaw) -> String {
    let name =
      switch law {
      case .normal: "N"
      case .student: "t"
      case .chiSquared: "χ²"
      case .f: "F"
      }
    let parameters = law == .normal ? ["0", "1"] : law.degreesOfFreedom.map(degrees)
    // A comma is the decimal mark in Vietnamese.
    return "\(name)(\(parameters.joined(separator: language(vi: "; ", en: ", "))))"
  }

  /// What a row is called: the constant is no name of a column, and is translated.
  func named(_ name: String) -> String {
    let constant = RegressionData.constantName
    guard language == .vi, name == constant || name.hasSuffix(": \(constant)") else { return name }
    return name.dropLast(constant.count) + "hằng số"
  }
}
