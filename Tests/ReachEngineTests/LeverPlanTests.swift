import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Levers of a plan")
struct LeverPlanTests {
  private func laboratory(_ name: String = "hanoi-2021") throws -> ShippedLaboratory {
    try ShippedLaboratory(name, draws: 1024)
  }

  @Test("budgets put in by hand give the models of the shipped variants")
  func variants() throws {
    let plan = try laboratory().plan(["joint"])
    let keys = plan.levers.map(\.key)
    #expect(keys == ["linkage", "systems", "rd_transfer", "information", "fdi_promotion"])
    #expect(plan.present == [8, 9, 9, 4, 12] && plan.years == [1, 1, 1, 1, 1])
    let amounts: [String: [Double]] = [
      "hanoi-2021": [8, 9, 9, 4, 12], "hanoi-2021-double-support": [16, 18, 18, 8, 12],
      "hanoi-2021-no-support": [0, 0, 0, 0, 12], "hanoi-2021-fdi-push": [8, 9, 9, 4, 36],
    ]
    for (name, amounts) in amounts {
      let model = plan.model(amounts), variant = try ForecastTests.fitted(name).model
      #expect(model.levers == variant.levers, "\(name)")
      #expect(model == variant, "\(name)")
    }
  }

  @Test("a freeze holds whatever is budgeted, and only the quarters before it are paid")
  func freeze() throws {
    let plan = try laboratory("hanoi-2021-budget-freeze").plan(["firms"])
    #expect(plan.years == [0.5, 0.5, 0.5, 0.5, 0.5])
    let model = plan.model([20, 0, 1, 2, 30])
    #expect(model.levers.budget[0] == [20, 20, 0, 0] && model.levers.promotion == [30, 30, 0, 0])
    let own = try ForecastTests.fitted("hanoi-2021-budget-freeze").model
    #expect(plan.model(plan.present) == own)
  }

  @Test("five years are phased as the scenario phases them")
  func years() throws {
    let laboratory = try laboratory("hanoi-2030"), plan = try laboratory.plan(["firms"])
    #expect(plan.present == [16, 18, 18, 8, 15] && plan.years == [5, 5, 5, 5, 5])
    #expect(plan.model(plan.present) == laboratory.fitted.model)
    let budget = plan.model([1, 2, 3, 4, 5]).levers.budget
    #expect(budget == [1, 2, 3, 4].map { Array(repeating: $0, count: 20) })
  }

  @Test("P of a plan is that of its model simulated alone, whatever else is asked")
  func evaluation() throws {
    let laboratory = try laboratory()
    let keys = ["firms", "certified", "share", "growth", "joint"]
    let all = try laboratory.plan(keys)
    let amounts = [16.0, 18, 18, 8, 12],
      found = try #require(try all.evaluate(amounts, draws: 1024))
    let variant = try ForecastTests.fitted("hanoi-2021-double-support").model
    for (key, aim) in zip(keys, found.aims) {
      let alone = try laboratory.chance(key, variant)
      #expect(aim.value == min(1, max(0, alone.value)) && aim.replicates == alone.parts)
      #expect(aim.standardError == alone.standardError)
      let one = try #require(try laboratory.plan([key]).evaluate(amounts, draws: 1024))
      #expect(one.aims == [aim], "\(key)")
    }
    // More draws extend the same ensemble.
    let few = try #require(try all.evaluate(amounts, draws: 512))
    #expect(few != found)
    #expect(few == (try laboratory.plan(keys).evaluate(amounts, draws: 512)))
  }

  @Test("where all draws fail nothing is known of any plan")
  func failing() throws {
    let plan = try ShippedLaboratory(laboratory().fitted.failing, draws: 1024).plan(["joint"])
    #expect(try plan.evaluate(plan.present, draws: 1024) == nil)
  }
}
