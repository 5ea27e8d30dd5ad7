private import NumericKernels
import PanelData
package import ReachModel

/// Published growth of manufacturing, to mux, phix and sigmax of E11.
///
/// All manufacturing stands in for other manufacturing. The posterior is that of the Gaussian
/// likelihood of all windows together (``growthPosterior(_:process:priors:)``), reported as a
/// normal on each parameter's unbounded scale, with the correlations beside.
package struct ManufacturingGrowth: EstimatedRelation {
  package let id = "manufacturing_growth"
  package let title = Label(
    vi: "Tăng trưởng chỉ số sản xuất công nghiệp chế biến, chế tạo đã công bố",
    en: "Published growth of manufacturing output")
  package let feeds = ["mux", "phix", "sigmax"]

  package static let series = "iip_manufacturing_growth"

  package init() {}

  package func fit(_ request: FitRequest) -> RelationFit {
    var result = RelationFit()
    let growth = GrowthWindows(request.facts.actual(Self.series, in: request.geography))
    result.growth = growth
    result.diagnostics = describe(growth)
    guard !growth.windows.isEmpty else {
      result.cannotSay = [Self.noWindows]
      return result
    }
    guard let priors = Self.priors(request), let muxDrift = request.priors["mux"]?.moments?.mean
    else {
      result.cannotSay = [Self.noPriors]
      return result
    }
    let design = WindowDesign(
      growth.windows, drift: muxDrift * GrowthProcess.quarter, error: request.growthError)
    guard
      let posterior = growthPosterior(
        design, process: GrowthProcess(stress: request.stress), priors: priors)
    else {
      result.cannotSay = [Self.noPosterior]
      return result
    }
    result.growthPosterior = posterior
    result.cannotSay = [Self.standIn]
    result.updates = updates(posterior, request, windows: growth.windows.count)
    result.diagnostics += correlations(posterior)
    return result
  }

  /// Priors on their unbounded scales; a constant is a prior with sd 0 on its own scale.
  private static func priors(_ request: FitRequest) -> GrowthPriors? {
    func prior(_ key: String) -> UnboundedMoments? {
      guard let distribution = request.priors[key] else { return nil }
      if case .fixed(let value) = distribution {
        return UnboundedMoments(.identity, mean: value, sd: 0)
      }
      return distribution.unbounded
    }
    guard let mux = prior("mux"), mux.link == .identity, let phix = prior("phix"),
      let sigmax = prior("sigmax")
    else { return nil }
    return GrowthPriors(mux: mux, phix: phix, sigmax: sigmax)
  }

  private func updates(
    _ posterior: GrowthPosterior, _ request: FitRequest, windows: Int
  ) -> [ParameterUpdate] {
    [("mux", posterior.mux), ("phix", posterior.phix), ("sigmax", posterior.sigmax)].compactMap {
      key, after in
      guard let prior = request.priors[key], !prior.isFixed else { return nil }
      return ParameterUpdate(
        parameter: key, basis: .likelihood, prior: prior,
        posterior: .posterior(after.link, after.moments, degreesOfFreedom: nil),
        formula: Label(
          vi: "hợp lý của \(windows) cửa sổ tăng trưởng đã công bố theo E11, "
            + "tóm tắt bằng phân phối chuẩn trên thang \(after.link.label.vi)",
          en: "likelihood of \(windows) published windows under E11, summarised as a normal on "
            + "the \(after.link.label.en) scale"),
        estimateID: id)
    }
  }

  private func describe(_ growth: GrowthWindows) -> [FitDiagnostic] {
    let counts: [(String, Label, Int)] = [
      (
        "windows",
        Label(vi: "Số cửa sổ tăng trưởng (chồng lấn)", en: "Growth windows (overlapping)"),
        growth.windows.count
      ),
      (
        "full_years", Label(vi: "Số năm đầy đủ", en: "Full years among them"),
        growth.windows.count(where: \.isFullYear)
      ),
      (
        "conflicts",
        Label(
          vi: "Cửa sổ có các nguồn cùng ngày mâu thuẫn (lấy trung bình)",
          en: "Windows on which sources of one day differ (their mean is used)"),
        growth.windows.count(where: \.isConflicting)
      ),
      (
        "superseded",
        Label(
          vi: "Số liệu đã được thay bằng bản công bố sau",
          en: "Figures superseded by a later vintage"),
        growth.windows.reduce(0) { $0 + $1.superseded.count }
      ),
      (
        "unread",
        Label(vi: "Số liệu không đọc được thành cửa sổ", en: "Figures that are no window"),
        growth.unread.count
      ),
    ]
    return counts.map { name, label, count in
      FitDiagnostic(
        id: "\(id)_\(name)", label: label, value: Double(count), standardError: nil, unit: .none)
    }
  }

  private func correlations(_ posterior: GrowthPosterior) -> [FitDiagnostic] {
    [
      ("mux", "phix", posterior.correlationMuxPhix),
      ("mux", "sigmax", posterior.correlationMuxSigmax),
      ("phix", "sigmax", posterior.correlationPhixSigmax),
    ].map { first, second, value in
      FitDiagnostic(
        id: "\(id)_correlation_\(first)_\(second)",
        label: Label(
          vi: "Tương quan sau số liệu của \(first) và \(second)",
          en: "Posterior correlation of \(first) and \(second)"),
        value: value, standardError: nil, unit: .none)
    }
  }

  private static let standIn = Label(
    vi: "Toàn ngành chế biến, chế tạo thay cho phần chế biến, chế tạo ngoài công nghiệp hỗ trợ: "
      + "không có chỉ số riêng cho phần đó",
    en: "All manufacturing stands in for other manufacturing: no index leaves the supporting "
      + "industries out")
  private static let noWindows = Label(
    vi: "Không có số liệu tăng trưởng công nghiệp chế biến, chế tạo nào được công bố: "
      + "mux, phix, sigmax giữ giả định ban đầu",
    en: "No growth of manufacturing was published by the date: mux, phix and sigmax keep their "
      + "priors")
  private static let noPriors = Label(
    vi: "Thiếu giả định ban đầu dùng được của mux, phix hoặc sigmax: các cửa sổ tăng trưởng không "
      + "cập nhật được gì",
    en: "No usable prior of mux, phix or sigmax: the growth windows update nothing")
  private static let noPosterior = Label(
    vi: "Hợp lý của các cửa sổ tăng trưởng không tính được tại mọi điểm lưới",
    en: "The likelihood of the growth windows could not be computed at any grid point")
}
