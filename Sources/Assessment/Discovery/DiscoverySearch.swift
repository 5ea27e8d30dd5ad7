import NumericKernels
import Simulation

extension ScenarioDiscovery {
  /// Three questions of the same draws that do not wait for each other.
  struct Search: Sendable {
    let draws: LabelledDraws
    let options: DiscoveryOptions
    let shouldStop: @Sendable () -> Bool
    /// Where the outcome turns, with a checkpoint that throws where the answer is no longer wanted.
    let turning: @Sendable (() throws -> Void) throws -> TurningAnswer

    /// The longest first.
    static let parts: [Part] = [.turning, .boxes, .tree]

    /// What came of them; nil for what was interrupted.
    struct Known: Sendable {
      var turning: TurningAnswer?
      var boxes: Discovery?
      /// Whether no further box was being looked for.
      var areBoxesWhole = false
      var leaves: [TreeLeaf]?

      var unfinished: [Part] {
        (areBoxesWhole ? [] : [.boxes]) + (leaves == nil ? [.tree] : [])
          + (turning == nil ? [.turning] : [])
      }
    }

    /// Asks them, several at a time.
    func known(threads: Int) -> Known {
      let answers = mapInParallel(Self.parts.count, threads: threads) { known(Self.parts[$0]) }
      return answers.reduce(into: Known()) { all, one in
        all.turning = all.turning ?? one.turning
        all.boxes = all.boxes ?? one.boxes
        all.areBoxesWhole = all.areBoxesWhole || one.areBoxesWhole
        all.leaves = all.leaves ?? one.leaves
      }
    }

    private func checkpoint() throws(CancellationError) {
      if shouldStop() { throw CancellationError() }
    }

    private func known(_ part: Part) -> Known {
      var known = Known()
      switch part {
      case .turning: known.turning = try? turning(checkpoint)
      case .boxes:
        var found: [DiscoveredBox] = []
        let all = try? discoverBoxes(draws, options, checkpoint: checkpoint) { found.append($0) }
        known.areBoxesWhole = all != nil
        known.boxes = all ?? (found.isEmpty ? nil : .boxes(found))
      case .tree:
        let leastDraws = max(50, draws.count / 100)
        known.leaves = try? treeBoxes(
          draws, TreeOptions(depth: 3, leastDraws: leastDraws), checkpoint: checkpoint)
      case .chanceThere: break
      }
      return known
    }
  }
}
