import LinearAlgebra
package import ReachModel

/// What a posterior would be under other priors: one row for each.
package struct PriorSensitivity: Sendable {
  package struct Row: Sendable, Equatable {
    /// A prior standard deviation, or a power.
    package let setting: Double
    /// Of the coefficient before own data; nil where they do not exist.
    package let prior: Moments?
    /// Of the coefficient after them.
    package let posterior: Moments?
    /// ln p(y) under this prior.
    package let logMarginalLikelihood: Double
  }

  package let coefficient: String
  /// What is varied.
  package let varied: Label
  package let rows: [Row]

  /// The largest less the smallest posterior mean.
  package var range: Double {
    let means = rows.compactMap { $0.posterior?.mean }
    return (means.max() ?? 0) - (means.min() ?? 0)
  }
}

extension NormalInverseGamma {
  /// The same with another prior sd of one coefficient; correlations stay.
  ///
  /// - Parameters:
  ///   - j: Its place, from 0.
  ///   - sd: Greater than 0, at the prior mean of σ².
  /// - Returns: The changed prior.
  /// - Precondition: a > 1, else the prior has no sd.
  package func withPriorDeviation(of j: Int, _ sd: Double) -> NormalInverseGamma {
    guard let variance = residualVarianceMean else {
      preconditionFailure("a prior of shape \(a) has no standard deviation")
    }
    precondition(sd > 0, "a prior sd of \(sd)")
    let factor = sd / (variance * V[j, j]).squareRoot()
    var changed = V
    for i in 0..<V.rows {
      changed[i, j] *= factor
      changed[j, i] *= factor
    }
    return NormalInverseGamma(mean: mean, V: changed, a: a, b: b)
  }

  /// Mean and sd of coefficient j; nil where it has no sd.
  package func moments(_ j: Int) -> Moments? {
    marginal(j).standardDeviation.map { Moments(mean: mean[j], sd: $0) }
  }
}

/// The posterior of a coefficient over a range of its prior standard deviations.
///
/// - Parameters:
///   - j: The coefficient's place, from 0.
///   - sds: Each greater than 0.
///   - data: As of ``fitBayesian(_:prior:sources:threads:)``.
///   - prior: All else stays; its shape is above 1.
///   - sources: Rows from elsewhere.
/// - Returns: A row for each setting, in their order.
/// - Throws: As ``fitBayesian(_:prior:sources:threads:)``.
package func sensitivity(
  of j: Int, toPriorDeviations sds: [Double], _ data: RegressionData, prior: NormalInverseGamma,
  sources: [ExternalData] = []
) throws(EstimationError) -> PriorSensitivity {
  var rows: [PriorSensitivity.Row] = []
  for sd in sds {
    let fit = try fitBayesian(
      data, prior: prior.withPriorDeviation(of: j, sd), sources: sources)
    rows.append(fit.row(sd, of: j))
  }
  return PriorSensitivity(
    coefficient: data.names[j],
    varied: Label(vi: "độ lệch chuẩn tiên nghiệm", en: "prior standard deviation"), rows: rows)
}

/// The posterior of a coefficient over a range of powers a₀ of one source.
///
/// - Parameters:
///   - j: The coefficient's place, from 0.
///   - powers: Each in [0, 1].
///   - source: The place among `sources` of the one that is varied.
///   - data: As of ``fitBayesian(_:prior:sources:threads:)``.
///   - prior: Before all sources.
///   - sources: Rows from elsewhere; the others keep their powers.
/// - Returns: A row for each setting, in their order.
/// - Throws: As ``fitBayesian(_:prior:sources:threads:)``.
package func sensitivity(
  of j: Int, toPowers powers: [Double], ofSource source: Int, _ data: RegressionData,
  prior: NormalInverseGamma, sources: [ExternalData]
) throws(EstimationError) -> PriorSensitivity {
  var rows: [PriorSensitivity.Row] = []
  for power in powers {
    var changed = sources
    changed[source] = ExternalData(
      name: sources[source].name, data: sources[source].data, power: power)
    rows.append(try fitBayesian(data, prior: prior, sources: changed).row(power, of: j))
  }
  let name = sources[source].name
  return PriorSensitivity(
    coefficient: data.names[j],
    varied: Label(
      vi: "trọng số a₀ của \(name.vi)", en: "power a₀ of \(name.en)"), rows: rows)
}

extension BayesianFit {
  fileprivate func row(_ setting: Double, of j: Int) -> PriorSensitivity.Row {
    PriorSensitivity.Row(
      setting: setting, prior: prior.moments(j), posterior: posterior.moments(j),
      logMarginalLikelihood: logMarginalLikelihood)
  }
}
