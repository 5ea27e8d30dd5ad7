import Econometrics
import ReachModel

extension RegressionRun {
  /// The covariance that the specification states.
  ///
  /// - Parameters:
  ///   - fit: Of the sample.
  ///   - sample: Its groups, periods and places.
  ///   - workingModel: What CR2 and Satterthwaite's degrees of freedom take errors to be like; nil for
  ///     the kind's own.
  /// - Returns: With the convention of every factor.
  /// - Throws: A ``RegressionError`` of estimation, by name.
  func statedCovariance(
    of fit: LinearFit, _ sample: RegressionSample,
    workingModel: Econometrics.SmallSample.WorkingModel? = nil
  ) throws(RegressionError) -> CovarianceEstimate {
    guard let stated = specification.covariance, let kind = stated.estimatorKind else {
      preconditionFailure("\(specification.name) states no covariance of a linear fit")
    }
    var conventions = stated.conventions(for: kind)
    if let workingModel { conventions.workingModel = workingModel }
    return try estimating { () throws(EstimationError) in
      try Econometrics.covariance(
        kind, of: fit, layout: CovarianceLayout(sample.data, coordinates: sample.coordinates),
        smallSample: conventions, threads: threads)
    }
  }

  /// The rows of the table of coefficients.
  func reported(_ fit: LinearFit, _ covariance: CovarianceEstimate) -> [ReportedCoefficient] {
    let errors = covariance.standardErrors
    return fit.names.indices.map { j in
      ReportedCoefficient(
        fit.names[j], value: fit.coefficients[j], standardError: errors[j],
        degreesOfFreedom: covariance.degreesOfFreedom[j])
    }
  }
}

extension RegressionSpecification.Covariance {
  /// nil for the one that belongs to GMM.
  var estimatorKind: CovarianceKind? {
    switch kind {
    case .classical: .classical
    case .HC0, .HC1, .HC2, .HC3, .CR0, .CR1, .CR2, .CR3, .CR3J: CovarianceKind(name: kind.rawValue)
    case .neweyWest: .neweyWest(lagChoice)
    case .driscollKraay: .driscollKraay(lagChoice)
    case .conley:
      distance.map {
        .conley(cutoff: $0.kilometres, $0.kernel == .uniform ? .uniform : .bartlett)
      }
    case .windmeijer: nil
    }
  }

  private var lagChoice: LagChoice {
    switch lags {
    case .count(let count): .fixed(count)
    case .automatic, nil: .plugIn
    }
  }

  /// The kind's own conventions, but for what is stated.
  func conventions(for kind: CovarianceKind) -> Econometrics.SmallSample {
    var conventions = Econometrics.SmallSample.standard(for: kind)
    switch smallSample {
    case .nested: conventions.counted = .nested
    case .slopes: conventions.counted = .slopes
    case .all: conventions.counted = .all
    case nil: break
    }
    switch twoWay {
    case .each: conventions.clusterFactor = .each
    case .smallest: conventions.clusterFactor = .smallest
    case nil: break
    }
    return conventions
  }

  /// What tests of instruments take errors to be like.
  func dependence(_ data: RegressionData) -> ErrorDependence {
    if let level = data.clusters.first, kind.isClustered { return .clustered(level) }
    return kind == .classical ? .independent : .heteroskedastic
  }
}
