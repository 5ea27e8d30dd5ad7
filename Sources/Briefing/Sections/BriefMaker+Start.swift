import Assessment
import Reporting

/// A fifth of the draws by where a target starts.
struct StartBand {
  let low: Finding
  let high: Finding
  let probability: Finding
  let range: Sentence
}

extension BriefMaker {
  /// P where a target starts low, high and between, in ascending order.
  func startBands(_ item: TargetItem) -> [StartBand] {
    item.field["by_start"].items.indices.compactMap { place in
      let id = "\(item.id).start.\(place + 1)"
      guard let low = base.find("\(id).low"), let high = base.find("\(id).high"),
        let p = base.find("\(id).probability"), let range = range(base, "\(id).low", "\(id).high")
      else { return nil }
      return StartBand(low: low, high: high, probability: p, range: range)
    }
  }

  /// How the answer depends on what nobody has counted yet.
  var startSection: Brief.Section? {
    let items = targets.filter { !startBands($0).isEmpty }
    guard !items.isEmpty else { return nil }
    return Brief.Section(
      id: "start",
      title: language.say(vi: "Phụ thuộc vào điểm xuất phát", en: "How it depends on the start"),
      blocks: [
        .paragraph(
          language.say(
            vi:
              "Các tương lai được chia thành các nhóm lớn gần bằng nhau theo giá trị đầu kỳ của "
              + "chính chỉ "
              + "tiêu đó: một cuộc đếm sẽ cho biết kế hoạch đứng ở nhóm nào.",
            en:
              "The futures are parted into groups of about equal size by where the target itself "
              + "starts: a "
              + "count would tell in which of them the plan stands."))
      ] + items.compactMap(startChart).map { .chart($0) } + [.table(startTable(items))])
  }

  private func startTable(_ items: [TargetItem]) -> Brief.Table {
    let count = items.map { startBands($0).count }.max() ?? 0
    let titles: [Sentence] = [
      language.say(vi: "thấp nhất", en: "lowest"), language.say(vi: "thấp", en: "low"),
      language.say(vi: "giữa", en: "middle"), language.say(vi: "cao", en: "high"),
      language.say(vi: "cao nhất", en: "highest"),
    ]
    return Brief.Table(
      language.say(
        vi: "Xác suất đạt theo giá trị đầu kỳ của chính chỉ tiêu",
        en: "Probability by the target's own starting value"),
      [.init(language.say(vi: "Chỉ tiêu", en: "Target"))]
        + (0..<count).map { .init(count == titles.count ? titles[$0] : "", isNumber: true) },
      items.map { item in
        let cells = startBands(item).map { band -> Sentence in
          "\(band.range): \(base.value(band.probability))"
        }
        return [question(item)] + cells + Array(repeating: "", count: count - cells.count)
      })
  }
}
