import LinearAlgebra
import ReachModel

/// CR0 to CR3: errors correlated in any way within clusters.
///
/// - Throws: ``EstimationError/noClusters``, ``EstimationError/singleCluster(name:)``, and
///   ``EstimationError/severalLevels(covariance:)`` for CR2 and CR3, which take one level.
func clusteredCovariance(
  _ correction: ClusterCorrection, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  let levels = try distinctLevels(request.layout.clusters)
  switch correction {
  case .CR0, .CR1: return try multiwayCovariance(levels, correction, request)
  case .CR2, .CR3, .CR3J:
    guard let level = levels.first, levels.count == 1 else {
      throw .severalLevels(covariance: correction.rawValue)
    }
    return try biasReducedCovariance(level, correction, request)
  }
}

/// The levels of clustering, each once: a level given twice is one level.
private func distinctLevels(_ clusters: [Grouping]) throws(EstimationError) -> [Grouping] {
  guard !clusters.isEmpty else { throw .noClusters }
  var levels: [Grouping] = []
  for level in clusters {
    guard level.count > 1 else { throw .singleCluster(name: level.name) }
    if !levels.contains(where: { $0.codes == level.codes }) { levels.append(level) }
  }
  return levels
}

/// Σ over all sets of levels of (−1)^(size + 1) times the covariance clustered by their
/// intersection.
///
/// With one level that is the ordinary clustered covariance. With more it need not be positive:
/// negative eigenvalues are then set to zero, and the convention says so.
///
/// - Source: Cameron, Gelbach & Miller, *Journal of Business & Economic Statistics* 29(2), 2011,
///   §2.2 and §2.3.
private func multiwayCovariance(
  _ levels: [Grouping], _ correction: ClusterCorrection, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  precondition(levels.count <= 8, "\(levels.count) levels of clustering")
  let fit = request.fit, smallSample = request.smallSample
  let smallest = levels.map(\.count).min() ?? 0
  let V = signedSum(levels, request)
  let fixed = levels.count > 1 ? smallSample.eigenvalueFix.positive(V) : nil
  let names = levelWords(levels)
  var words = [
    Label(
      vi: "theo cụm (\(correction.rawValue)): \(names.vi)",
      en: "clustered (\(correction.rawValue)): \(names.en)")
  ]
  if levels.count > 1 { words.append(inclusionWords(smallSample.intersection)) }
  if fixed != nil { words.append(eigenvalueWords) }
  words.append(smallSample.factorWords(of: fit, levels: levels))
  words.append(smallSample.freedomWords(clusters: true))
  let freedom =
    smallSample.freedom == .bellMcCaffrey && levels.count == 1
    ? try bellMcCaffrey(levels[0], .CR0, request)
    : smallSample.degreesOfFreedom(of: fit, smallest: smallest)
  return CovarianceEstimate(
    matrix: fixed ?? V, degreesOfFreedom: freedom, name: request.name,
    convention: joined(words), clusters: levels.map { ($0.name, $0.count) })
}

private func signedSum(_ levels: [Grouping], _ request: CovarianceRequest) -> Matrix {
  let fit = request.fit, smallSample = request.smallSample
  let scores = weightedResiduals(fit)
  let smallest = levels.map(\.count).min() ?? 0
  let rows = smallSample.rowMultiplier(of: fit, levels: levels)
  var V = Matrix(rows: fit.coefficients.count, columns: fit.coefficients.count)
  for set in 1..<(1 << levels.count) {
    let members = levels.indices.filter { set >> $0 & 1 == 1 }.map { levels[$0] }
    let sign = members.count % 2 == 1 ? 1.0 : -1.0
    if members.count > 1, members.count == levels.count,
      smallSample.intersection == .heteroskedastic
    {
      V =
        V + sign
        * rowSandwich(
          fit.X, times: scores, fit.inverseGram, threads: request.threads)
      continue
    }
    let group = members.dropFirst().reduce(members[0]) { $0.crossed(with: $1) }
    let sums = groupSums(fit.X, times: scores, by: group, threads: request.threads)
    let factor = rows * smallSample.clusterMultiplier(group.count, smallest: smallest)
    V = V + (sign * factor) * sandwich(sums, fit.inverseGram)
  }
  return symmetric(V)
}

extension SmallSample.EigenvalueFix {
  /// V with its negative eigenvalues set to zero; nil where the rule leaves V as it is.
  ///
  /// Whether it has any is asked of V scaled to unit diagonal, which has as many (Sylvester), so
  /// that units do not make rounding look like one. The eigenvalues are those of V in the units of
  /// its coefficients, as in the paper.
  func positive(_ V: Matrix) -> Matrix? {
    let isNegative = V.diagonal.contains { $0 < 0 }
    guard isNegative || self == .always && hasNegativeEigenvalue(V), let eigen = SymmetricEigen(V)
    else { return nil }
    let root = Matrix(rows: V.rows, columns: V.columns) { i, j in
      eigen.vectors[j, i] * max(eigen.values[i], 0).squareRoot()
    }
    return symmetric(root.transposedTimes(root))
  }
}

/// Whether there is one beyond rounding.
private func hasNegativeEigenvalue(_ V: Matrix) -> Bool {
  let size = V.diagonal.map { $0.magnitude.squareRoot() }
  let scaled = Matrix(rows: V.rows, columns: V.columns) { i, j in
    let product = size[i] * size[j]
    return product > 0 ? V[i, j] / product : 0
  }
  return SymmetricEigen(scaled)?.values.first.map { $0 < -1e-10 } ?? false
}

private func levelWords(_ levels: [Grouping]) -> Label {
  let counts = levels.map { (name: $0.name, count: inText($0.count)) }
  return Label(
    vi: counts.map { "\($0.name) (G = \($0.count.vi))" }.joined(separator: ", "),
    en: counts.map { "\($0.name) (G = \($0.count.en))" }.joined(separator: ", "))
}

private func inclusionWords(_ intersection: SmallSample.Intersection) -> Label {
  switch intersection {
  case .clustered:
    Label(
      vi: "cộng trừ mọi giao của các cấp (Cameron, Gelbach và Miller)",
      en: "all intersections of levels added and subtracted (Cameron, Gelbach and Miller)")
  case .heteroskedastic:
    Label(
      vi: "giao của mọi cấp dùng HC0 không hiệu chỉnh (Petersen)",
      en: "the intersection of all levels by HC0 without a factor (Petersen)")
  }
}

let eigenvalueWords = Label(
  vi: "trị riêng âm được thay bằng 0", en: "negative eigenvalues set to zero")
