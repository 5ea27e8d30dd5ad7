import Assessment
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Testing

/// The shipped data as they are now, under given checksums.
func present(_ checksums: [String], _ revise: (Fact) -> Fact = { $0 }) throws -> PresentData {
  let data = try ShippedStudy.observed.get()
  return PresentData(
    panel: data.panel, facts: FactBook(data.facts.facts.map(revise)), checksums: checksums)
}

/// The difference of two runs, whose bars add up in every question.
func explained(
  _ old: RecordedRun, _ new: RecordedRun, _ present: PresentData? = nil, threads: Int = 2,
  work: Int = 1 << 26
) throws -> RunDifference {
  var options = RunDifferenceOptions(threads: threads)
  options.greatestWork = work
  let found = try difference(from: old, to: new, present: present, options)
  #expect(found.divisions.count == 9)
  for division in found.divisions {
    let sum = division.bars.reduce(0) { $0 + $1.value }
    #expect((division.old + sum - division.new).magnitude < 1e-9)
    #expect(division.bars.allSatisfy { $0.value.isFinite && $0.error.isFinite })
  }
  return found
}

/// Checks that one change carries all that is not the rounding of medians, and the others are 0.
func expectOnly(_ key: String, in found: RunDifference) {
  var moved = false
  for division in found.divisions {
    for (change, bar) in zip(found.changes, division.bars) where change.kind != .rounding {
      if change.key == key {
        moved = moved || bar.value != 0
      } else {
        #expect(bar.value == 0 && bar.error == 0, "\(change.key) in \(division.question.id)")
      }
    }
    if case .median = division.question { continue }
    let place = found.changes.firstIndex { $0.key == key } ?? 0
    #expect((division.bars[place].value - division.total.value).magnitude < 1e-12)
  }
  #expect(moved, "\(key) moves nothing")
}

/// Checks that two answers are the negatives of each other, bar by bar.
func expectNegative(_ forth: RunDifference, _ back: RunDifference) {
  #expect(back.changes.map(\.key) == forth.changes.map(\.key))
  for (a, b) in zip(forth.divisions, back.divisions) {
    #expect(a.question.id == b.question.id && a.old == b.new && a.new == b.old)
    for place in a.bars.indices {
      #expect((a.bars[place].value + b.bars[place].value).magnitude < 1e-12)
      #expect((a.error(ofBar: place) - b.error(ofBar: place)).magnitude < 1e-12)
    }
  }
}
