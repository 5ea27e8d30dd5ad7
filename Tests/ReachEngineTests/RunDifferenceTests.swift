import Assessment
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Simulation
import Testing

@Suite("Differences between runs")
struct RunDifferenceTests {
  private let runs = RecordedRuns()

  private func present(_ checksums: [String], _ revise: (Fact) -> Fact = { $0 }) throws
    -> PresentData
  {
    let data = try ShippedStudy.observed.get()
    return PresentData(
      panel: data.panel, facts: FactBook(data.facts.facts.map(revise)), checksums: checksums)
  }

  /// The difference, whose bars add up in every question.
  private func explained(
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
  private func expectOnly(_ key: String, in found: RunDifference) {
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

  @Test("a run against itself is 0 everywhere, for any number of threads")
  func itself() async throws {
    let run = try await runs.run(.hanoi(), "a")
    let found = try explained(run, run, threads: 1)
    #expect(found.changes.map(\.key) == ["software", "sampling", "rounding"])
    for division in found.divisions {
      #expect(division.bars.allSatisfy { $0 == Replicated(exactly: 0) })
    }
    #expect(try explained(run, run).findings == found.findings)
    #expect(found.remarks.isEmpty && found.unshared.isEmpty)
  }

  @Test("only the seed, the draws or the sampling: sampling carries it, software is exactly 0")
  func sampling() async throws {
    let hanoi = try FittedModel.hanoi(), old = try await runs.run(hanoi, "a")
    var others = [runs, runs, runs]
    others[0].seed = 8
    others[1].draws = 3000
    others[2].sampling = .plain
    for other in others {
      expectOnly("sampling", in: try explained(old, try await other.run(hanoi, "b")))
    }
  }

  @Test("the bar of another seed is 0 within its error")
  func noise() async throws {
    let hanoi = try FittedModel.hanoi()
    var other = runs
    other.seed = 8
    let found = try explained(
      try await runs.run(hanoi, "a"), try await other.run(hanoi, "b"))
    for division in found.divisions {
      // Student's t with 15 degrees of freedom at a false-alarm rate of 10⁻⁶ over 9 questions.
      #expect(division.bars[1].value.magnitude < 9.41 * division.bars[1].standardError)
    }
  }

  @Test(
    "a planted assumption carries the difference, whether its scenario can be read or not",
    arguments: [Parameter.entryRate, .exitDomestic, .lapse, .chi, .piSI, .startFirms],
    [true, false])
  func assumption(_ parameter: Parameter, isRead: Bool) async throws {
    var old = runs
    old.isRead = isRead
    let shift = parameter == .startFirms ? 12.0 : 0.03
    let planted = try FittedModel.hanoi { $0.shifting(parameter, by: shift) }
    let found = try explained(
      try await old.run(.hanoi(), "a"), try await runs.run(planted, "b"))
    let added = found.changes.dropFirst(3)
    #expect(added.map(\.kind) == [.assumption])
    expectOnly(added.first?.key ?? "", in: found)
    #expect(found.remarks.count == (isRead ? 0 : 1))
  }

  @Test("the same files as of a later date: new data carry it")
  func newData() async throws {
    let later = try #require(CalendarDate(year: 2021, month: 7, day: 15))
    let found = try explained(
      try await runs.run(.hanoi(), "a"), try await runs.run(.hanoi { $0.with(asOf: later) }, "b"))
    expectOnly("data.new", in: found)
  }

  @Test("revised figures of the same date: revised data carry it, from either side")
  func revisedData() async throws {
    var other = runs
    other.data = ["b"]
    let old = try await runs.run(.hanoi(), "a")
    let new = try await other.run(.revisedHanoi(), "b")
    let found = try explained(old, new, try present(["b"], \.revised))
    expectOnly("data.revised", in: found)
    // With the old files in place the new run is the one that is fitted again.
    expectOnly("data.revised", in: try explained(old, new, try present(["a"])))
    let undivided = try explained(old, new, try present(["c"]))
    expectOnly("data", in: undivided)
    #expect(undivided.remarks.count == 1)
    expectOnly("data", in: try explained(old, new))
  }

  @Test("files that changed without moving a law: revised data are 0")
  func unmoved() async throws {
    var other = runs
    other.data = ["b"]
    let hanoi = try FittedModel.hanoi()
    let found = try explained(
      try await runs.run(hanoi, "a"), try await other.run(hanoi, "b"), try present(["b"]))
    #expect(found.changes.last?.key == "data.revised")
    #expect(
      found.divisions.allSatisfy { $0.bars.allSatisfy { $0 == Replicated(exactly: 0) } })
  }

  @Test("another threshold: the targets carry it, and no median moves")
  func targets() async throws {
    let moved = try FittedModel.hanoi { study in
      study.with(
        targets: study.targets.map { $0.key == "firms" ? $0.with(threshold: 880) : $0 })
    }
    let found = try explained(
      try await runs.run(.hanoi(), "a"), try await runs.run(moved, "b"))
    expectOnly("targets", in: found)
    for division in found.divisions {
      if case .median = division.question { #expect(division.total.value == 0) }
    }
  }

  @Test("what another version recorded otherwise is the software's, to the digit")
  func software() async throws {
    let hanoi = try FittedModel.hanoi()
    var other = runs
    other.version = "0"
    let old = try await other.run(hanoi, "a") { finding in
      guard finding.id == "targets.share.probability" else { return finding }
      return Finding(
        id: finding.id, scenario: finding.scenario, label: finding.label,
        value: finding.value + 0.03125, unit: finding.unit)
    }
    let found = try explained(old, try await runs.run(hanoi, "b"))
    expectOnly("software", in: found)
    for division in found.divisions {
      let expected = division.question.id == "share.probability" ? -0.03125 : 0
      #expect((division.bars[0].value - expected).magnitude < 1e-15)
    }
  }

  /// Everything at once: two assumptions, the date, revised facts, targets, seed, draws.
  private func manyChanges() async throws -> (RecordedRun, RecordedRun, PresentData) {
    let later = try #require(CalendarDate(year: 2021, month: 7, day: 15))
    let changed = try FittedModel.revisedHanoi { study in
      study.with(
        asOf: later,
        targets: study.targets.map { $0.key == "share" ? $0.with(threshold: 0.155) : $0 }
      ).shifting(.entryRate, by: 0.02).shifting(.lapse, by: 0.05)
    }
    var other = runs
    (other.seed, other.draws, other.data, other.version) = (9, 5000, ["b"], "2")
    return (
      try await runs.run(.hanoi(), "a"), try await other.run(changed, "b"),
      try present(["b"], \.revised)
    )
  }

  @Test("everything at once adds up; the runs exchanged give the negative of every bar")
  func exchanged() async throws {
    let (old, new, present) = try await manyChanges()
    let forth = try explained(old, new, present), back = try explained(new, old, present)
    let keys = forth.changes.map(\.key)
    #expect(
      keys.starts(with: ["software", "sampling", "rounding", "data.revised"])
        && keys.contains("data.new") && keys.last == "targets" && keys.count == 8)
    #expect(back.changes.map(\.key) == keys)
    for (a, b) in zip(forth.divisions, back.divisions) {
      #expect(a.question.id == b.question.id && a.old == b.new && a.new == b.old)
      for (bar, other) in zip(a.bars, b.bars) {
        #expect((bar.value + other.value).magnitude < 1e-12)
        #expect((bar.error - other.error).magnitude < 1e-12)
      }
    }
    #expect(try explained(old, new, present, threads: 1).findings == forth.findings)
  }

  /// The slow way: a forecast for each combination and sampling, and the values by hand.
  @Test("two assumptions and a seed are the Owen values of forecasts")
  func twin() async throws {
    var other = runs
    other.seed = 8
    let id = "targets.certified.probability"
    var worth: [[Double]] = []
    for sampled in [runs, other] {
      var row: [Double] = []
      for place in 0..<4 {
        let model = try FittedModel.hanoi { study in
          let first = place & 1 == 1 ? study.shifting(.entryRate, by: 0.04) : study
          return place & 2 == 2 ? first.shifting(.lapse, by: 0.1) : first
        }
        row.append(try #require(try await sampled.recorded(model, id)))
      }
      worth.append(row)
    }
    let both = try FittedModel.hanoi {
      $0.shifting(.entryRate, by: 0.04).shifting(.lapse, by: 0.1)
    }
    let found = try explained(
      try await runs.run(.hanoi(), "a"), try await other.run(both, "b"))
    let division = try #require(found.divisions.first { "targets.\($0.question.id)" == id })
    let expected = [
      0, ((worth[1][0] - worth[0][0]) + (worth[1][3] - worth[0][3])) / 2, 0,
      worth.reduce(0) { $0 + ($1[1] - $1[0] + $1[3] - $1[2]) / 4 },
      worth.reduce(0) { $0 + ($1[2] - $1[0] + $1[3] - $1[1]) / 4 },
    ]
    #expect(division.bars.count == expected.count)
    for (bar, value) in zip(division.bars, expected) {
      #expect((bar.value - value).magnitude < 1e-12)
    }
  }

  @Test("more than ten changes with few draws each still add up; an idle change stays 0")
  func fewDraws() async throws {
    let parameters: [Parameter] = [
      .entryRate, .exitDomestic, .exitForeign, .lapse, .chi, .piSI, .rho, .psi, .sigma, .p, .q,
      .levelCapital,
    ]
    let changed = try FittedModel.hanoi { study in
      parameters.reduce(study) { $0.shifting($1, by: 0.02) }
    }
    var long = runs
    long.draws = 6000
    let found = try explained(
      try await long.run(.hanoi(), "a"), try await long.run(changed, "b"), work: 1)
    #expect(!found.isExact && found.remarks.count == 1)
    let idle = try #require(
      found.changes.firstIndex { $0.pieces == [.parameter(.levelCapital)] })
    for division in found.divisions {
      #expect(division.bars[idle].value == 0 && division.bars[idle].error == 0)
      #expect(division.orderErrors?.count == found.changes.count)
    }
  }

  @Test("runs that are not of one plan, or record nothing, are refused with 65")
  func refused() async throws {
    let hanoi = try FittedModel.hanoi(), run = try await runs.run(hanoi, "a")
    for name in ["hanoi-2030", "hai-duong-2025"] {
      let other = try await runs.run(ForecastTests.fitted(name), "b")
      #expect(throws: RunDifferenceError.self) { try explained(run, other) }
    }
    let empty = try await runs.run(hanoi, "b") { finding in
      Finding(
        id: "seek.\(finding.id)", scenario: finding.scenario, label: finding.label,
        value: finding.value, unit: finding.unit)
    }
    let error = #expect(throws: RunDifferenceError.self) { try explained(run, empty) }
    #expect(error == .nothingRecorded("b", analysis: nil) && error?.exitStatus == .badContent)
  }
}

@Suite("Scenarios read off the models of runs")
struct ReadOffTests {
  static let names = [
    "hanoi-2021", "hanoi-2021-budget-freeze", "hanoi-2021-double-support", "hanoi-2021-fdi-push",
    "hanoi-2021-no-support", "hanoi-2021-pandemic", "hanoi-2030", "hai-duong-2025",
  ]

  @Test("give the study back, and its fit again", arguments: names)
  func whole(name: String) throws {
    let fitted = try ForecastTests.fitted(name), study = fitted.study
    let kept = RunModel(study, fitted: fitted.model)
    let read = kept.keptStudy(try ShippedStudy.catalog.get()).readOff(fitted.model)
    #expect(read.model.parameters == study.model.parameters)
    #expect(read.freezeFrom == study.freezeFrom)
    #expect(read.levers.map(\.key) == study.levers.map(\.key))
    #expect(read.levers.map(\.yearly) == study.levers.map(\.yearly))
    #expect(read.levers.map(\.unit) == study.levers.map(\.unit))
    #expect(
      LayeredModel(ComparedModel(read, recorded: fitted.model)).finished == fitted.model)
    #expect(read.correlations.count == study.correlations.count)
    for own in read.correlations {
      let stated = try #require(
        study.correlations.first {
          Set([$0.first, $0.second]) == Set([own.first, own.second])
        })
      #expect((own.rank - stated.rank).magnitude < 1e-8)
    }
    let data = try ShippedStudy.observed.get()
    let again = try FittedModel(read, panel: data.panel, facts: data.facts)
    #expect(again.model.parameters == fitted.model.parameters)
    #expect(again.model.copula?.members == fitted.model.copula?.members)
  }

  @Test("data fed what is no longer its prior")
  func fed() throws {
    let fitted = try ForecastTests.fitted("hanoi-2021")
    let recorded = ComparedModel(fitted.study, recorded: fitted.model)
    #expect(recorded.fed == ComparedModel(fitted).fed && !recorded.fed.isEmpty)
  }
}
