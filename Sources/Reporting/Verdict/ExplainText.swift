package import Assessment
import Econometrics
import PanelData
import ReachModel

/// The trail of one number: formula, target, parameters in use, start, draws.
///
/// The finding is of a forecast of `fitted`, and the run is the one that made its draws.
package func explainText(
  _ finding: Finding, _ fitted: FittedModel, run: RunLabel, language: Language, width: Int = 100,
  isTerminal: Bool = false
) -> String {
  ExplainSections(finding: finding, fitted: fitted, run: run, language: language)
    .page.text(width: width, isTerminal: isTerminal)
}

private struct ExplainSections {
  let finding: Finding
  let fitted: FittedModel
  let run: RunLabel
  let language: Language

  var study: Study { fitted.study }
  var fit: FitReport { fitted.fit }
  var numbers: NumberStyle { NumberStyle(language) }

  var page: Page {
    var page = Page()
    page.add(.title("\(finding.id) = \(numbers.value(finding)) [\(finding.unit.name)]"))
    page.paragraph(
      "\(language(finding.label)) (\(study.name)); "
        + language(vi: "giá trị đầy đủ ", en: "in full ")
        + "\(finding.value)"
        + (finding.error.map { language(vi: ", sai số 95 % ", en: ", 95 % error ") + "\($0)" } ?? "")
    )
    formula(to: &page)
    if let target { write(target, to: &page) }
    fed(to: &page)
    priors(to: &page)
    starts(to: &page)
    draws(to: &page)
    return page
  }

  /// The parts of the id: kind, key, rest.
  private var parts: [String] { finding.id.split(separator: ".").map(String.init) }

  private var target: Target? {
    guard parts.count > 1, parts[0] == "targets" else { return nil }
    return study.targets.first { $0.key == parts[1] }
  }

  private var outcome: Outcome? {
    if let target { return target.outcome }
    return parts.count > 1 && parts[0] == "outcomes" ? Outcome(rawValue: parts[1]) : nil
  }

  private func formula(to page: inout Page) {
    page.heading(language(vi: "Công thức", en: "Formula"))
    page.list([howCounted] + (outcome.map { [$0.formula(language)] } ?? []))
  }

  private var howCounted: String {
    switch finding.unit {
    case .probability where parts.last == "difference":
      language(
        vi:
          "P ở đây trừ P của kịch bản đầu, cùng các cú sốc; sai số từ các lần mô phỏng khác nhau.",
        en: "P here less P in the first scenario under the same shocks; error from the draws in "
          + "which the two disagree.")
    case .probability where parts.last == "if_independent":
      language(vi: "tích các P của từng chỉ tiêu.", en: "the product of the targets' P.")
    case .probability:
      language(
        vi:
          "số lần mô phỏng đạt / tổng số; sai số là nửa độ rộng khoảng Wilson 95 %; khoảng theo tham "
          + "số là 5 đến 95 % của P trong thiết kế lồng, đã trừ nhiễu bên trong.",
        en: "hits / draws; the error is half the 95 % Wilson interval; a range over parameters is "
          + "5 to 95 % of P in the nested design, inner noise removed.")
    default: howComputed
    }
  }

  /// What stands behind a finding that is no probability.
  private var howComputed: String {
    switch (parts.first, parts.last) {
    case ("targets", "threshold"), ("levers", _):
      language(vi: "giá trị ghi trong kịch bản.", en: "the value that the scenario sets.")
    case ("targets", "distance"):
      language(
        vi: "(trung bình - ngưỡng) / độ lệch chuẩn, dấu theo chiều của chỉ tiêu.",
        en: "(mean - threshold) / sd, signed so that above 0 is on the wanted side.")
    case ("targets", "parameter_share"):
      language(
        vi: "tương quan giữa hai lần mô phỏng cùng tham số và khác cú sốc.",
        en: "the correlation between two draws with equal parameters and different shocks.")
    case ("targets", _) where parts.contains("base_rate"):
      language(
        vi: "số cửa sổ tăng trưởng đã công bố của toàn ngành chế biến, chế tạo (đại diện).",
        en: "a count of published growth windows of all manufacturing (a proxy).")
    case ("targets", _) where parts.contains("start"):
      language(
        vi: "biên của một phần năm số lần mô phỏng, xếp theo giá trị đầu kỳ.",
        en: "an end of one of five equal bands of draws, ordered by the start.")
    case ("parameters", "prior_mean"), ("parameters", "posterior_mean"):
      language(vi: "trung bình trên thang của tham số.", en: "a mean on the parameter's own scale.")
    case ("parameters", "shift"):
      language(
        vi: "(trung bình sau số liệu - trung bình giả định ban đầu) / độ lệch chuẩn giả định ban "
          + "đầu; quá 2 là mâu thuẫn.",
        en: "(posterior mean - prior mean) / prior sd; beyond 2 the two contradict each other.")
    case ("parameters", "learning_unbounded"):
      language(
        vi: "như tỷ lệ học, nhưng trên thang không chặn, nơi giả định ban đầu và số liệu kết hợp.",
        en: "as the learning ratio, on the unbounded scale on which prior and data combine.")
    case ("parameters", "flagged_cells"):
      language(vi: "đếm trong bảng số liệu.", en: "a count over the panel's file.")
    case ("parameters", "learning"):
      language(
        vi:
          "tỷ lệ học = 1 - Var(sau số liệu)/Var(giả định ban đầu); dưới 0,2 là theo giả định ban đầu.",
        en: "learning ratio = 1 - Var(posterior)/Var(prior); below 0.2 is prior-driven.")
    case ("parameters", _), ("joint", _):
      language(vi: "đếm trong kịch bản.", en: "a count over the scenario.")
    case ("design", _):
      language(vi: "cỡ của lần chạy.", en: "the size that the run was asked for.")
    case ("identity", _):
      language(
        vi: "S1/S0 = (1+g_SI)(1+pi_SI)/((1+g_M)(1+pi_M)); trung bình log qua các lần mô phỏng.",
        en: "S1/S0 = (1+g_SI)(1+pi_SI)/((1+g_M)(1+pi_M)); mean of logs over draws.")
    default:
      language(
        vi: "thống kê của kết quả qua các lần mô phỏng (phân vị: x nhỏ nhất có F(x) >= p).",
        en: "a statistic of the outcome over the draws (a quantile is the smallest x with "
          + "F(x) >= p).")
    }
  }

  private func write(_ target: Target, to page: inout Page) {
    page.heading(language(vi: "Chỉ tiêu", en: "Target"))
    page.list([
      "\(target.key): \(target.outcome.rawValue) \(target.comparison.rawValue) \(target.threshold), "
        + "\(target.year), \(place(target.origin))",
      language(vi: "nguồn: ", en: "source: ") + target.source,
    ])
  }

  /// Parameters that data moved: estimate, coefficients and rows.
  private func fed(to page: inout Page) {
    page.heading(language(vi: "Đầu vào có số liệu", en: "Inputs fed by data"))
    page.list(fit.updates.map { "\($0.parameter): \(language($0.formula)) [\($0.estimateID)]" })
    page.list(fit.estimates.filter { used.contains($0.id) }.flatMap(evidence))
    if used.contains("commitments") { page.list(fit.commitments.map(line)) }
    guard used.contains("manufacturing_growth"), let growth = fit.growth else { return }
    page.list(
      growth.windows.flatMap { window in
        window.facts.map { fact in
          "\(fact.origin.file):\(fact.origin.line) \(fact.series) \(fact.year) \(fact.period) = "
            + "\(fact.value) (\(fact.published))"
        }
      })
  }

  /// A year's commitments with its rows.
  private func line(_ year: YearlyCommitments) -> String {
    let rows = year.cells.map { place($0.origin) }.joined(separator: ", ")
    return "\(rows) commitments \(year.year) = \(numbers.number(year.amount, decimals: 1))"
  }

  private var used: Set<String> { Set(fit.updates.map(\.estimateID)) }

  private func evidence(_ estimate: Estimate) -> [String] {
    let coefficients = estimate.coefficients.map {
      "\($0.name) b = \(numbers.significant($0.value)) (SE \(numbers.significant($0.standardError)))"
    }
    let data = estimate.dataRanges.map {
      "\($0.file):\($0.firstLine)-\($0.lastLine) (\($0.variable))"
    }
    return [
      "\(estimate.id): \(estimate.dependent); " + coefficients.joined(separator: "; "),
      language(vi: "số liệu: ", en: "data: ") + data.joined(separator: ", "),
    ]
  }

  private func priors(to page: inout Page) {
    let updated = Set(fit.updates.map(\.parameter))
    let rest = study.uncertainties.filter {
      !updated.contains($0.parameter.rawValue) && !$0.parameter.isStart
    }
    page.heading(
      language(vi: "Đầu vào theo giả định ban đầu", en: "Inputs that follow their priors"))
    page.list(lines(rest))
  }

  private func starts(to page: inout Page) {
    page.heading(
      language(vi: "Giả định đầu kỳ và đầu vào cố định", en: "Starts and fixed inputs, assumed"))
    page.list(lines(study.uncertainties.filter(\.parameter.isStart)))
    page.list(
      study.assumptions.map { "\($0.path) = \($0.text), \(place($0.origin)): \($0.source)" })
    page.list(
      study.levers.map { lever in
        let amounts = lever.yearly.map { numbers.compact($0) }.joined(separator: ", ")
        return "\(lever.key) = \(amounts) \(lever.unit), \(place(lever.origin)): \(lever.source)"
      })
  }

  private func lines(_ items: [Uncertainty]) -> [String] {
    items.map { item in
      let law = item.priors.first.map(law) ?? ""
      return "\(item.key): \(law); \(place(item.origin)); " + item.sources.joined(separator: ", ")
    }
  }

  private func law(_ distribution: Distribution) -> String {
    guard let moments = distribution.moments else { return "\(distribution)" }
    let mean = numbers.significant(moments.mean)
    guard moments.sd > 0 else { return mean }
    return language(vi: "tb ", en: "mean ") + mean + ", sd "
      + numbers.significant(moments.sd, digits: 2)
  }

  private func draws(to page: inout Page) {
    page.heading(language(vi: "Các lần mô phỏng", en: "Draws"))
    let count = numbers.number(Double(run.draws))
    let last = numbers.number(Double(run.draws - 1))
    page.list([
      language(
        vi: "\(count) lần, số 0 đến \(last), hạt giống \(run.seed), lần chạy \(run.id).",
        en: "\(count) draws, 0 to \(last), seed \(run.seed), run \(run.id)."),
      language(
        vi:
          "Lần mô phỏng d chỉ phụ thuộc (hạt giống, d): cùng kịch bản, dữ liệu và hạt giống thì d "
          + "luôn cho cùng số; các lần đầu tiên nằm trong draws.bin.",
        en:
          "Draw d depends only on (seed, d): with the same scenario, data and seed it is the same "
          + "in a run of any size; the first ones are in draws.bin."),
    ])
  }

  private func place(_ origin: Origin) -> String { "\(origin.file):\(origin.line)" }
}

extension Outcome {
  fileprivate func formula(_ language: Language) -> String {
    switch self {
    case .firms:
      language(
        vi: "N: N_t = N_t-1 + gia nhập - rời bỏ (E9); gia nhập E6, rời bỏ E7.",
        en: "N: N_t = N_t-1 + entry - exit (E9); entry E6, exit E7.")
    case .certified, .certifiedShare:
      language(
        vi: "C: chứng nhận tự nguyện và theo chương trình, hết hiệu lực E8; hạch toán E9; C/N.",
        en: "C: certificates of own accord, by programme and lapses E8; accounting E9; C/N.")
    case .share:
      language(
        vi: "Q/(Q+Z) theo giá hiện hành, tổng bốn quý; Q từ E10, Z từ E11.",
        en: "Q/(Q+Z) at current prices over four quarters; Q from E10, Z from E11.")
    case .growth:
      language(
        vi: "tổng Q bốn quý / bốn quý trước - 1, giá so sánh; Q từ E10 với x của E11.",
        en: "sum of Q over four quarters / the four before - 1, constant prices; Q from E10 with x "
          + "of E11.")
    }
  }
}
