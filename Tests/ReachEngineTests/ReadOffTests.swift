import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Testing

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
