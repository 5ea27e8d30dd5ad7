private import NumericKernels
import PanelData
import ReachModel

/// Commitments of all provinces together: diagnostics, which move no parameter.
extension CommitmentDispersion {
  /// Adds the dispersion within provinces and the autoregression of log commitments.
  func pooled(_ panel: Panel, into result: inout RelationFit) {
    let listed = panel.commitmentYears
    let series = panel.entities.map { entity in
      panel.commitments(of: entity, in: listed).years.filter { $0.amount > 0 }
    }
    if let dispersion = Self.withinDispersion(series) { result.diagnostics.append(dispersion) }
    do throws(EstimationError) {
      result.estimates.append(try autoregression(series))
    } catch {
      result.cannotSay.append(
        Label(
          vi: "Không ước lượng được tự hồi quy của vốn cam kết: \(error.label.vi)",
          en: "The autoregression of commitments cannot be estimated: \(error.label.en)"))
    }
  }

  /// √(Σ (ln a − province mean)² / (N − provinces)), over provinces with at least two years.
  private static func withinDispersion(_ series: [[YearlyCommitments]]) -> FitDiagnostic? {
    let logs = series.filter { $0.count > 1 }.map { $0.map { naturalLogarithm($0.amount) } }
    let degrees = logs.reduce(0) { $0 + $1.count - 1 }
    guard degrees > 0 else { return nil }
    let squares = logs.reduce(0) { sum, values in
      let mean = values.reduce(0, +) / Double(values.count)
      return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let sd = (squares / Double(degrees)).squareRoot()
    return FitDiagnostic(
      id: "commitments_within_sd",
      label: Label(
        vi: "Độ lệch chuẩn của log vốn cam kết trong từng tỉnh (\(logs.count) tỉnh)",
        en: "Sd of log yearly commitments within provinces (\(logs.count) provinces)"),
      value: sd, standardError: sd / (2 * Double(degrees)).squareRoot(), unit: .logPoints)
  }

  private func autoregression(
    _ series: [[YearlyCommitments]]
  ) throws(EstimationError) -> Estimate {
    let rows = series.flatMap { years in
      zip(years, years.dropFirst()).filter { $1.year == $0.year + 1 }.map { before, now in
        Observation(
          entity: now.entity, year: now.year, response: naturalLogarithm(now.amount),
          regressors: [naturalLogarithm(before.amount)], cells: now.cells + before.cells)
      }
    }
    return try Specification(
      dependent: Term("fdi_new_plus_adjusted_capital"),
      regressors: [Term("fdi_new_plus_adjusted_capital", lag: 1)], effects: .entity
    ).estimate(
      id: "\(id)_autoregression",
      title: Label(
        vi: "Vốn cam kết và vốn cam kết năm trước, trong từng tỉnh",
        en: "Commitments and last year's commitments, within provinces"),
      observations: rows, notes: Self.autoregressionNotes)
  }

  private static let autoregressionNotes = [
    Label(
      vi: "chỉ để chẩn đoán, không cập nhật tham số nào",
      en: "a diagnostic only; updates no parameter"),
    Label(
      vi: "hiệu ứng cố định và ít năm làm hệ số thấp hơn thực tế, khoảng (1 + hệ số)/(số năm - 1)",
      en: "fixed effects over few years bias it down, by about (1 + coefficient)/(years - 1)"),
  ]
}
