import ReachModel
import Verification

extension MachineryPage {
  // MARK: Calibration

  func calibration(to page: inout Page) {
    guard let first = found.calibrations.first else { return }
    let n = numbers.number(Double(first.replications))
    page.heading(
      language(
        vi: "Hiệu chuẩn: \(n) bộ số liệu mô phỏng cho mỗi hậu nghiệm",
        en: "Calibration: \(n) simulated data sets for each posterior"))
    for result in found.calibrations {
      page.paragraph(language(result.label))
      page.table(table(result))
    }
  }

  private func table(_ result: CalibrationResult) -> TextTable {
    var table = TextTable([
      .init(language(vi: "Tham số", en: "Parameter"), wraps: true),
      .init("p", .right), .init("50 %", .right), .init("80 %", .right), .init("95 %", .right),
      .init(language(vi: "lệch (đlc)", en: "shift (sd)"), .right),
      .init(language(vi: "tỷ lệ phân tán", en: "spread ratio"), .right),
      .init(language(vi: "kết luận", en: "verdict"), wraps: true),
    ])
    for (quantity, sample) in result.quantities {
      guard let sample else {
        table.append([
          language(quantity.label), "–", "–", "–", "–", "–", "–",
          language(vi: "không có hậu nghiệm", en: "no posterior"),
        ])
        continue
      }
      table.append(
        [language(quantity.label), pText(sample.pValue)]
          + sample.coverages.map { numbers.percent($0.share) }
          + [
            numbers.signed(sample.shift, decimals: 2), numbers.number(sample.spread, decimals: 2),
            verdict(quantity, result.faults(sample)),
          ])
    }
    return table
  }

  private func pText(_ p: Double) -> String {
    p < 0.0005 ? numbers.under(halfUnitOf: 3) : numbers.number(p, decimals: 3)
  }

  // MARK: Predictions

  func predictions(to page: inout Page) {
    guard !found.relations.isEmpty else { return }
    page.heading(
      language(
        vi: "Số liệu trông thế nào theo mô hình", en: "What data look like under the model"))
    for relation in found.relations {
      page.paragraph(language(relation.label))
      page.table(table(relation))
    }
    guard let check = found.yearlyGrowth else { return }
    page.paragraph(yearlyTitle(check))
    page.table(table(check))
  }

  private func table(_ relation: RelationCheck) -> TextTable {
    let span = "5–95 %"
    var table = TextTable([
      .init(language(vi: "Chỉ số", en: "Figure"), wraps: true),
      .init(language(vi: "thực tế", en: "observed"), .right),
      .init(language(vi: "ban đầu, \(span)", en: "prior, \(span)"), .right),
      .init("p", .right),
      .init(language(vi: "sau số liệu, \(span)", en: "posterior, \(span)"), .right),
      .init("p", .right),
      .init(language(vi: "vị trí", en: "place")),
    ])
    for check in relation.checks {
      table.append([
        language(check.label), text(check.observed, check.unit),
        range(check.prior, check.unit), pText(check.prior), range(check.posterior, check.unit),
        pText(check.posterior), place(check),
      ])
    }
    return table
  }

  private func text(_ value: Double, _ unit: PredictiveCheck.Unit) -> String {
    switch unit {
    case .growth: numbers.percent(value, decimals: 1)
    case .logPoints, .number: numbers.number(value, decimals: 2)
    }
  }

  private func range(_ figure: PredictedFigure?, _ unit: PredictiveCheck.Unit) -> String {
    guard let figure else { return "–" }
    let low = unit == .growth ? 100 * figure.low : figure.low
    let decimals = unit == .growth ? 1 : 2
    return numbers.number(low, decimals: decimals)
      + language(vi: " đến ", en: " to ") + text(figure.high, unit)
  }

  private func pText(_ figure: PredictedFigure?) -> String {
    figure.map { numbers.number($0.pValue, error: 1.96 * $0.standardError) } ?? "–"
  }

  /// In words, by the posterior if there is one.
  private func place(_ check: PredictiveCheck) -> String {
    guard let figure = check.posterior ?? check.prior else { return "–" }
    if figure.pValue < 0.05 { return language(vi: "cao hơn", en: "above") }
    if figure.pValue > 0.95 { return language(vi: "thấp hơn", en: "below") }
    return language(vi: "bên trong", en: "inside")
  }

  private func yearlyTitle(_ check: YearlyGrowthCheck) -> String {
    let industry = check.years.count(where: \.isIndustry), years = check.years.count
    let first = check.years[0].year, last = check.years[years - 1].year
    return language(
      vi:
        "Tăng trưởng cả năm: \(years) năm thực tế \(first)-\(last), trong đó \(industry) năm là toàn "
        + "ngành công nghiệp; gồm cả năm sau ngày dự báo, chỉ để đối chiếu",
      en:
        "Growth of full years: \(years) actual years \(first)-\(last), \(industry) of them of all "
        + "industry; years after the date are among them, for comparison only")
  }

  private func table(_ check: YearlyGrowthCheck) -> TextTable {
    var table = TextTable([
      .init(""), .init(language(vi: "trung bình", en: "mean"), .right),
      .init(language(vi: "độ lệch chuẩn", en: "sd"), .right),
      .init(language(vi: "yêu cầu", en: "asked for")),
    ])
    func add(_ name: String, _ law: YearlyGrowthCheck.Spread, _ verdict: String) {
      table.append([
        name, numbers.percent(law.mean, decimals: 1), numbers.percent(law.sd, decimals: 1), verdict,
      ])
    }
    func verdict(_ law: YearlyGrowthCheck.Spread) -> String {
      check.holds(law)
        ? language(vi: "đạt", en: "holds") : language(vi: "không đạt", en: "does not hold")
    }
    add(language(vi: "thực tế", en: "actual"), check.observed, "")
    add(language(vi: "giả định ban đầu", en: "prior"), check.prior, verdict(check.prior))
    if let law = check.posterior {
      add(language(vi: "sau số liệu", en: "posterior"), law, verdict(law))
    }
    return table
  }

  // MARK: Power-scaling

  func scaling(to page: inout Page) {
    guard !found.scaled.isEmpty else { return }
    page.heading(
      language(
        vi: "Độ nhạy với giả định ban đầu và với số liệu",
        en: "Sensitivity to prior and to data"))
    page.table(scaledTable)
    page.table(targetTable)
    if let shape = found.shape, shape > PowerScaling.unreliable {
      page.list([
        language(
          vi:
            "k̂ Pareto \(numbers.number(shape, decimals: 2)) quá lớn: các con số này không đáng tin.",
          en:
            "Pareto's k̂ of \(numbers.number(shape, decimals: 2)) is too large: these are not to be "
            + "relied on.")
      ])
    }
  }

  private var scaledTable: TextTable {
    var table = TextTable([
      .init(language(vi: "Tham số", en: "Parameter"), wraps: true),
      .init(language(vi: "giả định ban đầu", en: "prior"), .right),
      .init(language(vi: "số liệu", en: "data"), .right),
      .init(language(vi: "chẩn đoán", en: "diagnosis"), wraps: true),
    ])
    for item in found.scaled where item.event == nil {
      table.append([
        "\(item.key): \(language(item.label))", distance(item.row.priorDistance),
        distance(item.row.likelihoodDistance), diagnosis(item.row.diagnosis),
      ])
    }
    return table
  }

  private var targetTable: TextTable {
    let names = TargetNames(study.targets, sectors: study.sectors, language)
    var table = TextTable([
      .init(language(vi: "Chỉ tiêu", en: "Target"), wraps: true),
      .init(language(vi: "giả định ban đầu", en: "prior"), .right),
      .init(language(vi: "số liệu", en: "data"), .right),
      .init(language(vi: "P, giả định × 2", en: "P, prior × 2"), .right),
      .init(language(vi: "P, số liệu × 2", en: "P, data × 2"), .right),
      .init(language(vi: "chẩn đoán", en: "diagnosis"), wraps: true),
    ])
    for item in found.scaled {
      guard let event = item.event, let target = study.targets.first(where: { $0.key == item.key })
      else { continue }
      table.append([
        names.rowName(target), distance(item.row.priorDistance),
        distance(item.row.likelihoodDistance),
        numbers.points(event.row.priorChange, error: 1.96 * event.priorError),
        numbers.points(event.row.likelihoodChange, error: 1.96 * event.likelihoodError),
        diagnosis(item.row.diagnosis),
      ])
    }
    return table
  }

  private func distance(_ value: Double) -> String { numbers.number(value, decimals: 3) }

  private func diagnosis(_ diagnosis: PowerScaling.Diagnosis) -> String {
    switch diagnosis {
    case .conflict:
      language(vi: "xung đột giữa giả định và số liệu", en: "prior-data conflict")
    case .weakLikelihood:
      language(vi: "giả định mạnh, số liệu yếu", en: "strong prior, weak data")
    case .fine: language(vi: "ổn", en: "fine")
    }
  }

  // MARK: Notes

  var notes: [String] {
    [
      language(
        vi:
          "Hiệu chuẩn: tham số lấy từ giả định ban đầu, số liệu mô phỏng từ mô hình, ước lượng bằng "
          + "chính phép ước lượng của dự báo. Cột 50, 80, 95 %: tỷ lệ khoảng có mức đó chứa giá trị đúng. "
          + "Tỷ lệ phân tán trên 1: hậu nghiệm quá hẹp.",
        en:
          "Calibration: parameters from the prior, data simulated by the model, fitted as the forecast "
          + "fits. Columns 50, 80, 95 %: how often intervals of that level hold the truth. A spread ratio "
          + "above 1: the posterior is too narrow."),
      language(
        vi:
          "p của hiệu chuẩn: xác suất thấy hạng lệch như vậy khi hậu nghiệm đúng; nếu mọi hậu nghiệm "
          + "đúng thì nhiều nhất 5 % số lần chạy có phép kiểm nào đó báo động. Không báo động chưa phải là bằng "
          + "chứng: sai lệch nhỏ cần nhiều bộ số liệu hơn (--replications).",
        en:
          "p of calibration: the chance of ranks as uneven if the posterior is right; if all are right, "
          + "at most 5 % of runs have any alarm. No alarm is no proof: small faults take more data sets "
          + "(--replications)."),
      language(
        vi:
          "p của số liệu mô phỏng: xác suất chỉ số mô phỏng lớn hơn thực tế; gần 0 hoặc 1 là mô hình "
          + "không tạo ra số liệu như vậy. Sau số liệu, p nghiêng về 0,5 vì số liệu được dùng hai lần.",
        en:
          "p of simulated data: the chance that a simulated figure exceeds the real one; near 0 or 1 the "
          + "model does not make such data. After the data p leans towards 0.5, since they are used twice."
      ),
      language(
        vi:
          "Độ nhạy: khoảng cách Jensen-Shannon tích lũy khi trọng số của giả định ban đầu hoặc số liệu "
          + "tăng gấp đôi, tính tại chỗ; từ 0,05 là đáng kể. Cột P: điểm phần trăm, kèm nửa khoảng 95 %. "
          + "Chỉ nhân mũ các tham số có số liệu cập nhật.",
        en:
          "Sensitivity: cumulative Jensen-Shannon distance for each doubling of the weight of prior or "
          + "data, as a local slope; from 0.05 on it matters. Columns P: points, with half a 95 % interval. "
          + "Only parameters that data moved are scaled."),
    ]
  }
}
