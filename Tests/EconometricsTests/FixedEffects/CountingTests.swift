import Econometrics
import LinearAlgebra
import ReachModel
import Testing

@Suite("Counting effects and singletons")
struct CountingTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("rank of factors that are nested, equal or crossed is exact", arguments: 1...6)
  func rank(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let n = 120
    let firm = (0..<n).map { _ in Int(random.uniform() * 25) }
    let year = (0..<n).map { _ in Int(random.uniform() * 6) }
    let industry = firm.map { $0 % 5 }
    let groupings = [
      Grouping(name: "firm", labels: firm), Grouping(name: "year", labels: year),
      Grouping(name: "industry", labels: industry),
      Grouping(name: "industry", labels: industry).crossed(with: Grouping(name: "t", labels: year)),
    ]
    for places in [
      [0, 1, 2], [0, 1, 3], [2, 3, 0], [0, 1, 2, 3], [0, 0, 1], [3, 1, 2], [0], [2, 0],
    ] {
      let effects = places.map { groupings[$0] }
      let independent = independentEffects(effects)
      #expect(independent.rank == DummyProjection(effects, weights: nil).rank)
      #expect(independent.evidence != .pairwiseBound)
    }
  }

  @Test("the pairwise bound knows nested factors")
  func bound() {
    var random = SplitMix(seed: 30)
    let firm = (0..<300).map { _ in Int(random.uniform() * 40) }
    let year = (0..<300).map { _ in Int(random.uniform() * 6) }
    let effects = [
      Grouping(name: "firm", labels: firm), Grouping(name: "year", labels: year),
      Grouping(name: "industry", labels: firm.map { $0 % 5 }),
    ]
    let bound = Absorption(effects: effects, denseLevels: 0).independent
    #expect(bound.evidence == .pairwiseBound)
    #expect(bound.rank == independentEffects(effects).rank)
  }

  @Test("singletons are those that a slow search finds", arguments: 1...20)
  func singletonsSlowly(seed: UInt64) {
    let panel = EffectPanel(seed: seed, rows: 60, counts: [30, 12, 20])
    var left = Array(0..<60)
    while true {
      let effects = panel.effects.map { $0.selecting(left) }
      let alone = left.indices.filter { i in
        effects.contains { effect in effect.sizes[Int(effect.codes[i])] == 1 }
      }
      if alone.isEmpty { break }
      left = left.indices.filter { !alone.contains($0) }.map { left[$0] }
    }
    let found = singletons(in: panel.effects)
    #expect(found == (0..<60).filter { !left.contains($0) })
  }

  @Test("a chain of singletons unravels to nothing")
  func unravels() {
    let a = Grouping(name: "a", labels: [0, 1, 1, 2, 2]),
      b = Grouping(name: "b", labels: [0, 0, 1, 1, 2])
    #expect(singletons(in: [a, b]) == [0, 1, 2, 3, 4])
    #expect(singletons(in: [a]) == [0])
  }

  @Test("dropping singletons changes no slope, and takes their rows from every part")
  func dropping() throws {
    let panel = EffectPanel(seed: 31, rows: 120, counts: [60, 8])
    var random = SplitMix(seed: 32)
    let x = panel.column.map { $0 + random.normal() }
    var data = RegressionData(
      dependent: "y", y: panel.column, names: ["x"], X: Matrix(columns: [x], rows: 120),
      lines: Array(2..<122))
    data.effects = panel.effects
    data.weights = panel.weights
    data.clusters = [panel.effects[0]]
    data.period = Array(0..<120)
    let (kept, dropped) = data.withoutSingletons()
    #expect(!dropped.isEmpty && kept.observations == 120 - dropped.count)
    #expect(kept.lines == (2..<122).filter { !dropped.contains($0 - 2) })
    #expect(kept.clusters[0].codes.count == kept.observations)
    let all = try fitLinear(data), some = try fitLinear(kept)
    #expect(relativeError(all.coefficients[0], some.coefficients[0]) < 1e-10)
    #expect(all.residualDegreesOfFreedom == some.residualDegreesOfFreedom)
  }

  @Test("estimates of planted effects: level with the first factor, mean 0 in each component")
  func effects() throws {
    let panel = EffectPanel(seed: 33, rows: 200, counts: [24, 9], parts: 3)
    let planted = panel.effects.enumerated().map { f, effect in
      (0..<effect.count).map { Double($0 * (f + 3) % 13) }
    }
    let column = panel.column.indices.map { i in
      zip(planted, panel.effects).reduce(0) { $0 + $1.0[Int($1.1.codes[i])] }
    }
    for denseLevels in [2_000, 0] {
      let found = try Absorption(effects: panel.effects, denseLevels: denseLevels)
        .estimates(of: column)
      #expect(found.components == [3] && found.isUnique)
      for part in 0..<3 {
        let rows = column.indices.filter { i in
          // Groups were numbered by their rows, but rows of one part share no group with others.
          part == component(of: i, panel.effects)
        }
        let mean = rows.reduce(0) { $0 + found.estimates[1][Int(panel.effects[1].codes[$1])] }
        #expect(mean.magnitude < 1e-9)
        let truth = rows.reduce(0) { $0 + planted[1][Int(panel.effects[1].codes[$1])] }
        let level = truth / Double(rows.count)
        for i in rows {
          let b = Int(panel.effects[1].codes[i])
          #expect((found.estimates[1][b] - (planted[1][b] - level)).magnitude < 1e-10)
        }
      }
    }
  }

  /// Parts are found by following shared groups, numbered in the order of their first row.
  private func component(of row: Int, _ effects: [Grouping]) -> Int {
    var part = effects[0].codes.indices.map { $0 }
    var moved = true
    while moved {
      moved = false
      for effect in effects {
        var least = Array(repeating: Int.max, count: effect.count)
        for (i, code) in effect.codes.enumerated() {
          least[Int(code)] = min(least[Int(code)], part[i])
        }
        for (i, code) in effect.codes.enumerated() where part[i] != least[Int(code)] {
          part[i] = least[Int(code)]
          moved = true
        }
      }
    }
    return Set(part).sorted().firstIndex(of: part[row]) ?? -1
  }

  @Test("a report says what was done, in both languages")
  func report() throws {
    let panel = EffectPanel(seed: 34, rows: 300, counts: [40, 12])
    let absorption = Absorption(effects: panel.effects, denseLevels: 0)
    let columns = try absorption.absorb([panel.column])
    let report = absorption.report(of: columns, singletons: 3, singletonsDropped: true)
    #expect(report.method == .conjugateGradients && report.steps == columns[0].steps)
    #expect(report.lines.map(\.en).contains("3 singleton observations dropped"))
    #expect(report.lines.map(\.en).contains("steps: \(report.steps)"))
    #expect(
      report.lines.map(\.vi).contains(
        "hiệu ứng độc lập: \(absorption.rank), số mức trừ 1 thành phần liên thông (chính xác)"))
  }
}
