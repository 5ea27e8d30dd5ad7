import Econometrics
import ReachModel

/// The options of each estimator.
enum EstimatorSchema {
  typealias Name = RegressionSpecification.Estimator.Name

  static let names = Name.allCases.map(\.rawValue)

  /// Those that may stand without options.
  static let plainNames = Name.allCases.filter { !keys(of: $0).contains(where: \.isRequired) }
    .map(\.rawValue)

  static let estimator = MappingSchema(
    "the mapping `estimator`",
    Name.allCases.map { .optional($0.rawValue, .mapping(options(of: $0)), $0.label.en) })

  static func options(of name: Name) -> MappingSchema {
    MappingSchema("estimator `\(name.rawValue)`", keys(of: name))
  }

  private static func keys(of name: Name) -> [MappingSchema.Key] {
    switch name {
    case .leastSquares, .twoStage, .liml: []
    case .fuller:
      [.required("alpha", .numberIn(.above(0)), "Fuller's constant, 1 or 4 by custom")]
    case .poisson, .negativeBinomial, .logit, .cloglog: [separation]
    case .ridge:
      [
        .required(
          "lambda",
          .either([
            .numberIn(.atLeast(0)), .oneOf([RegressionSpecification.Penalty.crossValidatedName]),
          ]),
          "the penalty, or gcv for generalised cross-validation")
      ]
    case .bayes: bayes
    case .withinCorrected: [.required("lags", .integer(1...8), "of the dependent variable")]
    case .differenceGMM, .systemGMM: moments
    case .localProjections: projections
    case .bvar: vectorAutoregression
    }
  }

  private static let separation = MappingSchema.Key.optional(
    "separation", .oneOf(RegressionSpecification.Separation.allCases.map(\.rawValue)),
    "rows that leave the likelihood without a maximum; refuse unless given")

  static let prior = MappingSchema(
    "a prior",
    [
      .required("mean", .number, "of the coefficient"),
      .required("sd", .numberIn(.above(0)), "above 0"),
    ])
  static let noise = MappingSchema(
    "the mapping `noise`",
    [
      .required("shape", .numberIn(.above(0)), "above 0"),
      .required("scale", .numberIn(.above(0)), "above 0"),
    ])
  static let published = MappingSchema(
    "a published coefficient",
    [
      .required("value", .number, "as published"),
      .required("standard_error", .numberIn(.above(0)), "above 0"),
    ])
  static let source = MappingSchema(
    "evidence from elsewhere",
    [
      .required("name", .text, "for tables"),
      .required(
        "exponent", .numberIn(.within(0...1)), "0 to 1: how much of its likelihood counts"),
      .optional("sample", .text, "a condition on rows of the same data"),
      .optional("coefficients", .named(.mapping(published)), "published ones, by name"),
      .required("source", .text, "where it comes from"),
    ])

  private static let bayes: [MappingSchema.Key] = [
    .optional("priors", .named(.mapping(prior)), "normal laws by coefficient; others are flat"),
    .optional("noise", .mapping(noise), "inverse gamma law; 1/σ² unless given"),
    .optional("g", .numberIn(.above(0)), "Zellner's g instead of `priors`"),
    .optional("sources", .list(.mapping(source)), "power priors"),
  ]

  private static let moments: [MappingSchema.Key] = [
    .required("lags", .integer(1...8), "of the dependent variable among the regressors"),
    .required("steps", .integer(1...2), "of estimation"),
    .required(
      "instrument_lags",
      .tuple([
        .integer(instrumentLags), .either([.integer(instrumentLags), .oneOf([allLags])]),
      ]),
      "[first, last] period back whose levels are instruments; last may be all"),
    .required("collapse", .boolean, "one instrument for each lag instead of each lag and period"),
    .optional(
      "transformation",
      .oneOf(RegressionSpecification.Moments.Transformation.allCases.map(\.rawValue)),
      "differences unless given; deviations are orthogonal ones"),
    .optional("predetermined", SpecificationSchema.texts, "regressors that respond to past errors"),
  ]

  static let allLags = "all"
  /// Periods back.
  static let instrumentLags = 1...1000

  private static let projections: [MappingSchema.Key] = [
    .required("horizons", .integer(0...200), "the last horizon"),
    .optional("shock", .text, "one of the regressors; the first unless given"),
    .optional(
      "lags", .integer(0...100), "of dependent variable and shock as controls; 0 unless given"),
    .optional("cumulative", .boolean, "responses of sums; false unless given"),
    .optional("lag_augmented", .boolean, "with one lag more than needed; false unless given"),
  ]

  private static let vectorAutoregression: [MappingSchema.Key] = [
    .required("lags", .integer(1...40), "of every variable"),
    .required(
      "lambda",
      .either([
        .numberIn(.above(0)),
        .oneOf([RegressionSpecification.VectorAutoregression.Tightness.marginalLikelihoodName]),
      ]), "overall tightness of the Minnesota prior"),
    .optional("errors", .oneOf(["normal", "student"]), "normal unless given"),
    .optional(
      "degrees", .numberIn(.above(2)), "of freedom of student errors; on a grid unless given"),
    .required("horizon", .integer(1...400), "forecasts this far ahead"),
    .required("draws", .integer(100...10_000_000), "of the posterior"),
    .required("seed", .integer(SpecificationSchema.seeds), "of the draws"),
  ]
}
