import Assessment
import Foundation
import Testing

@Suite("First-order indices from given draws")
struct FirstOrderGivenDataTests {
  private func sample(
    _ f: ([Double]) -> Double, inputs: Int, rows: Int, seed: UInt64
  ) throws -> GivenData {
    var generator = SplitMix(state: seed)
    let rows = (0..<rows).map { _ in generator.uniforms(inputs) }
    return try GivenData(
      RankedInputs((0..<inputs).map { i in rows.map { $0[i] } }, draws: rows.count),
      y: rows.map(f))
  }

  @Test("are the closed forms within their errors")
  func closedForms() throws {
    let cases = try [
      (
        sample(TestFunction.ishigami, inputs: 3, rows: 50_000, seed: 1), TestFunction.ishigamiFirst
      ),
      (sample(TestFunction.g, inputs: 8, rows: 50_000, seed: 2), TestFunction.gFirst),
      (sample(TestFunction.linear, inputs: 3, rows: 50_000, seed: 3), TestFunction.linearShares),
    ]
    for (data, truths) in cases {
      for (index, truth) in zip(data.firstOrder(threads: 2), truths) {
        let index = try #require(index)
        // n^0.55 = 384 slices miss 1 / (384 ln 384) of a normal input's effect, and less of the
        // others': of Ishigami's second, two periods of a sine, 4 π² / 3 / 384².
        let missed = truth / (384 * log(384))
        #expect((index.value - truth).magnitude <= 4.8916 * index.standardError + missed)
        #expect(index.standardError < 0.01)
      }
    }
  }

  @Test("lie within their 95 % intervals as often as they say")
  func coverage() throws {
    var covered = [0, 0, 0]
    for seed in 0..<UInt64(400) {
      let found = try sample(TestFunction.linear, inputs: 3, rows: 1000, seed: 1000 + seed)
        .firstOrder()
      for (i, truth) in TestFunction.linearShares.enumerated() {
        covered[i] += found[i]?.interval.contains(truth) == true ? 1 : 0
      }
    }
    for count in covered { #expect(count >= leastCoveredOf400, "\(covered)") }
  }

  @Test("have no bias without influence, however many the slices", arguments: [5, 20, 100])
  func unbiased(slices: Int) throws {
    var values: [Double] = [], above = 0
    for seed in 0..<UInt64(400) {
      let data = try sample({ $0[1] }, inputs: 2, rows: 300, seed: 5000 + seed)
      let index = try #require(data.firstOrder(slices: slices)[0])
      values.append(index.value)
      above += index.isBelowItsError ? 0 : 1
    }
    let moments = Moments(values)
    #expect(moments.mean.magnitude <= 4.8916 * moments.meanError)
    // Its standard deviation is √(2 (M − 1)) / n where the slices have equal means.
    let expected = (2 * Double(slices - 1) * 300 / (300 - Double(slices))).squareRoot() / 300
    #expect((moments.standardDeviation / expected - 1).magnitude <= 4.8916 / 800.0.squareRoot())
    // 5 % at most, of 400: binom.isf(1e-6, 400, 0.05) = 43 (scipy 1.17.1).
    #expect(above <= 43, "\(above)")
  }

  @Test("equal the analysis of variance done the slow way, ties included")
  func twin() throws {
    var generator = SplitMix(state: 4)
    let x = (0..<500).map { _ in (generator.uniform() * 4).rounded() }
    let y = x.map { $0 * $0 + 9 * generator.uniform() }
    let data = try GivenData(RankedInputs([x], draws: 500), y: y)
    let found = try #require(data.firstOrder(slices: 20)[0])
    // Five values in twenty slices: one slice each.
    let groups = (0...4).map { level in y.indices.filter { x[$0] == Double(level) }.map { y[$0] } }
    let within = groups.reduce(0) { $0 + Moments($1).variance * Double($1.count - 1) }
    let total = Moments(y).variance
    #expect(agree([found.value], [1 - within / 495 / total], within: 1e-13))
  }

  @Test("do not hang on threads, order, unit or monotone transformations of inputs")
  func invariances() throws {
    var generator = SplitMix(state: 5)
    let columns = (0..<3).map { _ in generator.uniforms(700) }
    let y = (0..<700).map { i in TestFunction.ishigami(columns.map { $0[i] }) }
    func found(_ columns: [[Double]], _ y: [Double], threads: Int = 1) throws -> [IndexEstimate?] {
      try GivenData(RankedInputs(columns, draws: 700), y: y).firstOrder(threads: threads)
    }
    let plain = try found(columns, y)
    #expect(try found(columns, y, threads: 3) == plain)
    #expect(try found(columns.map { $0.map { -1 / $0 } }, y) == plain)
    #expect(
      try found(columns.map { $0.map { 1 - $0 } }, y).map { $0?.value.isFinite } == [
        true, true, true,
      ])
    #expect(try found(columns.reversed(), y) == plain.reversed())
    #expect(try found(columns, y.map { $0 * 0x1p800 }) == plain)
    let constant = try found([y.map { _ in 2 }, columns[0]], y)
    #expect(constant[0] == nil && constant[1] == plain[0])
  }
}
