package import Assessment
package import ReachModel

/// The answer of `reach information`.
///
/// - Parameters:
///   - found: What data would be worth.
///   - study: The first plan.
/// - Returns: In words and as data.
package func report(of found: ScenarioInformation, _ study: Study) -> AnalysisReport {
  AnalysisReport(
    "information", scenarios: found.options.map(\.name), findings: found.findings,
    details: [
      (
        "unfinished",
        .array(
          found.unfinished.themes.map { .string("theme.\($0.key)") }
            + found.unfinished.inputs.map { .string("input.\($0.key)") })
      )
    ]
  ) { page, language in
    InformationSections(found: found, study: study, language: language).write(to: &page)
  } summary: {
    InformationSections(found: found, study: study, language: $0).summary
  }
}

/// Writes the options, then what data are worth by theme and by input.
struct InformationSections {
  let found: ScenarioInformation
  let study: Study
  let language: Language

  private static let rows = 12

  private var numbers: NumberStyle { NumberStyle(language) }
  private var event: String {
    TargetNames(study.targets, sectors: study.sectors, language).event(found.question)
  }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "Thông tin nào đáng có trước khi quyết định (\(event))",
          en: "Which data are worth having before deciding (\(event))")))
    if found.isPartial { page.paragraph(interruption) }
    page.table(options)
    page.paragraph(standing)
    guard case .value = found.perfect else { return notes(to: &page) }
    if !found.themes.isEmpty {
      page.heading(
        language(vi: "Theo nhóm đầu vào", en: "By group of inputs"))
      page.table(table(found.themes, all: true))
    }
    if !found.inputs.isEmpty {
      page.heading(language(vi: "Theo từng đầu vào", en: "By single input"))
      page.table(table(found.inputs, all: false))
      page.paragraph(rest)
    }
    notes(to: &page)
  }

  private var interruption: String {
    let themes = found.unfinished.themes.map { language($0.label) }
    let inputs = found.unfinished.inputs.count
    let list =
      themes
      + (inputs == 0
        ? []
        : [language(vi: "\(inputs) đầu vào riêng lẻ", en: "\(inputs) single inputs")])
    let missing = list.joined(separator: "; ")
    return language(
      vi:
        "Bị ngắt. Chưa tính giá trị của: \(missing). Những gì in dưới đây tính từ đủ số lần mô phỏng.",
      en: "Interrupted. Not valued yet: \(missing). What is told below is of all draws.")
  }

  private var options: TextTable {
    var table = TextTable(
      [
        .init(language(vi: "phương án", en: "plan")), .init("P", .right),
        .init(language(vi: "chi phí, tỷ đồng", en: "cost, billion VND"), .right),
      ]
        + (found.worth == nil
          ? []
          : [.init(language(vi: "giá trị ròng, tỷ đồng", en: "net worth, billion VND"), .right)])
        + [.init("")])
    for (place, option) in found.options.enumerated() {
      table.append(
        [
          option.name, numbers.percent(option.chance.value, error: option.chance.error),
          numbers.compact(option.cost),
        ]
          + (found.worth.map {
            [numbers.number(option.utility, error: $0 * option.chance.error)]
          } ?? [])
          + [standing(of: place)])
    }
    return table
  }

  private func standing(of place: Int) -> String {
    if place == found.best { return language(vi: "← chọn", en: "← chosen") }
    return found.options[place].behind.isBeyondError
      ? "" : language(vi: "ngang trong sai số", en: "a tie within the error")
  }

  var standing: String {
    switch found.perfect {
    case .decisionStands(let option):
      language(
        vi:
          "Không thông tin nào đổi được lựa chọn: \(found.options[option].name) tốt nhất hoặc ngang trong "
          + "mọi lần mô phỏng. Giá trị của thông tin bằng 0.",
        en:
          "No data would change the choice: \(found.options[option].name) is best, or as good, in every "
          + "draw. Information is worth 0.")
    case .value(let value):
      language(
        vi: "Biết trước mọi thứ, kể cả ngẫu nhiên, đáng giá nhiều nhất \(amount(value)); "
          + "\(numbers.share(value.changed)) số lần sẽ chọn khác.",
        en: "To know everything, chance included, would be worth \(amount(value)) at most; in "
          + "\(numbers.share(value.changed)) of draws another plan would be chosen.")
    case .tooFewDraws(let needed):
      language(
        vi: "Cần ít nhất \(needed) lần mô phỏng.", en: "At least \(needed) draws are needed.")
    }
  }

  /// In billion VND, and in points of P by what reaching the target is worth.
  func amount(_ value: InformationValue) -> String {
    let error = z975 * value.standardError
    guard let worth = found.worth else {
      return numbers.number(100 * value.value, error: 100 * error)
        + language(vi: " điểm", en: " points")
    }
    let unit = language.unit("billion VND")
    return "\(numbers.number(value.value, error: error)) \(unit) ("
      + numbers.number(100 * value.value / worth, error: 100 * error / worth)
      + language(vi: " điểm)", en: " points)")
  }

  private func table(_ items: [ScenarioInformation.Item], all: Bool) -> TextTable {
    var table = TextTable([
      .init(language(vi: "biết chắc", en: "if known"), wraps: true),
      .init(language(vi: "đáng giá", en: "worth"), .right),
      .init(language(vi: "sẽ chọn khác", en: "another choice"), .right),
    ])
    for item in telling(items).prefix(all ? items.count : Self.rows) {
      guard case .value(let value) = item.answer else { continue }
      table.append([
        language(item.group.label), amount(value), numbers.share(value.changed),
      ])
    }
    guard all else { return table }
    for item in items where !telling(items).contains(where: { $0.group == item.group }) {
      table.append([
        language(item.group.label), nothing(item.answer), "",
      ])
    }
    return table
  }

  private func nothing(_ answer: InformationAnswer) -> String {
    switch answer {
    case .decisionStands: language(vi: "0: chọn như cũ", en: "0: the choice stands")
    case .value: language(vi: "trong sai số", en: "within error")
    case .tooFewDraws: language(vi: "quá ít lần mô phỏng", en: "too few draws")
    }
  }

  /// Those worth more than their error, the most first.
  func telling(
    _ items: [ScenarioInformation.Item]
  ) -> [ScenarioInformation.Item] {
    func worth(_ item: ScenarioInformation.Item) -> Double {
      guard case .value(let value) = item.answer, value.value > z975 * value.standardError else {
        return 0
      }
      return value.value
    }
    return items.filter { worth($0) > 0 }.sorted { worth($0) > worth($1) }
  }

  private var rest: String {
    let silent = found.inputs.count - telling(found.inputs).count
    return language(
      vi: "\(silent) đầu vào: biết chúng không đáng giá quá sai số.",
      en: "\(silent) inputs are worth nothing beyond the error.")
  }

  private func notes(to page: inout Page) {
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list([
      language(
        vi:
          "Giá trị của thông tin: lợi thêm trung bình nếu biết đầu vào trước khi chọn phương án (EVPPI, ước "
          + "lượng bằng hồi quy có tách mẫu, nên nhiễu không làm nó lớn lên). Bằng 0 khi biết rồi vẫn chọn như cũ.",
        en:
          "The worth of data: what would be gained on average by knowing the input before choosing (EVPPI, "
          + "by regression with split samples, so noise does not make it larger). It is 0 where one would choose "
          + "the same anyway."),
      found.worth.map {
        language(
          vi:
            "Đạt chỉ tiêu được coi là đáng \(numbers.compact($0)) tỷ đồng (`--worth`); chi phí là tổng ngân sách.",
          en:
            "Reaching the target counts as worth \(numbers.compact($0)) billion VND (`--worth`); costs are "
            + "all budgets.")
      }
        ?? language(
          vi:
            "Các phương án được so theo P, không tính chi phí; thêm `--worth \"500 billion VND\"` để tính.",
          en:
            "Plans are compared by P, whatever they cost; give `--worth \"500 billion VND\"` to count costs."
        ),
    ])
  }
}
