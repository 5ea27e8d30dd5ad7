import Assessment
import Testing

@Suite("Sobol' indices")
struct SobolIndicesTests {
  private struct FixedSample: Decodable {
    struct Estimates: Decodable {
      struct Package: Decodable {
        let S1: [Double]
        let ST: [Double]
        let S2: [[Double?]]
      }

      let S1_saltelli2010_centred_with_mean_of_A_and_B: [Double]
      let S1_jansen: [Double]
      let ST_jansen: [Double]
      let SALib: Package
    }

    let f_A: [Double]
    let f_B: [Double]
    let f_AB: [[Double]]
    let f_BA: [[Double]]
    let estimates: Estimates

    var sample: SobolSample { SobolSample(A: f_A, B: f_B, AB: f_AB, BA: f_BA) }
  }

  private func fixed() throws -> FixedSample {
    try sensitivityReference("fixed_sample_sobol_ishigami", keysAsWritten: true)
  }

  /// Runs of a function of uniform inputs, the seed saying which.
  private struct Runs {
    var A: [Double] = []
    var B: [Double] = []
    var AB: [[Double]]
    var BA: [[Double]]

    init(_ f: ([Double]) -> Double, inputs: Int, rows: Int, seed: UInt64) {
      var generator = SplitMix(state: seed)
      AB = Array(repeating: [], count: inputs)
      BA = AB
      for _ in 0..<rows {
        let a = generator.uniforms(inputs), b = generator.uniforms(inputs)
        A.append(f(a))
        B.append(f(b))
        for i in 0..<inputs {
          var x = a, z = b
          (x[i], z[i]) = (b[i], a[i])
          AB[i].append(f(x))
          BA[i].append(f(z))
        }
      }
    }

    func sample(pairs: Bool = false) -> SobolSample {
      SobolSample(A: A, B: B, AB: AB, BA: pairs ? BA : nil)
    }

    func map(_ change: (Double) -> Double) -> Runs {
      var runs = self
      (runs.A, runs.B) = (A.map(change), B.map(change))
      (runs.AB, runs.BA) = (AB.map { $0.map(change) }, BA.map { $0.map(change) })
      return runs
    }
  }

  private func sample(
    _ f: ([Double]) -> Double, inputs: Int, rows: Int, seed: UInt64, pairs: Bool = false
  ) -> SobolSample {
    Runs(f, inputs: inputs, rows: rows, seed: seed).sample(pairs: pairs)
  }

  @Test("equal each convention's values on the fixed sample of the reference")
  func fixedSample() throws {
    let reference = try fixed(), expected = reference.estimates
    let centred = try reference.sample.indices()
    #expect(
      agree(centred.first.map(\.value), expected.S1_saltelli2010_centred_with_mean_of_A_and_B))
    #expect(agree(centred.total.map(\.value), expected.ST_jansen))
    let jansen = try reference.sample.indices(.jansen)
    #expect(agree(jansen.first.map(\.value), expected.S1_jansen))
    let package = try reference.sample.indices(.saltelliCentredOnAllRuns)
    #expect(agree(package.first.map(\.value), expected.SALib.S1))
    #expect(agree(package.total.map(\.value), expected.SALib.ST))
    #expect(
      agree(
        try #require(package.pairs).map(\.index.value),
        expected.SALib.S2.flatMap { $0.compactMap(\.self) }))
  }

  @Test("equal SALib's on the same samples", arguments: try PackageAnswers.read().sobol)
  func package(_ reference: PackageAnswers.Sobol) throws {
    let sample = SobolSample(
      A: reference.A, B: reference.B, AB: reference.AB, BA: reference.BA)
    let found = try sample.indices(.saltelliCentredOnAllRuns)
    #expect(agree(found.first.map(\.value), reference.first))
    #expect(agree(found.total.map(\.value), reference.total))
    #expect((found.pairs == nil) == (reference.pairs == nil))
    if let pairs = found.pairs, let expected = reference.pairs {
      #expect(agree(pairs.map(\.index.value), expected))
    }
  }

  /// 4.8916 standard errors: one comparison in a million fails by chance.
  @Test("of known functions are the closed forms within their errors", arguments: [false, true])
  func closedForms(jansen: Bool) throws {
    let convention = jansen ? SobolConvention.jansen : .saltelli
    for (seed, (f, truths)) in TestFunction.known.enumerated() {
      let found = try sample(f, inputs: truths.count / 2, rows: 20_000, seed: UInt64(seed))
        .indices(convention)
      for (index, truth) in zip(found.first + found.total, truths) {
        #expect((index.value - truth).magnitude <= 4.8916 * index.standardError)
        #expect(index.standardError < 0.03)
      }
    }
  }

  @Test("of two inputs together are those of max(x₁, x₂) and of Ishigami's first and third")
  func secondOrder() throws {
    let larger = try sample({ max($0[0], $0[1]) }, inputs: 2, rows: 20_000, seed: 4, pairs: true)
      .indices()
    let pair = try #require(larger.pairs?.first)
    // Closed form: 2/5, 2/5 and 1/5.
    #expect((pair.index.value - 0.2).magnitude <= 4.8916 * pair.index.standardError)
    let ishigami = try sample(
      TestFunction.ishigami, inputs: 3, rows: 20_000, seed: 5, pairs: true
    ).indices()
    let pairs = try #require(ishigami.pairs)
    #expect(pairs.map(\.first) == [0, 0, 1] && pairs.map(\.second) == [1, 2, 2])
    for (pair, truth) in zip(pairs, [0, 0.24368366406214773, 0]) {
      #expect((pair.index.value - truth).magnitude <= 4.8916 * pair.index.standardError)
    }
    #expect(pairs[0].index.isBelowItsError && !pairs[1].index.isBelowItsError)
  }

  @Test("have errors by the delta method that the bootstrap confirms", arguments: [0, 1, 2])
  func errors(convention: Int) throws {
    let convention = SobolConvention.allCases[convention]
    let sample = sample(TestFunction.ishigami, inputs: 3, rows: 3000, seed: 6, pairs: true)
    let found = try sample.indices(
      convention, bootstrap: Bootstrap(replicates: 2000, seed: 1), threads: 2)
    let all = found.first + found.total + (found.pairs ?? []).map(\.index)
    for index in all {
      let resampled = try #require(index.bootstrapError)
      // The spread of 2,000 normal numbers is known within 1 / √4000; and terms of order 1/n, of
      // which indices with kurtosis 10 or less have at most 2 %.
      #expect(
        (resampled / index.standardError - 1).magnitude <= 4.8916 / 4000.0.squareRoot() + 0.02)
    }
  }

  @Test("lie within their 95 % bootstrap intervals as often as they say", arguments: 0...2)
  func coverage(function: Int) throws {
    let (f, truths) = TestFunction.known[function]
    let inputs = truths.count / 2
    var covered = [Int](repeating: 0, count: 2 * inputs), plain = covered
    for seed in 0..<UInt64(400) {
      let sample = sample(f, inputs: inputs, rows: 400, seed: 1000 + seed)
      let found = try sample.indices(bootstrap: Bootstrap(seed: seed), threads: 2)
      for (i, (index, truth)) in zip(found.first + found.total, truths).enumerated() {
        covered[i] += index.interval.contains(truth) ? 1 : 0
        plain[i] += (index.value - truth).magnitude <= 1.96 * index.standardError ? 1 : 0
      }
    }
    for count in covered + plain { #expect(count >= leastCoveredOf400, "\(covered) \(plain)") }
  }

  @Test("do not hang on threads, the order of inputs, the unit or the origin of the outcome")
  func invariances() throws {
    let runs = Runs(TestFunction.g, inputs: 8, rows: 777, seed: 7)
    let bootstrap = Bootstrap(replicates: 21, seed: 3)
    let found = try runs.sample(pairs: true).indices(bootstrap: bootstrap)
    #expect(try runs.sample(pairs: true).indices(bootstrap: bootstrap, threads: 3) == found)
    var other = runs
    let order = [3, 1, 7, 0, 2, 6, 5, 4]
    (other.AB, other.BA) = (order.map { runs.AB[$0] }, order.map { runs.BA[$0] })
    let permuted = try other.sample(pairs: true).indices(bootstrap: bootstrap)
    #expect(permuted.first == order.map { found.first[$0] })
    #expect(permuted.total == order.map { found.total[$0] })
    for pair in try #require(permuted.pairs) {
      let (a, b) = (order[pair.first], order[pair.second])
      let same = found.pairs?.first { $0.first == min(a, b) && $0.second == max(a, b) }
      #expect(agree([pair.index.value], [try #require(same).index.value], within: 1e-13))
    }
    // A power of two changes no digit; other units and origins only the last.
    let plain = try runs.sample().indices()
    #expect(try runs.map { $0 * 0x1p900 }.sample().indices().first == plain.first)
    #expect(try runs.map { $0 * 0x1p-900 }.sample().indices().total == plain.total)
    let moved = try runs.map { 1000 - 3 * $0 }.sample().indices(bootstrap: bootstrap)
    #expect(agree(moved.first.map(\.value), found.first.map(\.value)))
    #expect(agree(moved.total.map(\.error), found.total.map(\.error)))
    #expect(agree([moved.standardDeviation], [3 * found.standardDeviation]))
  }

  @Test("of an input without influence are 0 exactly, and below their error")
  func withoutInfluence() throws {
    let sample = sample({ $0[0] }, inputs: 2, rows: 50, seed: 8)
    let found = try sample.indices(bootstrap: Bootstrap(seed: 1))
    #expect(found.first[1].value == 0 && found.total[1].value == 0)
    #expect(found.first[1].error == 0 && found.total[1].isBelowItsError)
    #expect(!found.total[0].isBelowItsError && found.total[0].bootstrapError != nil)
  }

  @Test("leave out rows of which a run failed, and count them")
  func failedRuns() throws {
    var runs = Runs(TestFunction.g, inputs: 8, rows: 777, seed: 9)
    let whole = SobolSample(
      A: Array(runs.A[3...]), B: Array(runs.B[3...]), AB: runs.AB.map { Array($0[3...]) })
    (runs.A[0], runs.AB[4][1], runs.B[2]) = (.nan, .infinity, .nan)
    let sample = runs.sample()
    #expect(sample.failed == 3 && sample.rows == 774)
    let found = try sample.indices()
    #expect(try found.first == whole.indices().first && found.failed == 3)
    #expect(throws: SensitivityFailure.tooFewDraws(kept: 0, needed: 2, failed: 777)) {
      try runs.map { _ in .nan }.sample().indices()
    }
  }

  @Test("have no answer where the outcome does not vary, and are finite with two rows")
  func withoutVariance() throws {
    let same = [Double](repeating: 0.1 + 0.2, count: 9)
    let noise = same.enumerated().map { $0 % 2 == 0 ? $1 : $1.nextUp }
    for runs in [same, noise, same.map { _ in 0 }] {
      #expect(throws: SensitivityFailure.noVariance(failed: 0)) {
        try SobolSample(A: runs, B: runs, AB: [runs]).indices(bootstrap: Bootstrap(seed: 1))
      }
    }
    let two = try SobolSample(A: [1, 2], B: [2, 1], AB: [[2, 2]], BA: [[1, 1]])
      .indices(bootstrap: Bootstrap(seed: 1))
    #expect((two.first + two.total).allSatisfy { $0.value.isFinite && $0.error.isFinite })
  }

  @Test("converge: prefixes of the rows, the last of them all")
  func convergence() throws {
    let sample = sample(TestFunction.ishigami, inputs: 3, rows: 4001, seed: 10)
    let table = sample.convergence()
    #expect(table.map(\.rows) == [500, 1000, 2000, 4001])
    #expect(try table[3] == sample.indices() && table[1] == sample.prefix(1000).indices())
    let errors = table.map { $0.first[0].standardError }
    #expect(errors == errors.sorted(by: >))
  }
}
