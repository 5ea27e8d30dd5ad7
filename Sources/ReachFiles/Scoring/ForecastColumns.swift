/// Which forms of forecast the columns of a table have.
struct ForecastColumns {
  let hasLongDraws: Bool
  let hasLongQuantiles: Bool
  let hasProbability: Bool
  /// Columns of draws, `draw1`, `sample_2`, …; empty where there are fewer than two.
  let draws: [String]
  /// Columns of quantiles, `q0.05`, with their levels.
  let levels: [(name: String, level: Double)]

  /// - Parameter columns: By name.
  init(_ columns: [String]) {
    let known = Set(columns)
    hasLongDraws = known.contains("draw") && known.contains("value")
    hasLongQuantiles = known.contains("quantile") && known.contains("value")
    hasProbability = known.contains("probability")
    let draws = columns.filter(Self.isDraw)
    self.draws = draws.count > 1 ? draws : []
    levels = columns.compactMap { name in
      guard name.hasPrefix("q"), let level = Double(name.dropFirst()) else { return nil }
      return (name, level)
    }
  }

  /// Those found, for people.
  var names: [String] {
    var names: [String] = []
    if hasLongDraws { names.append("`draw` with `value`") }
    if let first = draws.first { names.append("`\(first)`, …") }
    if hasLongQuantiles { names.append("`quantile` with `value`") }
    if let first = levels.first { names.append("`\(first.name)`, …") }
    if hasProbability { names.append("`probability`") }
    return names
  }

  /// `draw` or `sample`, a separator or none, and digits: `sample_size` is no draw.
  private static func isDraw(_ name: String) -> Bool {
    guard let word = ["draw", "sample"].first(where: name.hasPrefix) else { return false }
    var rest = name.dropFirst(word.count)
    if let first = rest.first, [".", "_", "-", " "].contains(first) { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.utf8.allSatisfy { (48...57).contains($0) }
  }
}
