import Econometrics
import ReachModel

extension RegressionRun {
  /// The wild cluster bootstrap of the coefficients that the specification asks for.
  func bootstrap(
    _ fit: LinearFit, _ sample: RegressionSample, into report: inout RegressionReport
  ) throws(RegressionError) {
    guard let asked = specification.bootstrap,
      let cluster = sample.bootstrapCluster ?? sample.data.clusters.first
    else { return }
    let options = WildBootstrapOptions(
      draws: asked.draws, weights: asked.weights == .webb ? .webb : .rademacher,
      imposesNull: asked.isRestricted, level: 0.95)
    let places = fit.names.indices.filter { j in
      asked.coefficients.isEmpty
        ? fit.names[j] != RegressionData.constantName : asked.coefficients.contains(fit.names[j])
    }
    for name in asked.coefficients where fit.dropped.contains(name) {
      report.notes.append(
        Label(
          vi: "không có bootstrap cho `\(name)`: biến đã bị bỏ",
          en: "no bootstrap of `\(name)`: it is left out"))
    }
    for j in places {
      let found = try estimating { () throws(EstimationError) in
        try wildBootstrap(
          LinearRestriction(coefficient: j, of: fit.names.count), of: fit, cluster: cluster,
          options: options, threads: threads, bits: addressedWords(seed: asked.seed))
      }
      report.bootstrap.append(
        ReportedBootstrap(
          coefficient: fit.names[j], method: found.convention, draws: found.draws,
          statistic: found.statistic, pValue: found.pSymmetric,
          equalTailedPValue: found.pEqualTailed,
          confidenceSet: found.confidenceSet.map { set in
            set.intervals.map { ($0.lower, $0.upper) }
          }))
    }
  }
}
