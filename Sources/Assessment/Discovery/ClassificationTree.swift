/// How a tree is grown.
package struct TreeOptions: Sendable, Equatable {
  /// Questions asked one after another, at most.
  package let depth: Int
  /// Draws in a leaf, at least.
  package let leastDraws: Int

  /// - Parameters:
  ///   - depth: In 1...12.
  ///   - leastDraws: At least 1.
  package init(depth: Int = 3, leastDraws: Int = 1) {
    precondition((1...12).contains(depth) && leastDraws > 0, "depth \(depth), \(leastDraws) draws")
    (self.depth, self.leastDraws) = (depth, leastDraws)
  }
}

/// A binary tree of questions "is this input at most so much?", grown by Gini's impurity.
///
/// The rules are those of scikit-learn 1.9: a threshold halfway between two values, a question asked
/// even if it gains nothing, none in a node of one kind only. Of equal questions that of the first
/// input is asked, and of one input that with the lowest threshold (scikit-learn takes the inputs in
/// random order, and keeps their values in 32 bits).
///
/// - Source: Breiman, Friedman, Olshen & Stone, *Classification and Regression Trees*, 1984, §2.4 and
///   4.3.
package struct ClassificationTree: Sendable, Equatable {
  /// A question, or a leaf.
  package struct Node: Sendable, Equatable {
    /// Draws that grew the tree.
    package let draws: Int
    /// Σ interest of these.
    package let interest: Double
    package fileprivate(set) var question: Question?

    /// The mean interest.
    package var density: Double { draws > 0 ? interest / Double(draws) : 0 }
  }

  package struct Question: Sendable, Equatable {
    /// The place of the input, from 0.
    package let input: Int
    /// In its unit: at most this goes to the first of the two nodes.
    package let threshold: Double
    /// The places of the two nodes.
    package let yes: Int
    package let no: Int
  }

  /// The first is the root; both nodes of a question come after it.
  package private(set) var nodes: [Node]
  private let kinds: [InputKind]

  /// Grows a tree, one depth after another.
  ///
  /// Each input is sorted once; a depth reads each column once, for all nodes together.
  ///
  /// - Parameters:
  ///   - draws: At least one.
  ///   - options: How it is grown.
  ///   - checkpoint: Called before each column is sorted and before each depth; it throws where the
  ///     answer is no longer wanted.
  /// - Throws: What `checkpoint` throws.
  /// - Complexity: O(n d · depth).
  package init(
    _ draws: LabelledDraws, _ options: TreeOptions = TreeOptions(),
    checkpoint: () throws -> Void = {}
  ) rethrows {
    precondition(draws.count > 0, "a tree of no draws")
    kinds = draws.kinds
    nodes = [Node(draws: draws.count, interest: draws.totalInterest)]
    var growth = try TreeGrowth(draws, options, checkpoint: checkpoint)
    var front = [0]
    for _ in 0..<options.depth where !front.isEmpty {
      try checkpoint()
      let splits = growth.splits(of: front.map { nodes[$0] })
      var next: [Int] = []
      for (place, split) in zip(front, splits) {
        guard let split else { continue }
        let node = nodes[place]
        nodes[place].question = Question(
          input: split.input, threshold: split.threshold, yes: nodes.count, no: nodes.count + 1)
        nodes.append(Node(draws: split.draws, interest: split.interest))
        nodes.append(
          Node(draws: node.draws - split.draws, interest: node.interest - split.interest))
        next += [nodes.count - 2, nodes.count - 1]
      }
      growth.descend(splits)
      front = next
    }
  }

  /// The leaf of each draw, as a place in ``nodes``.
  package func leaves(_ inputs: [[Double]], count: Int) -> [Int] {
    (0..<count).map { draw in
      var place = 0
      while let question = nodes[place].question {
        place = inputs[question.input][draw] <= question.threshold ? question.yes : question.no
      }
      return place
    }
  }

  /// The same tree without the questions that do not help on other draws.
  ///
  /// From the bottom up, a question goes when the leaves below it predict the interest of these draws
  /// no better, in mean square, than the node itself would.
  ///
  /// - Parameter draws: Draws that did not grow the tree.
  /// - Returns: A tree of the same nodes, of which some are asked nothing and some are never reached.
  /// - Source: reduced-error pruning, Quinlan, *International Journal of Man-Machine Studies* 27,
  ///   1987; with Brier's score instead of the count of errors.
  package func pruned(_ draws: LabelledDraws) -> ClassificationTree {
    var (counts, sums) = (nodes.map { _ in 0.0 }, nodes.map { _ in 0.0 })
    for (draw, leaf) in leaves(draws.inputs, count: draws.count).enumerated() {
      counts[leaf] += 1
      sums[leaf] += draws.interest[draw]
    }
    var pruned = self, losses = nodes.map { _ in 0.0 }
    for place in nodes.indices.reversed() {
      if let question = nodes[place].question {
        counts[place] = counts[question.yes] + counts[question.no]
        sums[place] = sums[question.yes] + sums[question.no]
      }
      // Σ (p − y)² but for Σ y², which is the same whatever is asked.
      let p = nodes[place].density
      losses[place] = p * p * counts[place] - 2 * p * sums[place]
      guard let question = nodes[place].question else { continue }
      let below = losses[question.yes] + losses[question.no]
      if below < losses[place] { losses[place] = below } else { pruned.nodes[place].question = nil }
    }
    return pruned
  }

  /// The leaves as boxes, from left to right.
  ///
  /// - Returns: Limits of whole inputs as values that they can have; a leaf reached by "more than t"
  ///   has the next number above t as its lower limit.
  package var boxes: [(leaf: Int, box: DiscoveryBox)] { boxes(below: 0, [:]) }

  private func boxes(
    below place: Int, _ limits: [Int: DiscoveryBox.Limits]
  ) -> [(leaf: Int, box: DiscoveryBox)] {
    guard let question = nodes[place].question else {
      return [(place, DiscoveryBox(Array(limits.values)))]
    }
    let (input, t) = (question.input, question.threshold)
    let isWhole = kinds[input] == .whole
    let before = limits[input] ?? DiscoveryBox.Limits(input: input, lower: nil, upper: nil)
    var (yes, no) = (before, before)
    // Later questions of one input are always narrower.
    yes.upper = isWhole ? t.rounded(.down) : t
    no.lower = isWhole ? t.rounded(.down) + 1 : t.nextUp
    return boxes(below: question.yes, limits.merging([input: yes]) { $1 })
      + boxes(below: question.no, limits.merging([input: no]) { $1 })
  }
}

/// A leaf of a tree, and how it does on draws that neither grew nor pruned the tree.
package struct TreeLeaf: Sendable {
  package let box: DiscoveryBox
  package let heldOut: BoxScore
}

/// Boxes by a classification tree: a second opinion beside PRIM.
///
/// Draws of even number grow the tree; of the others half prune it, and the rest, which had no part in
/// it, give the coverage and density that are told.
///
/// - Parameters:
///   - draws: What is known of each draw.
///   - options: How it is grown.
///   - checkpoint: Called time and again; it throws where the answer is no longer wanted.
/// - Returns: The leaves, densest first; empty when no draw is of interest or every one is, or fewer
///   than four draws are given; a single box without limits when no question helps.
/// - Throws: What `checkpoint` throws.
/// - Complexity: O(n d · depth).
package func treeBoxes(
  _ draws: LabelledDraws, _ options: TreeOptions, checkpoint: () throws -> Void = {}
) rethrows -> [TreeLeaf] {
  let interest = draws.totalInterest
  guard draws.count >= 4, interest > 0, interest < Double(draws.count) else { return [] }
  let tree = try ClassificationTree(draws.part(0, of: 2), options, checkpoint: checkpoint).pruned(
    draws.part(1, of: 4))
  let judges = draws.part(3, of: 4)
  let leaves = tree.boxes.map { TreeLeaf(box: $0.box, heldOut: BoxScore($0.box, judges)) }
  return leaves.indices.sorted {
    let (a, b) = (leaves[$0].heldOut.density ?? -1, leaves[$1].heldOut.density ?? -1)
    return a == b ? $0 < $1 : a > b
  }.map { leaves[$0] }
}
