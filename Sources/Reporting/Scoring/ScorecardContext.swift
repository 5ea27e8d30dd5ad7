package import ReachModel

/// What a scorecard is of, beside the scores.
package struct ScorecardContext: Sendable {
  package let title: Label
  /// What was scored, for programs.
  package let origin: [(key: String, value: JSONValue)]
  /// Forecasts of which nothing came.
  package let waiting: [String]
  /// Figures that nobody forecast.
  package let unforeseen: [String]
  /// Targets of the ledger; empty for a file of forecasts, which says nothing of units.
  package let targets: [ScoredTarget]
  /// What must be known before the scores are read.
  package let remarks: [Label]

  package init(
    title: Label, origin: [(key: String, value: JSONValue)], waiting: [String],
    unforeseen: [String], targets: [ScoredTarget] = [], remarks: [Label] = []
  ) {
    (self.title, self.origin, self.waiting) = (title, origin, waiting)
    (self.unforeseen, self.targets, self.remarks) = (unforeseen, targets, remarks)
  }
}

/// A target of an entry of the ledger, with what came.
package struct ScoredTarget: Sendable {
  /// Its key, with the entry's number in front where there are several.
  package let id: String
  package let label: Label
  package let year: Int
  package let quantity: Outcome
  package let comparison: Comparison
  package let threshold: Double
  /// As it was published.
  package let probability: Double
  /// nil before any came.
  package let figure: Double?
  /// When the figure was published; nil where nobody said.
  package let published: String?
  /// Whether its year had ended when the forecast was published.
  package let isHindsight: Bool

  package init(
    id: String, label: Label, year: Int, quantity: Outcome, comparison: Comparison,
    threshold: Double, probability: Double, figure: Double?, published: String?, isHindsight: Bool
  ) {
    (self.id, self.label, self.year, self.quantity) = (id, label, year, quantity)
    (self.comparison, self.threshold, self.probability) = (comparison, threshold, probability)
    (self.figure, self.published, self.isHindsight) = (figure, published, isHindsight)
  }

  var isMet: Bool? { figure.map { comparison.holds($0, threshold) } }

  /// The unit of figure, threshold and draws in files.
  var unit: String { quantity.isCount ? "firms" : "fraction" }

  var json: JSONValue {
    .object([
      ("id", .string(id)), ("vi", .string(label.vi)), ("en", .string(label.en)),
      ("year", .integer(year)), ("unit", .string(unit)),
      ("comparison", .string(comparison.rawValue)), ("threshold", .number(threshold)),
      ("probability", .number(probability)), ("figure", figure.map { .number($0) } ?? .null),
      ("published", published.map { .string($0) } ?? .null),
      ("met", isMet.map { .bool($0) } ?? .null), ("hindsight", .bool(isHindsight)),
    ])
  }
}

extension ScorecardContext {
  /// Figures of whose publication nobody gave the day.
  var undated: Int { targets.count { $0.figure != nil && $0.published == nil } }

  /// What must be known before the scores are read: hindsight, figures without dates, remarks.
  func warnings(_ language: Language) -> [String] {
    let numbers = NumberStyle(language)
    var lines = remarks.map { language($0) }
    let late = targets.filter(\.isHindsight).map(\.id)
    if !late.isEmpty {
      let names = late.prefix(8).joined(separator: ", ") + (late.count > 8 ? ", …" : "")
      lines.append(
        language(
          vi:
            "HỒI CỨU: năm của chỉ tiêu đã kết thúc khi dự báo được công bố, nên không phải là dự báo "
            + "và không tính vào thành tích của sổ: \(names).",
          en: "HINDSIGHT: the target's year had ended when this was published, so that it is no "
            + "forecast and does not count in the ledger's record: \(names)."))
    }
    if undated > 0 {
      lines.append(
        language(
          vi:
            "\(numbers.whole(undated)) số liệu không có ngày công bố (cột `published`): không biết đã "
            + "có trước dự báo hay chưa.",
          en: numbers.counted(undated, "figure") + " \(undated == 1 ? "has" : "have") no date of "
            + "publication (column `published`): it cannot be told whether the forecast came first."
        ))
    }
    return lines
  }

  /// Each target with its unit, threshold and figure; shares and growth in percent.
  func targetTable(_ language: Language, longest: Int) -> TextTable {
    var table = TextTable([
      .init(language(vi: "chỉ tiêu", en: "target"), wraps: true),
      .init(language(vi: "năm", en: "year"), .right),
      .init(language(vi: "đơn vị", en: "unit")),
      .init(language(vi: "ngưỡng", en: "threshold"), .right),
      .init(language(vi: "xác suất", en: "probability"), .right),
      .init(language(vi: "số liệu", en: "figure"), .right),
      .init(language(vi: "đạt", en: "met")), .init(language(vi: "công bố", en: "published")),
    ])
    let numbers = NumberStyle(language)
    for target in targets.prefix(longest) {
      table.append([
        target.id, "\(target.year)",
        target.quantity.isCount
          ? language.unit("firms") : language(vi: "tỷ lệ, ghi bằng %", en: "fraction, shown in %"),
        "\(target.comparison.sign(language)) "
          + target.quantity.thresholdText(target.threshold, language),
        numbers.share(target.probability),
        target.figure.map { target.quantity.thresholdText($0, language) } ?? "–",
        target.isMet.map { $0 ? language(vi: "có", en: "yes") : language(vi: "không", en: "no") }
          ?? "–",
        target.published.map { day in CalendarDate(day).map { language.date($0) } ?? day } ?? "–",
      ])
    }
    return table
  }
}
