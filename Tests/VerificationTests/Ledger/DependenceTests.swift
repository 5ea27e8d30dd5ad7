import NumericKernels
import RandomStreams
import Testing
import Verification

@Suite("Forecasts that depend on each other")
struct DependenceTests {
  @Test("what shares an entry or a figure, directly or by way of others, is one cluster")
  func components() {
    #expect(
      DependentForecasts.clusters([
        ["entry a", "figure 1"], ["entry a", "figure 2"], ["entry b", "figure 2"],
        ["entry c", "figure 3"], [], ["entry b", "figure 4"], ["entry d", "figure 3"],
      ]) == ["entry a", "entry a", "entry a", "entry c", nil, "entry a", "entry c"])
    #expect(DependentForecasts.clusters([]).isEmpty)
  }

  @Test("clusters are those that merging until nothing changes gives", arguments: 0..<40)
  func twin(number: Int) {
    func pick(_ index: Int, _ step: Int, of count: Int) -> Int {
      let u = uniform(
        at: Address(slot: 3, index: index, step: step, draw: UInt64(number)), seed: 71)
      return min(count - 1, Int(u * Double(count)))
    }
    let ties = (0..<30).map { place in
      (0..<pick(0, place, of: 4)).map { "t\(pick(1 + $0, place, of: 10 + number))" }
    }
    let found = DependentForecasts.clusters(ties)
    // Sets of ties, joined while two of them overlap.
    var sets = ties.filter { !$0.isEmpty }.map(Set.init), isDone = false
    while !isDone {
      isDone = true
      search: for a in sets.indices {
        for b in sets.indices where b > a && !sets[a].isDisjoint(with: sets[b]) {
          sets[a].formUnion(sets[b])
          sets.remove(at: b)
          isDone = false
          break search
        }
      }
    }
    for (a, tiesOfA) in ties.enumerated() {
      #expect((found[a] == nil) == tiesOfA.isEmpty)
      for (b, tiesOfB) in ties.enumerated() where !tiesOfA.isEmpty && !tiesOfB.isEmpty {
        let isOne = sets.contains { $0.contains(tiesOfA[0]) && $0.contains(tiesOfB[0]) }
        #expect((found[a] == found[b]) == isOne)
      }
    }
  }
}

@Suite("Coverage of forecasts by draws")
struct CoverageTests {
  @Test(
    "a right forecast covers what it states, however few its draws", arguments: [5, 20, 33, 100])
  func exact(draws m: Int) {
    // The figure among m draws: each of the m + 1 ranks once, as exchangeable draws have it.
    let draws = (1...m).map(Double.init)
    let card = Scorecard(
      (0...m).map { rank in
        JudgedForecast(
          id: "\(rank)", forecast: .sample(EnsembleForecast(draws)), actual: Double(rank) + 0.5,
          cluster: nil)
      }, seed: 1)
    #expect(card.intervals.count == (m < 20 ? 2 : 3))
    for interval in card.intervals {
      #expect((interval.coverage.mean - interval.level).magnitude < 1e-12)
    }
  }

  @Test("so do right forecasts whose draws and figures are counts with ties")
  func ties() {
    func count(_ index: Int, _ item: Int) -> Double {
      let u = uniform(at: Address(slot: 4, index: index, step: item, draw: 0), seed: 19)
      return (u * 6).rounded(.down)
    }
    let n = 4_000
    let card = Scorecard(
      (0..<n).map { item in
        JudgedForecast(
          id: "\(item)",
          forecast: .sample(EnsembleForecast((0..<20).map { count(1 + $0, item) })),
          actual: count(0, item), cluster: nil)
      }, seed: 1)
    for interval in card.intervals {
      // A coverage lies in 0...1: its standard deviation is at most that of an event.
      let error = (interval.level * (1 - interval.level) / Double(n)).squareRoot()
      #expect((interval.coverage.mean - interval.level).magnitude < 4.8916 * error)
    }
  }

  @Test("between quantiles, ends included")
  func quantiles() {
    let forecast = IssuedForecast.quantiles(
      QuantileForecast(levels: [0.1, 0.5, 0.9], values: [1, 2, 4]))
    let covered = [0.5, 1, 3, 4, 4.5].map { y in
      Scorecard(
        [JudgedForecast(id: "a", forecast: forecast, actual: y, cluster: nil)], seed: 1
      ).intervals.first?.coverage.mean
    }
    #expect(covered == [0, 1, 1, 1, 0])
  }

  @Test("a figure too far out for a double has an infinite log score, and nothing is no number")
  func far() {
    let forecast = EnsembleForecast([1e-155, 2e-155, 3e-155])
    #expect(forecast.logScore(at: 1) == .infinity)
    let card = Scorecard(
      [JudgedForecast(id: "a", forecast: .sample(forecast), actual: 1, cluster: nil)], seed: 1)
    #expect(card.logScore?.mean == .infinity)
  }
}
