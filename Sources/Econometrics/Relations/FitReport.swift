package import PanelData
package import ReachModel

/// What the data say, as of a date, and what they cannot.
package struct FitReport: Sendable {
  package let estimates: [Estimate]
  /// At most one per parameter.
  package let updates: [ParameterUpdate]
  package let diagnostics: [FitDiagnostic]
  package let cannotSay: [Label]
  /// The place's yearly commitments, with their cells: behind sigmaR and Rbar.
  package let commitments: [YearlyCommitments]
  /// The windows of manufacturing growth, with their facts: behind mux, phix and sigmax.
  package let growth: GrowthWindows?
  package let growthPosterior: GrowthPosterior?
  /// Why the vintage of the panel is not a true one; empty if it is.
  package let vintageCaveat: String
  /// Cells of the panel that were left out because their source flags them as wrong.
  package let flagged: [FlaggedCell]
  /// Stress and measurement error, at the fixed values under which the windows were read.
  package let stress: StressChain
  package let growthError: MeasurementError
  /// Parameters that nobody states and the data cannot derive, with the reason.
  package let underived: [String: Label]

  /// The law after the data: the posterior, or the prior where nothing moved it.
  package func law(of parameter: String, prior: Distribution) -> Distribution {
    updates.first { $0.parameter == parameter }?.posterior ?? prior
  }
}

/// Fits every registered relation.
///
/// - Parameter request: Data as of the date, and priors.
/// - Returns: What each relation gives, in the order of the registry; a place without data gets a
///   report that says what is missing, and keeps its priors.
package func fitRelations(_ request: FitRequest) -> FitReport {
  let fits = estimatedRelations.map { $0.fit(request) }
  // What somebody fixed, no data move.
  let updates = fits.flatMap(\.updates).filter { request.priors[$0.parameter]?.isFixed != true }
  return FitReport(
    estimates: fits.flatMap(\.estimates), updates: updates,
    diagnostics: fits.flatMap(\.diagnostics),
    cannotSay: fits.flatMap(\.cannotSay) + silences(of: request.panel),
    commitments: fits.flatMap(\.commitments), growth: fits.lazy.compactMap(\.growth).first,
    growthPosterior: fits.lazy.compactMap(\.growthPosterior).first,
    vintageCaveat: request.panel.vintageCaveat, flagged: request.panel.flagged,
    stress: request.stress, growthError: request.growthError,
    underived: fits.reduce(into: [:]) { $0.merge($1.underived) { first, _ in first } })
}

/// What no relation can be fitted to, because the panel does not hold it as of the date.
private func silences(of panel: Panel) -> [Label] {
  var labels = [
    Label(
      vi: "Không có số liệu về doanh nghiệp rời thị trường, chứng nhận quốc tế, và giá trị sản "
        + "xuất của công nghiệp hỗ trợ: các tham số đó chỉ theo giả định ban đầu",
      en: "Nothing on exit of firms, on certification, or on output of supporting industries: "
        + "those parameters follow their priors")
  ]
  let stocks = panel.years(of: "enterprises_active")
  if stocks.count < 2 {
    labels.append(
      Label(
        vi: "Số doanh nghiệp đang hoạt động: \(yearsText(stocks, "không có năm nào")), không đủ "
          + "để tính tỷ lệ gia nhập và rời bỏ",
        en: "Stocks of active firms: \(yearsText(stocks, "no year")); no rates of entry or exit "
          + "can be computed"))
  }
  let overlap = lagged(panel, "iip")
  if overlap.count < 2 {
    labels.append(
      Label(
        vi: "Chỉ số IIP cấp tỉnh trùng với số dự án FDI năm trước trong "
          + "\(yearsText(overlap, "không năm nào")): không có hiệu ứng cố định hai chiều",
        en: "Provincial IIP overlaps the lagged FDI stock in \(yearsText(overlap, "no year")): "
          + "no two-way fixed effects"))
  }
  labels.append(
    Label(
      vi: "GRDP theo giá hiện hành lẫn biến động giá: không dùng để ước lượng thetaV",
      en: "Nominal GRDP mixes prices with output: it is not used for thetaV"))
  return labels
}

/// Years in which a variable and the stock of FDI projects of the year before are both observed.
private func lagged(_ panel: Panel, _ variable: String) -> [Int] {
  let stocks = Set(panel.years(of: "fdi_stock_projects"))
  return panel.years(of: variable).filter { stocks.contains($0 - 1) }
}

private func yearsText(_ years: [Int], _ none: String) -> String {
  years.isEmpty ? none : years.map(String.init).joined(separator: ", ")
}
