import Verification

/// The parts of a scorecard's page.
struct ScorecardText {
  let card: Scorecard
  let language: Language
  /// Whether forecasts are entries of the ledger.
  let isLedger: Bool

  private var numbers: NumberStyle { NumberStyle(language) }
  /// More forecasts than this are in the file only.
  static let longest = 40

  private func text(_ mean: ScoreMean) -> [String] {
    [
      mean.mean.isFinite
        ? numbers.tabulated(mean.mean) : language(vi: "vô hạn", en: "infinite"),
      mean.standardError.map { numbers.tabulated($0, digits: 2) } ?? "–", numbers.whole(mean.count),
    ]
  }

  var scores: TextTable {
    var table = TextTable([
      .init(language(vi: "Điểm (nhỏ hơn là tốt hơn)", en: "Score (less is better)"), wraps: true),
      .init(language(vi: "trung bình", en: "mean"), .right),
      .init(language(vi: "sai số chuẩn", en: "standard error"), .right),
      .init(language(vi: "số dự báo", en: "forecasts"), .right),
    ])
    let rows: [(String, ScoreMean?)] = [
      (language(vi: "CRPS công bằng", en: "CRPS, fair to samples"), card.fairCRPS),
      (
        language(vi: "CRPS của chính mẫu hoặc phân phối", en: "CRPS of the sample or law itself"),
        card.crps
      ),
      (
        language(vi: "Điểm khoảng có trọng số (WIS)", en: "Weighted interval score (WIS)"),
        card.weightedIntervalScore
      ),
      (language(vi: "Điểm log", en: "Log score"), card.logScore),
      (
        language(vi: "Sai số tuyệt đối của trung vị", en: "Absolute error of the median"),
        card.absoluteError
      ),
      (
        language(vi: "Số liệu trừ trung vị (lệch)", en: "Figure less median (bias)"), card.bias
      ),
    ]
    for (name, mean) in rows { if let mean { table.append([name] + text(mean)) } }
    if let events = card.events {
      let count = numbers.whole(card.items.count { $0.brier != nil })
      table.append(["Brier", numbers.tabulated(events.brier), "–", count])
      for (name, value) in [
        (language(vi: "– độ tin cậy", en: "– reliability"), events.reliability),
        (
          language(vi: "– độ phân giải (càng lớn càng tốt)", en: "– resolution (more is better)"),
          events.resolution
        ),
        (
          language(
            vi: "– độ bất định (của sự kiện, không phải của dự báo)",
            en: "– uncertainty (of the events)"), events.uncertainty
        ),
      ] { table.append([name, numbers.tabulated(value), "–", count]) }
    }
    return table
  }

  var intervals: TextTable {
    var table = TextTable([
      .init(language(vi: "Khoảng", en: "Interval")),
      .init(language(vi: "bao phủ", en: "covers"), .right),
      .init(language(vi: "sai số chuẩn", en: "standard error"), .right),
      .init(language(vi: "điểm khoảng", en: "interval score"), .right),
      .init(language(vi: "độ rộng", en: "width"), .right),
    ])
    for interval in card.intervals {
      table.append([
        numbers.percent(interval.level), numbers.percent(interval.coverage.mean, decimals: 1),
        interval.coverage.standardError.map { numbers.percent($0, decimals: 1) } ?? "–",
        interval.score.map { numbers.tabulated($0.mean) } ?? "–",
        interval.width.map { numbers.tabulated($0) } ?? "–",
      ])
    }
    return table
  }

  var places: String {
    let tenths = card.placeHistogram.map { numbers.number($0, decimals: 1) }
      .joined(separator: "  ")
    return language(
      vi: "Vị trí số liệu trong dự báo, theo phần mười (đều nhau nếu đúng): ",
      en: "Places of figures in their forecasts, by tenths (about equal if right): ") + tenths
  }

  var reliability: TextTable {
    var table = TextTable([
      .init(language(vi: "Xác suất", en: "Probability")),
      .init(language(vi: "số sự kiện", en: "events"), .right),
      .init(language(vi: "trung bình", en: "mean"), .right),
      .init(language(vi: "đã xảy ra", en: "happened"), .right),
      .init(language(vi: "nếu đúng thì (90 %)", en: "if right (90 %)"), .right),
    ])
    for bin in card.reliability?.bins ?? [] {
      table.append([
        numbers.number(100 * bin.range.lowerBound) + "–" + numbers.percent(bin.range.upperBound),
        numbers.whole(bin.count), numbers.percent(bin.probability), numbers.percent(bin.frequency),
        numbers.number(100 * bin.consistency.lowerBound) + "–"
          + numbers.percent(bin.consistency.upperBound),
      ])
    }
    return table
  }

  var items: TextTable {
    var table = TextTable([
      .init("id"), .init(language(vi: "số liệu", en: "figure"), .right),
      .init(language(vi: "trung vị", en: "median"), .right), .init("80 %", .right),
      .init(language(vi: "vị trí", en: "place"), .right),
      .init(language(vi: "CRPS, WIS hoặc Brier", en: "CRPS, WIS or Brier"), .right),
    ])
    for item in card.items.prefix(Self.longest) {
      let range = item.intervals.first { $0.level == 0.8 }?.range
      let score = item.fairCRPS ?? item.crps ?? item.weightedIntervalScore ?? item.brier
      table.append([
        item.id, numbers.tabulated(item.actual),
        item.median.map { numbers.tabulated($0) } ?? "–",
        range.map {
          numbers.tabulated($0.lowerBound) + "–" + numbers.tabulated($0.upperBound)
        } ?? "–",
        item.place.map {
          numbers.percent(($0.lowerBound + $0.upperBound) / 2)
        } ?? "–", score.map { numbers.tabulated($0) } ?? "–",
      ])
    }
    return table
  }

  var left: String? {
    guard card.items.count > Self.longest else { return nil }
    let rest = numbers.whole(card.items.count - Self.longest)
    return language(
      vi: "và \(rest) dự báo nữa: xem `--json`.", en: "and \(rest) more: see `--json`.")
  }

  func missing(_ waiting: [String], _ unforeseen: [String]) -> [String] {
    func names(_ ids: [String]) -> String {
      ids.prefix(8).joined(separator: ", ") + (ids.count > 8 ? ", …" : "")
    }
    var lines: [String] = []
    if !waiting.isEmpty {
      lines.append(
        language(
          vi: "\(numbers.whole(waiting.count)) dự báo chưa có số liệu: \(names(waiting)).",
          en: numbers.counted(waiting.count, "forecast")
            + " \(waiting.count == 1 ? "has" : "have") no figure yet: \(names(waiting))."))
    }
    if !unforeseen.isEmpty {
      lines.append(
        language(
          vi: "\(numbers.whole(unforeseen.count)) số liệu không ai dự báo: \(names(unforeseen)).",
          en: numbers.counted(unforeseen.count, "figure")
            + " \(unforeseen.count == 1 ? "was" : "were") forecast by nobody: \(names(unforeseen))."
        ))
    }
    return lines
  }

  var notes: [String] {
    var notes = [
      dependence,
      language(
        vi: "Mức 4 %: trong 1.000 sổ dự báo đúng, không quá khoảng 50 bị gọi nhầm là quá tự tin.",
        en:
          "At the level of 4 %: of 1,000 ledgers of right forecasts no more than about 50 are called "
          + "over-confident."),
    ]
    if card.items.contains(where: { $0.dawidSebastiani != nil || $0.fairCRPS != nil }) {
      notes.append(
        language(
          vi:
            "Bao phủ của dự báo bằng mẫu tính theo hạng của số liệu trong mẫu: dự báo đúng bao phủ đúng "
            + "mức đã nêu dù mẫu nhỏ.",
          en:
            "What forecasts by draws cover is counted by the figure's rank among them: right ones "
            + "cover what they state, however few their draws."))
    }
    return notes
  }

  private var dependence: String {
    if isLedger {
      return language(
        vi:
          "Dự báo của cùng một mục, hoặc của cùng một số liệu trong nhiều mục, phụ thuộc nhau: sai số "
          + "chuẩn tính theo nhóm, và mức tự tin chỉ xét một dự báo của mỗi nhóm.",
        en:
          "Forecasts of one entry, and those of one figure by several entries, depend on each other: "
          + "standard errors are by cluster, and confidence is judged by one forecast of each.")
    }
    return card.isClustered
      ? language(
        vi:
          "Dự báo cùng một nhóm phụ thuộc nhau: sai số chuẩn tính theo nhóm, và mức tự tin chỉ xét "
          + "một dự báo của mỗi nhóm.",
        en: "Forecasts of one cluster depend on each other: standard errors are by cluster, and "
          + "confidence is judged by one forecast of each.")
      : language(
        vi:
          "Các dự báo được coi là độc lập với nhau. Nếu không phải vậy, ví dụ cùng một năm, hãy nêu "
          + "`--cluster CỘT`.",
        en: "Forecasts are taken as independent. Where they are not, as those of one year, give "
          + "`--cluster COLUMN`.")
  }
}

extension NumberStyle {
  /// A count, thousands marked.
  func whole(_ count: Int) -> String { number(Double(count)) }

  /// In English: `1 figure`, `4,000 figures`.
  func counted(_ count: Int, _ noun: String) -> String {
    "\(whole(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}
