package import LinearAlgebra

/// The numbers that an estimator takes: n complete rows, nothing missing.
///
/// Whoever makes it has left out incomplete rows, counted them, and refused values that are
/// infinite.
package struct RegressionData: Sendable {
  /// The dependent variable, for example `log(output)`.
  package let dependent: String
  /// n numbers.
  package var y: [Double]
  /// The names of X's columns; a constant is called ``constantName``.
  package var names: [String]
  /// n × k, exogenous and endogenous regressors, in the order of the specification.
  package var X: Matrix { didSet { rest = nil } }
  /// n × k, what the rounding of X to doubles left out, where powers know it; nil for nothing.
  ///
  /// Another X forgets it.
  package var rest: Matrix?
  /// Columns of X that are endogenous; empty but for instrumental variables.
  package var endogenous: [Int] = []
  /// The excluded instruments' names.
  package var instrumentNames: [String] = []
  /// n × m: the excluded instruments.
  package var Z: Matrix
  /// Precisions, all positive: the variance of row i is σ²/wᵢ; nil for equal weights.
  package var weights: [Double]?
  /// Added to the linear predictor of a generalised linear model; nil for none.
  package var offset: [Double]?
  /// Effects to take out; with any of them X has no constant.
  package var effects: [Grouping] = []
  /// Levels of clustering that the covariance asks for.
  package var clusters: [Grouping] = []
  /// The unit of the panel, where there is one.
  package var entity: Grouping?
  /// The period of each row, for example a year; in the same order everywhere.
  package var period: [Int]?
  /// 4 where periods are quarters (4 · 2021 + 2 is the third of 2021), 12 where they are months.
  package var periodsPerYear = 1
  /// The line of the file on which each row stands, for errors and traces.
  package var lines: [Int]

  /// What a column of ones is called.
  package static let constantName = "constant"

  package init(dependent: String, y: [Double], names: [String], X: Matrix, lines: [Int] = []) {
    precondition(X.rows == y.count && X.columns == names.count, "X is \(X.rows) × \(X.columns)")
    (self.dependent, self.y, self.names, self.X) = (dependent, y, names, X)
    self.lines = lines
    Z = Matrix(rows: y.count, columns: 0)
  }

  package var observations: Int { y.count }

  /// Whether X has a column of ones; false where effects stand for it.
  package var hasConstant: Bool { names.contains(Self.constantName) }
}
