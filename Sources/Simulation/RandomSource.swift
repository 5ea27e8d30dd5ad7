import RandomStreams

/// How the draws of an ensemble fill the space of random numbers.
public enum SamplingMethod: String, CaseIterable, Sendable {
  /// Independent draws.
  case plain
  /// Scrambled Sobol' points for the uncertainties and the shocks of the first year, independent
  /// numbers for the rest: the same laws, spread more evenly.
  case sobol

  /// Independent scrambles of Sobol' points: draw d belongs to scramble d mod 16.
  public static let scrambles = ScrambledSobol.scrambles
}

/// Where the uniform numbers of a simulation come from: one for each address.
public struct RandomSource: Sendable {
  public let seed: UInt64
  public let sampling: SamplingMethod
  private let scrambles: SobolScrambles?

  public init(seed: UInt64, sampling: SamplingMethod = .plain) {
    (self.seed, self.sampling) = (seed, sampling)
    scrambles = sampling == .sobol ? SobolScrambles(seed: seed) : nil
  }

  /// Writes the uniforms of consecutive draws at an address.
  func fill(
    slot: Int, index: Int, step: Int = 0, firstDraw: UInt64,
    into uniforms: inout MutableSpan<Double>
  ) {
    if let scrambles, firstDraw <= ScrambledSobol.draws - UInt64(uniforms.count),
      let dimension = sobolDimension(slot: slot, index: index, step: step)
    {
      return scrambles.fill(dimension: dimension, firstDraw: firstDraw, into: &uniforms)
    }
    fillUniforms(
      seed: seed, slot: slot, index: index, step: step, firstDraw: firstDraw, into: &uniforms)
  }

  /// The uniform of one draw at an address.
  package func uniform(slot: Int, index: Int, step: Int = 0, draw: UInt64) -> Double {
    var uniforms = [0.0]
    var span = uniforms.mutableSpan
    fill(slot: slot, index: index, step: step, firstDraw: draw, into: &span)
    return uniforms[0]
  }
}

/// The quasi-random dimension of an address; nil for those that stay pseudo-random.
///
/// Permanent, like the numbers that it is made of: no new uncertainty, sector or year may move
/// another. The first dimensions, which are the most even, go to what matters most.
///
/// | dimensions | for |
/// |---|---|
/// | 0–78 | uncertainties 1–79 |
/// | 79–110 | uncertainties 200–231 |
/// | 111–126 | manufacturing, common output, commitments, regime: quarters 1–4 |
/// | 127–142 | output of sectors 1–4, by quarter |
/// | 143–458 | uncertainties 1–79 of each sector or group 1–4 |
/// | 459–490 | domestic and foreign entry in sectors 1–4, by quarter |
/// | 491–682 | exits, own certificates, lapses and certificates by programme, by quarter |
package func sobolDimension(slot: Int, index: Int, step: Int) -> Int? {
  guard let shock = ShockSlot(rawValue: slot) else {
    switch (slot, index) {
    case (1...79, 0): return slot - 1
    case (200...231, 0): return 79 + slot - 200
    case (1...79, 1...4): return 143 + 79 * (index - 1) + slot - 1
    default: return nil
    }
  }
  guard step >= 1 && step <= 4 else { return nil }
  let cells: (first: Int, cell: Int, count: Int)
  switch shock {
  case .manufacturing: cells = (111, index, 1)
  case .commonOutput: cells = (115, index, 1)
  case .commitments: cells = (119, index, 1)
  case .regime: cells = (123, index, 1)
  case .sectorOutput: cells = (127, index - 1, 4)
  case .domesticEntry: cells = (459, index - 1, 4)
  case .foreignEntry: cells = (475, index - 1, 4)
  case .exit: cells = (491, index - 4, 16)
  case .ownCertification: cells = (555, index - 2, 8)
  case .lapse: cells = (587, index - 2, 8)
  case .programmeCertification: cells = (619, programmeCell(index), 16)
  case .certifiedEntrants, .programmeRounding, .registerFirms, .registerCertified: return nil
  }
  guard cells.cell >= 0 && cells.cell < cells.count else { return nil }
  return cells.first + cells.count * (step - 1) + cells.cell
}

/// The place of a support group and a sector, both 1–4, among their sixteen pairs; −1 beyond.
private func programmeCell(_ index: Int) -> Int {
  let group = index >> 16, sector = index & 0xffff
  guard (1...4).contains(group) && (1...4).contains(sector) else { return -1 }
  return 4 * (group - 1) + sector - 1
}
