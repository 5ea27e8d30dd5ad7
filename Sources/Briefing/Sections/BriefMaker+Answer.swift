import Assessment
import Reporting

extension BriefMaker {
  /// A card for each target and one for all together.
  var cards: [Brief.Card] {
    let single = targets.compactMap(card)
    guard let joint = base.find("joint.probability"), targets.count > 1 else { return single }
    return single + [jointCard(joint)]
  }

  private func card(_ item: TargetItem) -> Brief.Card? {
    guard let p = base.find("\(item.id).probability") else { return nil }
    let lines = [
      (language.say(vi: "Dự kiến", en: "Expected"), expected(item)),
      (language.say(vi: "So với", en: "Compared with"), comparison(item)),
      (language.say(vi: "Điều gì làm thay đổi", en: "What would change it"), change(item)),
    ]
    return Brief.Card(
      question: question(item), probability: rounded(p), word: base.word(p),
      lines: lines.compactMap { name, text in text.map { (name, $0) } })
  }

  private func jointCard(_ p: Finding) -> Brief.Card {
    var lines: [(Sentence, Sentence)] = []
    if let alone = base.find("joint.if_independent") {
      let product = base.percent(alone, decimals: 1)
      lines.append(
        (
          language.say(vi: "So với", en: "Compared with"),
          language.say(
            vi: "nếu các chỉ tiêu không liên quan với nhau: \(product)",
            en: "\(product) if the targets had nothing to do with one another")
        ))
    }
    if let range = range(base, "joint.parameter_range.low", "joint.parameter_range.high") {
      lines.append(
        (
          language.say(vi: "Điều gì làm thay đổi", en: "What would change it"),
          language.say(
            vi: "tuỳ tham số chưa biết, xác suất nằm trong khoảng \(range)",
            en: "over what is not known of the parameters it ranges \(range)")
        ))
    }
    return Brief.Card(
      question: language.say(vi: "Đạt tất cả các chỉ tiêu", en: "All targets together"),
      probability: rounded(p), word: base.word(p), lines: lines)
  }

  /// P for the eye: whole percents, below one and above ninety-nine as such.
  private func rounded(_ p: Finding) -> Figure {
    let text =
      p.value < 0.005
      ? "< " + numbers.percent(0.005, decimals: 1)
      : p.value > 0.995 ? "> " + numbers.percent(0.995, decimals: 1) : numbers.percent(p.value)
    return Figure(text, p.value, .percent, base.reference(p))
  }

  private func expected(_ item: TargetItem) -> Sentence? {
    guard let median = value("\(item.id).median"),
      let range = range(base, "\(item.id).interval80.low", "\(item.id).interval80.high")
    else { return nil }
    return language.say(
      vi: "trung vị \(median); \(share(80)) số tương lai nằm trong \(range)",
      en: "median \(median); \(share(80)) of futures within \(range)")
  }

  /// A level that the method fixes, in percent.
  func share(_ percent: Int) -> Inline {
    .figure(Figure("\(percent) %", Double(percent) / 100, .percent, .method("interval level")))
  }

  /// What P is held against: the same without support where that was compared, else history, else how
  /// far the target lies from what is expected.
  private func comparison(_ item: TargetItem) -> Sentence? {
    let parts = [withoutSupport(item), history(item), distance(item)].compactMap { $0 }
    return parts.isEmpty ? nil : parts.prefix(2).joined("; ")
  }

  /// P of an alternative that was compared: the one furthest below, which tells what the plan is worth.
  private func withoutSupport(_ item: TargetItem) -> Sentence? {
    let found = runs.analyses("compare").compactMap { record -> (Sentence, Double)? in
      let figures = FindingFigures(record, language)
      let lowest = record.root["scenarios"].items.enumerated().dropFirst().compactMap {
        place, field -> (Inline, Finding)? in
        guard let name = scenarioName(place, field, record),
          let p = field.string.flatMap({ figures.find("\(item.id).probability", of: $0) })
        else { return nil }
        return (name, p)
      }.min { $0.1.value < $1.1.value }
      guard let (name, finding) = lowest else { return nil }
      return ("\(figures.percent(finding, decimals: 1)) (\(name))", finding.value)
    }
    return found.min { $0.1 < $1.1 }.map { text, _ in
      language.say(vi: "kịch bản thấp nhất \(text)", en: "the lowest scenario, \(text)")
    }
  }

  private func history(_ item: TargetItem) -> Sentence? {
    let rate = item.field["base_rate"]
    guard let hits = rate["hits"].figure({ numbers.number($0) }),
      let windows = rate["windows"].figure({ numbers.number($0) })
    else {
      return language.say(
        vi: "chưa có số liệu lịch sử của chính chỉ tiêu này",
        en: "no history of this figure exists")
    }
    return language.say(
      vi: "trong quá khứ \(hits)/\(windows) kỳ của toàn ngành chế biến, chế tạo",
      en: "\(hits) of \(windows) past periods of all manufacturing")
  }

  private func distance(_ item: TargetItem) -> Sentence? {
    guard let distance = base.find("\(item.id).distance") else { return nil }
    let size = base.number(distance, .size) { numbers.number($0.magnitude, decimals: 2) }
    return distance.value < 0
      ? language.say(
        vi: "trung bình còn thiếu \(size) độ lệch chuẩn so với chỉ tiêu",
        en: "the mean falls \(size) standard deviations short of the target")
      : language.say(
        vi: "trung bình vượt chỉ tiêu \(size) độ lệch chuẩn",
        en: "the mean lies \(size) standard deviations beyond the target")
  }

  /// The greatest swing of the tornado, else P by where the target starts, else its range over
  /// parameters.
  private func change(_ item: TargetItem) -> Sentence? {
    greatestSwing(item) ?? byStart(item)
      ?? range(base, "\(item.id).parameter_range.low", "\(item.id).parameter_range.high").map {
        language.say(
          vi: "tuỳ tham số chưa biết, xác suất nằm trong khoảng \($0)",
          en: "over what is not known of the parameters it ranges \($0)")
      }
  }

  private func greatestSwing(_ item: TargetItem) -> Sentence? {
    for tornado in tornados where tornado.item.key == item.key {
      guard let bar = tornado.bars.first else { continue }
      let (low, high) = (
        tornado.figures.percent(bar.low), tornado.figures.percent(bar.high)
      )
      return language.say(
        vi: "\(bar.label): từ \(low) đến \(high) khi đi từ \(bar.lowValue) đến \(bar.highValue)",
        en: "\(bar.label): from \(low) to \(high) as it goes from \(bar.lowValue) to "
          + "\(bar.highValue)")
    }
    return nil
  }

  private func byStart(_ item: TargetItem) -> Sentence? {
    let bands = startBands(item)
    guard let first = bands.first, let last = bands.last, bands.count > 1 else { return nil }
    let (low, high) = (base.percent(first.probability), base.percent(last.probability))
    return language.say(
      vi: "điểm xuất phát: \(low) nếu đầu kỳ \(first.range), \(high) nếu \(last.range)",
      en: "where it starts: \(low) at \(first.range), \(high) at \(last.range)")
  }

  /// What stands above the cards and below them.
  var lead: [Sentence] { [how, trust].compactMap { $0 } }

  private var how: Sentence? {
    guard let draws = value("design.draws") else { return nil }
    return language.say(
      vi:
        "Reach mô phỏng \(draws) tương lai từ những gì đã biết đến ngày nêu trên; xác suất là "
        + "phần số tương lai đạt chỉ tiêu. Đưa chuột lên hoặc bấm vào một con số để xem nguồn "
        + "gốc của nó.",
      en: "Reach simulated \(draws) futures from what was known by the day above; a probability "
        + "is the share of them in which the target is met. Point at a number, or follow it, to "
        + "see where it comes from.")
  }

  private var trust: Sentence? {
    guard let prior = value("parameters.prior_driven"), let total = value("parameters.total")
    else { return nil }
    let skill =
      scenario["skill"].items.contains { $0["test"]["claim"].value.bool == true }
      ? language.say(
        vi: "Dự báo của một số chuỗi liên quan đã hơn dự báo đơn giản (xem Kiểm định ngược).",
        en: "For some related series forecasts have beaten naive ones (see Back-test).")
      : language.say(
        vi: "Chưa chuỗi liên quan nào cho thấy dự báo hơn hẳn dự báo đơn giản (xem Kiểm định "
          + "ngược).",
        en: "For none of the related series has a forecast clearly beaten a naive one (see "
          + "Back-test).")
    return language.say(
      vi: "\(prior)/\(total) đầu vào bất định chỉ dựa trên giả định ban đầu. \(skill)",
      en: "\(prior) of \(total) uncertain inputs rest on assumptions alone. \(skill)")
  }
}
