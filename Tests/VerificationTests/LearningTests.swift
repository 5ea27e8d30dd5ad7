import Econometrics
import NumericKernels
import Testing
import Verification

@Suite("What past forecasts teach")
struct LearningTests {
  @Test("the weight is where a fine grid has the least loss")
  func weight() {
    let years = [
      PoolWeight.Year(
        chosen: 0.12, naive: 0.10, withinChosen: 0.09, between: 0.11, withinNaive: 0.08),
      PoolWeight.Year(
        chosen: 0.20, naive: 0.11, withinChosen: 0.07, between: 0.13, withinNaive: 0.09),
    ]
    for n in 0...2 {
      let used = Array(years.prefix(n))
      let level = used.isEmpty ? 1 : used.reduce(0) { $0 + $1.crps(1) } / Double(n)
      func loss(_ w: Double) -> Double {
        used.reduce(0) { $0 + $1.crps(w) } + level
          * (0.9 * naturalLogarithm(0.9 / w) + 0.1 * naturalLogarithm(0.1 / (1 - w)))
      }
      let grid = (1..<100_000).map { Double($0) / 100_000 }
      let best = grid.min { loss($0) < loss($1) } ?? 0
      #expect((PoolWeight.weight(used) - best).magnitude < 2e-5, "\(n) years")
    }
  }

  @Test("a form that is worse year after year loses its weight")
  func weightFalls() {
    let bad = PoolWeight.Year(
      chosen: 0.30, naive: 0.10, withinChosen: 0.1, between: 0.2, withinNaive: 0.1)
    let weights = [0, 1, 3, 10, 100].map {
      PoolWeight.weight(Array(repeating: bad, count: $0))
    }
    #expect(zip(weights, weights.dropFirst()).allSatisfy { $0 > $1 })
    #expect(weights[0] == 0.9)
    #expect((weights.last ?? 1) < 0.03)
  }

  @Test(
    "too narrow forecasts are widened once that has helped on held-out years; right ones are left")
  func spread() {
    // Figures at the quantiles of a normal law, forecast with a spread of half and of all of it.
    func factor(_ scale: Double, years: Int) -> SpreadFactor {
      let law = PredictiveLaw(
        StudentLaw(location: 0, scale: scale, degreesOfFreedom: .infinity))
      var spread = SpreadFactor()
      for _ in 0..<years {
        spread.add((1..<100).map { (law, normalQuantile(Double($0) / 100)) })
      }
      return spread
    }
    #expect(factor(0.5, years: 2).applied == 1)
    #expect(factor(0.5, years: 5).applied > 1.3)
    #expect(factor(1, years: 5).applied == 1)
    #expect(factor(2, years: 5).applied < 0.75)
    #expect(SpreadFactor().applied == 1)
  }

  @Test("a mean over years is Student's t of the years' means")
  func clusteredMean() throws {
    // scipy.stats.ttest_1samp([1.5, 4, 7, 2], 0, alternative="greater"):
    // scipy 1.17.1: p = 0.0311283047; two-sided interval from -0.3464222508.
    let mean = try #require(ClusteredMean([[1, 2], [4], [7, 6, 8], [], [2]]))
    #expect(mean.mean == 3.625)
    #expect((mean.years, mean.count) == (4, 7))
    #expect(!mean.allowsClaim)
    let error = try #require(mean.standardError)
    #expect((error - 1.247914927655995).magnitude < 1e-12)
    #expect((try #require(mean.upperTail) - 0.031128304733144117).magnitude < 1e-12)
    let interval = try #require(mean.interval())
    #expect((interval.lowerBound + 0.3464222508272057).magnitude < 1e-10)
    #expect(ClusteredMean([[], []]) == nil)
    #expect(ClusteredMean([[3]])?.interval() == nil)
  }
}

@Suite("Reliability")
struct ReliabilityTests {
  @Test("consistency is the exact law of the number of events, by enumeration")
  func consistency() throws {
    let probabilities = [0.11, 0.14, 0.17, 0.19, 0.12, 0.1, 0.18]
    var law = Array(repeating: 0.0, count: 8)
    for pattern in 0..<128 {
      var mass = 1.0, events = 0
      for (k, p) in probabilities.enumerated() {
        let happened = pattern >> k & 1 == 1
        mass *= happened ? p : 1 - p
        events += happened ? 1 : 0
      }
      law[events] += mass
    }
    let reliability = Reliability(probabilities.map { ($0, false) })
    let bin = try #require(reliability.bins.first)
    #expect(reliability.bins.count == 1)
    #expect(bin.consistency == range(law))
    #expect(bin.isConsistent)
    #expect((bin.probability - probabilities.reduce(0, +) / 7).magnitude < 1e-15)
  }

  /// The central 90 % of the share of events, from the law of their number.
  private func range(_ law: [Double]) -> ClosedRange<Double> {
    func quantile(_ level: Double) -> Double {
      var sum = 0.0
      for (k, mass) in law.enumerated() {
        sum += mass
        if sum >= level { return Double(k) / Double(law.count - 1) }
      }
      return 1
    }
    return quantile(0.05)...quantile(0.95)
  }

  @Test("nested events of a figure: the law of their number, by counting cells of the figure")
  func nested() throws {
    // Figure by figure, a uniform number u is below some of the probabilities; cells of 1/100.
    let figures: [[Double]] = [[0.22, 0.25, 0.28], [0.21, 0.21], [0.29]]
    var law = [Double](repeating: 0, count: 7)
    for u in 0..<1_000_000 {
      let cells = [u % 100, u / 100 % 100, u / 10_000]
      let events = zip(figures, cells).reduce(0) { sum, pair in
        sum + pair.0.count { Double(pair.1) + 0.5 < 100 * $0 }
      }
      law[events] += 1e-6
    }
    let bins = Reliability(figures: figures.map { $0.map { ($0, true) } }).bins
    #expect(bins.count == 1 && bins[0].count == 6 && bins[0].frequency == 1)
    #expect(bins[0].consistency == range(law))
    // As if they were independent the range is too narrow.
    let apart = Reliability(figures.flatMap(\.self).map { ($0, true) }).bins[0].consistency
    #expect(apart.upperBound < bins[0].consistency.upperBound)
  }

  @Test("a probability of 1 belongs to the last tenth")
  func ends() {
    let reliability = Reliability([(0, false), (1, true), (0.5, true)])
    #expect(reliability.bins.map(\.count) == [1, 1, 1])
    #expect(reliability.bins.map(\.range.lowerBound) == [0, 0.5, 0.9])
  }
}
