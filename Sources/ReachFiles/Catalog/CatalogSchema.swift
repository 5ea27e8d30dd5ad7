import ReachModel

/// The keys of the catalog files.
enum CatalogSchema {
  /// Permanent numbers that an entry may have; shocks begin at 4096.
  static let numbers = 1...4095

  private static let number = MappingSchema.Key.required(
    "number", .integer(numbers), "permanent number; a new entry takes the next free one")
  private static let label = MappingSchema.Key.required(
    "label", .mapping(Label.schema), "name in Vietnamese and English")
  private static let source = MappingSchema.Key.required(
    "source", .text, "the document it comes from")
  private static let unit = MappingSchema.Key.required("unit", .text, "unit of its values")

  static let province = MappingSchema(
    "a province",
    [
      number, label, source, unit,
      .required("code", .text, "two-digit code, in quotes"),
      .required("region", .text, "key of a region"),
      .required("successor", .text, "its province since 1 July 2025"),
      .required("facts", .text, "its name in the facts file"),
    ])
  static let region = MappingSchema("a region", [label])
  static let merged = MappingSchema(
    "a province of 2025",
    [
      label,
      .required("members", .list(.text), "keys of the provinces it was made from"),
      .optional("code", .text, "two-digit code, in quotes"),
    ])
  static let provinces = MappingSchema(
    "the list of provinces",
    [
      .required("provinces", .named(.mapping(province)), "the 63 until June 2025"),
      .required("regions", .named(.mapping(region)), "the regions"),
      .required("merged_2025", .named(.mapping(merged)), "the 34 since July 2025"),
    ])

  static let sector = MappingSchema("a sector", [number, label, source, unit])
  static let sectors = MappingSchema(
    "the list of sectors", [.required("sectors", .named(.mapping(sector)), "the sectors")])

  static let lever = MappingSchema(
    "a lever",
    [
      number, label, source, unit,
      .required("kind", .oneOf(["support", "promotion"]), "how it acts"),
      .optional(
        "channels", .list(.oneOf(SupportGroup.Channel.allCases.map(\.rawValue))),
        "where a group of support acts"),
      .required("lag", .quantity, "quarters from money to effect"),
      .required("lag_source", .text, "where the lag comes from"),
      .optional("output_effect", .text, "the uncertainty that is its effect on output"),
      .optional("minimum", .number, "least yearly amount, in the unit"),
      .optional("maximum", .number, "largest yearly amount, in the unit"),
    ])
  static let levers = MappingSchema(
    "the list of levers", [.required("levers", .named(.mapping(lever)), "the levers")])

  static let outcome = MappingSchema(
    "an outcome",
    [
      number, label, source, unit,
      .required("definition", .mapping(Label.schema), "exact definition"),
    ])
  static let target = MappingSchema(
    "a target",
    [
      number, label, source,
      .required("outcome", .oneOf(Outcome.allCases.map(\.rawValue)), "what is measured"),
      .optional("sector", .text, "one sector; without it all together"),
      .required("comparison", .oneOf(Comparison.allCases.map(\.rawValue)), "in quotes"),
      .required("threshold", .quantity, "with its unit"),
      .required("year", .integer(1900...2200), "the year it is for"),
    ])
  static let targets = MappingSchema(
    "the list of targets",
    [
      .required("outcomes", .named(.mapping(outcome)), "what the model computes"),
      .optional("targets", .named(.mapping(target)), "targets that documents name"),
    ])

  static let feed = MappingSchema(
    "`fed_by`",
    [
      .required(
        "kind", .oneOf(CatalogUncertainty.Feed.allCases.map(\.rawValue)), "what data may move it"),
      .required("text", .mapping(Label.schema), "the same in words"),
    ])
  static let uncertainty = MappingSchema(
    "an uncertainty",
    [
      number, label, unit,
      .required("parameter", .oneOf(Parameter.allCases.map(\.rawValue)), "the input it feeds"),
      .optional("lever", .text, "the only lever it feeds"),
      .optional("sector", .text, "the only sector it feeds"),
      .required("scale", .oneOf(Link.allCases.map(\.rawValue)), "scale without bounds"),
      .required("prior", .either([.assumed, .oneOf(["none"])]), "its law, or none"),
      .optional("per", .oneOf(["sector", "group"]), "one draw for each"),
      .required("sources", .list(.text), "ids of the literature, or words"),
      .required("fed_by", .mapping(feed), "what data may move it"),
      .required(
        "status", .oneOf(CatalogUncertainty.Status.allCases.map(\.rawValue)), "kind of evidence"),
      .optional("minimum", .number, "least plausible value, in the unit"),
      .optional("maximum", .number, "largest plausible value, in the unit"),
    ])
  static let correlation = MappingSchema(
    "a correlation",
    [
      .required("between", .list(.text), "two uncertainties"),
      .required("rank", .number, "Spearman's correlation, between -1 and 1"),
      source,
    ])
  static let uncertainties = MappingSchema(
    "the list of uncertainties",
    [
      .required("uncertainties", .named(.mapping(uncertainty)), "the uncertainties"),
      .optional("correlations", .list(.mapping(correlation)), "rank correlations"),
    ])
}
