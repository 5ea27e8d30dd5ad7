import LinearAlgebra

/// A weight of moments W = S⁺ as a map that makes gᵀWg a sum of squares.
///
/// S = Σ s sᵀ over rows s comes in as these rows, never squared. Where they have full rank the map
/// is R⁻ᵀ of their QR, otherwise the Moore-Penrose inverse through singular values.
struct MomentWeight {
  private enum Form {
    case triangle(OrthogonalFactor)
    /// Reciprocal singular values times right singular vectors, r × m.
    case singular(Matrix)
  }

  private let form: Form
  /// The rank of S.
  let rank: Int
  /// Whether moments are dependent, so that the inverse is a generalised one.
  let isSingular: Bool

  /// - Parameter rows: Any number of rows of m moments.
  /// - Throws: ``EstimationError/notConverged(what:steps:)``.
  init(rows: Matrix) throws(EstimationError) {
    if rows.rows >= rows.columns {
      let R = OrthogonalFactor(rows)
      if R.firstDependentColumn(tolerance: Self.tolerance) == nil {
        (form, rank, isSingular) = (.triangle(R), rows.columns, false)
        return
      }
    }
    let core = rows.rows > rows.columns ? OrthogonalFactor(rows).triangle : rows
    guard let values = CompleteSingularValues(core) else {
      throw .notConverged(what: "GMM", steps: 30)
    }
    let largest = values.values.first ?? 0
    let kept = values.values.filter { $0 > Self.tolerance * largest }
    form = .singular(
      Matrix(rows: kept.count, columns: rows.columns) { values.right[$1, $0] / kept[$0] })
    (rank, isSingular) = (kept.count, true)
  }

  /// The map times B: with B = Z′e, its squares sum to e′Z W Z′e.
  func whitened(_ B: Matrix) -> Matrix {
    switch form {
    case .triangle(let R): R.solvedTransposed(B)
    case .singular(let map): map * B
    }
  }

  /// Rows agree to about 10⁻¹⁵ where moments are dependent by construction.
  private static var tolerance: Double { 1e-11 }
}
