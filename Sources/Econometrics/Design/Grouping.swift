/// Which group each row belongs to: a fixed effect, or a level of clustering.
package struct Grouping: Sendable, Equatable {
  /// The column it was made from, for example `province`.
  package let name: String
  /// n numbers from 0 to `count` − 1; every group has a row.
  package let codes: [Int32]
  package let count: Int
  /// What the groups are called, in the order of their codes; empty where nobody needs to know.
  package let labels: [String]

  /// - Precondition: Every code is in 0..<`count`.
  package init(name: String, codes: [Int32], count: Int, labels: [String] = []) {
    precondition(
      codes.allSatisfy { $0 >= 0 && $0 < count }, "codes of \(name) outside 0..<\(count)")
    precondition(
      labels.isEmpty || labels.count == count, "\(labels.count) labels for \(count) groups")
    (self.name, self.codes, self.count, self.labels) = (name, codes, count, labels)
  }

  /// Groups rows by their labels, numbered in the order of their first row.
  package init(name: String, labels: [some Hashable]) {
    let (numbers, distinct) = numbered(labels)
    self.init(name: name, codes: numbers.map { Int32($0) }, count: distinct.count)
  }

  /// The rows of each group.
  package var sizes: [Int] {
    var sizes = Array(repeating: 0, count: count)
    for code in codes { sizes[Int(code)] += 1 }
    return sizes
  }

  /// The groups of rows that agree in both, numbered in the order of their first row.
  package func crossed(with other: Grouping) -> Grouping {
    precondition(codes.count == other.codes.count, "groupings of different rows")
    return Grouping(
      name: "\(name)^\(other.name)",
      labels: zip(codes, other.codes).map { Int($0) * other.count + Int($1) })
  }

  /// Whether all rows of every group are in one group of the other.
  package func isNested(in other: Grouping) -> Bool {
    var home = Array(repeating: Int32(-1), count: count)
    for (code, outer) in zip(codes, other.codes) {
      if home[Int(code)] < 0 { home[Int(code)] = outer }
      if home[Int(code)] != outer { return false }
    }
    return true
  }

  /// The same grouping of some of the rows, without the groups that lose all theirs.
  ///
  /// - Parameter rows: Places of rows, from 0.
  /// - Returns: Groups numbered anew, in the order of their first row.
  package func selecting(_ rows: [Int]) -> Grouping {
    var place = Array(repeating: Int32(-1), count: count), next: Int32 = 0
    var kept: [String] = []
    let chosen = rows.map { row in
      let code = Int(codes[row])
      if place[code] < 0 {
        place[code] = next
        next += 1
        if !labels.isEmpty { kept.append(labels[code]) }
      }
      return place[code]
    }
    return Grouping(name: name, codes: chosen, count: Int(next), labels: kept)
  }
}
