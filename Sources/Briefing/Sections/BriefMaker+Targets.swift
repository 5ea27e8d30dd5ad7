import Assessment
import ReachModel
import Reporting

extension BriefMaker {
  /// The table of targets and the scale of words.
  var targetsSection: Brief.Section? {
    Brief.Section(
      id: "targets", title: language.say(vi: "Các chỉ tiêu", en: "The targets"),
      blocks: [.table(targetTable), .table(scaleTable), .note(errorNote)])
  }

  private var targetTable: Brief.Table {
    let columns: [Brief.Table.Column] = [
      .init(language.say(vi: "Chỉ tiêu", en: "Target")),
      .init(language.say(vi: "Xác suất đạt", en: "Probability"), isNumber: true),
      .init(language.say(vi: "Mức khả năng", en: "In words")),
      .init(language.say(vi: "Khoảng theo tham số", en: "Range over parameters"), isNumber: true),
      .init(language.say(vi: "Trung vị", en: "Median"), isNumber: true),
      .init(language.say(vi: "Trung bình", en: "Mean"), isNumber: true),
      .init(language.say(vi: "Độ lệch chuẩn", en: "Standard deviation"), isNumber: true),
      .init(share(80) + language.say(vi: " số tương lai", en: " of futures"), isNumber: true),
      .init(
        language.say(vi: "Phương sai do tham số", en: "Variance from parameters"), isNumber: true),
    ]
    var rows = targets.map { item -> [Sentence] in
      [
        question(item), value("\(item.id).probability") ?? "",
        base.find("\(item.id).probability").map { "\(base.word($0))" } ?? "",
        range(base, "\(item.id).parameter_range.low", "\(item.id).parameter_range.high") ?? "",
        value("\(item.id).median") ?? "", value("\(item.id).mean") ?? "",
        deviation(item) ?? "",
        range(base, "\(item.id).interval80.low", "\(item.id).interval80.high") ?? "",
        value("\(item.id).parameter_share") ?? "",
      ]
    }
    if let joint = base.find("joint.probability") {
      rows.append(
        [
          language.say(vi: "Tất cả các chỉ tiêu", en: "All targets together"),
          "\(base.value(joint))", "\(base.word(joint))",
          range(base, "joint.parameter_range.low", "joint.parameter_range.high") ?? "",
        ] + Array(repeating: "", count: 5))
    }
    return Brief.Table(
      language.say(
        vi: "Xác suất đạt từng chỉ tiêu và dự báo", en: "Probability and forecast of each target"),
      columns, rows)
  }

  /// The standard deviation; of a share or a rate in percentage points, since it is a difference.
  private func deviation(_ item: TargetItem) -> Sentence? {
    guard let found = base.find("\(item.id).sd"), !item.isCount else {
      return value("\(item.id).sd")
    }
    let points = base.number(found, .points) { numbers.number($0 * 100, decimals: 1) }
    return language.say(vi: "\(points) điểm phần trăm", en: "\(points) percentage points")
  }

  /// The one scale from which every word is taken.
  private var scaleTable: Brief.Table {
    let words = LikelihoodWord.allCases.reversed()
    return Brief.Table(
      language.say(
        vi: "Thang từ ngữ (theo IPCC): mỗi từ là một khoảng xác suất",
        en: "The scale of words (after the IPCC): each stands for a range of probability"),
      [
        .init(language.say(vi: "Từ ngữ", en: "Word")),
        .init(language.say(vi: "Xác suất từ", en: "Probability from"), isNumber: true),
        .init(language.say(vi: "đến", en: "to"), isNumber: true),
      ],
      words.map { word in
        [
          "\(Inline.word(word, probability: word.lowest, .method("likelihood scale")))",
          level(word.lowest),
          word.end < 1
            ? language.say(vi: "dưới \(level(word.end))", en: "below \(level(word.end))")
            : level(word.end),
        ]
      })
  }

  private func level(_ probability: Double) -> Sentence {
    let text = numbers.percent(probability)
    return "\(.figure(Figure(text, probability, .percent, .method("likelihood scale"))))"
  }

  private var errorNote: Sentence {
    language.say(
      vi:
        "Số sau dấu ± là nửa khoảng tin cậy \(share(95)) của phép mô phỏng, không phải độ bất "
        + "định của dự báo. Khoảng theo tham số: từ phân vị \(share(5)) đến \(share(95)) của "
        + "xác suất khi các tham số chưa biết thay đổi.",
      en: "What follows ± is half of the \(share(95)) interval of the simulation, not the "
        + "uncertainty of the forecast. Range over parameters: from the \(share(5)) to the "
        + "\(share(95)) point of the probability as what is not known of the parameters varies.")
  }
}

private func + (a: Inline, b: Sentence) -> Sentence { "\(a)\(b)" }
