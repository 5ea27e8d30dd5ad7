package import Assessment
import ReachModel

extension ConflictText {
  /// What a plan should be warned of, on one line.
  package func warning(_ strain: PlanStrain) -> String {
    switch strain {
    case .manufacturing(let targets, let need):
      let names = list(targets.map { "`\($0.key)`" })
      let place = targets.first.map { "\($0.origin): " } ?? ""
      let reasons = manufacturing(need, targets).joined(separator: "; ")
      return language(
        vi:
          "cảnh báo: \(place)\(names) chỉ cùng đạt khi ngành chế biến, chế tạo tăng trưởng khác thường "
          + "(ngoài khoảng 99,9 %): \(reasons)",
        en: "warning: \(place)\(names) hold together only if manufacturing grows as it hardly ever "
          + "does (outside its 99.9 % range): \(reasons)")
    case .idleFirms(let certified, let firms): return idle(certified, firms)
    case .saturated(let reach): return saturated(reach)
    case .certificates(let need): return certificates(need)
    }
  }

  private func idle(_ certified: Target, _ firms: Target) -> String {
    language(
      vi: "cảnh báo: \(firms.origin): `\(firms.key)` (\(wish(firms))) không có tác dụng, vì "
        + "`\(certified.key)` đã đòi \(wish(certified))",
      en: "warning: \(firms.origin): `\(firms.key)` (\(wish(firms))) asks for nothing, since "
        + "`\(certified.key)` asks for \(wish(certified)), and every certified firm is a firm")
  }

  private func saturated(_ reach: SupportReach) -> String {
    let amount = numbers.shortest(reach.budget)
    let execution = numbers.percent(reach.execution)
    let cost = numbers.significant(reach.unitCost)
    let paid = numbers.number(reach.paidFor), eligible = numbers.number(reach.eligible)
    let firms = numbers.number(reach.firms), reached = numbers.number(reach.reached)
    let margin = numbers.percent(reach.atTheMargin, decimals: 1)
    let place = "\(reach.lever.origin): `\(reach.lever.key)`"
    return language(
      vi:
        "cảnh báo: \(place): ngân sách năm \(reach.year) \(execution) × \(amount) tỷ đồng / \(cost) tỷ đồng "
        + "mỗi doanh nghiệp đủ cho \(paid) doanh nghiệp, trong khi chỉ \(eligible) doanh nghiệp đủ điều kiện "
        + "và có khoảng \(firms) doanh nghiệp: hỗ trợ được khoảng \(reached), đồng tiếp theo chỉ hiệu quả "
        + "bằng \(margin) đồng đầu tiên",
      en:
        "warning: \(place): the budget of \(reach.year), \(execution) × \(amount) billion VND / \(cost) "
        + "billion VND a firm, pays for \(paid) firms, but \(eligible) may apply and there are about "
        + "\(firms): it reaches about \(reached), and the next dong reaches \(margin) of what the first "
        + "does")
  }

  private func certificates(_ need: CertificateNeed) -> String {
    let needed = numbers.number(need.needed), without = numbers.number(need.uncertified)
    let founded = numbers.number(need.founded), held = numbers.number(need.certified)
    let target = need.target
    return language(
      vi:
        "cảnh báo: \(target.origin): `\(target.key)` (\(wish(target))) cần \(needed) chứng nhận mới ngoài "
        + "khoảng \(held) đã có, nhiều hơn số doanh nghiệp chưa đạt (\(without)) cộng số thành lập mới "
        + "(\(founded))",
      en:
        "warning: \(target.origin): `\(target.key)` (\(wish(target))) needs \(needed) certificates "
        + "beyond the \(held) there are, more than firms without one (\(without)) and firms founded "
        + "by then (\(founded))")
  }
}
