import Assessment
import Reporting

/// What P of a target hangs on: the bars of a tornado, the longest first.
struct TornadoFigures {
  struct Bar {
    let label: Sentence
    let low: Finding
    let high: Finding
    let swing: Finding
    /// The input's values at the ends, with their unit.
    let lowValue: Sentence
    let highValue: Sentence
    /// As it stands behind them.
    let unit: String
  }

  let item: TargetItem
  /// Of the run that has the tornado.
  let figures: FindingFigures
  /// Of inputs whose swing is beyond its error.
  let bars: [Bar]
}

extension BriefMaker {
  /// A tornado for every target that a sensitivity run of the scenario tells of.
  var tornados: [TornadoFigures] {
    let record = runs.analyses("sensitivity").first { record in
      record.findings.contains { $0.id.contains(".tornado.") }
    }
    guard let record else { return [] }
    let figures = FindingFigures(record, language)
    return targets.compactMap { tornado($0, figures) }
  }

  private func tornado(_ item: TargetItem, _ figures: FindingFigures) -> TornadoFigures? {
    let start = "sensitivity.\(item.key).probability.tornado.", end = ".swing"
    let keys = figures.record.findings.filter {
      $0.id.hasPrefix(start) && $0.id.hasSuffix(end)
    }.map { String($0.id.dropFirst(start.count).dropLast(end.count)) }
    guard !keys.isEmpty else { return nil }
    let bars = keys.compactMap { key in bar(key, start + key, figures) }
    let telling = bars.filter { $0.swing.value.magnitude > ($0.swing.error ?? 0) }
    return TornadoFigures(
      item: item, figures: figures,
      bars: telling.sorted { $0.swing.value.magnitude > $1.swing.value.magnitude })
  }

  private func bar(_ key: String, _ id: String, _ figures: FindingFigures) -> TornadoFigures.Bar? {
    guard let low = figures.find("\(id).low"), let high = figures.find("\(id).high"),
      let swing = figures.find("\(id).swing")
    else { return nil }
    let ends = ["low", "high"].map { figures.find("sensitivity.inputs.\(key).\($0)") }
    let name = language(low.label)
    let reference = figures.reference(low)
    return TornadoFigures.Bar(
      label: "\(.name(name.beforeLastColon, reference))", low: low, high: high, swing: swing,
      lowValue: ends[0].map { input($0, figures) } ?? "",
      highValue: ends[1].map { input($0, figures) } ?? "",
      unit: ends[0].map { InputText(language).name(of: $0.unit.name) } ?? "")
  }

  /// The value of an input in its unit.
  func input(_ finding: Finding, _ figures: FindingFigures) -> Sentence {
    let unit = finding.unit.name, text = InputText(language)
    let figure = figures.number(
      finding, InputText.isInHundredths(unit) ? .percent : .plain
    ) { text.number($0, unit: unit) }
    let name = text.name(of: unit)
    return name.isEmpty ? "\(figure)" : "\(figure) \(.text(name))"
  }

  /// What the answer hangs on.
  var sensitivitySection: Brief.Section? {
    let tornados = tornados.filter { !$0.bars.isEmpty }
    let title = language.say(vi: "Kết quả phụ thuộc vào điều gì", en: "What the answer hangs on")
    guard !tornados.isEmpty else {
      return missing("sensitivity", title, "reach sensitivity")
    }
    return Brief.Section(
      id: "sensitivity", title: title,
      blocks: [
        .paragraph(
          language.say(
            vi:
              "Mỗi thanh cho biết xác suất đạt chỉ tiêu nếu biết chắc một đầu vào ở phân vị "
              + "\(share(5)) hoặc \(share(95)) của nó, các đầu vào khác vẫn bất định; đầu vào "
              + "có tương quan đổi theo.",
            en: "Each bar tells the probability if one input were known to be at its \(share(5)) "
              + "or \(share(95)) point, the others still uncertain; what is correlated with it "
              + "moves along."))
      ]
        + tornados.flatMap { tornado -> [Brief.Block] in
          [.heading(question(tornado.item))]
            + [tornadoChart(tornado)].compactMap { $0 }.map { .chart($0) } + [
              .details(
                language.say(vi: "Bảng số liệu", en: "The numbers"), [.table(table(tornado))])
            ]
        })
  }

  static var tornadoRows: Int { 12 }

  private func table(_ tornado: TornadoFigures) -> Brief.Table {
    let figures = tornado.figures
    return Brief.Table(
      language.say(
        vi: "Xác suất đạt khi biết chắc một đầu vào", en: "Probability with one input known"),
      [
        .init(language.say(vi: "Đầu vào", en: "Input")),
        .init(language.say(vi: "mức thấp", en: "low value"), isNumber: true),
        .init(language.say(vi: "mức cao", en: "high value"), isNumber: true),
        .init(language.say(vi: "xác suất ở mức thấp", en: "probability at low"), isNumber: true),
        .init(language.say(vi: "xác suất ở mức cao", en: "probability at high"), isNumber: true),
        .init(language.say(vi: "chênh, điểm", en: "swing, points"), isNumber: true),
      ],
      tornado.bars.prefix(Self.tornadoRows).map { bar in
        [
          bar.label, bar.lowValue, bar.highValue, "\(figures.value(bar.low))",
          "\(figures.value(bar.high))", "\(figures.points(bar.swing))",
        ]
      })
  }

  /// A section that a run is missing for: what it would tell, and the command that makes it.
  func missing(_ id: String, _ title: Sentence, _ command: Sentence) -> Brief.Section {
    let scenario = Sentence([runs.base.scenario["name"].name(language)].compactMap { $0 })
    return Brief.Section(
      id: id, title: title,
      blocks: [
        .note(
          language.say(
            vi: "Chưa có lần chạy nào cho phần này. Lệnh: \(command) \(scenario)",
            en: "No run was given for this part. It is made by: \(command) \(scenario)"))
      ], isMissing: true)
  }
}

extension String {
  /// What stands before the last colon: the thing of which a label names a number.
  var beforeLastColon: String {
    guard let colon = lastIndex(of: ":") else { return self }
    return String(self[..<colon])
  }
}
