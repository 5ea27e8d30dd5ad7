/// Where each row of a fit lies: in which clusters, in which entity and period, where on the Earth.
///
/// Apart from ``LinearFit`` because a fit is one thing and its covariances are many.
package struct CovarianceLayout: Sendable {
  /// Levels of clustering, in the order of the specification.
  package var clusters: [Grouping]
  package var entity: Grouping?
  /// The period of each row; nil where rows are in the order of time.
  package var period: [Int]?
  /// Where rows are on the Earth, for Conley's covariance.
  package var coordinates: Coordinates?

  /// Places in degrees.
  package struct Coordinates: Sendable {
    /// n numbers in −90...90.
    package let latitudes: [Double]
    /// n numbers in −360...360.
    package let longitudes: [Double]

    package init(latitudes: [Double], longitudes: [Double]) {
      precondition(
        latitudes.count == longitudes.count,
        "\(latitudes.count) latitudes, \(longitudes.count) longitudes")
      (self.latitudes, self.longitudes) = (latitudes, longitudes)
    }
  }

  package init(
    clusters: [Grouping] = [], entity: Grouping? = nil, period: [Int]? = nil,
    coordinates: Coordinates? = nil
  ) {
    (self.clusters, self.entity, self.period) = (clusters, entity, period)
    self.coordinates = coordinates
  }

  package init(_ data: RegressionData, coordinates: Coordinates? = nil) {
    self.init(
      clusters: data.clusters, entity: data.entity, period: data.period, coordinates: coordinates)
  }
}
