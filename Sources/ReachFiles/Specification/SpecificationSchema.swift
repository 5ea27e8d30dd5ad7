import Econometrics
import ReachModel

/// The keys of a specification file: the reader takes them from here, `reach schema specification`
/// prints them.
enum SpecificationSchema {
  typealias Covariance = RegressionSpecification.Covariance

  /// One text, or a list of them.
  static let texts = ValueType.either([.list(.text), .text])

  static let long = MappingSchema(
    "the mapping `long`",
    [
      .required("variable", .text, "the column that names the variable of a cell"),
      .required("value", .text, "the column that holds its value"),
      .optional("where", .text, "a condition on lines; others are left out before all else"),
    ])

  /// Where both braces stand once, before, between and behind any text without braces.
  private static let pattern =
    #"^[^{]*\{(variable\}[^{}]*\{period|period\}[^{}]*\{variable)\}[^{}]*$"#

  static let wide = MappingSchema(
    "the mapping `wide`",
    [
      .required("pattern", .shaped(pattern), "of column names, such as \"{variable}_{period}\""),
      .optional("variables", texts, "those taken; all that fit the pattern if not given"),
    ])

  static let layout = MappingSchema(
    "the mapping `layout`",
    [
      .optional("long", .mapping(long), "one cell per line"),
      .optional("wide", .mapping(wide), "one entity per line, a column for each period"),
    ])

  static let covariance = MappingSchema(
    "the mapping `covariance`",
    [
      .required("kind", .oneOf(Covariance.Kind.allCases.map(\.rawValue)), "how it is computed"),
      .optional("cluster", texts, "columns to cluster by, each a level; `a^b` crosses two"),
      .optional(
        "lags", .either([.integer(0...10_000), .oneOf([Covariance.Lags.automaticName])]),
        "for newey_west and driscoll_kraay"),
      .optional(
        "small_sample", .oneOf(Covariance.CountedParameters.allCases.map(\.rawValue)),
        "which parameters the small-sample factor counts"),
      .optional(
        "two_way", .oneOf(Covariance.TwoWay.allCases.map(\.rawValue)),
        "whose number of clusters makes the factor"),
      .optional("latitude", .text, "column of degrees (conley)"),
      .optional("longitude", .text, "column of degrees (conley)"),
      .optional(
        "kilometres", .numberIn(.above(0)), "beyond which rows are uncorrelated (conley)"),
      .optional(
        "kernel", .oneOf(Covariance.Distance.Kernel.allCases.map(\.rawValue)),
        "how weights fall with distance (conley)"),
    ])

  /// Whole numbers that are exact however they are read.
  static let seeds = 0...(1 << 53 - 1)

  static let bootstrap = MappingSchema(
    "the mapping `bootstrap`",
    [
      .required("draws", .integer(99...10_000_000), "random sign vectors"),
      .required(
        "weights", .oneOf(RegressionSpecification.Bootstrap.Weights.allCases.map(\.rawValue)),
        "law of the signs"),
      .required("seed", .integer(seeds), "of the signs"),
      .optional("restricted", .boolean, "whether the null is imposed; true unless given"),
      .optional("cluster", .text, "level of the signs; the covariance's first unless given"),
      .optional("coefficients", texts, "all but the constant unless given"),
    ])

  static let placebo = MappingSchema(
    "the mapping `placebo`",
    [
      .required("regressor", .text, "whose future is added"),
      .required(
        "leads", .either([.list(.integer(1...1000)), .integer(1...1000)]), "periods ahead"),
    ])

  static let multipleTesting = MappingSchema(
    "the mapping `multiple_testing`",
    [
      .required("family", texts, "coefficients tested together; [] for all of the table"),
      .required(
        "method", .oneOf(RegressionSpecification.MultipleTesting.Method.allCases.map(\.rawValue)),
        "of adjustment"),
    ])

  private static let head: [MappingSchema.Key] = [
    .optional("name", .text, "for tables; the file's name unless given"),
    .optional("title", .either([.text, .mapping(Label.schema)]), "its title"),
    .optional(
      "layout", .either([.oneOf(["rows"]), .choice(layout)]),
      "rows (one record per line) unless given"),
    .optional("entity", .text, "column that names the unit of the panel"),
    .optional(
      "period", .text, "column of years, quarters such as 2021-Q3, months, or whole numbers"),
  ]

  private static let body: [MappingSchema.Key] = [
    .required("dependent", .text, "an expression"),
    .optional("regressors", texts, "expressions"),
    .optional("constant", .boolean, "true without fixed effects, false with them, unless given"),
    .optional("fixed_effects", texts, "columns whose levels are taken out; `a^b` crosses two"),
    .optional(
      "singletons", .oneOf(RegressionSpecification.Singletons.allCases.map(\.rawValue)),
      "effects with one row; keep unless given"),
    .optional("endogenous", texts, "regressors to be instrumented"),
    .optional("instruments", texts, "expressions that are no regressors"),
    .optional("weights", .text, "an expression: the variance of a row is σ²/weight"),
    .optional("offset", .text, "an expression added to the linear predictor"),
    .optional("sample", .text, "a condition on rows"),
    .optional(
      "estimator",
      .either([.oneOf(EstimatorSchema.plainNames), .choice(EstimatorSchema.estimator)]),
      "least_squares unless given"),
    .optional(
      "collinear", .oneOf(RegressionSpecification.Collinear.allCases.map(\.rawValue)),
      "regressors that are combinations of others; refuse unless given"),
    .optional(
      "covariance",
      .either([.oneOf(Covariance.Kind.allCases.map(\.rawValue)), .mapping(covariance)]),
      "of the coefficients; always stated, but for ridge, bayes and bvar"),
    .optional("bootstrap", .mapping(bootstrap), "a wild cluster bootstrap beside it"),
    .optional("placebo", .mapping(placebo), "leads that should have no effect"),
    .optional("multiple_testing", .mapping(multipleTesting), "adjusted p values"),
    .optional("notes", .text, "anything else"),
    .optional("source", .text, "of the specification"),
  ]

  static let specification = MappingSchema("the specification", head + body)

  /// A specification of a scenario: on the observed panel, so that there is nothing to say of data.
  static let ofScenario = MappingSchema("a specification", [head[1]] + body)
}
