import LinearAlgebra
private import NumericKernels
import ReachModel

/// What all clusters add to a covariance and to its degrees of freedom.
///
/// Clusters are taken in stretches of a fixed number that are added in order: memory does not grow
/// with the number of clusters, and no bit depends on threads.
struct ClusterSums: Sendable {
  private var totals: Totals
  /// K in Pᵍʰ = d_g δ_gh + l_g'K l_h, see ``degreesOfFreedom(names:)``.
  private let kernel: Matrix
  private let clusters: Int

  /// The sums over one level.
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
    let Q = design.all, rows = rowsOfGroups(level)
    let order = ClusterOrder(
      power: correction.power, directions: design.inverseTriangle.transposed,
      wantsFreedom: request.smallSample.freedom == .bellMcCaffrey)
    clusters = level.count
    if !isPlain, let weights = fit.weights {
      let mean = weights.reduce(0, +) / Double(weights.count)
      let relative = weights.map { $0 / mean }
      let S = Q.transposedTimes(scaled(Q, relative))
      kernel = weightedKernel(S)
      totals = Totals.over(clusters, kernel, order, threads: request.threads) { g in
        order.part(Q, S, relative, design.residuals, rows: rows[g])
      }
    } else {
      kernel = -1 * Matrix.identity(Q.columns)
      let units = correction == .CR2 ? fit.errorUnits : nil, roots = fit.weights.map(squareRoots)
      totals = Totals.over(clusters, kernel, order, threads: request.threads) { g in
        if let units, let roots, Self.takesExactRoot(units, rows[g]) {
          return order.part(
            Q, units, effects: absorbed, roots: roots, design.residuals, rows: rows[g])
        }
        return order.part(Q, design.residuals, rows: rows[g])
      }
    }
  }

  /// Whether rows of a cluster are measured in different units, which decides on the root of CR2.
  ///
  /// Clusters of more rows take the root for rows in units of their own errors, which needs no matrix
  /// of their order.
  private static func takesExactRoot(_ units: [Double], _ rows: [Int]) -> Bool {
    guard rows.count > 1, rows.count <= mostRows else { return false }
    let first = units[rows[0]]
    return rows.contains { (units[$0] - first).magnitude > 1e-12 * first }
  }

  /// A matrix of this order has its eigenvalues in a second or two.
  private static let mostRows = 1_500

  /// Σ t_g t_g', the covariance without factors.
  var covariance: Matrix { symmetric(totals.outer) }

  /// Clusters whose residuals cannot say what their errors were.
  var words: [Label] {
    guard totals.full > 0 else { return [] }
    return [
      Label(
        vi:
          "\(inText(totals.full).vi) cụm có đòn bẩy bằng 1: dùng nghịch đảo suy rộng (Moore-Penrose)",
        en: "\(counted(totals.full, "cluster")) with leverage 1: Moore-Penrose inverse")
    ]
  }

  /// ν = (Σ_g Pᵍᵍ)²/Σ_gh (Pᵍʰ)² for each coefficient.
  ///
  /// Under the working model the variance is a quadratic form in normal errors with the G × G matrix
  /// P: a diagonal d plus L'KL with L of one column per cluster, so that its trace and its norm need
  /// only matrices of the order of K, or of G where that is smaller.
  ///
  /// - Throws: ``EstimationError/undeterminedVariance(regressor:)`` when P is zero.
  /// - Source: Pustejovsky & Tipton 2018, §3.1.
  func degreesOfFreedom(names: [String]) throws(EstimationError) -> [Double] {
    var freedom: [Double] = []
    for (j, name) in names.enumerated() {
      let squares = totals.squares[j] + shared(totals.shared[j])
      // P is of the size of the coefficient's variance; what is left of zeros is far below.
      guard totals.trace[j] > 1e-12 * totals.size[j], squares > 0 else {
        throw .undeterminedVariance(regressor: name)
      }
      freedom.append(totals.trace[j] * totals.trace[j] / squares)
    }
    return freedom
  }

  /// Σ_gh (l_g'K l_h)² from L, or as tr(KNKN) from N = LL'.
  private func shared(_ matrix: Matrix) -> Double {
    if Totals.keepsColumns(clusters, kernel) {
      return matrix.transposedTimes(kernel * matrix).storage.reduce(0) { $0 + $1 * $1 }
    }
    let product = kernel * matrix
    return zip(product.storage, product.transposed.storage).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// [[S, −I], [−I, 0]].
private func weightedKernel(_ S: Matrix) -> Matrix {
  let r = S.rows
  return Matrix(rows: 2 * r, columns: 2 * r) { i, j in
    if i < r && j < r { return S[i, j] }
    return i % r == j % r && (i < r) != (j < r) ? -1 : 0
  }
}

/// Sums over some clusters.
private struct Totals: Sendable {
  var outer: Matrix
  var full = 0
  /// One number for each coefficient: Σ Pᵍᵍ.
  var trace: [Double]
  /// Σ d_g² + 2 d_g l_g'K l_g.
  var squares: [Double]
  /// c'(X'WX)⁻¹c, what traces are compared with.
  var size: [Double]
  /// One matrix for each coefficient: L, or LL' where that is smaller.
  var shared: [Matrix]

  /// Whether L has fewer columns than rows.
  static func keepsColumns(_ clusters: Int, _ kernel: Matrix) -> Bool { clusters <= kernel.rows }

  static func over(
    _ clusters: Int, _ kernel: Matrix, _ order: ClusterOrder, threads: Int,
    _ part: @Sendable (Int) -> ClusterPart
  ) -> Totals {
    let keeps = keepsColumns(clusters, kernel)
    let stretch = 256
    let pieces = mapInParallel((clusters + stretch - 1) / stretch, threads: threads) { place in
      let range = place * stretch..<min((place + 1) * stretch, clusters)
      return Totals(range.map(part), kernel, order, keepsColumns: keeps)
    }
    return pieces.dropFirst().reduce(pieces[0]) { $0.adding($1, keepsColumns: keeps) }
  }

  init(
    _ parts: [ClusterPart], _ kernel: Matrix, _ order: ClusterOrder, keepsColumns: Bool
  ) {
    let k = order.directions.columns
    let T = Matrix(columns: parts.map(\.share), rows: k).transposed
    outer = T.transposedTimes(T)
    full = parts.count { $0.hasFullLeverage }
    (trace, squares, shared) = ([], [], [])
    size = (0..<k).map { j in
      (0..<k).reduce(0) { $0 + order.directions[$1, j] * order.directions[$1, j] }
    }
    guard order.wantsFreedom else { return }
    for j in 0..<k {
      let L = Matrix(columns: parts.map { $0.shared.column(j) }, rows: kernel.rows)
      let KL = kernel * L
      var sums = (0.0, 0.0)
      for (g, part) in parts.enumerated() {
        let d = part.squares[j]
        let low = (0..<L.rows).reduce(0) { $0 + L[$1, g] * KL[$1, g] }
        sums.0 += d + low
        sums.1 += d * d + 2 * d * low
      }
      trace.append(sums.0)
      squares.append(sums.1)
      shared.append(keepsColumns ? L : L * L.transposed)
    }
  }

  private func adding(_ other: Totals, keepsColumns: Bool) -> Totals {
    var sum = self
    sum.outer = outer + other.outer
    sum.full += other.full
    sum.trace = zip(trace, other.trace).map { $0 + $1 }
    sum.squares = zip(squares, other.squares).map { $0 + $1 }
    sum.shared = zip(shared, other.shared).map { a, b in
      guard keepsColumns else { return a + b }
      return Matrix(
        rows: a.rows, columns: a.columns + b.columns, columnMajor: a.storage + b.storage)
    }
    return sum
  }
}

private func squareRoots(_ weights: [Double]) -> [Double] { weights.map { $0.squareRoot() } }

extension LinearFit {
  /// What the root of CR2 depends on where weights are inverse variances; nil without weights.
  fileprivate var errorUnits: [Double]? { responseVariances ?? weights?.map { 1 / $0 } }
}
