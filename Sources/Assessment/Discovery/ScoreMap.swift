package import ReachModel

/// Normal scores of correlated inputs, taken apart and put together again.
///
/// The copula has z = L u with u independent: the first of some correlated inputs keeps its score, each
/// later one that part which the earlier ones do not explain.
package struct ScoreMap: Sendable {
  /// By member of the copula, the place of the input; nil for one that is not among the inputs.
  private let places: [Int?]
  private let factor: [[Double]]

  package init(_ inputs: [UncertainInput], _ copula: Copula?) {
    places = (copula?.members ?? []).map { member in
      inputs.firstIndex { $0.member == member }
    }
    factor = copula?.factor ?? []
  }

  /// Independent scores u from scores z, column by column; others stay.
  package func independent(_ z: [[Double]]) -> [[Double]] {
    var u = z
    for (row, place) in places.enumerated() {
      guard let place else { continue }
      for (j, earlier) in places[..<row].enumerated() where factor[row][j] != 0 {
        guard let earlier else { continue }
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
      guard let place else { continue }
      z[place] = places[...row].enumerated().reduce(0) { sum, item in
        sum + factor[row][item.offset] * (item.element.map { u[$0] } ?? 0)
      }
    }
    return z
  }
}
