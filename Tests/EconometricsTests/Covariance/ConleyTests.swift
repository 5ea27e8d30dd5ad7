import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

@Suite("Conley covariances")
struct ConleyTests {
  let cases: CovarianceCases
  let reference: ReferenceNumbers

  init() throws {
    cases = try CovarianceCases()
    reference = try ReferenceNumbers("covariance/conley.json")
  }

  /// Each row at its province's place.
  private func layout(_ rows: [[String]]) throws -> CovarianceLayout {
    let places = try referenceRows("covariance/places.csv")
    let at = try rows.map { row in try #require(places.first { $0[0] == row[0] }) }
    return CovarianceLayout(
      coordinates: .init(
        latitudes: at.compactMap { Double($0[1]) }, longitudes: at.compactMap { Double($0[2]) }))
  }

  @Test(
    "as the double sum in numpy, negative eigenvalues at zero", arguments: SpatialKernel.allCases,
    [150.0, 400, 12_000])
  func numpy(kernel: SpatialKernel, cutoff: Double) throws {
    let key = "\(kernel.rawValue).\(Int(cutoff))"
    let estimate = try covariance(
      .conley(cutoff: cutoff, kernel), of: try cases.fit(), layout: try layout(cases.rows),
      threads: 2)
    #expect(covarianceError(estimate.matrix, try reference.list(key)) < 1e-8)
    let isFixed = try reference.list(key + ".negative")[0] == 1
    #expect(estimate.convention.en.contains("negative eigenvalues set to zero") == isFixed)
    #expect(estimate.convention.vi.contains("km trên mặt cầu bán kính 6.371 km"))
  }

  @Test("a short cutoff is clustering by place, and rows in another order change nothing")
  func limits() throws {
    let fit = try cases.fit()
    let near = try covariance(
      .conley(cutoff: 0.001, .bartlett), of: fit, layout: try layout(cases.rows))
    let clustered = try covariance(
      .clustered(.CR0), of: fit, layout: CovarianceLayout(clusters: [cases.province]))
    #expect(covarianceError(near.matrix, lowerTriangle(clustered.matrix)) < 1e-12)
    let reversed = CovarianceCases(rows: cases.rows.reversed())
    let kind = CovarianceKind.conley(cutoff: 300, .bartlett)
    let one = try covariance(kind, of: fit, layout: try layout(cases.rows))
    let other = try covariance(kind, of: try reversed.fit(), layout: try layout(reversed.rows))
    #expect(covarianceError(other.matrix, lowerTriangle(one.matrix)) < 1e-12)
  }

  @Test("no coordinates, and places that are none, are named")
  func refusals() throws {
    let fit = try cases.fit()
    let kind = CovarianceKind.conley(cutoff: 100, .uniform)
    let missing = #expect(throws: EstimationError.self) { try covariance(kind, of: fit) }
    #expect(missing?.label.en == "Conley needs columns of latitude and longitude")
    var latitudes = Array(repeating: 10.0, count: fit.observations)
    latitudes[5] = 105.5
    let layout = CovarianceLayout(
      coordinates: .init(
        latitudes: latitudes, longitudes: Array(repeating: 21, count: fit.observations)))
    let error = #expect(throws: EstimationError.notOnEarth(latitude: 105.5, longitude: 21)) {
      try covariance(kind, of: fit, layout: layout)
    }
    #expect(error?.label.vi.contains("105,5000") == true)
  }
}
