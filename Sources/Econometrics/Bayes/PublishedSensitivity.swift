import ReachModel

extension IndependentNormalPrior {
  /// The same with another sd of what was stated of one coefficient before anything published.
  ///
  /// - Parameters:
  ///   - j: Its place, from 0.
  ///   - sd: Greater than 0.
  /// - Returns: The changed prior.
  /// - Precondition: The coefficient was given a finite sd.
  package func withPriorDeviation(of j: Int, _ sd: Double) -> IndependentNormalPrior {
    precondition(sd > 0, "a prior sd of \(sd)")
    // What the initialiser stated comes before what was added.
    guard let place = statements.firstIndex(where: { $0.coefficient == j }) else {
      preconditionFailure("nothing is stated of coefficient \(j)")
    }
    return replacing(
      place, with: Statement(coefficient: j, value: statements[place].value, sd: sd))
  }
}

/// The posterior of a coefficient over a range of its stated standard deviations.
///
/// - Parameters:
///   - j: The coefficient's place, from 0.
///   - sds: Each greater than 0.
///   - data: As of `IndependentNormalPrior.updated(by:sources:threads:)`.
///   - prior: Published coefficients and all else stay.
///   - sources: Rows from elsewhere.
/// - Returns: A row for each setting, in their order.
/// - Throws: As `IndependentNormalPrior.updated(by:sources:threads:)`.
package func sensitivity(
  of j: Int, toPriorDeviations sds: [Double], _ data: RegressionData,
  prior: IndependentNormalPrior, sources: [ExternalData] = []
) throws(EstimationError) -> PriorSensitivity {
  var rows: [PriorSensitivity.Row] = []
  for sd in sds {
    let posterior = try prior.withPriorDeviation(of: j, sd).updated(by: data, sources: sources)
    rows.append(posterior.row(sd, of: j))
  }
  return PriorSensitivity(
    coefficient: data.names[j],
    varied: Label(vi: "độ lệch chuẩn tiên nghiệm", en: "prior standard deviation"), rows: rows)
}

/// The posterior of a coefficient over a range of powers of one published coefficient.
///
/// - Parameters:
///   - j: The coefficient's place, from 0.
///   - powers: Factors on the precision, each in [0, 1].
///   - place: The place among `published` of the one that is varied.
///   - data: As of `IndependentNormalPrior.updated(by:sources:threads:)`.
///   - prior: Before anything published.
///   - published: The others keep their powers.
/// - Returns: A row for each setting, in their order.
/// - Throws: As `IndependentNormalPrior.updated(by:sources:threads:)`.
package func sensitivity(
  of j: Int, toPowers powers: [Double], ofPublished place: Int, _ data: RegressionData,
  prior: IndependentNormalPrior, published: [PublishedCoefficient]
) throws(EstimationError) -> PriorSensitivity {
  let varied = published[place]
  var rows: [PriorSensitivity.Row] = []
  for power in powers {
    var changed = published
    changed[place] = PublishedCoefficient(
      name: varied.name, coefficient: varied.coefficient, value: varied.value,
      standardError: varied.standardError, power: power)
    let informed = changed.reduce(prior) { $0.adding($1) }
    rows.append(try informed.updated(by: data).row(power, of: j))
  }
  return PriorSensitivity(
    coefficient: data.names[j],
    varied: Label(
      vi: "trọng số a₀ của \(varied.name.vi)", en: "power a₀ of \(varied.name.en)"), rows: rows)
}

extension IndependentNormalPosterior {
  fileprivate func row(_ setting: Double, of j: Int) -> PriorSensitivity.Row {
    let law = marginal(j)
    return PriorSensitivity.Row(
      setting: setting, prior: prior[j],
      posterior: Moments(mean: law.mean, sd: law.standardDeviation),
      logMarginalLikelihood: logMarginalLikelihood)
  }
}
