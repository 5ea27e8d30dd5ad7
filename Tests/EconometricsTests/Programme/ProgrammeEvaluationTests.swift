import Econometrics
import Foundation
import LinearAlgebra
import NumericKernels
import ReachModel
import Testing

@Suite("Evaluations of programmes")
struct ProgrammeEvaluationTests {
  /// The rows of a panel as an evaluation gets them, in any order.
  private func data(_ panel: ProgrammePanel, leaving out: (Int, Int)? = nil) -> RegressionData {
    var rows: [(String, Int, Double)] = []
    for (i, name) in panel.units.enumerated() {
      for (t, period) in panel.periods.enumerated() where out.map({ $0 != (i, t) }) ?? true {
        rows.append((name, period, panel.outcomes[i][t]))
      }
    }
    rows.reverse()
    var data = RegressionData(
      dependent: "y", y: rows.map(\.2), names: [], X: Matrix(rows: rows.count, columns: 0))
    let names = Array(Set(rows.map(\.0))).sorted()
    data.entity = Grouping(
      name: "unit", codes: rows.map { row in Int32(names.firstIndex(of: row.0) ?? 0) },
      count: names.count, labels: names)
    data.period = rows.map(\.1)
    return data
  }

  private func specification(
    _ treated: [(String, Int)], _ method: ProgrammeMethod = .differenceInDifferences
  ) throws -> ProgrammeSpecification {
    var result = ProgrammeSpecification(
      name: "test", table: RegressionSpecification(name: "test", dependent: try Expression("y")),
      source: "simulated")
    result.treated = treated.map { .init(unit: $0.0, from: $0.1) }
    result.method = method
    return result
  }

  private func report(
    _ specification: ProgrammeSpecification, _ panel: ProgrammePanel
  ) throws -> ProgrammeReport {
    let sample = try ProgrammeSample(specification, data(panel))
    return try evaluate(specification, sample, words: programmeWords())
  }

  @Test("units that miss a period, had support from the beginning, or get it later are told apart")
  func sample() throws {
    let panel = simulatedPanel(seed: 1, units: 8, periods: 5, starts: [3])
    var asked = try specification([("u0", 2003), ("u1", 2000), ("u2", 2009), ("u3", 2002)])
    asked.excluded = ["u7"]
    let sample = try ProgrammeSample(asked, data(panel, leaving: (3, 1)))
    #expect(sample.incomplete == ["u3"] && sample.always == ["u1"] && sample.later == ["u2"])
    #expect(sample.panel.units == ["u0", "u2", "u4", "u5", "u6"])
    #expect(sample.panel.starts == [3, 5, 5, 5, 5])
    #expect(sample.panel.outcomes[0] == panel.outcomes[0])
    asked.comparison = ["u5"]
    #expect(try ProgrammeSample(asked, data(panel)).panel.units == ["u0", "u2", "u3", "u5"])
    let wrong = try specification([("u0", 2003), ("uO", 2003)])
    #expect {
      try ProgrammeSample(wrong, data(panel))
    } throws: { error in
      let problems = (error as? ProgrammeProblems)?.problems
      return problems?.map(\.path) == [["treated", "1", "unit"]]
        && problems?.first?.unknown?.name == "uO"
    }
    #expect(throws: ProgrammeProblems.self) {
      try ProgrammeSample(try specification([("u1", 1990)]), data(panel))
    }
  }

  @Test("few treated units: ranks; many: clustered errors")
  func basis() throws {
    let one = simulatedPanel(seed: 8, units: 30, periods: 6, starts: [4], effect: 3)
    let few = try report(try specification([("u0", 2004)]), one)
    #expect(few.basis == .assignments && few.differences?.assignments == 30)
    // 95 % would take 40 ranks: 30 carry 1 − 2/30.
    #expect(abs(few.interval.level - (1 - 2.0 / 30)) < 1e-12)
    #expect(few.leastPValue == 1.0 / 30)
    let starts = Array(repeating: 4, count: 12)
    let many = simulatedPanel(seed: 8, units: 30, periods: 6, starts: starts, effect: 3)
    let clustered = try report(try specification((0..<12).map { ("u\($0)", 2004) }), many)
    #expect(clustered.basis == .clustered && clustered.interval.level == 0.95)
    let half = normalQuantile(0.975) * (clustered.standardError ?? 0)
    #expect(abs(clustered.interval.high - clustered.estimate - half) < 1e-12)
  }

  @Test("placebos in time: contrasts of events, by hand")
  func falseDates() throws {
    let panel = simulatedPanel(seed: 4, units: 10, periods: 6, starts: [4])
    let found = try report(try specification([("u0", 2004)]), panel)
    let dates = try #require(found.inTime).dates
    #expect(dates.map(\.from) == [2003, 2002, 2001])
    func gap(_ t: Int) -> Double {
      panel.outcomes[0][t] - panel.outcomes[1...].reduce(0) { $0 + $1[t] } / 9
    }
    #expect(abs(dates[0].estimate - (gap(3) - gap(2))) < 1e-12)
    #expect(abs(dates[2].estimate - ((gap(3) + gap(2) + gap(1)) / 3 - gap(0))) < 1e-12)
    #expect(abs((found.inTime?.size ?? 0) - (dates.map { abs($0.estimate) }.max() ?? 0)) < 1e-15)
  }

  @Test("a drift before support fails the placebo")
  func drift() throws {
    let drifting = simulatedPanel(
      seed: 1, units: 40, periods: 6, starts: [4], sd: 0.1
    ) { i, t in i == 0 ? Double(t) : 0 }
    let found = try report(try specification([("u0", 2004)]), drifting)
    #expect(found.inTime?.fails == true)
  }

  private let prior = Distribution.normal(mean: 0.1, sd: 0.06)

  private func feed(widens: Bool = false) -> ProgrammeFeedSpecification {
    ProgrammeFeedSpecification(
      uncertainty: "theta_linkage", factor: 1, divisor: .number(0.25),
      formula: Label(vi: "θ = δ/0,25", en: "θ = δ/0.25"), discount: 0.5, widens: widens)
  }

  @Test("what is fed: the honest width over its quantile, by the house's precision weights")
  func feeds() throws {
    let panel = simulatedPanel(seed: 21, units: 50, periods: 7, starts: [5], effect: 0.05, sd: 0.01)
    var asked = try specification([("u0", 2005)])
    asked.feed = feed()
    let found = try report(asked, panel)
    #expect(found.inTime?.fails == false)
    guard case .fed(let fed)? = found.feed(prior), let honest = found.honest else {
      Issue.record("\(String(describing: found.feed(prior)))")
      return
    }
    let half = max(
      honest.interval.upperBound - found.estimate, found.estimate - honest.interval.lowerBound)
    let error = half / normalQuantile((1 + found.interval.level) / 2) / 0.25
    #expect(relativeError(fed.usedError, error) < 1e-12 && fed.usedError == fed.honestError)
    #expect(abs(fed.value - found.estimate / 0.25) < 1e-15)
    let before = 1 / (0.06 * 0.06), precision = 0.5 / (error * error)
    let mean = (0.1 * before + fed.value * precision) / (before + precision)
    let after = try #require(fed.update.posteriorMoments)
    #expect(relativeError(after.mean, mean) < 1e-12)
    #expect(relativeError(after.sd, (1 / (before + precision)).squareRoot()) < 1e-12)
  }

  @Test("a failed placebo feeds nothing unless widened by its size")
  func widening() throws {
    let panel = simulatedPanel(
      seed: 1, units: 40, periods: 6, starts: [4], sd: 0.1
    ) { i, t in i == 0 ? Double(t) : 0 }
    var asked = try specification([("u0", 2004)])
    asked.feed = feed()
    guard case .refused? = try report(asked, panel).feed(prior) else {
      Issue.record("fed in spite of the placebo")
      return
    }
    asked.feed = feed(widens: true)
    let found = try report(asked, panel)
    guard case .fed(let fed)? = found.feed(prior), let size = found.inTime?.size else {
      Issue.record("not fed")
      return
    }
    let wide = (fed.honestError * fed.honestError + size * size / 0.0625).squareRoot()
    #expect(relativeError(fed.usedError, wide) < 1e-12)
    asked.purpose = .placebo
    guard case .refused? = try report(asked, panel).feed(prior) else {
      Issue.record("a placebo is fed")
      return
    }
  }

  @Test("other scales by the delta method; what lies outside is refused")
  func scales() throws {
    let panel = simulatedPanel(seed: 21, units: 50, periods: 7, starts: [5], effect: 0.05, sd: 0.01)
    var asked = try specification([("u0", 2005)])
    asked.feed = feed()
    let found = try report(asked, panel)
    guard case .fed(let fed)? = found.feed(.beta(mean: 0.3, sd: 0.1)) else {
      Issue.record("not fed")
      return
    }
    #expect(fed.update.prior == .beta(mean: 0.3, sd: 0.1))
    let start = try #require(Distribution.beta(mean: 0.3, sd: 0.1).unbounded)
    let error = fed.usedError / (fed.value * (1 - fed.value))
    let value = log(fed.value / (1 - fed.value))
    let precision = 0.5 / (error * error), before = 1 / (start.sd * start.sd)
    let mean = (start.moments.mean * before + value * precision) / (before + precision)
    #expect(relativeError(try #require(fed.update.posterior.unbounded).moments.mean, mean) < 1e-10)
    let negative = simulatedPanel(
      seed: 21, units: 50, periods: 7, starts: [5], effect: -0.5, sd: 0.01)
    guard case .refused? = try report(asked, negative).feed(.beta(mean: 0.3, sd: 0.1)) else {
      Issue.record("a negative share is fed")
      return
    }
  }

  @Test("below what identifies, methods refuse")
  func refusals() throws {
    let short = simulatedPanel(seed: 1, units: 9, periods: 4, starts: [2])
    #expect(throws: ProgrammeError.tooFewPeriodsBefore(2, needed: 3, what: .syntheticControl)) {
      try report(try specification([("u0", 2002)], .syntheticControl), short)
    }
    #expect(throws: ProgrammeError.severalTreatedUnits(2)) {
      try report(try specification([("u0", 2003), ("u1", 2003)], .syntheticControl), short)
    }
    var two = try specification([("u0", 2003)], .syntheticControl)
    two.comparison = ["u3"]
    #expect(throws: ProgrammeError.tooFewDonors(1, needed: 2)) { try report(two, short) }
    let flat = short.with(outcomes: short.outcomes.map { $0.map { _ in 1 } })
    #expect(throws: ProgrammeError.constantOutcome) {
      try report(try specification([("u0", 2002)]), flat)
    }
    // One period before support: an estimate, but no placebo and no bound on drifts.
    let first = try report(
      try specification([("u0", 2001)]), simulatedPanel(seed: 1, units: 9, periods: 4, starts: [1]))
    #expect(first.inTime == nil && first.honest == nil && first.widest == nil)
  }

  @Test("synthetic control: the report holds the placebos' own numbers")
  func synthetic() throws {
    let panel = simulatedPanel(seed: 5, units: 25, periods: 9, starts: [7], effect: 2)
    let found = try report(try specification([("u0", 2007)], .syntheticControl), panel)
    let own = SyntheticPlacebos(panel, unit: 0, start: 7, .init(hasOwnLevel: true))
    // The sample has its units by name: u0, u1, u10, …
    #expect(abs(found.estimate - own.own.effect) < 1e-9)
    #expect(found.pValue == own.pValue())
    #expect(abs(found.interval.low - own.interval(level: 0.95).low) < 1e-9)
    #expect(found.inTime?.dates.map(\.from) == [2003, 2004, 2005, 2006])
    #expect(found.standardError == nil && found.leastPValue == 1.0 / 25)
    guard case .made(.differenceInDifferences, let estimate, _) = found.second else {
      Issue.record("no second opinion")
      return
    }
    #expect(abs(estimate - (try EventStudy(panel).overall)) < 1e-12)
  }
}
