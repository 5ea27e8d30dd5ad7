import Assessment
import Testing

@Suite("Boxes that hold on other draws")
struct BoxDiscoveryTests {
  /// Of interest with 0.9 where x₀ > 0.6 and at least 2 quarters of 0...4 are stressed, else 0.1.
  private static func draws(seed: UInt64, count: Int) -> LabelledDraws {
    var generator = SplitMix(state: seed)
    let x = (0..<4).map { _ in (0..<count).map { _ in generator.uniform() } }
    let quarters = (0..<count).map { _ in (generator.uniform() * 5).rounded(.down) }
    let interest = (0..<count).map { i in
      generator.uniform() < (x[0][i] > 0.6 && quarters[i] >= 2 ? 0.9 : 0.1) ? 1.0 : 0
    }
    return LabelledDraws(inputs: x + [quarters], interest: interest)
  }

  /// The share of an interval of 0...1, or of the numbers 0...4, that a limit leaves.
  private static func share(_ box: DiscoveryBox, _ input: Int, above edge: Double) -> Double {
    let limit = box.limits.first { $0.input == input }
    if input == 4 {
      let (low, high) = (limit?.lower ?? 0, limit?.upper ?? 4)
      return Double((0...4).filter { Double($0) >= max(low, edge) && Double($0) <= high }.count) / 5
    }
    return max(0, (limit?.upper ?? 1) - max(limit?.lower ?? 0, edge))
  }

  private static func trueDensity(_ box: DiscoveryBox) -> Double {
    let inside = share(box, 0, above: 0.6) * share(box, 4, above: 2)
    return 0.1 + 0.8 * inside / (share(box, 0, above: 0) * share(box, 4, above: 0))
  }

  @Test(
    "the box is found, and its density told is the true one within its error", arguments: 0..<20)
  func honest(seed: Int) throws {
    let draws = Self.draws(seed: UInt64(seed), count: 4000)
    guard case .boxes(let found) = try discoverBoxes(draws), let first = found.first else {
      Issue.record("nothing found")
      return
    }
    #expect(first.box.limits.map(\.input) == [0, 4])
    #expect(first.box.limits.last?.lower == 2)
    let truth = Self.trueDensity(first.box)
    let told = try #require(first.heldOut.density)
    let error = (truth * (1 - truth) / Double(first.heldOut.draws)).squareRoot()
    // A false alarm in 10⁻⁶ of the seeds.
    #expect((told - truth).magnitude <= 4.8916 * error)
    #expect(first.restrictions.allSatisfy { $0.quasiProbability < 1e-4 })
    #expect(first.heldOut.draws + first.shaping.draws <= draws.count)
  }

  @Test("what the shaping draws say is too good, what the others say is not")
  func optimism() throws {
    var shaping = 0.0, heldOut = 0.0, variance = 0.0
    for seed in 0..<60 {
      var generator = SplitMix(state: UInt64(1000 + seed))
      let n = 400
      let x = (0..<6).map { _ in (0..<n).map { _ in generator.uniform() } }
      // Nothing matters: the density of every box is truly 0.3.
      let interest = (0..<n).map { _ in generator.uniform() < 0.3 ? 1.0 : 0 }
      let draws = LabelledDraws(inputs: x, interest: interest)
      let even = draws.part(0, of: 2), odd = draws.part(1, of: 2)
      let box = try #require(try Prim(even).trajectory().last).box
      let score = BoxScore(box, odd)
      guard let told = score.density, let own = BoxScore(box, even).density else { continue }
      shaping += own - 0.3
      heldOut += told - 0.3
      variance += 0.3 * 0.7 / Double(score.draws)
    }
    #expect(heldOut.magnitude <= 4.8916 * variance.squareRoot())
    #expect(shaping > 4.8916 * variance.squareRoot())
  }

  /// The rate is 0.001 at most: 6 of 200 or more come with a chance of 10⁻⁷.
  @Test("noise gives no box")
  func noise() throws {
    let alarms = try (0..<200).count { seed in
      var generator = SplitMix(state: UInt64(5000 + seed))
      let x = (0..<4).map { _ in (0..<400).map { _ in generator.uniform() } }
      let interest = (0..<400).map { _ in generator.uniform() < 0.4 ? 1.0 : 0 }
      if case .nothing = try discoverBoxes(LabelledDraws(inputs: x, interest: interest)) {
        return false
      }
      return true
    }
    #expect(alarms < 6)
  }

  @Test("two regions give two boxes that share no draw")
  func twoBoxes() throws {
    var generator = SplitMix(state: 77)
    let n = 6000, x = (0..<4).map { _ in (0..<n).map { _ in generator.uniform() } }
    let interest = (0..<n).map { i in
      let holds = x[0][i] < 0.3 && x[1][i] < 0.5 || x[2][i] > 0.8 && x[3][i] > 0.4
      return generator.uniform() < (holds ? 0.95 : 0.03) ? 1.0 : 0
    }
    let draws = LabelledDraws(inputs: x, interest: interest)
    guard case .boxes(let found) = try discoverBoxes(draws, DiscoveryOptions(boxes: 2)),
      found.count == 2
    else {
      Issue.record("not two boxes")
      return
    }
    #expect(Set(found.map { $0.box.limits.map(\.input) }) == [[0, 1], [2, 3]])
    #expect(found[1].base < found[0].base)
    let together = found.reduce(0) { $0 + $1.heldOut.coverage }
    #expect(together > 0.75 && together <= 1)
  }

  @Test("the caller may ask for a density or a coverage")
  func choices() throws {
    let draws = Self.draws(seed: 9, count: 4000)
    func first(_ choice: BoxChoice) throws -> DiscoveredBox? {
      guard case .boxes(let found) = try discoverBoxes(draws, DiscoveryOptions(choice: choice))
      else {
        return nil
      }
      return found.first
    }
    // At least 2 quarters alone give 0.1 + 0.8 · 0.4 = 0.42; the region holds 0.216 of 0.292.
    let dense = try first(.density(atLeast: 0.38)), wide = try first(.coverage(atLeast: 0.7))
    #expect(dense?.box.restrictedCount == 1)
    #expect((wide?.trajectory[wide?.chosen ?? 0].score.coverage ?? 0) >= 0.7)
    #expect((wide?.shaping.density ?? 0) > 0.7)
    let steps = try Prim(draws).trajectory()
    #expect(BoxChoice.density(atLeast: 0.999).place(in: steps) == nil)
    let options = DiscoveryOptions(choice: .density(atLeast: 0.999))
    guard case .outOfReach(let nearest) = try discoverBoxes(draws, options) else {
      Issue.record("a density beyond reach was reached")
      return
    }
    #expect((nearest.score.density ?? 0) < 0.999)
  }

  @Test("the trade-off has the box taken once, and others that their options take")
  func tradeOff() throws {
    let draws = Self.draws(seed: 9, count: 4000)
    guard case .boxes(let found) = try discoverBoxes(draws, DiscoveryOptions(boxes: 2)),
      let first = found.first
    else {
      Issue.record("no box")
      return
    }
    let choices = first.tradeOff
    #expect(choices.count > 2 && found.dropFirst().allSatisfy(\.tradeOff.isEmpty))
    #expect(choices.filter(\.isChosen).map(\.box) == [first.box])
    for (larger, smaller) in zip(choices, choices.dropFirst()) {
      #expect(larger.heldOut.mass >= smaller.heldOut.mass && larger.box != smaller.box)
      // By twice the widest interval at least, where nothing but noise is between them.
      let slack = larger.heldOut.densityError + smaller.heldOut.densityError
      #expect((smaller.heldOut.density ?? 0) > (larger.heldOut.density ?? 1) - slack)
    }
    for choice in choices {
      guard let level = choice.level else { continue }
      guard
        case .boxes(let taken) = try discoverBoxes(
          draws, DiscoveryOptions(choice: .coverage(atLeast: level)))
      else {
        Issue.record("nothing at \(level)")
        return
      }
      #expect(taken.first?.box == choice.box && taken.first?.heldOut == choice.heldOut)
      #expect((taken.first?.shaping.coverage ?? 0) >= level)
    }
  }

  @Test("all, none and too few of interest are answers of their own")
  func extremes() throws {
    let x = (0..<100).map { Double($0) }
    func found(_ interest: [Double]) throws -> Discovery {
      try discoverBoxes(LabelledDraws(inputs: [x], interest: interest))
    }
    if case .noDraw = try found(Array(repeating: 0, count: 100)) {} else { Issue.record("none") }
    if case .everyDraw = try found(Array(repeating: 1, count: 100)) {} else { Issue.record("all") }
    if case .tooFew(let yes, let no) = try found(x.map { $0 < 10 ? 1 : 0 }) {
      #expect(yes == 10 && no == 90)
    } else {
      Issue.record("few")
    }
    if case .noDraw = try discoverBoxes(LabelledDraws(inputs: [[]], interest: [])) {
    } else {
      Issue.record("no draws at all")
    }
    if case .nothing = try found(Array(repeating: 0.5, count: 100)) {
    } else {
      Issue.record("equal")
    }
  }
}
