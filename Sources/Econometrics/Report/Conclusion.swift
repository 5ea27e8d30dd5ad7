/// One thing that a regression can or cannot support, for a plain sentence.
package enum Conclusion: Sendable {
  /// The residuals are rounding: there is no error to judge anything by.
  case fitsExactly
  /// The interval leaves zero out, and so does the bootstrap where there is one.
  case associated(ReportedCoefficient, ReportedBootstrap?)
  /// The interval holds zero, or the bootstrap's p is not small; that does not show that the
  /// coefficient is zero.
  case notDistinguished(ReportedCoefficient, ReportedBootstrap?)
  /// Smaller coefficients would mostly be missed.
  case leastDetectable(ReportedCoefficient)
  /// Instruments so weak that estimate, error and interval may be far off.
  case weakInstruments(effectiveF: Double)
  /// Effects leave little of the regressor's variance.
  case littleWithin(ReportedCoefficient, share: Double)
  /// Later values of the regressor predict nothing, which does not rule out other causes.
  case placeboHolds
  /// Later values predict what they cannot have acted on.
  case placeboFails(PlaceboResult)
  /// Clustered errors of so few clusters tend to be too small.
  case fewClusters(grouping: String, count: Int, remedy: FewClustersRemedy)
  /// Errors correlated over most of the few periods there are tend to be too small.
  case longLags(lags: Int, periods: Int)
  /// Without the cluster the coefficient changes its sign or moves by more than its error.
  case hangsOnCluster(grouping: String, label: String, without: Double)

  /// Below this, variance within effects is called little.
  static let littleShare = 0.05
  /// Below this, clusters are called few (Cameron and Miller 2015, §VI).
  static let fewClusterCount = 30
  /// Below this effective F, instruments are called weak: beside it a bias of a tenth of the worst
  /// case cannot be ruled out (Montiel Olea and Pflueger, *JBES* 31(3), 2013: 23.1 for one
  /// instrument, less for more).
  package static let weakF = 23.1

  /// What follows from a report with coefficients, covariance, placebos and influence filled in.
  ///
  /// - Parameter report: Its ``RegressionReport/focus`` is what is spoken of, else its first
  ///   regressor that is no constant.
  /// - Returns: In the order of a page; empty without regressors.
  package static func drawn(from report: RegressionReport) -> [Conclusion] {
    if report.fitsExactly { return [.fitsExactly] }
    guard let main = report.main else { return [] }
    var found = [judged(main, report)]
    if main.minimumDetectable > 0, main.minimumDetectable.isFinite {
      found.append(.leastDetectable(main))
    }
    if let F = report.effectiveF, F < weakF { found.append(.weakInstruments(effectiveF: F)) }
    if let share = main.shareWithin, share < littleShare {
      found.append(.littleWithin(main, share: share))
    }
    if let failed = report.placebo.first(where: \.fails) {
      found.append(.placeboFails(failed))
    } else if report.isPlaceboComplete {
      found.append(.placeboHolds)
    }
    found += [fewClusters(report), longLags(report.covariance)].compactMap(\.self)
    if let cluster = decidingCluster(report.influence) { found.append(cluster) }
    return found
  }

  /// By the bootstrap where one was asked for: it keeps its size with few and unequal clusters.
  private static func judged(
    _ main: ReportedCoefficient, _ report: RegressionReport
  ) -> Conclusion {
    let bootstrap = report.bootstrap.first { $0.coefficient == main.name }
    let p = max(main.pValue, bootstrap?.pValue ?? 0)
    return p < 0.05 ? .associated(main, bootstrap) : .notDistinguished(main, bootstrap)
  }

  private static func fewClusters(_ report: RegressionReport) -> Conclusion? {
    guard let covariance = report.covariance, report.bootstrap.isEmpty,
      let least = covariance.clusters.min(by: { $0.count < $1.count }),
      least.count < fewClusterCount,
      let remedy = FewClustersRemedy(covariance, estimator: report.estimator)
    else { return nil }
    return .fewClusters(grouping: least.name, count: least.count, remedy: remedy)
  }

  private static func longLags(_ covariance: CovarianceEstimate?) -> Conclusion? {
    guard let serial = covariance?.serial, 3 * serial.lags > serial.periods else { return nil }
    return .longLags(lags: serial.lags, periods: serial.periods)
  }

  private static func decidingCluster(_ influence: ReportedInfluence?) -> Conclusion? {
    guard let influence, let first = influence.clusters.first, let without = first.without,
      influence.standardError > 0
    else { return nil }
    let moved = (without - influence.value).magnitude
    guard without * influence.value < 0 || moved > influence.standardError else { return nil }
    return .hangsOnCluster(grouping: influence.grouping, label: first.label, without: without)
  }
}

/// What can be done about few clusters with the estimator at hand.
package enum FewClustersRemedy: Sendable {
  /// CR2, or the wild cluster bootstrap.
  case correctionOrBootstrap
  /// CR2: the estimator has no bootstrap here.
  case correction
  /// Clustering by the level with the fewest alone, for which CR2 is there.
  case oneLevel
  /// Nothing: the estimator's errors are robust by entity, whatever their number.
  case none

  /// nil where the covariance allows for few clusters already.
  init?(_ covariance: CovarianceEstimate, estimator: String) {
    guard !["CR2", "CR3", "CR3J"].contains(covariance.name) else { return nil }
    guard let name = RegressionSpecification.Estimator.Name(rawValue: estimator),
      name.takes(.CR2)
    else {
      self = .none
      return
    }
    if covariance.clusters.count > 1 {
      self = .oneLevel
    } else {
      self = name.hasBootstrap ? .correctionOrBootstrap : .correction
    }
  }
}
