extension DiagnosticCode {
  package static let missingSource = DiagnosticCode(
    "S024", "a source is missing",
    cause: "Every assumption that can change a verdict says where it comes from, if only "
      + "\"judged\" and why.",
    remedy: "add `source: \"…\"`.")

  package static let badDate = DiagnosticCode(
    "S025", "a date or quarter that does not exist",
    cause: "Dates are written 2021-03-01, quarters 2021-Q3.",
    remedy: "correct it.")

  package static let targetPast = DiagnosticCode(
    "S026", "a target in the past of as_of",
    cause: "The year of the target was over on the date from which the scenario looks ahead; "
      + "nothing is left to forecast.",
    remedy: "correct `as_of` or the year of the target.")

  package static let yearOutside = DiagnosticCode(
    "S027", "a year outside the horizon",
    cause: "Targets, phased amounts and regimes belong to the years plan_year, plan_year + 1, …",
    remedy: "correct the year, or lengthen `years`.")

  package static let badSum = DiagnosticCode(
    "S028", "shares that do not sum as they must",
    cause: "Splits and weights sum to 1 (within 10⁻⁶); shares of capital to at most 1.",
    remedy: "correct them; write enough digits (0.3333333, not 0.33).")

  package static let badLength = DiagnosticCode(
    "S029", "a list of the wrong length",
    cause: "Histories begin as many quarters back as the lags look; a list must have exactly that "
      + "many numbers, oldest first.",
    remedy: "see the message for the number expected.")

  package static let missingAssumption = DiagnosticCode(
    "S030", "an assumption is missing",
    cause: "The catalog has no published prior for this uncertainty, so the scenario must give "
      + "one, with a source. What the panel derives may stay out.",
    remedy: "add it under `overrides`.",
    example: "right: overrides: {fdi_growth: {value: 0.02 to 0.06, source: \"judged: …\"}}")

  package static let badCorrelation = DiagnosticCode(
    "S031", "a correlation that cannot be",
    cause: "A rank correlation lies strictly between −1 and 1 and joins two different "
      + "uncertainties, each pair once.",
    remedy: "correct it.")

  package static let wrongName = DiagnosticCode(
    "S032", "a scenario whose name differs from its file",
    cause: "`scenario:` is the name under which results are filed; it equals the file's name "
      + "without its ending.",
    remedy: "rename the one or the other.")

  package static let incoherentTargets = DiagnosticCode(
    "S033", "targets that contradict each other",
    cause: "More certified firms than firms are wanted, or the like.",
    remedy: "correct the threshold.")

  package static let inconsistentStart = DiagnosticCode(
    "S034", "a start that contradicts itself",
    cause: "For example firms in a cell whose share is zero but which has certified firms.",
    remedy: "correct the split.")

  package static let impossibleCorrelations = DiagnosticCode(
    "S035", "rank correlations that cannot all hold",
    cause: "The matrix of all correlations together is not positive definite: no joint law has "
      + "them, as when A goes with B and B with C, but A goes strongly against C.",
    remedy: "Use the nearest correlations that the message names, or drop one of them.")

  package static let notDerived = DiagnosticCode(
    "S036", "a level that neither the scenario states nor the data derive",
    cause: "The level of FDI commitments (`usual_commitments`) is derived from the province's "
      + "commitments of at least three years that were published by `as_of`. There are fewer, and "
      + "no override states it.",
    remedy: "state it under `overrides`, with a source, or take a later `as_of`.",
    example: "right: overrides: {usual_commitments: {value: {lognormal: {mean: 400, cv: 0.25}}, "
      + "source: \"judged: …\"}}")

  package static let badName = DiagnosticCode(
    "S037", "a key that cannot be a name",
    cause: "Targets, sectors, levers and uncertainties are named by a letter from A to Z followed "
      + "by letters, digits, `_` or `-`: their names become parts of the ids of findings. `joint` "
      + "is the id of the finding on all targets together.",
    remedy: "choose another name; the label may be written freely.",
    example: "wrong: firms.start.1: {…}\nright: firms_start: {label: {…}}")

  package static let controlCharacter = DiagnosticCode(
    "S038", "a control character in a text",
    cause: "Titles, labels, sources and notes are printed in verdicts; a line break, an escape or "
      + "a mark that turns the direction of writing could make them look like other lines.",
    remedy: "delete it; write a long text as a block (`>-`), in which line breaks are spaces.")

  /// Problems of a scenario as a whole.
  package static let studies = [
    missingSource, badDate, targetPast, yearOutside, badSum, badLength, missingAssumption,
    badCorrelation, wrongName, incoherentTargets, inconsistentStart, impossibleCorrelations,
    notDerived, badName, controlCharacter,
  ]
}
