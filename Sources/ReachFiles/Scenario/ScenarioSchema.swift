import ReachModel

/// The keys of a scenario file: the reader takes them from here, and `reach schema` prints them.
enum ScenarioSchema {
  private static let source = MappingSchema.Key.required(
    "source", .text, "where the numbers come from, or why they were assumed")

  static let target = MappingSchema(
    "a target",
    [
      .optional("from", .text, "a target of the catalog, whose keys may be overridden"),
      .optional("outcome", .oneOf(Outcome.allCases.map(\.rawValue)), "what is measured"),
      .optional("sector", .text, "one sector; without it all together"),
      .optional("comparison", .oneOf(Comparison.allCases.map(\.rawValue)), "in quotes"),
      .optional("threshold", .quantity, "with its unit, such as 900 firms or 11 %"),
      .optional("year", .integer(1900...2200), "the year it is for"),
      .optional("label", .mapping(Label.schema), "its name"),
      .optional("source", .text, "the document that says so"),
    ])

  static let lever = MappingSchema(
    "a lever",
    [
      .required(
        "budget", .either([.quantity, .byYear(.quantity)]), "a year, or an amount for each year"),
      .optional(
        "budget_assumed", .boolean, "false if the document in `source` gives the amount; else true"),
      .optional("eligible", .quantity, "firms that may apply in a year (support)"),
      .optional("split", .named(.number), "share of each sector; they sum to 1 (support)"),
      .optional("usual", .quantity, "the usual yearly effort (promotion)"),
      .optional("lag", .quantity, "quarters from money to effect, if not the catalog's"),
      source,
    ])

  static let regime = MappingSchema(
    "a regime",
    [
      .required("regime", .oneOf(["normal", "stress"]), "in this quarter"),
      .optional("jump", .quantity, "log points on entry into stress, if not drawn"),
      .optional("source", .text, "why; must be there beside a jump"),
    ])
  static let freeze = MappingSchema(
    "a freeze of budgets",
    [
      .required("quarter", .text, "the first quarter without budgets, such as 2021-Q3"),
      .optional("source", .text, "why"),
    ])

  private static let split = MappingSchema.Key.required(
    "split", .named(.list(.number)), "[domestic, foreign] for each sector; all sum to 1")
  private static let value = MappingSchema.Key.required("value", .assumed, "value, range or law")
  private static let level = MappingSchema.Key.optional(
    "level", .assumed, "factor on all of them, 1 if not given")

  private static let published = MappingSchema.Key.optional(
    "published", .boolean, "true if `value` rests on a figure published by `as_of`; else false")

  static let splitValue = MappingSchema(
    "a start with a split", [value, split, published, source])
  static let singleValue = MappingSchema("an assumption", [value, published, source])
  static let regimeValue = MappingSchema(
    "the regime at the start",
    [.required("value", .oneOf(["normal", "stress"]), "on the last day before the plan"), source])
  static let capital = MappingSchema(
    "a capital stock", [.required("values", .named(.quantity), "by sector"), level, source])
  static let supported = MappingSchema(
    "firms under effect",
    [.required("values", .named(.named(.number)), "by lever and sector"), level, source])

  static let start = MappingSchema(
    "`start`",
    [
      .required("firms", .mapping(splitValue), "active firms"),
      .required("certified_share", .mapping(splitValue), "share with a certificate"),
      .required("share", .mapping(singleValue), "share of manufacturing output, year before"),
      .required("growth", .mapping(singleValue), "log points of the last quarter"),
      .required("regime", .mapping(regimeValue), "normal or stress"),
      .required("capital", .mapping(capital), "FDI capital of the sectors"),
      .required("buyer_capital", .mapping(capital), "FDI capital of their buyers"),
      .required("supported", .mapping(supported), "firms under the effect of support"),
    ])

  private static func series(_ what: String, _ more: [MappingSchema.Key] = [level]) -> MappingSchema
  {
    MappingSchema(
      what,
      [.required("values", .list(.number), "oldest first, ending before the plan")] + more
        + [source])
  }

  private static func seriesBySector(
    _ what: String, _ more: [MappingSchema.Key] = [level]
  ) -> MappingSchema {
    MappingSchema(
      what, [.required("values", .named(.list(.number)), "by name, oldest first")] + more + [source]
    )
  }

  static let presence = seriesBySector("foreign presence among buyers")
  static let siOutput = seriesBySector(
    "output of the sectors",
    [.optional("tilt", .assumed, "log points a quarter by which it rose faster")])
  static let otherOutput = series("output of other manufacturing")
  static let commitments = series("FDI commitments")
  static let reached = seriesBySector("firms reached by support")
  static let netCertificates = seriesBySector("certificates won less lapsed")
  static let promotion = series("promotion effort")

  static let history = MappingSchema(
    "`history`",
    [
      .required("presence", .mapping(presence), "foreign share of the buyers' output, 5 quarters"),
      .required("si_output", .mapping(siOutput), "billion VND a quarter, 4 quarters"),
      .required("other_output", .mapping(otherOutput), "billion VND a quarter, 4 quarters"),
      .required("commitments", .mapping(commitments), "million USD a quarter, as many as weights"),
      .required("reached", .mapping(reached), "firms a quarter, as many as the lag"),
      .required("net_certificates", .mapping(netCertificates), "a quarter, 4 quarters"),
      .required("promotion", .mapping(promotion), "billion VND a year, as many as the lag"),
    ])

  static let weights = MappingSchema(
    "weights", [.required("values", .list(.number), "they sum to 1"), source])
  static let shares = MappingSchema(
    "shares", [.required("values", .named(.number), "by sector"), source])

  static let structure = MappingSchema(
    "`structure`",
    [
      .required("commitment_weights", .mapping(weights), "share realised 1, 2, … quarters later"),
      .required("capital_shares", .mapping(shares), "of realised FDI, to each sector; at most 1"),
      .required("buyer_capital_shares", .mapping(shares), "of realised FDI, to the buyers"),
      .required("presence_normal", .mapping(shares), "presence at which entry is stated"),
      .required("foreign_share_normal", .mapping(shares), "foreign share at which exit is stated"),
    ])

  static let override = MappingSchema(
    "an override",
    [
      .optional("value", .assumed, "value, range or law"),
      .optional("values", .named(.assumed), "one for each sector or lever"),
      source,
    ])

  static let scenario = MappingSchema(
    "the scenario",
    [
      .optional("extends", .text, "the file whose keys this one inherits and overrides"),
      .required("scenario", .text, "its name, that of the file"),
      .required("title", .mapping(Label.schema), "its title"),
      .required("province", .text, "a province of the catalog"),
      .required("plan_year", .integer(1990...2200), "the first simulated year"),
      .required("years", .integer(1...10), "simulated years"),
      .required("as_of", .date, "nothing published later is used"),
      .required("sectors", .list(.text), "sectors of the catalog"),
      .required("targets", .named(.mapping(target)), "what is wanted"),
      .required("levers", .named(.mapping(lever)), "what is done"),
      .optional(
        "freeze_from", .either([.text, .mapping(freeze)]), "when budgets become 0, and why"),
      .optional(
        "regime", .byQuarter(.either([.oneOf(["normal", "stress"]), .mapping(regime)])),
        "regimes of named quarters, and why"),
      .required("start", .mapping(start), "the last day before the plan"),
      .required("history", .mapping(history), "the quarters before the plan"),
      .required("structure", .mapping(structure), "fixed shares"),
      .optional("overrides", .named(.mapping(override)), "uncertainties of the catalog"),
      .optional("correlations", .list(.mapping(CatalogSchema.correlation)), "rank correlations"),
      .optional(
        "estimation", .named(.mapping(SpecificationSchema.ofScenario)),
        "further regressions on the observed panel, by name"),
      .optional("source", .text, "of the scenario as a whole"),
      .optional("note", .text, "anything else"),
    ])
}
