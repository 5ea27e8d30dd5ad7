import Assessment
import Reporting

/// A scenario beside the base.
struct ComparedFigures {
  let name: Sentence
  let key: String
  /// Of the run that has its numbers.
  let figures: FindingFigures
  /// The base of the comparison; its differences are none.
  let isBase: Bool
  /// The base's questions that are asked here too (the same outcome, threshold and year), each with what
  /// it is called here.
  let asked: [String: String]

  /// A number of a question, for example `targets.firms` and `probability`; nil where the scenario does
  /// not ask it.
  func find(_ question: String, _ number: String) -> Finding? {
    asked[question].flatMap { figures.find("\($0).\(number)", of: key) }
  }
}

extension BriefMaker {
  /// The comparison of the scenario with others: from `reach compare` where it was run, else from the
  /// forecasts.
  var compared: [ComparedFigures] {
    if let record = comparisonRun {
      let figures = FindingFigures(record, language)
      return record.root["scenarios"].items.enumerated().compactMap { place, field in
        guard let key = field.string, let name = scenarioName(place, field, record) else {
          return nil
        }
        // A comparison gives a difference only where the question is the same.
        let asked = questions.map(\.id).filter {
          place == 0 || figures.find("\($0).difference", of: key) != nil
        }
        return ComparedFigures(
          name: "\(name)", key: key, figures: figures, isBase: place == 0,
          asked: Dictionary(asked.map { ($0, $0) }, uniquingKeysWith: { first, _ in first }))
      }
    }
    guard runs.forecasts.count > 1 else { return [] }
    return runs.forecasts.enumerated().compactMap { place, record in
      guard let name = record.scenario["title"].name(language) else { return nil }
      return ComparedFigures(
        name: "\(name)", key: record.scenarioKey, figures: FindingFigures(record, language),
        isBase: place == 0, asked: sharedQuestions(record))
    }
  }

  /// What another forecast asks like the base; all together only if that is all of both.
  private func sharedQuestions(_ record: RunRecord) -> [String: String] {
    let others = record.scenario["targets"].items.compactMap { TargetItem($0) }
    let shared = targets.compactMap { item in
      others.first { $0.asksTheSame(as: item) }.map { (item.id, $0.id) }
    }
    let isAll = shared.count == targets.count && others.count == targets.count
    return Dictionary(
      shared + (isAll ? [("joint", "joint")] : []), uniquingKeysWith: { first, _ in first })
  }

  var comparisonRun: RunRecord? { runs.analyses("compare").first }

  /// The title of a scenario; its key where a run does not keep titles.
  func scenarioName(_ place: Int, _ field: Field, _ record: RunRecord) -> Inline? {
    let titles = record.root["titles"].items
    return (titles.indices.contains(place) ? titles[place].name(language) : nil)
      ?? field.name(language)
  }

  var comparisonSection: Brief.Section? {
    let title = language.say(vi: "So sánh kịch bản", en: "Scenarios compared")
    let compared = compared
    guard compared.count > 1 else { return missing("comparison", title, "reach compare") }
    var blocks: [Brief.Block] = [
      .paragraph(
        comparisonRun == nil
          ? language.say(
            vi:
              "Các kịch bản được chạy riêng; cùng hạt giống thì gặp cùng các cú sốc. `reach "
              + "compare` cho biết chênh lệch kèm sai số và điều gì giải thích nó.",
            en: "The scenarios were run one by one; under one seed they meet the same shocks. "
              + "`reach compare` gives the differences with their errors, and what explains them.")
          : language.say(
            vi:
              "Mọi kịch bản gặp cùng các cú sốc, nên chênh lệch không phải là nhiễu. Kịch bản "
              + "không có xác suất: mỗi dòng trả lời câu hỏi nếu như thế thì sao.",
            en: "All scenarios meet the same shocks, so that differences are not noise. Scenarios "
              + "have no probability of their own: each answers what if."))
    ]
    blocks += scenarioCharts(compared).map { .chart($0) }
    blocks.append(.table(probabilityTable(compared)))
    if comparisonRun != nil { blocks.append(.table(differenceTable(compared))) }
    blocks += waterfalls(compared).map { .chart($0) }
    return Brief.Section(id: "comparison", title: title, blocks: blocks)
  }

  /// What is compared: each target and all together.
  var questions: [(id: String, name: Sentence)] {
    targets.map { ($0.id, question($0)) } + [
      ("joint", language.say(vi: "Tất cả", en: "All together"))
    ]
  }

  private func probabilityTable(_ compared: [ComparedFigures]) -> Brief.Table {
    let asked = questions.filter { question in
      compared.contains { $0.find(question.id, "probability") != nil }
    }
    return Brief.Table(
      language.say(vi: "Xác suất đạt theo kịch bản", en: "Probability by scenario"),
      [.init(language.say(vi: "Kịch bản", en: "Scenario"))]
        + asked.map { .init($0.name, isNumber: true) },
      compared.map { item in
        [item.name]
          + asked.map { question in
            item.find(question.id, "probability").map { "\(item.figures.value($0))" } ?? ""
          }
      })
  }

  private func differenceTable(_ compared: [ComparedFigures]) -> Brief.Table {
    let others = compared.filter { !$0.isBase }
    let asked = questions.filter { question in
      others.contains { $0.find(question.id, "difference") != nil }
    }
    return Brief.Table(
      language.say(
        vi: "Chênh lệch so với kịch bản gốc, điểm phần trăm",
        en: "Difference from the base, in percentage points"),
      [.init(language.say(vi: "Kịch bản", en: "Scenario"))]
        + asked.map { .init($0.name, isNumber: true) },
      others.map { item in
        [item.name]
          + asked.map { question in
            item.find(question.id, "difference").map { "\(item.figures.points($0))" } ?? ""
          }
      })
  }
}
