import Assessment
import Foundation
import Testing

/// A sample with the trajectories that EMA Workbench gives for it: see `prim.py`.
struct PrimCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Step: Decodable, Sendable {
    let n: Int
    let k: Double
    /// By name, lower and upper; inputs without a limit are left out.
    let limits: [String: [Double]]
    /// −1 where there is no limit.
    let qp: [String: [Double]]
  }

  let name: String
  let objective: String
  let peelingShare: Double
  let minimumMass: Double
  let names: [String]
  let whole: [Bool]
  let inputs: [[Double]]
  let interest: [Double]
  let boxes: [[Step]]

  var testDescription: String { name }

  var options: PrimOptions {
    PrimOptions(
      peelingShare: peelingShare, minimumMass: minimumMass,
      objective: ["lenient1": .lenient1, "lenient2": .lenient2][objective] ?? .original)
  }

  var draws: LabelledDraws {
    LabelledDraws(
      inputs: inputs, interest: interest, kinds: whole.map { $0 ? .whole : .real })
  }

  static func read() throws -> [PrimCase] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([PrimCase].self, from: referenceData("prim.json"))
  }
}

/// A file of `ReferenceValues`.
func referenceData(_ name: String) throws -> Data {
  let folder = try #require(Bundle.module.url(forResource: "ReferenceValues", withExtension: nil))
  return try Data(contentsOf: folder.appending(path: name))
}

@Suite("PRIM beside EMA Workbench")
struct PrimReferenceTests {
  @Test("first boxes are equal step by step: draws, interest, limits, quasi-p-values")
  func trajectories() throws {
    for reference in try PrimCase.read() {
      let draws = reference.draws
      let steps = try Prim(draws, reference.options).trajectory()
      let expected = try #require(reference.boxes.first)
      #expect(steps.count == expected.count, "\(reference.name): steps")
      for (place, (step, wanted)) in zip(steps, expected).enumerated() {
        let at = "\(reference.name), step \(place)"
        #expect(step.score.draws == wanted.n && step.score.interest == wanted.k, "\(at)")
        compare(step.box, wanted, draws, reference, at)
      }
    }
  }

  @Test("second boxes are equal, once the first has taken its draws")
  func secondBoxes() throws {
    for reference in try PrimCase.read() {
      let draws = reference.draws, prim = try Prim(draws, reference.options)
      let first = try #require(try prim.trajectory().last).box
      let steps = try prim.trajectory(after: [first])
      #expect(steps.map(\.score.draws) == reference.boxes[1].map(\.n), "\(reference.name)")
      #expect(steps.map(\.score.interest) == reference.boxes[1].map(\.k), "\(reference.name)")
    }
  }

  private func compare(
    _ box: DiscoveryBox, _ wanted: PrimCase.Step, _ draws: LabelledDraws, _ reference: PrimCase,
    _ at: String
  ) {
    let names = box.limits.map { reference.names[$0.input] }
    #expect(Set(names) == Set(wanted.limits.keys), "\(at)")
    for (name, limit) in zip(names, box.limits) {
      let pair = wanted.limits[name] ?? []
      // A pasted limit of a whole input is told as the last value inside.
      let isWhole = reference.whole[limit.input]
      let (lower, upper) = (pair.first ?? .nan, pair.last ?? .nan)
      #expect(limit.lower == nil || limit.lower == (isWhole ? lower.rounded(.up) : lower), "\(at)")
      #expect(
        limit.upper == nil || limit.upper == (isWhole ? upper.rounded(.down) : upper), "\(at)")
    }
    let restrictions = box.restrictions(draws)
    let limited = wanted.qp.values.joined().filter { $0 >= 0 }
    #expect(restrictions.count == limited.count, "\(at): limits")
    for restriction in restrictions {
      let pair = wanted.qp[reference.names[restriction.input]] ?? []
      let qp = (restriction.side == .lower ? pair.first : pair.last) ?? .infinity
      // Relative: both sum a binomial tail, good to 5 · 10⁻¹³ here.
      #expect(
        (restriction.quasiProbability - qp).magnitude <= 1e-11 * qp, "\(at), \(restriction)")
    }
  }
}
