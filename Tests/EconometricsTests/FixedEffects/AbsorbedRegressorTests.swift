import Econometrics
import LinearAlgebra
import Testing

@Suite("Regressors that effects absorb")
struct AbsorbedRegressorTests {
  init() { useOneThreadForLinearAlgebra() }

  private func data(_ panel: EffectPanel, _ x: [Double], weighted: Bool) -> RegressionData {
    var random = SplitMix(seed: 99)
    let z = panel.column.map { _ in random.normal() }
    var data = RegressionData(
      dependent: "y", y: panel.column, names: ["z", "x"],
      X: Matrix(columns: [z, x], rows: x.count))
    data.effects = panel.effects
    data.weights = weighted ? panel.weights : nil
    return data
  }

  /// A sum of one number for each group of every factor.
  private func combination(_ panel: EffectPanel, scale: Double, shift: Double) -> [Double] {
    panel.column.indices.map { i in
      var sum = shift
      for (f, effect) in panel.effects.enumerated() {
        sum += scale * (Double(effect.codes[i] * 37 % 11) + 0.1 * Double(f))
      }
      return sum
    }
  }

  @Test(
    "are named, however large their mean or small their unit",
    arguments: [[14], [30, 9], [30, 9, 5], [20, 8, 6, 4]],
    [(1.0, 0.0), (1e-12, 0), (1e12, 0), (1, 1e12), (1e-3, 1e6), (0, 5)])
  func absorbed(counts: [Int], units: (scale: Double, shift: Double)) {
    let panel = EffectPanel(seed: 21, rows: 400, counts: counts)
    let x = combination(panel, scale: units.scale, shift: units.shift)
    for weighted in [false, true] {
      #expect(throws: EstimationError.absorbed(regressor: "x")) {
        try fitLinear(data(panel, x, weighted: weighted))
      }
    }
  }

  @Test("are named when written with 15 digits")
  func digits() throws {
    let panel = EffectPanel(seed: 22, rows: 400, counts: [30, 9])
    let x = combination(panel, scale: Double.pi, shift: 0).map { value in
      let unit = 1e13  // 15 digits of numbers of 10 to 100.
      return (value * unit).rounded() / unit
    }
    #expect(throws: EstimationError.absorbed(regressor: "x")) {
      try fitLinear(data(panel, x, weighted: false))
    }
  }

  @Test("are named on a badly connected graph by gradients too")
  func slowly() throws {
    let firms = 600
    var worker: [Int] = [], firm: [Int] = []
    for place in 0..<firms - 1 {
      worker += [place, place, place]
      firm += [place, place + 1, place + 1]
    }
    let effects = [
      Grouping(name: "worker", labels: worker), Grouping(name: "firm", labels: firm),
    ]
    let x = zip(worker, firm).map { 1e3 * Double($0 * $0 % 101) - 7 * Double($1 * $1 % 89) }
    let absorption = Absorption(effects: effects, denseLevels: 0)
    let column = try absorption.absorb([x])[0]
    #expect(column.isRounding)
  }

  /// Of 10¹² + u some u is left, though it is 10⁻¹² of the column; of 10⁶ + 10⁻⁶ u too.
  @Test("are not those with a small part of their own", arguments: [(1e12, 1.0), (1e6, 1e-6)])
  func smallPart(mean: Double, size: Double) throws {
    let panel = EffectPanel(seed: 23, rows: 400, counts: [30, 9])
    var random = SplitMix(seed: 24)
    let u = panel.column.map { _ in random.normal() }
    let fit = try fitLinear(data(panel, u.map { mean + size * $0 }, weighted: true))
    let plain = try fitLinear(data(panel, u, weighted: true))
    // u is rounded to 2⁻⁵³ · mean / size of itself: 10⁻⁴ for both pairs.
    #expect((fit.coefficients[1] * size - plain.coefficients[1]).magnitude < 1e-4)
  }

  @Test("an infinite figure is named by its variable")
  func infinite() {
    let panel = EffectPanel(seed: 25, rows: 100, counts: [10, 5])
    var x = panel.column.map { $0 * $0 }
    x[3] = .infinity
    #expect(throws: EstimationError.columnNotFinite(column: "x")) {
      try fitLinear(data(panel, x, weighted: false))
    }
  }
}
