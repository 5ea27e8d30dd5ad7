import Econometrics
import Foundation
import Testing

@Suite("Synthetic controls")
struct SyntheticControlTests {
  private func factorPanel() throws -> ProgrammePanel {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appending(path: "ReferenceValues/programme/synthetic_panel.csv"),
      encoding: .utf8)
    let outcomes = try text.split(whereSeparator: \.isNewline).map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
    return ProgrammePanel(
      units: outcomes.indices.map { "u\($0)" }, periods: Array(2000..<2018), outcomes: outcomes,
      starts: [12] + Array(repeating: 18, count: 11))
  }

  private func reference(_ name: String) throws -> [Double] {
    let row = try #require(
      try referenceRows("programme/synthetic_reference.csv").first { $0[0] == name })
    return try row[1].split(separator: ";").map { try #require(Double($0)) }
  }

  @Test("weights are those of a quadratic program, and pysyncon's")
  func weights() throws {
    let panel = try factorPanel()
    func fit(_ hasOwnLevel: Bool) -> SyntheticControl {
      syntheticControl(
        panel, unit: 0, donors: Array(1..<12), start: 12, .init(hasOwnLevel: hasOwnLevel))
    }
    for (own, theirs) in zip(fit(false).weights, try reference("weights")) {
      #expect(abs(own - theirs) < 1e-9)
    }
    for (own, theirs) in zip(fit(true).weights, try reference("own_level")) {
      #expect(abs(own - theirs) < 1e-9)
    }
    // pysyncon stops its search at about 10⁻³.
    for (own, theirs) in zip(fit(false).weights, try reference("pysyncon")) {
      #expect(abs(own - theirs) < 2e-3)
    }
    #expect(abs(fit(true).gaps[..<12].reduce(0, +)) < 1e-12)
    #expect(abs(fit(false).effect - 0.8) < 0.3)
  }

  @Test("a covariate weighs as one period; its unit does not matter")
  func covariates() throws {
    let panel = try factorPanel()
    func with(_ scale: Double) -> SyntheticControl {
      syntheticControl(
        ProgrammePanel(
          units: panel.units, periods: panel.periods, outcomes: panel.outcomes,
          starts: panel.starts,
          covariates: panel.units.indices.map { [scale * Double($0 * $0 % 7)] }),
        unit: 0, donors: Array(1..<12), start: 12, .init(hasOwnLevel: false))
    }
    let plain = syntheticControl(
      panel, unit: 0, donors: Array(1..<12), start: 12, .init(hasOwnLevel: false))
    for (a, b) in zip(with(1).weights, with(1000).weights) { #expect(abs(a - b) < 1e-9) }
    #expect(with(1).weights != plain.weights)
  }

  @Test("the set of effects is what brute force does not refuse")
  func inversion() throws {
    let panel = try factorPanel(), options = SyntheticControlOptions(hasOwnLevel: true)
    let placebos = SyntheticPlacebos(panel, unit: 0, start: 12, options)
    // Every mixture fitted anew on outcomes without the effect.
    func slow(_ θ: Double) -> Double {
      var outcomes = panel.outcomes
      for t in 12..<18 { outcomes[0][t] -= θ }
      let null = panel.with(outcomes: outcomes)
      let ratios = panel.units.indices.map { unit in
        let fit = syntheticControl(
          null, unit: unit, donors: panel.units.indices.filter { $0 != unit }, start: 12, options)
        return fit.errorAfter / fit.errorBefore
      }
      return Double(ratios.count { $0 >= ratios[0] * (1 - 1e-12) }) / 12
    }
    #expect(slow(0) == placebos.pValue())
    let interval = placebos.interval(level: 0.8)
    #expect(abs(interval.level - (1 - 2.0 / 12)) < 1e-15)
    let step = 0.004
    let kept = (-750...750).map { Double($0) * step }.filter { θ in
      let p = slow(θ)
      #expect(p == placebos.pValue(of: θ))
      return p > 2.0 / 12 + 1e-9
    }
    #expect(abs(try #require(kept.first) - interval.low) <= step)
    #expect(abs(try #require(kept.last) - interval.high) <= step)
    #expect(placebos.interval(level: 0.95).low == -.infinity, "12 units carry no 95 %")
  }

  @Test("a placebo test of 5 % refuses no effect in 5 % of panels at most")
  func size() throws {
    let panels = 1200
    var refused = 0
    for seed in 0..<panels {
      let panel = simulatedPanel(seed: UInt64(seed), units: 20, periods: 12, starts: [9])
      let placebos = SyntheticPlacebos(panel, unit: 0, start: 9, .init(hasOwnLevel: true))
      if placebos.pValue() <= 0.05 { refused += 1 }
    }
    #expect(
      abs(Double(refused) / Double(panels) - 0.05)
        < 4.8916 * (0.05 * 0.95 / Double(panels)).squareRoot())
  }

  @Test("the interval holds the effect at its level")
  func coverage() throws {
    let panels = 600
    var held = 0
    for seed in 0..<panels {
      let panel = simulatedPanel(
        seed: UInt64(400 + seed), units: 20, periods: 10, starts: [8], effect: 2)
      let placebos = SyntheticPlacebos(panel, unit: 0, start: 8, .init(hasOwnLevel: true))
      let interval = placebos.interval(level: 0.9)
      if interval.low <= 2, 2 <= interval.high { held += 1 }
    }
    // The hull of the set, so at least.
    #expect(
      Double(held) / Double(panels) >= 0.9 - 4.8916 * (0.09 / Double(panels)).squareRoot())
  }

  @Test("periods in another order: a size of 1/T, and the slow twin")
  func conformal() throws {
    let panel = try factorPanel(), options = SyntheticControlOptions(hasOwnLevel: false)
    let p = conformalPValue(panel, unit: 0, start: 12, effect: 0, options)
    let fit = syntheticControl(panel, unit: 0, donors: Array(1..<12), start: 18, options)
    let sizes = fit.gaps.map(abs)
    let own = sizes[12...].reduce(0, +)
    let shifted = (0..<18).map { shift in
      (12..<18).map { sizes[($0 + shift) % 18] }.reduce(0, +)
    }
    #expect(p == Double(shifted.count { $0 >= own * (1 - 1e-12) }) / 18)
    // A huge effect is refused as surely as 18 periods can.
    #expect(conformalPValue(panel, unit: 0, start: 12, effect: 60, options) <= 2.0 / 18)
    // Donors that are independent, a unit that is one of them in truth: errors are exchangeable.
    var refused = 0
    for seed in 0..<600 {
      let noise = simulatedPanel(seed: UInt64(seed), units: 8, periods: 20, starts: [19])
      let own = conformalPValue(noise, unit: 0, start: 19, effect: 0, .init(hasOwnLevel: true))
      if own <= 0.05 { refused += 1 }
    }
    #expect(abs(Double(refused) / 600 - 0.05) < 4.8916 * (0.05 * 0.95 / 600).squareRoot())
  }
}
