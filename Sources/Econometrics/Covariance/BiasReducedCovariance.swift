import LinearAlgebra
private import NumericKernels
import ReachModel

/// CR2, CR3 and CR3J for one level of clustering.
///
/// - Source: Bell & McCaffrey, *Survey Methodology* 28(2), 2002; Pustejovsky & Tipton, *Journal of
///   Business & Economic Statistics* 36(4), 2018. Agrees with R clubSandwich: see
///   `BiasReducedTests`.
func biasReducedCovariance(
  _ level: Grouping, _ correction: ClusterCorrection, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  let fit = request.fit, smallSample = request.smallSample
  let parts = try ClusterParts(fit, level, correction, request)
  var factor =
    smallSample.rowMultiplier(of: fit, levels: [level])
    * smallSample.clusterMultiplier(level.count, smallest: level.count)
  if correction == .CR3J { factor *= Double(level.count - 1) / Double(level.count) }
  let freedom =
    smallSample.freedom == .bellMcCaffrey
    ? try parts.degreesOfFreedom(names: fit.names)
    : smallSample.degreesOfFreedom(of: fit, smallest: level.count)
  return CovarianceEstimate(
    matrix: factor * parts.covariance, degreesOfFreedom: freedom, name: request.name,
    convention: joined(
      words(correction, level, request) + parts.words + [
        smallSample.factorWords(of: fit, levels: [level]),
        smallSample.freedomWords(clusters: true),
      ]), clusters: [(level.name, level.count)])
}

/// Satterthwaite's degrees of freedom of a clustered covariance, for each coefficient.
func bellMcCaffrey(
  _ level: Grouping, _ correction: ClusterCorrection, _ request: CovarianceRequest
) throws(EstimationError) -> [Double] {
  try ClusterParts(request.fit, level, correction, request)
    .degreesOfFreedom(names: request.fit.names)
}

private func words(
  _ correction: ClusterCorrection, _ level: Grouping, _ request: CovarianceRequest
) -> [Label] {
  let place = "\(level.name) (G = \(level.count))"
  var list = [
    Label(
      vi: "theo cụm (\(correction.rawValue)): \(place)",
      en: "clustered (\(correction.rawValue)): \(place)")
  ]
  switch correction {
  case .CR2:
    list.append(
      Label(
        vi: "phần dư nhân (I − H_gg)^(−1/2) (Bell-McCaffrey)",
        en: "residuals times (I − H_gg)^(−1/2) (Bell-McCaffrey)"))
  case .CR3:
    list.append(
      Label(
        vi: "phần dư nhân (I − H_gg)⁻¹, như clubSandwich",
        en: "residuals times (I − H_gg)⁻¹, as clubSandwich"))
  case .CR3J:
    list.append(
      Label(
        vi: "jackknife bỏ từng cụm, hệ số (G − 1)/G",
        en: "jackknife over clusters, factor (G − 1)/G"))
  case .CR0, .CR1: break
  }
  if request.fit.weights != nil { list.append(modelWords(request.smallSample.workingModel)) }
  return list
}

private func modelWords(_ model: SmallSample.WorkingModel) -> Label {
  switch model {
  case .identity:
    Label(
      vi: "mô hình làm việc: sai số độc lập, cùng phương sai",
      en: "working model: independent errors of one variance")
  case .precisions:
    Label(
      vi: "mô hình làm việc: sai số độc lập, phương sai 1/w",
      en: "working model: independent errors of variance 1/w")
  }
}

/// What each cluster adds to a covariance and to its degrees of freedom.
struct ClusterParts: Sendable {
  private let parts: [ClusterPart]
  private let inverseTriangle: Matrix
  /// What pᵍ'pʰ is apart from its diagonal, see ``degreesOfFreedom(names:)``.
  private let kernel: Matrix

  /// The parts of one level.
  ///
  /// Effects that stay absorbed are those within clusters, where absorption and dummies give one
  /// hat matrix. With weights and an identity working model they do not, and none stays.
  init(
    _ fit: LinearFit, _ level: Grouping, _ correction: ClusterCorrection,
    _ request: CovarianceRequest
  ) throws(EstimationError) {
    let isPlain = fit.weights == nil || request.smallSample.workingModel == .precisions
    let absorbed = isPlain ? fit.effects.filter { $0.isNested(in: level) } : []
    let design = try LeverageDesign(fit, keeping: absorbed)
    inverseTriangle = design.inverseTriangle
    let Q = design.all
    let rows = rowsOfGroups(level)
    let order = ClusterOrder(power: correction.power, coefficients: fit.coefficients.count)
    if !isPlain, let weights = fit.weights {
      let mean = weights.reduce(0, +) / Double(weights.count)
      let relative = weights.map { $0 / mean }
      let S = Q.transposedTimes(scaled(Q, relative))
      let r = Q.columns
      kernel = Matrix(rows: 2 * r, columns: 2 * r) { i, j in
        if i < r && j < r { return S[i, j] }
        return i % r == j % r && (i < r) != (j < r) ? -1 : 0
      }
      parts = mapInParallel(level.count, threads: request.threads) { g in
        order.part(Q, S, relative, design.residuals, rows: rows[g])
      }
    } else {
      kernel = -1 * Matrix.identity(Q.columns)
      parts = mapInParallel(level.count, threads: request.threads) { g in
        order.part(Q, design.residuals, rows: rows[g])
      }
    }
  }

  /// R⁻¹ (Σ s_g s_g') R⁻ᵀ.
  var covariance: Matrix {
    let scores = Matrix(columns: parts.map(\.score), rows: inverseTriangle.rows)
    let influence = (inverseTriangle * scores).transposed
    return symmetric(influence.transposedTimes(influence))
  }

  /// Clusters whose residuals cannot say what their errors were.
  var words: [Label] {
    let full = parts.count { $0.hasFullLeverage }
    guard full > 0 else { return [] }
    return [
      Label(
        vi: "\(full) cụm có đòn bẩy bằng 1: dùng nghịch đảo suy rộng (Moore-Penrose)",
        en: "\(full) cluster(s) with leverage 1: Moore-Penrose inverse")
    ]
  }

  /// ν = (Σ_g Pᵍᵍ)²/Σ_gh (Pᵍʰ)² for each coefficient.
  ///
  /// Under the working model the variance is a quadratic form in normal errors with the matrix
  /// Pᵍʰ = pᵍ'pʰ, G × G. It is a diagonal d plus L'KL with L of one column per cluster, so that its
  /// trace and its norm need only matrices of the order of K.
  ///
  /// - Throws: ``EstimationError/undeterminedVariance(regressor:)`` when P is zero.
  /// - Source: Pustejovsky & Tipton 2018, §3.1.
  func degreesOfFreedom(names: [String]) throws(EstimationError) -> [Double] {
    var freedom: [Double] = []
    for (j, name) in names.enumerated() {
      // β̂ⱼ is eⱼ'R⁻¹Q'y.
      let direction = (0..<names.count).map { inverseTriangle[j, $0] }
      guard let nu = satterthwaite(direction) else {
        throw .undeterminedVariance(regressor: name)
      }
      freedom.append(nu)
    }
    return freedom
  }

  private func satterthwaite(_ direction: [Double]) -> Double? {
    let size = direction.reduce(0) { $0 + $1 * $1 }
    let L = Matrix(columns: parts.map { $0.shared * direction }, rows: kernel.rows)
    let KL = kernel * L
    var trace = 0.0, squares = 0.0
    for (g, part) in parts.enumerated() {
      let d = zip(direction, part.square * direction).reduce(0) { $0 + $1.0 * $1.1 }
      let low = (0..<L.rows).reduce(0) { $0 + L[$1, g] * KL[$1, g] }
      trace += d + low
      squares += d * d + 2 * d * low
    }
    squares += shared(L, KL)
    // P is of the size of the coefficient's variance; what is left of zeros is far below.
    guard trace > 1e-12 * size, squares > 0 else { return nil }
    return trace * trace / squares
  }

  /// Σ_gh (l_g'K l_h)², by whichever of G × G and r × r is smaller.
  private func shared(_ L: Matrix, _ KL: Matrix) -> Double {
    if L.columns <= L.rows {
      return L.transposedTimes(KL).storage.reduce(0) { $0 + $1 * $1 }
    }
    // tr(KNKN) with N = LL'.
    let product = KL * L.transposed
    var sum = 0.0
    for i in 0..<product.rows {
      for j in 0..<product.columns { sum += product[i, j] * product[j, i] }
    }
    return sum
  }
}

extension ClusterCorrection {
  /// The p of (I − H_gg)^(−p).
  var power: Double {
    switch self {
    case .CR0, .CR1: 0
    case .CR2: 0.5
    case .CR3, .CR3J: 1
    }
  }
}
