import PanelData
package import ReachModel

/// New enterprises on the stock of FDI projects, to betaV of E6.
///
/// ln enterprises_newly_registered(t) on ln fdi_stock_projects(t-1) and ln population_avg(t) with
/// province and year effects. With K the stock, V = K/(K + rest) and dV = V(1 − V) d ln K, so the
/// coefficient b on ln K is the derivative b/(V̄(1 − V̄)) with respect to V, that is betaV.
package struct EntryRegression: EstimatedRelation {
  package let id = "entry"
  package let title = Label(
    vi: "Doanh nghiệp đăng ký mới và số dự án FDI còn hiệu lực năm trước",
    en: "New enterprises and last year's stock of FDI projects")
  package let feeds = ["betaV"]

  package static let specification = Specification(
    dependent: Term("enterprises_newly_registered"),
    regressors: [Term("fdi_stock_projects", lag: 1), Term("population_avg")],
    effects: .entityAndYear)

  package init() {}

  package func fit(_ request: FitRequest) -> RelationFit {
    var result = RelationFit()
    do throws(EstimationError) {
      let estimate = try Self.specification.estimate(
        id: id, title: title, on: request.panel, notes: Self.notes)
      result.estimates.append(estimate)
      let placebo = placebo(estimate, request.panel)
      result.updates = [presenceUpdate(estimate, placebo, request)].compactMap(\.self)
      doubt(estimate, placebo, request.panel, into: &result)
      if !(0..<1).contains(request.presence) || request.presence == 0 {
        result.cannotSay.append(Self.noPresence)
      }
    } catch {
      result.cannotSay.append(missing(error))
    }
    let known = result.estimates.first?.observations ?? 0
    if let later = laterControl(request), later.observations > known {
      result.estimates.append(later)
    }
    return result
  }

  /// betaV after the regression.
  ///
  /// Where next year's stock, which cannot have acted, predicts as well, what both share is no
  /// effect: a bias of the size of its coefficient is allowed for, and the standard error becomes
  /// √(SE² + lead²) (decision 0033).
  private func presenceUpdate(
    _ estimate: Estimate, _ placebo: EntryPlacebo?, _ request: FitRequest
  ) -> ParameterUpdate? {
    guard let prior = request.priors["betaV"], let b = estimate.coefficients.first,
      b.standardError > 0
    else { return nil }
    let slope = request.presence * (1 - request.presence)
    guard slope > 0 else { return nil }
    let bias = placebo.map { $0.result.fails ? $0.result.coefficient.value : 0 } ?? 0
    let error = (b.standardError * b.standardError + bias * bias).squareRoot()
    let presence = inText(request.presence, 4)
    let widened = bias == 0 ? Label(vi: "", en: "") : Self.widened(b.standardError, error)
    return parameterUpdate(
      "betaV", prior: prior,
      by: ParameterEstimate(
        .identity, value: b.value / slope, standardError: error / slope,
        degreesOfFreedom: b.degreesOfFreedom),
      mapping: Label(
        vi: "betaV = b/(Vbar(1 - Vbar)), Vbar = \(presence.vi)\(widened.vi)",
        en: "betaV = b/(Vbar(1 - Vbar)), Vbar = \(presence.en)\(widened.en)"),
      estimateID: id)
  }

  private static func widened(_ before: Double, _ after: Double) -> Label {
    let (from, to) = (inText(before, 3), inText(after, 3))
    return Label(
      vi: ", sai số chuẩn của b nới từ \(from.vi) lên \(to.vi) = sqrt(SE^2 + lead^2) vì kiểm định "
        + "giả dược không đạt",
      en: ", SE of b widened from \(from.en) to \(to.en) = sqrt(SE^2 + lead^2) since the placebo "
        + "fails")
  }

  /// The same regression with population as it was published after the date.
  ///
  /// Population of a year is released in July of the next, so that the last year of new
  /// enterprises drops out of an estimate in spring. This one keeps it, for comparison only.
  private func laterControl(_ request: FitRequest) -> Estimate? {
    guard let later = request.laterPanel else { return nil }
    let added = later.cells.filter {
      $0.variable == "population_avg"
        && request.panel.cell($0.entity, $0.year, $0.variable) == nil
    }
    guard !added.isEmpty else { return nil }
    let panel = request.panel.with(request.panel.cells + added)
    let note = Label(
      vi: "dùng cả dân số công bố sau ngày dự báo; chỉ để so sánh, không cập nhật tham số nào",
      en: "uses population published after the date; for comparison only, updates no parameter")
    return try? Self.specification.estimate(
      id: "\(id)_later_population",
      title: Label(
        vi: title.vi + " (dân số theo số liệu công bố sau)",
        en: title.en + " (population as published later)"),
      on: panel, notes: [note] + Self.notes)
  }

  static let comparison = Label(
    vi: "chỉ để so sánh, không cập nhật tham số nào",
    en: "for comparison only, updates no parameter")

  private func missing(_ error: EstimationError) -> Label {
    Label(
      vi: "Không ước lượng được quan hệ giữa doanh nghiệp mới và FDI: \(error.label.vi)",
      en: "New enterprises cannot be related to FDI: \(error.label.en)")
  }

  private static let noPresence = Label(
    vi: "Tỷ trọng nước ngoài Vbar không nằm trong (0, 1): betaV giữ giả định ban đầu",
    en: "The foreign presence Vbar is not inside (0, 1): betaV keeps its prior")

  private static let notes = [
    Label(
      vi: "mối liên hệ giữa các tỉnh qua các năm, không phải quan hệ nhân quả",
      en: "associated with, across provinces and years; not an effect"),
    Label(
      vi: "mọi doanh nghiệp đăng ký mới, không riêng công nghiệp hỗ trợ",
      en: "all newly registered enterprises, not those of supporting industries alone"),
  ]
}
