package import Econometrics
package import PanelData
import RandomStreams
import ReachModel

/// A specification on its way from a table to everything that the regression has to say.
package struct RegressionRun: Sendable {
  package let specification: RegressionSpecification
  package let threads: Int

  package init(_ specification: RegressionSpecification, threads: Int) {
    (self.specification, self.threads) = (specification, threads)
  }

  /// Estimates, covariance, diagnostics and conclusions.
  ///
  /// - Parameter table: Given up once the regression's numbers are made, unless a placebo or a
  ///   source of evidence needs it again or somebody else has it.
  /// - Returns: The report; the same bytes for any number of threads.
  /// - Throws: ``RegressionError`` with what is wrong, by name.
  package func report(
    on table: consuming DataTable
  ) throws(RegressionError) -> RegressionReport {
    let again = takesPlacebo || hasRowsElsewhere ? copy table : nil
    let sample = try sample(on: consume table)
    let elsewhere = try again.map(rowsElsewhere) ?? [:]
    var report = try estimate(consume sample, elsewhere)
    if let again, takesPlacebo, !report.fitsExactly {
      try placebos(on: again, report.coefficients, into: &report)
    }
    if let source = specification.source {
      report.notes.append(Self.said("nguồn", "source", source))
    }
    if let notes = specification.notes { report.notes.append(Label(vi: notes, en: notes)) }
    adjust(&report)
    return report
  }

  /// Looks for everything that the specification names, and estimates nothing.
  ///
  /// - Throws: ``RegressionError`` with what the data lack.
  package func check(on table: DataTable) throws(RegressionError) {
    _ = try sample(on: table)
    _ = try rowsElsewhere(on: table)
  }

  /// What the estimator itself says; the sample is given up with it.
  private func estimate(
    _ sample: RegressionSample, _ elsewhere: [Int: RegressionData]
  ) throws(RegressionError) -> RegressionReport {
    var report = RegressionReport(
      name: specification.name,
      title: specification.title ?? Label(vi: specification.name, en: specification.name),
      dependent: specification.dependent.text, estimator: specification.estimator.name.rawValue,
      method: specification.estimator.name.label, observations: sample.data.observations)
    report.sample = sample.counts
    report.notes = sample.notes
    report.effects = sample.data.effects.map { ($0.name, $0.count) }
    switch specification.estimator {
    case .leastSquares: try leastSquares(sample, into: &report)
    case .twoStage: try instruments(sample, .twoStageLeastSquares, into: &report)
    case .liml: try instruments(sample, .limitedInformation, into: &report)
    case .fuller(let alpha): try instruments(sample, .fuller(alpha: alpha), into: &report)
    case .poisson(let rule): try likelihood(sample, .poisson, rule, into: &report)
    case .negativeBinomial(let rule):
      try likelihood(sample, .negativeBinomial, rule, into: &report)
    case .logit(let rule): try likelihood(sample, .logit, rule, into: &report)
    case .cloglog(let rule): try likelihood(sample, .complementaryLogLog, rule, into: &report)
    case .ridge(let penalty): try ridge(sample, penalty, into: &report)
    case .bayes(let options): try bayes(sample, options, elsewhere: elsewhere, into: &report)
    case .withinCorrected(let lags): try withinCorrected(sample, lags, into: &report)
    case .differenceGMM(let moments): try gmm(sample, moments, isSystem: false, into: &report)
    case .systemGMM(let moments): try gmm(sample, moments, isSystem: true, into: &report)
    case .localProjections(let options): try localProjections(sample, options, into: &report)
    case .bvar(let options): try autoregression(sample, options, into: &report)
    }
    return report
  }

  private var takesPlacebo: Bool {
    specification.placebo != nil && specification.estimator.name.hasPlacebo
  }

  /// The rows of the specification, singletons left out where it asks for that.
  func sample(on table: consuming DataTable) throws(RegressionError) -> RegressionSample {
    do throws(SpecificationProblems) {
      let design = try design(specification, on: consume table)
      return RegressionSample(design, dropsSingletons: specification.singletons == .drop)
    } catch {
      throw .specification(error)
    }
  }

  /// Adjusts p values of the family that the specification names.
  private func adjust(_ report: inout RegressionReport) {
    guard let testing = specification.multipleTesting else { return }
    let places = report.coefficients.indices.filter {
      testing.family.isEmpty || testing.family.contains(report.coefficients[$0].name)
    }
    let p = places.map { report.coefficients[$0].pValue }
    for (place, value) in zip(places, testing.method.adjusted(p)) {
      report.coefficients[place].adjustedPValue = value
    }
    report.notes.append(
      Self.said("p hiệu chỉnh theo", "p adjusted by", "\(testing.method.rawValue), m = \(p.count)"))
  }

  static func said(_ vi: String, _ en: String, _ what: String) -> Label {
    Label(vi: "\(vi): \(what)", en: "\(en): \(what)")
  }
}

extension RegressionSpecification.MultipleTesting.Method {
  fileprivate func adjusted(_ p: [Double]) -> [Double] {
    switch self {
    case .bonferroni: MultipleTesting.bonferroni.adjusted(p)
    case .holm: MultipleTesting.holm.adjusted(p)
    case .benjaminiHochberg: MultipleTesting.benjaminiHochberg.adjusted(p)
    }
  }
}

/// Uniform words of 64 bits addressed by two numbers, of the Philox stream of a seed.
func addressedWords(seed: UInt64) -> @Sendable (_ draw: Int, _ word: Int) -> UInt64 {
  { draw, word in
    let place = UInt64(bitPattern: Int64(draw))
    let block = philox4x32(
      SIMD4(
        UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: place >> 32),
        UInt32(truncatingIfNeeded: word), 0x626f_6f74), key: seed)
    return UInt64(block.x) << 32 | UInt64(block.y)
  }
}
