import Assessment
import Testing

@Suite("Morris screening")
struct MorrisTests {
  private struct Exercise: Decodable {
    struct Package: Decodable {
      let mu: [Double]
      let muStar: [Double]
      let sigma: [Double]
    }

    let X: [[Double]]
    let Y: [Double]
    let SALib: Package
  }

  private func isEqual(
    _ effects: [MorrisEffects?], _ mu: [Double], _ muStar: [Double], _ sigma: [Double]
  ) -> Bool {
    let known = effects.compactMap(\.self)
    return agree(known.map(\.mean.value), mu) && agree(known.map(\.meanMagnitude.value), muStar)
      && agree(known.map(\.spread), sigma)
  }

  @Test("equals the exercise of Saltelli et al. as SALib has it")
  func exercise() throws {
    let reference: Exercise = try sensitivityReference("morris_saltelli_exercise")
    let design = try #require(MorrisDesign(points: reference.X))
    let found = design.effects(reference.Y)
    let expected = reference.SALib
    #expect(isEqual(found, expected.mu, expected.muStar, expected.sigma))
  }

  @Test("equals SALib's on the same samples", arguments: try PackageAnswers.read().morris)
  func package(_ reference: PackageAnswers.Morris) throws {
    let design = try #require(MorrisDesign(points: reference.X))
    let found = design.effects(reference.y)
    #expect(isEqual(found, reference.mu, reference.muStar, reference.sigma))
  }

  @Test("draws trajectories on the grid, each input once in each", arguments: [2, 4, 6])
  func design(levels: Int) throws {
    let design = MorrisDesign(inputs: 7, levels: levels, trajectories: 400, seed: 5)
    #expect(design.points.count == 8 * 400 && design.trajectories == 400)
    #expect(try #require(MorrisDesign(points: design.points)).trajectories == 400)
    let shorter = MorrisDesign(inputs: 7, levels: levels, trajectories: 30, seed: 5)
    #expect(shorter.points == Array(design.points[..<240]))
    #expect(MorrisDesign(inputs: 7, levels: levels, trajectories: 30, seed: 6) != shorter)
    var counts = [Int](repeating: 0, count: levels)
    for point in design.points {
      for x in point {
        let level = x * Double(levels - 1)
        #expect(level == level.rounded() && level >= 0 && level < Double(levels))
        counts[Int(level)] += 1
      }
    }
    // 2,800 walks of one input, of which a level takes up a part between 0 and 1: its variance is
    // at most that of a yes or no.
    let n = 2800.0, share = 1 / Double(levels)
    let error = (share * (1 - share) / n).squareRoot()
    for count in counts { #expect((Double(count) / (8 * n) - share).magnitude <= 4.8916 * error) }
  }

  @Test("of a linear function finds the slopes without spread")
  func linear() throws {
    let design = MorrisDesign(inputs: 3, trajectories: 20, seed: 1)
    let y = design.points.map { 5 + 2 * $0[0] - 3 * $0[1] }
    let found = design.effects(y, bootstrap: Bootstrap(seed: 1)).compactMap(\.self)
    #expect(agree(found.map(\.mean.value), [2, -3, 0], within: 1e-14))
    #expect(agree(found.map(\.meanMagnitude.value), [2, 3, 0], within: 1e-14))
    #expect(agree(found.map(\.spread), [0, 0, 0], within: 1e-14))
    #expect(found[2].meanMagnitude.isBelowItsError && !found[1].meanMagnitude.isBelowItsError)
    let constant = design.effects(y.map { _ in 3 }).compactMap(\.self)
    #expect(constant.allSatisfy { $0.meanMagnitude.value == 0 && $0.meanMagnitude.error == 0 })
  }

  @Test("has a bootstrap error of μ* that is its standard error but for the divisor")
  func bootstrapError() throws {
    let design = MorrisDesign(inputs: 3, levels: 6, trajectories: 50, seed: 2)
    let y = design.points.map(TestFunction.ishigami)
    for effects in design.effects(y, bootstrap: Bootstrap(replicates: 4000, seed: 9)) {
      let index = try #require(effects).meanMagnitude
      let resampled = try #require(index.bootstrapError)
      // 4,000 nearly normal means: their spread is known within 1 / √8000.
      let ratio = resampled / (index.standardError * (49.0 / 50).squareRoot())
      #expect((ratio - 1).magnitude <= 4.8916 / 8000.0.squareRoot())
    }
  }

  @Test("leaves out the effects at failed runs, and says nothing of an input with fewer than two")
  func failedRuns() throws {
    let design = MorrisDesign(inputs: 2, trajectories: 3, seed: 3)
    var y = design.points.map { $0[0] + $0[1] * $0[1] }
    y[0] = .nan
    let found = design.effects(y, bootstrap: Bootstrap(seed: 1))
    #expect(found.compactMap(\.self).reduce(0) { $0 + $1.failed } == 1)
    #expect(found.allSatisfy { ($0?.meanMagnitude.error ?? .nan).isFinite })
    for run in 0..<6 { y[run] = .nan }
    #expect(design.effects(y) == [nil, nil])
  }

  @Test("takes no design in which a step changes two inputs, or one input twice")
  func notTrajectories() {
    #expect(MorrisDesign(points: [[0, 0], [1, 1], [1, 0]]) == nil)
    #expect(MorrisDesign(points: [[0, 0], [1, 0], [0, 0]]) == nil)
    #expect(MorrisDesign(points: [[0, 0], [1, 0]]) == nil)
    #expect(MorrisDesign(points: []) == nil)
  }

  @Test("permutes with the inputs, and scales with the outcome")
  func invariances() throws {
    let design = MorrisDesign(inputs: 3, trajectories: 12, seed: 4)
    let order = [2, 0, 1]
    let other = try #require(
      MorrisDesign(points: design.points.map { point in order.map { point[$0] } }))
    let y = design.points.map(TestFunction.ishigami)
    let bootstrap = Bootstrap(replicates: 50, seed: 1)
    let found = design.effects(y, bootstrap: bootstrap)
    #expect(other.effects(y, bootstrap: bootstrap) == order.map { found[$0] })
    let scaled = design.effects(y.map { -4 * $0 }, bootstrap: bootstrap)
    for (effects, plain) in zip(scaled, found) {
      #expect(effects?.meanMagnitude.error == plain.map { 4 * $0.meanMagnitude.error })
      #expect(effects?.spread == plain.map { 4 * $0.spread })
    }
  }
}
