import LinearAlgebra
private import NumericKernels

/// One draw of an autoregression: coefficients, and what turns independent errors into its own.
struct AutoregressionDraw {
  /// k × m.
  let B: Matrix
  /// C with Σ = CCᵀ, m × m.
  let errorRoot: Matrix
  /// C⁻¹.
  let whitening: Matrix

  var Σ: Matrix { errorRoot * errorRoot.transposed }
}

/// Draws from a normal-inverse-Wishart law.
struct NormalInverseWishartSampler {
  /// Chi-square laws of the triangle's diagonal, whose degrees no draw changes.
  private let diagonals: [QuantileTable]

  init(degreesOfFreedom: Double, equations: Int) {
    diagonals = (0..<equations).map {
      QuantileTable.gamma(shape: (degreesOfFreedom - Double($0)) / 2)
    }
  }

  /// One draw, by Bartlett's decomposition.
  ///
  /// With S = LLᵀ and A lower triangular, of chi and normal numbers, Σ⁻¹ = L⁻ᵀAAᵀL⁻¹ and so
  /// C = LA⁻ᵀ; then B = M + root Z Cᵀ.
  ///
  /// - Parameters:
  ///   - law: Of the degrees of freedom that this sampler was made for.
  ///   - numbers: m(m + 1)/2 + km of them are used.
  /// - Returns: B and the root of Σ.
  /// - Throws: A `CholeskyError` when S is not positive definite.
  /// - Source: Bartlett, *Proceedings of the Royal Society of Edinburgh* 53, 1933.
  func draw(
    _ law: NormalInverseWishart, _ numbers: inout AddressedNumbers
  ) throws(CholeskyError) -> AutoregressionDraw {
    let m = law.equations, k = law.regressors
    var Aᵀ = Matrix(rows: m, columns: m)
    for i in 0..<m {
      for j in 0..<i { Aᵀ[j, i] = numbers.normal() }
      Aᵀ[i, i] = (2 * diagonals[i].value(atScore: numbers.normal())).squareRoot()
    }
    let L = try Cholesky(law.scale).lower
    let C = L * invertedUpperTriangle(Aᵀ)
    let inverse = Aᵀ * invertedUpperTriangle(L.transposed).transposed
    var Z = Matrix(rows: k, columns: m)
    for j in 0..<m {
      for i in 0..<k { Z[i, j] = numbers.normal() }
    }
    let B = law.mean + law.root * Z * C.transposed
    return AutoregressionDraw(B: B, errorRoot: C, whitening: inverse)
  }
}

/// Continues a series by one draw, with errors of its own.
///
/// - Parameters:
///   - values: The series so far; its last p periods count.
///   - draw: Coefficients and error root.
///   - steps: Periods after the last.
///   - lags: p.
///   - numbers: m a step are used, and one more where `spread` asks for it.
///   - spread: The scale √ω of a period's errors; it may draw.
/// - Returns: steps × m.
func continued(
  _ values: Matrix, by draw: AutoregressionDraw, steps: Int, lags: Int,
  _ numbers: inout AddressedNumbers, spread: (inout AddressedNumbers) -> Double
) -> Matrix {
  let m = values.columns
  let last = Matrix(rows: lags, columns: m) { values[values.rows - lags + $0, $1] }
  var path = last.above(Matrix(rows: steps, columns: m))
  for step in 0..<steps {
    let row = lagged(path, before: lags + step, lags: lags)
    let scale = spread(&numbers)
    var errors: [Double] = []
    for _ in 0..<m { errors.append(scale * numbers.normal()) }
    let next = zip(draw.B.transposed * row, draw.errorRoot * errors).map { $0 + $1 }
    for j in 0..<m { path[lags + step, j] = next[j] }
  }
  return Matrix(rows: steps, columns: m) { path[lags + $0, $1] }
}
