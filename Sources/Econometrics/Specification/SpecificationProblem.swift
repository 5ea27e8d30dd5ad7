/// What is wrong with a specification, or with the data that it asks for.
package struct SpecificationProblem: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable, CaseIterable {
    /// An expression that cannot be followed.
    case syntax
    /// A column, level or variable that the data do not have.
    case unknownName
    /// Keys that contradict each other, or one that another needs.
    case contradiction
    /// Text where a number is needed, a number where a condition is, and the like.
    case wrongKind
    /// A value that is infinite, or becomes so.
    case notFinite
    /// A weight of zero or below.
    case badWeight
    /// A column without values, or with a single one.
    case noVariation
    /// No row is left.
    case noRows
    /// Two rows of one entity and period.
    case duplicateRow
    /// A period that is neither a whole number nor a quarter or month.
    case badPeriod
  }

  /// A name that was not found, and those that would have been.
  package struct Unknown: Sendable, Equatable {
    package let name: String
    package let known: [String]
    /// Whether they are columns, which an expression writes in backticks where they need them.
    package var isColumn = false
  }

  package let kind: Kind
  /// One line in English without a full stop; names stand in backticks.
  package let summary: String
  package let hint: String?
  /// The keys and places that lead to the value, for example `["regressors", "2"]`.
  package var path: [String]
  /// Unicode scalars of the value's text; nil for all of it.
  package let range: Range<Int>?
  package let unknown: Unknown?

  package init(
    _ kind: Kind, _ summary: String, hint: String? = nil, path: [String] = [],
    range: Range<Int>? = nil, unknown: Unknown? = nil
  ) {
    (self.kind, self.summary, self.hint) = (kind, summary, hint)
    (self.path, self.range, self.unknown) = (path, range, unknown)
  }

  func located(at path: [String]) -> SpecificationProblem {
    var copy = self
    copy.path = path
    return copy
  }
}

/// All problems of a specification on its data.
package struct SpecificationProblems: Error, Sendable, Equatable {
  /// At least one, in the order in which they were met.
  package let problems: [SpecificationProblem]

  package init(_ problems: [SpecificationProblem]) { self.problems = problems }
}
