/// Where each row of a fit lies: in which clusters, in which entity and period.
///
/// Apart from ``LinearFit`` because a fit is one thing and its covariances are many.
package struct CovarianceLayout: Sendable {
  /// Levels of clustering, in the order of the specification.
  package var clusters: [Grouping]
  package var entity: Grouping?
  /// The period of each row; nil where rows are in the order of time.
  package var period: [Int]?

  package init(
    clusters: [Grouping] = [], entity: Grouping? = nil, period: [Int]? = nil
  ) {
    (self.clusters, self.entity, self.period) = (clusters, entity, period)
  }

  package init(_ data: RegressionData) {
    self.init(clusters: data.clusters, entity: data.entity, period: data.period)
  }
}
