import Assessment
import Foundation
import ReachModel
import Simulation
import Testing

/// Growth of the first year is 5/8 (premium + mux) from the parameters and √(15/32) sigma e from the
/// shocks, but for terms of second order (see `DesignTests`): a linear model whose indices are known.
@Suite("Saltelli's design of a scenario")
struct SobolDesignTests {
  private let premium = 0.002
  private let drift = 0.003
  private let noise = 0.002

  private func linear(shocks: Bool) -> FittedModel {
    let target = SamplePlan.target("growth", .growth, .atLeast, 0)
    return ToyStudy.fitted(
      ToyModel.make([
        .premium: .normal(mean: 0, sd: premium), .muX: .normal(mean: 0, sd: drift),
        .sigma: .fixed(shocks ? noise : 0), .levelCapital: .lognormal(mean: 1, sd: 0.4),
      ]), [target])
  }

  /// The shares of variance of premium, mux, capital and chance.
  private func shares(shocks: Bool) -> [Double] {
    let parts = [
      25.0 / 64 * premium * premium, 25.0 / 64 * drift * drift, 0,
      shocks ? 15.0 / 32 * noise * noise : 0,
    ]
    return parts.map { $0 / parts.reduce(0, +) }
  }

  private func groups(_ fitted: FittedModel) throws -> [InputGroup] {
    try [Parameter.premium, .muX, .levelCapital].map { InputGroup(inputs: [try fitted.input($0)]) }
  }

  private func rows(_ fitted: FittedModel, draws: Int, threads: Int = 2) throws -> [SobolRows] {
    try SobolDesign(groups(fitted), draws: draws).answers(
      fitted.model, fitted.study.targets,
      sampler: ToyStudy.sampler(fitted, draws: draws, threads: threads))
  }

  /// Each index within 4.8916 of its standard errors: a rate of 10⁻⁶.
  private func expect(_ estimates: [IndexEstimate], _ truth: [Double]) {
    for (estimate, truth) in zip(estimates, truth) {
      #expect(
        (estimate.value - truth).magnitude <= 4.8916 * estimate.standardError + 1e-12,
        "\(estimate.value) ± \(estimate.standardError), not \(truth)")
    }
  }

  @Test("gives the indices of a linear model, of its outcome", arguments: [true, false])
  func outcome(shocks: Bool) throws {
    let found = try #require(rows(linear(shocks: shocks), draws: 16_384).last)
    let indices = try SobolSample(A: found.A, B: found.B, AB: found.AB).indices()
    let shares = shares(shocks: shocks)
    expect(indices.first, shares)
    expect(indices.total, shares)
    // Nothing hides in wide errors.
    #expect(indices.total.allSatisfy { $0.standardError < 0.02 })
  }

  /// With z normal and a share S of its variance known, V(P(z > 0 | known)) is asin(S) / 2π: the
  /// orthant probability of two draws that have the known part in common, less 1/4 (Sheppard 1899).
  @Test("gives the indices of whether a linear model reaches its mean", arguments: [true, false])
  func holds(shocks: Bool) throws {
    let found = try #require(rows(linear(shocks: shocks), draws: 16_384).first)
    #expect(found.A.allSatisfy { $0 == 0 || $0 == 1 })
    let indices = try SobolSample(A: found.A, B: found.B, AB: found.AB).indices()
    let shares = shares(shocks: shocks)
    expect(indices.first, shares.map { asin($0) * 2 / .pi })
    expect(indices.total, shares.map { 1 - asin(1 - $0) * 2 / .pi })
  }

  @Test("changes no bit by a group that feeds nothing, and all by the one that holds everything")
  func exactRows() throws {
    let fitted = linear(shocks: false), draws = 1024
    for found in try rows(fitted, draws: draws) {
      #expect(found.AB.count == 4)
      #expect(found.AB[2] == found.A && found.AB[0] != found.A)
      // There is no chance to exchange.
      #expect(found.AB[3] == found.A)
    }
    let whole = try SobolDesign([InputGroup(inputs: fitted.uncertainInputs)], draws: draws).answers(
      fitted.model, fitted.study.targets, sampler: ToyStudy.sampler(fitted, draws: draws))
    #expect(whole.allSatisfy { $0.AB[0] == $0.B && $0.A != $0.B })
  }

  @Test("meets what the ensemble meets in A, and draws of its own in B, for any number of threads")
  func ensemble() throws {
    let fitted = linear(shocks: true), draws = 1024
    let ensemble = try ToyStudy.sampler(fitted, draws: draws).sample(
      fitted.model, fitted.study.targets)
    let one = try rows(fitted, draws: draws, threads: 1)
    let two = try rows(fitted, draws: draws, threads: 2)
    #expect(one.last?.A == ensemble.outcomes[0])
    for (a, b) in zip(one, two) { #expect(a.A == b.A && a.B == b.B && a.AB == b.AB) }
    let outcome = try #require(one.last)
    #expect(Set(outcome.A).isDisjoint(with: outcome.B))
  }

  @Test("leaves out the rows of failed draws, and has no index where all failed")
  func failing() throws {
    let target = SamplePlan.target("growth", .growth, .atLeast, 0)
    // Output leaves what can be computed at |mux| = 346.6: a tenth of the draws fails, or all.
    for (law, isKnown) in [
      (Distribution.uniform(low: -385, high: 385), true), (.uniform(low: 5000, high: 6000), false),
    ] {
      let fitted = ToyStudy.fitted(ToyModel.make([.muX: law]), [target])
      let found = try SobolDesign(
        [InputGroup(inputs: [fitted.input(.muX)])], draws: 2048
      ).answers(fitted.model, [target], sampler: ToyStudy.sampler(fitted, draws: 2048))
      let sample = SobolSample(A: found[0].A, B: found[0].B, AB: found[0].AB)
      if isKnown {
        let indices = try sample.indices()
        #expect(indices.failed > 200 && indices.failed + indices.rows == 2048)
        #expect((indices.first + indices.total).allSatisfy { $0.value.isFinite })
      } else {
        #expect(throws: SensitivityFailure.tooFewDraws(kept: 0, needed: 2, failed: 2048)) {
          try sample.indices()
        }
      }
    }
  }
}
