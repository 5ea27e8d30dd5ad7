/// Which forecasts depend on each other because they share something.
package enum DependentForecasts {
  /// The clusters of forecasts that are joined by what they share, directly or by way of others.
  ///
  /// Two forecasts of one figure are right or wrong together, and so are those of one run; a run that
  /// foretells two figures joins the forecasts of both.
  ///
  /// - Parameter ties: Of each forecast, what it may share with others: its run and its figure, say.
  ///   A forecast without ties stands by itself.
  /// - Returns: Of each forecast, the first tie of its connected component in the order given; nil
  ///   where it has no ties.
  /// - Complexity: Close to linear in all ties together.
  /// - Source: Tarjan, *Journal of the ACM* 22, 1975, without ranks.
  package static func clusters(_ ties: [[String]]) -> [String?] {
    var numbers: [String: Int] = [:], names: [String] = [], above: [Int] = []
    func number(_ tie: String) -> Int {
      if let known = numbers[tie] { return known }
      numbers[tie] = names.count
      above.append(names.count)
      names.append(tie)
      return names.count - 1
    }
    func root(_ place: Int) -> Int {
      var place = place
      while above[place] != place {
        above[place] = above[above[place]]
        place = above[place]
      }
      return place
    }
    let numbered = ties.map { $0.map(number) }
    for tied in numbered {
      for other in tied.dropFirst() {
        let a = root(tied[0]), b = root(other)
        // The earlier one stays on top, and gives its name.
        above[max(a, b)] = min(a, b)
      }
    }
    return numbered.map { tied in tied.first.map { names[root($0)] } }
  }
}
