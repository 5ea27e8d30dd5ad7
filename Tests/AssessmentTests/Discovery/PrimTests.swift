import Assessment
import Foundation
import Testing

@Suite("PRIM")
struct PrimTests {
  /// Of interest exactly when a < 0.35 and c > 0.6; b and d do not matter.
  @Test("finds the known box: coverage and density at least 0.9 with limits on a and c only")
  func knownBox() throws {
    let text = try String(decoding: referenceData("prim_known_box.csv"), as: UTF8.self)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    let draws = LabelledDraws(
      inputs: (0..<4).map { j in rows.map { $0[j] } }, interest: rows.map { $0[4] })
    let steps = try Prim(draws).trajectory()
    #expect(
      steps.contains {
        $0.score.coverage >= 0.9 && ($0.score.density ?? 0) >= 0.9
          && $0.box.limits.map(\.input) == [0, 2]
      })
    let place = try #require(BoxChoice.balanced.place(in: steps))
    let box = steps[place].box.simplified(above: 0.05, draws)
    #expect(box.limits.map(\.input) == [0, 2])
    let a = try #require(box.limits.first?.upper), c = try #require(box.limits.last?.lower)
    // Within the 5 % of the draws that a peel takes at once.
    #expect((a - 0.35).magnitude < 0.05 && (c - 0.6).magnitude < 0.05)
  }

  @Test("peels as a slow twin does that sorts anew for every candidate", arguments: 0..<40)
  func twin(seed: Int) throws {
    var generator = SplitMix(state: UInt64(seed))
    let n = 20 + seed * 3, isCoarse = seed % 3 == 0, hasChances = seed % 2 == 0
    let inputs = (0..<3).map { _ in
      (0..<n).map { _ in
        let u = generator.uniform()
        return isCoarse ? (u * 6).rounded() / 4 : u
      }
    }
    // Chances are multiples of 2⁻³², so that both sum without rounding.
    let interest = (0..<n).map { i in
      let chance = inputs[1][i] > 0.4 ? generator.uniform() : generator.uniform() / 4
      return hasChances ? (chance * 256).rounded() / 256 : chance > 0.5 ? 1 : 0
    }
    let objective = PeelingObjective.allCases[seed % 2]
    let steps = try Prim(
      LabelledDraws(inputs: inputs, interest: interest, kinds: [.real, .real, .real]),
      PrimOptions(peelingShare: 0.1, minimumMass: 0.1, objective: objective)
    ).trajectory()
    let slow = SlowPeeling(inputs: inputs, interest: interest, share: 0.1, objective: objective)
      .boxes(minimumMass: 0.1)
    #expect(slow.count > 1)
    #expect(steps.prefix(slow.count).map(\.score.draws) == slow.map(\.count))
    for (step, inside) in zip(steps, slow) {
      let members = step.box.members(inputs, count: n)
      #expect((0..<n).filter { members[$0] } == inside)
    }
    // What follows are pastes: more draws and a higher mean each time.
    for (before, after) in zip(steps.dropFirst(slow.count - 1), steps.dropFirst(slow.count)) {
      #expect(after.score.draws > before.score.draws)
      #expect(try #require(after.score.density) > #require(before.score.density))
    }
  }

  @Test("coverage, density and mass are what counting gives")
  func scores() {
    let draws = LabelledDraws(
      inputs: [[1, 2, 3, 4, 5, 6, 7, 8.5]], interest: [0, 1, 1, 0, 1, 0, 0, 1])
    let box = DiscoveryBox([DiscoveryBox.Limits(input: 0, lower: 2, upper: 5)])
    let score = BoxScore(box, draws)
    #expect(score.draws == 4 && score.interest == 3 && score.mass == 0.5)
    #expect(score.coverage == 0.75 && score.density == 0.75 && score.balance == 0.75)
    #expect(score.coverageError > 0 && score.coverageError == score.densityError)
    // P(B ≥ 3) with 4 trials: without the lower limit 3 of 5, without the upper one 4 of 7.
    let restrictions = box.restrictions(draws)
    for (restriction, p) in zip(restrictions, [3.0 / 5, 4.0 / 7]) {
      let tail = 4 * p * p * p * (1 - p) + p * p * p * p
      #expect((restriction.quasiProbability - tail).magnitude < 1e-14)
    }
    #expect(restrictions.map(\.side) == [.lower, .upper])
  }

  @Test("the order of the draws changes no box")
  func permuted() throws {
    let (inputs, interest) = corner(seed: 3, count: 500)
    let order = (0..<500).map { ($0 * 137 + 11) % 500 }
    let steps = try Prim(LabelledDraws(inputs: inputs, interest: interest)).trajectory()
    let other = try Prim(
      LabelledDraws(
        inputs: inputs.map { column in order.map { column[$0] } },
        interest: order.map { interest[$0] })
    ).trajectory()
    #expect(steps == other)
  }

  @Test("an increasing change of units changes no draw of any box")
  func rescaled() throws {
    let (inputs, interest) = corner(seed: 4, count: 500)
    let draws = LabelledDraws(inputs: inputs, interest: interest)
    let scaled = LabelledDraws(
      inputs: inputs.map { $0.map { 1024 * $0 - 7 } }, interest: interest)
    #expect(try Prim(draws).trajectory().map(\.score) == Prim(scaled).trajectory().map(\.score))
  }

  @Test("constant inputs are never restricted; without a gain the whole is the only box")
  func nothingToPeel() throws {
    let same = [Double](repeating: 0.3, count: 200), varying = (0..<200).map { Double($0) }
    let interest = (0..<200).map { $0 >= 150 ? 1.0 : 0 }
    let steps = try Prim(LabelledDraws(inputs: [same, varying], interest: interest)).trajectory()
    #expect(steps.count > 1)
    #expect(steps.allSatisfy { step in !step.box.limits.contains { $0.input == 0 } })
    for flat in [0, 0.3, 1.0] {
      let constant = [Double](repeating: flat, count: 200)
      #expect(
        try Prim(LabelledDraws(inputs: [varying], interest: constant)).trajectory().count == 1)
    }
    #expect(try Prim(LabelledDraws(inputs: [same], interest: interest)).trajectory().count == 1)
    #expect(try Prim(LabelledDraws(inputs: [[]], interest: [])).trajectory().isEmpty)
  }

  /// A corner of interest in two of three inputs, with noise.
  private func corner(seed: UInt64, count: Int) -> (inputs: [[Double]], interest: [Double]) {
    var generator = SplitMix(state: seed)
    let inputs = (0..<3).map { _ in (0..<count).map { _ in generator.uniform() } }
    let interest = (0..<count).map { i in
      generator.uniform() < (inputs[0][i] < 0.4 && inputs[2][i] > 0.5 ? 0.9 : 0.1) ? 1.0 : 0
    }
    return (inputs, interest)
  }
}

/// Peeling as its definition reads: every candidate is a list of draws.
private struct SlowPeeling {
  let inputs: [[Double]]
  let interest: [Double]
  let share: Double
  let objective: PeelingObjective

  func boxes(minimumMass: Double) -> [[Int]] {
    var boxes = [Array(interest.indices)], restricted: Set<Int> = []
    while let inside = boxes.last {
      var best: (score: Double, restricted: Int, input: Int, left: [Int])?
      for input in inputs.indices {
        for left in candidates(inside, input) where left.count < inside.count && !left.isEmpty {
          let score = score(inside, left), count = restricted.union([input]).count
          if let found = best,
            score < found.score || score == found.score && count >= found.restricted
          {
            continue
          }
          best = (score, count, input, left)
        }
      }
      guard let best, best.score > 0,
        Double(best.left.count) / Double(interest.count) >= minimumMass
      else { break }
      restricted.insert(best.input)
      boxes.append(best.left)
    }
    return boxes
  }

  private func score(_ inside: [Int], _ left: [Int]) -> Double {
    let gain = (mean(left) - mean(inside)) / Double(inside.count - left.count)
    return objective == .lenient1
      ? gain : Double(left.count) * (mean(left) - mean(inside)) / Double(inside.count - left.count)
  }

  private func mean(_ some: [Int]) -> Double {
    some.reduce(0) { $0 + interest[$1] } / Double(some.count)
  }

  /// Without the upper and without the lower tail.
  private func candidates(_ inside: [Int], _ input: Int) -> [[Int]] {
    let x = inputs[input], sorted = inside.map { x[$0] }.sorted()
    let last = Double(sorted.count - 1)
    let upper = last * (1 - share), lower = last * share
    let high = sorted[Int(upper.rounded(.up))], low = sorted[Int(lower.rounded(.down))]
    let belowHigh = sorted[...Int(upper.rounded(.down))].last { $0 != high } ?? high
    let aboveLow = sorted[Int(lower.rounded(.up))...].first { $0 != low } ?? low
    return [
      inside.filter { x[$0] <= (high + belowHigh) / 2 },
      inside.filter { x[$0] >= (low + aboveLow) / 2 },
    ]
  }
}
