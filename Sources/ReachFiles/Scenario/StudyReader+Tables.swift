import ReachModel

extension StudyReader {
  /// How far a sum of shares may be off, since people write few digits.
  static let sumTolerance = 1e-6

  /// One value for each sector of the scenario, in their order; no sector missing or unknown.
  func bySector<Value>(
    _ node: Node, _ problems: inout ProblemList,
    _ read: (Node, inout ProblemList) -> Value?
  ) -> [Value]? {
    byName(node, frame.sectors.map(\.key), kind: "sector", &problems, read)
  }

  /// One value for each group of support of the scenario, in the order of their numbers.
  func byGroup<Value>(
    _ node: Node, _ problems: inout ProblemList,
    _ read: (Node, inout ProblemList) -> Value?
  ) -> [Value]? {
    byName(node, frame.groups.map(\.key), kind: "lever", &problems, read)
  }

  private func byName<Value>(
    _ node: Node, _ names: [String], kind: String, _ problems: inout ProblemList,
    _ read: (Node, inout ProblemList) -> Value?
  ) -> [Value]? {
    guard let entries = node.entries else {
      problems.report(
        .wrongType, "\(node.kind) stands where one value for each \(kind) is expected",
        at: node.origin, length: node.length, allowed: names)
      return nil
    }
    for entry in entries where !names.contains(entry.key) {
      problems.reportUnknown(
        .unknownName, "no \(kind) of this scenario is named `\(entry.key.prefix(60))`",
        name: entry.key, known: names, at: entry.keyOrigin)
    }
    let values = names.map { name -> Value? in
      guard let value = node[name], value.scalar?.isEmpty != true else {
        problems.report(
          .missingKey, "no value is given for the \(kind) `\(name)`", at: node.origin)
        return nil
      }
      return read(value, &problems)
    }
    let known = values.compactMap { $0 }
    return known.count == names.count ? known : nil
  }

  /// Numbers of a list of exactly `count` (any number if nil), each within `bounds`; `key` is for
  /// messages.
  func numbers(
    _ node: Node, of key: String, count: Int?, in bounds: ClosedRange<Double>,
    _ problems: inout ProblemList
  ) -> [Double]? {
    guard let items = node.items else {
      problems.report(
        .wrongType, "\(node.kind) stands where a list of numbers is expected", at: node.origin,
        length: node.length)
      return nil
    }
    if let count, items.count != count {
      problems.report(
        .badLength, "\(items.count) numbers are given, \(count) are needed", at: node.origin,
        notes: ["oldest first, ending with the quarter before the plan"])
    }
    let values = items.compactMap { number($0, of: key, in: bounds, &problems) }
    return values.count == count ?? items.count ? values : nil
  }

  func number(
    _ node: Node, of key: String, in bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> Double? {
    guard let value = node.double(&problems) else { return nil }
    return node.bounded(value, key, bounds, .outOfBounds, &problems)
  }

  /// Shares by sector that sum to 1.
  func shares(
    _ node: Node, of key: String, sumIs sum: Double, _ problems: inout ProblemList
  ) -> [Double]? {
    let shares = bySector(node, &problems) { number($0, of: key, in: 0...1, &$1) }
    guard let shares else { return nil }
    return checkSum(shares, sum, node, &problems) ? shares : nil
  }

  /// [domestic, foreign] by sector; all cells sum to 1.
  func cells(
    _ node: Node, of key: String, _ problems: inout ProblemList
  ) -> [[Double]]? {
    let cells = bySector(node, &problems) { numbers($0, of: key, count: 2, in: 0...1, &$1) }
    guard let cells else { return nil }
    return checkSum(cells.flatMap { $0 }, 1, node, &problems) ? cells : nil
  }

  func checkSum(
    _ values: [Double], _ sum: Double, _ node: Node, _ problems: inout ProblemList
  ) -> Bool {
    let total = values.reduce(0, +)
    if abs(total - sum) <= Self.sumTolerance { return true }
    // Six digits after the dot are what the tolerance distinguishes.
    let shown = (total * 1e6).rounded() / 1e6
    problems.report(.badSum, "these sum to \(shown), not \(sum)", at: node.origin)
    return false
  }
}
