import LinearAlgebra
private import NumericKernels
import ReachModel

/// Conley: errors correlated over space, by distance up to a cutoff.
///
/// Every pair of rows counts that is no further apart than the cutoff, whatever their periods, so
/// that the rows of one place are correlated as within a cluster. The sum need not be positive:
/// negative eigenvalues are then set to zero, and the convention says so.
///
/// - Throws: ``EstimationError/columnNeeded(what:covariance:)`` without coordinates,
///   ``EstimationError/notOnEarth(latitude:longitude:)``.
/// - Complexity: O(n²) at most; rows further apart in latitude than the cutoff are not compared.
/// - Source: Conley, *Journal of Econometrics* 92(1), 1999.
func conleyCovariance(
  cutoff: Double, _ kernel: SpatialKernel, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  precondition(cutoff > 0 && cutoff.isFinite, "a cutoff of \(cutoff) km")
  guard let places = request.layout.coordinates else {
    throw .columnNeeded(
      what: Label(vi: "cột vĩ độ và kinh độ", en: "columns of latitude and longitude"),
      covariance: request.name)
  }
  precondition(places.latitudes.count == request.fit.observations, "a place for each row")
  for (latitude, longitude) in zip(places.latitudes, places.longitudes)
  where !(latitude.magnitude <= 90 && longitude.magnitude <= 360) {
    throw .notOnEarth(latitude: latitude, longitude: longitude)
  }
  let fit = request.fit, smallSample = request.smallSample
  let a = weightedResiduals(fit)
  let influence =
    Matrix(rows: fit.observations, columns: fit.coefficients.count) { i, j in a[i] * fit.X[i, j] }
    * fit.inverseGram
  let V =
    smallSample.rowMultiplier(of: fit, levels: [])
    * pairSum(influence, places, cutoff: cutoff, kernel, threads: request.threads)
  let fixed = smallSample.eigenvalueFix.positive(V)
  return CovarianceEstimate(
    matrix: fixed ?? V,
    degreesOfFreedom: smallSample.degreesOfFreedom(of: fit, smallest: nil), name: request.name,
    convention: joined(
      [kernel.words(cutoff: cutoff)] + (fixed == nil ? [] : [eigenvalueWords]) + [
        smallSample.factorWords(of: fit, levels: []),
        smallSample.freedomWords(clusters: false),
      ]))
}

/// Σᵢⱼ K(dᵢⱼ) tᵢtⱼ', by stretches of rows from south to north that are added in order.
private func pairSum(
  _ influence: Matrix, _ places: CovarianceLayout.Coordinates, cutoff: Double,
  _ kernel: SpatialKernel, threads: Int
) -> Matrix {
  let n = influence.rows, k = influence.columns
  let order = (0..<n).sorted {
    (places.latitudes[$0], $0) < (places.latitudes[$1], $1)
  }
  let latitudes = order.map { places.latitudes[$0] }
  let sphere = Sphere(latitudes: latitudes, longitudes: order.map { places.longitudes[$0] })
  let t = gathered(influence, order)
  // A degree of latitude is πR/180 kilometres everywhere on the sphere; a little more for rounding.
  let reach = cutoff / (Sphere.radius * .pi / 180) * (1 + 1e-9)
  let stretch = 256
  let parts = mapInParallel((n + stretch - 1) / stretch, threads: threads) { part in
    let rows = part * stretch..<min((part + 1) * stretch, n)
    // K is symmetric: each row with half of itself and those to its north.
    var sums = Matrix(rows: rows.count, columns: k)
    for i in rows {
      for j in 0..<k { sums[i - rows.lowerBound, j] = t[i, j] / 2 }
      var other = i + 1
      while other < n, latitudes[other] - latitudes[i] <= reach {
        let weight = kernel.weight(
          Sphere.distance(chord: sphere.chord(i, other)), cutoff: cutoff)
        if weight > 0 {
          for j in 0..<k { sums[i - rows.lowerBound, j] += weight * t[other, j] }
        }
        other += 1
      }
    }
    return gathered(t, Array(rows)).transposedTimes(sums)
  }
  let half = parts.reduce(Matrix(rows: k, columns: k)) { $0 + $1 }
  return half + half.transposed
}

extension SpatialKernel {
  func weight(_ distance: Double, cutoff: Double) -> Double {
    guard distance <= cutoff else { return 0 }
    return self == .uniform ? 1 : 1 - distance / cutoff
  }

  func words(cutoff: Double) -> Label {
    let kilometres = inText(cutoff, cutoff == cutoff.rounded() ? 0 : 3)
    let name =
      self == .uniform ? Label(vi: "đều", en: "uniform") : Label(vi: "Bartlett", en: "Bartlett")
    return Label(
      vi:
        "Conley, hạt nhân \(name.vi) đến \(kilometres.vi) km trên mặt cầu bán kính 6.371 km, mọi cặp "
        + "quan sát",
      en: "Conley, \(name.en) kernel up to \(kilometres.en) km on a sphere of radius 6,371 km, all "
        + "pairs of rows")
  }
}
