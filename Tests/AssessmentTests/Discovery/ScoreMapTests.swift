import Assessment
import Foundation
import NumericKernels
import ReachModel
import Simulation
import Testing

/// Premium and mux, normal with equal spread and tied by a copula: growth of the year is 5/8 of their
/// sum and normal noise but for terms of second order, so P is a probit of their scores and the
/// nearest turning point has a closed form.
@Suite("Scores of correlated inputs")
struct ScoreMapTests {
  private let spread = 0.002

  private func tied(_ correlation: Double, threshold: Double) -> FittedModel {
    var model = ToyModel.make([
      .premium: .normal(mean: 0.01, sd: spread), .muX: .normal(mean: 0, sd: spread),
      .psi: .uniform(low: 0, high: 0.1), .sigma: .fixed(spread),
    ])
    model.copula = Copula(
      members: [.init(number: Parameter.muX.number, index: 0), premium],
      factor: [[1], [correlation, (1 - correlation * correlation).squareRoot()]])
    return ToyStudy.fitted(model, [SamplePlan.target("growth", .growth, .atLeast, threshold)])
  }

  private var premium: Copula.Member { .init(number: Parameter.premium.number, index: 0) }

  private func scores(_ fitted: FittedModel, draws: Int) throws -> [[Double]] {
    let table = try EnsembleTable(
      fitted, sampler: ToyStudy.sampler(fitted, draws: draws), draws: draws)
    return try fitted.movingInputs.map { input in
      let column = try #require(table.columns.first { $0.key == input.key })
      let law = input.value.distribution
      if case .normal(let mean, let sd) = law { return column.values.map { ($0 - mean) / sd } }
      guard case .uniform(let low, let high) = law else { return [] }
      return column.values.map { normalQuantile(($0 - low) / (high - low)) }
    }
  }

  private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let a = Moments(x), b = Moments(y)
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - a.mean) * ($1.1 - b.mean) }
    return product / (Double(x.count - 1) * a.standardDeviation * b.standardDeviation)
  }

  @Test("become independent, and one point's come back", arguments: [0.8, -0.6, 0])
  func independence(rho: Double) throws {
    let fitted = tied(rho, threshold: 0), draws = 16_384
    let inputs = fitted.movingInputs
    #expect(inputs.map(\.parameter) == [.muX, .premium, .psi])
    let z = try scores(fitted, draws: draws)
    let map = ScoreMap(inputs, fitted.model.copula), u = map.independent(z)
    // 4.8916 standard errors of a correlation: a rate of 10⁻⁶.
    let bound = 4.8916 / Double(draws).squareRoot()
    #expect((correlation(z[0], z[1]) - rho).magnitude < bound)
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
      #expect(correlation(u[i], u[j]).magnitude < bound, "\(i) and \(j)")
    }
    // Those that depend on no other stay to the bit; the rest have a standard deviation of 1, whose
    // standard error is 1 / √2n.
    #expect(u[0] == z[0] && u[2] == z[2])
    #expect((Moments(u[1]).standardDeviation - 1).magnitude < bound / 2.0.squareRoot())
    for draw in stride(from: 0, to: draws, by: 97) {
      let back = map.correlated(u.map { $0[draw] })
      for (value, column) in zip(back, z) { #expect((value - column[draw]).magnitude < 1e-12) }
    }
  }

  @Test("a member that is not among the inputs, and no copula, change nothing")
  func missing() throws {
    let fitted = tied(0.8, threshold: 0), z = [[1.0, -0.5]]
    let alone = ScoreMap([try fitted.input(.psi)], fitted.model.copula)
    #expect(alone.independent(z) == z && alone.correlated([0.3]) == [0.3])
    let free = ScoreMap(fitted.movingInputs, nil)
    #expect(free.correlated([1, 2, 3]) == [1, 2, 3])
    #expect(free.independent([[1], [2], [3]]) == [[1], [2], [3]])
  }

  /// With a = (1, 1) and correlation matrix R the distance is (E sum − threshold) / √(aᵀ R a), and
  /// the scores there are −distance · R a / √(aᵀ R a): √((1 + ρ) / 2) for each of the two.
  @Test("put the turning point where the copula has it", arguments: [0.8, -0.5, 0])
  func turningPoint(rho: Double) throws {
    let distance = 1.5
    let spreadOfSum = spread * (2 * (1 + rho)).squareRoot()
    // The median of growth at the sum that turns it.
    let sum = 0.01 - distance * spreadOfSum
    let threshold = (1...4).reduce(-1.0) { $0 + exp(Double($1) * sum / 4) / 4 }
    let fitted = tied(rho, threshold: threshold), draws = 32_768
    let table = try EnsembleTable(
      fitted, sampler: ToyStudy.sampler(fitted, draws: draws), draws: draws)
    let found = try #require(
      try ScenarioDiscovery.find(
        fitted, table, .target(fitted.study.targets[0]), nil, DiscoveryOptions()))
    #expect(found.interest == .failure && found.turn == .intoFailure)
    guard case .found(let turning) = found.turning else {
      Issue.record("\(String(describing: found.turning))")
      return
    }
    let point = turning.nearest
    #expect(
      (point.distance - distance).magnitude < 4.8916 * point.standardError, "\(point.distance)")
    #expect(point.standardError < 0.05)
    let each = -distance * ((1 + rho) / 2).squareRoot()
    for score in point.scores.prefix(2) {
      #expect((score - each).magnitude < 0.1, "\(point.scores), not \(each)")
    }
    #expect(point.scores[2].magnitude < 0.1)
    expectSound(found.findings)
  }
}
