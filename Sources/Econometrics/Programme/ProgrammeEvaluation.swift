import ReachModel

/// Estimates a programme's effect, its placebos and its honest width.
///
/// - Parameters:
///   - specification: What is evaluated, and how.
///   - sample: The panel that it asks for.
///   - words: Independent uniform words, by draw and number.
/// - Returns: Every number of the answer.
/// - Throws: ``ProgrammeError`` when the data do not identify the effect.
package func evaluate(
  _ specification: ProgrammeSpecification, _ sample: ProgrammeSample,
  words: @escaping AddressedWords
) throws(ProgrammeError) -> ProgrammeReport {
  let evaluation = ProgrammeEvaluation(
    specification: specification, sample: sample, words: words)
  try evaluation.check()
  switch specification.method {
  case .differenceInDifferences: return try evaluation.differences()
  case .syntheticControl: return try evaluation.synthetic()
  }
}

private struct ProgrammeEvaluation {
  let specification: ProgrammeSpecification
  let sample: ProgrammeSample
  let words: AddressedWords

  private var panel: ProgrammePanel { sample.panel }
  /// Fewer units with support, or without, than this leave clustered errors without support: judged,
  /// after the simulations of MacKinnon and Webb (2020), where few treated clusters fail.
  static let fewUnits = 10
  /// A mixture that is matched on fewer periods is a coincidence: judged.
  static let leastPeriodsMatched = 3

  func check() throws(ProgrammeError) {
    guard !panel.neverTreated.isEmpty || panel.cohorts.count > 1 else { throw .noComparisonUnits }
    let first = panel.outcomes[0][0]
    guard panel.outcomes.contains(where: { $0.contains { $0 != first } }) else {
      throw .constantOutcome
    }
  }

  // MARK: Difference in differences

  func differences() throws(ProgrammeError) -> ProgrammeReport {
    let study = try EventStudy(panel)
    let assignments = try RandomisedStarts(panel, draws: specification.draws, words: words)
    let few = min(panel.treated.count, panel.units.count - panel.treated.count) < Self.fewUnits
    let bounds =
      few
      ? assignments.bounds(level: specification.level)
      : study.normalBounds(level: specification.level)
    let count = 1 + study.events.count
    func only(_ place: Int) -> [Double] { (0..<count).map { $0 == place ? 1 : 0 } }
    let interval: RandomisedInterval
    if few {
      interval = assignments.interval(only(0), level: specification.level)
    } else {
      let range = bounds(only(0))
      interval = RandomisedInterval(
        low: range.lowerBound, high: range.upperBound, level: specification.level)
    }
    return ProgrammeReport(
      specification: specification, sample: sample, estimate: study.overall,
      standardError: study.overallError, basis: few ? .assignments : .clustered,
      interval: interval, pValue: assignments.pValue(only(0)),
      leastPValue: 1 / Double(assignments.count), inTime: falseDates(study, assignments),
      honest: HonestEffect(study, bounds: bounds).map(honest),
      differences: .init(
        study: study,
        eventIntervals: study.events.indices.map { event in
          guard few else { return bounds(only(event + 1)) }
          let interval = assignments.interval(event: event, level: specification.level)
          return interval.low...interval.high
        },
        isComplete: assignments.isComplete, assignments: assignments.count),
      synthetic: nil, second: secondSynthetic(), restlessness: restlessness())
  }

  private func honest(_ effect: HonestEffect) -> ProgrammeReport.Honest {
    let M = specification.relativeMagnitude
    let breakdown = effect.breakdown()
    let there = breakdown.map { effect.interval($0) }
    return ProgrammeReport.Honest(
      relativeMagnitude: M, interval: effect.interval(M), identified: effect.identifiedSet(M),
      breakdown: breakdown,
      isUnboundedThere: there.map { $0.lowerBound == -.infinity || $0.upperBound == .infinity }
        ?? false, largestDrift: effect.largestDrift)
  }

  /// For each false start k periods early: the mean of the k events before the true one, against the
  /// event before them.
  private func falseDates(
    _ study: EventStudy, _ assignments: RandomisedStarts
  ) -> ProgrammeReport.InTime? {
    guard let joint = assignments.pValueBefore(), let start = panel.cohorts.first else {
      return nil
    }
    let distances = study.events.map(\.distance)
    func place(_ distance: Int) -> Int? { distances.firstIndex(of: distance).map { $0 + 1 } }
    var dates: [ProgrammeReport.FalseDate] = []
    let estimates = [study.overall] + study.events.map(\.estimate)
    for k in 1..<(panel.periods.count) {
      guard let base = place(-k - 1) else { break }
      var weights = [Double](repeating: 0, count: estimates.count)
      // The event −1 is 0 and has no place.
      for distance in stride(from: -k, to: -1, by: 1) {
        if let event = place(distance) { weights[event] += 1 / Double(k) }
      }
      weights[base] -= 1
      dates.append(
        .init(
          from: panel.periods[start] - k,
          estimate: zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.1 },
          pValue: assignments.pValue(weights)))
    }
    guard !dates.isEmpty else { return nil }
    return .init(dates: dates, pValue: joint, size: dates.map(\.estimate.magnitude).max() ?? 0)
  }

  // MARK: Synthetic control

  func synthetic() throws(ProgrammeError) -> ProgrammeReport {
    let (unit, start) = try soleUnit()
    let placebos = SyntheticPlacebos(panel, unit: unit, start: start, specification.synthetic)
    let own = placebos.own
    let others = placebos.controls.dropFirst()
    let rank =
      Double(others.count { $0.errorBefore <= own.errorBefore }) / Double(others.count)
    return ProgrammeReport(
      specification: specification, sample: sample, estimate: own.effect, standardError: nil,
      basis: .placebos, interval: placebos.interval(level: specification.level),
      pValue: placebos.pValue(), leastPValue: 1 / Double(panel.units.count),
      inTime: earlierMixtures(unit, start), honest: nil, differences: nil,
      synthetic: .init(
        placebos: placebos,
        conformalPValue: conformalPValue(
          panel, unit: unit, start: start, effect: 0, specification.synthetic),
        hasOwnLevel: specification.synthetic.hasOwnLevel, rankOfFit: rank),
      second: secondDifferences(), restlessness: restlessness())
  }

  private func soleUnit() throws(ProgrammeError) -> (unit: Int, start: Int) {
    let treated = panel.treated
    guard let unit = treated.first, treated.count == 1 else {
      throw .severalTreatedUnits(treated.count)
    }
    guard panel.units.count > 2 else {
      throw .tooFewDonors(panel.units.count - 1, needed: 2)
    }
    let start = panel.starts[unit]
    guard start >= Self.leastPeriodsMatched else {
      throw .tooFewPeriodsBefore(start, needed: Self.leastPeriodsMatched, what: .syntheticControl)
    }
    return (unit, start)
  }

  /// Mixtures matched on fewer periods, and their gaps up to the true start.
  private func earlierMixtures(_ unit: Int, _ start: Int) -> ProgrammeReport.InTime? {
    guard start > Self.leastPeriodsMatched else { return nil }
    let before = ProgrammePanel(
      units: panel.units, periods: Array(panel.periods[..<start]),
      outcomes: panel.outcomes.map { Array($0[..<start]) },
      starts: panel.starts.map { min($0, start) }, covariates: panel.covariates)
    let dates = (Self.leastPeriodsMatched..<start).map { early in
      let placebos = SyntheticPlacebos(
        before, unit: unit, start: early, specification.synthetic)
      return ProgrammeReport.FalseDate(
        from: panel.periods[early], estimate: placebos.own.effect, pValue: placebos.pValue())
    }
    let least = dates.map(\.pValue).min() ?? 1
    // Bonferroni: as many dates, as many chances to look like an effect.
    return .init(
      dates: dates, pValue: min(1, least * Double(dates.count)),
      size: dates.map(\.estimate.magnitude).max() ?? 0)
  }

  // MARK: Second opinions and likeness

  private func secondSynthetic() -> ProgrammeReport.SecondOpinion {
    do throws(ProgrammeError) {
      let (unit, start) = try soleUnit()
      let placebos = SyntheticPlacebos(
        panel, unit: unit, start: start, SyntheticControlOptions(hasOwnLevel: true))
      return .made(
        .syntheticControl, estimate: placebos.own.effect, pValue: placebos.pValue())
    } catch {
      return .none(error.label)
    }
  }

  private func secondDifferences() -> ProgrammeReport.SecondOpinion {
    do throws(ProgrammeError) {
      let study = try EventStudy(panel)
      let assignments = try RandomisedStarts(panel, draws: specification.draws, words: words)
      let weights = [1] + study.events.map { _ in 0.0 }
      return .made(
        .differenceInDifferences, estimate: study.overall, pValue: assignments.pValue(weights))
    } catch {
      return .none(error.label)
    }
  }

  /// Standard deviations of changes before anybody's support.
  private func restlessness() -> (ratio: Double, share: Double)? {
    guard let first = panel.cohorts.first, first >= 3 else { return nil }
    func spread(_ i: Int) -> Double {
      let changes = (1..<first).map { panel.outcomes[i][$0] - panel.outcomes[i][$0 - 1] }
      let mean = changes.reduce(0, +) / Double(changes.count)
      return rootMeanSquare(changes.map { $0 - mean }[...])
    }
    let own = rootMeanSquare(panel.treated.map(spread)[...])
    let others = panel.neverTreated.map(spread).sorted()
    guard !others.isEmpty else { return nil }
    let middle = others.count / 2
    let median =
      others.count % 2 == 1 ? others[middle] : (others[middle - 1] + others[middle]) / 2
    guard median > 0 else { return nil }
    return (own / median, Double(others.count { $0 >= own }) / Double(others.count))
  }
}
