import Assessment
import ReachEngine
import ReachModel
import Simulation
import Testing

/// Assumptions that act through the fit as well, or through it alone.
@Suite("Differences by assumptions that steer the fit")
struct SteeredFitTests {
  private let runs = RecordedRuns()

  /// A change of the shipped study with the key of the bar that has to carry it.
  struct Planted: Sendable, CustomTestStringConvertible {
    let key: String
    let change: @Sendable (Study) -> Study

    var testDescription: String { key }
  }

  static let planted = [
    Planted(key: "assumptions.growth_error_month") { $0.shifting(.growthErrorMonth, by: -0.018) },
    Planted(key: "assumptions.stress_jump") { $0.shifting(.jump, by: -0.05) },
    Planted(key: "assumptions.manufacturing_volatility") { $0.shifting(.sigmaX, by: 0.015) },
    Planted(key: "assumptions.manufacturing_growth") { $0.shifting(.muX, by: 0.01) },
    Planted(key: "assumptions.start") { study in
      var model = study.model
      model.structure.presenceNormal = [0.3, 0.4, 0.2]
      return study.with(model: model)
    },
  ]

  @Test("a single one carries the whole, and nothing is left to data", arguments: planted)
  func single(_ planted: Planted) async throws {
    let old = try await runs.run(.hanoi(), "a")
    let found = try explained(old, try await runs.run(.hanoi(planted.change), "b"))
    #expect(found.changes.dropFirst(3).map(\.key) == [planted.key])
    expectOnly(planted.key, in: found)
    #expect(found.remarks.allSatisfy { $0 == .assumptionsHoldFit })
  }

  @Test("a single one carries the whole of a comparison too", arguments: planted)
  func compared(_ planted: Planted) throws {
    let changes = try scenarioChanges(from: .hanoi(), to: .hanoi(planted.change))
    #expect(changes.map(\.key) == [planted.key])
  }

  @Test("what several move together has a bar of its own; an assumption beside has its own")
  func several() async throws {
    let changed = try FittedModel.hanoi {
      $0.shifting(.growthErrorMonth, by: -0.018).shifting(.jump, by: -0.05)
        .shifting(.lapse, by: 0.05)
    }
    let old = try await runs.run(.hanoi(), "a"), new = try await runs.run(changed, "b")
    let found = try explained(old, new)
    #expect(
      Set(found.changes.dropFirst(3).map(\.key)) == [
        "assumptions.growth_error_month", "assumptions.stress_jump",
        "assumptions.certificate_lapse",
        "assumptions.fit",
      ])
    expectNegative(found, try explained(new, old))
    let place = try #require(found.changes.firstIndex { $0.key == "assumptions.fit" })
    #expect(found.divisions.contains { $0.bars[place].value != 0 })
  }

  @Test("new data are worth the same whatever else changed")
  func dateAndPrior() async throws {
    let later = try #require(CalendarDate(year: 2021, month: 7, day: 15))
    let old = try await runs.run(.hanoi(), "a"), data = try present(["a"])
    let dated = try await runs.run(.hanoi { $0.with(asOf: later) }, "b")
    let both = try await runs.run(
      .hanoi { $0.with(asOf: later).shifting(.muX, by: 0.01) }, "c")
    let alone = try explained(old, dated, data), found = try explained(old, both, data)
    #expect(
      found.changes.dropFirst(3).map(\.key) == ["data.new", "assumptions.manufacturing_growth"])
    for (a, b) in zip(alone.divisions, found.divisions) { #expect(a.bars[3] == b.bars[3]) }
    // Without the files nothing tells them apart, which is said.
    let apart = try explained(old, both)
    #expect(apart.remarks.first == .notFittedAgain(.filesGone, hadOtherFiles: false))
  }

  @Test("the same scenario fitted otherwise by another version stays with the data")
  func otherFit() async throws {
    let hanoi = try FittedModel.hanoi()
    var model = hanoi.model
    model.parameters[.muX] = model.parameters[.muX].map {
      DrawnValue(.shifted($0.distribution, by: 0.002), number: $0.number, index: $0.index)
    }
    let other = FittedModel(study: hanoi.study, model: model, fit: hanoi.fit)
    let found = try explained(
      try await runs.run(hanoi, "a"), try await runs.run(other, "b"))
    expectOnly("data.fit", in: found)
  }
}
