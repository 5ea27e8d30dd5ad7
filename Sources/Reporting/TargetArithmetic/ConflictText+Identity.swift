package import Assessment
import ReachModel

extension ConflictText {
  /// The identity that a contradiction breaks, and what the plan's numbers come to in it.
  package func identity(_ conflict: TargetConflict) -> [String] {
    switch conflict.identity {
    case .oneOutcome: [oneOutcome(conflict.targets)]
    case .sums(let sums): relations(conflict.targets) + [weighed(sums, conflict.targets)]
    case .wholeNumbers:
      relations(conflict.targets) + [
        language(
          vi: "không có số doanh nghiệp nguyên nào thoả mãn tất cả",
          en: "no whole numbers of firms satisfy all of them")
      ]
    case .mean(let outcome): [mean(outcome, conflict.targets)]
    case .manufacturing(let need): manufacturing(need, conflict.targets)
    case .years:
      [
        language(
          vi:
            "tăng trưởng chung là bình quân tăng trưởng các ngành, quyền số là sản lượng năm trước, "
            + "tự thay đổi theo tăng trưởng: không có sản lượng nào thoả mãn mọi năm",
          en:
            "growth in total is the mean of the sectors' growth, weighted by the output of the year "
            + "before, which follows from their growth: no output satisfies all years")
      ]
    }
  }

  private func oneOutcome(_ targets: [Target]) -> String {
    if targets.count == 1, let target = targets.first {
      return language(
        vi: "\(subject(target)) \(natural(target.outcome)), nên không thể có: \(wish(target))",
        en: "\(subject(target)) \(natural(target.outcome)), so it is never so that \(wish(target))")
    }
    let wishes = targets.map { target in
      "\(target.comparison.sign(language)) \(target.outcome.exactText(target.threshold, language))"
    }
    let what = targets.first.map(subject) ?? ""
    return language(
      vi: "\(what) không thể vừa \(wishes.joined(separator: " vừa "))",
      en: "\(what) cannot be both \(wishes.joined(separator: " and "))")
  }

  private func natural(_ outcome: Outcome) -> String {
    switch outcome {
    case .firms, .certified: language(vi: "không bao giờ âm", en: "is never negative")
    case .certifiedShare, .share:
      language(vi: "luôn từ 0 % đến 100 %", en: "is always from 0 % to 100 %")
    case .growth: language(vi: "không bao giờ dưới -100 %", en: "is never below -100 %")
    }
  }

  /// `certified_share = certified / firms`, and the like: what ties the outcomes of a conflict.
  private func relations(_ targets: [Target]) -> [String] {
    let outcomes = Set(targets.map(\.outcome)), scopes = Set(targets.map(\.sector))
    func name(_ outcome: Outcome) -> String {
      language(vi: outcome.vietnameseName, en: outcome.rawValue)
    }
    var lines: [String] = []
    if outcomes.contains(.certifiedShare) {
      lines.append("\(name(.certifiedShare)) = \(name(.certified)) / \(name(.firms))")
    } else if outcomes == [.firms, .certified] {
      lines.append("\(name(.certified)) \(Comparison.atMost.sign(language)) \(name(.firms))")
    }
    guard scopes.contains(nil), scopes.count > 1 else { return lines }
    let sectors = study.sectors.map { language(vi: $0.label.vi, en: $0.key) }
      .joined(separator: " + ")
    let summed = Outcome.allCases.filter {
      outcomes.contains($0) && ($0.isCount || $0 == .share)
    }
    let whole = language(vi: "toàn ngành", en: "total")
    return lines
      + summed.prefix(1).map { "\(name($0)): \(whole) = \(sectors)" }
  }

  /// `0.4 × 1,000 = 400 at least, against 300 at most`.
  private func weighed(_ sums: WeighedBounds, _ targets: [Target]) -> String {
    let outcome: Outcome = targets.contains { $0.outcome == .share } ? .share : .firms
    func side(_ terms: [WeighedBounds.Term], _ sum: Double) -> String {
      let parts = terms.map { term in
        let bound = outcome.exactText(term.bound, language)
        let multiplier = numbers.shortest((term.multiplier * 1e4).rounded() / 1e4)
        return abs(term.multiplier - 1) < 1e-9 ? bound : "\(multiplier) × \(bound)"
      }
      let total = outcome.exactText((sum * 1e9).rounded() / 1e9, language)
      guard !parts.isEmpty else { return outcome.exactText(sum, language) }
      return parts.count == 1 && parts[0] == total
        ? total : "\(parts.joined(separator: " + ")) = \(total)"
    }
    // A share above 0 takes a firm: nothing else is asked of the least.
    if sums.leastSum <= sums.mostSum && sums.least.isEmpty {
      return language(
        vi: "cần ít nhất một doanh nghiệp đạt, trong khi nhiều nhất là "
          + side(sums.most, sums.mostSum),
        en: "at least one firm is needed for it, at most \(side(sums.most, sums.mostSum)) allowed")
    }
    if sums.most.isEmpty { return bounded(side(sums.least, sums.leastSum), outcome) }
    let (least, most) = (side(sums.least, sums.leastSum), side(sums.most, sums.mostSum))
    // Sums that are equal exclude each other only where a bound excludes itself.
    let edge =
      sums.leastSum <= sums.mostSum * (1 + 1e-9)
      ? language(vi: " (không kể chính giá trị biên)", en: " (the bound itself excluded)") : ""
    return language(
      vi: "ít nhất \(least), trong khi nhiều nhất chỉ \(most)\(edge)",
      en: "at least \(least), but at most \(most)\(edge)")
  }

  private func bounded(_ least: String, _ outcome: Outcome) -> String {
    language(
      vi: "ít nhất \(least), vượt quá toàn bộ",
      en: "at least \(least), which is more than the whole")
  }

  private func mean(_ outcome: Outcome, _ targets: [Target]) -> String {
    let sectors = targets.filter { $0.sector != nil }.map(\.threshold)
    let total = targets.first { $0.sector == nil }
    let name = language(vi: outcome.vietnameseName, en: outcome.rawValue)
    guard let total, let least = sectors.min(), let most = sectors.max() else {
      return language(
        vi: "\(name) của toàn ngành là bình quân của các ngành",
        en: "\(name) of all is the mean of the sectors'")
    }
    let isAbove = total.comparison == .atLeast || total.comparison == .above
    let end = outcome.exactText(isAbove ? most : least, language)
    let asked = "\(total.comparison.sign(language)) \(outcome.exactText(total.threshold, language))"
    return language(
      vi:
        "\(name) của toàn ngành là bình quân của các ngành, nên \(isAbove ? "không quá" : "không dưới") "
        + "\(end), trong khi chỉ tiêu là \(asked)",
      en:
        "\(name) of all is the mean of the sectors', so \(isAbove ? "at most" : "at least") \(end), "
        + "but \(asked) is asked for")
  }

  /// The identity of share and growth, and the growth of manufacturing that it leaves.
  func manufacturing(_ need: ManufacturingNeed, _ targets: [Target]) -> [String] {
    let (first, last) = ("\(need.first)", "\(need.last)")
    let formula =
      "S\(last)/S\(first) = (1 + g_SI)(1 + π_SI) / ((1 + g_M)(1 + π_M))"
    func percent(_ value: Double) -> String { numbers.percent(value, decimals: 1) }
    let start = need.startShare.map { share in
      let ends = (percent(share.lowerBound), percent(share.upperBound))
      return language(
        vi: "S\(first) từ \(ends.0) đến \(ends.1) (start.share của kịch bản)",
        en: "S\(first) from \(ends.0) to \(ends.1) (the scenario's start.share)")
    }
    let put = targets.map { target in
      let symbol = target.outcome == .share ? "S\(target.year)" : "g_SI \(target.year)"
      let sector = target.sector.map { language(study.sectors[$0].label) }
      let value = target.outcome.exactText(target.threshold, language)
      return symbol + (sector.map { " (\($0))" } ?? "")
        + " \(target.comparison.sign(language)) \(value)"
    }
    let ends = (percent(need.possible.lowerBound), percent(need.possible.upperBound))
    let word =
      need.isTooFast
      ? language(vi: "ít nhất", en: "at least") : language(vi: "nhiều nhất", en: "at most")
    return [
      formula + ": " + (put + [start].compactMap { $0 }).joined(separator: ", "),
      language(
        vi: "vậy từ \(first) đến \(last) toàn ngành chế biến, chế tạo phải tăng \(word) "
          + "\(percent(need.all)), phần ngoài công nghiệp hỗ trợ \(word) \(percent(need.other)) "
          + "(theo giá công nghiệp hỗ trợ)",
        en: "so from \(first) to \(last) all manufacturing would have to grow by \(word) "
          + "\(percent(need.all)), manufacturing outside supporting industries by \(word) "
          + "\(percent(need.other)) (at the prices of supporting industries)"),
      language(
        vi:
          "các giả định của kịch bản (mux, sigmax, cú sốc, giá) chỉ cho phép phần này từ \(ends.0) đến "
          + "\(ends.1)",
        en: "the scenario's laws (mux, sigmax, stress, prices) allow the latter from \(ends.0) to "
          + "\(ends.1)"),
    ]
  }
}
