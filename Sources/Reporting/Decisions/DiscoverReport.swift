package import Assessment
package import ReachModel
import Simulation

/// The answer of `reach discover`.
///
/// - Parameters:
///   - discoveries: One for each question, and what was left unanswered.
///   - study: The scenario.
/// - Returns: Boxes in words and as data.
package func report(of discoveries: ScenarioDiscoveries, _ study: Study) -> AnalysisReport {
  AnalysisReport(
    "discover", scenarios: [study.name], findings: discoveries.answers.flatMap(\.findings),
    details: [
      ("questions", .array(discoveries.answers.map(\.json))),
      ("unanswered", .array(discoveries.unanswered.map { .string($0.key) })),
    ]
  ) { page, language in
    page.add(
      .title(
        language(
          vi: "Khi nào kế hoạch đạt hoặc không đạt: \(study.title.vi) (\(study.name))",
          en: "Where the plan succeeds or fails: \(study.title.en) (\(study.name))")))
    if !discoveries.unanswered.isEmpty {
      page.paragraph(unanswered(discoveries.unanswered, study, language))
    }
    for discovery in discoveries.answers {
      DiscoverSections(discovery: discovery, study: study, language: language).write(to: &page)
    }
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(DiscoverSections.notes(language))
  } summary: { language in
    discoveries.answers.first.map {
      DiscoverSections(discovery: $0, study: study, language: language).summary
    } ?? ""
  }
}

private func unanswered(
  _ questions: [TargetQuestion], _ study: Study, _ language: Language
) -> String {
  let names = TargetNames(study.targets, sectors: study.sectors, language)
  let list = questions.map { names.question($0) }.joined(separator: language(vi: "; ", en: ", "))
  return language(
    vi: "Bị ngắt trước khi biết gì về: \(list).",
    en: "Interrupted before anything was known about: \(list).")
}

extension ScenarioDiscovery {
  fileprivate var json: JSONValue {
    let found: JSONValue =
      if case .boxes(let boxes) = boxes {
        .array(
          boxes.map { box in
            .array(box.box.limits.map { limit in json(limit) })
          })
      } else { .array([]) }
    let first: [TradeOffBox] =
      if case .boxes(let boxes) = boxes { boxes.first?.tradeOff ?? [] } else { [] }
    return .object([
      ("question", .string(question.key)), ("interest", .string(interest.rawValue)),
      ("outcome", boxes.map { .string($0.name) } ?? .null), ("boxes", found),
      ("trade_off", .array(first.map(json))),
      ("unfinished", .array(unfinished.map { .string($0.rawValue) })),
    ])
  }

  private func json(_ choice: TradeOffBox) -> JSONValue {
    .object([
      ("coverage_asked", choice.level.map { .number($0) } ?? .null),
      ("chosen", .bool(choice.isChosen)), ("box", .array(choice.box.limits.map { json($0) })),
    ])
  }

  private func json(_ limit: DiscoveryBox.Limits) -> JSONValue {
    .object([
      ("input", .string(columns[limit.input].key)),
      ("lower", limit.lower.map { .number($0) } ?? .null),
      ("upper", limit.upper.map { .number($0) } ?? .null),
      ("unit", .string(columns[limit.input].unit)),
    ])
  }
}

extension Discovery {
  fileprivate var name: String {
    switch self {
    case .noDraw: "no_draw"
    case .everyDraw: "every_draw"
    case .tooFew: "too_few"
    case .outOfReach: "out_of_reach"
    case .nothing: "nothing"
    case .boxes: "boxes"
    }
  }
}

/// Writes one question: boxes in a sentence and a table, then the tree.
struct DiscoverSections {
  let discovery: ScenarioDiscovery
  let study: Study
  let language: Language

  var numbers: NumberStyle { NumberStyle(language) }
  private var names: TargetNames {
    TargetNames(study.targets, sectors: study.sectors, language)
  }

  var subject: String { names.question(discovery.question) }

  var verb: String {
    discovery.interest == .failure
      ? language(vi: "không đạt", en: "fails") : language(vi: "đạt", en: "succeeds")
  }

  func write(to page: inout Page) {
    let chance = numbers.percent(discovery.chance.value, error: discovery.chance.error)
    let subject = names.question(discovery.question)
    page.heading(
      language(
        vi: "\(subject): \(verb) trong \(chance) số lần mô phỏng",
        en: "\(subject): \(verb) in \(chance) of draws"))
    if !discovery.unfinished.isEmpty { page.paragraph(interruption) }
    switch discovery.boxes {
    case .boxes(let boxes):
      for (i, box) in boxes.enumerated() { write(box, number: i + 1, to: &page) }
    case let other?: page.paragraph(absence(other))
    case nil: break
    }
    tree(to: &page)
    TurningSections(discovery: discovery, language: language).write(to: &page)
  }

  var interruption: String {
    let missing = discovery.unfinished.map { part in
      switch part {
      case .boxes where discovery.boxes != nil:
        language(vi: "các hộp tiếp theo", en: "further boxes")
      case .boxes: language(vi: "hộp", en: "boxes")
      case .tree: language(vi: "cây phân loại", en: "the classification tree")
      case .turning:
        language(
          vi: "giả định phải sai đến mức nào", en: "how wrong the assumptions must be")
      case .chanceThere:
        language(
          vi: "xác suất mô phỏng tại tổ hợp làm đổi kết cục",
          en: "P simulated at the combination that turns the outcome")
      }
    }
    let list = missing.joined(separator: "; ")
    return language(
      vi: "Bị ngắt. Chưa có: \(list). Những gì in dưới đây tính từ đủ số lần mô phỏng.",
      en: "Interrupted. Not known yet: \(list). What is told below is of all draws.")
  }

  func absence(_ found: Discovery) -> String {
    switch found {
    case .noDraw:
      language(vi: "Điều đó không xảy ra lần nào.", en: "It happens in no draw.")
    case .everyDraw:
      language(vi: "Điều đó xảy ra mọi lần.", en: "It happens in every draw.")
    case .tooFew(let ofInterest, let other):
      language(
        vi:
          "Quá ít để phân biệt: \(numbers.number(ofInterest)) lần có, \(numbers.number(other)) lần không. "
          + "Hãy tăng `--draws`.",
        en: "Too few to tell a box from chance: \(numbers.number(ofInterest)) draws do, "
          + "\(numbers.number(other)) do not. Raise `--draws`.")
    case .outOfReach(let nearest):
      language(
        vi:
          "Không có hộp nào đạt mức yêu cầu; gần nhất: mật độ \(share(nearest.score.density ?? 0)), "
          + "độ phủ \(share(nearest.score.coverage)).",
        en: "No box comes to the level asked for; the nearest has density "
          + "\(share(nearest.score.density ?? 0)) and coverage \(share(nearest.score.coverage)).")
    case .nothing, .boxes:
      language(
        vi:
          "Không tìm được hộp kiểu này dày hơn mức ngẫu nhiên; xem cây phân loại, hoặc nêu `--density` hay "
          + "`--coverage`.",
        en:
          "No box of this kind is denser than chance would give; see the tree, or ask for a `--density` or "
          + "`--coverage`.")
    }
  }

  private func share(_ value: Double) -> String { numbers.percent(value) }

  /// A box in a sentence, such as: fails in 81 % of draws where this and that.
  private func write(_ box: DiscoveredBox, number: Int, to page: inout Page) {
    let score = box.heldOut, density = score.density ?? 0
    // More than two are easier to read in the table.
    let isShort = box.box.restrictedCount <= 2
    let conditions =
      isShort
      ? box.box.limits.map(condition).joined(separator: language(vi: " và ", en: " and "))
      : language(
        vi: "mọi giới hạn dưới đây đều đúng", en: "all of the limits below hold")
    let often = numbers.percent(density, error: score.densityError)
    let rest = number == 1 ? "" : language(vi: "trong số còn lại, ", en: "of the rest: ")
    page.paragraph(
      language(
        vi: "Hộp \(number): \(rest)\(verb) trong \(often) số lần mô phỏng mà \(conditions) "
          + "(\(share(score.mass)) số lần; gồm \(share(score.coverage)) của mọi lần \(verb)).",
        en: "Box \(number): \(rest)\(verb) in \(often) of draws where \(conditions) "
          + "(\(share(score.mass)) of draws, which hold \(share(score.coverage)) of all in which it "
          + "\(verb))."))
    page.table(table(box))
    guard box.tradeOff.count > 1 else { return }
    page.paragraph(
      language(
        vi: "Đánh đổi: hộp lớn gồm được nhiều hơn, hộp nhỏ dày hơn",
        en: "The trade-off: a larger box covers more, a smaller one is denser"))
    page.table(tradeOff(box.tradeOff))
  }

  /// One row for each box that might be taken, with the option that takes it.
  private func tradeOff(_ choices: [TradeOffBox]) -> TextTable {
    var table = TextTable([
      .init(language(vi: "số lần mô phỏng trong hộp", en: "draws in the box"), .right),
      .init(language(vi: "mật độ", en: "density"), .right),
      .init(language(vi: "độ phủ", en: "coverage"), .right),
      .init(language(vi: "đầu vào", en: "inputs"), .right),
      .init(language(vi: "chọn bằng", en: "taken by")),
    ])
    for choice in choices {
      let score = choice.heldOut
      let option = choice.level.map { "--coverage \(Int((100 * $0).rounded()))%" } ?? ""
      table.append([
        share(score.mass), numbers.percent(score.density ?? 0, error: score.densityError),
        numbers.percent(score.coverage, error: score.coverageError),
        "\(choice.box.restrictedCount)",
        choice.isChosen ? language(vi: "← hộp ở trên", en: "← the box above") : option,
      ])
    }
    return table
  }

  func condition(_ limit: DiscoveryBox.Limits) -> String {
    let column = discovery.columns[limit.input]
    return withinLine(language(column.label)) + language(vi: " ", en: " is ")
      + InputText(language).limits(limit, unit: column.unit)
  }

  /// A label as it stands within a sentence; one that begins with an abbreviation stays (FDI, R&D).
  private func withinLine(_ label: String) -> String {
    guard let second = label.dropFirst().first, second.isLowercase || second == " " else {
      return label
    }
    return label.prefix(1).lowercased() + label.dropFirst()
  }

  private func table(_ box: DiscoveredBox) -> TextTable {
    var table = TextTable([
      .init(language(vi: "đầu vào", en: "input"), wraps: true),
      .init(language(vi: "trong hộp", en: "in the box"), wraps: true),
      .init(language(vi: "loại ra", en: "leaves out"), .right),
      .init(language(vi: "p quy ước", en: "quasi-p"), .right),
    ])
    for limit in box.box.limits {
      let column = discovery.columns[limit.input]
      let outside = column.values.count { value in
        (limit.lower.map { value < $0 } ?? false) || (limit.upper.map { value > $0 } ?? false)
      }
      let p = box.restrictions.filter { $0.input == limit.input }.map(\.quasiProbability).max() ?? 1
      table.append([
        language(column.label), InputText(language).limits(limit, unit: column.unit),
        share(Double(outside) / Double(max(1, column.values.count))),
        p < 0.001 ? "< " + numbers.number(0.001, decimals: 3) : numbers.number(p, decimals: 3),
      ])
    }
    return table
  }

  private func tree(to page: inout Page) {
    let leaves = (discovery.leaves ?? []).filter { $0.box.restrictedCount > 0 }.prefix(3)
    guard !leaves.isEmpty else { return }
    page.paragraph(
      language(
        vi: "Ý kiến thứ hai, cây phân loại: các lá dày nhất",
        en: "A second opinion, a classification tree: its densest leaves"))
    page.list(
      leaves.map { leaf in
        let score = leaf.heldOut
        let often = numbers.percent(score.density ?? 0, error: score.densityError)
        let conditions = leaf.box.limits.map(condition).joined(
          separator: language(vi: " và ", en: " and "))
        return language(
          vi: "\(verb) trong \(often) khi \(conditions) (độ phủ \(share(score.coverage)))",
          en: "\(verb) in \(often) where \(conditions) (coverage \(share(score.coverage)))")
      })
  }

  static func notes(_ language: Language) -> [String] {
    [
      language(
        vi:
          "Hộp do thuật toán PRIM tìm trên một nửa số lần mô phỏng; các tỷ lệ in ở đây đếm trên nửa kia, "
          + "là nửa không tham gia tạo ra hộp.",
        en:
          "Boxes are found by PRIM on one half of the draws; the shares printed are counted on the other "
          + "half, which had no part in shaping them."),
      language(
        vi:
          "Mật độ: điều đó xảy ra trong bao nhiêu phần các lần mô phỏng của hộp; độ phủ: bao nhiêu phần mọi "
          + "lần nó xảy ra nằm trong hộp. Chọn hộp khác bằng `--coverage` hoặc `--density`.",
        en:
          "Density: in which share of the draws in the box it happens; coverage: which share of all draws "
          + "in which it happens the box holds. Take another box with `--coverage` or `--density`."),
      language(
        vi:
          "p quy ước: khả năng hộp dày như thế nếu giới hạn đó không có ý nghĩa gì. Các đầu vào khác được để "
          + "tự do.",
        en:
          "Quasi-p: how likely the box would be as dense if that limit meant nothing. Inputs that are not "
          + "named are free."),
    ]
  }
}
