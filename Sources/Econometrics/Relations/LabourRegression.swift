package import ReachModel

/// Industrial labour on the stock of FDI projects: reported, and moves nothing.
///
/// ln(industrial_labour_index(t)/100), the log growth over a year, on ln fdi_stock_projects(t-1)
/// with province and year effects. The nearest thing in the panel to thetaV of E10; it moves nothing
/// by design, since labour is not output. How wide it would be if read as thetaV is said beside.
package struct LabourRegression: EstimatedRelation {
  package let id = "labour"
  package let title = Label(
    vi: "Tăng trưởng lao động công nghiệp và số dự án FDI còn hiệu lực năm trước",
    en: "Growth of industrial labour and last year's stock of FDI projects")
  package let feeds: [String] = []

  package static let specification = Specification(
    dependent: Term("industrial_labour_index", transform: .logOfIndex),
    regressors: [Term("fdi_stock_projects", lag: 1)], effects: .entityAndYear)

  package init() {}

  package func fit(_ request: FitRequest) -> RelationFit {
    var result = RelationFit()
    do throws(EstimationError) {
      let estimate = try Self.specification.estimate(
        id: id, title: title, on: request.panel, notes: [])
      result.estimates = [estimate.noted(Self.notes(estimate, request))]
    } catch {
      result.cannotSay = [
        Label(
          vi: "Không ước lượng được quan hệ giữa lao động công nghiệp và FDI: \(error.label.vi)",
          en: "Industrial labour cannot be related to FDI: \(error.label.en)")
      ]
    }
    return result
  }

  private static func notes(_ estimate: Estimate, _ request: FitRequest) -> [Label] {
    [byDesign] + [width(estimate, request)].compactMap(\.self) + [association]
  }

  /// The standard error on the scale of thetaV = b/(Vbar(1 − Vbar)), beside the prior's sd, and the
  /// learning ratio of a combination that is not made.
  private static func width(_ estimate: Estimate, _ request: FitRequest) -> Label? {
    let slope = request.presence * (1 - request.presence)
    guard slope > 0, let b = estimate.coefficients.first,
      let sd = request.priors["thetaV"]?.unbounded?.sd, sd > 0
    else { return nil }
    let se = b.standardError / slope
    let ratio = sd * sd / (sd * sd + se * se)
    let isWide = ratio < ParameterUpdate.learningThreshold
    let (error, prior, learning) = (inText(se, 2), inText(sd, 2), inText(ratio, 2))
    return Label(
      vi:
        "đọc theo thetaV = b/(Vbar(1 - Vbar)), sai số chuẩn là \(error.vi), so với \(prior.vi) của "
        + "giả định ban đầu (tỷ lệ học sẽ là \(learning.vi))"
        + (isWide ? "; quá rộng để điều chỉnh thetaV" : ""),
      en: "read as thetaV = b/(Vbar(1 - Vbar)) its SE is \(error.en), beside the prior's "
        + "\(prior.en) (learning would be \(learning.en))"
        + (isWide ? "; too wide to move thetaV" : ""))
  }

  private static let byDesign = Label(
    vi: "chỉ báo cáo, theo thiết kế: chỉ số lao động không phải sản lượng",
    en: "reported only, by design: the labour index is not output")

  private static let association =
    Label(
      vi: "mối liên hệ giữa các tỉnh qua các năm, không phải quan hệ nhân quả",
      en: "associated with, across provinces and years; not an effect")
}

extension Estimate {
  /// The same with other notes.
  fileprivate func noted(_ notes: [Label]) -> Estimate {
    Estimate(
      id: id, title: title, dependent: dependent, coefficients: coefficients,
      covariance: covariance, covarianceConvention: covarianceConvention, clusters: clusters,
      residualSumOfSquares: residualSumOfSquares, rows: rows,
      notes: notes)
  }
}
