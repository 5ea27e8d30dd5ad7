import Econometrics
import ReachModel

/// The keys of an evaluation file: the reader takes them from here, `reach schema evaluation` prints
/// them.
enum EvaluationSchema {
  private static let texts = SpecificationSchema.texts

  static let treated = MappingSchema(
    "a unit with support",
    [
      .required("unit", .text, "as in the data, for example a province's code in quotes"),
      .required("from", .text, "first period with support: 2021, 2021-Q3 or 2021-03"),
      .optional("amount", .number, "how much it got, for example the share of firms reached"),
    ])

  static let feeds = MappingSchema(
    "the mapping `feeds`",
    [
      .required("uncertainty", .text, "a key of the catalog's uncertainties"),
      .optional("multiply_by", .number, "a factor on the effect; 1 unless given"),
      .optional(
        "divide_by", .either([.numberIn(.above(0)), .oneOf(["amount"])]),
        "a number, or `amount` for the mean amount; 1 unless given"),
      .required("formula", .mapping(Label.schema), "why the parameter is this, in words"),
      .required(
        "discount", .numberIn(.within(0.01...1)),
        "factor on the precision: 1 for the same thing here, 0.5, 0.3, 0.2 the farther it is"),
      .optional(
        "widen", .boolean, "whether a failed placebo widens the estimate; false: it stops it"),
    ])

  static let evaluation = MappingSchema(
    "the evaluation",
    [
      .optional("name", .text, "for tables; the file's name unless given"),
      .required("title", .mapping(Label.schema), "its title"),
      .optional(
        "purpose", .oneOf(ProgrammeSpecification.Purpose.allCases.map(\.rawValue)),
        "programme (support that was given) unless it is a placebo"),
      .optional(
        "layout", .either([.oneOf(["rows"]), .choice(SpecificationSchema.layout)]),
        "of the file of --data; rows unless given"),
      .optional("entity", .text, "column that names the unit, with --data"),
      .optional("period", .text, "column of periods, with --data"),
      .optional("as_of", .date, "of the observed panel only what was published by then"),
      .required("outcome", .text, "an expression, for example log(enterprises_newly_registered)"),
      .required("unit", .mapping(Label.schema), "of the outcome"),
      .optional(
        "covariates", texts, "expressions; taken in the last period before anybody's support"),
      .optional("sample", .text, "a condition on rows"),
      .required("treated", .list(.mapping(treated)), "the units with support"),
      .optional("comparison", texts, "the units compared with; all others unless given"),
      .optional("exclude", texts, "units left out"),
      .optional(
        "method", .oneOf(ProgrammeMethod.allCases.map(\.rawValue)),
        "difference_in_differences unless given"),
      .optional(
        "own_level", .boolean,
        "synthetic_control: whether the unit may lie above or below its mixture; true unless given"),
      .optional(
        "relative_magnitude", .numberIn(.within(0...10)),
        "how much worse than before drifts may be after; 1 unless given"),
      .optional("level", .numberIn(.within(0.5...0.999)), "of intervals; 0.95 unless given"),
      .optional("draws", .integer(99...100_000), "assignments drawn; 4999 unless given"),
      .optional("seed", .integer(SpecificationSchema.seeds), "of the draws; 1 unless given"),
      .optional(
        "confounders", .list(.mapping(Label.schema)), "what else happened, printed beside"),
      .optional("feeds", .mapping(feeds), "the parameter that it moves"),
      .required("source", .text, "the document that says where and when support was given"),
      .optional("notes", .text, "anything else"),
    ])
}

/// The JSON Schema of evaluation files, made from the table of keys that the reader uses.
package enum EvaluationJSONSchema {
  /// JSON (draft 2020-12), indented by two spaces, with a line break at the end.
  package static var text: String {
    JSONSchemaText(keepsRequired: true).text(
      of: EvaluationSchema.evaluation, title: "An evaluation of Reach")
  }
}
