import NumericKernels
import RandomStreams
package import ReachModel
package import Simulation

/// Which figure, under which value, by which month, says that a plan is off track.
package struct Signpost: Sendable {
  package let question: TargetQuestion
  package let indicator: TrackingIndicator
  /// The group of support, by place, where the indicator is about one.
  package let group: Int?
  /// The last month of the figure, 1 being January of its year; sums and growth begin there.
  package let month: Int
  package let year: Int
  /// In the figure's unit, rounded towards fewer alarms.
  package let threshold: Double
  /// Whether a figure below the threshold is the alarm; else one above it.
  package let isBelow: Bool
  /// The share of draws with the target met that raise the alarm, in the draws that chose the
  /// threshold.
  package let fittedFalseAlarms: Double
  /// The same in draws that chose nothing, and what else they say.
  package let falseAlarms: Probability
  package let hits: Probability
  package let metAfterAlarm: Probability
  package let metWithoutAlarm: Probability
  /// Months from the figure's publication to the end of the target's year.
  package let lead: Int
}

/// Signposts of a plan, chosen on some draws and judged on others.
package struct SignpostSearch: Sendable {
  /// The most false alarms that a threshold may raise.
  package let level: Double
  /// By question, the best first.
  package let found: [Signpost]
  /// Draws that chose, and as many that judged.
  package let draws: Int

  /// Fewer draws on one side than this say nothing about it.
  private static let leastCount = 50

  /// Looks among all indicators and months.
  ///
  /// For each figure the threshold is the quantile at which draws with the target met raise the alarm
  /// in at most the stated share; of each indicator the earliest month is taken that tells at least
  /// four fifths of what its best month tells (share of misses caught, less false alarms). All choices
  /// are made on the first half of the draws. The second half, which has chosen nothing, gives the
  /// rates: among hundreds of candidates the chosen ones look better than they are.
  ///
  /// - Parameters:
  ///   - model: The scenario, fitted.
  ///   - indicators: What is published.
  ///   - level: The most false alarms, for example 0.1.
  ///   - runner: Seed and threads.
  ///   - draws: In each half.
  /// - Throws: `CancellationError`.
  package init(
    _ model: FittedModel, _ indicators: [TrackingIndicator], level: Double, runner: EnsembleRunner,
    draws: Int
  ) throws {
    let study = model.study
    let targets = study.targets
    let questions: [TargetQuestion] =
      (targets.count > 1 ? [.joint] : []) + targets.map { .target($0) }
    let years = questions.map { $0.lastYear(of: targets) - study.planYear }
    let candidates = Self.candidates(indicators, model, years: years)
    // Independent draws: the two halves of a Sobol' sequence know of each other.
    let runner = EnsembleRunner(seed: runner.source.seed, threads: runner.threads)
    func simulated(_ first: Int) throws -> SignpostDraws {
      try SignpostDraws(model, candidates, first..<(first + draws), runner)
    }
    let fit = try simulated(0), fresh = try simulated(draws)
    (self.level, self.draws) = (level, draws)
    found = questions.flatMap { question -> [Signpost] in
      let year = question.lastYear(of: targets) - study.planYear
      let fitted = candidates.indices.filter { candidates[$0].lead(to: year) > 0 }.compactMap {
        FittedSignpost(candidates[$0], $0, fit.figures[$0], fit.held(question), level)
      }
      return Self.chosen(fitted).compactMap { choice in
        choice.judged(fresh.figures[choice.place], fresh.held(question), question, study)
      }
    }
  }

  /// Of each indicator one month, the most telling indicators first.
  private static func chosen(_ fitted: [FittedSignpost]) -> [FittedSignpost] {
    let byIndicator = Dictionary(grouping: fitted) { $0.candidate.series }
    return byIndicator.values.compactMap { months -> FittedSignpost? in
      let useful = months.filter(\.isTelling)
      guard let best = useful.map(\.gain).max() else { return nil }
      return useful.filter { $0.gain >= 0.8 * best }
        .min { $0.candidate.months.upperBound < $1.candidate.months.upperBound }
    }
    .sorted { ($1.gain, $0.place) < ($0.gain, $1.place) }
  }

  /// Every month of years with a target, every third of the years before.
  private static func candidates(
    _ indicators: [TrackingIndicator], _ model: FittedModel, years: [Int]
  ) -> [Candidate] {
    (0...(years.max() ?? 0)).flatMap { year in
      let months = years.contains(year) ? Array(1...12) : [3, 6, 9, 12]
      return indicators.flatMap { indicator in
        groups(of: indicator, in: model, year: year).flatMap { group in
          months.map { Candidate(indicator: indicator, group: group, month: $0, year: year) }
        }
      }
    }
  }

  /// The groups of support that an indicator has figures of: those with money all through the year.
  private static func groups(
    of indicator: TrackingIndicator, in model: FittedModel, year: Int
  ) -> [Int?] {
    guard indicator.measure == .disbursed else { return [nil] }
    let budget = model.model.levers.budget
    return budget.indices.filter { k in budget[k][(4 * year)..<(4 * year + 4)].allSatisfy { $0 > 0 }
    }
  }

  struct Candidate: Sendable {
    let indicator: TrackingIndicator
    let group: Int?
    /// Of the year.
    let month: Int
    /// 0 is the plan year.
    let year: Int

    /// What is published every month.
    struct Published: Hashable {
      let indicator: String
      let group: Int?
    }

    var series: Published { Published(indicator: indicator.key, group: group) }

    var months: ClosedRange<Int> { (12 * year + 1)...(12 * year + month) }

    /// Months from the figure to the end of a year.
    func lead(to last: Int) -> Int {
      12 * (last - year + 1) - month - indicator.publicationLag
    }
  }

  /// A threshold with what the draws that chose it say.
  fileprivate struct FittedSignpost {
    let candidate: Candidate
    let place: Int
    let threshold: Double
    let isBelow: Bool
    let falseAlarms: Double
    /// Misses caught less false alarms.
    let gain: Double
    /// Whether that is more than the luckiest of many months would show of nothing: five points, and
    /// four standard errors.
    let isTelling: Bool

    /// Nil where the target is hardly ever met or missed.
    init?(
      _ candidate: Candidate, _ place: Int, _ figures: [Double], _ held: [Double], _ level: Double
    ) {
      let met = figures.indices.filter { held[$0] == 1 }.map { figures[$0] }.sorted()
      let missed = figures.indices.filter { held[$0] == 0 }.map { figures[$0] }
      guard met.count >= leastCount, missed.count >= leastCount else { return nil }
      let alarms = Int(level * Double(met.count))
      // As many of those that met lie strictly beyond it, at most.
      let low = candidate.indicator.published(met[min(alarms, met.count - 1)], .down)
      let high = candidate.indicator.published(met[max(0, met.count - 1 - alarms)], .up)
      func rates(_ isAlarm: (Double) -> Bool) -> (falseAlarms: Double, gain: Double) {
        let falseRate = Double(met.count(where: isAlarm)) / Double(met.count)
        return (falseRate, Double(missed.count(where: isAlarm)) / Double(missed.count) - falseRate)
      }
      let below = rates { $0 < low }, above = rates { $0 > high }
      (self.candidate, self.place) = (candidate, place)
      isBelow = below.gain >= above.gain
      threshold = isBelow ? low : high
      (falseAlarms, gain) = isBelow ? below : above
      let hits = gain + falseAlarms
      let variance =
        level * (1 - level) / Double(met.count) + hits * (1 - hits) / Double(missed.count)
      isTelling = gain > max(0.05, 4 * variance.squareRoot())
    }

    func judged(
      _ figures: [Double], _ held: [Double], _ question: TargetQuestion, _ study: Study
    ) -> Signpost? {
      var alarms = (met: 0, missed: 0), silent = (met: 0, missed: 0)
      for (figure, h) in zip(figures, held) where !h.isNaN {
        switch (isBelow ? figure < threshold : figure > threshold, h == 1) {
        case (true, true): alarms.met += 1
        case (true, false): alarms.missed += 1
        case (false, true): silent.met += 1
        case (false, false): silent.missed += 1
        }
      }
      func share(_ part: Int, _ other: Int) -> Probability? {
        part + other > 0 ? Probability(hits: part, draws: part + other) : nil
      }
      guard let falseRate = share(alarms.met, silent.met),
        let hits = share(alarms.missed, silent.missed),
        let after = share(alarms.met, alarms.missed),
        let without = share(silent.met, silent.missed)
      else { return nil }
      return Signpost(
        question: question, indicator: candidate.indicator, group: candidate.group,
        month: candidate.month,
        year: study.planYear + candidate.year, threshold: threshold, isBelow: isBelow,
        fittedFalseAlarms: falseAlarms, falseAlarms: falseRate, hits: hits, metAfterAlarm: after,
        metWithoutAlarm: without,
        lead: candidate.lead(to: question.lastYear(of: study.targets) - study.planYear))
    }
  }
}

/// Figures as they would be published, errors included, beside what became of the targets.
private struct SignpostDraws {
  /// By candidate, then draw; NaN where the draw failed.
  let figures: [[Double]]
  private let targets: [Target]
  private let told: [[Double]]
  private let joint: [Double]

  init(
    _ model: FittedModel, _ candidates: [SignpostSearch.Candidate], _ draws: Range<Int>,
    _ runner: EnsembleRunner
  ) throws {
    let study = model.study, prepared = PreparedModel(model.model)
    let hits = TargetHits(study.targets, prepared, planYear: study.planYear)
    let first = UInt64(draws.lowerBound), seed = runner.source.seed
    let design = Design(draws: draws.count, firstParameter: first, firstShock: first)
    let errors = MeasurementErrors(planYear: study.planYear)
    let chunks = try runner.quarters(of: prepared, design) { values, quarters in
      let told = hits.told(by: values).map(\.held)
      let figures = candidates.map { candidate in
        Self.figures(
          candidate, quarters, model.model.levers, errors, seed: seed,
          firstDraw: first + UInt64(values.firstDraw), planYear: study.planYear)
      }
      return (figures: figures, told: told)
    }
    targets = study.targets
    figures = candidates.indices.map { i in chunks.flatMap { $0.figures[i] } }
    told = study.targets.indices.map { i in chunks.flatMap { $0.told[i] } }
    joint = TargetDraws.joint(told, draws: draws.count).held
  }

  func held(_ question: TargetQuestion) -> [Double] {
    guard case .target(let target) = question else { return joint }
    return targets.firstIndex(where: target.asksTheSame).map { told[$0] } ?? joint
  }

  /// The slot of random numbers of figures' errors; above those of shocks, which end in 4110.
  private static let slot = 4352

  private static func figures(
    _ candidate: SignpostSearch.Candidate, _ quarters: QuarterFigures, _ levers: LeverPaths,
    _ errors: MeasurementErrors, seed: UInt64, firstDraw: UInt64, planYear: Int
  ) -> [Double] {
    let indicator = candidate.indicator
    let expected = ObservedFigure.expected(
      indicator.measure, group: candidate.group, months: candidate.months, quarters, levers)
    // As published at once.
    let published = CalendarDate.endOfMonth(
      candidate.months.upperBound + indicator.publicationLag, from: planYear)
    let figure = ObservedFigure(
      indicator: indicator, group: candidate.group, months: candidate.months,
      value: indicator.figure(at: expected.first { $0.isFinite } ?? 0), statedError: nil,
      published: published, vintage: 0, source: "", origin: Origin(file: "", line: 1, column: 1))
    let error = errors.unroundedDeviation(figure)
    var uniforms = [Double](repeating: 0, count: expected.count)
    var span = uniforms.mutableSpan
    fillUniforms(
      seed: seed, slot: slot, index: 16 * indicator.number + (candidate.group.map { $0 + 1 } ?? 0),
      step: candidate.months.upperBound,
      firstDraw: firstDraw, into: &span)
    return zip(expected, uniforms).map { logarithm, u in
      let value = indicator.figure(at: logarithm + error * normalQuantile(u))
      return value.isFinite ? indicator.published(value, .toNearestOrEven) : value
    }
  }
}

extension CalendarDate {
  /// The last day of a month counted from a year's January.
  package static func endOfMonth(_ month: Int, from year: Int) -> CalendarDate {
    let place = month - 1, year = year + place / 12
    let days = (28...31).reversed().compactMap {
      CalendarDate(year: year, month: place % 12 + 1, day: $0)
    }
    guard let last = days.first else { preconditionFailure("month \(month) from \(year)") }
    return last
  }
}
