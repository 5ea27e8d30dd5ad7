import Reporting

extension BriefMaker {
  /// What data taught: the learning ratio of every parameter that they speak about.
  var learningSection: Brief.Section? {
    let updates = scenario["updates"].items
    guard !updates.isEmpty else { return nil }
    return Brief.Section(
      id: "learning",
      title: language.say(
        vi: "Số liệu làm thay đổi giả định đến đâu", en: "How much the data taught"),
      blocks: [
        .paragraph(
          language.say(
            vi:
              "Tỷ lệ học là phần phương sai ban đầu mà số liệu đã xoá đi: không là hoàn toàn theo "
              + "giả định, một là hoàn toàn theo số liệu. Số âm: số liệu làm phân phối rộng ra.",
            en: "The learning ratio is the part of the prior variance that data removed: none of "
              + "it is prior alone, all of it is data alone. A negative one: data made the law "
              + "wider.")),
        .table(learningTable(updates)),
      ] + conflicts)
  }

  /// Where data moved a parameter further than its prior allows for.
  private var conflicts: [Brief.Block] {
    let items = scenario["prior_conflicts"].items
    guard !items.isEmpty else { return [] }
    func number(_ field: Field) -> Sentence {
      Sentence([field.figure { numbers.significant($0) }].compactMap { $0 })
    }
    let sentences = items.map { item -> Sentence in
      let (before, after) = (number(item["prior_mean"]), number(item["posterior_mean"]))
      let shift = Sentence(
        [item["shift_prior_sds"].figure(.size) { numbers.number($0.magnitude, decimals: 1) }]
          .compactMap { $0 })
      return language.say(
        vi:
          "\(parameterName(item)): trung bình đi từ \(before) đến \(after), \(shift) độ lệch chuẩn "
          + "của giả định ban đầu.",
        en: "\(parameterName(item)): the mean went from \(before) to \(after), \(shift) prior "
          + "standard deviations.")
    }
    return [
      .heading(
        language.say(
          vi: "Giả định và số liệu mâu thuẫn", en: "Where prior and data contradict each other")),
      .list(sentences),
    ]
  }

  private func isConflict(_ update: Field) -> Bool {
    scenario["prior_conflicts"].items.contains {
      $0["parameter"].string == update["parameter"].string
    }
  }

  /// The parameter of an entry of the verdict, by its label and its letter.
  private func parameterName(_ field: Field) -> Sentence {
    let own = runs.base.modelRoot["uncertainties"].items.first {
      $0["parameter"].string == field["parameter"].string
    }
    return [own?["label"].name(language), field.name("parameter")].compactMap { $0 }
      .map { "\($0)" as Sentence }.joined(", ")
  }

  private func learningTable(_ updates: [Field]) -> Brief.Table {
    func number(_ field: Field) -> Sentence {
      Sentence([field.figure { numbers.significant($0) }].compactMap { $0 })
    }
    return Brief.Table(
      language.say(
        vi: "Tham số có số liệu nói tới", en: "Parameters that data speak about"),
      [
        .init(language.say(vi: "Tham số", en: "Parameter")),
        .init(language.say(vi: "trung bình ban đầu", en: "prior mean"), isNumber: true),
        .init(language.say(vi: "độ lệch chuẩn", en: "sd"), isNumber: true),
        .init(language.say(vi: "sau khi có số liệu", en: "posterior mean"), isNumber: true),
        .init(language.say(vi: "độ lệch chuẩn", en: "sd"), isNumber: true),
        .init(language.say(vi: "tỷ lệ học", en: "learning ratio"), isNumber: true),
        .init(language.say(vi: "Kết luận", en: "Verdict")),
      ],
      updates.map { update in
        [
          parameterName(update), number(update["prior"]["mean"]), number(update["prior"]["sd"]),
          number(update["posterior"]["mean"]), number(update["posterior"]["sd"]),
          Sentence(
            [update["learning_ratio"].figure { numbers.number($0, decimals: 2) }].compactMap { $0 }),
          isConflict(update)
            ? language.say(vi: "mâu thuẫn với số liệu ◆", en: "contradicted by data ◆")
            : update["basis"].string == "derived"
              ? language.say(vi: "tính từ số liệu", en: "derived from data")
              : update["prior_driven"].value.bool == true
                ? language.say(vi: "theo giả định ◆", en: "prior-driven ◆")
                : language.say(vi: "học từ số liệu", en: "learnt from data"),
        ]
      })
  }
}
