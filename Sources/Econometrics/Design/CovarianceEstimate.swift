package import LinearAlgebra
package import ReachModel

/// The covariance of coefficients, with what is needed to say how it was made.
package struct CovarianceEstimate: Sendable {
  /// k × k, symmetric.
  package let matrix: Matrix
  /// For t tests and intervals, one for each coefficient; infinity for the normal law.
  package let degreesOfFreedom: [Double]
  /// The estimator's name in a specification, for example `CR2`.
  package let name: String
  /// Every small-sample factor and convention, in words.
  package let convention: Label
  /// What was clustered by and how many clusters each has; empty without clusters.
  package let clusters: [(name: String, count: Int)]
  /// Over how many of how many periods errors may be correlated; nil for other kinds.
  package var serial: (lags: Int, periods: Int)?

  package init(
    matrix: Matrix, degreesOfFreedom: [Double], name: String, convention: Label,
    clusters: [(name: String, count: Int)] = []
  ) {
    (self.matrix, self.degreesOfFreedom, self.name) = (matrix, degreesOfFreedom, name)
    (self.convention, self.clusters) = (convention, clusters)
  }

  package var standardErrors: [Double] { matrix.diagonal.map { $0.squareRoot() } }

  /// The same of the first k coefficients.
  package func leading(_ k: Int) -> CovarianceEstimate {
    var part = CovarianceEstimate(
      matrix: Matrix(rows: k, columns: k) { matrix[$0, $1] },
      degreesOfFreedom: Array(degreesOfFreedom.prefix(k)), name: name, convention: convention,
      clusters: clusters)
    part.serial = serial
    return part
  }
}
