import LinearAlgebra
private import NumericKernels

/// One draw's t statistic as a function of the hypothesis: five numbers.
///
/// With x = (c'β̂ − r)/s, s² = Σ_g (z_g'û_g)², the statistic of the data is x and that of the draw
/// (n₀ + n₁x)/√(q₀ + q₁x + q₂x²), both but for one common factor. Without the null imposed only
/// n₀ and q₀ are not zero.
struct DrawMoments: Sendable {
  var n0: Double
  var n1: Double
  var q0: Double
  var q1: Double
  var q2: Double

  /// x* at x; infinite where the draw has no variance but a numerator.
  func statistic(at x: Double) -> Double {
    let numerator = n0 + n1 * x
    let q = q0 + x * (q1 + x * q2)
    guard q > 0 else {
      return numerator == 0 ? 0 : (numerator > 0 ? Double.infinity : -Double.infinity)
    }
    return numerator / q.squareRoot()
  }
}

/// What the fast algorithm needs of a regression: sums over clusters, once.
///
/// In the orthonormal coordinates Q of ``LeverageDesign`` a hypothesis c'β = r has the direction
/// ρ = R⁻ᵀc and z = Qρ, the residuals with the null imposed are ũ = û + δz/ρ'ρ with δ = c'β̂ − r,
/// and a draw's residuals are u* − QQ'u* with u*_g = v_gũ_g. All that its t statistic takes are the
/// sums Q_g'û_g and Q_g'z_g: G × r numbers each.
///
/// - Source: Roodman, MacKinnon, Nielsen & Webb, *Stata Journal* 19(1), 2019, §5; MacKinnon,
///   *Econometrics and Statistics*, 2022.
struct BootstrapSums: Sendable {
  /// G × r: Σ over the rows of g of û Q.
  private let residualSums: Matrix
  /// G × r: Σ over the rows of g of z Q; divided by ρ'ρ they are those of ũ per unit of δ.
  private let directionSums: Matrix
  /// ρ'ρ = c'(X'WX)⁻¹c.
  let size: Double
  /// z_g'û_g.
  private let scores: [Double]
  /// z_g'z_g/ρ'ρ.
  private let shares: [Double]
  /// s = √Σ(z_g'û_g)².
  let standardError: Double
  private let imposesNull: Bool

  init(
    _ design: LeverageDesign, _ cluster: Grouping, restriction: [Double], imposesNull: Bool,
    threads: Int
  ) {
    let R = design.inverseTriangle, k = restriction.count
    let rho = R.transposedTimes(restriction)
    let z = design.regressors * rho
    let Q = design.all
    residualSums = groupSums(Q, times: design.residuals, by: cluster, threads: threads)
    directionSums = groupSums(Q, times: z, by: cluster, threads: threads)
    size = rho.reduce(0) { $0 + $1 * $1 }
    scores = residualSums.firstColumns(k) * rho
    let m = size
    shares = (directionSums.firstColumns(k) * rho).map { $0 / m }
    standardError = scores.reduce(0) { $0 + $1 * $1 }.squareRoot()
    self.imposesNull = imposesNull
  }

  /// The moments of all draws, by blocks that stay in the cache.
  func moments(_ draws: WeightDraws, threads: Int) -> [DrawMoments] {
    let block = 256
    let blocks = (draws.count + block - 1) / block
    return mapInParallel(blocks, threads: threads) { place in
      let range = place * block..<min((place + 1) * block, draws.count)
      return moments(
        Matrix(
          rows: scores.count, columns: range.count, columnMajor: draws.columns(range)))
    }.flatMap(\.self)
  }

  /// The moments of the draws with weights V, G × b.
  private func moments(_ V: Matrix) -> [DrawMoments] {
    let still = deviations(V, sums: residualSums, diagonal: scores)
    let moving =
      imposesNull
      ? deviations(V, sums: (1 / size) * directionSums, diagonal: shares)
      : Matrix(rows: V.rows, columns: V.columns)
    let still0 = still.storage.span, moving0 = moving.storage.span, v = V.storage.span
    let G = V.rows, s = standardError
    return (0..<V.columns).map { b in
      var m = DrawMoments(n0: 0, n1: 0, q0: 0, q1: 0, q2: 0)
      for g in 0..<G {
        let place = b * G + g
        let d0 = still0[place], d1 = moving0[place]
        m.n0 += scores[g] * v[place]
        m.n1 += shares[g] * v[place]
        m.q0 += d0 * d0
        m.q1 += d0 * d1
        m.q2 += d1 * d1
      }
      return DrawMoments(
        n0: m.n0 / s, n1: imposesNull ? m.n1 : 0, q0: m.q0 / (s * s), q1: 2 * m.q1 / s, q2: m.q2)
    }
  }

  /// z_g'û*_g of every draw: v_g d_g − (z_g'Q_g) Σ_h v_h (Q_h'u_h), G × b.
  ///
  /// Through G × G once where that is smaller, through r × b otherwise.
  private func deviations(_ V: Matrix, sums: Matrix, diagonal: [Double]) -> Matrix {
    if sums.rows <= 2 * sums.columns {
      let across = directionSums * sums.transposed
      return Matrix(rows: V.rows, columns: V.rows) { g, h in
        (g == h ? diagonal[g] : 0) - across[g, h]
      } * V
    }
    return scaled(V, diagonal) - directionSums * sums.transposedTimes(V)
  }
}
