import Assessment
import ReachModel

/// Plans for supporting industries of some sectors over the years 2026 to 2030, with laws of the size
/// of the shipped ones.
enum SamplePlan {
  static let planYear = 2026
  static let years = 5

  static func study(
    _ targets: [Target], sectors: Int, levers: [LeverSetting] = [], freezeFrom: Int? = nil,
    changing change: (inout SimulationModel) -> Void = { _ in }
  ) -> Study {
    var model = model(sectors: sectors)
    change(&model)
    let origin = Origin(file: "plan.yaml", line: 1, column: 1)
    let label = Label(vi: "kế hoạch", en: "plan")
    return Study(
      name: "plan", title: label,
      province: Province(
        key: "p", code: "01", label: label, region: "r", successor: "p", factsKey: "p",
        origin: origin),
      sectors: model.sectors.map {
        Sector(
          key: $0.key, number: $0.number, label: label, unit: "", source: "", origin: origin)
      },
      planYear: planYear,
      asOf: CalendarDate(year: 2025, month: 12, day: 31)
        ?? preconditionDate(), model: model, targets: targets, levers: levers,
      uncertainties: [], assumptions: [], correlations: [], freezeFrom: freezeFrom, files: [])
  }

  private static func preconditionDate() -> CalendarDate { preconditionFailure("no such day") }

  static func model(sectors: Int) -> SimulationModel {
    var model = ToyModel.make(
      firms: 300, quarters: 4 * years,
      [
        .muX: .normal(mean: 0.06, sd: 0.015), .phiX: .beta(mean: 0.3, sd: 0.1),
        .sigmaX: .lognormal(mean: 0.015, sd: 0.00375), .sigma: .lognormal(mean: 0.08, sd: 0.02),
        .jump: .normalNonPositive(mean: -0.05, sd: 0.03), .recovered: .fixed(0.7),
        .stressEntry: .betaShapes(a: 1.5, b: 40), .stressStay: .fixed(0.4),
        .piSI: .normal(mean: 0.02, sd: 0.01), .piZ: .fixed(0.02),
        .startGrowth: .normal(mean: 0.015, sd: 0.007),
        .startShare: .linked(.logit, location: -1.7, scale: 0.07, degreesOfFreedom: nil),
        .exitDomestic: .fixed(0.095), .entryRate: .fixed(0.1), .p: .fixed(0.05),
      ])
    let one = model
    model.sectors = (0..<sectors).map { ModelSector(key: "sector_\($0 + 1)", number: $0 + 1) }
    func repeated<T>(_ values: [T]) -> [T] { (0..<sectors).flatMap { _ in values } }
    model.structure.capitalShares = repeated(one.structure.capitalShares)
    model.structure.buyerCapitalShares = repeated(one.structure.buyerCapitalShares)
    model.structure.presenceNormal = repeated(one.structure.presenceNormal)
    model.structure.foreignShareNormal = repeated(one.structure.foreignShareNormal)
    model.start.firms = .counts(U: repeated([[300, 0]]), C: repeated([[90, 0]]))
    (model.start.K, model.start.KB) = (repeated(one.start.K), repeated(one.start.KB))
    (model.start.V, model.start.Q) = (repeated(one.start.V), repeated(one.start.Q))
    model.start.netCertificates = repeated(one.start.netCertificates)
    for parameter in Parameter.allCases where parameter.shape == .perSector {
      guard let law = one.parameters[parameter].first else { continue }
      model.parameters[parameter] = (0..<sectors).map {
        DrawnValue(law.distribution, number: law.number, index: $0)
      }
    }
    return model
  }

  static func target(
    _ key: String, _ outcome: Outcome, _ comparison: Comparison, _ threshold: Double,
    sector: Int? = nil, year: Int = planYear
  ) -> Target {
    Target(
      key: key, label: Label(vi: key, en: key), outcome: outcome, sector: sector,
      sectorKey: sector.map { "sector_\($0 + 1)" }, comparison: comparison, threshold: threshold,
      year: year, source: "test", origin: Origin(file: "plan.yaml", line: 1, column: 1))
  }

  /// The keys of all smallest contradicting sets.
  static func conflicts(
    _ targets: [Target], sectors: Int, changing change: (inout SimulationModel) -> Void = { _ in }
  ) -> Set<Set<String>> {
    let arithmetic = TargetArithmetic(study(targets, sectors: sectors, changing: change))
    return Set(arithmetic.conflicts.map { Set($0.targets.map(\.key)) })
  }
}

/// SplitMix64 (Steele, Lea & Flood 2014), so that the cases of a test are the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func number(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }
}
