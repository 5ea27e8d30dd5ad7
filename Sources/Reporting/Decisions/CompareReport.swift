package import Assessment
import ReachModel
import Simulation

/// The answer of `reach compare`.
package func report(of comparison: ScenarioComparison) -> AnalysisReport {
  AnalysisReport(
    "compare", scenarios: comparison.scenarios.map(\.name), findings: comparison.findings,
    details: [
      ("titles", .array(comparison.scenarios.map { label($0.study.title) })),
      ("changes", .array(comparison.alternatives.map(changesJSON))),
      ("unfinished", .array(comparison.unfinished.map { .string($0.rawValue) })),
    ]
  ) { page, language in
    CompareSections(comparison, language).write(to: &page)
  } summary: {
    CompareSections(comparison, $0).summary
  }
}

private func changesJSON(_ alternative: ScenarioComparison.Alternative) -> JSONValue {
  let changes = (try? alternative.changes.get()) ?? []
  return .object([
    ("scenario", .string(alternative.scenario.name)),
    (
      "changes",
      .array(
        changes.map { change in
          .object([
            ("key", .string(change.key)), ("kind", .string(change.kind.rawValue)),
            ("base", .string(change.base.text(.en))),
            ("alternative", .string(change.alternative.text(.en))),
            ("origin", change.origin.map { .string("\($0)") } ?? .null),
          ])
        })
    ),
    // Draws of each combination: fewer or more than those of the comparison itself.
    ("contribution_draws", alternative.attribution.map { .integer($0.draws) } ?? .null),
  ])
}

/// Writes a comparison: probabilities, differences, what differs, what explains it, bands.
struct CompareSections {
  let comparison: ScenarioComparison
  let language: Language
  let numbers: NumberStyle
  let books: [String: FindingBook]

  init(_ comparison: ScenarioComparison, _ language: Language) {
    (self.comparison, self.language) = (comparison, language)
    numbers = NumberStyle(language)
    books = Dictionary(grouping: comparison.findings, by: \.scenario).mapValues(FindingBook.init)
  }

  private var base: ComparedScenario { comparison.base }
  var text: DifferenceText { DifferenceText(language: language) }
  var names: TargetNames {
    TargetNames(base.hits.targets, sectors: base.study.sectors, language)
  }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "So sánh với \(base.name) trong cùng các cú sốc: \(base.study.title.vi)",
          en: "Compared with \(base.name) under the same shocks: \(base.study.title.en)")))
    if let interruption = comparison.interruption { page.paragraph(language(interruption)) }
    if asksOneQuestion {
      page.paragraph(language(vi: "Xác suất, %", en: "Probability, in %"))
      page.table(probabilities)
    } else {
      page.table(questions)
    }
    page.heading(
      language(
        vi: "Chênh lệch so với \(base.name), điểm phần trăm",
        en: "Difference to \(base.name), in points"))
    if differences.rows.isEmpty {
      page.paragraph(incomparable)
    }
    page.table(differences)
    for alternative in comparison.alternatives { write(alternative, to: &page) }
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(notes)
  }

  /// Why there is no difference.
  var incomparable: String {
    language(
      vi: "Không trừ được: các kịch bản hỏi những điều khác nhau.",
      en: "Nothing can be subtracted: the scenarios ask for different things.")
  }

  private func finding(_ scenario: ComparedScenario, _ id: String) -> Finding? {
    books[scenario.name]?.find(id)
  }

  /// A probability without the sign, which the table's head has.
  private func percent(_ scenario: ComparedScenario, _ id: String) -> String {
    finding(scenario, id).map { numbers.number(100 * $0.value, error: 100 * ($0.error ?? 0)) }
      ?? "–"
  }

  private var probabilities: TextTable {
    let targets = base.hits.targets
    var table = TextTable(
      [.init(language(vi: "kịch bản", en: "scenario"))]
        + targets.map { .init(names.question($0), .right, wraps: true) }
        + (base.joint == nil ? [] : [.init(names.allTogether, .right)]))
    for scenario in comparison.scenarios {
      let cells = targets.map { target in
        scenario.hits.targets.contains(where: target.asksTheSame)
          ? percent(scenario, "targets.\(target.key).probability") : "–"
      }
      table.append(
        [scenario.name] + cells
          + (base.joint == nil ? [] : [percent(scenario, "joint.probability")]))
    }
    return table
  }

  private var asksOneQuestion: Bool {
    comparison.scenarios.allSatisfy { scenario in
      scenario.hits.targets.count == base.hits.targets.count
        && base.hits.targets.allSatisfy { target in
          scenario.hits.targets.contains(where: target.asksTheSame)
        }
    }
  }

  /// Scenarios that ask for different things: a row for each target of each.
  private var questions: TextTable {
    var table = TextTable([
      .init(language(vi: "kịch bản", en: "scenario")),
      .init(language(vi: "chỉ tiêu", en: "target"), wraps: true),
      .init(language(vi: "xác suất, %", en: "probability, %"), .right),
    ])
    for scenario in comparison.scenarios {
      let own = TargetNames(scenario.hits.targets, sectors: scenario.study.sectors, language)
      for target in scenario.hits.targets {
        table.append([
          scenario.name, own.question(target),
          percent(scenario, "targets.\(target.key).probability"),
        ])
      }
      if scenario.joint != nil {
        table.append([scenario.name, own.allTogether, percent(scenario, "joint.probability")])
      }
    }
    return table
  }

  private var differences: TextTable {
    var table = TextTable([
      .init(language(vi: "kịch bản", en: "scenario")),
      .init(language(vi: "chỉ tiêu", en: "target")),
      .init(language(vi: "chênh lệch", en: "difference"), .right, wraps: true),
      .init(
        language(vi: "theo tham số (5–95 %)", en: "over parameters (5–95 %)"), .right, wraps: true),
      .init(language(vi: "kết quả tốt hơn", en: "outcome better"), .right, wraps: true),
      .init(language(vi: "kém hơn", en: "worse"), .right, wraps: true),
    ])
    for alternative in comparison.alternatives {
      let scenario = alternative.scenario
      for (i, item) in alternative.targets.enumerated() {
        table.append([
          i == 0 ? scenario.name : "", names.shortName(item.target),
          text(item.difference), range(item.range), share(item.better), share(item.worse),
        ])
      }
      if let joint = alternative.joint {
        table.append([
          "", names.allTogether, text(joint.difference), range(joint.range), "", "",
        ])
      }
    }
    return table
  }

  private func range(_ ends: ParameterRange.Ends?) -> String {
    guard let range = ends?.range else { return "" }
    let ends = [100 * range.lowerBound, 100 * range.upperBound]
    let texts = ends.map { numbers.signed($0, decimals: 1) }
    guard texts.contains(where: { $0 != numbers.number(0, decimals: 1) }) else {
      return ends == [0, 0] ? "0" : numbers.under(halfUnitOf: 1)
    }
    return texts.joined(separator: language(vi: " đến ", en: " to "))
  }

  private func share(_ probability: Probability) -> String {
    numbers.share(probability.value)
  }

  private func write(_ alternative: ScenarioComparison.Alternative, to page: inout Page) {
    let study = alternative.scenario.study
    let isEqual = alternative.isEqual
    page.heading("\(language(study.title)) (\(alternative.scenario.name))")
    switch alternative.changes {
    case .failure(let reason): page.paragraph(reason.text(language))
    case .success(let changes) where changes.isEmpty:
      page.paragraph(
        language(
          vi: "Không có đầu vào nào khác.", en: "No input differs."))
    case .success(let changes):
      page.table(inputs(changes))
      if !isEqual {
        if let attribution = alternative.attribution {
          write(attribution, to: &page)
        } else if !comparison.unfinished.contains(.contributions) {
          page.paragraph(undivided)
        }
      }
    }
    if isEqual {
      page.paragraph(
        language(
          vi: "Trong thời gian này không kết quả nào thay đổi ở bất kỳ lần mô phỏng nào.",
          en: "Within the horizon it changes no outcome in any draw."))
    } else if let bands = alternative.bands {
      page.paragraph(
        language(
          vi: "Chênh lệch của kết quả từng năm (trung vị; 50 %; 90 % số lần mô phỏng); "
            + units,
          en: "Difference of each year's outcome (median; 50 %; 90 % of draws); \(units)"))
      page.table(table(of: bands, alternative.scenario))
    }
  }

  /// Some combination of the changes has no answer.
  private var undivided: String {
    language(
      vi:
        "Không chia được chênh lệch: với một phần các thay đổi này, hơn một phần trăm số lần mô phỏng "
        + "thất bại.",
      en: "Not divided: with some of these changes and without the others, more than one draw in a "
        + "hundred failed.")
  }

  /// In what outcomes differ: numbers of firms, or points of shares and rates.
  var units: String {
    language(
      vi: "số lượng tính bằng doanh nghiệp, tỷ lệ và tốc độ bằng điểm phần trăm",
      en: "counts in firms, shares and growth in percentage points")
  }

  private func inputs(_ changes: [ScenarioChange]) -> TextTable {
    TextTable(
      [
        .init(language(vi: "đầu vào khác nhau", en: "what differs"), wraps: true),
        .init(language(vi: "ở \(base.name)", en: "in \(base.name)"), wraps: true),
        .init(language(vi: "ở đây", en: "here"), wraps: true),
        .init(language(vi: "nơi ghi", en: "stated in"), wraps: true),
      ],
      rows: changes.map { change in
        [
          language(change.label), change.base.text(language), change.alternative.text(language),
          change.origin.map { "\($0.file):\($0.line)" } ?? "",
        ]
      })
  }

  private func table(of bands: EnsembleSummary, _ scenario: ComparedScenario) -> TextTable {
    var table = TextTable([
      .init(language(vi: "kết quả", en: "outcome"), wraps: true),
      .init(language(vi: "năm", en: "year")),
      .init(language(vi: "trung vị", en: "median"), .right), .init("50 %", .right),
      .init("90 %", .right), .init(language(vi: "trung bình", en: "mean"), .right),
    ])
    for outcome in Set(base.hits.targets.map(\.outcome)).sorted(by: { $0.rawValue < $1.rawValue }) {
      let years = scenario.fitted.model.quarters / 4
      for place in 1...years {
        let year = scenario.study.planYear + place - 1, id = "bands.\(outcome.rawValue).\(year)"
        func text(_ name: String) -> String {
          finding(scenario, "\(id).\(name)").map { change($0.value, outcome) } ?? ""
        }
        let mean = finding(scenario, "\(id).mean")
        table.append([
          place == 1 ? language(outcome.label) : "", "\(year)", text("median"),
          "\(text("q25")) … \(text("q75"))", "\(text("q05")) … \(text("q95"))",
          mean.map { withError($0, outcome) } ?? "",
        ])
      }
    }
    return table
  }

  /// A difference of an outcome; shares and rates in points.
  private func change(_ value: Double, _ outcome: Outcome) -> String {
    outcome.isCount
      ? numbers.signed(value, decimals: 0) : numbers.signed(100 * value, decimals: 2)
  }

  private func withError(_ mean: Finding, _ outcome: Outcome) -> String {
    guard let error = mean.error, mean.value != 0 || error != 0 else { return "0" }
    let sign = mean.value > 0 ? "+" : ""
    return outcome.isCount
      ? sign + numbers.number(mean.value, error: error)
      : numbers.points(mean.value, error: error)
  }

  private var ranges: [String] {
    comparison.nested.map { nested in
      [
        language(
          vi: "Theo tham số: chênh lệch nằm trong khoảng này với 90 % các bộ tham số "
            + "(\(nested.parameters) bộ × \(nested.shocks) cú sốc).",
          en: "Over parameters: for 90 % of parameter draws the difference lies in this range "
            + "(\(nested.parameters) parameter draws × \(nested.shocks) shocks).")
      ]
    } ?? []
  }

  private var notes: [String] {
    [
      language(
        vi:
          "Mọi kịch bản gặp cùng các cú sốc và cùng tham số trong mỗi lần mô phỏng, nên chênh lệch không "
          + "lẫn nhiễu của hai lần chạy khác nhau. Số sau ± là nửa khoảng 95 % của sai số Monte Carlo.",
        en:
          "In each draw all scenarios meet the same shocks and parameters, so a difference does not mix in "
          + "the noise of two runs. ± is half of the 95 % Monte Carlo interval."),
      DifferenceText(language: language).legend,
    ] + ranges + [
      language(
        vi:
          "Tốt hơn, kém hơn: tỷ lệ các lần mô phỏng mà kết quả của kịch bản lệch về phía chỉ tiêu hoặc "
          + "ngược lại; phần còn lại bằng nhau. Cộng hưởng: phần một thay đổi mang lại thêm khi các thay "
          + "đổi khác cũng có.",
        en:
          "Better, worse: the share of draws in which the outcome lies farther on the target's side, or "
          + "on the other; in the rest both are equal. Synergy: what a change brings more with the others "
          + "in than alone.")
    ]
  }
}
