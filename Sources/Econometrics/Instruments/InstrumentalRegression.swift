import LinearAlgebra
package import ReachModel

/// How a regression with instruments weighs what they leave unexplained.
package enum InstrumentalMethod: Sendable, Equatable {
  /// κ = 1.
  case twoStageLeastSquares
  /// κ from the data: limited-information maximum likelihood.
  case limitedInformation
  /// LIML's κ − α/(n − L); α = 1 is nearly unbiased, 4 has the least mean square error.
  case fuller(alpha: Double)

  package var label: Label {
    switch self {
    case .twoStageLeastSquares:
      Label(vi: "bình phương nhỏ nhất hai giai đoạn (2SLS)", en: "two-stage least squares (2SLS)")
    case .limitedInformation:
      Label(
        vi: "hợp lý cực đại thông tin giới hạn (LIML)",
        en: "limited-information maximum likelihood (LIML)")
    case .fuller(let alpha):
      Label(
        vi: "LIML hiệu chỉnh theo Fuller, α = \(asTyped(alpha).vi)",
        en: "LIML with Fuller's correction, α = \(asTyped(alpha).en)")
    }
  }
}

/// A fitted regression with instruments, and what its diagnostics are made of.
package struct InstrumentalFit: Sendable {
  /// Its X are the regressors projected on exogenous regressors and instruments, its residuals
  /// y − Xβ̂ with the regressors themselves, and its inverse Gram matrix is (Xᵀ(I − κM)X)⁻¹ (M
  /// takes out exogenous regressors and instruments).
  ///
  /// For 2SLS that is (X̂ᵀX̂)⁻¹. For LIML and Fuller's it is not quite, and scores Σ x̂ᵢuᵢ are zero
  /// only for large n: these are the covariances of Stata's ivreg2 and of linearmodels.
  package let fit: LinearFit
  package let method: InstrumentalMethod
  /// What M is multiplied by.
  package let kappa: Double
  /// LIML's κ, whatever the method; 1 when there are as many instruments as endogenous regressors.
  package let limitedInformationKappa: Double
  package let design: InstrumentalDesign

  /// Instruments beyond the number of endogenous regressors.
  package var overidentification: Int { design.m - design.k2 }

  /// How classical standard errors are made.
  package static let classicalConvention = Label(
    vi: "s² = RSS/(n − k − hiệu ứng), RSS tính với biến giải thích gốc",
    en: "s² = RSS/(n − k − effects), RSS with the regressors themselves")
}

/// Fits y = Xβ + u with instruments for some columns of X.
///
/// - Parameters:
///   - data: With `endogenous`, `instrumentNames` and `Z`; weights and effects are taken.
///   - method: 2SLS unless given.
///   - threads: Columns that are worked on at a time.
/// - Returns: The fit; coefficients in the order of X's columns.
/// - Throws: An ``EstimationError`` naming the regressor, the instrument or the counts.
/// - Accuracy: Projections by Householder QR of [exogenous, instruments]; κ is a singular value,
///   and β̂ a triangular solution within what instruments explain.
/// - Source: Theil, *Economic Forecasts and Policy*, 1961 (k-class); Fuller, *Econometrica* 45(4),
///   1977; Davidson and MacKinnon, *Econometric Theory and Methods*, 2004, §12.5.
package func fitInstrumental(
  _ data: RegressionData, method: InstrumentalMethod = .twoStageLeastSquares, threads: Int = 1
) throws(EstimationError) -> InstrumentalFit {
  let design = try InstrumentalDesign(data, threads: threads)
  let reduced = try ReducedFactor(design)
  let liml = try design.limitedInformationKappa()
  let kappa =
    switch method {
    case .twoStageLeastSquares: 1.0
    case .limitedInformation: liml
    case .fuller(let alpha): liml - alpha / Double(design.firstStageDegrees)
    }
  let solution = try reduced.solve(design, kappa: kappa)
  let coefficients = design.ordered(solution.coefficients)
  let residuals = zip(design.y, design.X * coefficients).map { $0 - $1 }
  let weighted = scaled(residuals, design.roots)
  let fit = LinearFit(
    names: data.names, coefficients: coefficients, X: design.fittedRegressors(),
    weights: data.weights, residuals: residuals,
    inverseGram: design.ordered(solution.inverseGram),
    residualSumOfSquares: weighted.reduce(0) { $0 + $1 * $1 }, effects: data.effects,
    absorbedRank: design.rank)
  try fit.refuseScale(of: data)
  return InstrumentalFit(
    fit: fit, method: method, kappa: kappa, limitedInformationKappa: liml, design: design)
}

/// R of what instruments explain of the endogenous regressors beside the exogenous ones.
struct ReducedFactor {
  /// Q and R of the second block of the endogenous columns, m × k₂.
  let factor: OrthogonalFactor

  /// - Throws: ``EstimationError/notIdentified(regressor:)`` when instruments do not move one, or
  ///   ``EstimationError/collinear(regressor:)`` when the regressors themselves are dependent.
  init(_ design: InstrumentalDesign) throws(EstimationError) {
    let columns = Array(0..<design.k2)
    factor = OrthogonalFactor(design.alongInstruments.selecting(columns: columns))
    let dependent = factor.firstDependentColumn(
      norms: design.norms, tolerance: design.roundingTolerance)
    guard let dependent else { return }
    let beyond = OrthogonalFactor(
      design.rotated.selecting(columns: columns).selecting(rows: design.k1..<design.n))
    if let column = beyond.firstDependentColumn(
      norms: design.norms, tolerance: design.roundingTolerance)
    {
      throw .collinear(regressor: design.endogenousNames[column])
    }
    throw .notIdentified(regressor: design.endogenousNames[dependent])
  }

  /// Coefficients of the second block of y on that of the endogenous regressors: 2SLS.
  func twoStageSlopes(_ design: InstrumentalDesign) -> [Double] {
    let y = Matrix(columns: [design.alongInstruments.column(design.k2)], rows: design.m)
    return factor.solved(factor.rotated(y).selecting(rows: 0..<design.k2)).storage
  }

  /// The k-class estimate, exogenous coefficients first.
  ///
  /// With E = R₃R₂⁻¹ of the third and second block, the normal equations are R₂ᵀ(I − (κ − 1)EᵀE)R₂:
  /// the estimate is that of 2SLS less a correction.
  func solve(
    _ design: InstrumentalDesign, kappa: Double
  ) throws(EstimationError) -> (coefficients: [Double], inverseGram: Matrix) {
    let k2 = design.k2, excess = kappa - 1
    let R3 = design.beside.triangle
    let E = factor.solvedTransposed(R3.selecting(columns: Array(0..<k2)).transposed)
    var slopes = twoStageSlopes(design)
    var lower = Matrix.identity(k2)
    if excess != 0, k2 > 0 {
      let gap = R3 * (slopes.map { -$0 } + [1])
      let pull = E * gap
      let cholesky = try definite(.identity(k2) - excess * (E * E.transposed), design)
      lower = cholesky.lower
      let solved = backSolved(lower, cholesky.whiten(pull))
      let step = factor.solved(Matrix(columns: [solved], rows: k2)).storage
      slopes = zip(slopes, step).map { $0 - excess * $1 }
    }
    return (try wholeCoefficients(design, slopes), inverseGram(design, lower))
  }

  private func definite(
    _ C: Matrix, _ design: InstrumentalDesign
  ) throws(EstimationError) -> Cholesky {
    do throws(CholeskyError) {
      return try Cholesky(C)
    } catch {
      throw .notIdentified(regressor: design.endogenousNames[0])
    }
  }

  private func wholeCoefficients(
    _ design: InstrumentalDesign, _ slopes: [Double]
  ) throws(EstimationError) -> [Double] {
    let remainder = design.rotated.selecting(rows: 0..<design.k1) * (slopes.map { -$0 } + [1])
    let exogenous = upperSolved(
      design.factor.triangle, Matrix(columns: [remainder], rows: design.k1), order: design.k1)
    return exogenous.storage + slopes
  }

  /// S⁻¹S⁻ᵀ with S = [R₁, Y₁; 0, CᵀR₂], C the Cholesky factor of I − (κ − 1)EᵀE.
  private func inverseGram(_ design: InstrumentalDesign, _ lower: Matrix) -> Matrix {
    let k1 = design.k1, k2 = design.k2
    let corner = lower.transposed * factor.triangle
    let R1 = design.factor.triangle
    let S = Matrix(rows: k1 + k2, columns: k1 + k2) { i, j in
      switch (i < k1, j < k1) {
      case (true, true): R1[i, j]
      case (true, false): design.rotated[i, j - k1]
      case (false, true): 0
      case (false, false): i <= j ? corner[i - k1, j - k1] : 0
      }
    }
    let inverse = upperSolved(S, .identity(k1 + k2), order: k1 + k2)
    return inverse * inverse.transposed
  }
}

/// The z with Lᵀz = b.
func backSolved(_ lower: Matrix, _ b: [Double]) -> [Double] {
  upperSolved(lower.transposed, Matrix(columns: [b], rows: b.count), order: b.count).storage
}

extension InstrumentalDesign {
  /// Coefficients in the order of X, from those of exogenous and then endogenous regressors.
  func ordered(_ list: [Double]) -> [Double] { places.map { list[$0] } }

  func ordered(_ A: Matrix) -> Matrix {
    let places = places
    return Matrix(rows: A.rows, columns: A.columns) { A[places[$0], places[$1]] }
  }

  /// Where each column of X stands when exogenous ones come first.
  private var places: [Int] {
    let order = exogenous + endogenous
    return data.names.indices.map { column in order.firstIndex(of: column) ?? column }
  }

  /// X with endogenous columns replaced by their projections, n × k, unweighted.
  func fittedRegressors() -> Matrix {
    let choose = Matrix(rows: k2 + 1, columns: k2) { $0 == $1 ? 1 : 0 }
    let fitted = restored(choose, keeping: 0..<L)
    var columns = data.names.indices.map { X.column($0) }
    for (place, column) in endogenous.enumerated() {
      columns[column] = zip(fitted.column(place), roots ?? Array(repeating: 1, count: n))
        .map { $0 / $1 }
    }
    return Matrix(columns: columns, rows: n)
  }

  /// LIML's κ: the least ratio of what exogenous regressors leave of a combination of y and the
  /// endogenous regressors to what instruments leave of it as well.
  ///
  /// 1/κ is the largest squared cosine between the two, a singular value of the third block in the
  /// coordinates of the second and third together.
  /// - Source: Anderson and Rubin, *Annals of Mathematical Statistics* 20(1), 1949.
  func limitedInformationKappa() throws(EstimationError) -> Double {
    guard m > k2 else { return 1 }
    let B = beside.triangle
    let rows = alongInstruments.transposed.beside(B.transposed).transposed
    let both = OrthogonalFactor(rows)
    // A fit without error makes every κ right.
    if both.firstDependentColumn(norms: norms, tolerance: roundingTolerance) != nil { return 1 }
    guard let cosines = CompleteSingularValues(both.solvedTransposed(B.transposed)),
      let largest = cosines.values.first
    else { throw .notConverged(what: "LIML", steps: 30) }
    return max(1, 1 / (largest * largest))
  }
}
