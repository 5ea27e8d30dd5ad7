import ReachModel
import Simulation

extension Verdict {
  /// Draws the verdict from what the three designs collected.
  public init(
    hits: TargetHits, range: ParameterRange, summary: EnsembleSummary, shares: [ParameterShare],
    baseRates: [BaseRate], byStart: [[StartDependence.Band]], planYear: Int
  ) {
    targets = hits.targets.enumerated().map { i, target in
      TargetVerdict(
        target, hits.probability(i), range.range(of: i), summary, shares, baseRates[i], byStart[i],
        planYear: planYear)
    }
    joint =
      hits.targets.count < 2
      ? nil
      : JointVerdict(
        probability: hits.jointProbability, parameterEnds: range.jointRange,
        ifIndependent: targets.reduce(1) { $0 * $1.probability.value })
    let years = Set(
      hits.targets.filter { [.share, .growth].contains($0.outcome) && $0.sector == nil }
        .map(\.year))
    identities = years.sorted().compactMap {
      ShareGrowthIdentity(year: $0, summary, planYear: planYear)
    }
    draws = hits.draws
    nested = (range.parameters, range.shocks)
  }
}

extension TargetVerdict {
  fileprivate init(
    _ target: Target, _ probability: Probability, _ range: ParameterRange.Ends,
    _ summary: EnsembleSummary, _ shares: [ParameterShare], _ baseRate: BaseRate,
    _ byStart: [StartDependence.Band], planYear: Int
  ) {
    let series = target.series(planYear: planYear)
    guard let outcome = summary[series] else {
      preconditionFailure("\(target.key) is not recorded")
    }
    (self.target, self.probability, self.parameterEnds) = (target, probability, range)
    (self.baseRate, self.byStart) = (baseRate, byStart)
    parameterShare = shares.first { $0.series == series }.map { ($0.value, $0.standardError) }
    mean = outcome.moments.mean
    meanError = outcome.moments.meanError
    standardDeviation = outcome.moments.standardDeviation
    standardDeviationError = outcome.moments.standardDeviationError
    let reading = outcome.reading
    median = reading.quantile(0.5)
    medianError = reading.quantileError(0.5)
    intervals = [0.5, 0.8, 0.9].map { level in
      let low = (1 - level) / 2, high = (1 + level) / 2
      return Interval(
        level: level, low: reading.quantile(low), high: reading.quantile(high),
        lowError: reading.quantileError(low), highError: reading.quantileError(high))
    }
  }
}

extension ShareGrowthIdentity {
  fileprivate init?(year: Int, _ summary: EnsembleSummary, planYear: Int) {
    func mean(_ quantity: Series.Quantity) -> Double? {
      summary[Series(quantity, .year(year - planYear + 1))]?.moments.mean
    }
    guard let ratio = mean(.logShareRatio), let growth = mean(.logGrowth),
      let inflation = mean(.logInflation), let growthM = mean(.logManufacturingGrowth),
      let inflationM = mean(.logManufacturingInflation)
    else { return nil }
    (self.year, shareRatio, self.growth, self.inflation) = (year, ratio, growth, inflation)
    (manufacturingGrowth, manufacturingInflation) = (growthM, inflationM)
  }
}
