/// The covariance of a fit's coefficients.
///
/// - Parameters:
///   - kind: What errors may be like; each kind has its own file.
///   - fit: Any ``LinearFit``.
///   - layout: Clusters and periods of its rows, as the kind needs them.
///   - smallSample: Conventions; nil for ``SmallSample/standard(for:)``.
///   - threads: Columns and clusters that are worked on at a time; no bit depends on it.
/// - Returns: A symmetric matrix with no negative variance, and every convention in words.
/// - Throws: An ``EstimationError`` naming what is missing, or the level with one cluster.
package func covariance(
  _ kind: CovarianceKind, of fit: LinearFit, layout: CovarianceLayout = CovarianceLayout(),
  smallSample: SmallSample? = nil, threads: Int = 1
) throws(EstimationError) -> CovarianceEstimate {
  let request = CovarianceRequest(
    fit: fit, layout: layout, smallSample: smallSample ?? .standard(for: kind), threads: threads,
    name: kind.name)
  guard fit.residualDegreesOfFreedom > 0 else {
    throw .tooFewObservations(
      observations: fit.observations, parameters: fit.slopes + fit.absorbedRank)
  }
  switch kind {
  case .classical: return classicalCovariance(request)
  case .heteroskedastic(let correction):
    return try heteroskedasticCovariance(correction, request)
  case .clustered(let correction): return try clusteredCovariance(correction, request)
  case .neweyWest(let lag): return try neweyWestCovariance(lag, request)
  case .driscollKraay(let lag): return try driscollKraayCovariance(lag, request)
  case .conley(let cutoff, let kernel):
    return try conleyCovariance(cutoff: cutoff, kernel, request)
  }
}

/// What every kind of covariance is made from.
struct CovarianceRequest: Sendable {
  let fit: LinearFit
  let layout: CovarianceLayout
  let smallSample: SmallSample
  let threads: Int
  let name: String
}
