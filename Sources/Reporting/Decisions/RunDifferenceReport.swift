package import Assessment
import ReachModel
import Simulation

/// The answer of `reach runs diff`.
package func report(of difference: RunDifference) -> AnalysisReport {
  AnalysisReport(
    "runs diff", scenarios: [difference.old.study.name, difference.new.study.name],
    findings: difference.findings,
    details: [
      ("runs", .array([runJSON(difference.old), runJSON(difference.new)])),
      ("changes", .array(difference.changes.map(changeJSON))),
      ("divisions", .array(difference.divisions.map { divisionJSON($0, difference.changes) })),
      ("remarks", .array(difference.remarks.map { .string($0.text(.en)) })),
      ("unshared_targets", .array(difference.unshared.map { .string($0) })),
    ]
  ) { page, language in
    RunDifferenceSections(difference, language).write(to: &page)
  } summary: {
    RunDifferenceSections(difference, $0).summary
  }
}

private func runJSON(_ side: RunDifference.Side) -> JSONValue {
  .object([
    ("run", .string(side.name)), ("software", .string(side.version)),
    ("scenario", .string(side.study.name)), ("as_of", .string("\(side.study.asOf)")),
    ("seed", .string(String(side.sampling.seed))), ("draws", .integer(side.sampling.draws)),
    ("sampling", .string(side.sampling.method.rawValue)),
    ("compared", .array(side.compared.map { .string($0) })),
  ])
}

private func changeJSON(_ change: ScenarioChange) -> JSONValue {
  .object([
    ("key", .string(change.key)), ("kind", .string(change.kind.rawValue)),
    (
      "label", .object([("vi", .string(change.label.vi)), ("en", .string(change.label.en))])
    ),
    ("old", .string(change.base.text(.en))), ("new", .string(change.alternative.text(.en))),
    ("origin", change.origin.map { .string("\($0)") } ?? .null),
  ])
}

private func divisionJSON(
  _ division: RunDifference.Division, _ changes: [ScenarioChange]
) -> JSONValue {
  let total = division.total
  return .object([
    ("question", .string(division.question.id)), ("old", .number(division.old)),
    ("new", .number(division.new)), ("total", .number(total.value)),
    ("error95", .number(total.error)),
    (
      "bars",
      .array(
        changes.indices.map { place in
          .object([
            ("key", .string(changes[place].key)), ("value", .number(division.bars[place].value)),
            ("error95", .number(division.error(ofBar: place))),
            ("order_error95", division.orderErrors.map { .number($0[place]) } ?? .null),
          ])
        })
    ),
  ])
}

/// Writes what explains the difference of two runs: the bars, then what stands on either side.
struct RunDifferenceSections {
  let difference: RunDifference
  let language: Language
  let numbers: NumberStyle

  init(_ difference: RunDifference, _ language: Language) {
    (self.difference, self.language) = (difference, language)
    numbers = NumberStyle(language)
  }

  private var old: RunDifference.Side { difference.old }
  private var new: RunDifference.Side { difference.new }
  private var names: TargetNames {
    TargetNames(new.study.targets, sectors: new.study.sectors, language)
  }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "Vì sao hai lần chạy khác nhau: \(new.study.title.vi)",
          en: "Why two runs differ: \(new.study.title.en)")))
    page.list([described(old, vi: "cũ", en: "old"), described(new, vi: "mới", en: "new")])
    for (title, divisions) in grouped where !divisions.isEmpty {
      page.heading(title)
      page.table(table(divisions))
    }
    page.heading(language(vi: "Điều khác nhau", en: "What differs"))
    page.table(inputs)
    page.list(difference.remarks.map { $0.text(language) } + unshared)
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(notes)
  }

  private func described(_ side: RunDifference.Side, vi: String, en: String) -> String {
    language(
      vi: "\(vi): \(side.name), kịch bản \(side.study.name), thông tin đến ngày "
        + language.date(side.study.asOf),
      en: "\(en): \(side.name), scenario \(side.study.name), as of \(side.study.asOf)")
  }

  /// Probabilities in points and medians in their units do not share a table.
  var grouped: [(title: String, divisions: [RunDifference.Division])] {
    let isProbability = { (division: RunDifference.Division) in
      if case .median = division.question { false } else { true }
    }
    return [
      (
        language(vi: "Xác suất, điểm phần trăm", en: "Probability, in points"),
        difference.divisions.filter(isProbability)
      ),
      (
        language(
          vi: "Trung vị; chênh lệch của tỷ lệ tính bằng điểm phần trăm",
          en: "Median; differences of shares and rates in points"),
        difference.divisions.filter { !isProbability($0) }
      ),
    ]
  }

  private func table(_ divisions: [RunDifference.Division]) -> TextTable {
    var table = TextTable(
      [.init("", wraps: true)]
        + divisions.map { .init(head($0.question), .right, wraps: true) })
    table.append(
      [language(vi: "lần chạy cũ", en: "old run")] + divisions.map { recorded($0.old, $0.question) }
    )
    for (place, change) in difference.changes.enumerated() {
      let bars = divisions.map { $0.bars[place] }
      // Only medians are recorded in one way and compared in another.
      if change.kind == .rounding, bars.allSatisfy({ $0.value == 0 }) { continue }
      table.append(
        [language(change.label)]
          + divisions.map { text($0.bars[place], error: $0.error(ofBar: place), $0.question) })
    }
    table.append(
      [language(vi: "tổng chênh lệch", en: "whole difference")]
        + divisions.map { text($0.total, error: $0.total.error, $0.question) })
    table.append(
      [language(vi: "lần chạy mới", en: "new run")]
        + divisions.map { recorded($0.new, $0.question) }
    )
    return table
  }

  func name(_ question: Attribution.Question) -> String {
    switch question {
    case .probability(let target), .median(let target): names.shortName(target)
    case .joint: names.allTogether
    }
  }

  /// With the unit of a median, unless its words have it: probabilities have theirs in the heading.
  private func head(_ question: Attribution.Question) -> String {
    guard case .median(let target) = question else { return name(question) }
    return name(question)
      + (target.outcome.isCount
        ? language(vi: "", en: " (firms)") : " (%)")
  }

  /// Without the unit, which the heading or the column's head has.
  private func recorded(_ value: Double, _ question: Attribution.Question) -> String {
    if case .median(let target) = question, target.outcome.isCount {
      return numbers.compact(value)
    }
    return numbers.number(100 * value, decimals: 2)
  }

  func text(
    _ bar: Replicated, error: Double, _ question: Attribution.Question
  ) -> String {
    // Below this stand the last digits of arithmetic, as where a share cancels out of growth.
    guard max(bar.value.magnitude, error) > 1e-12 else { return "0" }
    let isCount = if case .median(let target) = question { target.outcome.isCount } else { false }
    let scale = isCount ? 1.0 : 100
    // What is known exactly has no digits of an error to follow.
    guard error > 0 else { return numbers.signed(scale * bar.value, decimals: 2) }
    return numbers.signed(scale * bar.value, error: scale * error)
  }

  private var inputs: TextTable {
    TextTable(
      [
        .init("", wraps: true), .init(language(vi: "cũ", en: "old"), wraps: true),
        .init(language(vi: "mới", en: "new"), wraps: true),
        .init(language(vi: "nơi ghi", en: "stated in"), wraps: true),
      ],
      rows: difference.changes.filter { $0.kind != .rounding }.map { change in
        [
          language(change.label), change.base.text(language), change.alternative.text(language),
          change.origin.map { "\($0.file):\($0.line)" } ?? "",
        ]
      })
  }

  private var unshared: [String] {
    guard !difference.unshared.isEmpty else { return [] }
    let keys = difference.unshared.joined(separator: ", ")
    return [
      language(
        vi: "Chỉ có trong một lần chạy, nên không so sánh: \(keys).",
        en: "In one run only, and so not compared: \(keys).")
    ]
  }

  private var notes: [String] {
    [software, sampling] + (difference.isExact ? [] : [orders]) + [
      language(
        vi:
          "Các thay đổi giả định, công cụ và chỉ tiêu là giá trị Shapley, dưới mẫu của từng lần chạy "
          + "rồi lấy trung bình; các dòng cộng lại bằng tổng chênh lệch đã ghi. Số sau ± là nửa khoảng "
          + "95 % của sai số Monte Carlo.",
        en:
          "Changed assumptions, levers and targets are Shapley values, under the sampling of each run "
          + "and averaged; the lines add up to the difference as recorded. ± is half of the 95 % Monte "
          + "Carlo interval.")
    ]
  }

  private var software: String {
    let isZero = difference.divisions.allSatisfy { $0.bars[0].value == 0 }
    if isZero {
      return language(
        vi: "Phần mềm: bản này tính lại đúng từng số mà hai lần chạy đã ghi.",
        en: "Software: this version computes every number again as both runs recorded it.")
    }
    guard old.version == new.version else {
      return language(
        vi: "Phần mềm: số đã ghi trừ số mà bản này tính lại từ cùng mô hình và cùng mẫu.",
        en:
          "Software: what was recorded less what this version computes of the same model and draws."
      )
    }
    return language(
      vi:
        "Phần mềm: cùng phiên bản nhưng khác số; `reach runs verify` cho biết thư mục có bị sửa không.",
      en:
        "Software: one version, but another number; `reach runs verify` tells whether a folder was "
        + "edited.")
  }

  private var sampling: String {
    old.sampling == new.sampling
      ? language(
        vi: "Nhiễu do lấy mẫu: 0, vì hai lần chạy có cùng hạt giống, số lần và cách lấy mẫu.",
        en: "Sampling noise: 0, since both runs have the same seed, draws and sampling.")
      : language(
        vi: "Nhiễu do lấy mẫu: cùng mô hình dưới mẫu của mỗi lần chạy, trung bình của hai mô hình.",
        en: "Sampling noise: one model under the sampling of each run, the mean of both models.")
  }

  private var orders: String {
    language(
      vi:
        "Hơn mười thay đổi: thứ tự của chúng được lấy mẫu, và số sau ± gồm cả sai số của việc đó.",
      en: "More than ten changes: their orders are sampled, and ± includes the error of that.")
  }
}
