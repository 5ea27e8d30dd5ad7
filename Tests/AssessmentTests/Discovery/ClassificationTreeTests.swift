import Assessment
import Foundation
import Testing

/// A tree of scikit-learn: see `tree.py`.
private struct TreeCase: Decodable {
  struct Node: Decodable, Equatable {
    let draws: Int
    let density: Double
    var input: Int?
    var threshold: Double?
  }

  let depth: Int
  let leastDraws: Int
  let inputs: [[Double]]
  let interest: [Double]
  /// Each before those below it, the side "at most" first.
  let nodes: [Node]
}

@Suite("Classification trees")
struct ClassificationTreeTests {
  @Test("are those of scikit-learn: questions, thresholds, draws")
  func reference() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let cases = try decoder.decode([TreeCase].self, from: referenceData("tree.json"))
    #expect(cases.count == 24)
    for (number, expected) in cases.enumerated() {
      let draws = LabelledDraws(inputs: expected.inputs, interest: expected.interest)
      let tree = try ClassificationTree(
        draws, TreeOptions(depth: expected.depth, leastDraws: expected.leastDraws))
      #expect(Self.nodes(tree, from: 0) == expected.nodes, "case \(number)")
    }
  }

  private static func nodes(_ tree: ClassificationTree, from place: Int) -> [TreeCase.Node] {
    let node = tree.nodes[place]
    guard let question = node.question else {
      return [TreeCase.Node(draws: node.draws, density: node.density)]
    }
    let here = TreeCase.Node(
      draws: node.draws, density: node.density, input: question.input,
      threshold: question.threshold)
    return [here] + nodes(tree, from: question.yes) + nodes(tree, from: question.no)
  }

  @Test("the boxes of the leaves divide the draws as the questions do", arguments: 0..<10)
  func boxes(seed: Int) throws {
    let draws = Self.draws(seed: UInt64(seed), count: 600)
    let tree = try ClassificationTree(draws, TreeOptions(depth: 4, leastDraws: 5))
    let leaves = tree.leaves(draws.inputs, count: draws.count)
    var seen = 0
    for (leaf, box) in tree.boxes {
      let members = box.members(draws.inputs, count: draws.count)
      #expect(members == leaves.map { $0 == leaf })
      seen += members.count { $0 }
    }
    #expect(seen == draws.count)
  }

  /// Of interest with 0.85 where x₁ ≤ 0.5 and at least 3 of 0...4, else 0.1.
  private static func draws(seed: UInt64, count: Int) -> LabelledDraws {
    var generator = SplitMix(state: seed)
    let x = (0..<5).map { _ in (0..<count).map { _ in generator.uniform() } }
    let whole = (0..<count).map { _ in (generator.uniform() * 5).rounded(.down) }
    let interest = (0..<count).map { i in
      generator.uniform() < (x[1][i] <= 0.5 && whole[i] >= 3 ? 0.85 : 0.1) ? 1.0 : 0
    }
    return LabelledDraws(inputs: x + [whole], interest: interest)
  }

  @Test("the densest leaf after pruning lies where draws of interest do", arguments: 0..<10)
  func pruned(seed: Int) throws {
    let leaves = try treeBoxes(
      Self.draws(seed: UInt64(100 + seed), count: 8000), TreeOptions(depth: 4, leastDraws: 50))
    let best = try #require(leaves.first)
    let limits = best.box.limits.filter { $0.input == 1 || $0.input == 5 }
    #expect(limits.last?.lower == 3)
    // 80 draws with at least 3 lie between 0.5 and 0.55, a tenth of them of interest. A question more
    // within the region may stay, where chance repeats itself in the pruning draws.
    #expect((limits.first?.upper ?? 1) < 0.55)
    // The leaf may reach beyond the region by a tenth: 4.8916 standard errors and that.
    let density = try #require(best.heldOut.density), n = Double(best.heldOut.draws)
    #expect((density - 0.85).magnitude < 4.8916 * (0.85 * 0.15 / n).squareRoot() + 0.75 * 0.1)
    #expect(leaves.reduce(0) { $0 + $1.heldOut.draws } == 2000)
  }

  @Test("noise keeps few questions, and the held-out densities are right")
  func noise() throws {
    var generator = SplitMix(state: 31)
    let x = (0..<5).map { _ in (0..<8000).map { _ in generator.uniform() } }
    let interest = (0..<8000).map { _ in generator.uniform() < 0.3 ? 1.0 : 0 }
    let leaves = try treeBoxes(
      LabelledDraws(inputs: x, interest: interest), TreeOptions(depth: 4, leastDraws: 50))
    for leaf in leaves {
      guard let density = leaf.heldOut.density else { continue }
      let error = (0.21 / Double(leaf.heldOut.draws)).squareRoot()
      #expect((density - 0.3).magnitude <= 4.8916 * error)
    }
  }

  @Test("one kind only, or hardly a draw, gives no leaf; constant inputs give one without limits")
  func extremes() throws {
    let x = (0..<40).map { Double($0) }, options = TreeOptions(depth: 3, leastDraws: 1)
    for flat in [0.0, 1] {
      let interest = [Double](repeating: flat, count: 40)
      #expect(try treeBoxes(LabelledDraws(inputs: [x], interest: interest), options).isEmpty)
    }
    #expect(try treeBoxes(LabelledDraws(inputs: [[1, 2]], interest: [0, 1]), options).isEmpty)
    let same = LabelledDraws(
      inputs: [Array(repeating: 2, count: 40)], interest: x.map { $0 < 20 ? 1 : 0 })
    #expect(try treeBoxes(same, options).map(\.box.restrictedCount) == [0])
  }
}
