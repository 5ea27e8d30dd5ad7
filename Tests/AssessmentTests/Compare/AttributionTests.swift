import Assessment
import ReachModel
import Testing

@Suite("Contributions whatever gives the numbers")
struct AttributionTests {
  private func changes(_ count: Int) -> [ScenarioChange] {
    (0..<count).map { place in
      ScenarioChange(
        key: "\(place)", kind: .assumption, label: Label(vi: "a", en: "a"), base: .nothing,
        alternative: .nothing, origin: nil, pieces: [])
    }
  }

  /// Each change adds its number, and the first three together 8 more.
  private func worth(_ subset: [Bool]) -> [Replicated] {
    let sum = subset.indices.reduce(0) { $0 + (subset[$1] ? Double($1) : 0) }
    let bonus = subset.prefix(3).allSatisfy { $0 } ? 8.0 : 0
    return [
      Replicated(
        value: sum + bonus, parts: (0..<Replicated.count).map { sum + bonus + sum * Double($0) })
    ]
  }

  @Test("beyond ten changes an error holds that of the draws and that of the orders")
  func orders() throws {
    let found = try #require(
      attribution(of: changes(12), [.joint], draws: 1, seed: 5) { worth($0) })
    let division = found.divisions[0], orders = try #require(division.orderErrors)
    #expect(!found.isExact && orders[0] > 0 && division.bars[0].error == 0)
    #expect(division.error(ofBar: 0) == orders[0])
    let draws = division.bars[1].error
    #expect(draws > 0 && orders[1] > 0)
    let whole = (draws * draws + orders[1] * orders[1]).squareRoot()
    #expect((division.error(ofBar: 1) - whole).magnitude < 1e-12 * whole)
    // What adds the same in every order has no error of orders.
    #expect(orders[11] < 1e-12)
  }

  @Test("what each brings alone is simulated where it is asked for only, with the same bars")
  func alone() throws {
    // So many that few orders begin or end with each.
    let asked = try #require(
      attribution(of: changes(40), [.joint], draws: 1, seed: 5) { worth($0) })
    let bare = try #require(
      attribution(of: changes(40), [.joint], draws: 1, seed: 5, isAloneAsked: false) { worth($0) })
    #expect(bare.combinations < asked.combinations)
    #expect(bare.divisions[0].bars == asked.divisions[0].bars)
    #expect(bare.divisions[0].alone.isEmpty && asked.divisions[0].alone.count == 40)
    let ten = try #require(
      attribution(of: changes(10), [.joint], draws: 1, seed: 5, isAloneAsked: false) { worth($0) })
    #expect(ten.isExact && ten.divisions[0].error(ofBar: 1) == ten.divisions[0].bars[1].error)
  }
}
