/// How p values of several hypotheses are adjusted.
package enum MultipleTesting: String, Sendable, CaseIterable {
  /// Holds the chance of any false rejection, whatever the dependence (Holm, *Scandinavian Journal
  /// of Statistics* 6, 1979).
  case holm
  /// Likewise, less sharply: p times their number.
  case bonferroni
  /// Holds the expected share of false ones among rejections, for independent or positively
  /// dependent tests (Benjamini and Hochberg, *JRSS B* 57, 1995).
  case benjaminiHochberg = "benjamini_hochberg"

  /// The adjusted p values, in the order of the given ones; as R's `p.adjust`.
  package func adjusted(_ p: [Double]) -> [Double] {
    let m = p.count
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    var adjusted = p
    switch self {
    case .bonferroni: return p.map { min(1, $0 * Double(m)) }
    case .holm:
      var highest = 0.0
      for (rank, i) in order.enumerated() {
        highest = max(highest, min(1, p[i] * Double(m - rank)))
        adjusted[i] = highest
      }
    case .benjaminiHochberg:
      var lowest = 1.0
      for (rank, i) in order.enumerated().reversed() {
        lowest = min(lowest, p[i] * Double(m) / Double(rank + 1))
        adjusted[i] = lowest
      }
    }
    return adjusted
  }
}
