import Assessment

/// The difference of two probabilities under the same shocks in words, the same in every answer.
struct DifferenceText {
  let language: Language

  /// In points with its error; exactly 0, and what the error leaves open, are said as such.
  func callAsFunction(_ difference: ChanceDifference) -> String {
    if difference == .none {
      return language(vi: "0 (như nhau)", en: "0 (equal)")
    }
    let points = NumberStyle(language).points(difference.value, error: difference.error)
    return difference.isBeyondError
      ? points : points + language(vi: " (nhiễu)", en: " (noise)")
  }

  /// What the words in brackets mean.
  var legend: String {
    language(
      vi: "Nhiễu: không vượt sai số 95 %. Như nhau: kết quả bằng nhau ở mọi lần mô phỏng.",
      en: "Noise: not beyond the 95 % error. Equal: the outcome is the same in every draw.")
  }
}
