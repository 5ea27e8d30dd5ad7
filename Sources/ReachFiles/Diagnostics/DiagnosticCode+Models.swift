extension DiagnosticCode {
  package static let arrayLength = DiagnosticCode(
    "M001", "an array of the wrong length",
    cause: "Arrays run sector first, then ownership (domestic, foreign); histories are as long as "
      + "the lags look back.",
    remedy: "see the message for the number expected.")

  package static let unknownParameter = DiagnosticCode(
    "M002", "a parameter that is not known, or lacks",
    cause: "Every parameter of the equations is given exactly once.",
    remedy: "see the message.")

  package static let modelValue = DiagnosticCode(
    "M003", "a value that the equations do not allow",
    cause: "For example a negative count, a probability above 1, weights that do not sum to 1.",
    remedy: "correct it.")

  /// Problems of model files.
  package static let models = [
    arrayLength, unknownParameter, modelValue,
  ]
}
