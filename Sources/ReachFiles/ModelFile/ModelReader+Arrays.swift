import ReachModel

extension ModelReader {
  /// A list of exactly `count` numbers (of any number if nil), each within `bounds`.
  func list(
    _ node: Node, _ count: Int?, in bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let items = items(node, "a list of numbers", &problems) else { return nil }
    let isRightLength = count == nil || items.count == count
    if let count, !isRightLength {
      problems.report(
        .arrayLength, "\(items.count) numbers are given, \(count) are needed", at: node.origin)
    }
    let values = items.compactMap { bounded($0, bounds, &problems) }
    return isRightLength && values.count == items.count ? values : nil
  }

  /// A list of exactly `count` rows.
  func rows<Row>(
    _ node: Node, _ count: Int, _ what: String, _ problems: inout ProblemList,
    _ read: (Node, inout ProblemList) -> Row?
  ) -> [Row]? {
    guard let items = items(node, "a list of lists", &problems) else { return nil }
    guard items.count == count else {
      problems.report(
        .arrayLength, "\(items.count) rows are given, one for each \(what) (\(count)) is needed",
        at: node.origin)
      return nil
    }
    let rows = items.compactMap { read($0, &problems) }
    return rows.count == count ? rows : nil
  }

  /// Shares from 0 to 1 that sum to 1.
  func sum1(_ node: Node, _ count: Int?, _ problems: inout ProblemList) -> [Double]? {
    guard let shares = list(node, count, in: 0...1, &problems) else { return nil }
    let total = shares.reduce(0, +)
    if abs(total - 1) <= StudyReader.sumTolerance { return shares }
    problems.report(
      .modelValue, "these sum to \((total * 1e6).rounded() / 1e6), not 1", at: node.origin)
    return nil
  }

  func positive(_ node: Node, _ problems: inout ProblemList) -> Double? {
    bounded(node, 1e-12...1e12, &problems)
  }

  func bounded(
    _ node: Node, _ bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> Double? {
    guard let value = node.double(&problems) else { return nil }
    if bounds.contains(value) { return value }
    problems.report(
      .modelValue, "\(value) is outside \(bounds.lowerBound) to \(bounds.upperBound)",
      at: node.origin, length: node.length)
    return nil
  }

  private func items(
    _ node: Node, _ what: String, _ problems: inout ProblemList
  ) -> [Node]? {
    if let items = node.items { return items }
    problems.report(
      .wrongType, "\(node.kind) stands where \(what) is expected", at: node.origin,
      length: node.length)
    return nil
  }
}
