import Assessment
import Reporting

extension BriefMaker {
  /// The verdict on each target, and on all together, in a sentence.
  var verdicts: [Sentence] {
    let single = targets.compactMap { item -> Sentence? in
      guard let p = base.find("\(item.id).probability") else { return nil }
      let (word, share) = (base.word(p), Inline.figure(rounded(p)))
      let rest = expected(item).map { ": " + $0 } ?? ""
      return language.say(
        vi: "\(question(item)): \(word) (\(share))\(rest).",
        en: "\(question(item)) is \(word) to be met (\(share))\(rest).")
    }
    guard let joint = base.find("joint.probability"), targets.count > 1 else { return single }
    let (word, share) = (base.word(joint), Inline.figure(rounded(joint)))
    return single + [
      language.say(
        vi: "Đạt tất cả các chỉ tiêu: \(word) (\(share)).",
        en: "All targets are \(word) to be met together (\(share)).")
    ]
  }

  /// A card for each target and one for all together.
  var cards: [Brief.Card] {
    let single = targets.compactMap(card)
    guard let joint = base.find("joint.probability"), targets.count > 1 else { return single }
    return single + [jointCard(joint)]
  }

  private func card(_ item: TargetItem) -> Brief.Card? {
    guard let p = base.find("\(item.id).probability") else { return nil }
    let lines = [
      (
        language.say(vi: "Sau số liệu trong năm", en: "After this year's figures"),
        latest(item.key)
      ),
      (language.say(vi: "So với", en: "Compared with"), comparison(item)),
      (language.say(vi: "Yếu tố làm thay đổi", en: "What would change it"), change(item)),
    ]
    return Brief.Card(
      question: question(item), probability: rounded(p), word: base.word(p),
      lines: lines.compactMap { name, text in text.map { (name, $0) } })
  }

  private func jointCard(_ p: Finding) -> Brief.Card {
    var lines: [(Sentence, Sentence)] = []
    if let latest = latest("joint") {
      lines.append(
        (language.say(vi: "Sau số liệu trong năm", en: "After this year's figures"), latest))
    }
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
          language.say(vi: "Yếu tố làm thay đổi", en: "What would change it"),
          language.say(
            vi: "tuỳ tham số chưa biết: \(range) (phân vị \(share(5)) đến \(share(95)))",
            en:
              "over what is not known of the parameters: \(range) (\(share(5)) to \(share(95)) "
              + "point)"
          )
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

  /// P after the last figures of a tracked plan, with its word and their day.
  private func latest(_ key: String) -> Sentence? {
    guard let record = trackingRun, let last = steps(key, record).last, let date = last.date else {
      return nil
    }
    let figures = FindingFigures(record, language)
    let (p, word) = (figures.value(last.probability), figures.word(last.probability))
    let place = figures.reference(last.probability)
    let day = Inline.figure(
      Figure(
        language.date(date), date.digits, .date,
        Reference(run: place.run, item: "day of \(place.item)")))
    return language.say(
      vi: "\(p) (\(word)), theo số liệu công bố đến \(day)",
      en: "\(p) (\(word)), by what was published until \(day)")
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
    let parts = [alternative(item), history(item), distance(item)].compactMap { $0 }
    return parts.isEmpty ? nil : parts.prefix(2).joined("; ")
  }

  /// The alternative that tells what the plan is worth: the same without support where that was
  /// compared, else the one that differs most.
  private func alternative(_ item: TargetItem) -> Sentence? {
    let others = compared.filter { !$0.isBase }.compactMap { other in
      other.find(item.id, "probability").map { (other, $0) }
    }
    if let (other, p) = others.first(where: { isWithoutSupport($0.0) }) {
      return apart(other, p, item)
    }
    guard let base = compared.first(where: \.isBase)?.find(item.id, "probability"),
      let (other, p) = others.max(by: {
        ($0.1.value - base.value).magnitude < ($1.1.value - base.value).magnitude
      })
    else { return nil }
    let text = apart(other, p, item)
    return language.say(vi: "kịch bản khác nhiều nhất: \(text)", en: "most unlike it: \(text)")
  }

  /// How far a scenario lies from the base: by the difference that their common shocks give, where
  /// they were compared; P alone where they were run one by one.
  private func apart(_ other: ComparedFigures, _ p: Finding, _ item: TargetItem) -> Sentence {
    guard let difference = other.find(item.id, "difference") else {
      return "\(other.figures.value(p)) (\(other.name))"
    }
    let points = other.figures.points(difference)
    return language.say(
      vi: "chênh \(points) điểm phần trăm (\(other.name))",
      en: "\(points) percentage points (\(other.name))")
  }

  /// Whether a scenario differs from the base in levers alone, and none of those that it changes is
  /// paid for.
  private func isWithoutSupport(_ other: ComparedFigures) -> Bool {
    let all = other.figures.record.root["changes"].items
    guard let own = all.first(where: { $0["scenario"].string == other.key }) else { return false }
    let changes = own["changes"].items
    return !changes.isEmpty
      && changes.allSatisfy {
        $0["kind"].string == "lever" && ($0["alternative"].string?.hasPrefix("0 ") ?? false)
      }
  }

  private func history(_ item: TargetItem) -> Sentence? {
    if let rate = baseRateSentence(item) { return rate }
    return runs.base.history.contains { $0.outcome == item.outcome }
      ? language.say(
        vi: "số liệu đã công bố chưa đủ để tính tần suất trong quá khứ (xem Số liệu)",
        en: "the published figures are too few to count how often it was met (see Data)")
      : language.say(
        vi: "chưa có số liệu lịch sử nào được công bố về chỉ tiêu này",
        en: "no history of this figure had been published")
  }

  /// How often published windows met a target.
  func baseRateSentence(_ item: TargetItem) -> Sentence? {
    let rate = item.field["base_rate"]
    func count(_ key: String) -> Inline? { rate[key].figure { numbers.number($0) } }
    guard let hits = count("hits"), let windows = count("windows"),
      let fullHits = count("full_year_hits"), let full = count("full_years")
    else { return nil }
    return language.say(
      vi:
        "trong quá khứ \(hits)/\(windows) kỳ đã công bố (chồng lấn nhau) của toàn ngành chế biến, chế "
        + "tạo đạt mức này, tính riêng số liệu cả năm: \(fullHits)/\(full)",
      en: "\(hits) of \(windows) published periods of all manufacturing (they overlap) met it, "
        + "\(fullHits) of \(full) whole years")
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
          vi: "tuỳ tham số chưa biết: \($0) (phân vị \(share(5)) đến \(share(95)))",
          en: "over what is not known of the parameters: \($0) (\(share(5)) to \(share(95)) point)")
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
    guard let first = bands.first, let last = bands.last,
      first.probability.value != last.probability.value
    else { return nil }
    let (low, high) = (base.percent(first.probability), base.percent(last.probability))
    return language.say(
      vi: "điểm xuất phát: \(low) nếu đầu kỳ \(first.range), \(high) nếu \(last.range)",
      en: "where it starts: \(low) at \(first.range), \(high) at \(last.range)")
  }

  /// What stands above the cards and below them.
  var lead: [Sentence] { [how, trust, failures].compactMap { $0 } + interruptions }

  /// Draws that could not be computed.
  private var failures: Sentence? {
    let field = runs.base.root["run"]["failures"]
    guard let count = field.double, count > 0, let figure = field.figure({ numbers.number($0) })
    else { return nil }
    return language.say(
      vi: "Không tính được \(figure) tương lai; sai số của xác suất đã tính đến điều đó.",
      en: "\(figure) futures could not be computed; the errors of the probabilities cover that.")
  }

  /// Analyses that were stopped before their end.
  private var interruptions: [Sentence] {
    runs.records.filter { $0.document["partial"]?.bool == true }.map { record in
      language.say(
        vi: "Lần chạy \(folder(record)) bị dừng giữa chừng: phần của nó chưa đầy đủ.",
        en: "The run \(folder(record)) was interrupted: its part is not complete.")
    }
  }

  private var how: Sentence? {
    guard let draws = value("design.draws") else { return nil }
    return language.say(
      vi:
        "Reach mô phỏng \(draws) tương lai từ những gì đã biết đến ngày nêu trên; xác suất là "
        + "phần số tương lai đạt chỉ tiêu.",
      en: "Reach simulated \(draws) futures from what was known by the day above; a probability "
        + "is the share of them in which the target is met.")
  }

  /// What the learning ratio must reach for an input to rest on data (model, section 4).
  private var learning: Inline {
    .figure(Figure(numbers.percent(0.2), 0.2, .percent, .method("learning threshold")))
  }

  private var trust: Sentence? {
    guard let prior = value("parameters.prior_driven"), let total = value("parameters.total")
    else { return nil }
    let tests = scenario["skill"].items.filter { !$0["test"].isNull }
    let skill =
      tests.isEmpty
      ? language.say(
        vi: "Lần chạy này không kèm kiểm định ngược.", en: "No back-test belongs to this run.")
      : tests.contains { $0["test"]["claim"].value.bool == true }
        ? language.say(
          vi: "Dự báo của một số chuỗi liên quan đã tốt hơn dự báo đơn giản (xem Kiểm định ngược).",
          en: "For some related series forecasts have beaten naive ones (see Back-test).")
        : language.say(
          vi:
            "Chưa chuỗi liên quan nào cho thấy dự báo tốt hơn hẳn dự báo đơn giản (xem Kiểm định "
            + "ngược).",
          en:
            "For none of the related series has a forecast clearly beaten a naive one (see "
            + "Back-test)."
        )
    return language.say(
      vi:
        "\(prior)/\(total) đầu vào bất định chủ yếu theo giả định ban đầu: số liệu bớt được chưa đến "
        + "\(learning) phương sai của chúng. \(skill)",
      en:
        "\(prior) of \(total) uncertain inputs rest on their priors: the data took away less than "
        + "\(learning) of their variance. \(skill)"
    )
  }
}
