import Reporting

extension BriefMaker {
  /// Whether forecasts of what lies nearest to the targets have beaten doing nothing.
  var skillSection: Brief.Section? {
    let skills = scenario["skill"].items
    let title = language.say(
      vi: "Kiểm định ngược: dự báo có tốt hơn phương pháp đơn giản không?",
      en: "Back-test: does a forecast beat doing nothing?")
    var blocks: [Brief.Block] = [
      .paragraph(
        language.say(
          vi:
            "Chưa có dự báo nào về chính các chỉ tiêu được chấm điểm. Các chuỗi gần nhất được dự báo lại từ quá "
            + "khứ, như thể chưa biết kết quả, và so với dự báo đơn giản.",
          en:
            "No forecast of the targets themselves has been scored. The series nearest to them are forecast anew "
            + "from the past, as if what came were unknown, and held against naive forecasts."))
    ]
    if skills.isEmpty {
      blocks.append(
        .note(
          language.say(
            vi: "Lần chạy này không kèm kiểm định ngược.", en: "This run carries no back-test.")))
    }
    blocks.append(
      .list(
        skills.compactMap { skill in
          skill["sentence"].name(language).map { sentence in
            "\(.strong([skill.name("label", language)].compactMap { $0 })): \(sentence)"
          }
        }))
    if let record = runs.backtest {
      blocks.append(.table(backtestTable(record)))
      blocks += reliabilityCharts(record).map { .chart($0) }
    }
    return Brief.Section(id: "backtest", title: title, blocks: blocks)
  }

  private func backtestTable(_ record: RunRecord) -> Brief.Table {
    Brief.Table(
      language.say(
        vi:
          "Dự báo trước một năm, mọi tỉnh, mọi năm của lần kiểm định, kể cả các năm sau ngày dự báo "
          + "(CRPS: càng nhỏ càng tốt)",
        en:
          "One year ahead, all provinces, every year of the back-test, those after the date of the "
          + "forecast too (CRPS: less is better)"),
      [
        .init(language.say(vi: "Chuỗi", en: "Series")),
        .init(language.say(vi: "CRPS của Reach", en: "CRPS of Reach"), isNumber: true),
        .init(
          language.say(
            vi: "CRPS của dự báo đơn giản tốt nhất",
            en: "of the best naive "
              + "one"), isNumber: true),
        .init(language.say(vi: "tốt hơn", en: "better by"), isNumber: true),
        .init(language.say(vi: "số năm", en: "years"), isNumber: true),
        .init(language.say(vi: "kết luận", en: "claim")),
        .init(
          language.say(vi: "khoảng ", en: "intervals of ") + "\(share(80))"
            + language.say(vi: " chứa giá trị thật", en: " that held what came"), isNumber: true),
      ],
      record.root["series"].items.compactMap { series in
        guard let first = series["horizons"].items.first, let name = series.name("label", language)
        else {
          return nil
        }
        let skill = first["skill"],
          own = first["forms"].items.first { $0["form"].string == "reach" }
        let coverage = own?["intervals"].items.first { $0["level"].double == 0.8 }?["coverage"]
        return [
          "\(name)", number(skill["crps"]), number(skill["rival_crps"]), percent(skill["skill"]),
          Sentence([skill["difference"]["years"].figure { numbers.number($0) }].compactMap { $0 }),
          skill["claim"].value.bool == true
            ? language.say(vi: "hơn dự báo đơn giản", en: "better than naive")
            : language.say(vi: "chưa đủ để kết luận là hơn", en: "not enough to claim it"),
          coverage.map { percent($0["mean"]) } ?? "",
        ]
      })
  }

  private func number(_ field: Field) -> Sentence {
    Sentence([field.figure { numbers.significant($0) }].compactMap { $0 })
  }

  private func percent(_ field: Field) -> Sentence {
    Sentence([field.figure(.percent) { numbers.percent($0, decimals: 1) }].compactMap { $0 })
  }
}

extension Field {
  /// The label under a key.
  func name(_ key: String, _ language: Language) -> Inline? { self[key].name(language) }

  /// The text under a key, as it stands.
  func name(_ key: String) -> Inline? {
    let field = self[key]
    return field.string.map { .name($0, field.reference) }
  }
}
