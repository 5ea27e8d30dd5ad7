import ReachModel
import Reporting

extension BriefMaker {
  /// What was put in: levers, then every uncertain input with its law and its source.
  var assumptionsSection: Brief.Section? {
    guard let study = runs.base.study else { return nil }
    var blocks: [Brief.Block] = [.paragraph(assumptionsSentence)]
    if !study.levers.isEmpty { blocks.append(.table(leverTable)) }
    if !scenario["conditions"]["scenario_path"].items.isEmpty {
      blocks += [
        .heading(language.say(vi: "Kịch bản đặt sẵn", en: "What the scenario sets")), path,
      ]
    }
    blocks.append(
      .details(
        language.say(
          vi: "Mọi đầu vào bất định và nguồn", en: "Every uncertain input with its source"),
        [.table(inputTable(study))] + (runs.base.citations.isEmpty ? [] : [.table(sourceTable)]),
        isPrinted: true))
    return Brief.Section(
      id: "assumptions",
      title: language.say(vi: "Giả định và nguồn", en: "Assumptions and sources"),
      blocks: blocks)
  }

  private var assumptionsSentence: Sentence {
    guard let prior = value("parameters.prior_driven"), let total = value("parameters.total"),
      let starts = value("parameters.starts")
    else { return "" }
    return language.say(
      vi:
        "\(prior)/\(total) đầu vào bất định chủ yếu theo giả định ban đầu, trong đó \(starts) là giá "
        + "trị đầu kỳ: đổi giả định thì kết quả đổi theo, và chưa có số liệu để kiểm chứng. Bảng "
        + "dưới đánh "
        + "dấu ◆ những đầu vào đó.",
      en: "\(prior) of \(total) uncertain inputs follow their priors, \(starts) of them starting "
        + "values: change the assumption and the answer changes, for no data object. They are "
        + "marked ◆ below.")
  }

  private var leverTable: Brief.Table {
    let levers = scenario["conditions"]["levers"].items
    let years = levers.first.map { $0["yearly"].items.count } ?? 0
    let planYear = scenario["plan_year"]
    let labels = runs.base.modelRoot["levers"].items
    return Brief.Table(
      language.say(vi: "Công cụ: số tiền chi mỗi năm", en: "Levers: what is spent a year"),
      [.init(language.say(vi: "Công cụ", en: "Lever"))]
        + (0..<years).map { .init(yearTitle($0, planYear), isNumber: true) }
        + [
          .init(language.say(vi: "đơn vị", en: "unit")),
          .init(language.say(vi: "căn cứ", en: "basis")),
          .init(language.say(vi: "tác động sau, quý", en: "acts after, quarters"), isNumber: true),
          .init(language.say(vi: "Nguồn", en: "Source")),
        ],
      levers.enumerated().map { place, lever in
        let label = labels.indices.contains(place) ? labels[place]["label"].name(language) : nil
        return [Sentence([label ?? lever.name("key")].compactMap { $0 })]
          + lever["spent"].items.map { amount in
            Sentence([amount.figure { numbers.compact($0) }].compactMap { $0 })
          } + [
            "\(.text(language.unit(lever["unit"].string ?? "")))",
            basis(lever["basis"].string ?? ""),
            Sentence([lever["lag_quarters"].figure { numbers.number($0) }].compactMap { $0 })
              + (lever["acts_within_horizon"].value.bool == false
                ? language.say(vi: " (chưa kịp tác động)", en: " (too late to act)") : ""),
            Sentence([lever.name("source")].compactMap { $0 }),
          ]
      })
  }

  /// The year that lies some years after that of the plan; of the plan's own the number is its source.
  private func yearTitle(_ offset: Int, _ planYear: Field) -> Sentence {
    guard let year = planYear.value.int else { return "" }
    let reference = planYear.reference
    let place = offset == 0 ? reference.item : "\(reference.item)+\(offset)"
    let figure = Figure(
      String(year + offset), Double(year + offset), .plain,
      Reference(run: reference.run, item: place))
    return "\(.figure(figure))"
  }

  private func basis(_ key: String) -> Sentence {
    switch LeverSetting.Basis(rawValue: key) {
    case .documented: language.say(vi: "có văn bản", en: "documented")
    case .assumed: language.say(vi: "giả định ◆", en: "assumed ◆")
    case .scenario: language.say(vi: "kịch bản đặt", en: "set by the scenario")
    case nil: ""
    }
  }

  private var path: Brief.Block {
    .list(
      scenario["conditions"]["scenario_path"].items.map { step in
        let parts = [
          step["path"].term(.scenarioStep), step["value"].term(.scenarioValue), step.name("source"),
        ].compactMap { $0 }
        return parts.map { "\($0)" as Sentence }.joined(": ")
      })
  }

  private func inputTable(_ study: Study) -> Brief.Table {
    let inputs = runs.base.modelRoot["uncertainties"].items
    let learnt = scenario["updates"].items.filter { $0["prior_driven"].value.bool == false }
      .compactMap { $0["parameter"].string }
    return Brief.Table(
      language.say(
        vi: "Đầu vào bất định: luật phân phối ban đầu, đơn vị, nguồn",
        en: "Uncertain inputs: prior, unit, source"),
      [
        .init(language.say(vi: "Đầu vào", en: "Input")), .init(language.say(vi: "Luật", en: "Law")),
        .init(language.say(vi: "Đơn vị", en: "Unit")),
        .init(language.say(vi: "Dựa trên", en: "Rests on")),
        .init(language.say(vi: "Nguồn", en: "Sources")),
        .init(language.say(vi: "Nơi ghi", en: "Stated at"), isPath: true),
      ],
      zip(study.uncertainties, inputs).enumerated().map { place, pair in
        let (input, field) = pair
        let isLearnt = learnt.contains(input.parameter.rawValue)
        return [
          Sentence([field["label"].name(language)].compactMap { $0 }),
          laws(input, place),
          "\(.text(language.unit(input.unit)))",
          isLearnt
            ? language.say(vi: "số liệu", en: "data")
            : input.isAssumed
              ? language.say(vi: "giả định ◆", en: "assumption ◆")
              : input.sources.contains { $0.hasPrefix("judged") }
                ? language.say(vi: "phán đoán ◆", en: "judgement ◆")
                : language.say(vi: "tài liệu ◆", en: "literature ◆"),
          field["sources"].items.compactMap { $0.term(.source) }.map { "\($0)" }.joined("; "),
          origin(field["origin"]),
        ]
      })
  }

  /// The laws of an input: one where all sectors or groups have the same, else each with its owner.
  private func laws(_ input: Uncertainty, _ place: Int) -> Sentence {
    func law(_ i: Int) -> Sentence {
      let reference = Reference(run: runs.base.name, item: "model.json#law/\(place)/\(i)")
      return "\(.name(lawText(input.priors[i], language), reference))"
    }
    guard let first = input.priors.first else {
      return language.say(vi: "do số liệu cho biết", en: "given by data")
    }
    guard input.priors.count > 1 else { return law(0) }
    if input.priors.allSatisfy({ $0 == first }) {
      return language.say(vi: "mỗi nhóm: \(law(0))", en: "each: \(law(0))")
    }
    let owners = owners(input.parameter)
    return input.priors.indices.map { i in
      owners.indices.contains(i) ? "\(owners[i]): \(law(i))" : law(i)
    }.joined("; ")
  }

  /// What the values of a parameter belong to, in their order.
  private func owners(_ parameter: Parameter) -> [Sentence] {
    let model = runs.base.modelRoot
    let items: [Field] =
      switch parameter.shape {
      case .single: []
      case .perSector: model["sectors"].items
      case .perGroup: model["levers"].items.filter { $0["kind"].string == "support" }
      }
    return items.map { Sentence([$0["label"].name(language)].compactMap { $0 }) }
  }

  /// What the ids among the sources stand for.
  private var sourceTable: Brief.Table {
    Brief.Table(
      language.say(vi: "Danh mục nguồn", en: "What the sources are"),
      [
        .init(language.say(vi: "Mã", en: "Id")), .init(language.say(vi: "Nguồn", en: "Source")),
        .init(language.say(vi: "Đã xem", en: "Seen")),
      ],
      runs.base.citations.indices.map { place in
        let citation = runs.base.citations[place]
        let row = Reference(run: runs.base.name, item: "trails.json#citations/\(place)")
        let text = Inline.name(citation.text, row)
        let isAddress = citation.url.hasPrefix("https://") || citation.url.hasPrefix("http://")
        let seen: Sentence =
          switch citation.seen {
          case .whole: language.say(vi: "toàn bộ", en: "whole")
          case .inPart: language.say(vi: "một phần", en: "in part")
          case .fromMemory: language.say(vi: "chưa xem, ghi theo trí nhớ", en: "no: from memory")
          }
        return [
          "\(.name(citation.id, row))",
          isAddress ? "\(.link(citation.url, [text]))" : "\(text)", seen,
        ]
      })
  }

  private func origin(_ field: Field) -> Sentence {
    guard let file = field.name("file"), let line = field["line"].figure({ String(Int($0)) })
    else { return "" }
    return "\(file):\(line)"
  }
}
