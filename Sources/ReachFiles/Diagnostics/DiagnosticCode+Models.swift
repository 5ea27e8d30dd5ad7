extension DiagnosticCode {
  package static let arrayLength = DiagnosticCode(
    "M001", "an array of the wrong length",
    cause: "Arrays run sector first, then ownership (domestic, foreign); histories are as long as "
      + "the lags look back.",
    remedy: "see the message for the number expected.")

  package static let modelValue = DiagnosticCode(
    "M002", "a value that the equations do not allow",
    cause: "For example a negative count, a probability above 1, weights that do not sum to 1, a "
      + "growth of 6 (600 %) where 0.06 is meant, groups of support in another order.",
    remedy: "correct it.")

  /// Problems of model files.
  package static let models = [
    arrayLength, modelValue,
  ]
}
