package import ReachModel
package import Verification

/// The answer of `reach diagnose`.
///
/// - Parameters:
///   - found: What was checked.
///   - study: The scenario.
/// - Returns: In words and as data.
package func report(of found: MachineryReport, _ study: Study) -> AnalysisReport {
  AnalysisReport(
    "diagnose", scenarios: [study.name], findings: found.findings(study.name),
    details: found.details
  ) { page, language in
    MachineryPage(found: found, study: study, language: language).write(to: &page)
  } summary: {
    MachineryPage(found: found, study: study, language: $0).summary
  }
}

/// Writes what was found first, then calibration, predictions and power-scaling.
struct MachineryPage {
  let found: MachineryReport
  let study: Study
  let language: Language

  var numbers: NumberStyle { NumberStyle(language) }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "Bộ máy đứng sau dự báo có đáng tin không: \(study.title.vi) (\(study.name))",
          en: "Can the machinery behind the forecast be trusted: \(study.title.en) (\(study.name))")
      ))
    page.list(answers + found.cannotSay.map { language($0) + "." })
    calibration(to: &page)
    predictions(to: &page)
    scaling(to: &page)
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(notes)
  }

  var summary: String { answers.first ?? "" }

  // MARK: Answers

  private var answers: [String] {
    [calibrationAnswer] + worst
      + [predictionAnswer, yearlyAnswer, scalingAnswer].compactMap(\.self)
  }

  private var judged: [(CalibrationResult, CalibratedQuantity, PlaceSample)] {
    found.calibrations.flatMap { result in
      result.quantities.compactMap { quantity, sample in sample.map { (result, quantity, $0) } }
    }
  }

  private var calibrationAnswer: String {
    let uneven = judged.count { $0.0.isUneven($0.2) }, all = judged.count
    guard all > 0 else {
      return language(
        vi: "Không có hậu nghiệm nào để hiệu chuẩn: số liệu không cập nhật tham số nào.",
        en: "There is no posterior to calibrate: data moved no parameter.")
    }
    return language(
      vi:
        "Hiệu chuẩn bằng mô phỏng: \(uneven) trong \(all) phép kiểm cho thấy hậu nghiệm lệch hoặc "
        + "sai độ rộng.",
      en:
        "Calibration by simulation: \(uneven) of \(all) checks show a posterior that is off or of "
        + "the wrong width.")
  }

  /// A sentence for each parameter that the forecast draws and whose law is off.
  private var worst: [String] {
    judged.filter { $0.0.isUneven($0.2) && $0.1.kind == .parameter }.map {
      result, quantity, sample in
      let middle = sample.coverages[1]
      let share = numbers.percent(middle.share, error: 1.96 * middle.standardError)
      let faults = verdict(quantity, result.faults(sample))
      return language(
        vi:
          "\(quantity.label.vi) (\(result.label.vi)): khoảng 80 % chứa giá trị đúng trong \(share) "
          + "số lần: \(faults).",
        en:
          "\(quantity.label.en) (\(result.label.en)): 80 % intervals hold the truth \(share) of the "
          + "time: \(faults).")
    }
  }

  private var predictionAnswer: String? {
    let checks = found.relations.flatMap(\.checks)
    guard !checks.isEmpty else { return nil }
    func names(_ figure: (PredictiveCheck) -> PredictedFigure?) -> Int {
      checks.count { figure($0)?.isSurprising ?? false }
    }
    let before = names(\.prior), after = names(\.posterior), all = checks.count
    return language(
      vi:
        "Số liệu thật so với số liệu mô phỏng: ngoài khoảng 90 % ở \(before) trong \(all) chỉ số theo "
        + "giả định ban đầu, \(after) sau số liệu.",
      en:
        "Real data beside simulated: outside the central 90 % in \(before) of \(all) figures under the "
        + "prior, \(after) after the data.")
  }

  private var yearlyAnswer: String? {
    guard let check = found.yearlyGrowth else { return nil }
    func verdict(_ law: YearlyGrowthCheck.Spread?) -> String {
      guard let law else { return language(vi: "không có", en: "none") }
      return check.holds(law)
        ? language(vi: "đạt", en: "holds") : language(vi: "không đạt", en: "does not hold")
    }
    return language(
      vi:
        "Yêu cầu của mô hình về tăng trưởng cả năm (mục 6): giả định ban đầu \(verdict(check.prior)), "
        + "sau số liệu \(verdict(check.posterior)).",
      en:
        "What the model asks of yearly growth (section 6): under the prior it \(verdict(check.prior)), "
        + "after the data it \(verdict(check.posterior)).")
  }

  private var scalingAnswer: String? {
    guard found.shape != nil else { return nil }
    func list(_ diagnosis: PowerScaling.Diagnosis) -> String {
      let keys = found.scaled.filter { $0.event == nil && $0.row.diagnosis == diagnosis }.map(\.key)
      return keys.isEmpty ? language(vi: "không có", en: "none") : keys.joined(separator: ", ")
    }
    return language(
      vi: "Giả định ban đầu và số liệu kéo ngược nhau: \(list(.conflict)); số liệu nói quá ít: "
        + "\(list(.weakLikelihood)).",
      en: "Prior and data pull against each other: \(list(.conflict)); the data say too little: "
        + "\(list(.weakLikelihood)).")
  }

  /// What is wrong with a posterior, in words.
  func verdict(_ quantity: CalibratedQuantity, _ faults: [CalibrationResult.Fault]) -> String {
    guard !faults.isEmpty else { return language(vi: "không báo động", en: "no alarm") }
    guard quantity.kind != .likelihood else { return likelihoodVerdict(faults) }
    return faults.map { fault in
      switch fault {
      case .tooNarrow: language(vi: "quá hẹp", en: "too narrow")
      case .tooWide: language(vi: "quá rộng", en: "too wide")
      case .truthAbove: language(vi: "giá trị đúng cao hơn", en: "truth lies above")
      case .truthBelow: language(vi: "giá trị đúng thấp hơn", en: "truth lies below")
      case .otherwise: language(vi: "không đều", en: "uneven")
      }
    }.joined(separator: ", ")
  }

  private func likelihoodVerdict(_ faults: [CalibrationResult.Fault]) -> String {
    if faults.contains(.truthBelow) {
      return language(vi: "hậu nghiệm bám ước lượng quá sát", en: "posterior too near the estimate")
    }
    if faults.contains(.truthAbove) {
      return language(
        vi: "hậu nghiệm ở quá xa ước lượng", en: "posterior too far from the estimate")
    }
    return language(vi: "không đều", en: "uneven")
  }
}
