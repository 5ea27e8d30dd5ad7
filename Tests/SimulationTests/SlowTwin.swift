import NumericKernels
import RandomStreams
import ReachModel
import Simulation

/// The model once more, as plain arithmetic on single numbers: slow, obvious, and written from the
/// equations (model-clarifications, items 1 to 23), not from the engine.
///
/// It shares with the engine the addressed uniforms, the scalar versions of exp, log and the quantile
/// functions of continuous laws, which have tests of their own, and the order in which an equation's
/// terms are added up: so every state has the same bits. Counts are found by adding up probabilities
/// from zero.
struct SlowTwin {
  let model: SimulationModel
  let seed: UInt64
  let shock: UInt64
  let parameter: UInt64
  private let laws: TwinLaws
  private var drawn: [Parameter: [Double]] = [:]

  var U: [[Double]] = []
  var C: [[Double]] = []
  var K: [Double] = []
  var KB: [Double] = []
  var M: [[Double]] = []
  var V: [TimeLine] = []
  var Q: [TimeLine] = []
  var Z = TimeLine([])
  var R = TimeLine([])
  var T: [TimeLine] = []
  var net: [TimeLine] = []
  var x = TimeLine([])
  var r = 0.0
  var spellJump = 0.0
  var Vbar: [Double] = []
  var promotionHistory: [Double] = []

  let delta = 0.25

  init(_ laws: TwinLaws, seed: UInt64, shock: UInt64, parameter: UInt64) {
    (self.laws, model) = (laws, laws.model)
    (self.seed, self.shock, self.parameter) = (seed, shock, parameter)
    for name in Parameter.allCases { drawn[name] = model.parameters[name].map(value) }
    start()
  }

  /// A parameter, for one sector or group if it has one each; 0 where the model has none.
  func the(_ name: Parameter, _ place: Int = 0) -> Double {
    guard let values = drawn[name], !values.isEmpty else { return 0 }
    return values.count == 1 ? values[0] : values[place]
  }

  private func level(_ name: Parameter) -> Double {
    (drawn[name] ?? []).isEmpty ? 1 : the(name)
  }

  private func value(_ input: DrawnValue) -> Double {
    guard model.parameterUncertainty, !input.distribution.isFixed else {
      return input.distribution.statedMean
    }
    let u = uniform(
      at: Address(slot: input.number, index: input.index, draw: parameter), seed: seed)
    return laws.value(input.distribution, atScore: normalQuantile(u))
  }

  // MARK: Start

  private mutating func start() {
    let s = model.start
    R = TimeLine(s.R.map { $0 * level(.levelCommitments) })
    K = s.K.map { $0 * level(.levelCapital) }
    KB = s.KB.map { $0 * level(.levelBuyerCapital) }
    M = s.M.map { $0.map { $0 * level(.levelSupported) } }
    T = s.T.map { TimeLine($0.map { $0 * level(.levelReached) }) }
    net = s.netCertificates.map { TimeLine($0.map { $0 * level(.levelNetCertificates) }) }
    promotionHistory = s.promotion.map { $0 * level(.levelPromotion) }
    V = s.V.map { TimeLine($0.map(presence)) }
    Vbar = model.structure.presenceNormal.map(presence)
    startOutput()
    x = TimeLine([(drawn[.startGrowth] ?? []).isEmpty ? s.x : the(.startGrowth)])
    r = Double(s.r)
    spellJump = the(.jump)
    switch s.firms {
    case .counts(let U, let C): (self.U, self.C) = (U, C)
    case .drawn(let firms, let certified): splitFirms(firms, certified)
    }
  }

  /// The odds V/(1 − V), scaled.
  private func presence(_ V: Double) -> Double {
    guard !(drawn[.levelPresence] ?? []).isEmpty else { return V }
    let odds = the(.levelPresence) * V
    return odds / (odds + (1 - V))
  }

  private mutating func startOutput() {
    let s = model.start, size = level(.levelOutput), share = the(.startShare)
    var Q = s.Q.map { row in
      row.enumerated().map { $1 * size * exponential(the(.startTilt) * Double($0 - 3)) }
    }
    Z = TimeLine(s.Z.map { $0 * size })
    if !(drawn[.startShare] ?? []).isEmpty {
      var A = 0.0, B = 0.0
      for i in 0..<4 {
        for row in Q { A += exponential(the(.piSI) * (Double(i - 3) / 4)) * row[i] }
        B += exponential(the(.piZ) * (Double(i - 3) / 4)) * Z[i - 3]
      }
      let f = share * B / ((1 - share) * A)
      Q = Q.map { $0.map { $0 * f } }
    }
    self.Q = Q.map { TimeLine($0) }
  }

  private mutating func splitFirms(_ firms: [[Double]], _ certified: [[Double]]) {
    let N = the(.startFirms).rounded()
    let holders = (the(.startCertifiedShare) * N).rounded()
    let cells = largestRemainder(N, firms.flatMap { $0 })
    let C = capped(largestRemainder(holders, certified.flatMap { $0 }), by: cells)
    self.C = firms.indices.map { [C[2 * $0], C[2 * $0 + 1]] }
    U = firms.indices.map { [cells[2 * $0] - C[2 * $0], cells[2 * $0 + 1] - C[2 * $0 + 1]] }
  }

  // MARK: Chance

  /// What the shock slots' permanent numbers are: stated again, so that a change is noticed.
  enum Slot: Int {
    case regime = 4096, manufacturing, commitments, domesticEntry, foreignEntry, certifiedEntrants
    case exit, own, rounding, programme, lapse, commonOutput, sectorOutput, registerFirms
    case registerCertified
  }

  func u(_ slot: Slot, _ index: Int, _ t: Int) -> Double {
    uniform(at: Address(slot: slot.rawValue, index: index, step: t, draw: shock), seed: seed)
  }

  func normal(_ slot: Slot, _ index: Int, _ t: Int) -> Double {
    model.processNoise ? normalQuantile(u(slot, index, t)) : 0
  }

  func heavyTailed(_ slot: Slot, _ t: Int) -> Double {
    model.processNoise ? laws.student.value(atScore: normalQuantile(u(slot, 0, t))) : 0
  }

  /// P(X = 0) = e^(−n h) and P(k + 1) = P(k) (n − k)/(k + 1) · p/(1 − p).
  func binomial(_ n: Double, hazard h: Double, _ slot: Slot, _ index: Int, _ t: Int) -> Double {
    guard model.processNoise else { return n * -exponentialMinusOne(-h) }
    // Beyond 700, where e^h overflows, all happen: the chance that one does not is below 10⁻³⁰⁰.
    guard h < 700 else { return n }
    let odds = exponentialMinusOne(h)
    return count(u(slot, index, t), atMost: n, first: exponential(-n * h)) { k in
      (n - k) / (k + 1) * odds
    }
  }

  func poisson(_ mean: Double, _ slot: Slot, _ index: Int, _ t: Int) -> Double {
    guard model.processNoise else { return mean }
    return count(u(slot, index, t), atMost: 1e6, first: exponential(-mean)) { k in mean / (k + 1) }
  }

  func negativeBinomial(
    _ mean: Double, size: Double, _ slot: Slot, _ index: Int, _ t: Int
  ) -> Double {
    guard model.processNoise else { return mean }
    let none = exponential(-size * logarithmOfOnePlus(mean / size))
    return count(u(slot, index, t), atMost: 1e6, first: none) { k in
      (k + size) / (k + 1) * mean / (size + mean)
    }
  }

  /// The smallest k whose cumulated probability reaches u.
  private func count(
    _ u: Double, atMost n: Double, first: Double, ratio: (Double) -> Double
  ) -> Double {
    var k = 0.0, probability = first, sum = first
    while sum < u, k < n {
      probability *= ratio(k)
      k += 1
      sum += probability
    }
    return k
  }
}

/// Values by quarter: a history that ends with quarter 0, then what is appended.
struct TimeLine {
  private var values: [Double]
  private let first: Int

  init(_ history: [Double]) { (values, first) = (history, 1 - history.count) }

  subscript(t: Int) -> Double { values[t - first] }

  mutating func append(_ value: Double) { values.append(value) }
}

/// Hamilton's method by sorting the remainders.
func largestRemainder(_ total: Double, _ shares: [Double]) -> [Double] {
  var cells = shares.map { (total * $0).rounded(.down) }
  let order = shares.indices.sorted {
    let a = total * shares[$0] - cells[$0], b = total * shares[$1] - cells[$1]
    return a == b ? $0 < $1 : a > b
  }
  for place in order.prefix(Int(total - cells.reduce(0, +))) { cells[place] += 1 }
  return cells
}

/// No more than the limits; each unit too many goes to the cell with the most room, the first of
/// equals.
func capped(_ cells: [Double], by limits: [Double]) -> [Double] {
  var result = zip(cells, limits).map { min($0, $1) }
  var excess = cells.reduce(0, +) - result.reduce(0, +)
  while excess > 0 {
    let rooms = zip(limits, result).map { $0 - $1 }
    guard let most = rooms.max(), most > 0, let place = rooms.firstIndex(of: most) else { break }
    result[place] += 1
    excess -= 1
  }
  return result
}

/// A model with the laws of its inputs, made once for many draws.
struct TwinLaws {
  let model: SimulationModel
  let student = CutStudentShock()
  private var marginals: [Distribution: Marginal] = [:]

  init(_ model: SimulationModel) {
    self.model = model
    for name in Parameter.allCases {
      for input in model.parameters[name] where !input.distribution.isFixed {
        marginals[input.distribution] = input.distribution.marginal?.tabulated()
      }
    }
  }

  func value(_ law: Distribution, atScore z: Double) -> Double {
    marginals[law]?.value(atScore: z) ?? .nan
  }
}
