import ReachModel

extension ModelReader {
  /// The list under `key` of `reader`: exactly `count` numbers (any number if nil), each within
  /// `bounds`.
  func list(
    _ key: String, _ reader: MappingReader, _ count: Int?, in bounds: ClosedRange<Double>,
    _ problems: inout ProblemList
  ) -> [Double]? {
    reader[key].flatMap { list($0, of: key, count, in: bounds, &problems) }
  }

  func list(
    _ node: Node, of key: String, _ count: Int?, in bounds: ClosedRange<Double>,
    _ problems: inout ProblemList
  ) -> [Double]? {
    guard let items = items(node, "a list of numbers", &problems) else { return nil }
    let isRightLength = count == nil || items.count == count
    if let count, !isRightLength {
      problems.report(
        .arrayLength, "\(items.count) numbers are given, \(count) are needed in `\(key)`",
        at: node.origin)
    }
    let values = items.compactMap { bounded($0, key, bounds, &problems) }
    return isRightLength && values.count == items.count ? values : nil
  }

  /// A list of whole quarters.
  func lags(
    _ key: String, _ reader: MappingReader, _ count: Int, _ problems: inout ProblemList
  ) -> [Int]? {
    guard let node = reader[key], list(node, of: key, count, in: 0...40, &problems) != nil
    else { return nil }
    let wholes = (node.items ?? []).compactMap { $0.int(&problems) }
    return wholes.count == count ? wholes : nil
  }

  /// The rows under `key` of `reader`, one for each `what`.
  func rows<Row>(
    _ key: String, _ reader: MappingReader, _ count: Int, _ what: String,
    _ problems: inout ProblemList, _ read: (Int, Node, inout ProblemList) -> Row?
  ) -> [Row]? {
    guard let node = reader[key], let items = items(node, "a list of lists", &problems)
    else { return nil }
    guard items.count == count else {
      problems.report(
        .arrayLength,
        "\(items.count) rows are given, one for each \(what) (\(count)) is needed in `\(key)`",
        at: node.origin)
      return nil
    }
    let rows = items.enumerated().compactMap { read($0, $1, &problems) }
    return rows.count == count ? rows : nil
  }

  /// Rows of equal length.
  func table(
    _ key: String, _ reader: MappingReader, _ count: Int, _ what: String, columns: Int,
    in bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> [[Double]]? {
    rows(key, reader, count, what, &problems) { _, row, problems in
      list(row, of: key, columns, in: bounds, &problems)
    }
  }

  /// Shares from 0 to 1 that sum to 1.
  func sum1(
    _ node: Node, of key: String, _ count: Int?, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let shares = list(node, of: key, count, in: 0...1, &problems) else { return nil }
    let total = shares.reduce(0, +)
    if abs(total - 1) <= StudyReader.sumTolerance { return shares }
    problems.report(
      .modelValue, "these sum to \((total * 1e6).rounded() / 1e6), not 1", at: node.origin)
    return nil
  }

  func bounded(
    _ node: Node, _ key: String, _ bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> Double? {
    node.double(&problems).flatMap { node.bounded($0, key, bounds, .modelValue, &problems) }
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

extension MappingReader {
  /// The number under `key`, within bounds that no equation asks for, but every reader expects.
  func number(
    _ key: String, in bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> Double? {
    guard let node = self[key], let value = node.double(&problems) else { return nil }
    return node.bounded(value, key, bounds, .outOfBounds, &problems)
  }
}
