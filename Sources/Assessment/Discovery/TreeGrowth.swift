/// A question for a node, with what it sends to the first side.
struct TreeSplit {
  let input: Int
  let threshold: Double
  let draws: Int
  let interest: Double
}

/// The draws of a growing tree: sorted inputs, and the node each draw is in.
struct TreeGrowth {
  private let draws: LabelledDraws
  private let options: TreeOptions
  private let columns: [SortedColumn]
  /// The place of each draw's node in the front; −1 once that is a leaf.
  private var nodeOf: [Int32]

  init(
    _ draws: LabelledDraws, _ options: TreeOptions, checkpoint: () throws -> Void
  ) rethrows {
    (self.draws, self.options) = (draws, options)
    columns = try draws.inputs.map { column in
      try checkpoint()
      return SortedColumn(column)
    }
    nodeOf = Array(repeating: 0, count: draws.count)
  }

  /// The best question for each node of the front; nil for a leaf.
  func splits(of nodes: [ClassificationTree.Node]) -> [TreeSplit?] {
    var best = [Best?](repeating: nil, count: nodes.count)
    for (input, column) in columns.enumerated() {
      scan(column, input, nodes, &best)
    }
    return best.map { best in
      best.map {
        TreeSplit(
          input: $0.input, threshold: $0.threshold, draws: $0.draws, interest: $0.interest)
      }
    }
  }

  /// Sends the draws of each node to the two nodes of its question.
  mutating func descend(_ splits: [TreeSplit?]) {
    var firsts = [Int32](repeating: -1, count: splits.count), next: Int32 = 0
    for place in splits.indices where splits[place] != nil {
      firsts[place] = next
      next += 2
    }
    for draw in nodeOf.indices where nodeOf[draw] >= 0 {
      let place = Int(nodeOf[draw])
      guard let split = splits[place] else {
        nodeOf[draw] = -1
        continue
      }
      let isYes = draws.inputs[split.input][draw] <= split.threshold
      nodeOf[draw] = firsts[place] + (isYes ? 0 : 1)
    }
  }

  private struct Best {
    var gain: Double
    var input: Int
    var threshold: Double
    var draws: Int
    var interest: Double
  }

  /// What a pass over a sorted input knows of a node so far.
  private struct Passed {
    var draws = 0
    var interest = 0.0
    var last = 0.0
    /// A node of one kind only, or too small to divide, is a leaf.
    var isLeaf: Bool
  }

  private func scan(
    _ column: SortedColumn, _ input: Int, _ nodes: [ClassificationTree.Node],
    _ best: inout [Best?]
  ) {
    let least = options.leastDraws
    var passed = nodes.map {
      Passed(
        isLeaf: $0.draws < 2 * least || $0.draws < 2 || $0.interest <= 0
          || $0.interest >= Double($0.draws))
    }
    for i in 0..<column.count {
      let draw = Int(column.draws[i]), node = Int(nodeOf[draw])
      guard node >= 0, !passed[node].isLeaf else { continue }
      let value = column.values[i], before = passed[node]
      if before.draws >= least, value > before.last,
        nodes[node].draws - before.draws >= least
      {
        let gain = Self.purity(before, nodes[node])
        if gain > best[node]?.gain ?? -.infinity {
          best[node] = Best(
            gain: gain, input: input, threshold: Self.middle(before.last, value),
            draws: before.draws, interest: before.interest)
        }
      }
      passed[node].draws &+= 1
      passed[node].interest += draws.interest[draw]
      passed[node].last = value
    }
  }

  /// Σ over both sides of (k² + (m − k)²) / m with k of m of interest: greatest where Gini's impurity,
  /// weighted by draws, is least.
  private static func purity(_ passed: Passed, _ node: ClassificationTree.Node) -> Double {
    let m = Double(passed.draws), k = passed.interest
    let rest = Double(node.draws) - m, others = node.interest - k
    return ((m - k) * (m - k) + k * k) / m
      + ((rest - others) * (rest - others) + others * others) / rest
  }

  /// Halfway; the lower number where halfway rounds to the upper one.
  private static func middle(_ low: Double, _ high: Double) -> Double {
    let middle = low / 2 + high / 2
    return middle == high ? low : middle
  }
}
