import NumericKernels
import RandomStreams
import ReachModel

/// Draws the parameters of a block of draws and what follows from them.
///
/// Every parameter is one monotone transform of one uniform, through the standard normal score on
/// which the copula works; its address is (number, index, draw), so that no parameter shifts
/// another.
struct ParameterDraws: Sendable {
  private struct Drawn: Sendable {
    let row: Int
    let value: DrawnValue
    let marginal: Marginal
    /// The row of the copula factor, for a correlated value.
    let member: Int?
  }

  private let drawn: [Drawn]
  private let fixed: [(row: Int, value: Double)]
  private let copula: Copula?
  private let model: SimulationModel
  private let layout: Layout

  init(_ model: SimulationModel, _ layout: Layout) {
    (self.model, self.layout) = (model, layout)
    copula = model.parameterUncertainty ? model.copula : nil
    var drawn: [Drawn] = []
    var fixed: [(row: Int, value: Double)] = []
    var marginals: [Distribution: Marginal] = [:]
    for parameter in Parameter.allCases {
      for (place, value) in model.parameters[parameter].enumerated() {
        let row = layout.row(parameter, place)
        guard model.parameterUncertainty, !value.distribution.isFixed else {
          fixed.append((row, value.distribution.statedMean))
          continue
        }
        guard let marginal = marginals[value.distribution] ?? value.distribution.marginal else {
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
  }

  /// How many values are drawn.
  var count: Int { drawn.count }

  /// The addresses of the drawn values, in the order of their rows.
  var values: [DrawnValue] { drawn.map(\.value) }

  /// The rows of the drawn values.
  var rows: [Int] { drawn.map(\.row) }

  func fillFixed(_ b: borrowing PathBuffer) {
    for (row, value) in fixed { b.fill(row, with: value) }
    if drawn.isEmpty { derive(b) }
  }

  /// Draws for the parameter indices that `indices` gives to the draws of the block.
  func fill(_ b: borrowing PathBuffer, seed: UInt64, indices: ParameterIndices) {
    guard !drawn.isEmpty else { return }
    let scores = PathBuffer(rows: max(1, copula?.members.count ?? 0) + 2, vectors: b.vectors)
    if let copula { fillMembers(copula, scores, seed: seed, indices) }
    let plain = scores.rows - 1
    for item in drawn {
      if let member = item.member, let copula {
        correlate(copula.factor[member], scores, into: plain)
      } else {
        fillScores(item.value.number, item.value.index, scores, plain, seed: seed, indices)
      }
      b.write(item.row) { out in
        scores.read(plain) { z in item.marginal.fill(&out, atScores: z) }
      }
    }
    derive(b)
  }

  /// Independent normal scores of every correlated value.
  private func fillMembers(
    _ copula: Copula, _ scores: borrowing PathBuffer, seed: UInt64, _ indices: ParameterIndices
  ) {
    for (i, member) in copula.members.enumerated() {
      fillScores(member.number, member.index, scores, i, seed: seed, indices)
    }
  }

  /// One row of the correlated scores: Σ L[i][j] z[j].
  private func correlate(_ weights: [Double], _ scores: borrowing PathBuffer, into row: Int) {
    for v in 0..<scores.vectors {
      var sum = Lanes.zero
      for (j, weight) in weights.enumerated() { sum += scores[j, v] * weight }
      scores[row, v] = sum
    }
  }

  private func fillScores(
    _ number: Int, _ index: Int, _ scores: borrowing PathBuffer, _ row: Int, seed: UInt64,
    _ indices: ParameterIndices
  ) {
    let uniforms = scores.rows - 2
    scores.write(uniforms) { out in
      indices.fillUniforms(seed: seed, slot: number, index: index, into: &out)
    }
    scores.write(row, reading: uniforms) { u, out in normalQuantiles(u, into: &out) }
  }

  /// Fills the rows that follow from the parameters alone.
  private func derive(_ b: borrowing PathBuffer) {
    let rows = layout.derived
    for v in 0..<b.vectors {
      func parameter(_ name: Parameter) -> Lanes { b[layout.row(name), v] }
      b[rows.exitHazard, v] = hazard(parameter(.exitDomestic))
      b[rows.exitHazard + 1, v] = hazard(parameter(.exitForeign))
      b[rows.certifiedEntrantHazard, v] = hazard(parameter(.certifiedEntrantDomestic))
      b[rows.certifiedEntrantHazard + 1, v] = hazard(parameter(.certifiedEntrantForeign))
      b[rows.lapseHazard, v] = hazard(parameter(.lapse)) * quarter
      b[rows.programmeHazard, v] = hazard(parameter(.pi) * parameter(.alpha))
      b[rows.certifiedFactor, v] = exponential(parameter(.etaC))
      b[rows.commonWeight, v] = parameter(.correlation).squareRoot()
      b[rows.ownWeight, v] = (Lanes.one - parameter(.correlation)).squareRoot()
      b[rows.capitalFactor, v] = remaining(parameter(.deltaK))
      b[rows.logRBar, v] = naturalLogarithm(parameter(.rBar))
      // The log sd of a quarter from that of a year's sum (model-clarifications, item 7).
      let variance = parameter(.sigmaR) * parameter(.sigmaR)
      b[rows.quarterlySigmaR, v] = logarithmOfOnePlus(exponentialMinusOne(variance) * 4)
        .squareRoot()
      for k in 0..<layout.groups {
        b[rows.fadeFactor + k, v] = remaining(b[layout.row(.fade, k), v])
      }
    }
  }

  /// −ln(1 − p), kept finite: at 745 the chance of no event is below the smallest number.
  private func hazard(_ p: Lanes) -> Lanes {
    let rate = Lanes.zero - logarithmOfOnePlus(Lanes.zero - p)
    return rate.replacing(with: 745, where: rate .> 745)
  }

  /// (1 − yearly loss)^¼.
  private func remaining(_ loss: Lanes) -> Lanes {
    exponential(logarithmOfOnePlus(Lanes.zero - loss) * quarter)
  }
}

/// The parameter index of each draw of a block: consecutive, each kept for `repeats` draws.
struct ParameterIndices: Sendable {
  let first: UInt64
  /// The block's first draw, counted within the design.
  let offset: Int
  let repeats: Int

  func fillUniforms(seed: UInt64, slot: Int, index: Int, into out: inout MutableSpan<Double>) {
    guard repeats > 1 else {
      return RandomStreams.fillUniforms(
        seed: seed, slot: slot, index: index, firstDraw: first + UInt64(offset), into: &out)
    }
    let draws = (0..<out.count).map { first + UInt64((offset + $0) / repeats) }
    RandomStreams.fillUniforms(
      seed: seed, slot: slot, index: index, draws: draws.span, into: &out)
  }
}
