package import Econometrics
package import ReachModel

/// What an evaluation is told with: the report, what it fed, and what units are called.
package struct EvaluatedProgramme: Sendable {
  package let report: ProgrammeReport
  package let feed: ProgrammeFeed?
  /// The catalog's unit of the parameter that is fed.
  package let feedUnit: String
  /// A unit of the data, for people.
  package let unitName: @Sendable (String) -> Label

  package init(
    report: ProgrammeReport, feed: ProgrammeFeed?, feedUnit: String,
    unitName: @escaping @Sendable (String) -> Label
  ) {
    (self.report, self.feed, self.feedUnit, self.unitName) = (report, feed, feedUnit, unitName)
  }
}

/// The page of `reach evaluate`.
///
/// - Parameters:
///   - evaluated: What was found.
///   - language: Of words and of decimal marks.
///   - width: Columns of the terminal.
///   - isTerminal: Whether headings may be bold.
/// - Returns: Lines of at most `width` columns.
package func evaluationText(
  _ evaluated: EvaluatedProgramme, language: Language, width: Int = 100, isTerminal: Bool = false
) -> String {
  EvaluationPage(evaluated: evaluated, language: language).page
    .text(width: width, isTerminal: isTerminal)
}

struct EvaluationPage {
  let evaluated: EvaluatedProgramme
  let language: Language

  var report: ProgrammeReport { evaluated.report }
  var specification: ProgrammeSpecification { report.specification }
  var panel: ProgrammePanel { report.sample.panel }
  var numbers: NumberStyle { NumberStyle(language) }
  var unit: String { language(specification.unit) }

  var page: Page {
    var page = Page()
    page.add(.title(language(specification.title)))
    page.paragraph(summary)
    page.heading(
      language(
        vi: "Đánh giá này cho biết và không cho biết gì", en: "What this says and does not say"))
    page.list(statements)
    events(to: &page)
    mixture(to: &page)
    falseDates(to: &page)
    feed(to: &page)
    sample(to: &page)
    return page
  }

  private var summary: String {
    let method = language(specification.method.label)
    return language(
      vi: "\(specification.table.dependent.text); \(method); \(panel.units.count) đơn vị, "
        + "\(period(panel.periods[0])) đến \(period(panel.periods[panel.periods.count - 1])); "
        + "được hỗ trợ: \(treated)",
      en: "\(specification.table.dependent.text); \(method); \(panel.units.count) units, "
        + "\(period(panel.periods[0])) to \(period(panel.periods[panel.periods.count - 1])); "
        + "with support: \(treated)")
  }

  private var treated: String {
    let named = panel.treated.prefix(8).map { place in
      name(panel.units[place]) + language(vi: " từ ", en: " from ")
        + period(panel.periods[panel.starts[place]])
    }
    let more = panel.treated.count - named.count
    let tail = more > 0 ? [language(vi: "và \(more) đơn vị nữa", en: "and \(more) more")] : []
    return (named + tail).joined(separator: ", ")
  }

  // MARK: Names and numbers

  func name(_ unit: String) -> String { language(evaluated.unitName(unit)) }

  /// A list of units, the first twelve by name.
  func names(_ units: [String]) -> String {
    let shown = units.prefix(12).map(name).joined(separator: ", ")
    let more = units.count - 12
    guard more > 0 else { return shown }
    return shown + language(vi: " và \(more) đơn vị nữa", en: " and \(more) more")
  }

  func period(_ value: Int) -> String {
    let perYear = report.sample.periodsPerYear
    let year = value / perYear, place = value % perYear + 1
    return switch perYear {
    case 4: language(vi: "quý \(place)/\(year)", en: "\(year)-Q\(place)")
    case 12: language(vi: "tháng \(place)/\(year)", en: "\(year)-\(place < 10 ? "0" : "")\(place)")
    default: "\(value)"
    }
  }

  func signed(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : "-∞" }
    // What is left of an exact match is rounding.
    guard value.magnitude > 1e-12 else { return "0" }
    return (value > 0 ? "+" : "") + numbers.significant(value, digits: 2)
  }

  func range(_ low: Double, _ high: Double) -> String {
    language(vi: "\(signed(low)) đến \(signed(high))", en: "\(signed(low)) to \(signed(high))")
  }

  func level(_ value: Double) -> String { numbers.percent(value, decimals: value < 0.995 ? 0 : 1) }

  /// `p = 0.937`, or `p < 0.001`.
  func stated(_ p: Double) -> String {
    let text = probability(p)
    return text.hasPrefix("<") ? "p \(text)" : "p = \(text)"
  }

  func probability(_ p: Double) -> String {
    p < 0.0005 ? "< " + numbers.number(0.001, decimals: 3) : numbers.number(p, decimals: 3)
  }
}
