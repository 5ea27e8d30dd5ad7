package import Econometrics
package import ReachModel

/// Places of betaV, by the relation that the forecast fits, on the real rows.
///
/// With and without the widening that a failed placebo brings (decision 0033): in data without a
/// bias that widening is too much, by as much as the two differ.
package struct EntryStudy: CalibrationStudy {
  package let request: FitRequest
  package let sample: EntrySample
  package let prior: PriorLaw

  /// nil where the presence takes no slope to betaV.
  package init?(_ request: FitRequest, sample: EntrySample, prior: PriorLaw) {
    guard request.presence > 0, request.presence < 1, sample.coefficients.count == 2 else {
      return nil
    }
    (self.request, self.sample, self.prior) = (request, sample, prior)
  }

  package var key: String { "entry" }
  package var purpose: Int { 4 }

  package var label: Label {
    let n = sample.rows, G = sample.provinces.count
    return Label(
      vi: "Doanh nghiệp mới, \(n) dòng của \(G) tỉnh, sai số tự tương quan trong tỉnh",
      en: "New enterprises, \(n) rows of \(G) provinces, errors autocorrelated within provinces")
  }

  package var quantities: [CalibratedQuantity] {
    [
      CalibratedQuantity("betaV", Label(vi: "betaV", en: "betaV")),
      CalibratedQuantity(
        "betaV_unwidened",
        Label(vi: "betaV, không nới sai số", en: "betaV, its error not widened"),
        .variant),
      CalibratedQuantity(
        "betaV_likelihood",
        Label(
          vi: "hợp lý của betaV, không nới", en: "likelihood of betaV, not widened"),
        .likelihood),
    ]
  }

  package func places(_ numbers: inout ReplicationNumbers) -> [Double?] {
    let betaV = prior.draw(&numbers), slope = request.presence * (1 - request.presence)
    let responses = sample.responses(slope: slope * betaV, &numbers)
    let fit = EntryRegression().fit(request.with(sample.panel(responses)))
    let used = fit.updates.first { $0.parameter == "betaV" }?.posterior
    guard let b = fit.estimates.first?.coefficients.first, b.standardError > 0 else {
      return [used?.place(of: betaV), nil, nil]
    }
    let plain = parameterUpdate(
      "betaV", prior: prior.distribution,
      by: ParameterEstimate(
        .identity, value: b.value / slope, standardError: b.standardError / slope,
        degreesOfFreedom: b.degreesOfFreedom), mapping: Label(vi: "", en: ""), estimateID: "entry"
    )?.posterior
    return [
      used?.place(of: betaV), plain?.place(of: betaV),
      plain?.likelihoodPlace(estimate: b.value / slope, of: betaV),
    ]
  }
}
