import NumericKernels
import Testing
import Verification

@Suite struct UniformBandTests {
  /// Limits and coverage by arviz's recursion over conditional binomial laws.
  @Test func agreesWithAnIndependentRecursion() throws {
    for expected in try MachineryReference.read().bands {
      let band = UniformBand(
        count: expected.n, cells: expected.cells, falseAlarms: expected.rate)
      #expect(band.limits.map(\.lowerBound) == expected.lower)
      #expect(band.limits.map(\.upperBound) == expected.upper)
      // Both sum up to n products of probabilities: n roundings in each of K steps.
      #expect(abs(band.coverage - expected.coverage) < 1e-11)
    }
  }

  /// Every way in which six numbers fall into four cells, counted out.
  @Test func coverageIsThatOfAllWays() {
    let band = UniformBand(count: 6, cells: 4, falseAlarms: 0.2)
    var inside = 0, all = 0
    for code in 0..<4096 {
      let cells = (0..<6).map { code >> (2 * $0) & 3 }
      let isInside = (0..<3).allSatisfy { i in band.limits[i].contains(cells.count { $0 <= i }) }
      (inside, all) = (inside + (isInside ? 1 : 0), all + 1)
    }
    #expect(abs(band.coverage - Double(inside) / Double(all)) < 1e-14)
    #expect(band.coverage >= 0.8)
  }

  /// Over 20,000 samples of uniform numbers: the stated rate, and p-values no smaller than they say.
  @Test func raisesAlarmsAtItsRate() {
    let band = UniformBand(count: 100, falseAlarms: 0.05), trials = 20_000
    let samples = (0..<trials).map { trial in
      var numbers = ReplicationNumbers(seed: 11, purpose: 100, replication: trial)
      return (0..<100).map { _ in numbers.uniform() }
    }
    let crossed = samples.count { !band.holds($0) }
    #expect(isNear(Double(crossed) / Double(trials), 1 - band.coverage, trials))
    let values = samples.map { band.pValue($0) }
    for level in [0.01, 0.2, 0.5] {
      let share = Double(values.count { $0 <= level }) / Double(trials)
      #expect(share <= level || isNear(share, level, trials))
    }
  }

  /// A p-value says the same as the band.
  @Test func valuesGoWithTheBand() {
    let band = UniformBand(count: 50, falseAlarms: 0.1)
    for trial in 0..<300 {
      var numbers = ReplicationNumbers(seed: 12, purpose: 100, replication: trial)
      let power = trial % 3 == 0 ? 1.3 : 1
      let values = (0..<50).map { _ in exponential(power * naturalLogarithm(numbers.uniform())) }
      #expect(band.holds(values) == (band.pValue(values) > 0.1))
    }
  }

  @Test func countsAreOfNumbersAtOrBelow() {
    let band = UniformBand(count: 4, cells: 4, falseAlarms: 0.5)
    #expect(band.counts([0.75, 0.1, 0.25, 0.9]) == [2, 2, 3])
  }
}
