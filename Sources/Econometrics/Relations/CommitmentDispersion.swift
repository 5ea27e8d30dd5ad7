private import NumericKernels
import PanelData
package import ReachModel

/// Dispersion and level of a province's FDI commitments, to sigmaR and Rbar of E3.
///
/// The sd of the logs of n yearly sums estimates sigmaR. For normal logs (n − 1)s²/σ² is
/// chi-squared with n − 1 degrees of freedom, so that ln s has variance ψ′((n − 1)/2)/4, which is
/// 1/(2(n − 1)) to first order: the standard error used. At n = 6 that is 10 % too small,
/// and ln s is on average 0.11 below ln σ: both small against the error, 0.32, and not corrected.
///
/// The level follows from the mean of logs: a year's sum of four independent lognormal quarters
/// with median Rbar and log sd sR has, to the first two moments, a log sd of sigmaR when
/// sR² = ln(1 + 4(exp(sigmaR²) − 1)); its mean then gives
/// Rbar = exp(mean ln(year/4) + (sigmaR² − sR²)/2).
package struct CommitmentDispersion: EstimatedRelation {
  package let id = "commitments"
  package let title = Label(
    vi: "Vốn FDI đăng ký mới và tăng thêm (không kể góp vốn, mua cổ phần)",
    en: "New plus added FDI commitments (without share purchases)")
  package let feeds = ["sigmaR", "Rbar"]

  /// Cv of the derived level (model, section 4).
  static let levelCV = 0.25
  /// Fewer years have no useful dispersion: the error of ln s would be above 0.5.
  static let fewestYears = 3

  package init() {}

  package func fit(_ request: FitRequest) -> RelationFit {
    var result = RelationFit()
    let all = request.panel.commitments(of: request.provinceCode)
    result.cannotSay = all.gaps.map { $0.gap.label($0.year) }
    let years = all.years.filter { $0.amount > 0 }
    if years.count < all.years.count {
      result.cannotSay.append(Self.omitted(all.years.count - years.count))
    }
    result.commitments = years
    if let sample = LogSample(years.map(\.amount)), years.count >= Self.fewestYears {
      result.diagnostics = describe(sample, years, request)
      update(sample, request, years, into: &result)
    } else {
      result.cannotSay.append(Self.tooFew(years.count))
    }
    if request.priors["Rbar"] == nil, !result.updates.contains(where: { $0.parameter == "Rbar" }) {
      result.underived["Rbar"] = Self.noLevel(years.count)
    }
    pooled(request.panel, into: &result)
    return result
  }

  /// Moves sigmaR, and derives the level: to Rbar where nobody states it, else beside what is
  /// stated.
  private func update(
    _ sample: LogSample, _ request: FitRequest, _ years: [YearlyCommitments],
    into result: inout RelationFit
  ) {
    guard let prior = request.priors["sigmaR"] else { return }
    let estimate = ParameterEstimate(
      .log, value: naturalLogarithm(sample.sd), standardError: sample.standardErrorOfLogSD,
      degreesOfFreedom: nil)
    let s = inText(sample.sd, 3)
    let dispersion = parameterUpdate(
      "sigmaR", prior: prior, by: estimate,
      mapping: Label(
        vi: "ln sigmaR = ln s, s = độ lệch chuẩn của ln(năm) = \(s.vi) qua \(years.count) năm, "
          + "sai số chuẩn 1/sqrt(2(n - 1))",
        en: "ln sigmaR = ln s, s = sd of ln(year) = \(s.en) over \(years.count) years, "
          + "se 1/sqrt(2(n - 1))"), estimateID: id)
    if let dispersion { result.updates.append(dispersion) }
    // A prior on another scale, or a constant, keeps its word.
    guard let sigmaR = (dispersion?.posterior ?? prior).moments?.mean,
      let median = level(sample, sigmaR: sigmaR)
    else { return }
    if request.priors["Rbar"] == nil {
      result.updates.append(derived(median, sigmaR: sigmaR))
    } else {
      result.diagnostics.append(Self.beside(median, sigmaR: sigmaR))
    }
  }

  /// Rbar, million USD a quarter; nil where it is no number.
  private func level(_ sample: LogSample, sigmaR: Double) -> Double? {
    let square = sigmaR * sigmaR
    let quarterly = Self.quarterlyVariance(sigmaR: sigmaR)
    let median = exponential(sample.mean - naturalLogarithm(4) + (square - quarterly) / 2)
    return median > 0 && median.isFinite ? median : nil
  }

  private func derived(_ median: Double, sigmaR: Double) -> ParameterUpdate {
    let formula = Self.formula(sigmaR: sigmaR)
    return ParameterUpdate(
      parameter: "Rbar", basis: .derived, prior: nil,
      posterior: .lognormal(mean: median, sd: Self.levelCV * median),
      formula: Label(vi: "\(formula.vi); suy ra từ số liệu", en: "\(formula.en); derived"),
      estimateID: id)
  }

  private static func formula(sigmaR: Double) -> Label {
    let sigma = inText(sigmaR, 3), cv = inText(levelCV, 2)
    return Label(
      vi: "Rbar = exp(trung bình ln(năm/4) + (sigmaR^2 - sR^2)/2), "
        + "sR^2 = ln(1 + 4(exp(sigmaR^2) - 1)), sigmaR = \(sigma.vi), hệ số biến thiên \(cv.vi)",
      en: "Rbar = exp(mean ln(year/4) + (sigmaR^2 - sR^2)/2), "
        + "sR^2 = ln(1 + 4(exp(sigmaR^2) - 1)), sigmaR = \(sigma.en), CV \(cv.en)")
  }

  /// The level that the panel derives, where a stated one stands.
  private static func beside(_ median: Double, sigmaR: Double) -> FitDiagnostic {
    let formula = formula(sigmaR: sigmaR)
    return FitDiagnostic(
      id: "commitments_derived_level",
      label: Label(
        vi: "Rbar mà bảng số liệu suy ra; giá trị ghi trong kịch bản được giữ (\(formula.vi))",
        en: "Rbar that the panel derives; what the scenario states stands (\(formula.en))"),
      value: median, standardError: nil, unit: .millionUSDAQuarter)
  }

  /// sR², the log variance of a quarter that gives a year's sum the log sd sigmaR (item 7).
  package static func quarterlyVariance(sigmaR: Double) -> Double {
    logarithmOfOnePlus(4 * exponentialMinusOne(sigmaR * sigmaR))
  }

  private func describe(
    _ sample: LogSample, _ years: [YearlyCommitments], _ request: FitRequest
  ) -> [FitDiagnostic] {
    let moves = ["sigmaR"].filter { request.priors[$0]?.unbounded != nil }
    let sets = ["Rbar"].filter { request.priors[$0] == nil && request.priors["sigmaR"] != nil }
    let span = "\(years[0].year)-\(years[years.count - 1].year), n = \(years.count)"
    return [
      FitDiagnostic(
        id: "commitments_log_sd",
        label: Label(
          vi: "Độ lệch chuẩn của log vốn cam kết năm (\(span))",
          en: "Sd of the logs of yearly commitments (\(span))"),
        value: sample.sd, standardError: sample.sd * sample.standardErrorOfLogSD,
        unit: .logPoints, feeds: moves),
      FitDiagnostic(
        id: "commitments_geometric_mean",
        label: Label(
          vi: "Trung bình nhân của vốn cam kết một quý (năm/4; \(span))",
          en: "Geometric mean of commitments a quarter (year/4; \(span))"),
        value: exponential(sample.mean) / 4,
        standardError: exponential(sample.mean) / 4 * sample.standardErrorOfMean,
        unit: .millionUSDAQuarter, feeds: sets),
    ]
  }

  private static func omitted(_ count: Int) -> Label {
    Label(
      vi: "\(count) năm có vốn cam kết bằng không hoặc âm, không có logarit, bị bỏ qua",
      en:
        "without a logarithm and left out: \(counted(count, "year")) of zero or negative commitments"
    )
  }

  private static func noLevel(_ count: Int) -> Label {
    Label(
      vi: "bảng số liệu có \(count) năm vốn cam kết dùng được, cần ít nhất \(fewestYears) năm khác "
        + "nhau",
      en:
        "the panel has \(counted(count, "usable year")) of commitments by the date; \(fewestYears) "
        + "that differ are needed")
  }

  private static func tooFew(_ count: Int) -> Label {
    Label(
      vi: "Chỉ có \(count) năm vốn cam kết FDI: không ước lượng được sigmaR và Rbar",
      en: "\(counted(count, "year")) of FDI commitments: sigmaR and Rbar cannot be estimated")
  }
}

/// Mean and sd of the logarithms of a sample.
struct LogSample {
  let count: Int
  let mean: Double
  /// With n − 1.
  let sd: Double

  /// Nil for fewer than two numbers, one that is not positive, or numbers that are all equal.
  init?(_ values: [Double]) {
    guard values.count > 1, values.allSatisfy({ $0 > 0 }) else { return nil }
    let logs = values.map(naturalLogarithm)
    let average = logs.reduce(0, +) / Double(logs.count)
    let squares = logs.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    guard squares > 0 else { return nil }
    (count, mean) = (values.count, average)
    sd = (squares / Double(values.count - 1)).squareRoot()
  }

  /// 1/√(2(n − 1)).
  var standardErrorOfLogSD: Double { 1 / (2 * Double(count - 1)).squareRoot() }
  /// s/√n, log points.
  var standardErrorOfMean: Double { sd / Double(count).squareRoot() }
}
