import Assessment
import ReachModel
import Reporting

/// P of a target after the figures of a day.
struct TrackedStep {
  /// Nil before any figure.
  let date: CalendarDate?
  let probability: Finding
}

extension BriefMaker {
  var trackingRun: RunRecord? { runs.analyses("track").first }

  /// P of a question by the day of the figures, in the order of days.
  func steps(_ question: String, _ record: RunRecord) -> [TrackedStep] {
    record.findings.compactMap { finding in
      let parts = finding.id.split(separator: ".")
      guard parts.count == 4, parts[0] == "track", parts[2] == Substring(question),
        parts[3] == "probability"
      else { return nil }
      let date = CalendarDate(parts[1])
      guard date != nil || parts[1] == "prior" else { return nil }
      return TrackedStep(date: date, probability: finding)
    }.sorted { ($0.date?.digits ?? 0) < ($1.date?.digits ?? 0) }
  }

  /// P as the year's figures come; nothing where nobody tracked the plan.
  var trackingSection: Brief.Section? {
    guard let record = trackingRun else { return nil }
    let figures = FindingFigures(record, language)
    let asked: [(key: String, name: Sentence)] =
      targets.map { ($0.key, question($0)) } + [
        ("joint", language.say(vi: "Tất cả", en: "All together"))
      ]
    let rows = asked.compactMap { key, name -> [Sentence]? in
      let steps = steps(key, record)
      guard let first = steps.first, let last = steps.last, steps.count > 1 else { return nil }
      return [
        name, "\(figures.value(first.probability))", "\(figures.value(last.probability))",
      ]
    }
    guard !rows.isEmpty else { return nil }
    return Brief.Section(
      id: "tracking",
      title: language.say(
        vi: "Xác suất cập nhật theo số liệu trong năm",
        en: "As the year's figures came"),
      blocks: [
        .paragraph(
          language.say(
            vi:
              "Mỗi lần số liệu được công bố, các tương lai được cân lại theo mức phù hợp với số "
              + "liệu đó.",
            en: "Each time figures are published, the futures are weighed again by how well they "
              + "agree."
          ))
      ] + [trackingChart(record)].compactMap { $0 }.map { .chart($0) } + [
        .table(
          Brief.Table(
            language.say(
              vi: "Xác suất trước và sau các số liệu đã công bố",
              en: "Probability before and after the figures published so far"),
            [
              .init(language.say(vi: "Chỉ tiêu", en: "Target")),
              .init(language.say(vi: "trước", en: "before"), isNumber: true),
              .init(language.say(vi: "sau", en: "after"), isNumber: true),
            ], rows))
      ])
  }
}
