import ReachModel
import Simulation

/// A model of one sector, over one year unless a test asks for more, in which nothing happens but
/// what the test switches on.
enum ToyModel {
  /// A model of `firms` domestic firms without a certificate, unless `start` says otherwise; `laws`
  /// is what differs from nothing.
  static func make(
    firms: Double = 1, start: StartState.Firms? = nil, quarters: Int = 4,
    _ laws: [Parameter: Distribution]
  ) -> SimulationModel {
    let optional: Set<Parameter> = [
      .startFirms, .startCertifiedShare, .startShare, .startGrowth, .startTilt, .levelPresence,
      .levelCapital, .levelBuyerCapital, .levelSupported, .levelCommitments, .levelReached,
      .levelPromotion, .levelOutput, .levelNetCertificates,
    ]
    var table = ParameterTable([:])
    for parameter in Parameter.allCases where parameter.shape != .perGroup {
      guard let law = laws[parameter] ?? (optional.contains(parameter) ? nil : usual(parameter))
      else { continue }
      table[parameter] = [DrawnValue(law, number: parameter.number)]
    }
    return SimulationModel(
      sectors: [ModelSector(key: "only", number: 1)], groups: [], quarters: quarters,
      levers: LeverPaths(
        budget: [], promotion: Array(repeating: 1, count: quarters), usualPromotion: 1),
      structure: Structure(
        promotionLag: 0, weights: [1], capitalShares: [0], buyerCapitalShares: [0],
        supportShares: [], eligible: [], presenceNormal: [0.5], foreignShareNormal: [0]),
      start: StartState(
        firms: start ?? .counts(U: [[firms, 0]], C: [[0, 0]]), K: [1], KB: [1], M: [], x: 0, r: 0,
        V: [[0.5, 0.5, 0.5, 0.5, 0.5]], Q: [[1, 1, 1, 1]], Z: [9, 9, 9, 9], R: [1], T: [],
        netCertificates: [[0, 0, 0, 0]], promotion: []),
      parameters: table)
  }

  private static func usual(_ parameter: Parameter) -> Distribution {
    [.rBar, .iota, .b0Ratio, .nbSize].contains(parameter) ? .fixed(1) : .fixed(0)
  }

  static func target(
    _ outcome: Outcome, _ threshold: Double, sector: Int? = nil, year: Int = 2021
  ) -> Target {
    Target(
      key: outcome.rawValue, label: Label(vi: "a", en: "a"), outcome: outcome, sector: sector,
      comparison: .atLeast, threshold: threshold, year: year, source: "test",
      origin: Origin(file: "test", line: 1, column: 1))
  }
}
