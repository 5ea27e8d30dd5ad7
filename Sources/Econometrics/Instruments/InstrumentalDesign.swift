import LinearAlgebra

/// The columns of a regression with instruments, in coordinates in which projections are blocks.
///
/// With Q of [exogenous, instruments] = QR, Qᵀ[endogenous, y] falls into three blocks of rows: the
/// part along the exogenous regressors, the part along what instruments add to them (m rows), and
/// the part along neither. Every estimate and classical statistic is one of these blocks; only
/// robust ones go back to rows. Nothing is squared, and no projection is formed.
///
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §5.3; Davidson and MacKinnon,
///   *Econometric Theory and Methods*, 2004, chapter 8.
package struct InstrumentalDesign: Sendable {
  /// As given.
  let data: RegressionData
  /// Columns of X that are exogenous, ascending.
  let exogenous: [Int]
  /// Columns of X that are endogenous, ascending.
  let endogenous: [Int]
  /// Roots of the weights; nil for equal ones.
  let roots: [Double]?
  /// X and y less their effects, unweighted.
  let X: Matrix
  let y: [Double]
  /// Z less its effects, unweighted.
  let Z: Matrix
  /// The number of independent effects.
  let rank: Int
  /// Q and R of the weighted [exogenous, instruments], n × L.
  let factor: OrthogonalFactor
  /// Qᵀ[endogenous, y] of the weighted columns, n × (k₂ + 1).
  let rotated: Matrix
  /// The triangle of the third block, (k₂ + 1) × (k₂ + 1).
  let beside: OrthogonalFactor

  /// Takes effects out, weights, and factors.
  ///
  /// - Parameters:
  ///   - data: With `endogenous`, `instrumentNames` and `Z`.
  ///   - threads: Columns that are worked on at a time.
  /// - Throws: An ``EstimationError`` naming the column, the row or the counts.
  package init(_ data: RegressionData, threads: Int = 1) throws(EstimationError) {
    try checkFinite(data)
    self.data = data
    endogenous = data.endogenous.sorted()
    exogenous = data.names.indices.filter { !data.endogenous.contains($0) }
    guard data.Z.columns >= endogenous.count else {
      throw .tooFewInstruments(instruments: data.Z.columns, endogenous: endogenous.count)
    }
    var whole = data
    whole.names += data.instrumentNames
    whole.X = data.X.beside(data.Z)
    let within: Matrix
    (within, y, rank) = try withoutEffects(whole, threads: threads)
    X = within.selecting(columns: Array(data.names.indices))
    Z = within.selecting(columns: Array(data.names.count..<whole.names.count))
    let L = exogenous.count + Z.columns, n = data.observations
    guard n - rank > L, n - rank > data.names.count else {
      throw .tooFewObservations(
        observations: n, parameters: max(L, data.names.count) + rank)
    }
    roots = data.weights?.map { $0.squareRoot() }
    factor = OrthogonalFactor(scaled(X.selecting(columns: exogenous).beside(Z), roots))
    if let column = factor.firstDependentColumn() {
      throw column < exogenous.count
        ? .collinear(regressor: data.names[exogenous[column]])
        : .collinearInstrument(instrument: data.instrumentNames[column - exogenous.count])
    }
    let responses = X.selecting(columns: endogenous).beside(Matrix(columns: [y], rows: n))
    rotated = factor.rotated(scaled(responses, roots))
    beside = OrthogonalFactor(padded(rotated.selecting(rows: L..<n)))
  }

  var n: Int { data.observations }
  /// The numbers of exogenous regressors, endogenous ones and instruments.
  var k1: Int { exogenous.count }
  var k2: Int { endogenous.count }
  var m: Int { Z.columns }
  /// Columns of [exogenous, instruments].
  var L: Int { k1 + m }

  /// Rows less effects: what n stands for in classical formulas.
  var effective: Int { n - rank }

  /// Degrees of freedom of first stages: n − effects − L.
  var firstStageDegrees: Int { effective - L }

  /// The second block of [endogenous, y], m × (k₂ + 1).
  var alongInstruments: Matrix { rotated.selecting(rows: k1..<L) }

  /// The same as columns of n rows: orthonormal columns of what instruments add, n × m.
  var instrumentBasis: Matrix {
    factor.restored(Matrix(rows: n, columns: m) { i, j in i == k1 + j ? 1 : 0 })
  }

  /// All of Q, n × L.
  var basis: Matrix { factor.restored(Matrix(rows: n, columns: L) { $0 == $1 ? 1 : 0 }) }

  /// Columns of n rows from coordinates of [endogenous, y] in which blocks are left out.
  ///
  /// - Parameters:
  ///   - combination: (k₂ + 1) × p: what is combined of [endogenous, y].
  ///   - rows: The coordinates that are kept.
  /// - Returns: n × p, weighted.
  func restored(_ combination: Matrix, keeping rows: Range<Int>) -> Matrix {
    let coordinates = rotated * combination
    return factor.restored(
      Matrix(rows: n, columns: combination.columns) { i, j in
        rows.contains(i) ? coordinates[i, j] : 0
      })
  }

  /// Lengths of the weighted columns [endogenous, y], within the effects.
  var norms: [Double] {
    (0...k2).map { j in rotated.column(j).reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// What counts as rounding, relative to the length of a column.
  var roundingTolerance: Double { Double(n) * 8 * Double.ulpOfOne }

  package var endogenousNames: [String] { endogenous.map { data.names[$0] } }
}

/// Rows of zeros below, so that there are at least as many rows as columns.
private func padded(_ A: Matrix) -> Matrix {
  guard A.rows < A.columns else { return A }
  return Matrix(rows: A.columns, columns: A.columns) { i, j in i < A.rows ? A[i, j] : 0 }
}

/// Refuses values that are infinite or no numbers, and weights that are not above zero.
func checkFinite(_ data: RegressionData) throws(EstimationError) {
  if !data.y.allSatisfy(\.isFinite) { throw .columnNotFinite(column: data.dependent) }
  for j in data.names.indices where !data.X.column(j).allSatisfy(\.isFinite) {
    throw .columnNotFinite(column: data.names[j])
  }
  for j in data.instrumentNames.indices where !data.Z.column(j).allSatisfy(\.isFinite) {
    throw .columnNotFinite(column: data.instrumentNames[j])
  }
  if let row = data.weights?.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
    throw .weightNotPositive(row: row)
  }
}
