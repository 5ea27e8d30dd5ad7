/// All smallest subsets of some things that cannot hold together.
///
/// One is found by leaving out whatever is not needed; every other lacks one of its members at least,
/// so the search goes on without each of them in turn. It finds them all unless it is cut short.
///
/// - Source: Reiter (1987), *A theory of diagnosis from first principles*, Artificial Intelligence
///   32, §4; the deletion filter is that of Chinneck & Dravnieks (1991), *ORSA Journal on Computing* 3.
package struct MinimalConflicts: Sendable {
  /// Ascending members each; in ascending order.
  package private(set) var sets: [[Int]] = []
  /// Whether the search came to its end, so that there are no others.
  package private(set) var isComplete = true

  private var visited: Set<[Int]> = []
  private var possible: [[Int]] = []
  private let limit: Int

  /// Searches among 0..<`count`.
  ///
  /// - Parameters:
  ///   - count: How many things there are.
  ///   - limit: How many subsets to leave members out of before the search is cut short.
  ///   - contradiction: Of a subset, members that cannot hold together, perhaps all of it; nil if it
  ///     can hold. Fewer members are never less possible.
  package init(of count: Int, limit: Int = 2_000, contradiction: ([Int]) -> [Int]?) {
    self.limit = limit
    search(Array(0..<count), contradiction)
    sets.sort { $0.lexicographicallyPrecedes($1) }
  }

  private mutating func search(_ members: [Int], _ contradiction: ([Int]) -> [Int]?) {
    guard visited.count < limit else { return isComplete = false }
    guard visited.insert(members).inserted, !possible.contains(where: { holds($0, members) })
    else { return }
    let known = sets.first { holds(members, $0) }
    guard let conflict = known ?? Self.smallest(in: members, contradiction) else {
      return possible.append(members)
    }
    if known == nil { sets.append(conflict) }
    for member in conflict { search(members.filter { $0 != member }, contradiction) }
  }

  private func holds(_ members: [Int], _ fewer: [Int]) -> Bool {
    fewer.allSatisfy(members.contains)
  }

  private static func smallest(
    in members: [Int], _ contradiction: ([Int]) -> [Int]?
  ) -> [Int]? {
    guard var conflict = contradiction(members) else { return nil }
    // Rounding may have left out of the proof what it needs.
    if conflict != members, contradiction(conflict) == nil { conflict = members }
    for member in conflict where conflict.contains(member) {
      if let rest = contradiction(conflict.filter { $0 != member }) {
        let isSure = contradiction(rest) != nil
        conflict = isSure ? rest : conflict.filter { $0 != member }
      }
    }
    return conflict
  }
}
