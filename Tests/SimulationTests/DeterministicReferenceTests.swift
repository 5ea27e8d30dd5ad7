import NumericKernels
import ReachModel
import Simulation
import Testing

@Suite("Paths without noise")
struct DeterministicReferenceTests {
  @Test(
    "agree with the reference in every state and quarter", arguments: ["oracle-a", "oracle-a2"])
  func everyState(name: String) throws {
    let reference = try ReferenceCase(name)
    let replay = Replay(PreparedModel(reference.model), seed: reference.seed)
    let quarters = try #require(reference.expected["quarters"] as? [[String: Any]])
    #expect(replay.quarters.count == quarters.count)
    for (state, expected) in zip(replay.quarters, quarters) {
      for (key, value) in expected where key != "quarter" {
        let ours = try #require(state.numbers(key), "\(key) is not a state")
        let theirs = flattened(value)
        #expect(ours.count == theirs.count, "\(key)")
        for (a, b) in zip(ours, theirs) {
          #expect(agrees(a, b), "quarter \(state.quarter), \(key): \(a) and \(b)")
        }
      }
    }
  }

  @Test("agree with the reference in every year's figure", arguments: ["oracle-a", "oracle-a2"])
  func everyYear(name: String) throws {
    let reference = try ReferenceCase(name)
    var doubled = reference.model
    doubled.levers.budget = doubled.levers.budget.map { $0.map { 2 * $0 } }
    for (model, key) in [
      (reference.model, "years"), (doubled, "years_all_four_support_budgets_doubled"),
    ] {
      let replay = Replay(PreparedModel(model), seed: reference.seed)
      let years = try #require(reference.expected[key] as? [[String: Double]])
      for (y, expected) in years.enumerated() {
        for (name, theirs) in expected {
          let ours = try #require(replay.yearly(name, y + 1), "\(name) is not computed")
          #expect(agrees(ours, theirs), "\(key) \(y + 1), \(name): \(ours) and \(theirs)")
        }
      }
    }
  }

  /// The reference's tolerance: 1e-9, relative where the value is above 1.
  private func agrees(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-9 * max(1, b.magnitude)
  }

  private func flattened(_ value: Any) -> [Double] {
    if let number = value as? Double { return [number] }
    return (value as? [Any] ?? []).flatMap(flattened)
  }
}

extension QuarterState {
  /// The state that the reference files call `key`.
  fileprivate func numbers(_ key: String) -> [Double]? {
    let tables = ["U": U, "C": C, "entry": entry, "certified_entrants": certifiedEntrants, "M": M]
    let rows = [
      "exit": exit, "certified_own_and_programme": certified, "lapsed": lapsed, "K": K, "KB": KB,
      "V": V, "H_start": foreignShareAtStart, "Q": Q, "growth_of_incumbents": growth, "T": T,
    ]
    let scalars = [
      "x": x, "r": r, "Z": Z, "R": R, "I": I, "N_total": firms, "C_total": certifiedFirms,
    ]
    return tables[key]?.flatMap { $0 } ?? rows[key] ?? scalars[key].map { [$0] }
  }
}

extension Replay {
  /// The year's figure that the reference files call `name`.
  fileprivate func yearly(_ name: String, _ y: Int) -> Double? {
    func value(_ quantity: Series.Quantity) -> Double? { self[Series(quantity, .year(y))] }
    let S = value(.outcome(.share)), S0 = value(.shareBefore)
    switch name {
    case "N": return value(.outcome(.firms))
    case "C": return value(.outcome(.certified))
    case "T3": return S
    case "T4": return value(.outcome(.growth))
    case "share_before": return S0
    case "g_M": return value(.manufacturingGrowth)
    case "pi_SI": return value(.logInflation).map { exponentialMinusOne($0) }
    case "pi_M": return value(.logManufacturingInflation).map { exponentialMinusOne($0) }
    case "share_ratio":
      guard let S, let S0 else { return nil }
      return S / S0
    case "identity_right_side":
      let plus: [Series.Quantity] = [.logGrowth, .logInflation]
      let minus: [Series.Quantity] = [.logManufacturingGrowth, .logManufacturingInflation]
      let log = plus.compactMap(value).reduce(0, +) - minus.compactMap(value).reduce(0, +)
      return exponentialMinusOne(log) + 1
    default: return nil
    }
  }
}
