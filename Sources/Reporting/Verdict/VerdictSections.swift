import Assessment
import ReachModel

/// Writes the sections of one scenario's verdict.
///
/// Every number comes from a finding, so that all of them can be traced; years, thresholds in
/// words and the run's own figures aside, nothing is computed here.
struct VerdictSections {
  let forecast: Forecast
  let book: FindingBook
  let language: Language
  let numbers: NumberStyle

  init(_ forecast: Forecast, _ language: Language) {
    (self.forecast, self.language) = (forecast, language)
    book = FindingBook(forecast.findings)
    numbers = NumberStyle(language)
  }

  var study: Study { forecast.study }
  var targets: [Target] { forecast.verdict.targets.map(\.target) }

  /// A finding's value as text.
  func value(_ id: String) -> String { numbers.value(book[id]) }

  /// Two findings as a range in one unit: `3.1 to 9.2 %`, or with a dash where columns are narrow.
  func range(_ low: String, _ high: String, isShort: Bool = false) -> String {
    let ends = [book[low].value, book[high].value]
    let to = isShort ? "\u{2013}" : language(vi: " đến ", en: " to ")
    guard book[low].unit == .probability || book[low].unit == .fraction else {
      return ends.map { numbers.number($0) }.joined(separator: to)
    }
    let decimals = book[low].unit == .fraction || ends[1] < 0.1 ? 1 : 0
    return ends.map { numbers.number($0 * 100, decimals: decimals) }.joined(separator: to) + " %"
  }

  private var names: TargetNames { TargetNames(targets, sectors: study.sectors, language) }

  func event(_ target: Target) -> String { names.event(target) }

  func question(_ target: Target) -> String { names.question(target) }

  func threshold(_ target: Target) -> String { names.threshold(target) }

  func bound(_ target: Target) -> String { names.bound(target) }

  func shortName(_ target: Target) -> String { names.shortName(target) }

  func name(_ target: Target) -> String { names.rowName(target) }

  func writeInFull(to page: inout Page, isOnly: Bool) {
    heading(to: &page, isTitle: isOnly)
    answer(to: &page)
    page.heading(
      language(
        vi: "Dự báo so với chỉ tiêu (ĐLC: độ lệch chuẩn)", en: "What to expect, beside the target")
    )
    expectations(to: &page)
    spread(to: &page)
    starts(to: &page)
    identities(to: &page)
    conditions(to: &page)
    evidence(to: &page)
    skills(to: &page)
    layers(to: &page)
    cautions(to: &page)
  }

  /// What is as in `first`, the scenario reported in full, is not repeated.
  func writeInShort(to page: inout Page, after first: VerdictSections) {
    heading(to: &page, isTitle: false)
    answer(to: &page)
    expectations(to: &page)
    changedConditions(to: &page, after: first)
  }

  private func heading(to page: inout Page, isTitle: Bool) {
    let date = language.date(study.asOf)
    let asOf = language(vi: "thông tin đến ngày \(date)", en: "as of \(date)")
    let text = "\(language(study.title)) (\(study.name), \(asOf))"
    page.add(isTitle ? .title(text) : .heading(text))
  }

  /// Columns that a label of the answer may fill: half of a terminal of 80.
  private static let longestEvent = 40

  private func answer(to page: inout Page) {
    // An event is one label: it is broken only where it would push out what stands beside it.
    let isLong = targets.contains { displayWidth(event($0)) > Self.longestEvent }
    var table = TextTable([
      .init("", wraps: isLong), .init(""), .init("", wraps: true), .init("", wraps: true),
    ])
    for target in targets {
      let id = "targets.\(target.key)"
      table.append([
        event(target), "= " + value("\(id).probability"), rangeOverParameters(id),
        language(vi: "trung vị ", en: "median ") + value("\(id).median"),
      ])
    }
    if forecast.verdict.joint != nil {
      let count = value("joint.targets")
      table.append([
        language(vi: "P(đạt cả \(count) chỉ tiêu)", en: "P(all \(count) together)"),
        "= " + value("joint.probability"), rangeOverParameters("joint"),
        language(vi: "nếu độc lập ", en: "if independent ")
          + numbers.percent(book["joint.if_independent"].value, decimals: 1),
      ])
    }
    page.table(table)
  }

  private func rangeOverParameters(_ id: String) -> String {
    language(vi: "theo tham số ", en: "range over parameters ")
      + range("\(id).parameter_range.low", "\(id).parameter_range.high", isShort: true)
  }

  private func expectations(to page: inout Page) {
    var table = TextTable([
      .init("", wraps: true), .init(language(vi: "chỉ tiêu", en: "target"), .right),
      .init(language(vi: "trung bình", en: "mean"), .right),
      .init(language(vi: "ĐLC", en: "sd"), .right), .init("50 %", .right),
      .init("80 %", .right), .init("90 %", .right),
      .init(language(vi: "vượt, ĐLC", en: "beyond, sd"), .right),
    ])
    for target in targets {
      let id = "targets.\(target.key)"
      table.append(
        [
          name(target) + (isOneYear ? "" : " \(target.year)"),
          bound(target), value("\(id).mean"), value("\(id).sd"),
        ]
          + [50, 80, 90].map {
            range("\(id).interval\($0).low", "\(id).interval\($0).high", isShort: true)
          }
          + [book.find("\(id).distance").map(numbers.value) ?? ""])
    }
    page.table(table)
  }

  private var isOneYear: Bool { Set(targets.map(\.year)).count == 1 }
}
