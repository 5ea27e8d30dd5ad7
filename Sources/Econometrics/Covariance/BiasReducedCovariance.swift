import LinearAlgebra
import ReachModel

/// CR2, CR3 and CR3J for one level of clustering.
///
/// - Source: Bell & McCaffrey, *Survey Methodology* 28(2), 2002; Pustejovsky & Tipton, *Journal of
///   Business & Economic Statistics* 36(4), 2018. Agrees with R clubSandwich: see
///   `BiasReducedTests`.
func biasReducedCovariance(
  _ level: Grouping, _ correction: ClusterCorrection, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  let fit = request.fit, smallSample = request.smallSample
  let sums = try ClusterSums(fit, level, correction, request)
  var factor =
    smallSample.rowMultiplier(of: fit, levels: [level])
    * smallSample.clusterMultiplier(level.count, smallest: level.count)
  if correction == .CR3J { factor *= Double(level.count - 1) / Double(level.count) }
  let freedom =
    smallSample.freedom == .bellMcCaffrey
    ? try sums.degreesOfFreedom(names: fit.names)
    : smallSample.degreesOfFreedom(of: fit, smallest: level.count)
  return CovarianceEstimate(
    matrix: factor * sums.covariance, degreesOfFreedom: freedom, name: request.name,
    convention: joined(
      words(correction, level, request) + sums.words + [
        smallSample.factorWords(of: fit, levels: [level]),
        smallSample.freedomWords(clusters: true),
      ]), clusters: [(level.name, level.count)])
}

/// Satterthwaite's degrees of freedom of a clustered covariance, for each coefficient.
func bellMcCaffrey(
  _ level: Grouping, _ correction: ClusterCorrection, _ request: CovarianceRequest
) throws(EstimationError) -> [Double] {
  try ClusterSums(request.fit, level, correction, request)
    .degreesOfFreedom(names: request.fit.names)
}

private func words(
  _ correction: ClusterCorrection, _ level: Grouping, _ request: CovarianceRequest
) -> [Label] {
  let place = "\(level.name) (G = \(level.count))"
  var list = [
    Label(
      vi: "theo cụm (\(correction.rawValue)): \(place)",
      en: "clustered (\(correction.rawValue)): \(place)")
  ]
  switch correction {
  case .CR2:
    list.append(
      Label(
        vi: "phần dư nhân (I − H_gg)^(−1/2) (Bell-McCaffrey)",
        en: "residuals times (I − H_gg)^(−1/2) (Bell-McCaffrey)"))
  case .CR3:
    list.append(
      Label(
        vi: "phần dư nhân (I − H_gg)⁻¹, như clubSandwich",
        en: "residuals times (I − H_gg)⁻¹, as clubSandwich"))
  case .CR3J:
    list.append(
      Label(
        vi: "jackknife bỏ từng cụm, thừa số (G − 1)/G",
        en: "jackknife over clusters, factor (G − 1)/G"))
  case .CR0, .CR1: break
  }
  if request.fit.weights != nil { list.append(modelWords(request.smallSample.workingModel)) }
  return list
}

private func modelWords(_ model: SmallSample.WorkingModel) -> Label {
  switch model {
  case .identity:
    Label(
      vi: "mô hình làm việc: sai số độc lập, cùng phương sai",
      en: "working model: independent errors of one variance")
  case .precisions:
    Label(
      vi: "mô hình làm việc: sai số độc lập, phương sai 1/w",
      en: "working model: independent errors of variance 1/w")
  }
}

extension ClusterCorrection {
  /// The p of (I − H_gg)^(−p).
  var power: Double {
    switch self {
    case .CR0, .CR1: 0
    case .CR2: 0.5
    case .CR3, .CR3J: 1
    }
  }
}
