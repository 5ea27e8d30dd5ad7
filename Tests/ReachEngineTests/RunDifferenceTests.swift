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

  @Test("the same files as of a later date: new data carry it, whether they are at hand or not")
  func newData() async throws {
    let later = try #require(CalendarDate(year: 2021, month: 7, day: 15))
    let old = try await runs.run(.hanoi(), "a")
    let new = try await runs.run(.hanoi { $0.with(asOf: later) }, "b")
    let found = try explained(old, new, try present(["a"]))
    expectOnly("data.new", in: found)
    #expect(found.remarks == [.fittedAgain(run: "a", toDataOf: "b")])
    // The run of the earlier date is fitted again, whichever is named first.
    let back = try explained(new, old, try present(["a"]))
    expectNegative(found, back)
    #expect(back.remarks == found.remarks)
    let apart = try explained(old, new)
    expectOnly("data.new", in: apart)
    #expect(apart.remarks.isEmpty)
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

  @Test("another threshold: that target carries it, and no median moves")
  func targets() async throws {
    let moved = try FittedModel.hanoi { study in
      study.with(
        targets: study.targets.map { $0.key == "firms" ? $0.with(threshold: 880) : $0 })
    }
    let found = try explained(
      try await runs.run(.hanoi(), "a"), try await runs.run(moved, "b"))
    expectOnly("targets.firms", in: found)
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
      keys.starts(with: ["software", "sampling", "rounding", "data.revised", "data.new"])
        && keys.last == "targets.share" && keys.count == 8)
    expectNegative(forth, back)
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

  /// More changes than are valued in all orders, the last of which does nothing.
  private func twelve() throws -> FittedModel {
    let parameters: [Parameter] = [
      .entryRate, .exitDomestic, .exitForeign, .lapse, .chi, .piSI, .rho, .psi, .sigma, .p, .q,
      .levelCapital,
    ]
    return try FittedModel.hanoi { study in
      parameters.reduce(study) { $0.shifting($1, by: 0.02) }
    }
  }

  @Test("more than ten changes with few draws each still add up; an idle change stays 0")
  func fewDraws() async throws {
    var long = runs
    long.draws = 6000
    let found = try explained(
      try await long.run(.hanoi(), "a"), try await long.run(twelve(), "b"), work: 1)
    let share = RunDifference.DrawShare(used: 4096, all: 6000)
    #expect(!found.isExact && found.remarks == [.fewDraws([share])])
    let idle = try #require(
      found.changes.firstIndex { $0.pieces == [.parameter(.levelCapital)] })
    for division in found.divisions {
      #expect(division.bars[idle].value == 0 && division.bars[idle].error == 0)
      #expect(division.orderErrors?.count == found.changes.count)
      #expect(division.error(ofBar: idle) == 0)
    }
    try expectWholeErrors(in: found)
  }

  @Test("more than ten changes and another seed: the runs exchanged give the negative as well")
  func manyExchanged() async throws {
    var short = runs, other = runs
    (short.draws, other.draws, other.seed) = (512, 512, 8)
    let old = try await short.run(.hanoi(), "a"), new = try await other.run(twelve(), "b")
    let forth = try explained(old, new)
    #expect(!forth.isExact)
    expectNegative(forth, try explained(new, old))
  }

  /// Findings have the error of the draws and that of the orders.
  private func expectWholeErrors(in found: RunDifference) throws {
    let book = FindingBook(found.findings)
    for division in found.divisions {
      let orders = try #require(division.orderErrors)
      for (place, change) in found.changes.enumerated() {
        let finding = try #require(book.find("diff.\(division.question.id).\(change.key)"))
        let bar = division.bars[place].error, order = orders[place]
        let whole = (bar * bar + order * order).squareRoot()
        #expect(((finding.error ?? 0) - whole).magnitude <= 1e-12 * whole)
      }
    }
    #expect(found.divisions.contains { ($0.orderErrors ?? []).contains { $0 > 0 } })
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
