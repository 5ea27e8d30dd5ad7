import Assessment
import ReachModel

/// The table of several scenarios under the same shocks.
struct ComparisonSections {
  let sections: [VerdictSections]
  let language: Language

  private var numbers: NumberStyle { NumberStyle(language) }
  private var targets: [Target] { sections[0].targets }

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
  }

  private var probabilities: TextTable {
    let hasJoint = sections[0].forecast.verdict.joint != nil
    var table = TextTable(
      [.init(language(vi: "kịch bản", en: "scenario"))]
        + targets.map { .init(sections[0].question($0), .right, wraps: true) }
        + (hasJoint ? [.init(language(vi: "tất cả", en: "all together"), .right)] : []))
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
      let all = language(vi: "tất cả", en: "all together")
      table.append([section.study.name, all, numbers.value(joint)])
    }
    return table
  }

  private var differences: TextTable {
    var table = TextTable(
      [.init(language(vi: "kịch bản", en: "scenario"))]
        + targets.map { .init(sections[0].shortName($0), .right, wraps: true) })
    for section in sections.dropFirst() {
      table.append([section.study.name] + targets.map { difference(section, $0) })
    }
    return table
  }

  private func difference(_ section: VerdictSections, _ target: Target) -> String {
    let found = section.forecast.differences.first {
      $0.target.key == target.key && $0.target.year == target.year
    }
    guard let difference = found else { return "" }
    if difference.disagreeing == 0 {
      return language(vi: "0 (mọi lần mô phỏng như nhau)", en: "0 (equal in every draw)")
    }
    guard difference.value.magnitude > difference.error else {
      return language(vi: "không khác biệt quá mức nhiễu", en: "no difference beyond noise")
    }
    return numbers.points(difference.value, error: difference.error)
  }
}

extension VerdictSections {
  /// Whether this scenario asks the same of the same outcome.
  func asks(_ target: Target) -> Bool {
    targets.contains { $0.key == target.key && $0.asksTheSame(as: target) }
  }
}
