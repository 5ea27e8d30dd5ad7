import Assessment
import ReachModel

/// Values of inputs for people: rates and shares in percent, logs in points (times 100).
struct InputText {
  let language: Language

  /// A value with its unit.
  func value(_ value: Double, unit: String) -> String {
    let numbers = NumberStyle(language)
    switch unit {
    case "fraction", "probability", "share of average output", "share of the usual budget":
      return numbers.significant(100 * value, digits: 3) + " %"
    case "per year":
      return numbers.significant(100 * value) + language(vi: " %/năm", en: " % a year")
    case "per quarter":
      return numbers.significant(100 * value) + language(vi: " %/quý", en: " % a quarter")
    case "log points": return points(value)
    case "log points a year": return points(value) + language(vi: "/năm", en: " a year")
    case "log points a quarter": return points(value) + language(vi: "/quý", en: " a quarter")
    case "count": return numbers.number(value)
    case "firms": return numbers.number(value) + " " + language.unit(unit)
    case "1", "factor": return numbers.significant(value, digits: 3)
    default: return numbers.significant(value, digits: 3) + " " + language.unit(unit)
    }
  }

  /// Two values with their unit once, where it stands behind both.
  func range(_ low: Double, _ high: Double, unit: String) -> String {
    let texts = [low, high].map { value($0, unit: unit) }
    let words = texts.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    let to = language(vi: " đến ", en: " to ")
    guard words[0].count == 2, words[1].count == 2, words[0][1] == words[1][1] else {
      return texts.joined(separator: to)
    }
    return words[0][0] + to + texts[1]
  }

  private func points(_ value: Double) -> String {
    NumberStyle(language).significant(100 * value, digits: 2) + language(vi: " điểm", en: " points")
  }

  /// Limits on an input: `at least 905 firms`, `0.2 to 0.4 …`.
  func limits(_ limits: DiscoveryBox.Limits, unit: String) -> String {
    switch (limits.lower, limits.upper) {
    case (let low?, let high?):
      language(
        vi: "từ \(value(low, unit: unit)) đến \(value(high, unit: unit))",
        en: "\(value(low, unit: unit)) to \(value(high, unit: unit))")
    case (let low?, nil):
      language(vi: "ít nhất \(value(low, unit: unit))", en: "at least \(value(low, unit: unit))")
    case (nil, let high?):
      language(
        vi: "nhiều nhất \(value(high, unit: unit))", en: "at most \(value(high, unit: unit))")
    case (nil, nil): language(vi: "bất kỳ", en: "any")
    }
  }
}
