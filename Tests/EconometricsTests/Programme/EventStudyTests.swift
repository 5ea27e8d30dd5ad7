import Econometrics
import Foundation
import LinearAlgebra
import Testing

@Suite("Effects by start and period")
struct EventStudyTests {
  @Test(
    "estimates and standard errors are csdid's, without and with a covariate",
    arguments: [false, true])
  func reference(withCovariate: Bool) throws {
    let study = try EventStudy(staggeredPanel(withCovariate: withCovariate))
    let rows = try referenceRows("programme/staggered_reference.csv").filter {
      $0[0] == (withCovariate ? "covariate" : "plain")
    }
    var compared = 0
    for row in rows {
      let estimate = try #require(Double(row[4])), a = try #require(Int(row[2]))
      switch row[1] {
      case "cell":
        let cell = study.cells.first {
          $0.cohort + 2012 == a && "\($0.period + 2012)" == row[3]
        }
        // The base is 0 by construction and no cell of ours.
        guard let cell else {
          #expect(estimate == 0)
          continue
        }
        #expect(abs(cell.estimate - estimate) < 1e-12)
      case "event":
        guard a != -1 else { continue }
        let event = try #require(study.events.first { $0.distance == a })
        #expect(abs(event.estimate - estimate) < 1e-12, "\(a)")
        #expect(relativeError(event.standardError, try #require(Double(row[5]))) < 1e-10, "\(a)")
      default:
        #expect(abs(study.overall - estimate) < 1e-12)
        #expect(relativeError(study.overallError, try #require(Double(row[5]))) < 1e-10)
      }
      compared += 1
    }
    #expect(compared == rows.count - 4)
    for (place, event) in study.events.enumerated() {
      let variance = study.covariance[place + 1, place + 1]
      #expect(relativeError(variance.squareRoot(), event.standardError) < 1e-12)
    }
  }

  @Test("two groups and two periods: the difference of differences and its textbook error")
  func twoByTwo() throws {
    let outcomes: [[Double]] = [[1, 4], [2, 4.5], [0, 1], [1, 1.5], [3, 5]]
    let panel = ProgrammePanel(
      units: ["a", "b", "c", "d", "e"], periods: [1, 2], outcomes: outcomes,
      starts: [1, 1, 2, 2, 2])
    let study = try EventStudy(panel)
    let changes = outcomes.map { $0[1] - $0[0] }
    let means = [(changes[0] + changes[1]) / 2, (changes[2] + changes[3] + changes[4]) / 3]
    #expect(abs(study.overall - (means[0] - means[1])) < 1e-15)
    // Var = Σ(ΔY − mean)²/n₁² + the same of the others: heteroskedastic, without a factor.
    let own = changes[..<2].reduce(0) { $0 + pow($1 - means[0], 2) } / 4
    let others = changes[2...].reduce(0) { $0 + pow($1 - means[1], 2) } / 9
    #expect(abs(study.overallError - (own + others).squareRoot()) < 1e-15)
  }

  @Test("effects that differ by start are not mixed up as two-way effects would mix them")
  func staggered() throws {
    // Without noise: the early start gains 1 more in each period, the late one 10 at once.
    let periods = Array(2000..<2008)
    let starts = [2, 2, 5, 5, 8, 8]
    let outcomes = starts.enumerated().map { i, start in
      periods.indices.map { t -> Double in
        let gain = t < start ? 0 : start == 2 ? Double(t - start + 1) : 10
        return Double(i) + Double(t) * 0.3 + gain
      }
    }
    let study = try EventStudy(
      ProgrammePanel(
        units: starts.indices.map { "\($0)" }, periods: periods, outcomes: outcomes,
        starts: starts))
    for cell in study.cells {
      let truth: Double =
        cell.period < cell.cohort
        ? 0 : cell.cohort == 2 ? Double(cell.period - cell.cohort + 1) : 10
      #expect(abs(cell.estimate - truth) < 1e-12, "\(cell)")
    }
    // (1 + … + 6 and 3 · 10) over 9 cells of equal weight.
    #expect(abs(study.overall - 51.0 / 9) < 1e-12)
  }

  @Test("levels, common years and the order of units change nothing; the unit scales all")
  func invariance() throws {
    let panel = simulatedPanel(seed: 3, units: 14, periods: 7, starts: [3, 3, 5, 4])
    let study = try EventStudy(panel)
    let moved = try EventStudy(
      panel.with(
        outcomes: panel.outcomes.enumerated().map { i, row in
          row.enumerated().map { t, y in 1000 * (y + Double(i) * 8 + Double(t * t)) }
        }
      ).reordered(Array((0..<14).reversed())))
    for (a, b) in zip(study.events, moved.events) {
      #expect(abs(1000 * a.estimate - b.estimate) < 1e-8)
      #expect(relativeError(1000 * a.standardError, b.standardError) < 1e-9)
    }
    #expect(abs(1000 * study.overall - moved.overall) < 1e-8)
  }

  @Test("what cannot be compared is refused by name")
  func refusals() throws {
    func panel(_ starts: [Int], covariates: [[Double]]? = nil) -> ProgrammePanel {
      ProgrammePanel(
        units: starts.indices.map { "\($0)" }, periods: [1, 2, 3],
        outcomes: starts.indices.map { [Double($0), 1, Double($0 * $0)] }, starts: starts,
        covariates: covariates)
    }
    #expect(throws: ProgrammeError.noTreatedUnit) { try EventStudy(panel([3, 3])) }
    #expect(throws: ProgrammeError.noComparisonUnits) { try EventStudy(panel([1, 1])) }
    #expect(throws: ProgrammeError.tooManyCovariates(2, units: 2)) {
      try EventStudy(panel([1, 3, 3], covariates: [[1], [2], [3]]))
    }
  }
}
