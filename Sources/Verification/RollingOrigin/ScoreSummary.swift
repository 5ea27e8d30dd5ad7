/// The mean scores of a form over figures and years.
package struct ScoreSummary: Sendable, Equatable {
  /// Of one target year.
  package struct Year: Sendable, Equatable {
    package let year: Int
    package let count: Int
    package let crps: Double
    /// Root mean squared error of the mean, which is the point that it asks for.
    package let rootMeanSquare: Double
    /// Share of figures inside each interval of ``TargetScores/levels``.
    package let coverage: [Double]
    /// Mean of the figure less the median.
    package let bias: Double
  }

  package let count: Int
  package let years: [Year]
  package let crps: ClusteredMean
  package let logScore: ClusteredMean
  package let bias: ClusteredMean
  /// By ``TargetScores/levels``.
  package let coverage: [ClusteredMean]
  package let intervalScore: [ClusteredMean]
  /// Mean widths of the intervals: sharpness.
  package let width: [Double]
  /// Brier score of growth above each of ``TargetScores/growths``.
  package let brier: [ClusteredMean?]

  /// - Parameter scores: Of one form at one horizon; nil for none.
  init?(_ scores: [TargetScores]) {
    guard let crps = ClusteredMean(byYear(scores, \.crps)),
      let logScore = ClusteredMean(byYear(scores, \.logScore)),
      let bias = ClusteredMean(byYear(scores) { $0.actual - $0.median })
    else { return nil }
    (count, self.crps, self.logScore, self.bias) = (scores.count, crps, logScore, bias)
    let levels = TargetScores.levels.indices
    coverage = levels.compactMap { k in
      ClusteredMean(byYear(scores) { $0.isCovered[k] ? 1 : 0 })
    }
    intervalScore = levels.compactMap { k in
      ClusteredMean(byYear(scores) { $0.intervalScores[k] })
    }
    width = levels.map { k in
      scores.reduce(0) { $0 + $1.intervals[k].upperBound - $1.intervals[k].lowerBound }
        / Double(scores.count)
    }
    brier = TargetScores.growths.indices.map { k in
      ClusteredMean(
        byYear(scores.filter { !$0.events.isEmpty }) { score in
          let gap = score.events[k].probability - (score.events[k].happened ? 1 : 0)
          return gap * gap
        })
    }
    years = Dictionary(grouping: scores, by: \.targetYear).sorted { $0.key < $1.key }
      .map { Year(year: $0.key, $0.value) }
  }
}

extension ScoreSummary.Year {
  fileprivate init(year: Int, _ scores: [TargetScores]) {
    let n = Double(scores.count)
    func mean(_ value: (TargetScores) -> Double) -> Double {
      scores.reduce(0) { $0 + value($1) } / n
    }
    (self.year, count, crps) = (year, scores.count, mean(\.crps))
    bias = mean { $0.actual - $0.median }
    rootMeanSquare = mean { ($0.actual - $0.mean) * ($0.actual - $0.mean) }.squareRoot()
    coverage = TargetScores.levels.indices.map { k in mean { $0.isCovered[k] ? 1 : 0 } }
  }
}
