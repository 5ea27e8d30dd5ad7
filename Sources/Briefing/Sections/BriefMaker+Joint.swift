import Assessment
import Reporting

extension BriefMaker {
  /// Whether the targets help or hinder one another.
  var jointSection: Brief.Section? {
    guard let joint = base.find("joint.probability"), let alone = base.find("joint.if_independent")
    else { return nil }
    let together = base.value(joint), product = base.percent(alone, decimals: 1)
    let difference = joint.value - alone.value
    let relation =
      difference.magnitude <= (joint.error ?? 0)
      ? language.say(
        vi: "Các chỉ tiêu hầu như không liên quan với nhau.",
        en: "The targets have next to nothing to do with one another.")
      : difference > 0
        ? language.say(
          vi: "Các chỉ tiêu thường cùng đạt hoặc cùng không đạt.",
          en: "The targets tend to be met, or missed, together.")
        : language.say(
          vi: "Đạt chỉ tiêu này làm chỉ tiêu khác khó đạt hơn.",
          en: "Meeting one makes another harder to meet.")
    let least = targets.compactMap { item in
      base.find("\(item.id).probability").map { (item, $0) }
    }.min { $0.1.value < $1.1.value }
    let binding = least.map { item, p in
      language.say(
        vi: " Chỉ tiêu khó đạt nhất: \(question(item)), \(base.value(p)).",
        en: " The hardest to meet: \(question(item)), \(base.value(p)).")
    }
    return Brief.Section(
      id: "joint", title: language.say(vi: "Đạt tất cả các chỉ tiêu", en: "All together"),
      blocks: [
        .paragraph(
          language.say(
            vi:
              "Xác suất đạt tất cả các chỉ tiêu trong cùng một tương lai là \(together); nếu "
              + "chúng độc lập với nhau thì là \(product). \(relation)",
            en: "All targets are met in the same future with a probability of \(together); were "
              + "they independent, it would be \(product). \(relation)") + (binding ?? ""))
      ])
  }
}
