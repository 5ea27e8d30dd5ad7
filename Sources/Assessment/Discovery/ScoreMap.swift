import LinearAlgebra
package import ReachModel

/// Normal scores of correlated inputs, taken apart and put together again.
///
/// The copula has z = L u with u independent: the first of some correlated inputs keeps its score, each
/// later one that part which the earlier ones do not explain. Members of the copula that are not among
/// the inputs are left out, and the correlations of the others factored by themselves.
package struct ScoreMap: Sendable {
  /// The places of the correlated inputs, in the order of the copula.
  private let places: [Int]
  /// L of these, row by row.
  private let factor: [[Double]]

  package init(_ inputs: [UncertainInput], _ copula: Copula?) {
    let members = copula?.members ?? []
    let known = members.indices.compactMap { row in
      inputs.firstIndex { $0.member == members[row] }.map { (row: row, place: $0) }
    }
    places = known.map(\.place)
    guard let copula, known.count < members.count else {
      factor = copula?.factor ?? []
      return
    }
    let correlations = Matrix(rows: known.count, columns: known.count) { i, j in
      let (a, b) = (known[i].row, known[j].row)
      return (0...min(a, b)).reduce(0) { $0 + copula.factor[a][$1] * copula.factor[b][$1] }
    }
    // A block of a positive definite matrix is one.
    let lower = (try? Cholesky(correlations))?.lower ?? Matrix.identity(known.count)
    factor = known.indices.map { i in (0...i).map { lower[i, $0] } }
  }

  /// Independent scores u from scores z, column by column; others stay.
  package func independent(_ z: [[Double]]) -> [[Double]] {
    var u = z
    for (row, place) in places.enumerated() {
      for (j, earlier) in places[..<row].enumerated() where factor[row][j] != 0 {
        for i in u[place].indices { u[place][i] -= factor[row][j] * u[earlier][i] }
      }
      for i in u[place].indices { u[place][i] /= factor[row][row] }
    }
    return u
  }

  /// The scores z of one point u.
  package func correlated(_ u: [Double]) -> [Double] {
    var z = u
    for (row, place) in places.enumerated() {
      z[place] = (0...row).reduce(0) { $0 + factor[row][$1] * u[places[$1]] }
    }
    return z
  }
}
