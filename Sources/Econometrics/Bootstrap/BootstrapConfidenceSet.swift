/// The values that a test does not reject: any number of intervals, which may have no end.
package struct BootstrapConfidenceSet: Sendable, Equatable {
  /// One stretch; an end may be infinite.
  package struct Interval: Sendable, Equatable {
    package let lower: Double
    package let upper: Double

    package init(lower: Double, upper: Double) { (self.lower, self.upper) = (lower, upper) }
  }

  /// Ascending and apart; none where every value is rejected.
  package let intervals: [Interval]

  package init(intervals: [Interval]) { self.intervals = intervals }

  package var isBounded: Bool {
    intervals.allSatisfy { $0.lower.isFinite && $0.upper.isFinite }
  }

  package var isConnected: Bool { intervals.count <= 1 }

  package func contains(_ value: Double) -> Bool {
    intervals.contains { $0.lower <= value && value <= $0.upper }
  }
}

/// Inverts the tests exactly: p as a function of the hypothesis is a step function, and every
/// draw's steps are roots of a quartic.
struct TestInversion {
  /// A place where some draw begins or ends to count.
  private struct Step {
    let x: Double
    var symmetric: Int
    var above: Int
    var below: Int
  }

  private var steps: [Step] = []
  /// Counts to the left of every step.
  private var symmetric = 0
  private var above = 0
  private var below = 0
  private let draws: Int

  init(_ moments: [DrawMoments]) {
    draws = moments.count
    steps.reserveCapacity(4 * draws)
    for draw in moments { add(draw) }
    steps.sort { $0.x < $1.x }
  }

  private mutating func add(_ draw: DrawMoments) {
    let m = draw.withoutRounding
    // Between neighbouring breaks no comparison of x* with x or −x changes.
    let breaks = m.breaks
    var last = state(m, at: breaks.count == 0 ? 1 : outside(breaks.values[0], -1))
    symmetric += last.0
    above += last.1
    below += last.2
    for place in 0..<breaks.count {
      let x = breaks.values[place]
      let isLast = place + 1 == breaks.count
      let beyond = isLast ? outside(x, 1) : x + (breaks.values[place + 1] - x) / 2
      let next = state(m, at: beyond)
      steps.append(
        Step(
          x: x, symmetric: next.0 - last.0, above: next.1 - last.1, below: next.2 - last.2))
      last = next
    }
  }

  private func outside(_ root: Double, _ sign: Double) -> Double {
    root + sign * (1 + root.magnitude)
  }

  private func state(_ m: DrawMoments, at x: Double) -> (Int, Int, Int) {
    // A draw that is the data, or its mirror, ties exactly whatever the hypothesis.
    let t = m.isData ? (m.n1 > 0 ? x : -x) : m.statistic(at: x)
    return (t.magnitude >= x.magnitude ? 1 : 0, t >= x ? 1 : 0, t <= x ? 1 : 0)
  }

  /// Where p > α, as ascending stretches of x; p · B is a function of the three counts.
  private func stretches(
    level alpha: Double, _ count: (_ symmetric: Int, _ above: Int, _ below: Int) -> Int
  ) -> [(Double, Double)] {
    // p and α may be equal, but for the rounding of 1 − level.
    let bound = alpha * Double(draws) + 1e-9
    var (s, a, b) = (symmetric, above, below)
    var found: [(Double, Double)] = []
    var start: Double? = Double(count(s, a, b)) > bound ? -Double.infinity : nil
    var place = 0
    while place < steps.count {
      let x = steps[place].x
      while place < steps.count, steps[place].x == x {
        s += steps[place].symmetric
        a += steps[place].above
        b += steps[place].below
        place += 1
      }
      let isInside = Double(count(s, a, b)) > bound
      if let begun = start, !isInside {
        found.append((begun, x))
        start = nil
      } else if start == nil, isInside {
        start = x
      }
    }
    if let begun = start { found.append((begun, .infinity)) }
    return found
  }

  /// Hypotheses r = estimate − x · s that the symmetric and the equal-tailed test keep.
  func sets(
    level: Double, estimate: Double, standardError s: Double
  ) -> (symmetric: BootstrapConfidenceSet, equalTailed: BootstrapConfidenceSet) {
    func set(_ stretches: [(Double, Double)]) -> BootstrapConfidenceSet {
      BootstrapConfidenceSet(
        intervals: stretches.reversed().map {
          .init(lower: estimate - $0.1 * s, upper: estimate - $0.0 * s)
        })
    }
    let alpha = 1 - level
    return (
      set(stretches(level: alpha) { symmetric, _, _ in symmetric }),
      set(stretches(level: alpha) { _, above, below in 2 * min(above, below) })
    )
  }
}

extension DrawMoments {
  /// The same with rounding taken for the zero that it stands for.
  ///
  /// All are sums of terms of order one: x and the numerators in standard errors, q₀ and q₂ squares.
  /// Where q₂ is zero so is q₁ (Cauchy and Schwarz).
  fileprivate var withoutRounding: DrawMoments {
    var m = self
    let zero = 1e-10
    if n0.magnitude <= zero * max(1, q0.squareRoot()) { m.n0 = 0 }
    if q2 <= zero * zero { (m.q1, m.q2) = (0, 0) }
    if (n1 * n1 - q0).magnitude <= zero * max(1, q0) { m.q0 = n1 * n1 }
    return m
  }

  /// Whether x* is x, or −x, for every x.
  fileprivate var isData: Bool { n0 == 0 && q2 == 0 && q0 == n1 * n1 }

  /// Where x* = x or x* = −x: (n₀ + n₁x)² = x²(q₀ + q₁x + q₂x²), a quartic.
  fileprivate var breaks: RealRoots {
    if n0 == 0 {
      // x = 0 is a double root: the rest is a quadratic.
      let rest: InlineArray<5, Double> = [n1 * n1 - q0, -q1, -q2, 0, 0]
      var roots = RealRoots(rest, degree: q2 > 0 ? 2 : 0)
      roots.insert(0)
      return roots
    }
    let c: InlineArray<5, Double> = [
      n0 * n0, 2 * n0 * n1, n1 * n1 - q0, -q1, -q2,
    ]
    return RealRoots(c, degree: q2 > 0 ? 4 : c[2] != 0 ? 2 : c[1] != 0 ? 1 : 0)
  }
}
