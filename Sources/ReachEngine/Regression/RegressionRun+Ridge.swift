import Econometrics
import ReachModel

extension RegressionRun {
  /// Slopes drawn to 0, on the scale of the data and on that of the penalty.
  func ridge(
    _ sample: RegressionSample, _ penalty: RegressionSpecification.Penalty,
    into report: inout RegressionReport
  ) throws(RegressionError) {
    let choice: RidgePenalty =
      switch penalty {
      case .given(let λ): .given(λ)
      case .crossValidated: .generalisedCrossValidation(.whole)
      }
    let fit = try estimating { () throws(EstimationError) in
      try fitRidge(sample.data, penalty: choice, threads: threads)
    }
    report.tables.append(table(of: fit))
    report.statistics = statistics(of: fit)
    report.statements = [Self.noErrorsOfRidge]
    report.notes += [fit.choice.label, fit.convention]
    if !sample.data.effects.isEmpty { report.notes.append(independentEffectsNote(sample.data)) }
  }

  private static let noErrorsOfRidge = Label(
    vi:
      "Ridge dùng để dự báo, không dùng để kết luận về dấu hay độ lớn của từng hệ số: mọi hệ số dốc "
      + "bị kéo về 0 một lượng không biết, nên không có sai số chuẩn và khoảng tin cậy.",
    en: "Ridge serves to predict and says nothing of the sign or size of one coefficient: all "
      + "slopes are drawn to 0 by an unknown amount, so that there are no standard errors and no "
      + "intervals.")

  private func table(of fit: RidgeFit) -> ReportedTable {
    var slopes = fit.penalisedSlopes[...]
    return ReportedTable(
      id: "ridge", title: Label(vi: "Hệ số ridge", en: "Ridge coefficients"),
      columns: [
        .init("coefficient", Label(vi: "hệ số", en: "coefficient")),
        .init("penalised_slope", Label(vi: "hệ số chuẩn hoá", en: "penalised slope")),
      ],
      rows: zip(fit.names, fit.coefficients).map { name, coefficient in
        (name, [coefficient, name == RegressionData.constantName ? nil : slopes.popFirst()])
      },
      notes: [
        Label(
          vi: "hằng số không bị phạt", en: "the constant is not penalised")
      ])
  }

  private func statistics(of fit: RidgeFit) -> [ReportedNumber] {
    [
      ReportedNumber("lambda", Label(vi: "λ", en: "λ"), fit.penalty),
      ReportedNumber(
        "effective_degrees_of_freedom",
        Label(
          vi: "bậc tự do hiệu dụng của hệ số dốc", en: "effective degrees of freedom of slopes"),
        fit.effectiveDegreesOfFreedom),
      ReportedNumber(
        "unpenalised_rank",
        Label(
          vi: "bậc tự do của hằng số và hiệu ứng", en: "degrees of freedom of constant and effects"),
        count: fit.unpenalisedRank),
      ReportedNumber(
        "gcv", Label(vi: "GCV", en: "GCV"), fit.generalisedCrossValidation(.whole)),
      .residualSumOfSquares(fit.residualSumOfSquares),
      .residualStandardDeviation(fit.residualVariance.squareRoot()),
    ]
  }
}
