private import NumericKernels

extension LeastSquaresProblem {
  /// Householder QR, then refinement of the augmented system.
  ///
  /// - Precondition: Numbers are about 1: ``ScaledProblem``.
  func byRefinedQR() throws(LeastSquaresError) -> LeastSquaresFit {
    let system = AugmentedSystem(X: X, rest: rest, weights: weights)
    try checkRank(system.R)
    let factor = TriangularFactor(system.R)
    let zeros = Array(repeating: 0.0, count: X.columns)
    let (x, r) = system.solve(y, zeros)
    let products = weights.map { Twofold(r).times($0[...]) } ?? Twofold(r)
    return LeastSquaresFit(
      coefficients: x, residuals: r, residualSumOfSquares: twofoldDot(products, r),
      inverseGram: system.inverseGram(factor), way: .refinedQR,
      conditionNumber: factor.conditionNumber)
  }
}

/// The equations r + Xx = f and XᵀWr = g, solved to the last digits.
///
/// With g = 0 they are the least-squares problem of f, and with f = 0 its inverse: x = −(XᵀWX)⁻¹g.
/// Corrections by QR need few digits; residuals in twice the precision, with the numbers as they
/// were given, keep what is solved true. Treating r as an unknown, not as f − Xx, keeps its
/// relative precision when the fit is close; having it in twice the precision keeps x from what
/// its rounding would do, κ² · 2⁻⁵³ · ‖r‖, when the fit is not.
///
/// - Source: Björck, *BIT* 7, 1967; Higham, *Accuracy and Stability*, 2nd ed., §20.5.
struct AugmentedSystem {
  /// Of √W X = QR.
  let R: Matrix
  private let X: Matrix
  /// What rounding X left out; nil for nothing.
  private let rest: Matrix?
  private let weights: [Double]?
  private let roots: [Double]?
  private let qr: HouseholderQR
  private let upper: Triangular

  init(X: Matrix, rest: Matrix?, weights: [Double]?) {
    (self.X, self.rest, self.weights) = (X, rest, weights)
    roots = weights?.map { $0.squareRoot() }
    var numbers = X.storage
    if let roots {
      for place in numbers.indices { numbers[place] *= roots[place % X.rows] }
    }
    qr = HouseholderQR(rows: X.rows, columns: X.columns, numbers: numbers)
    R = qr.upper
    upper = Triangular(R, .upper)
  }

  /// x and r with r + Xx = f and XᵀWr = g.
  ///
  /// Each correction is about ρ times the one before it, with ρ a multiple of κ · 2⁻⁵³. It ends
  /// when the next would change no digit of any xⱼ, nor of the length of r; or when corrections
  /// do not shrink: at the end of the digits that residuals have, or where κ is beyond help.
  func solve(_ f: [Double], _ g: [Double]) -> (x: [Double], r: [Double]) {
    var x = Twofold(zeros: X.columns), r = Twofold(zeros: X.rows)
    var last = (dx: Double.infinity, dr: Double.infinity)
    // Residuals have 106 bits, and a step gains at least one.
    for step in 0..<106 {
      let (dx, dr) = correction(f, g, x, r)
      let now = (dx: length(dx), dr: length(dr))
      if now.dx > last.dx / 2, now.dr > last.dr / 2 { break }
      for j in dx.indices { x.add(dx[j], at: j) }
      for i in dr.indices { r.add(dr[i], at: i) }
      let ρ = step == 0 ? 1 : max(now.dx / last.dx, now.dr / last.dr)
      let isDone =
        ρ * now.dr <= 0x1p-54 * length(r.high)
        && dx.indices.allSatisfy { ρ * dx[$0].magnitude <= 0x1p-54 * x.high[$0].magnitude }
      if isDone { break }
      last = now
    }
    return (x.high, r.high)
  }

  private func correction(
    _ f: [Double], _ g: [Double], _ x: Twofold, _ r: Twofold
  ) -> (dx: [Double], dr: [Double]) {
    let k = X.columns
    // f − r − Xx and g − XᵀWr.
    let negative = r.negated
    var start = Twofold(f)
    start.add(negative)
    if let rest {
      for (i, product) in rest.times(x.high).enumerated() { start.add(-product, at: i) }
    }
    start.subtractProduct(X.storage.span, stride: X.rows, rows: 0..<X.rows, x)
    var f1 = start.high, f2 = Twofold(g)
    let u = weights.map { negative.times($0[...]) } ?? negative
    addProduct(
      to: &f2, X.storage.span, stride: X.rows, rows: 0..<X.rows, u.high.span, rest: u.low.span)
    if let rest {
      for (j, product) in rest.transposedTimes(u.high).enumerated() { f2.add(product, at: j) }
    }
    // With d = Qᵀ√W f₁: h = R⁻ᵀf₂, dx = R⁻¹(d₁ − h), √W dr = Q(h, d₂).
    if let roots { for i in f1.indices { f1[i] *= roots[i] } }
    qr.rotate(&f1)
    let h = upper.solve(f2.high, transposed: true)
    let dx = upper.solve(h.indices.map { f1[$0] - h[$0] })
    f1.replaceSubrange(0..<k, with: h)
    qr.rotateBack(&f1)
    if let roots { for i in f1.indices { f1[i] /= roots[i] } }
    return (dx, f1)
  }

  /// (XᵀWX)⁻¹: from R where that keeps 11 digits, else its columns one by one, refined.
  ///
  /// R's errors add up like √k (Higham, §2.8, on rounding errors as independent).
  func inverseGram(_ factor: TriangularFactor) -> Matrix {
    let k = X.columns
    let error = Double(k).squareRoot() * factor.conditionNumber * 0x1p-53
    guard error > 1e-11 else { return factor.inverseGram }
    let nothing = Array(repeating: 0.0, count: X.rows)
    let columns = (0..<k).map { j in
      solve(nothing, (0..<k).map { $0 == j ? -1 : 0 }).x
    }
    return Matrix(rows: k, columns: k) { i, j in (columns[i][j] + columns[j][i]) / 2 }
  }
}
