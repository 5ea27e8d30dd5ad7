import Econometrics
import Foundation
import Testing

/// A panel of independent normal outcomes around unit and period effects.
func simulatedPanel(
  seed: UInt64, units: Int, periods: Int, starts: [Int], effect: Double = 0, sd: Double = 1,
  trend: (_ unit: Int, _ period: Int) -> Double = { _, _ in 0 }
) -> ProgrammePanel {
  var random = SplitMix(seed: seed)
  let all = (0..<units).map { $0 < starts.count ? starts[$0] : periods }
  let levels = (0..<units).map { _ in random.normal() }
  let years = (0..<periods).map { _ in random.normal() }
  let outcomes = (0..<units).map { i in
    (0..<periods).map { t in
      levels[i] + years[t] + sd * random.normal() + trend(i, t) + (t >= all[i] ? effect : 0)
    }
  }
  return ProgrammePanel(
    units: (0..<units).map { "u\($0)" }, periods: Array(2000..<(2000 + periods)),
    outcomes: outcomes, starts: all)
}

/// Independent uniform words addressed by draw and slot.
func programmeWords(seed: UInt64 = 1) -> AddressedWords {
  let bits = wordsOfTest(seed)
  return { draw, slot in bits(Int(draw), slot) }
}

private func wordsOfTest(_ seed: UInt64) -> @Sendable (Int, Int) -> UInt64 {
  { draw, word in
    var z = seed &+ UInt64(draw) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(word) &* 0xD1B5_4A32_D192_ED03
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// 1 at a place, 0 elsewhere.
func unitWeights(_ count: Int, _ place: Int = 0) -> [Double] {
  (0..<count).map { $0 == place ? 1 : 0 }
}

extension ProgrammePanel {
  /// The units in another order.
  func reordered(_ order: [Int]) -> ProgrammePanel {
    ProgrammePanel(
      units: order.map { units[$0] }, periods: periods, outcomes: order.map { outcomes[$0] },
      starts: order.map { starts[$0] }, covariates: order.map { covariates[$0] })
  }
}

/// The panel of `ReferenceValues/programme/staggered.csv`.
func staggeredPanel(withCovariate: Bool) throws -> ProgrammePanel {
  let rows = try referenceRows("programme/staggered.csv").map { row in
    try row.map { try #require(Double($0)) }
  }
  let periods = Set(rows.map { Int($0[1]) }).sorted()
  let units = Set(rows.map { Int($0[0]) }).sorted()
  func row(_ unit: Int, _ period: Int) throws -> [Double] {
    try #require(rows.first { Int($0[0]) == unit && Int($0[1]) == period })
  }
  return ProgrammePanel(
    units: units.map(String.init), periods: periods,
    outcomes: try units.map { unit in try periods.map { try row(unit, $0)[2] } },
    starts: try units.map { unit in
      let first = Int(try row(unit, periods[0])[3])
      return first == 0 ? periods.count : first - periods[0]
    }, covariates: withCovariate ? try units.map { [try row($0, periods[0])[4]] } : nil)
}
