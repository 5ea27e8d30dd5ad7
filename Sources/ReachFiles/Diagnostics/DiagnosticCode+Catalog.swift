extension DiagnosticCode {
  package static let numberClash = DiagnosticCode(
    "C001", "a permanent number used twice or out of place",
    cause: "The number of an entry is the address of its random numbers and is never reused; the "
      + "entries that state a parameter's usual prior carry that parameter's own number.",
    remedy: "take the next free number.")

  package static let catalogReference = DiagnosticCode(
    "C002", "a catalog entry refers to something that is not there",
    cause: "For example a lever whose `output_effect` is no uncertainty, or a province whose "
      + "successor is not in the list of 2025.",
    remedy: "correct the name.")

  package static let catalogConflict = DiagnosticCode(
    "C003", "two catalog entries claim the same thing",
    cause: "Two uncertainties feed the same input of the equations, or a code belongs to two "
      + "provinces.",
    remedy: "delete or correct one of them.")

  package static let missingEntry = DiagnosticCode(
    "C004", "an entry that the catalog must have is missing",
    cause: "Every input of the equations is fed by an uncertainty, in every sector and for every "
      + "support lever where it has a value of its own, and every outcome is described. Without "
      + "the entry nothing can be simulated, or what a scenario says would be ignored.",
    remedy: "restore the entry; `reach init` writes a whole catalog.")

  /// Problems of the catalog.
  package static let catalogs = [
    numberClash, catalogReference, catalogConflict, missingEntry,
  ]
}
