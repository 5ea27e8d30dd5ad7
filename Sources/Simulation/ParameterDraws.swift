import NumericKernels
import RandomStreams
import ReachModel

/// Draws the parameters of a block of draws and what follows from them.
///
/// Every parameter is one monotone transform of one uniform, through the standard normal score on
/// which the copula works; its address is (number, index, draw), so that no parameter shifts
/// another.
struct ParameterDraws: Sendable {
  /// A class, because every block goes through all of them: references are cheap to hand on.
  private final class Drawn: Sendable {
    let row: Int
    let value: DrawnValue
    let marginal: Marginal
    /// The row of the copula factor, for a correlated value.
    let member: Int?

    init(row: Int, value: DrawnValue, marginal: Marginal, member: Int?) {
      (self.row, self.value, self.marginal, self.member) = (row, value, marginal, member)
    }
  }

  private let drawn: [Drawn]
  /// The laws of the drawn values.
  let marginals: [Distribution: Marginal]
  private let fixed: [(row: Int, value: Double)]
  private let copula: Copula?
  private let model: SimulationModel
  private let layout: Layout
  /// Whether prices differ from path to path.
  private let hasDrawnPrices: Bool

  /// `known` are laws that have been made already: their tables are used again.
  init(
    _ model: SimulationModel, _ layout: Layout, known: [Distribution: Marginal] = [:]
  ) {
    (self.model, self.layout) = (model, layout)
    copula = model.parameterUncertainty ? model.copula : nil
    var drawn: [Drawn] = []
    var fixed: [(row: Int, value: Double)] = []
    var marginals = known
    for parameter in Parameter.allCases {
      for (place, value) in model.parameters[parameter].enumerated() {
        let row = layout.row(parameter, place)
        guard model.parameterUncertainty, !value.distribution.isFixed else {
          fixed.append((row, value.distribution.statedMean))
          continue
        }
        guard
          let marginal = marginals[value.distribution] ?? value.distribution.marginal?.tabulated()
        else {
          preconditionFailure("\(parameter.rawValue): \(value.distribution) does not exist")
        }
        marginals[value.distribution] = marginal
        let member = Copula.Member(number: value.number, index: value.index)
        drawn.append(
          Drawn(
            row: row, value: value, marginal: marginal,
            member: copula?.members.firstIndex(of: member)))
      }
    }
    (self.drawn, self.fixed) = (drawn, fixed)
    let laws = Set(drawn.map(\.value.distribution))
    self.marginals = marginals.filter { laws.contains($0.key) }
    let prices = [layout.row(.piSI), layout.row(.piZ)]
    hasDrawnPrices = drawn.contains { prices.contains($0.row) }
  }

  /// How many values are drawn.
  var count: Int { drawn.count }

  /// The addresses of the drawn values, in the order of their rows.
  var values: [DrawnValue] { drawn.map(\.value) }

  /// The rows of the drawn values.
  var rows: [Int] { drawn.map(\.row) }

  func fillFixed(_ b: borrowing PathBuffer) {
    for (row, value) in fixed { b.fill(row, with: value) }
    if !hasDrawnPrices { derivePrices(b) }
    if drawn.isEmpty { derive(b) }
  }

  /// Draws for the parameter indices that `indices` gives to the draws of the block.
  ///
  /// A parameter index that several draws share is drawn once and copied to them.
  ///
  /// - Parameters:
  ///   - b: The block.
  ///   - source: Where the uniforms come from.
  ///   - indices: The parameter index of each draw.
  ///   - design: What takes the place of drawn values, if anything does.
  func fill(
    _ b: borrowing PathBuffer, _ source: RandomSource, indices: ParameterIndices,
    design: Design? = nil
  ) {
    guard !drawn.isEmpty else { return }
    let origin = ScoreOrigin(source: source, indices: indices, design: design)
    let distinct = indices.distinct(in: 8 * b.vectors)
    let scores = PathBuffer(
      rows: max(1, copula?.members.count ?? 0) + 3, vectors: (distinct + 7) / 8)
    if let copula { fillMembers(copula, scores, origin) }
    let plain = scores.rows - 1, values = scores.rows - 3
    for item in drawn {
      if let member = item.member, let copula {
        correlate(copula.factor[member], scores, into: plain)
      } else {
        origin.fill(.init(number: item.value.number, index: item.value.index), scores, plain)
      }
      guard indices.repeats > 1 else {
        scores.read(plain) { z in b.write(item.row) { item.marginal.fill(&$0, atScores: z) } }
        continue
      }
      scores.write(values, reading: plain) { z, out in item.marginal.fill(&out, atScores: z) }
      spread(scores, values, indices, to: item.row, of: b)
    }
    derive(b)
  }

  /// Hands each draw the value of its parameter index.
  private func spread(
    _ scores: borrowing PathBuffer, _ values: Int, _ indices: ParameterIndices, to row: Int,
    of b: borrowing PathBuffer
  ) {
    guard indices.distinct(in: 8 * b.vectors) > 1 else {
      return b.fill(row, with: scores[values, draw: 0])
    }
    for draw in 0..<(8 * b.vectors) {
      b[row, draw: draw] = scores[values, draw: indices.place(of: draw)]
    }
  }

  /// Independent normal scores of every correlated value.
  private func fillMembers(
    _ copula: Copula, _ scores: borrowing PathBuffer, _ origin: ScoreOrigin
  ) {
    for (i, member) in copula.members.enumerated() { origin.fill(member, scores, i) }
  }

  /// One row of the correlated scores: Σ L[i][j] z[j].
  private func correlate(_ weights: [Double], _ scores: borrowing PathBuffer, into row: Int) {
    for v in 0..<scores.vectors {
      var sum = Lanes.zero
      for (j, weight) in weights.enumerated() { sum += scores[j, v] * weight }
      scores[row, v] = sum
    }
  }

  /// Fills the rows that follow from the parameters alone.
  private func derive(_ b: borrowing PathBuffer) {
    if hasDrawnPrices { derivePrices(b) }
    let rows = layout.derived
    for v in 0..<b.vectors {
      func parameter(_ name: Parameter) -> Lanes { b[layout.row(name), v] }
      b[rows.exitHazard, v] = hazard(parameter(.exitDomestic))
      b[rows.exitHazard + 1, v] = hazard(parameter(.exitForeign))
      b[rows.certifiedEntrantHazard, v] = hazard(parameter(.certifiedEntrantDomestic))
      b[rows.certifiedEntrantHazard + 1, v] = hazard(parameter(.certifiedEntrantForeign))
      b[rows.lapseHazard, v] = hazard(parameter(.lapse)) * quarter
      b[rows.programmeHazard, v] = hazard(parameter(.pi) * parameter(.alpha))
      for o in 0..<2 {
        b[rows.certifiedEntrantOdds + o, v] = exponentialMinusOne(
          b[rows.certifiedEntrantHazard + o, v])
      }
      b[rows.lapseOdds, v] = exponentialMinusOne(b[rows.lapseHazard, v])
      b[rows.programmeOdds, v] = exponentialMinusOne(b[rows.programmeHazard, v])
      b[rows.certifiedFactor, v] = exponential(parameter(.etaC))
      b[rows.commonWeight, v] = squareRoot(parameter(.correlation))
      b[rows.ownWeight, v] = squareRoot(Lanes.one - parameter(.correlation))
      b[rows.capitalFactor, v] = remaining(parameter(.deltaK))
      b[rows.logRBar, v] = naturalLogarithm(parameter(.rBar))
      // The log sd of a quarter from that of a year's sum (model-clarifications, item 7).
      let variance = parameter(.sigmaR) * parameter(.sigmaR)
      b[rows.quarterlySigmaR, v] = squareRoot(
        logarithmOfOnePlus(exponentialMinusOne(variance) * 4))
      for k in 0..<layout.groups {
        b[rows.fadeFactor + k, v] = remaining(b[layout.row(.fade, k), v])
      }
    }
  }

  /// P = exp(π t Δ), t in quarters, for SI and for other manufacturing.
  private func derivePrices(_ b: borrowing PathBuffer) {
    let piSI = layout.row(.piSI), piZ = layout.row(.piZ)
    for t in -3...layout.quarters {
      let years = Double(t) * quarter
      for v in 0..<b.vectors {
        b[layout.priceSI(t), v] = exponential(b[piSI, v] * years)
        b[layout.priceZ(t), v] = exponential(b[piZ, v] * years)
      }
    }
  }

  /// −ln(1 − p), kept finite: at 745 the chance of no event is below the smallest number.
  @inline(__always)
  private func hazard(_ p: Lanes) -> Lanes {
    let rate = Lanes.zero - logarithmOfOnePlus(Lanes.zero - p)
    return rate.replacing(with: 745, where: rate .> 745)
  }

  /// (1 − yearly loss)^¼.
  @inline(__always)
  private func remaining(_ loss: Lanes) -> Lanes {
    exponential(logarithmOfOnePlus(Lanes.zero - loss) * quarter)
  }
}

/// Where the normal scores of a block's parameters come from.
private struct ScoreOrigin {
  let source: RandomSource
  let indices: ParameterIndices
  let design: Design?

  /// Fills a row with the scores of an input, one for each parameter index of the block.
  ///
  /// The last row but one is overwritten with uniforms.
  func fill(_ input: Copula.Member, _ scores: borrowing PathBuffer, _ row: Int) {
    if let given = design?.scores[input] { return copy(given, scores, row) }
    var first = indices.firstInBlock
    if let exchange = design?.exchange, exchange.inputs.contains(input) {
      first += exchange.firstParameter - indices.first
    }
    let uniforms = scores.rows - 2
    scores.write(uniforms) { out in
      source.fill(slot: input.number, index: input.index, firstDraw: first, into: &out)
    }
    scores.write(row, reading: uniforms) { u, out in normalQuantiles(u, into: &out) }
  }

  private func copy(_ given: [Double], _ scores: borrowing PathBuffer, _ row: Int) {
    let start = indices.offset / indices.repeats
    for i in 0..<(8 * scores.vectors) {
      // What lies beyond the last draw is not recorded.
      scores[row, draw: i] = given[min(start + i, given.count - 1)]
    }
  }
}

/// The parameter index of each draw of a block: consecutive, each kept for `repeats` draws.
struct ParameterIndices: Sendable {
  let first: UInt64
  /// The block's first draw, counted within the design.
  let offset: Int
  let repeats: Int

  /// The parameter index of the block's first draw.
  var firstInBlock: UInt64 { first + UInt64(offset / repeats) }

  /// How many parameter indices a block of `draws` draws meets.
  func distinct(in draws: Int) -> Int { place(of: draws - 1) + 1 }

  /// Which of the block's parameter indices a draw of the block has.
  func place(of draw: Int) -> Int { (offset + draw) / repeats - offset / repeats }
}
