/// One thing that a regression can or cannot support, for a plain sentence.
package enum Conclusion: Sendable {
  /// The interval of the first regressor leaves zero out.
  case associated(ReportedCoefficient)
  /// The interval holds zero; that does not show that the coefficient is zero.
  case notDistinguished(ReportedCoefficient)
  /// Smaller coefficients would mostly be missed.
  case leastDetectable(ReportedCoefficient)
  /// Effects leave little of the regressor's variance.
  case littleWithin(ReportedCoefficient, share: Double)
  /// Later values of the regressor predict nothing, which does not rule out other causes.
  case placeboHolds
  /// Later values predict what they cannot have acted on.
  case placeboFails(PlaceboResult)
  /// Clustered errors of so few clusters tend to be too small.
  case fewClusters(grouping: String, count: Int)
  /// Without the cluster the coefficient changes its sign or moves by more than its error.
  case hangsOnCluster(label: String, without: Double)

  /// Below this, variance within effects is called little.
  static let littleShare = 0.05
  /// Below this, clusters are called few (Cameron and Miller 2015, §VI).
  static let fewClusterCount = 30

  /// What follows from a report with coefficients, covariance, placebos and influence filled in.
  ///
  /// - Parameter report: Its first regressor that is no constant is the one spoken of.
  /// - Returns: In the order of a page; empty without regressors.
  package static func drawn(from report: RegressionReport) -> [Conclusion] {
    guard let main = report.coefficients.first(where: { $0.name != RegressionData.constantName })
    else { return [] }
    var found: [Conclusion] = [main.pValue < 0.05 ? .associated(main) : .notDistinguished(main)]
    if main.minimumDetectable > 0, main.minimumDetectable.isFinite {
      found.append(.leastDetectable(main))
    }
    if let share = main.shareWithin, share < littleShare {
      found.append(.littleWithin(main, share: share))
    }
    if let failed = report.placebo.first(where: \.fails) {
      found.append(.placeboFails(failed))
    } else if !report.placebo.isEmpty {
      found.append(.placeboHolds)
    }
    if let least = report.covariance?.clusters.min(by: { $0.count < $1.count }),
      least.count < fewClusterCount, report.bootstrap.isEmpty
    {
      found.append(.fewClusters(grouping: least.name, count: least.count))
    }
    if let cluster = decidingCluster(report.influence) { found.append(cluster) }
    return found
  }

  private static func decidingCluster(_ influence: ReportedInfluence?) -> Conclusion? {
    guard let influence, let first = influence.clusters.first, let without = first.without,
      influence.standardError > 0
    else { return nil }
    let moved = (without - influence.value).magnitude
    guard without * influence.value < 0 || moved > influence.standardError else { return nil }
    return .hangsOnCluster(label: first.label, without: without)
  }
}
