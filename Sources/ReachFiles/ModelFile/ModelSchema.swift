import ReachModel

/// The keys of a model file (`reach model`).
enum ModelSchema {
  private static let numbers = ValueType.list(.number)
  private static let table = ValueType.list(.list(.number))

  static let file = MappingSchema(
    "the model file",
    [
      .required("inputs", .mapping(inputs), "what is simulated"),
      .optional("expected", .named(.text), "not read"),
      .optional("note", .text, "not read"),
    ])

  /// What must be in the texts of `units`, whatever its case: the only units in which the numbers of a
  /// model file are read.
  static let unitWords = [
    "money": "billion VND", "FDI": "million USD", "rates": "year", "growth": "log",
    "output": "billion VND",
  ]

  static let mode = MappingSchema(
    "`mode`",
    [
      .required("parameter_uncertainty", .boolean, "draw parameters that are laws"),
      .required("process_noise", .boolean, "draw events"),
    ])

  static let targets = MappingSchema(
    "`targets`",
    [
      .required("T1", .number, "firms, at least"),
      .required("T2", .number, "certified firms, at least"),
      .required("T3", .number, "share of output, at least"),
      .required("T4", .number, "growth, above"),
    ])

  static let initial = MappingSchema(
    "`initial`",
    [
      .required("U", table, "firms without certificate: sector x ownership"),
      .required("C", table, "firms with a certificate: sector x ownership"),
      .required("K", numbers, "FDI capital by sector"),
      .required("KB", numbers, "FDI capital of the buyers by sector"),
      .required("M", table, "firms under effect: group x sector"),
      .required("x", .number, "log growth of the last quarter, -2 to 2"),
      .required("r", .integer(0...1), "regime, 0 or 1"),
    ])

  static let history = MappingSchema(
    "`history`",
    [
      .required("V", table, "presence: sector x 5 quarters"),
      .required("Q", table, "output: sector x 4 quarters"),
      .required("Z", numbers, "other output: 4 quarters"),
      .required("R", numbers, "commitments: as many quarters as weights"),
      .required("T", table, "firms reached: group x its lag"),
      .required("net_certificates", table, "sector x 4 quarters"),
      .required("promotion", numbers, "yearly rate: as many quarters as its lag"),
    ])

  static let levers = MappingSchema(
    "`levers`",
    [
      .required("budget", table, "group x years"),
      .required("promotion", numbers, "by year"),
      .required("promotion_usual", .number, "usual yearly promotion"),
    ])

  static let structure = MappingSchema(
    "`structure`",
    [
      .required("lags", .list(.integer(0...40)), "quarters, by group"),
      .required("promotion_lag", .integer(0...40), "quarters"),
      .required("weights", numbers, "share realised 1, 2, … quarters later; sum 1"),
      .required("alloc_K", numbers, "by sector; sum at most 1"),
      .required("alloc_KB", numbers, "by sector"),
      .required("support_share", table, "group x sector; each row sums to 1"),
      .required("eligible", numbers, "firms a year, by group"),
      .required("Vbar", numbers, "by sector"),
      .required("Hbar", numbers, "by sector"),
    ])

  /// Prices are constant if not given (model-clarifications, item 25).
  private static let optional: Set<Parameter> = [.piSI, .piZ]

  /// The effects on output of groups 1, 3 and 4; group 2 has none.
  static let effects = ["theta_1", "theta_3", "theta_4"]

  /// The parameters of the equations; those of a drawn start belong to scenarios.
  static let parameterList: [Parameter] = Parameter.allCases.filter {
    $0 != .theta && !$0.rawValue.hasPrefix("start_") && !$0.isOptional
  }

  static let parameters = MappingSchema(
    "`parameters`",
    (parameterList.map { ($0.rawValue, optional.contains($0)) } + effects.map { ($0, false) }).map {
      .init(
        name: $0, type: .either([.number, numbers, .mapping(law)]), isRequired: !$1,
        summary: "a number, a list, or a law")
    })

  static let law = MappingSchema(
    "a law",
    [
      .required("dist", .oneOf(laws), "name of the law"),
      .optional("mean", .either([.number, numbers]), "of the variable itself"),
      .optional("sd", .number, "standard deviation; or give cv"),
      .optional("cv", .number, "sd / mean; or give sd"),
      .optional("a", .number, "first shape of beta_ab"),
      .optional("b", .number, "second shape of beta_ab"),
      .optional("shift", .number, "added after the draw"),
      .optional("per", .oneOf(["sector", "group"]), "one draw for each"),
    ])

  static let laws = LawName.allCases.filter { $0 != .uniform }.map(\.rawValue)

  static let inputs = MappingSchema(
    "`inputs`",
    [
      .optional("note", .text, "not read"),
      .optional("mode", .mapping(mode), "what is drawn; everything if not given"),
      .optional("seed", .integer(0...(1 << 53 - 1)), "seed of the random numbers"),
      .optional(
        "draws", .integer(1...ModelCase.draws.upperBound),
        "number of draws; at least 2 if anything is random"),
      .required("quarters", .integer(4...40), "simulated quarters, whole years"),
      .optional("units", .named(.text), "said, not converted"),
      .required("sectors", .list(.text), "names"),
      .required("groups", .list(.text), "linkage, systems, rd_transfer, information_training"),
      .required("targets", .mapping(targets), "thresholds"),
      .required("initial", .mapping(initial), "state at the end of quarter 0"),
      .required("history", .mapping(history), "oldest first, ending with quarter 0"),
      .required("levers", .mapping(levers), "what is set"),
      .required("structure", .mapping(structure), "fixed shares and lags"),
      .required("parameters", .mapping(parameters), "of the equations"),
    ])
}
