import Assessment
import Testing

@Suite("PAWN")
struct PAWNTests {
  private func data(_ columns: [[Double]], _ y: [Double]) throws -> GivenData {
    try GivenData(RankedInputs(columns, draws: y.count), y: y)
  }

  private func sample(
    _ f: ([Double]) -> Double, inputs: Int, rows: Int, seed: UInt64
  ) -> (columns: [[Double]], y: [Double]) {
    var generator = SplitMix(state: seed)
    let rows = (0..<rows).map { _ in generator.uniforms(inputs) }
    return ((0..<inputs).map { i in rows.map { $0[i] } }, rows.map(f))
  }

  @Test("equals SALib's on the same samples", arguments: try PackageAnswers.read().pawn)
  func package(_ reference: PackageAnswers.PAWN) throws {
    let found = try data(reference.columns, reference.y)
      .pawn(slices: reference.slices, convention: .edges).compactMap { $0?.summary }
    #expect(agree(found.map(\.minimum), reference.minimum))
    #expect(agree(found.map(\.mean), reference.mean))
    #expect(agree(found.map(\.median), reference.median))
    #expect(agree(found.map(\.maximum), reference.maximum))
  }

  @Test("is the greatest distance of distribution functions, looked for everywhere")
  func twin() throws {
    let (columns, raw) = sample(TestFunction.ishigami, inputs: 3, rows: 240, seed: 1)
    // Rounded: equal outcomes are one step.
    for y in [raw, raw.map { $0.rounded() }, raw.map { $0 > 5 ? 1 : 0 }] {
      let found = try data(columns, y).pawn(slices: 6)
      for (input, indices) in found.enumerated() {
        let order = columns[input].indices.sorted { columns[input][$0] < columns[input][$1] }
        let expected = (0..<6).map { slice in
          let part = order[(slice * 40)..<(slice + 1) * 40].map { y[$0] }
          return y.map { t in
            (Double(part.count { $0 <= t }) / 40 - Double(y.count { $0 <= t }) / 240).magnitude
          }.max() ?? 0
        }
        #expect(agree(try #require(indices).distances, expected, within: 1e-15))
      }
    }
  }

  @Test("gives each value of a switch its slice, where edges would lose one")
  func switches() throws {
    var generator = SplitMix(state: 2)
    let x = (0..<1000).map { _ in generator.uniform() < 0.3 ? 1.0 : 0 }
    let y = x.map { 3 * $0 + generator.uniform() }
    let indices = try #require(try data([x], y).pawn()[0])
    // P(x = 0) is about 0.7: the laws are apart by 0.3 and 0.7.
    let share = x.reduce(0, +) / 1000
    #expect(agree(indices.distances, [share, 1 - share], within: 1e-12))
  }

  @Test("takes an input without influence for a dummy in 95 % of samples, and no other")
  func dummies() throws {
    // No influence at all: the median stays below the dummy's 95 % in 95 % of cases.
    var below = 0, maximumBelow = 0
    for seed in 0..<UInt64(100) {
      let (columns, y) = sample(
        { $0[4] }, inputs: 5, rows: 300, seed: 100 + seed)
      for indices in try data(Array(columns[..<4]), y).pawn(dummy: Bootstrap(seed: seed)) {
        below += indices?.isBelowDummy == true ? 1 : 0
        maximumBelow += indices?.maximumIsBelowDummy == true ? 1 : 0
      }
    }
    // The threshold is itself a quantile of 200, with 1.5 % of Monte Carlo error, shared by the four
    // inputs of a sample: it widens the binomial spread of 400 from 1.1 to √(1.1² + 1.5²/100) %.
    for count in [below, maximumBelow] {
      #expect((Double(count) / 400 - 0.95).magnitude <= 4.8916 * 0.0111 + 0.005, "\(count)")
    }
    let (columns, y) = sample(TestFunction.ishigami, inputs: 3, rows: 2000, seed: 3)
    let found = try data(columns, y).pawn(dummy: Bootstrap(seed: 1))
    #expect(found.allSatisfy { $0?.isBelowDummy == false })
  }

  @Test("does not change with monotone transformations, permutes with the inputs, not with threads")
  func invariances() throws {
    let (columns, y) = sample(TestFunction.ishigami, inputs: 3, rows: 500, seed: 4)
    let dummy = Bootstrap(replicates: 40, seed: 2)
    let found = try data(columns, y).pawn(dummy: dummy)
    #expect(try data(columns, y).pawn(dummy: dummy, threads: 3) == found)
    let bent = columns.map { $0.map { $0 * $0 * 1e9 } }
    #expect(try data(bent, y.map { $0 * $0 * $0 }).pawn(dummy: dummy) == found)
    let order = [2, 0, 1]
    #expect(try data(order.map { columns[$0] }, y).pawn(dummy: dummy) == order.map { found[$0] })
  }

  @Test("says nothing of a constant input, and leaves out failed draws")
  func degenerate() throws {
    var (columns, y) = sample(TestFunction.ishigami, inputs: 3, rows: 300, seed: 5)
    columns[1] = y.map { _ in 0.1 }
    let whole = try data(columns.map { Array($0[1...]) }, Array(y[1...])).pawn()
    y[0] = .nan
    let sample = try data(columns, y)
    #expect(sample.pawn() == whole && sample.failed == 1)
    #expect(whole[1] == nil && whole[0] != nil)
    #expect(try data(columns, y).pawn(convention: .edges)[1] == nil)
  }
}
