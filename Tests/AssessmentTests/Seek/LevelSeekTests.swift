import Assessment
import Foundation
import NumericKernels
import Testing

@Suite("Seeking the value that reaches a level")
struct LevelSeekTests {
  private struct Goal: Decodable {
    let problem: String
    let bracket: [Double]
    let root: Double
  }

  /// The functions of `goal_seek.json`, in its order.
  private static let functions: [@Sendable (Double) -> Double] = [
    { pow(1 + $0, 10) - 2 },
    { -100 + 74 / pow(1 + $0, 3) },
    { $0 - cos($0) },
    { $0 * $0 * $0 - 2 * $0 - 5 },
    { $0 * exp($0) - 1 },
    { pow($0, 9) - 1e-27 },
  ]

  private func seek(
    _ low: Double, _ high: Double, level: Double = 0, present: Double? = nil,
    _ f: @escaping (Double) -> Double
  ) throws -> SeekAnswer {
    try LevelSeek(level, within: low...high, present: present).answer { AimEstimate(value: f($0)) }
  }

  private func crossings(_ answer: SeekAnswer) -> [Crossing] {
    if case .crossings(let found) = answer.finding { return found }
    return []
  }

  @Test("roots known to 17 digits are found to 10⁻¹⁰")
  func references() throws {
    let cases = try referenceCases("goal_seek", of: Goal.self)
    #expect(cases.count == Self.functions.count)
    for (reference, f) in zip(cases, Self.functions) {
      let answer = try seek(reference.bracket[0], reference.bracket[1], f)
      let found = try #require(crossings(answer).first, "\(reference.problem)")
      #expect(crossings(answer).count == 1 && answer.curve.count <= 60)
      if reference.root == 0.001 {
        #expect(f(found.x).magnitude < 1e-20)
      } else {
        let error = (found.x - reference.root).magnitude
        #expect(error <= 1e-10 * reference.root.magnitude, "\(reference.problem): \(found.x)")
      }
      // Without noise there is nothing to doubt.
      #expect(found.low.map { $0 <= found.x } ?? false && found.high.map { $0 >= found.x } ?? false)
    }
  }

  @Test("what has no root is told as such, with the best and its gap")
  func noRoot() throws {
    let parabola = try seek(-10, 10) { $0 * $0 + 1 }
    guard case .reachedEverywhere(let best) = parabola.finding else {
      return #expect(Bool(false), "\(parabola.finding)")
    }
    #expect(best.x.magnitude < 1e-6 && (best.estimate.value - 1).magnitude < 1e-12)
    #expect(best.binding == nil && parabola.shape == .dipped)
    // A change of sign at a pole is no root, whether the pole is a point of the grid or not.
    for high in [1.0, 1.7, 2.3] {
      let pole = try seek(-1, high) { 1 / $0 }
      #expect(crossings(pole).isEmpty, "\(pole.finding)")
    }
  }

  @Test("a curve with a hump passes twice, the crossing nearest to the present value first")
  func hump() throws {
    let value: (Double) -> Double = { -100 + 230 / (1 + $0) - 132 / ((1 + $0) * (1 + $0)) }
    for (low, present, first) in [(0.0, 0.12, 0.1), (0, 0.9, 0.2), (-0.9, 0.15, 0.1)] {
      let answer = try seek(low, 1, present: present, value)
      let roots = crossings(answer)
      #expect(roots.count == 2, "\(answer.finding)")
      let nearest = try #require(roots.first), other = try #require(roots.last)
      if low == 0 { #expect((nearest.x - first).magnitude < 1e-9) }
      #expect(nearest.isRising != other.isRising)
      let sorted = roots.map(\.x).sorted()
      #expect((sorted[0] - 0.1).magnitude < 1e-9 && (sorted[1] - 0.2).magnitude < 1e-9)
    }
  }

  @Test("the bound that keeps the level out of reach is named")
  func unreachable() throws {
    func finding(_ slope: Double, _ level: Double) throws -> SeekAnswer {
      try seek(0, 2, level: level) { 0.5 + slope * $0 }
    }
    for (slope, level, binding) in [(0.1, 0.9, BoundsEnd.high), (-0.1, 0.9, .low)] {
      guard case .unreachable(let nearest) = try finding(slope, level).finding else {
        return #expect(Bool(false))
      }
      #expect(nearest.binding == binding && nearest.x == (binding == .high ? 2 : 0))
      #expect((nearest.estimate.value - (slope > 0 ? 0.7 : 0.5)).magnitude < 1e-15)
    }
    guard case .reachedEverywhere(let least) = try finding(0.1, 0.3).finding else {
      return #expect(Bool(false))
    }
    #expect(least.x == 0 && least.binding == .low)
    // A hump below the level is nearest at its top.
    guard
      case .unreachable(let top) = try seek(0, 2, level: 1, { 0.5 - ($0 - 1.3) * ($0 - 1.3) })
        .finding
    else { return #expect(Bool(false)) }
    #expect((top.x - 1.3).magnitude < 1e-3 && top.binding == nil)
  }

  @Test("an input without effect, no decided draw, a stop and no width each have an answer")
  func specialCases() throws {
    let flat = try seek(0, 2, level: 0.6) { _ in 0.5 }
    #expect(flat.finding == .noEffect(AimEstimate(value: 0.5), isReached: false))
    #expect(flat.shape == .flat && flat.end == .converged)
    #expect(
      try seek(0, 2, level: 0.4) { _ in 0.5 }.finding
        == .noEffect(AimEstimate(value: 0.5), isReached: true))
    #expect(try LevelSeek(0.5, within: 0...1).answer { _ in nil }.finding == .undefined)
    #expect(try seek(0, 1) { _ in .nan }.finding == .undefined)
    let point = try seek(1, 1, level: 0.6) { _ in 0.5 }
    #expect(point.finding == .noEffect(AimEstimate(value: 0.5), isReached: false))

    var calls = 0
    var asked = LevelSeek(0.5, within: 0...1)
    asked.shouldStop = { calls >= 5 }
    let stopped = try asked.answer { x in
      calls += 1
      return AimEstimate(value: x * x)
    }
    #expect(stopped.end == .stopped && stopped.curve.count == 5 && calls == 5)
    asked.shouldStop = { true }
    #expect(try asked.answer { AimEstimate(value: $0) }.finding == .nothingYet)
    asked.shouldStop = { false }
    asked.evaluations = 12
    #expect(try asked.answer { AimEstimate(value: $0 * $0 * $0) }.end == .evaluationsSpent)
  }

  /// Below 30 % of the input no draw decides.
  @Test("undefined values are passed by")
  func undefined() throws {
    let answer = try LevelSeek(0.5, within: 0...1).answer { x in
      x < 0.3 ? nil : AimEstimate(value: x * x)
    }
    let root = try #require(crossings(answer).first)
    #expect((root.x - 0.5.squareRoot()).magnitude < 1e-11)
  }

  @Test("whole numbers: the one at which the level is first reached", arguments: [1.0, -1])
  func whole(sign: Double) throws {
    for (offset, level) in (1...40).map({ (Double($0) * 7.3, Double($0) * 0.02) }) {
      let f: (Double) -> Double = { 1 / (1 + exp(-sign * ($0 - offset) / 20)) }
      var asked = Set<Double>()
      let answer = try LevelSeek(level, within: -100.5...400.2, isWhole: true).answer { x in
        asked.insert(x)
        return AimEstimate(value: f(x))
      }
      let slow = (-100...400).map(Double.init).filter { f($0) >= level }
      let expected = try #require(sign > 0 ? slow.first : slow.last)
      #expect(crossings(answer).map(\.x) == [expected])
      #expect(asked.allSatisfy { $0 == $0.rounded() && (-100...400).contains($0) })
      #expect(asked.count < 40)
    }
  }

  /// P = share of draws in which x + e ≥ 2, e normal, in 16 scrambles' worth of draws; the root of
  /// P = Φ(x − 2) is known.
  private func toy(_ seed: UInt64, draws: Int) -> (Double) -> AimEstimate {
    var random = SplitMix(state: seed)
    let shocks = (0..<draws).map { _ in normalQuantile(random.uniform()) }
    return { x in
      var hits = [Double](repeating: 0, count: 16)
      for (draw, shock) in shocks.enumerated() where x + shock >= 2 { hits[draw % 16] += 1 }
      let means = hits.map { $0 / Double(draws / 16) }
      return AimEstimate(
        value: means.reduce(0, +) / 16, standardError: Moments(means).meanError, replicates: means)
    }
  }

  @Test("the 95 % interval covers the root, and is no wider than that takes")
  func coverage() throws {
    let repetitions = 1000, truth = 2 + normalQuantile(0.7)
    var covered = 0, widths: [Double] = []
    for seed in 0..<UInt64(repetitions) {
      let answer = try LevelSeek(0.7, within: 0...5).answer(toy(seed &* 7919 &+ 3, draws: 3200))
      let root = try #require(crossings(answer).first)
      let low = try #require(root.low), high = try #require(root.high)
      if low <= truth && truth <= high { covered += 1 }
      widths.append(high - low)
      #expect(low <= root.x && root.x <= high && answer.shape == .rising && root.isRising)
    }
    // Binomial with 95 %: 4.8916 standard errors of √(0.95 · 0.05 / 1000) are a rate of 10⁻⁶.
    let share = Double(covered) / Double(repetitions)
    #expect(
      (share - 0.95).magnitude <= 4.8916 * (0.0475 / Double(repetitions)).squareRoot(), "\(share)")
    // 2 t(0.975, 15) √(p (1 − p) / n) / density, within a tenth.
    let density = normalDensity(normalQuantile(0.7))
    let width = 2 * 2.1314 * (0.21 / 3200).squareRoot() / density
    #expect((widths.reduce(0, +) / Double(repetitions) / width - 1).magnitude < 0.1)
  }

  @Test("an interval that the bounds cut off is open at that end")
  func openEnd() throws {
    // Half the interval is about 0.05 wide.
    let curve = toy(11, draws: 3200)
    let whole = try LevelSeek(0.7, within: 0...5).answer(curve)
    let root = try #require(crossings(whole).first)
    #expect(root.low != nil && root.high != nil)
    let upper = try LevelSeek(0.7, within: (root.x - 0.02)...5).answer(curve)
    let cut = try #require(crossings(upper).first)
    #expect(cut.low == nil && cut.high != nil && (cut.x - root.x).magnitude < 0.005)
    let short = try LevelSeek(0.7, within: 0...(root.x - 0.02)).answer(curve)
    guard case .unreachable(let nearest) = short.finding else {
      return #expect(Bool(false), "\(short.finding)")
    }
    #expect(nearest.binding == .high && nearest.isWithinError)
  }
}
