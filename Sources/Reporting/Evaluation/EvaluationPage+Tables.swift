import Econometrics
import ReachModel

extension EvaluationPage {
  func events(to page: inout Page) {
    guard let differences = report.differences else { return }
    page.heading(
      language(vi: "Theo thời gian kể từ khi hỗ trợ", en: "By the time since support began"))
    var table = TextTable([
      .init(language(vi: "Kỳ", en: "Period"), .right),
      .init(language(vi: "Chênh lệch", en: "Difference"), .right),
      .init(level(report.interval.level), .right),
      .init(language(vi: "Đơn vị", en: "Units"), .right),
      .init(language(vi: "Là gì", en: "What it is")),
    ])
    let sole = panel.cohorts.count == 1 ? panel.cohorts.first : nil
    let zero = language(vi: "mốc so sánh", en: "the base")
    for distance in distances(differences.study) {
      let title = sole.map { period(panel.periods[$0] + distance) } ?? signedCount(distance)
      guard let place = differences.study.events.firstIndex(where: { $0.distance == distance })
      else {
        table.append([title, "0", "", "", zero])
        continue
      }
      let event = differences.study.events[place], bounds = differences.eventIntervals[place]
      table.append([
        title, signed(event.estimate), range(bounds.lowerBound, bounds.upperBound),
        "\(event.units)",
        distance < 0
          ? language(vi: "trước khi hỗ trợ", en: "before support")
          : language(vi: "có hỗ trợ", en: "with support"),
      ])
    }
    page.table(table)
    page.paragraph(convention(differences))
  }

  /// The events in their order, the base among them.
  private func distances(_ study: EventStudy) -> [Int] {
    (study.events.map(\.distance) + [-1]).sorted()
  }

  private func signedCount(_ count: Int) -> String { count > 0 ? "+\(count)" : "\(count)" }

  private func convention(_ differences: ProgrammeReport.Differences) -> String {
    let count = numbers.number(Double(differences.assignments))
    let intervals =
      switch report.basis {
      case .clustered:
        language(
          vi: "Khoảng theo phân phối chuẩn, sai số theo cụm đơn vị.",
          en: "Intervals are normal, with errors clustered by unit.")
      case .assignments, .placebos:
        differences.isComplete
          ? language(
            vi:
              "Khoảng theo thứ hạng trong tất cả \(count) cách gán hỗ trợ: quá ít đơn vị được hỗ trợ để "
              + "tin sai số theo cụm.",
            en: "Intervals are by ranks among all \(count) assignments: too few units have support "
              + "for clustered errors.")
          : language(
            vi:
              "Khoảng theo thứ hạng trong \(count) cách gán hỗ trợ được rút ngẫu nhiên: quá ít đơn "
              + "vị được hỗ trợ để tin sai số theo cụm.",
            en:
              "Intervals are by ranks among \(count) assignments, drawn: too few units have support "
              + "for clustered errors.")
      }
    return language(
      vi: "So với các đơn vị chưa được hỗ trợ (Callaway và Sant'Anna). \(intervals)",
      en: "Against units not yet supported (Callaway and Sant'Anna). \(intervals)")
  }

  func mixture(to page: inout Page) {
    guard let synthetic = report.synthetic else { return }
    let own = synthetic.placebos.own
    page.heading(language(vi: "Tổ hợp các đơn vị khác", en: "The mixture of others"))
    var table = TextTable([
      .init(language(vi: "Đơn vị", en: "Unit")),
      .init(language(vi: "Trọng số", en: "Weight"), .right),
    ])
    let used = zip(own.donors, own.weights).filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
    for (donor, weight) in used {
      table.append([name(panel.units[donor]), numbers.number(weight, decimals: 3)])
    }
    page.table(table)
    var gaps = TextTable([
      .init(language(vi: "Kỳ", en: "Period"), .right),
      .init(language(vi: "Chênh lệch", en: "Difference"), .right),
      .init(language(vi: "Là gì", en: "What it is")),
    ])
    for (place, gap) in own.gaps.enumerated() {
      gaps.append([
        period(panel.periods[place]), signed(gap),
        place < own.start
          ? language(vi: "trước khi hỗ trợ", en: "before support")
          : language(vi: "có hỗ trợ", en: "with support"),
      ])
    }
    page.table(gaps)
    page.paragraph(
      language(
        vi:
          "Hoán vị theo thời gian: \(stated(synthetic.conformalPValue)), không thể nhỏ hơn "
          + "\(numbers.number(1 / Double(panel.periods.count), decimals: 3)).",
        en:
          "By the order of periods: \(stated(synthetic.conformalPValue)), which cannot be "
          + "below \(numbers.number(1 / Double(panel.periods.count), decimals: 3))."))
  }

  func falseDates(to page: inout Page) {
    guard let inTime = report.inTime else { return }
    page.heading(
      language(
        vi: "Nếu hỗ trợ đã bắt đầu sớm hơn", en: "Had support begun at a false, earlier date"))
    var table = TextTable([
      .init(language(vi: "Từ kỳ", en: "From"), .right),
      .init(language(vi: "“Tác động”", en: "“Effect”"), .right), .init("p", .right),
    ])
    for (place, date) in inTime.dates.enumerated() {
      table.append([
        panel.cohorts.count == 1 ? period(date.from) : earlier(place + 1), signed(date.estimate),
        probability(date.pValue),
      ])
    }
    page.table(table)
  }

  /// Where starts differ each of them is moved.
  private func earlier(_ count: Int) -> String {
    language(
      vi: "sớm hơn \(count) kỳ", en: "\(count) period\(count == 1 ? "" : "s") early")
  }

  func feed(to page: inout Page) {
    guard let feed = evaluated.feed, let asked = specification.feed else { return }
    page.heading(
      language(vi: "Giả định của năm sau", en: "Next year's prior") + ": \(asked.uncertainty)")
    switch feed {
    case .refused(let reason):
      page.paragraph(
        language(
          vi: "Không cập nhật: \(language(reason)).", en: "Not moved: \(language(reason))."))
    case .fed(let fed): page.list(moved(fed))
    }
  }

  private func moved(_ fed: FedParameter) -> [String] {
    let update = fed.update, unit = language.unit(evaluated.feedUnit)
    func shown(_ moments: Moments?) -> String {
      guard let moments else { return "-" }
      return numbers.significant(moments.mean) + " ± " + numbers.significant(moments.sd)
    }
    let value = numbers.significant(fed.value) + " ± " + numbers.significant(fed.usedError)
    let widened =
      fed.usedError > fed.honestError
      ? language(
        vi:
          "; sai số được nới từ \(numbers.significant(fed.honestError)) vì phép thử giả không đạt",
        en: "; the error was widened from \(numbers.significant(fed.honestError)) as the placebo "
          + "fails")
      : ""
    let ratio = update.learningRatio.map { numbers.number($0, decimals: 2) } ?? "-"
    return [
      language(
        vi: "Ước lượng: \(value) \(unit), từ khoảng trung thực\(widened).",
        en: "Estimate: \(value) \(unit), from the honest interval\(widened)."),
      language(
        vi: "Trước: \(shown(update.priorMoments)); sau: \(shown(update.posteriorMoments)).",
        en: "Prior: \(shown(update.priorMoments)); posterior: \(shown(update.posteriorMoments))."),
      language(
        vi: "Tỷ lệ học được: \(ratio)"
          + (update.isPriorDriven ? " (vẫn do giả định ban đầu quyết định)" : "") + ".",
        en: "Learning ratio: \(ratio)" + (update.isPriorDriven ? " (prior-driven)" : "") + "."),
      language(vi: "Công thức: ", en: "Formula: ") + language(update.formula) + ".",
    ]
  }

  func sample(to page: inout Page) {
    page.heading(language(vi: "Số liệu và nguồn", en: "Data and sources"))
    var items: [String] = []
    func note(_ units: [String], _ vi: String, _ en: String) {
      if !units.isEmpty { items.append(language(vi: vi, en: en) + ": \(names(units))") }
    }
    note(
      report.sample.incomplete, "Bỏ ra vì thiếu số liệu của một kỳ",
      "Left out, as a period is missing")
    note(
      report.sample.always, "Bỏ ra vì đã được hỗ trợ từ kỳ đầu",
      "Left out, as they had support from the first period")
    note(
      report.sample.later, "So sánh cho đến cuối kỳ số liệu, hỗ trợ bắt đầu sau đó",
      "Compared with throughout, as their support begins later")
    note(specification.excluded, "Bỏ ra theo yêu cầu", "Left out as asked")
    items.append(language(vi: "Nguồn", en: "Source") + ": \(specification.source)")
    if let notes = specification.notes { items.append(notes) }
    page.list(items)
  }
}
