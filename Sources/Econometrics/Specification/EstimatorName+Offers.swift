/// What goes with which estimator: the one table that checks, runs and advice are made from.
extension RegressionSpecification.Estimator.Name {
  /// Whether endogenous regressors and excluded instruments belong to it.
  package var hasInstruments: Bool { [.twoStage, .liml, .fuller].contains(self) }

  /// Whether an offset can be added to its linear predictor.
  package var hasOffset: Bool { [.poisson, .negativeBinomial, .logit, .cloglog].contains(self) }

  /// Whether it needs to know the unit of the panel, and the period.
  package var needsEntity: Bool { [.withinCorrected, .differenceGMM, .systemGMM].contains(self) }
  package var needsPeriod: Bool { needsEntity || self == .localProjections || self == .bvar }

  /// Whether its answer is a posterior or a shrunken vector, which carries its own spread: no
  /// standard errors, no p values.
  package var hasOwnSpread: Bool { [.ridge, .bayes, .bvar].contains(self) }

  /// Whether regressors that others determine can be left out.
  package var canDrop: Bool { self == .leastSquares }

  /// Whether later values of a regressor can stand in its place and beside it.
  package var hasPlacebo: Bool {
    switch self {
    case .leastSquares, .twoStage, .liml, .fuller, .poisson, .negativeBinomial, .logit, .cloglog:
      true
    case .ridge, .bayes, .withinCorrected, .differenceGMM, .systemGMM, .localProjections, .bvar:
      false
    }
  }

  /// Whether signs of its residuals can be drawn by cluster.
  package var hasBootstrap: Bool { self == .leastSquares }

  /// Whether its errors are its own: robust by entity, or Windmeijer's.
  package var hasOwnErrors: Bool {
    self == .withinCorrected || self == .differenceGMM || self == .systemGMM
  }

  /// Whether a covariance can be stated for it, but for what ``hasOwnErrors`` says.
  package func takes(_ kind: RegressionSpecification.Covariance.Kind) -> Bool {
    !hasOwnSpread && !hasOwnErrors && kind != .windmeijer
  }
}
