import ReachModel

/// Where each state, parameter and scratch row of a block of draws stands.
///
/// Series that some relation looks back on keep every quarter; the rest hold the present one.
///
/// A class, because every relation holds it: a reference is handed on for nothing.
final class Layout: Sendable {
  let sectors: Int
  let groups: Int
  let quarters: Int
  /// J, the number of realisation weights.
  let weights: Int
  let lags: [Int]

  /// How many rows there are.
  let rows: Int

  private let parameterRows: [[Int]]
  /// Quantities computed once a path from the parameters.
  let derived: DerivedRows
  let state: StateRows
  let scratch: [Int]
  /// What estimators of P(target) keep; laid only where there are any.
  let meanPath: MeanPathRows
  let outputPath: OutputPathRows
  let kept: KeptUniforms
  private let estimates: Int

  init(_ model: SimulationModel, estimates count: Int = 0) {
    sectors = model.sectors.count
    groups = model.groups.count
    quarters = model.quarters
    weights = model.structure.weights.count
    lags = model.groups.map(\.lag)
    var room = Rows()
    var parameterRows: [[Int]] = Parameter.allCases.map { _ in [] }
    for parameter in Parameter.allCases {
      parameterRows[parameter.number - 1] = model.parameters[parameter].map { _ in room.take(1) }
    }
    self.parameterRows = parameterRows
    derived = DerivedRows(model, &room)
    state = StateRows(model, &room)
    let scratch = (0..<6).map { _ in room.take(1) }
    self.scratch = scratch
    estimates = room.take(count)
    if count > 0 {
      outputPath = OutputPathRows(growth: room.take(1), score: room.take(1))
      kept = KeptUniforms(model, &room)
      meanPath = MeanPathRows(sectors: sectors, &room)
    } else {
      (outputPath, meanPath) = (OutputPathRows(), MeanPathRows())
      kept = KeptUniforms(first: scratch[5], stride: 0)
    }
    rows = room.count
  }

  /// The row of a parameter, for the sector or group at `place` if it has one each.
  func row(_ parameter: Parameter, _ place: Int = 0) -> Int {
    let rows = parameterRows[parameter.number - 1]
    precondition(!rows.isEmpty, "the model has no \(parameter.rawValue)")
    return rows.count == 1 ? rows[0] : rows[place]
  }

  func has(_ parameter: Parameter) -> Bool { !parameterRows[parameter.number - 1].isEmpty }

  /// V of a sector at the end of quarter t, −4...quarters.
  func V(_ s: Int, _ t: Int) -> Int { state.V + s * (quarters + 5) + t + 4 }
  /// Q of a sector in quarter t, −3...quarters.
  func Q(_ s: Int, _ t: Int) -> Int { state.Q + s * (quarters + 4) + t + 3 }
  func Z(_ t: Int) -> Int { state.Z + t + 3 }
  /// Commitments in quarter t, 1 − J...quarters.
  func R(_ t: Int) -> Int { state.R + t + weights - 1 }
  /// Firms reached by a group in quarter t, 1 − lag...quarters.
  func T(_ k: Int, _ t: Int) -> Int { state.T[k] + t + lags[k] - 1 }
  /// A + A2 − L of a sector in quarter t, −3...quarters.
  func netCertificates(_ s: Int, _ t: Int) -> Int { state.net + s * (quarters + 4) + t + 3 }
  /// x in quarter t, 0...quarters; likewise the regime r.
  func x(_ t: Int) -> Int { state.x + t }
  func r(_ t: Int) -> Int { state.r + t }
  /// Firms and certified firms of a sector at the end of quarter t, 0...quarters.
  func N(_ s: Int, _ t: Int) -> Int { state.N + s * (quarters + 1) + t }
  func certified(_ s: Int, _ t: Int) -> Int { state.certified + s * (quarters + 1) + t }

  func priceSI(_ t: Int) -> Int { derived.priceSI + t + 3 }
  func priceZ(_ t: Int) -> Int { derived.priceZ + t + 3 }

  func U(_ s: Int, _ o: Int) -> Int { state.U + 2 * s + o }
  func C(_ s: Int, _ o: Int) -> Int { state.C + 2 * s + o }
  func K(_ s: Int) -> Int { state.K + s }
  func KB(_ s: Int) -> Int { state.KB + s }
  func M(_ k: Int, _ s: Int) -> Int { state.M + k * sectors + s }
  /// M at the end of the quarter before.
  func previousM(_ k: Int, _ s: Int) -> Int { state.previousM + k * sectors + s }
  func entry(_ s: Int, _ o: Int) -> Int { state.entry + 2 * s + o }
  func certifiedEntry(_ s: Int, _ o: Int) -> Int { state.certifiedEntry + 2 * s + o }
  func exitU(_ s: Int, _ o: Int) -> Int { state.exitU + 2 * s + o }
  func exitC(_ s: Int, _ o: Int) -> Int { state.exitC + 2 * s + o }
  func own(_ s: Int, _ o: Int) -> Int { state.own + 2 * s + o }
  func programme(_ s: Int) -> Int { state.programme + s }
  func lapse(_ s: Int, _ o: Int) -> Int { state.lapse + 2 * s + o }
  /// The foreign share of the sector's firms at the start of the quarter.
  func H(_ s: Int) -> Int { state.H + s }
  func growth(_ s: Int) -> Int { state.growth + s }
  func presenceNormal(_ s: Int) -> Int { state.presenceNormal + s }
  /// The mean of domestic entry in the quarter.
  func entryMean(_ s: Int) -> Int { state.entryMean + s }
  /// Domestic firms without a certificate that did not exit, the hazard of a certificate on own
  /// accord, and what programmes offered them before the limit of their number.
  func survivors(_ s: Int) -> Int { state.survivors + s }
  func ownHazard(_ s: Int) -> Int { state.ownHazard + s }
  func programmeOffered(_ s: Int) -> Int { state.programmeOffered + s }
  /// The estimate of P(target) in each draw, by the place of the target.
  func estimate(_ place: Int) -> Int { estimates + place }
  var realised: Int { state.realised }
  /// ln of median commitments at the effort in force.
  var logAtEffort: Int { state.logAtEffort }
  /// The jump of the stress spell in force.
  var jump: Int { state.jump }
  /// The first quarter in which a draw left the range that can be computed; +∞ if it never did.
  var failure: Int { state.failure }
}

/// First rows of the states.
struct StateRows: Sendable {
  var V = 0, Q = 0, Z = 0, R = 0, net = 0, x = 0, r = 0, N = 0, certified = 0
  var T: [Int] = []
  var U = 0, C = 0, K = 0, KB = 0, M = 0, previousM = 0
  var entry = 0, certifiedEntry = 0, exitU = 0, exitC = 0
  var own = 0, programme = 0, lapse = 0
  var entryMean = 0, survivors = 0, ownHazard = 0, programmeOffered = 0
  var H = 0, growth = 0, presenceNormal = 0, realised = 0, logAtEffort = 0, jump = 0, failure = 0
}

/// Rows of what follows from the parameters alone.
struct DerivedRows: Sendable {
  /// −ln(1 − yearly exit probability), by ownership.
  var exitHazard = 0
  /// Of a certificate at entry, by ownership: −ln(1 − ce).
  var certifiedEntrantHazard = 0
  /// Of lapse within a quarter.
  var lapseHazard = 0
  /// Of a certificate per firm in the programme: −ln(1 − π α).
  var programmeHazard = 0
  /// The odds that go with the three hazards before.
  var certifiedEntrantOdds = 0, lapseOdds = 0, programmeOdds = 0
  /// exp(ηC).
  var certifiedFactor = 0
  /// The log standard deviation of quarterly commitments.
  var quarterlySigmaR = 0
  /// √c and √(1 − c).
  var commonWeight = 0, ownWeight = 0
  /// (1 − δ)^¼ of capital; of each group's effect.
  var capitalFactor = 0, fadeFactor = 0
  /// ln Rbar.
  var logRBar = 0
  /// Prices of SI and of other manufacturing in quarter t, from quarter −3 on; 1 in quarter 0.
  var priceSI = 0, priceZ = 0
}

/// Rows of ``MeanPath``.
struct MeanPathRows: Sendable {
  /// Mean firms by cell.
  var uncertified = 0, certified = 0
  /// Of the sector at hand: mean entry by ownership, the factor of exit, the hazard of a certificate,
  /// the programme's mean.
  var entry = 0, exit = 0, own = 0, programme = 0
  /// Of the count at hand: its law.
  var trials = 0, hazard = 0, odds = 0, ownOdds = 0
  /// The counts of the cell at hand, and certificates that a programme offers.
  var entrants = CountRows(), certifiedEntrants = CountRows()
  var exitU = CountRows(), exitC = CountRows(), gained = CountRows(), lapsed = CountRows()
  var offered = CountRows()
  /// Domestic entry and own certificates of the largest sector, with their laws.
  var largestEntry = 0, largestEntryMean = 0, largestEntrySize = 0
  var largestOwn = 0, largestOwnTrials = 0, largestOwnHazard = 0
  /// All lapses of the quarter, and those who might.
  var allLapsed = 0, lapseTrials = 0
  var firms = SumRows(), holders = SumRows()
}

/// A count, its mean and θ.
struct CountRows: Sendable {
  var count = 0, flow = 0, excess = 0
}

/// A sum of counts in two parts: domestic entrants, and the rest; and the greatest θ of the former.
struct SumRows: Sendable {
  var entries = PartRows(), rest = PartRows()
  var heaviest = 0
}

/// A sum of counts: its value, its mean, and five rows of cumulants from the second to the sixth.
struct PartRows: Sendable {
  var value = 0, mean = 0, cumulants = 0

  /// All seven.
  var all: Range<Int> { value..<(cumulants + 5) }
}

/// Where the uniforms of counts are kept for ``MeanPath``; one scratch row where nobody asks.
struct KeptUniforms: Sendable {
  fileprivate let first: Int
  /// Rows of a sector: 0 where all share one row.
  fileprivate let stride: Int

  private func row(_ s: Int, _ place: Int) -> Int {
    stride == 0 ? first : first + s * stride + place
  }
  func entry(_ s: Int, _ o: Int) -> Int { row(s, o) }
  func exitU(_ s: Int, _ o: Int) -> Int { row(s, 2 + o) }
  func exitC(_ s: Int, _ o: Int) -> Int { row(s, 4 + o) }
  func own(_ s: Int, _ o: Int) -> Int { row(s, 6 + o) }
  func lapse(_ s: Int, _ o: Int) -> Int { row(s, 8 + o) }
  func certifiedEntry(_ s: Int, _ o: Int) -> Int { row(s, 10 + o) }
  /// By the place of the group among those that certify.
  func programme(_ s: Int, _ place: Int) -> Int { row(s, 12 + place) }
}

/// Rows of ``OutputEstimator``.
struct OutputPathRows: Sendable {
  var growth = 0, score = 0
}

/// Hands out rows, one after another.
private struct Rows {
  private(set) var count = 0

  mutating func take(_ more: Int) -> Int {
    defer { count += more }
    return count
  }
}

extension KeptUniforms {
  fileprivate init(_ model: SimulationModel, _ room: inout Rows) {
    stride = 12 + model.groups.count
    first = room.take(model.sectors.count * stride)
  }
}

extension MeanPathRows {
  fileprivate init(sectors: Int, _ room: inout Rows) {
    uncertified = room.take(2 * sectors)
    certified = room.take(2 * sectors)
    entry = room.take(2)
    exit = room.take(1)
    own = room.take(1)
    programme = room.take(1)
    trials = room.take(1)
    hazard = room.take(1)
    odds = room.take(1)
    ownOdds = room.take(1)
    entrants = CountRows(&room)
    certifiedEntrants = CountRows(&room)
    exitU = CountRows(&room)
    exitC = CountRows(&room)
    gained = CountRows(&room)
    lapsed = CountRows(&room)
    offered = CountRows(&room)
    largestEntry = room.take(1)
    largestEntryMean = room.take(1)
    largestEntrySize = room.take(1)
    largestOwn = room.take(1)
    largestOwnTrials = room.take(1)
    largestOwnHazard = room.take(1)
    allLapsed = room.take(1)
    lapseTrials = room.take(1)
    firms = SumRows(&room)
    holders = SumRows(&room)
  }
}

extension CountRows {
  fileprivate init(_ room: inout Rows) {
    self.init(count: room.take(1), flow: room.take(1), excess: room.take(1))
  }
}

extension SumRows {
  fileprivate init(_ room: inout Rows) {
    self.init(entries: PartRows(&room), rest: PartRows(&room), heaviest: room.take(1))
  }
}

extension PartRows {
  fileprivate init(_ room: inout Rows) {
    self.init(value: room.take(1), mean: room.take(1), cumulants: room.take(5))
  }
}

extension DerivedRows {
  fileprivate init(_ model: SimulationModel, _ room: inout Rows) {
    exitHazard = room.take(2)
    certifiedEntrantHazard = room.take(2)
    lapseHazard = room.take(1)
    programmeHazard = room.take(1)
    certifiedEntrantOdds = room.take(2)
    lapseOdds = room.take(1)
    programmeOdds = room.take(1)
    certifiedFactor = room.take(1)
    quarterlySigmaR = room.take(1)
    commonWeight = room.take(1)
    ownWeight = room.take(1)
    capitalFactor = room.take(1)
    fadeFactor = room.take(model.groups.count)
    logRBar = room.take(1)
    priceSI = room.take(model.quarters + 4)
    priceZ = room.take(model.quarters + 4)
  }
}

extension StateRows {
  fileprivate init(_ model: SimulationModel, _ room: inout Rows) {
    let sectors = model.sectors.count, groups = model.groups.count, quarters = model.quarters
    let weights = model.structure.weights.count
    V = room.take(sectors * (quarters + 5))
    Q = room.take(sectors * (quarters + 4))
    Z = room.take(quarters + 4)
    R = room.take(quarters + weights)
    T = model.groups.map { room.take(quarters + $0.lag) }
    net = room.take(sectors * (quarters + 4))
    x = room.take(quarters + 1)
    r = room.take(quarters + 1)
    N = room.take(sectors * (quarters + 1))
    certified = room.take(sectors * (quarters + 1))
    U = room.take(2 * sectors)
    C = room.take(2 * sectors)
    K = room.take(sectors)
    KB = room.take(sectors)
    M = room.take(groups * sectors)
    previousM = room.take(groups * sectors)
    entry = room.take(2 * sectors)
    certifiedEntry = room.take(2 * sectors)
    exitU = room.take(2 * sectors)
    exitC = room.take(2 * sectors)
    own = room.take(2 * sectors)
    programme = room.take(sectors)
    lapse = room.take(2 * sectors)
    entryMean = room.take(sectors)
    survivors = room.take(sectors)
    ownHazard = room.take(sectors)
    programmeOffered = room.take(sectors)
    H = room.take(sectors)
    growth = room.take(sectors)
    presenceNormal = room.take(sectors)
    realised = room.take(1)
    logAtEffort = room.take(1)
    jump = room.take(1)
    failure = room.take(1)
  }
}
