import Assessment

/// The difference of two probabilities under the same shocks in words, the same in every answer.
struct DifferenceText {
  let language: Language

  /// In points with its error; exactly 0, and what the error leaves open, are said as such.
  func callAsFunction(_ difference: ChanceDifference) -> String {
    if difference == .none {
      return language(vi: "0 (như nhau mọi lần)", en: "0 (equal in every draw)")
    }
    let points = NumberStyle(language).points(difference.value, error: difference.error)
    return difference.isBeyondError
      ? points : points + language(vi: " (trong mức nhiễu)", en: " (within noise)")
  }
}
