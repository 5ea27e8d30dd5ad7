/// The patient rule induction method: boxes of inputs in which draws of interest are dense.
///
/// A box begins with all draws. Each peel takes a share of its draws off one side of one input, that
/// side which gains most; pastes then give back what was taken too much. What comes out is the whole
/// trajectory, from which a reader chooses between much covered and densely filled.
///
/// The rules are those of EMA Workbench 2.5: limits of real inputs halfway between two draws, with
/// ties kept together; of equal candidates that which restricts fewer inputs, then real inputs before
/// whole ones, then by place, in peels the upper side first, in pastes the lower. Where EMA Workbench
/// gives up this goes on: a whole input can be peeled though other peels took its extreme value away,
/// whole inputs are pasted even if no real one is restricted, and an input that is constant in the box
/// does not end the peeling by ``PeelingObjective/original``.
///
/// - Source: Friedman & Fisher, *Statistics and Computing* 9, 1999; Bryant & Lempert, *Technological
///   Forecasting and Social Change* 77, 2010.
package struct Prim: Sendable {
  let draws: LabelledDraws
  let options: PrimOptions
  private let columns: [SortedColumn]
  /// The least and the greatest value of each input: where no limit is.
  let extents: [(low: Double, high: Double)]

  /// Sorts every input once.
  ///
  /// - Parameters:
  ///   - draws: What is known of each draw.
  ///   - options: How it works.
  ///   - checkpoint: Called before each column; it throws where the answer is no longer wanted.
  /// - Throws: What `checkpoint` throws.
  /// - Complexity: O(n d).
  package init(
    _ draws: LabelledDraws, _ options: PrimOptions = PrimOptions(),
    checkpoint: () throws -> Void = {}
  ) rethrows {
    (self.draws, self.options) = (draws, options)
    columns = try draws.inputs.map { column in
      try checkpoint()
      return SortedColumn(column)
    }
    extents = columns.map { ($0.values.first ?? 0, $0.values.last ?? 0) }
  }

  /// The boxes on the way, the first of which holds all remaining draws.
  ///
  /// - Parameters:
  ///   - found: Earlier boxes, whose draws are left out.
  ///   - checkpoint: Called after each step; it throws where the answer is no longer wanted.
  /// - Returns: Empty when no draw remains.
  /// - Throws: What `checkpoint` throws.
  /// - Complexity: O(n d / share of a peel) at worst; tails only are looked at.
  package func trajectory(
    after found: [DiscoveryBox] = [], checkpoint: () throws -> Void = {}
  ) rethrows -> [PrimStep] {
    let remaining = remaining(after: found)
    guard remaining.contains(1) else { return [] }
    var peeling = Peeling(self, columns, among: remaining)
    var steps = [peeling.step]
    while peeling.peel() {
      try checkpoint()
      steps.append(peeling.step)
    }
    var pasting = Pasting(self, peeling.limits, among: remaining)
    while pasting.paste() {
      try checkpoint()
      steps.append(pasting.step)
    }
    return steps
  }

  /// 1 for each draw that none of the boxes holds.
  func remaining(after found: [DiscoveryBox]) -> [UInt8] {
    var remaining = [UInt8](repeating: 1, count: draws.count)
    for box in found {
      for (i, inside) in box.members(draws.inputs, count: draws.count).enumerated() where inside {
        remaining[i] = 0
      }
    }
    return remaining
  }

  /// A step from limits on all inputs.
  func step(_ limits: BoxLimits, count: Int, interest: Double) -> PrimStep {
    PrimStep(
      box: limits.box(extents, draws.kinds),
      score: BoxScore(
        draws: count, allDraws: draws.count, interest: interest,
        allInterest: draws.totalInterest))
  }

  /// Whether a box of so many draws is large enough.
  func isLargeEnough(_ count: Int) -> Bool {
    Double(count) / Double(draws.count) >= options.minimumMass
  }
}

/// Limits on all inputs, at the least or greatest value where there is none.
struct BoxLimits {
  var low: [Double]
  var high: [Double]

  init(_ extents: [(low: Double, high: Double)]) {
    (low, high) = (extents.map(\.low), extents.map(\.high))
  }

  func isRestricted(_ input: Int, _ extents: [(low: Double, high: Double)]) -> Bool {
    low[input] != extents[input].low || high[input] != extents[input].high
  }

  /// The limits that there are; of a whole input as values that it can have.
  func box(_ extents: [(low: Double, high: Double)], _ kinds: [InputKind]) -> DiscoveryBox {
    DiscoveryBox(
      low.indices.map { input in
        let isWhole = kinds[input] == .whole
        let (least, greatest) = (low[input], high[input])
        return DiscoveryBox.Limits(
          input: input,
          lower: least == extents[input].low ? nil : isWhole ? least.rounded(.up) : least,
          upper: greatest == extents[input].high
            ? nil : isWhole ? greatest.rounded(.down) : greatest)
      })
  }

  subscript(input: Int, side: Side) -> Double {
    get { side == .lower ? low[input] : high[input] }
    set { if side == .lower { low[input] = newValue } else { high[input] = newValue } }
  }
}
