import Assessment
import Econometrics
import PanelData
import ReachModel
import Simulation
import Verification

/// The relations of a fitted scenario, as they are checked.
struct FittedRelations {
  let fitted: FittedModel
  /// What the relations were fitted to, without the data.
  let request: FitRequest

  init(_ fitted: FittedModel) {
    self.fitted = fitted
    request = FittedModel.request(
      fitted.study, panel: Panel(cells: [], vintageCaveat: ""), facts: FactBook([]))
  }

  var fit: FitReport { fitted.fit }

  /// The stated prior of a parameter that data may move; nil where it has none, or is fixed.
  func prior(_ key: String) -> PriorLaw? {
    guard let law = request.priors[key], !law.isFixed else { return nil }
    return PriorLaw(law) { law.quantile($0) }
  }

  /// The same, or the constant that it is.
  func priorOrConstant(_ key: String) -> PriorLaw? {
    request.priors[key].map { law in PriorLaw(law) { law.quantile($0) } }
  }

  /// The law that the forecast draws a parameter from.
  func posterior(_ parameter: Parameter) -> PriorLaw? {
    guard let law = fitted.model.parameters[parameter].first?.distribution else { return nil }
    return PriorLaw(law) { law.quantile($0) }
  }

  /// What commitments were used, and moved sigmaR.
  var isFedByCommitments: Bool { fit.updates.contains { $0.parameter == "sigmaR" } }

  /// The rows of the entry regression where it moved betaV.
  var entrySample: EntrySample? {
    guard fit.updates.contains(where: { $0.parameter == "betaV" }),
      let estimate = fit.estimates.first(where: { $0.id == "entry" })
    else { return nil }
    return EntrySample(estimate, lead: fit.estimates.first { $0.id == "entry_lead" })
  }

  /// The windows where they moved the law of growth.
  var windows: [GrowthWindow]? { fit.growthPosterior == nil ? nil : fit.growth?.windows }

  /// Priors of mux, phix and sigmax, where all three are stated.
  var growthPriors: (mux: PriorLaw, phix: PriorLaw, sigmax: PriorLaw)? {
    guard let mux = priorOrConstant("mux"), let phix = priorOrConstant("phix"),
      let sigmax = priorOrConstant("sigmax")
    else { return nil }
    return (mux, phix, sigmax)
  }

  /// The laws that each path draws its chain of stress from.
  var stressLaws: (entry: PriorLaw, jump: PriorLaw)? {
    guard let entry = posterior(.stressEntry), let jump = posterior(.jump) else { return nil }
    return (entry, jump)
  }

  /// Every posterior that data moved, under data as assumed and as simulated.
  var studies: [any CalibrationStudy] {
    var studies: [any CalibrationStudy] = []
    if let sample = entrySample, let prior = prior("betaV"),
      let study = EntryStudy(request, sample: sample, prior: prior)
    {
      studies.append(study)
    }
    if isFedByCommitments, let prior = prior("sigmaR") {
      studies += CommitmentData.allCases.map {
        CommitmentStudy(request, years: fit.commitments, prior: prior, data: $0)
      }
    }
    if let windows, let priors = growthPriors {
      studies += GrowthData.allCases.compactMap {
        GrowthStudy(
          windows: windows, priors: priors, stress: request.stress, stressLaws: stressLaws,
          error: request.growthError, data: $0)
      }
    }
    return studies
  }

  /// Relations that no data moved: there is nothing to check of them.
  var cannotSay: [Label] {
    let parts: [(isThere: Bool, label: Label)] = [
      (entrySample != nil, Label(vi: "doanh nghiệp mới (betaV)", en: "new enterprises (betaV)")),
      (isFedByCommitments, Label(vi: "vốn cam kết (sigmaR)", en: "commitments (sigmaR)")),
      (
        windows != nil,
        Label(vi: "tăng trưởng (mux, phix, sigmax)", en: "growth (mux, phix, sigmax)")
      ),
    ]
    return parts.filter { !$0.isThere }.map {
      Label(
        vi: "Không có số liệu nào cập nhật \($0.label.vi): tham số giữ giả định ban đầu, không có "
          + "gì để kiểm tra",
        en: "No data moved \($0.label.en): the prior stands, and there is nothing to check")
    }
  }
}
