import LinearAlgebra
import ReachModel

extension InstrumentalFit {
  private var exogeneityHypothesis: Label {
    Label(
      vi: "các biến nội sinh thực ra là ngoại sinh (OLS cũng nhất quán)",
      en: "the endogenous regressors are exogenous (least squares is consistent as well)")
  }

  /// Wu's F and Durbin's χ²: whether least squares would do.
  ///
  /// Both compare slopes along instruments (b₂) with those beside them (b₃): with B₂ and B₃ their
  /// cross products, Δ = (b₂ − b₃)ᵀ (B₂⁻¹ + B₃⁻¹)⁻¹ (b₂ − b₃) is what first-stage residuals would
  /// add to a least-squares regression. It is not a difference of sums, and so loses no digits.
  ///
  /// - Returns: Wu-Hausman F = (Δ/k₂)/((RSS − Δ)/(n − k − k₂ − effects)), Durbin χ² = Δ/(RSS/(n −
  ///   effects)) with RSS of least squares.
  /// - Source: Wu, *Econometrica* 41(4), 1973; Hausman, 46(6), 1978; Durbin, 1954.
  package func endogeneityTests() throws(EstimationError) -> (wu: TestOutcome, durbin: TestOutcome)
  {
    let d = design
    try d.checkFirstStageErrors()
    let k = d.k1 + d.k2, degrees = d.effective - k - d.k2
    guard degrees > 0 else {
      throw .tooFewObservations(observations: d.n, parameters: k + d.k2 + d.rank)
    }
    let along = BlockRegression(d.alongInstruments), beside = BlockRegression(d.beside.triangle)
    try beside.check(d)
    let gap = zip(along.slopes, beside.slopes).map { $0 - $1 }
    let delta = try quadraticForm(gap, along.inverseGram + beside.inverseGram, d)
    let apart = along.residualSumOfSquares + beside.residualSumOfSquares
    let size = d.norms[d.k2]
    guard (apart + delta).squareRoot() > d.roundingTolerance * size,
      apart.squareRoot() > d.roundingTolerance * size
    else { throw .perfectFit(dependent: d.data.dependent) }
    let wu = TestOutcome(
      name: Label(vi: "kiểm định Wu-Hausman (F)", en: "Wu-Hausman test (F)"),
      statistic: delta / Double(d.k2) / (apart / Double(degrees)),
      law: .f(numerator: Double(d.k2), denominator: Double(degrees)),
      hypothesis: exogeneityHypothesis,
      convention: Label(
        vi: "bậc tự do n − k − k₂ − hiệu ứng", en: "degrees of freedom n − k − k₂ − effects"))
    let durbin = TestOutcome(
      name: Label(vi: "kiểm định Durbin (χ²)", en: "Durbin test (χ²)"),
      statistic: delta / ((apart + delta) / Double(d.effective)),
      law: .chiSquared(degreesOfFreedom: Double(d.k2)), hypothesis: exogeneityHypothesis,
      convention: Label(
        vi: "s² = RSS của OLS/(n − hiệu ứng)", en: "s² = RSS of least squares/(n − effects)"))
    return (wu, durbin)
  }

  /// The regression form of Wu's test with robust errors: first-stage residuals are added to the
  /// least-squares regression, and their coefficients tested together.
  ///
  /// - Source: Wooldridge, *Econometric Analysis of Cross Section and Panel Data*, 2nd ed., §6.3.1.
  package func robustEndogeneityTest(
    _ errors: ErrorDependence
  ) throws(EstimationError) -> TestOutcome {
    if case .independent = errors { return try endogeneityTests().wu }
    let d = design
    try d.checkFirstStageErrors()
    let choose = Matrix(rows: d.k2 + 1, columns: d.k2) { $0 == $1 ? 1 : 0 }
    let firstStage = d.restored(choose, keeping: d.L..<d.n)
    let ordered = d.X.selecting(columns: d.exogenous + d.endogenous)
    let regressors = scaled(ordered, d.roots).beside(firstStage)
    let k = regressors.columns
    guard d.effective > k else {
      throw .tooFewObservations(observations: d.n, parameters: k + d.rank)
    }
    let fit: LeastSquaresFit
    do throws(LeastSquaresError) {
      fit = try leastSquares(regressors, scaled(d.y, d.roots))
    } catch { throw .perfectFit(dependent: d.endogenousNames[0]) }
    let tested = Array(k - d.k2..<k)
    let influence = regressors * fit.inverseGram.selecting(columns: tested)
    let sums = try errors.independentSums(rowsTimes(influence, fit.residuals))
    let scale = errors.scale(n: d.n, k: k, effects: d.data.effects, rank: d.rank)
    let wald = try waldStatistic(tested.map { fit.coefficients[$0] }, scores: sums)
    return TestOutcome(
      name: Label(vi: "kiểm định nội sinh (hồi quy bổ trợ)", en: "endogeneity test (regression)"),
      statistic: wald * scale.factor / Double(d.k2),
      law: .f(numerator: Double(d.k2), denominator: Double(scale.degrees)),
      hypothesis: exogeneityHypothesis,
      convention: scale.convention)
  }

  private func quadraticForm(
    _ gap: [Double], _ covariance: Matrix, _ design: InstrumentalDesign
  ) throws(EstimationError) -> Double {
    do throws(CholeskyError) {
      return sumOfSquares(try Cholesky(covariance).whiten(gap))
    } catch { throw .notIdentified(regressor: design.endogenousNames[0]) }
  }
}

/// The regression of the last column of a block on the others.
private struct BlockRegression {
  let slopes: [Double]
  let inverseGram: Matrix
  let residualSumOfSquares: Double
  private let dependent: Int?

  init(_ block: Matrix) {
    let k = block.columns - 1
    let whole = OrthogonalFactor(
      block.rows > k
        ? block : Matrix(rows: k + 1, columns: k + 1) { i, j in i < block.rows ? block[i, j] : 0 })
    let R = whole.triangle
    dependent = whole.firstDependentColumn(tolerance: 1e-13).flatMap { $0 < k ? $0 : nil }
    residualSumOfSquares = R[k, k] * R[k, k]
    guard dependent == nil else {
      (slopes, inverseGram) = (Array(repeating: 0, count: k), .identity(k))
      return
    }
    let top = Matrix(columns: [Array(R.column(k)[..<k])], rows: k)
    slopes = upperSolved(R, top, order: k).storage
    let inverse = upperSolved(R, .identity(k), order: k)
    inverseGram = inverse * inverse.transposed
  }

  /// Refuses a combination of endogenous regressors that instruments explain but for rounding.
  func check(_ design: InstrumentalDesign) throws(EstimationError) {
    if let dependent { throw .perfectFit(dependent: design.endogenousNames[dependent]) }
  }
}
