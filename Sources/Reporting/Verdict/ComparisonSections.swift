import Assessment
import ReachModel

/// The table of several scenarios under the same shocks.
struct ComparisonSections {
  let sections: [VerdictSections]
  let language: Language

  private var numbers: NumberStyle { NumberStyle(language) }
  private var targets: [Target] { sections[0].targets }
  private var allTogether: String { language(vi: "tất cả", en: "all together") }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "Xác suất đạt chỉ tiêu theo kịch bản", en: "Probability of each target by scenario")))
    page.table(asksOneQuestion ? probabilities : questions)
    guard sections.dropFirst().contains(where: { !$0.forecast.differences.isEmpty }) else { return }
    page.heading(
      language(
        vi: "Chênh lệch so với \(sections[0].study.name), điểm phần trăm, cùng các cú sốc",
        en: "Difference to \(sections[0].study.name), in points, under the same shocks"))
    page.table(differences)
    page.paragraph(DifferenceText(language: language).legend)
  }

  private var probabilities: TextTable {
    let hasJoint = sections[0].forecast.verdict.joint != nil
    var table = TextTable(
      [.init(language(vi: "kịch bản", en: "scenario"))]
        + targets.map { .init(sections[0].question($0), .right, wraps: true) }
        + (hasJoint ? [.init(allTogether, .right)] : []))
    for section in sections {
      let cells = targets.map { target in
        section.asks(target) ? section.value("targets.\(target.key).probability") : ""
      }
      let joint = section.book.find("joint.probability").map { numbers.value($0) } ?? ""
      table.append([section.study.name] + cells + (hasJoint ? [joint] : []))
    }
    return table
  }

  private var asksOneQuestion: Bool {
    sections.allSatisfy { section in targets.allSatisfy(section.asks) }
  }

  /// Scenarios that ask for different things: a row for each target of each.
  private var questions: TextTable {
    var table = TextTable([
      .init(language(vi: "kịch bản", en: "scenario")),
      .init(language(vi: "chỉ tiêu", en: "target"), wraps: true),
      .init(language(vi: "xác suất", en: "probability"), .right),
    ])
    for section in sections {
      for target in section.targets {
        let probability = section.value("targets.\(target.key).probability")
        table.append([section.study.name, section.question(target), probability])
      }
      guard let joint = section.book.find("joint.probability") else { continue }
      table.append([section.study.name, allTogether, numbers.value(joint)])
    }
    return table
  }

  private var differences: TextTable {
    let hasJoint = sections.contains { $0.forecast.jointDifference != nil }
    var table = TextTable(
      [.init(language(vi: "kịch bản", en: "scenario"))]
        + targets.map { .init(sections[0].shortName($0), .right, wraps: true) }
        + (hasJoint ? [.init(allTogether, .right, wraps: true)] : []))
    let text = DifferenceText(language: language)
    for section in sections.dropFirst() {
      let forecast = section.forecast
      let cells = targets.map { target in
        forecast.differences.first { $0.target.asksTheSame(as: target) }.map { $0.difference }
      }
      table.append(
        [section.study.name]
          + (cells + (hasJoint ? [forecast.jointDifference] : [])).map {
            $0.map(text.callAsFunction) ?? ""
          })
    }
    return table
  }
}

extension VerdictSections {
  /// Whether this scenario asks the same of the same outcome.
  func asks(_ target: Target) -> Bool {
    targets.contains { $0.key == target.key && $0.asksTheSame(as: target) }
  }
}
