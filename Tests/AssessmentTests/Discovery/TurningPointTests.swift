import Assessment
import NumericKernels
import Testing

@Suite("How wrong must we be")
struct TurningPointTests {
  /// Standard normal scores by inputs, and successes where an index with standard normal noise is
  /// above 0.
  static func draws(
    seed: Int, count: Int, inputs: Int, noise: Double = 1, _ index: ([Double]) -> Double
  ) -> (Z: [[Double]], success: [Double]) {
    var generator = SplitMix(state: UInt64(seed) &* 7919 &+ 17)
    let Z = (0..<inputs).map { _ in (0..<count).map { _ in normalQuantile(generator.uniform()) } }
    let success = (0..<count).map { i in
      index(Z.map { $0[i] }) + noise * normalQuantile(generator.uniform()) > 0 ? 1.0 : 0
    }
    return (Z, success)
  }

  private static func found(_ answer: TurningAnswer) -> Turning? {
    if case .found(let turning) = answer { turning } else { nil }
  }

  @Test("of a linear plan it is the design point: distance and cosines within their errors")
  func linear() throws {
    let slopes = [0.8, -0.6, 0.2, 0, 0], norm = 1.04.squareRoot()
    var squares = 0.0
    for seed in 0..<30 {
      let (Z, success) = Self.draws(seed: seed, count: 8000, inputs: 5) { z in
        1 + zip(slopes, z).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let turning = try #require(try Self.found(turningPoint(Z, success: success, .intoFailure)))
      let nearest = turning.nearest
      let pull = (nearest.distance - 1 / norm) / nearest.standardError
      #expect(pull.magnitude < 4.8916)
      squares += pull * pull
      for (cosine, slope) in zip(nearest.cosines, slopes) {
        // A slope of 4,000 draws is known to 0.025, its share of the norm no worse.
        #expect((cosine + slope / norm).magnitude < 4.8916 * 0.025)
      }
      #expect((nearest.cosines.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-12)
      #expect((turning.centre - normalCDF(1)).magnitude < 4.8916 * 0.025)
    }
    // χ² with 30 degrees of freedom lies below 82 and above 6.2 but for 10⁻⁶ on each side.
    #expect(squares < 82 && squares > 6.2)
  }

  @Test(
    "sparse answers are the best sets: the largest slopes first, each further away than the next")
  func sparse() throws {
    let (Z, success) = Self.draws(seed: 5, count: 20_000, inputs: 6) { z in
      1.2 + 0.3 * z[0] - 0.9 * z[2] + 0.5 * z[4]
    }
    let options = TurningOptions(squares: false)
    let turning = try #require(
      Self.found(try turningPoint(Z, success: success, .intoFailure, options)))
    #expect(turning.fewest.map(\.movedCount) == [1, 2, 3])
    #expect(turning.fewest[0].scores.indices.filter { turning.fewest[0].scores[$0] != 0 } == [2])
    #expect(turning.fewest[1].scores[4] < 0 && turning.fewest[1].scores[2] > 0)
    let distances = turning.fewest.map(\.distance) + [turning.nearest.distance]
    #expect(distances == distances.sorted(by: >))
    let third = 1.2 / 1.15.squareRoot()
    #expect((distances[2] - third).magnitude < 4.8916 * turning.fewest[2].standardError)
  }

  @Test("a plan that turns without noise has a turning point too")
  func separable() throws {
    let (Z, success) = Self.draws(seed: 8, count: 10_000, inputs: 3, noise: 0) { z in
      1.5 - z[0] - 2 * z[1]
    }
    let turning = try #require(try Self.found(turningPoint(Z, success: success, .intoFailure)))
    #expect((turning.nearest.distance - 1.5 / 5.0.squareRoot()).magnitude < 0.01)
    #expect((turning.nearest.cosines[1] - 2 / 5.0.squareRoot()).magnitude < 0.01)
  }

  @Test("from failure into success, by the curve of one input")
  func curved() throws {
    // Success where z₀² is above 2 + noise: nearest at ± √2 along the first input.
    let (Z, success) = Self.draws(seed: 3, count: 40_000, inputs: 3, noise: 0.5) { z in
      z[0] * z[0] - 2 + 0.2 * z[1]
    }
    let turning = try #require(try Self.found(turningPoint(Z, success: success, .intoSuccess)))
    #expect(
      (turning.nearest.distance - 2.0.squareRoot()).magnitude
        < 4.8916 * turning.nearest.standardError + 0.02)
    #expect(turning.nearest.scores[0].magnitude > 1.3)
    #expect(turning.centre < 0.01)
  }

  @Test("draws near the point, that did not make the surrogate, agree with it", arguments: 0..<10)
  func localCheck(seed: Int) throws {
    let (Z, success) = Self.draws(seed: 400 + seed, count: 40_000, inputs: 6) { z in
      1 + 0.9 * z[0] - 0.7 * z[3]
    }
    let turning = try #require(try Self.found(turningPoint(Z, success: success, .intoFailure)))
    let check = try #require(turning.check)
    #expect(check.draws == 100)
    let error = (check.predicted * (1 - check.predicted) / 100).squareRoot()
    #expect((check.observed - check.predicted).magnitude < 4.8916 * error)
    #expect((check.predicted - 0.5).magnitude < 0.1)
    #expect((check.distance - turning.nearest.distance).magnitude < 0.3)
  }

  @Test("a surrogate that is wrong out there is found out by the draws that are there")
  func wrongSurrogate() throws {
    // Linear in the middle, but beyond 1 success comes back.
    let (Z, success) = Self.draws(seed: 6, count: 40_000, inputs: 2, noise: 0.3) { z in
      z[0] > 1 ? 2 : 0.7 - z[0]
    }
    let options = TurningOptions(squares: false)
    let turning = try #require(
      Self.found(try turningPoint(Z, success: success, .intoFailure, options)))
    #expect(turning.check?.agrees == false)
  }

  @Test("what cannot be told is an answer of its own")
  func typedAnswers() throws {
    let (Z, success) = Self.draws(seed: 1, count: 4000, inputs: 3) { 0.8 + 0.5 * $0[0] }
    if case .alreadyThere(let p, let error) = try turningPoint(Z, success: success, .intoSuccess) {
      #expect((p - normalCDF(0.8)).magnitude < 4.8916 * error && error > 0)
    } else {
      Issue.record("not there")
    }
    let far = Self.draws(seed: 2, count: 20_000, inputs: 3) { 1.5 + 0.2 * $0[0] }
    if case .outOfReach(let scores, let p) = try turningPoint(
      far.Z, success: far.success, .intoFailure)
    {
      #expect((scores.reduce(0) { $0 + $1 * $1 }.squareRoot() - 4).magnitude < 1e-9)
      #expect(p > 0.5 && p < normalCDF(1.5))
    } else {
      Issue.record("reached")
    }
    let all = [Double](repeating: 1, count: 4000), none = [Double](repeating: 0, count: 4000)
    if case .oneSided(true) = try turningPoint(Z, success: all, .intoFailure) {
    } else {
      Issue.record("all")
    }
    if case .oneSided(false) = try turningPoint(Z, success: none, .intoFailure) {
    } else {
      Issue.record("none")
    }
    if case .oneSided(false) = try turningPoint([[]], success: [], .intoFailure) {
    } else {
      Issue.record("no draws")
    }
    // An input that does not vary, and one that is there twice, are no obstacle.
    let still = [Double](repeating: 0, count: 4000)
    if case .found = try turningPoint([Z[0], still, Z[0]], success: success, .intoFailure) {
    } else {
      Issue.record("constant and repeated inputs")
    }
  }
}
