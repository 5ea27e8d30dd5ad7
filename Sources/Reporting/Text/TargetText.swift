package import ReachModel

// What a target asks, in one line: `firms >= 900`, or `số doanh nghiệp năm 2021 ≥ 900`.
//
// In English a target goes by the key that files and commands use. Whoever reads Vietnamese reads
// words instead; the label of the target would be too long for the lines that these stand in.

extension Outcome {
  /// The fewest Vietnamese words that tell it from the others.
  package var vietnameseName: String {
    switch self {
    case .firms: "số doanh nghiệp"
    case .certified: "doanh nghiệp đạt chuẩn"
    case .certifiedShare: "tỷ lệ đạt chuẩn"
    case .share: "tỷ trọng sản xuất"
    case .growth: "tăng trưởng sản xuất"
    }
  }

  /// A threshold of it: `1,200`, or a fraction in percent, as it was typed.
  package func thresholdText(_ threshold: Double, _ language: Language) -> String {
    let numbers = NumberStyle(language)
    guard !isCount else { return numbers.compact(threshold) }
    // 0.11 · 100 is 11.000000000000002.
    return numbers.shortest((threshold * 1e11).rounded() / 1e9) + " %"
  }
}

extension Comparison {
  /// As files write it in English, as books print it in Vietnamese.
  package func sign(_ language: Language) -> String {
    let printed =
      switch self {
      case .atLeast: "≥"
      case .above: ">"
      case .atMost: "≤"
      case .below: "<"
      }
    return language(vi: printed, en: rawValue)
  }
}
