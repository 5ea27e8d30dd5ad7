import Assessment
import ReachModel

/// What each change contributes to a difference.
extension CompareSections {
  func write(_ attribution: Attribution, to page: inout Page) {
    let draws = numbers.number(Double(attribution.draws))
    page.paragraph(
      attribution.changes.count == 1
        ? language(
          vi: "Chỉ có một thay đổi, nên toàn bộ chênh lệch do nó (\(draws) lần mô phỏng)",
          en: "There is one change, and the whole difference is due to it (\(draws) draws)")
        : language(
          vi: "Đóng góp của từng thay đổi (giá trị Shapley, cộng lại bằng tổng chênh lệch; "
            + "\(draws) lần mô phỏng cho mỗi tổ hợp)"
            + (attribution.isExact ? "" : ", lấy mẫu thứ tự, ± gồm cả sai số đó"),
          en: "What each change contributes (Shapley values; they add up to the whole; \(draws) "
            + "draws of each combination)"
            + (attribution.isExact ? "" : ", orders sampled, ± with their error")))
    for (title, divisions) in grouped(attribution) {
      page.table(table(attribution, title, divisions))
    }
  }

  /// Probabilities in points and medians in their units do not share a table.
  private func grouped(
    _ attribution: Attribution
  ) -> [(title: String, divisions: [Attribution.Division])] {
    let isProbability = { (division: Attribution.Division) in
      if case .median = division.question { false } else { true }
    }
    return [
      (
        language(vi: "điểm phần trăm", en: "points of P"),
        attribution.divisions.filter(isProbability)
      ),
      (
        language(vi: "trung vị; \(units)", en: "median; \(units)"),
        attribution.divisions.filter { !isProbability($0) }
      ),
    ]
  }

  private func table(
    _ attribution: Attribution, _ title: String, _ divisions: [Attribution.Division]
  ) -> TextTable {
    var table = TextTable(
      [.init(title, wraps: true)] + divisions.map { .init(name($0.question), .right, wraps: true) })
    for (i, change) in attribution.changes.enumerated() {
      table.append(
        [language(change.label)]
          + divisions.map { division in
            number(division.bars[i], error: division.error(ofBar: i), division.question)
          })
      if attribution.changes.count > 1 {
        let synergies = divisions.map { division in
          let synergy = division.synergies[i], error = division.error(ofSynergy: i)
          return synergy.value.magnitude > error
            ? number(synergy, error: error, division.question) : "–"
        }
        if synergies.contains(where: { $0 != "–" }) {
          table.append([language(vi: "  trong đó cộng hưởng", en: "  of it synergy")] + synergies)
        }
      }
    }
    if attribution.changes.count > 1 {
      table.append(
        [language(vi: "tổng", en: "whole")]
          + divisions.map { number($0.total, error: $0.totalError, $0.question) })
    }
    return table
  }

  private func name(_ question: Attribution.Question) -> String {
    switch question {
    case .probability(let target), .median(let target): names.shortName(target)
    case .joint: names.allTogether
    }
  }

  private func number(
    _ number: Replicated, error: Double, _ question: Attribution.Question
  ) -> String {
    guard number.value != 0 || error != 0 else { return "0" }
    if case .median(let target) = question, target.outcome.isCount {
      return numbers.signed(number.value, error: error)
    }
    return numbers.points(number.value, error: error)
  }
}
