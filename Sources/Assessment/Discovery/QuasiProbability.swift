import NumericKernels

/// P(B ≥ k) for a binomial count B of n trials of probability p, also for a k between whole numbers.
///
/// - Returns: By the incomplete beta function I(p; k, n − k + 1), which interpolates.
/// - Source: DLMF 8.17.5.
package func binomialUpperTail(atLeast k: Double, trials n: Double, probability p: Double) -> Double
{
  if k <= 0 { return 1 }
  if p <= 0 || k > n { return 0 }
  if p >= 1 { return 1 }
  return regularisedBeta(k, n - k + 1, at: p, complement: 1 - p).lower
}

/// A limit of a box, and how sure it is that it matters.
package struct Restriction: Sendable, Equatable {
  /// The place of the input, from 0.
  package let input: Int
  package let side: Side
  /// In the unit of the input.
  package let limit: Double
  /// The chance of at least so much interest in the box if the limit did not matter.
  ///
  /// P(B ≥ H) for a binomial B of T trials, T draws in the box with H of interest, at the density of
  /// the box without the limit. On the draws that shaped the box it is too small; on others it is a
  /// test, if a slightly wide one (the box is part of the wider one).
  package let quasiProbability: Double

  package init(input: Int, side: Side, limit: Double, quasiProbability: Double) {
    (self.input, self.side, self.limit) = (input, side, limit)
    self.quasiProbability = quasiProbability
  }
}

extension DiscoveryBox {
  /// Its limits one by one, each with its quasi-p-value.
  ///
  /// - Parameters:
  ///   - draws: What is counted.
  ///   - remaining: The draws that no earlier box holds; nil for all.
  /// - Returns: By input, lower before upper.
  /// - Complexity: O(n r) for r restricted inputs.
  /// - Source: Bryant & Lempert, *Technological Forecasting and Social Change* 77, 2010.
  package func restrictions(
    _ draws: LabelledDraws, among remaining: [Bool]? = nil
  ) -> [Restriction] {
    let outside = OutsideCounts(self, draws, among: remaining)
    return limits.enumerated().flatMap { place, limit in
      Side.allCases.compactMap { side in
        guard let value = side == .lower ? limit.lower : limit.upper else { return nil }
        let wider = outside.withoutLimit(place, side)
        return Restriction(
          input: limit.input, side: side, limit: value,
          quasiProbability: wider.map {
            binomialUpperTail(
              atLeast: outside.inside.interest, trials: Double(outside.inside.draws),
              probability: $0)
          } ?? 1)
      }
    }
  }

  /// The box without the limits whose quasi-p-value is above `bound`, the largest dropped first.
  ///
  /// Every drop is judged anew, since limits stand in for each other.
  ///
  /// - Parameters:
  ///   - bound: In 0...1; 1 drops none.
  ///   - draws: What is counted.
  ///   - remaining: The draws that no earlier box holds; nil for all.
  /// - Returns: A box that holds at least the same draws.
  package func simplified(
    above bound: Double, _ draws: LabelledDraws, among remaining: [Bool]? = nil
  ) -> DiscoveryBox {
    var box = self
    while let weakest = box.restrictions(draws, among: remaining).max(by: {
      $0.quasiProbability < $1.quasiProbability
    }), weakest.quasiProbability > bound {
      box = box.without(weakest.side, of: weakest.input)
    }
    return box
  }
}

/// The draws in a box, and those that exactly one of its limits keeps out.
private struct OutsideCounts {
  struct Count {
    var draws = 0
    var interest = 0.0
  }

  private(set) var inside = Count()
  /// By restricted input, lower and upper.
  private var kept: [Count]

  init(_ box: DiscoveryBox, _ draws: LabelledDraws, among remaining: [Bool]?) {
    kept = Array(repeating: Count(), count: 2 * box.limits.count)
    let breaches = Breaches(
      box.limits.map { ($0.input, $0.lower ?? -.infinity, $0.upper ?? .infinity) }, draws.inputs,
      count: draws.count)
    for i in 0..<draws.count where breaches.counts[i] <= 1 && (remaining?[i] ?? true) {
      if breaches.counts[i] == 0 {
        inside.draws += 1
        inside.interest += draws.interest[i]
      } else {
        let place = Int(breaches.last[i])
        kept[place].draws += 1
        kept[place].interest += draws.interest[i]
      }
    }
  }

  /// The density once a limit is gone; nil where no draw is.
  func withoutLimit(_ place: Int, _ side: Side) -> Double? {
    let more = kept[2 * place + (side == .upper ? 1 : 0)]
    let draws = inside.draws + more.draws
    return draws > 0 ? (inside.interest + more.interest) / Double(draws) : nil
  }
}

/// How many limits of a box each draw breaks, and which one last.
struct Breaches {
  /// One a draw.
  private(set) var counts: [UInt16]
  /// 2 · place for the lower limit, 2 · place + 1 for the upper one, of the limit broken last.
  private(set) var last: [UInt16]

  /// - Parameters:
  ///   - limits: Inputs with what they lie between.
  ///   - inputs: Columns of numbers.
  ///   - count: Numbers in a column.
  init(_ limits: [(input: Int, low: Double, high: Double)], _ inputs: [[Double]], count: Int) {
    counts = Array(repeating: 0, count: count)
    last = counts
    for (place, limit) in limits.enumerated() {
      let column = inputs[limit.input], mark = UInt16(2 * place)
      for i in 0..<count {
        let isBelow = column[i] < limit.low
        guard isBelow || column[i] > limit.high else { continue }
        counts[i] &+= 1
        last[i] = isBelow ? mark : mark &+ 1
      }
    }
  }
}
