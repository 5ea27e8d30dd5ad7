package import ReachModel

/// An evaluation as a file states it: everything that decides its numbers, and no data.
package struct ProgrammeSpecification: Sendable, Equatable {
  /// A unit with support.
  package struct Treated: Sendable, Equatable {
    /// As in the data, for example a province's code.
    package let unit: String
    /// The first period with support, for example a year.
    package let from: Int
    /// How much it got, for example the share of firms that were reached; nil where not stated.
    package let amount: Double?

    package init(unit: String, from: Int, amount: Double? = nil) {
      (self.unit, self.from, self.amount) = (unit, from, amount)
    }
  }

  /// What an evaluation is for.
  package enum Purpose: String, Sendable, CaseIterable {
    /// Of support that documents say was given.
    case programme
    /// Of a date or place without a known programme: it shows what the method finds where there is
    /// nothing to find.
    case placebo
  }

  package var name: String
  package var title: Label
  package var purpose: Purpose
  /// The outcome as `dependent`, covariates as `regressors`; layout, entity, period and sample.
  package var table: RegressionSpecification
  /// The unit of the outcome, for people.
  package var unit: Label
  package var treated: [Treated]
  /// 4 where starts are quarters, 12 where they are months, 1 for years and other whole numbers.
  package var periodsPerYear: Int
  /// Those compared with; nil for all that have no support.
  package var comparison: [String]?
  package var excluded: [String]
  package var method: ProgrammeMethod
  package var synthetic: SyntheticControlOptions
  /// M of Rambachan and Roth.
  package var relativeMagnitude: Double
  package var level: Double
  /// Assignments drawn where there are too many to list.
  package var draws: Int
  package var seed: UInt64
  /// What else happened, in words: printed with the estimate.
  package var confounders: [Label]
  package var feed: ProgrammeFeedSpecification?
  package var source: String
  package var notes: String?

  package init(name: String, table: RegressionSpecification, source: String) {
    (self.name, self.table, self.source) = (name, table, source)
    (title, purpose, unit) = (Label(vi: name, en: name), .programme, Label(vi: "", en: ""))
    (treated, comparison, excluded, periodsPerYear) = ([], nil, [], 1)
    (method, synthetic) = (.differenceInDifferences, SyntheticControlOptions(hasOwnLevel: true))
    (relativeMagnitude, level, draws, seed) = (1, 0.95, 4999, 1)
    (confounders, feed, notes) = ([], nil, nil)
  }
}

/// How an effect becomes a parameter.
package struct ProgrammeFeedSpecification: Sendable, Equatable {
  package enum Divisor: Sendable, Equatable {
    case number(Double)
    /// The mean of the amounts of the units with support.
    case amount
  }

  /// The key of an uncertainty of the catalog.
  package let uncertainty: String
  /// parameter = effect · factor / divisor.
  package let factor: Double
  package let divisor: Divisor
  /// Why so, in words.
  package let formula: Label
  /// Factor on the precision, in (0, 1].
  package let discount: Double
  /// Whether a failed placebo widens the estimate in place of stopping it.
  package let widens: Bool

  package init(
    uncertainty: String, factor: Double, divisor: Divisor, formula: Label, discount: Double,
    widens: Bool
  ) {
    (self.uncertainty, self.factor, self.divisor) = (uncertainty, factor, divisor)
    (self.formula, self.discount, self.widens) = (formula, discount, widens)
  }
}

/// Something in the data that keeps an evaluation from being made, with the key that it is about.
package struct ProgrammeProblem: Error, Sendable, Equatable {
  package let label: Label
  /// Keys and places that lead to the value.
  package let path: [String]
  /// A unit that the data do not have, and those that they have.
  package let unknown: SpecificationProblem.Unknown?

  package init(_ label: Label, _ path: [String], unknown: SpecificationProblem.Unknown? = nil) {
    (self.label, self.path, self.unknown) = (label, path, unknown)
  }
}

/// A period as files write it: `2021`, `2021-Q3` or `2021-03`.
///
/// - Parameter text: As typed.
/// - Returns: Its number and the periods of a year (1, 4 or 12); nil for what is no period.
package func periodNumber(_ text: String) -> (value: Int, perYear: Int)? { Periods.period(text) }
