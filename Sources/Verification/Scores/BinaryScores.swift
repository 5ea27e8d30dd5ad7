private import NumericKernels

/// Scores of probabilities of events.
///
/// - Source: Murphy, *Journal of Applied Meteorology* 12, 1973, for the decomposition over distinct
///   probabilities: Brier = reliability − resolution + uncertainty.
package struct BinaryScores: Sendable, Equatable {
  package let brier: Double
  package let reliability: Double
  package let resolution: Double
  package let uncertainty: Double
  /// Mean of −ln of the probability of what happened; infinite where that was 0.
  package let logScore: Double
  /// The chance that an event had a higher probability than a non-event, ties by half; nil where all
  /// or none happened.
  package let areaUnderCurve: Double?

  /// 1 − Brier / uncertainty: against always stating the share that happened; nil where all or none
  /// happened.
  package var skill: Double? { uncertainty > 0 ? 1 - brier / uncertainty : nil }

  /// - Parameter forecasts: At least one probability with whether its event happened.
  package init(_ forecasts: [(probability: Double, happened: Bool)]) {
    precondition(!forecasts.isEmpty, "no forecasts")
    let n = Double(forecasts.count)
    let share = Double(forecasts.count(where: \.happened)) / n
    func outcome(_ happened: Bool) -> Double { happened ? 1 : 0 }
    brier =
      forecasts.reduce(0) {
        let gap = $1.probability - outcome($1.happened)
        return $0 + gap * gap
      } / n
    var reliability = 0.0, resolution = 0.0
    for (probability, group) in Dictionary(grouping: forecasts, by: \.probability)
      .sorted(by: { $0.key < $1.key })
    {
      let weight = Double(group.count) / n
      let frequency = Double(group.count(where: \.happened)) / Double(group.count)
      reliability += weight * (probability - frequency) * (probability - frequency)
      resolution += weight * (frequency - share) * (frequency - share)
    }
    (self.reliability, self.resolution) = (reliability, resolution)
    uncertainty = share * (1 - share)
    logScore =
      forecasts.reduce(0) {
        let p = $1.happened ? $1.probability : 1 - $1.probability
        return $0 - (p > 0 ? naturalLogarithm(p) : -.infinity)
      } / n
    areaUnderCurve = Self.area(forecasts)
  }

  /// The Mann-Whitney count over pairs, by ranks.
  private static func area(_ forecasts: [(probability: Double, happened: Bool)]) -> Double? {
    let events = forecasts.count(where: \.happened), others = forecasts.count - events
    guard events > 0, others > 0 else { return nil }
    let groups = Dictionary(grouping: forecasts, by: \.probability).sorted { $0.key < $1.key }
    var below = 0, won = 0.0
    for (_, group) in groups {
      let happened = group.count(where: \.happened), not = group.count - happened
      won += Double(happened) * (Double(below) + Double(not) / 2)
      below += not
    }
    return won / (Double(events) * Double(others))
  }
}
