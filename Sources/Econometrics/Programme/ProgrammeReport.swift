package import ReachModel

/// What an evaluation found, as values; words are made of them elsewhere.
package struct ProgrammeReport: Sendable {
  /// A false date before the true one, and what the method calls an effect of it.
  package struct FalseDate: Sendable, Equatable {
    /// The period taken for the start.
    package let from: Int
    package let estimate: Double
    package let pValue: Double
  }

  /// The placebos in time together.
  package struct InTime: Sendable, Equatable {
    package let dates: [FalseDate]
    /// That none of them is anything, tested together.
    package let pValue: Double
    /// The largest of them.
    package let size: Double

    /// Below this the placebo fails (decision 0033).
    package static let threshold = 0.1

    package var fails: Bool { pValue < Self.threshold }
  }

  /// How far trends may have been from parallel.
  package struct Honest: Sendable {
    package let relativeMagnitude: Double
    package let interval: ClosedRange<Double>
    package let identified: ClosedRange<Double>
    /// The M at which no effect becomes possible; nil when beyond 100.
    package let breakdown: Double?
    /// Whether there the interval has no end: too few units then bound nothing, whatever the sign.
    package let isUnboundedThere: Bool
    package let largestDrift: Double
  }

  /// Where an interval comes from.
  package enum Basis: String, Sendable {
    /// Normal, errors clustered by unit.
    case clustered
    /// Ranks among assignments of the starts to units.
    case assignments
    /// Ranks among units, each with a mixture of its own.
    case placebos
  }

  package struct Differences: Sendable {
    package let study: EventStudy
    /// Of each event, by the same basis as the estimate's.
    package let eventIntervals: [ClosedRange<Double>]
    package let isComplete: Bool
    package let assignments: Int
  }

  package struct Synthetic: Sendable {
    package let placebos: SyntheticPlacebos
    package let conformalPValue: Double
    package let hasOwnLevel: Bool
    /// The share of donors that are matched before support at least as well as the unit.
    package let rankOfFit: Double
  }

  /// The other method's word on the same question.
  package enum SecondOpinion: Sendable {
    case made(ProgrammeMethod, estimate: Double, pValue: Double)
    case none(Label)
  }

  package let specification: ProgrammeSpecification
  package let sample: ProgrammeSample
  /// The mean effect over supported units and periods, in the unit of the outcome.
  package let estimate: Double
  /// Clustered by unit; nil for a synthetic control.
  package let standardError: Double?
  package let basis: Basis
  /// When trends were parallel, or the mixture right.
  package let interval: RandomisedInterval
  /// By ranks: of no effect in any unit and period.
  package let pValue: Double
  /// The least that so many ranks allow.
  package let leastPValue: Double
  package let inTime: InTime?
  package let honest: Honest?
  package let differences: Differences?
  package let synthetic: Synthetic?
  package let second: SecondOpinion
  /// Yearly changes before support: the supported units' standard deviation over the median of the
  /// others', and the share of others that are at least as restless; nil with a single change.
  package let restlessness: (ratio: Double, share: Double)?

  /// The interval with which the estimate may be used: honest where there is one.
  package var widest: RandomisedInterval? {
    switch (honest, basis) {
    case (let honest?, _):
      RandomisedInterval(
        low: honest.interval.lowerBound, high: honest.interval.upperBound, level: interval.level)
    case (nil, .placebos): interval
    case (nil, _): nil
    }
  }
}
