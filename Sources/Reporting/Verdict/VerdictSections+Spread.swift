import Assessment
import ReachModel

extension VerdictSections {
  /// Where the spread comes from, and how often history reached the target.
  func spread(to page: inout Page) {
    page.heading(
      language(
        vi: "Độ phân tán do đâu, và số liệu lịch sử",
        en: "Where the spread comes from, and history"))
    var table = TextTable([
      .init("", wraps: true),
      .init(language(vi: "phương sai do tham số", en: "variance from parameters"), .right),
      .init(language(vi: "đã từng đạt trong lịch sử", en: "reached in history"), wraps: true),
    ])
    for target in targets {
      let share = book.find("targets.\(target.key).parameter_share")
      table.append([
        name(target), share.map { numbers.percent($0.value, error: $0.error ?? 0) } ?? "",
        baseRate(target),
      ])
    }
    page.table(table)
  }

  private func baseRate(_ target: Target) -> String {
    let id = "targets.\(target.key).base_rate"
    guard book.find("\(id).windows") != nil else {
      return language(vi: "không có số liệu lịch sử", en: "no observed history")
    }
    let hits = value("\(id).hits"), windows = value("\(id).windows")
    let years = value("\(id).full_year_hits"), fullYears = value("\(id).full_years")
    let threshold = threshold(target)
    return language(
      vi: "\(hits)/\(windows) kỳ của toàn ngành chế biến, chế tạo vượt \(threshold) (số liệu thay "
        + "thế, các kỳ chồng lấn nhau); trong các năm đủ 12 tháng: \(years)/\(fullYears)",
      en:
        "\(hits) of \(windows) windows of all manufacturing above \(threshold) (a proxy, and they "
        + "overlap); full years \(years) of \(fullYears)")
  }

  /// P(target) by the target's own start.
  func starts(to page: inout Page) {
    let verdicts = forecast.verdict.targets.filter { !$0.byStart.isEmpty }
    guard let bands = verdicts.map(\.byStart.count).max() else { return }
    page.heading(
      language(
        vi: "Xác suất đạt theo giá trị đầu kỳ của chính chỉ tiêu đó",
        en: "P(target) by where that target starts"))
    page.paragraph(
      language(
        vi: "\(startsBasis) Mỗi cột là một nhóm các lần mô phỏng.",
        en: "\(startsBasis) Each column is a band of draws."))
    var table = TextTable(
      [.init("", wraps: true), .init("")] + (0..<bands).map { _ in .init("", .right) })
    for verdict in verdicts { appendBands(verdict, bands, &table) }
    page.table(table)
  }

  /// Which of the targets' starts rest on published figures, and which are assumed.
  private var startsBasis: String {
    let verdicts = forecast.verdict.targets.filter { !$0.byStart.isEmpty }
    let assumed = verdicts.map(\.target).filter(hasAssumedStart).map(shortName)
    let published = verdicts.map { shortName($0.target) }.filter { !assumed.contains($0) }
    guard !published.isEmpty else {
      return language(
        vi: "Giá trị đầu kỳ là giả định: chưa có số liệu nào được công bố đến ngày dự báo.",
        en: "The starting values are assumed: none had been published by the date of the forecast.")
    }
    let known = language(
      vi: "Giá trị đầu kỳ của \(published.joined(separator: ", ")) dựa trên số liệu đã công bố đến "
        + "ngày dự báo, rút trong một khoảng quanh số đó",
      en: "The start of \(published.joined(separator: ", ")) rests on figures published by "
        + "the date of the forecast, drawn within a range around them")
    guard !assumed.isEmpty else { return known + "." }
    return known
      + language(
        vi: "; của \(assumed.joined(separator: ", ")) là giả định.",
        en: "; that of \(assumed.joined(separator: ", ")) is assumed.")
  }

  /// Whether any of what a target's start is made of is assumed.
  private func hasAssumedStart(_ target: Target) -> Bool {
    let parts: [Parameter] =
      switch target.outcome {
      case .firms: [.startFirms]
      case .certified: [.startFirms, .startCertifiedShare]
      case .certifiedShare: [.startCertifiedShare]
      case .share: [.startShare]
      case .growth: [.startGrowth]
      }
    return study.uncertainties.contains { parts.contains($0.parameter) && $0.isAssumed }
  }

  private func appendBands(_ verdict: TargetVerdict, _ bands: Int, _ table: inout TextTable) {
    let id = "targets.\(verdict.target.key).start"
    let places = (1...bands).map { place in
      place <= verdict.byStart.count ? "\(id).\(place)" : nil
    }
    table.append(
      [shortName(verdict.target), language(vi: "mức", en: "start")]
        + places.map { $0.map { range("\($0).low", "\($0).high", isShort: true) } ?? "" })
    table.append(
      ["", "P"]
        + places.map { $0.map { value("\($0).probability") } ?? "" })
  }

  /// The identity of share and growth.
  func identities(to page: inout Page) {
    guard !forecast.verdict.identities.isEmpty else { return }
    page.heading(
      language(
        vi: "Tỷ trọng và tăng trưởng: đồng nhất thức", en: "Share and growth: the identity"))
    page.paragraph(
      language(
        vi: "S1/S0 = (1+g_SI)(1+pi_SI) / ((1+g_M)(1+pi_M)): trung bình của log qua các lần mô "
          + "phỏng, cộng lại khớp tuyệt đối trước khi làm tròn. S là tỷ trọng, g là tăng sản lượng, "
          + "pi là tăng giá; SI là công nghiệp hỗ trợ, M là công nghiệp chế biến, chế tạo.",
        en: "S1/S0 = (1+g_SI)(1+pi_SI) / ((1+g_M)(1+pi_M)), as means of logs over draws, which add "
          + "exactly before rounding. SI: supporting industries; M: manufacturing."))
    var table = TextTable([
      .init(""), .init("ln S1/S0", .right), .init("= ln(1+g_SI)", .right),
      .init("+ ln(1+pi_SI)", .right), .init("- ln(1+g_M)", .right),
      .init("- ln(1+pi_M)", .right),
    ])
    for identity in forecast.verdict.identities {
      let terms = [
        "share_ratio", "growth", "inflation", "manufacturing_growth", "manufacturing_inflation",
      ]
      table.append([String(identity.year)] + terms.map { value("identity.\(identity.year).\($0)") })
    }
    page.table(table)
  }
}
