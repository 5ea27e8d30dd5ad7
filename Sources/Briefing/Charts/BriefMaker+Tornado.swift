import Assessment
import Reporting

extension BriefMaker {
  func tornadoChart(_ tornado: TornadoFigures) -> ReportChart? {
    let item = tornado.item, figures = tornado.figures
    guard let p = base.find("\(item.id).probability"), !tornado.bars.isEmpty else { return nil }
    let title = language.say(
      vi: "\(question(item)): điều gì làm xác suất thay đổi",
      en: "\(question(item)): what moves the probability")
    let told = tornado.bars.prefix(3).map { bar -> Sentence in
      let low = figures.value(bar.low), high = figures.value(bar.high)
      return language.say(
        vi: "\(bar.label): từ \(low) khi ở \(bar.lowValue) đến \(high) khi ở \(bar.highValue)",
        en: "\(bar.label): from \(low) at \(bar.lowValue) to \(high) at \(bar.highValue)")
    }.joined("; ")
    let chart = TornadoChart(
      tornado.bars.map(row), base: p.value, limit: Self.tornadoRows,
      quantity: language(vi: "xác suất đạt", en: "probability"))
    let shown = tornado.bars.prefix(Self.tornadoRows)
    return reportChart(
      "tornado-\(item.key)",
      ChartWords(
        title: title,
        caption: language.say(
          vi: "Ghi ở hai đầu thanh: giá trị của đầu vào.",
          en: "Written at the ends of a bar: the input's values."),
        description: language.say(
          vi: "\(title). Mức cơ sở \(base.value(p)). Nhiều nhất là \(told).",
          en: "\(title). As it is, \(base.value(p)). Most of all \(told)."),
        labels: shown.flatMap { [$0.label, $0.lowValue, $0.highValue] } + [chance(p, base)]
          + others(tornado), ids: shown.map(\.swing.id))
    ) { chart.chart($0, $1, $2) }
  }

  private func row(_ bar: TornadoFigures.Bar) -> TornadoChart.Row {
    let isLong = bar.unit.count > Self.longestUnit
    func end(_ text: Sentence) -> String {
      let whole = text.plain(language)
      return isLong ? String(whole.dropLast(bar.unit.count + 1)) : whole
    }
    return TornadoChart.Row(
      bar.label.plain(language) + (isLong ? " (\(bar.unit))" : ""), low: bar.low.value,
      high: bar.high.value, lowInput: end(bar.lowValue), highInput: end(bar.highValue),
      id: bar.swing.id)
  }

  /// How many inputs are left out, and how far the first of them moves the probability.
  private func others(_ tornado: TornadoFigures) -> [Sentence] {
    guard tornado.bars.count > Self.tornadoRows else { return [] }
    let first = tornado.bars[Self.tornadoRows].swing, figures = tornado.figures
    let all = Double(tornado.bars.count - Self.tornadoRows)
    let pattern = "sensitivity.\(tornado.item.key).probability.tornado.*.swing"
    let count = Figure(
      String(Int(all)), all, .plain,
      Reference(
        run: figures.record.name,
        item: "number of findings.csv:\(first.scenario):\(pattern)+-\(Self.tornadoRows)"))
    let swing = figures.number(first, .sizeInPoints) {
      numbers.number($0.magnitude * 100, decimals: 1)
    }
    return ["\(.figure(count))", "\(swing)"]
  }

  /// Letters of a unit that may stand at the ends of a bar; a longer one is said once, with the name.
  private static var longestUnit: Int { 12 }
}
