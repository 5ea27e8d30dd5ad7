import Assessment
import Econometrics
import ReachModel

extension VerdictSections {
  /// What the verdict takes as given: budgets, lags, stress and freeze.
  func conditions(to page: inout Page) {
    page.heading(language(vi: "Điều kiện", en: "Conditions"))
    page.table(budgets(study.levers))
    page.list([execution].compactMap(\.self) + powerless + scenarioPath + listsOfFirms)
    let fixed = study.assumptions.filter { !$0.isLevelDrawn }.map(\.path)
    let shapes = study.assumptions.filter(\.isLevelDrawn).map(\.path)
    let lists = [
      (
        language(
          vi: "Đầu vào cố định theo giả định (khoá trong tệp kịch bản)",
          en: "Fixed inputs that are assumed"), fixed
      ),
      (
        language(
          vi: "Đầu vào theo giả định, hình dạng cố định, mức được rút ngẫu nhiên",
          en: "Assumed with the shape fixed and the level drawn"), shapes
      ),
    ]
    for (title, names) in lists where !names.isEmpty {
      page.paragraph("\(title): \(names.joined(separator: ", ")).")
    }
  }

  /// The conditions of a scenario that is not the first: only what is special about it.
  func changedConditions(to page: inout Page, after first: VerdictSections) {
    page.table(budgets(study.levers.filter { !first.sets($0, of: study) }))
    page.list(scenarioPath)
  }

  /// Whether this scenario spends the same on a lever of `other`, with the same lag.
  private func sets(_ lever: LeverSetting, of other: Study) -> Bool {
    study.levers.contains {
      $0.key == lever.key && study.spent(on: $0) == other.spent(on: lever) && $0.lag == lever.lag
    }
  }

  private func budgets(_ levers: [LeverSetting]) -> TextTable {
    let years = levers.map(\.yearly.count).max() ?? 0
    var table = TextTable(
      [.init(language(vi: "công cụ", en: "lever"), wraps: true)]
        + (0..<years).map { .init(String(study.planYear + $0), .right) }
        + [
          .init(language(vi: "đơn vị mỗi năm", en: "a year, in")),
          .init(language(vi: "căn cứ", en: "given as")),
          .init(language(vi: "tác động sau", en: "acts after"), .right),
        ])
    for lever in levers {
      let amounts = (0..<years).map { i in
        book.find("levers.\(lever.key).\(study.planYear + i)").map { numbers.value($0) } ?? ""
      }
      table.append(
        [language(lever.label)] + amounts + [
          unit(lever.unit),
          basis(lever),
          language(vi: "\(lever.firstEffect - 1) quý", en: "\(lever.firstEffect - 1) quarters"),
        ])
    }
    return table
  }

  private func unit(_ unit: String) -> String { language.unit(unit) }

  private func basis(_ lever: LeverSetting) -> String {
    switch lever.basis {
    case .documented: language(vi: "theo văn bản", en: "documented")
    case .assumed: language(vi: "giả định", en: "assumed")
    case .scenario: language(vi: "do kịch bản này đặt", en: "set by this scenario")
    }
  }

  /// What a probability about a number of firms leaves out.
  private var listsOfFirms: [String] {
    guard targets.contains(where: \.outcome.isCount) else { return [] }
    return [
      language(
        vi: "P chỉ tính doanh nghiệp thành lập mới, ngừng hoạt động và được chứng nhận; số doanh "
          + "nghiệp tăng do đổi danh sách không nằm trong P.",
        en: "P counts firms founded, closed and certified; growth through a change of the list of "
          + "firms is not in P.")
    ]
  }

  /// How much of the money is spent, if the model says.
  private var execution: String? {
    let means = study.levers.compactMap { book.find("levers.\($0.key).execution")?.value }
    guard let low = means.min(), let high = means.max() else { return nil }
    let share =
      low == high
      ? numbers.percent(low)
      : numbers.number(low * 100) + language(vi: " đến ", en: " to ") + numbers.percent(high)
    let isAssumed = study.uncertainties.contains { $0.parameter == .execution && $0.isAssumed }
    let word =
      isAssumed
      ? language(vi: "giả định", en: "assumed") : language(vi: "theo tài liệu", en: "documented")
    return language(
      vi: "Tỷ lệ giải ngân dự toán ngân sách: trung bình \(share) (\(word)).",
      en: "Budgets are executed at \(share) on average (\(word)).")
  }

  /// Levers whose lag goes beyond the horizon.
  private var powerless: [String] {
    let quarters = study.model.quarters
    return study.levers.filter { $0.firstEffect > quarters }.map { lever in
      let name = language(lever.label), first = lever.firstEffect
      return lever.kind == .support
        ? language(
          vi: "\(name): không thể tác động trong \(quarters) quý được xét; tiền của quý thứ 1 có "
            + "tác động từ quý thứ \(first) (độ trễ \(lever.lag) quý).",
          en: "\(name): cannot act within the \(quarters) quarters simulated; money of quarter 1 "
            + "acts from quarter \(first) on (lag \(lever.lag)).")
        : language(
          vi: "\(name): không thể tác động trong \(quarters) quý được xét; cam kết đến sau "
            + "\(lever.lag) quý, vốn thực hiện sớm nhất ở quý thứ \(first).",
          en: "\(name): cannot act within the \(quarters) quarters simulated; commitments follow "
            + "after \(lever.lag) quarters and capital from quarter \(first) on.")
    }
  }

  /// The named path of the scenario: given regimes and a freeze of budgets.
  private var scenarioPath: [String] {
    let stressed = study.model.regimes.sorted { $0.key < $1.key }
    var lines: [String] = []
    if !stressed.isEmpty {
      let quarters = stressed.map { quarter, override in
        quarterName(quarter) + " " + language.regime(override)
      }
      lines.append(
        language(
          vi: "Trạng thái được ấn định (kịch bản, không có xác suất): ",
          en: "Regime set by the scenario (a named path, no probability): ")
          + quarters.joined(separator: ", ") + ".")
    }
    if let freeze = study.freezeFrom {
      lines.append(
        language(
          vi: "Ngân sách dừng từ \(quarterName(freeze)) (kịch bản, không có xác suất); số tiền nêu "
            + "trên là phần còn lại của năm.",
          en: "Budgets stop from \(quarterName(freeze)) on (a named path, no probability); the "
            + "amounts above are what is left of the year."))
      lines += afterFreeze(freeze)
    }
    return lines
  }

  /// Why a freeze changes nothing, lever by lever, where its money would have acted too late.
  private func afterFreeze(_ freeze: Int) -> [String] {
    let quarters = study.model.quarters
    func first(_ lever: LeverSetting) -> Int { freeze - 1 + lever.firstEffect }
    let late = study.levers.filter { lever in
      first(lever) > quarters && study.spent(on: lever) != lever.yearly
    }
    guard !late.isEmpty else { return [] }
    let names = late.map { lever in
      language(lever.label)
        + language(vi: " từ quý thứ \(first(lever))", en: " from quarter \(first(lever))")
    }.joined(separator: "; ")
    let everything = late.count == study.levers.count
    return [
      language(
        vi:
          "Tiền của các quý bị dừng lẽ ra chỉ có tác động sau \(quarters) quý được xét: \(names).",
        en: "Money of the frozen quarters would act only beyond the \(quarters) quarters "
          + "simulated: \(names).")
        + (everything
          ? language(
            vi: " Vì vậy việc dừng ngân sách không làm thay đổi chỉ tiêu nào ở đây.",
            en: " So the freeze changes no target here.") : "")
    ]
  }

  private func quarterName(_ quarter: Int) -> String {
    language.quarter(quarter, planYear: study.planYear)
  }
}

extension LeverSetting {
  /// The first quarter (1...) in which money of quarter 1 changes an outcome.
  ///
  /// Support acts its lag later (E2); commitments follow promotion by the lag, and the first of
  /// their capital is realised a quarter after (E3, E4).
  var firstEffect: Int { 1 + lag + (kind == .promotion ? 1 : 0) }
}
