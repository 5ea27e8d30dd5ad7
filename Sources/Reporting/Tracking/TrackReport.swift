package import Assessment
import ReachModel

/// The answer of `reach track`.
///
/// - Parameters:
///   - plan: P by day, figures beside their forecasts, signposts.
///   - source: The file of figures, as people would name it; nil without one.
/// - Returns: In words, as data, and as a chart.
package func report(of plan: TrackedPlan, figuresFrom source: String?) -> AnalysisReport {
  AnalysisReport(
    "track", scenarios: [plan.study.name], findings: plan.findings, details: trackDetails(plan)
  ) { page, language in
    TrackSections(plan: plan, source: source, language: language).write(to: &page)
  } summary: {
    TrackSections(plan: plan, source: source, language: $0).summary
  } charts: { language in
    plan.tracking.steps.count > 1
      ? [TrackChart(plan: plan, source: source, language: language).probability] : []
  }
}

/// What is no labelled number: which figures counted when, and what was left out.
private func trackDetails(_ plan: TrackedPlan) -> [(key: String, value: JSONValue)] {
  func lever(_ group: Int?) -> (key: String, value: JSONValue) {
    ("lever", group.map { .string(plan.study.model.groups[$0].key) } ?? .null)
  }
  let figures = plan.tracking.checks.map { check in
    JSONValue.object([
      ("indicator", .string(check.figure.indicator.key)), lever(check.figure.group),
      ("first_month", .integer(check.figure.months.lowerBound)),
      ("last_month", .integer(check.figure.months.upperBound)),
      ("published", .string("\(check.figure.published)")),
      ("source", .string(check.figure.source)), ("surprising", .bool(check.isSurprising)),
    ])
  }
  let steps = plan.tracking.steps.map { step in
    JSONValue.object([
      ("after", step.date.map { .string("\($0)") } ?? .null),
      ("figures", .array(step.active.map { .integer($0 + 1) })),
    ])
  }
  let posts = (plan.signposts?.found ?? []).map { post in
    JSONValue.object([
      ("question", .string(post.question.key)), ("indicator", .string(post.indicator.key)),
      lever(post.group),
      ("year", .integer(post.year)), ("month", .integer(post.month)),
      ("alarm", .string(post.isBelow ? "below" : "above")),
      ("judging_draws", .integer(plan.signposts?.draws ?? 0)),
    ])
  }
  return [
    ("figures", .array(figures)), ("steps", .array(steps)), ("signposts", .array(posts)),
    ("not_yet_published", .integer(plan.tracking.later)),
    ("known_before", .integer(plan.tracking.earlier)),
    ("draws", .integer(plan.tracking.draws)), ("resimulated", .bool(plan.tracking.isResimulated)),
  ]
}

/// Writes what is known now first, then how it came about, then what to watch.
struct TrackSections {
  let plan: TrackedPlan
  let source: String?
  let language: Language

  var numbers: NumberStyle { NumberStyle(language) }
  var study: Study { plan.study }
  var tracking: PlanTracking { plan.tracking }
  var names: TargetNames { TargetNames(study.targets, sectors: study.sectors, language) }

  func percent(_ p: WeightedProbability) -> String {
    p.error == 0 ? numbers.percent(p.value) : numbers.percent(p.value, error: p.error)
  }

  /// To the digits that its error leaves, without the error: for tables of many.
  private func rounded(_ p: WeightedProbability) -> String {
    numbers.percent(p.value, decimals: p.error < 0.005 ? 1 : 0)
  }

  func percent(_ p: Probability) -> String { numbers.percent(p.value, error: p.error) }

  var summary: String {
    let latest = plan.latest, first = tracking.steps[0]
    let isJoint = study.targets.count > 1
    let now = isJoint ? latest.joint : latest.targets[0]
    let before = isJoint ? first.joint : first.targets[0]
    let event = isJoint ? names.event(.joint) : names.event(study.targets[0])
    guard latest.date != nil else { return "\(event) = \(percent(before))" }
    return language(
      vi: "\(event) = \(percent(now)), trước số liệu \(percent(before))",
      en: "\(event) = \(percent(now)), before the figures \(percent(before))")
  }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "\(language(study.title)): số liệu trong năm nói gì",
          en: "\(language(study.title)): what this year's figures say")))
    page.list(now)
    if tracking.steps.count > 1 {
      page.heading(
        language(vi: "Xác suất sau mỗi lần công bố", en: "P after each day of publication"))
      page.table(history)
      page.list([errorNote])
      page.heading(
        language(
          vi: "Số liệu so với dự báo trước đó", en: "Figures beside the forecast before them"))
      page.table(checks)
      page.list(warnings)
    }
    writeSignposts(to: &page)
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(notes)
  }

  /// One line a target: now, and what it was before.
  private var now: [String] {
    let first = tracking.steps[0], latest = plan.latest
    var lines = zip(study.targets.indices, study.targets).map { i, target in
      line(names.event(target), latest.targets[i], first.targets[i])
    }
    if study.targets.count > 1 {
      lines.insert(line(names.event(.joint), latest.joint, first.joint), at: 0)
    }
    return lines
  }

  private func line(
    _ event: String, _ now: WeightedProbability, _ before: WeightedProbability
  ) -> String {
    guard let date = plan.latest.date else {
      return language(
        vi: "\(event) = \(percent(before)), chưa có số liệu trong năm.",
        en: "\(event) = \(percent(before)), no figure of the year yet.")
    }
    let decided =
      now.error == 0
      ? language(vi: " (số liệu cuối năm đã quyết định)", en: " (the final figure decides it)") : ""
    return language(
      vi: "\(event) = \(percent(now)) đến ngày \(language.date(date))\(decided); trước số liệu "
        + "\(percent(before)).",
      en: "\(event) = \(percent(now)) as of \(language.date(date))\(decided); before the figures "
        + "\(percent(before)).")
  }

  private var history: TextTable {
    var columns = [
      TextTable.Column(language(vi: "Công bố đến", en: "Published by"))
    ]
    columns += study.targets.map {
      TextTable.Column("\(names.shortName($0)) \(names.bound($0))", .right, wraps: true)
    }
    if study.targets.count > 1 { columns.append(.init(names.allTogether, .right)) }
    columns.append(
      .init(language(vi: "cỡ mẫu hiệu dụng", en: "effective draws"), .right, wraps: true))
    var table = TextTable(columns)
    for step in tracking.steps {
      var row = [
        step.date.map(language.date) ?? language(vi: "trước số liệu", en: "before any")
      ]
      row += step.targets.map(rounded)
      if study.targets.count > 1 { row.append(rounded(step.joint)) }
      row.append(numbers.number(step.effectiveSize))
      table.append(row)
    }
    return table
  }

  private var errorNote: String {
    let errors = tracking.steps.flatMap { $0.targets + [$0.joint] }.map(\.error)
    let worst = numbers.number(100 * (errors.max() ?? 0), decimals: 1)
    return language(
      vi:
        "Sai số Monte Carlo 95 %: nhiều nhất ± \(worst) điểm phần trăm; từng số trong findings.csv.",
      en: "95 % Monte Carlo errors: at most ± \(worst) points; one by one in findings.csv.")
  }

  private var checks: TextTable {
    var table = TextTable([
      .init(language(vi: "Công bố", en: "Published")),
      .init(language(vi: "Chỉ báo", en: "Indicator"), wraps: true),
      .init(language(vi: "thời kỳ", en: "months")),
      .init(language(vi: "số liệu", en: "figure"), .right),
      .init(language(vi: "dự báo (90 %)", en: "forecast (90 %)"), .right),
      .init(language(vi: "vị trí", en: "place"), .right),
    ])
    for check in tracking.checks {
      let figure = check.figure
      table.append([
        language.date(figure.published), name(figure),
        TrackPeriod(planYear: study.planYear, language: language).text(figure),
        value(figure.value, figure.indicator),
        "\(value(check.expected, figure.indicator)) (\(plain(check.low, figure.indicator))"
          + language(vi: " đến ", en: " to ") + "\(plain(check.high, figure.indicator)))",
        numbers.percent(check.position, decimals: 1) + (check.isSurprising ? " !" : ""),
      ])
    }
    return table
  }

  func name(_ figure: ObservedFigure) -> String { name(figure.indicator, figure.group) }

  func name(_ indicator: TrackingIndicator, _ group: Int?) -> String {
    let lever = group.map { study.model.groups[$0].key }
      .flatMap { key in study.levers.first { $0.key == key } }
    return language(indicator.label) + (lever.map { ": " + language($0.label) } ?? "")
  }

  /// A figure with its unit.
  func value(_ value: Double, _ indicator: TrackingIndicator) -> String {
    guard !indicator.isPercent else { return plain(value, indicator) + " %" }
    let unit =
      indicator.unit == "firms" && value == 1
      ? language(vi: language.unit("firms"), en: "firm") : language.unit(indicator.unit)
    return plain(value, indicator) + " " + unit
  }

  private func plain(_ value: Double, _ indicator: TrackingIndicator) -> String {
    if indicator.isPercent { return numbers.number(value, decimals: 1) }
    return indicator.unit == "firms" ? numbers.number(value) : numbers.significant(value)
  }

  private var warnings: [String] {
    var lines = tracking.checks.filter(\.isSurprising).map { check in
      language(
        vi: "! \(name(check.figure)), công bố \(language.date(check.figure.published)): ngoài 99 % "
          + "của dự báo. Số liệu sai, hoặc mô hình không lường trước: xác suất phía sau cần thận trọng.",
        en:
          "! \(name(check.figure)), published \(language.date(check.figure.published)): outside 99 % "
          + "of its forecast. Either the figure is wrong or the model did not foresee it: take what "
          + "follows with care.")
    }
    if tracking.isResimulated {
      lines.append(
        language(
          vi: "Quá ít lần mô phỏng phù hợp với số liệu, nên đã mô phỏng thêm đến "
            + "\(numbers.number(Double(tracking.draws))) lần.",
          en: "Too few draws agreed with the figures; more were simulated, "
            + "\(numbers.number(Double(tracking.draws))) in all."))
    }
    if tracking.later > 0 {
      lines.append(
        language(
          vi: "Không dùng \(tracking.later) số liệu công bố sau ngày `--as-of`.",
          en: "\(tracking.later) figure(s) published after `--as-of` are not used."))
    }
    if tracking.earlier > 0 {
      lines.append(earlier)
    }
    return lines
  }

  private var earlier: String {
    let date = language.date(study.asOf)
    return language(
      vi:
        "Không dùng \(tracking.earlier) số liệu công bố đến ngày \(date) của kịch bản: đã có trong "
        + "xuất phát điểm và ước lượng.",
      en:
        "\(tracking.earlier) figure(s) published by the scenario's own date, \(date), are not used: "
        + "its start and its estimates know them.")
  }
}

/// The months of a figure, for people.
struct TrackPeriod {
  let planYear: Int
  let language: Language

  func text(_ figure: ObservedFigure) -> String {
    figure.indicator.isStock
      ? text(figure.months.upperBound...figure.months.upperBound) : text(figure.months)
  }

  /// `1-5/2021`, `Jan-May 2021`.
  func text(_ months: ClosedRange<Int>) -> String {
    let year = planYear + (months.upperBound - 1) / 12
    let low = (months.lowerBound - 1) % 12 + 1, high = (months.upperBound - 1) % 12 + 1
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return low == high
      ? language(vi: "\(high)/\(year)", en: "\(names[high - 1]) \(year)")
      : language(vi: "\(low)-\(high)/\(year)", en: "\(names[low - 1])-\(names[high - 1]) \(year)")
  }
}
