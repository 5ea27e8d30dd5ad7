import Assessment
import NumericKernels
import ReachModel
import Simulation

/// Writes how wrong the assumptions must be.
struct TurningSections {
  let discovery: ScenarioDiscovery
  let language: Language

  private var numbers: NumberStyle { NumberStyle(language) }
  private var inputs: [UncertainInput] { discovery.columns.compactMap(\.input) }

  func write(to page: inout Page) {
    guard let turning = discovery.turning else { return }
    page.paragraph(
      language(
        vi: "Các giả định phải sai đến mức nào để kết cục đổi chiều?",
        en: "How wrong must the assumptions be to turn the outcome?"))
    switch turning {
    case .found(let turning): write(turning, to: &page)
    case .alreadyThere(let probability, _):
      page.list([
        language(
          vi:
            "Không cần sai: với mọi giả định ở trung tâm, xác suất đạt đã là \(percent(probability)).",
          en:
            "Not at all: with every assumption at its centre P is \(percent(probability)) already.")
      ])
    case .outOfReach(_, let probability):
      page.list([
        language(
          vi:
            "Không tổ hợp nào trong vòng 4 độ lệch chuẩn làm kết cục đổi chiều; xa nhất có thể đến "
            + "\(percent(probability)).",
          en: "No combination within 4 prior standard deviations turns it; P comes to "
            + "\(percent(probability)) at most.")
      ])
    case .oneSided, .noSurrogate:
      page.list([
        language(
          vi: "Không trả lời được: gần như mọi lần mô phỏng có cùng kết cục.",
          en: "Cannot be said: nearly all draws have the same outcome.")
      ])
    }
  }

  private func percent(_ value: Double) -> String { numbers.share(value) }

  private func write(_ turning: Turning, to page: inout Page) {
    let distance = numbers.number(
      turning.nearest.distance, error: z975 * turning.nearest.standardError)
    page.list(
      [
        language(
          vi:
            "Mô hình thay thế: với mọi giả định ở trung tâm, xác suất đạt là \(percent(turning.centre)); tổ hợp "
            + "gần nhất mà đạt và không đạt ngang nhau cách \(distance) độ lệch chuẩn của giả định.",
          en:
            "By a surrogate: with every assumption at its centre P is \(percent(turning.centre)); the nearest "
            + "combination at which success and failure are equally likely lies \(distance) prior standard "
            + "deviations away.")
      ] + [simulated].compactMap(\.self) + turning.fewest.map(sparse)
        + [turning.check.map(check)].compactMap(\.self))
    page.table(table(turning.nearest))
  }

  /// What the model itself says of the point.
  private var simulated: String? {
    discovery.chanceThere.map { chance in
      let there = numbers.percent(chance.value, error: chance.error)
      let isConfirmed = (chance.value - 0.5).magnitude <= 0.1
      return language(
        vi: "Mô phỏng tại tổ hợp đó: xác suất đạt \(there)"
          + (isConfirmed ? "." : "; mô hình thay thế không đúng ở đó, chỉ nên coi là hướng."),
        en: "Simulated at that combination: P = \(there)"
          + (isConfirmed ? "." : "; the surrogate is wrong there, so take it as a direction only."))
    }
  }

  /// The answer with few inputs moved; what moves with them is listed too.
  private func sparse(_ point: TurningPoint) -> String {
    let distance = numbers.number(point.distance, decimals: 2)
    let moved = zip(inputs, point.scores).filter { $0.1.magnitude > 0.005 }.map { input, score in
      let value = text.value(known(input, at: score), unit: input.unit)
      return "\(language(input.label)) \(value) (\(numbers.signed(score, decimals: 1)))"
    }
    return language(
      vi:
        "Chỉ đổi \(point.movedCount) giả định, các giả định khác ở trung tâm (cách \(distance)): "
        + moved.joined(separator: "; "),
      en:
        "With \(point.movedCount) moved only, the others at their centre (\(distance) away): "
        + moved.joined(separator: "; ")
    )
  }

  private func check(_ check: LocalCheck) -> String {
    let observed = numbers.percent(check.observed, error: check.error)
    return language(
      vi:
        "Kiểm tra: \(numbers.number(Double(check.draws))) lần mô phỏng gần đó, không dùng để khớp, đạt "
        + "\(observed); mô hình thay thế cho \(percent(check.predicted))"
        + (check.agrees ? "." : ": không khớp, chỉ nên coi là hướng."),
      en:
        "Check: of \(numbers.number(Double(check.draws))) draws near there that had no part in the fit "
        + "\(observed) succeed; the surrogate says \(percent(check.predicted))"
        + (check.agrees ? "." : ": it does not fit there, so take it as a direction only."))
  }

  /// Inputs that move by a tenth of a standard deviation or more, the farthest first.
  private func table(_ point: TurningPoint) -> TextTable {
    var table = TextTable([
      .init(language(vi: "giả định", en: "assumption"), wraps: true),
      .init(language(vi: "đơn vị", en: "unit"), wraps: true),
      .init(language(vi: "trung tâm", en: "centre"), .right),
      .init(language(vi: "tại đó", en: "there"), .right),
      .init(language(vi: "độ lệch chuẩn", en: "prior sds"), .right),
    ])
    let moved = zip(inputs, point.scores).filter { $0.1.magnitude >= 0.1 }.sorted {
      $0.1.magnitude > $1.1.magnitude
    }
    for (input, score) in moved.prefix(12) {
      table.append([
        language(input.label), text.name(of: input.unit),
        text.number(known(input, at: 0), unit: input.unit),
        text.number(known(input, at: score), unit: input.unit),
        numbers.signed(score, decimals: 2),
      ])
    }
    return table
  }

  private var text: InputText { InputText(language) }

  private func known(_ input: UncertainInput, at score: Double) -> Double {
    input.value.distribution.quantile(normalCDF(score))
  }
}
