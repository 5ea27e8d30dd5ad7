import ReachModel

// Simulated quarters and what a scenario sets in them, within a line.

extension Language {
  /// `quý III`, `Q3`.
  ///
  /// - Parameter quarter: From 1 to 4.
  /// - Returns: Its name without its year.
  package func quarterName(_ quarter: Int) -> String {
    self(vi: "quý " + ["I", "II", "III", "IV"][quarter - 1], en: "Q\(quarter)")
  }

  /// `2021-Q3`, `quý III/2021`.
  ///
  /// - Parameters:
  ///   - quarter: Counted from 1.
  ///   - planYear: The year of quarter 1.
  /// - Returns: Its name within a line.
  func quarter(_ quarter: Int, planYear: Int) -> String {
    let year = planYear + (quarter - 1) / 4, place = (quarter - 1) % 4
    return self(vi: "\(quarterName(place + 1))/\(year)", en: "\(year)-Q\(place + 1)")
  }

  /// `stress (J = -11.0 %)`.
  func regime(_ override: RegimeOverride) -> String {
    let name =
      override.regime == 0
      ? self(vi: "bình thường", en: "normal") : self(vi: "căng thẳng", en: "stress")
    guard let jump = override.jump else { return name }
    return name + " (J = " + NumberStyle(self).percent(jump, decimals: 1) + ")"
  }
}
