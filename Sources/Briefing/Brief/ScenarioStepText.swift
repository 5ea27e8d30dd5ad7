import Reporting

// What a scenario sets by name, in words.

extension Language {
  /// `regime.2021-Q3` as `trạng thái quý III/2021`.
  func scenarioStep(_ code: String) -> String {
    if code == "freeze_from" { return self(vi: "dừng ngân sách từ", en: "budgets stop from") }
    guard let quarter = code.removingPrefix("regime.") else { return code }
    let name = Term.period.text(quarter, self)
    return self(vi: "trạng thái \(name)", en: "regime of \(name)")
  }

  /// One of the parts of a value: a regime, a jump in log points, a quarter.
  func scenarioValue(_ part: Substring) -> String {
    if let jump = String(part).removingPrefix("jump ") {
      return self(
        vi: "cú sốc " + jump.split(separator: ".").joined(separator: ","), en: "jump " + jump)
    }
    return switch part {
    case "stress": self(vi: "căng thẳng", en: "stress")
    case "normal": self(vi: "bình thường", en: "normal")
    default: Term.period.text(String(part), self)
    }
  }
}
