import Assessment
import ReachModel

/// `--require "P(firms) >= 0.8"`: a probability that must hold for a run to count as passed.
struct Requirement {
  /// A target's key, or `joint`.
  let key: String
  let comparison: Comparison
  /// In 0...1.
  let threshold: Double

  /// - Throws: ``Misuse`` that says what is accepted.
  init(typed argument: String) throws(Misuse) {
    guard let found = Self(reading: argument.filter { $0 != " " }) else {
      throw Misuse(
        "it is no probability that must hold",
        hint: "write for example \"P(firms) >= 0.8\" or \"P(joint) >= 20%\", in quotes")
    }
    self = found
  }

  private init?(reading text: String) {
    guard text.hasPrefix("P("), let close = text.firstIndex(of: ")") else { return nil }
    let key = text[text.index(text.startIndex, offsetBy: 2)..<close]
    let rest = text[text.index(after: close)...]
    let comparisons: [Comparison] = [.atLeast, .atMost, .above, .below]
    guard !key.isEmpty,
      let comparison = comparisons.first(where: { rest.hasPrefix($0.rawValue) }),
      let threshold = Self.probability(rest.dropFirst(comparison.rawValue.count))
    else { return nil }
    (self.key, self.comparison, self.threshold) = (String(key), comparison, threshold)
  }

  /// `0.8` or `80%`.
  private static func probability(_ text: Substring) -> Double? {
    let value = text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : Double(text)
    return value.flatMap { (0...1).contains($0) ? $0 : nil }
  }

  /// The probability it is about; nil when the verdict has no such target.
  ///
  /// A sole target is all targets together.
  func probability(in verdict: Verdict) -> Probability? {
    let key = key == "joint" && verdict.joint == nil ? verdict.targets.first?.target.key : key
    let target = verdict.targets.first { $0.target.key == key }?.probability
    return key == "joint" ? verdict.joint?.probability : target
  }

  /// Whether it holds, whatever undecided draws would have shown; nil when the verdict has no such
  /// target.
  func holds(in verdict: Verdict) -> Bool? {
    probability(in: verdict).map {
      comparison.holds($0.bounds.lowerBound, threshold)
        && comparison.holds($0.bounds.upperBound, threshold)
    }
  }
}
