import LinearAlgebra
private import NumericKernels
package import ReachModel

/// What is known beforehand of how heavy the tails of errors are.
package struct TailPrior: Sendable, Equatable {
  /// ν of the multivariate t, each greater than 2 (less has no variance), ascending; infinite for
  /// normal errors.
  package let degrees: [Double]
  /// Their probabilities, with sum 1.
  package let probabilities: [Double]

  package init(degrees: [Double], weights: [Double]) {
    precondition(!degrees.isEmpty && degrees.count == weights.count, "\(degrees.count) degrees")
    precondition(degrees.allSatisfy { $0 > 2 } && degrees == degrees.sorted(), "\(degrees)")
    precondition(weights.allSatisfy { $0 > 0 }, "weights \(weights)")
    let total = weights.reduce(0, +)
    (self.degrees, probabilities) = (degrees, weights.map { $0 / total })
  }

  /// The probability that ν < 10.
  var heavyTails: Double {
    zip(degrees, probabilities).reduce(0) { $0 + ($1.0 < 10 ? $1.1 : 0) }
  }

  /// ν as given.
  package static func given(_ ν: Double) -> TailPrior { TailPrior(degrees: [ν], weights: [1]) }

  /// Eight values from 3 to infinity, alike: a grid on which 1/ν falls by about a third.
  package static let wide = TailPrior(
    degrees: [3, 4, 6, 9, 14, 22, 40, .infinity], weights: Array(repeating: 1, count: 8))
}

/// How long a sampler runs.
package struct SamplerPlan: Sendable {
  /// At least 1; convergence is judged between halves of them.
  package let chains: Int
  /// Draws of each chain that are thrown away first.
  package let warmUp: Int
  /// Draws of each chain that are kept: even, at least 8.
  package let kept: Int

  package init(chains: Int = 4, warmUp: Int = 500, kept: Int = 2000) {
    precondition(chains >= 1 && warmUp >= 0, "\(chains) chains, \(warmUp) thrown away")
    precondition(kept >= 8 && kept.isMultiple(of: 2), "\(kept) draws kept")
    (self.chains, self.warmUp, self.kept) = (chains, warmUp, kept)
  }
}

/// A vector autoregression with multivariate t errors, by Gibbs sampling.
package struct StudentAutoregression: Sendable {
  /// A scalar of the posterior, with its draws.
  package struct Quantity: Sendable {
    package let name: String
    package let mean: Double
    package let sd: Double
    package let convergence: ChainConvergence

    /// The standard error of `mean`.
    package var simulationError: Double { sd / convergence.effectiveSampleSize.squareRoot() }
  }

  /// Coefficients (regressors fastest), the lower triangle of Σ column by column, and 1/ν where it
  /// is drawn.
  package let quantities: [Quantity]
  /// The probability of each value of ν after the data.
  package let tails: [(degrees: Double, probability: Double)]
  fileprivate let priorOfHeavyTails: Double
  /// E[1/ωₜ] of each period: about 1 for a usual one, near 0 for an outlier.
  package let periodWeights: [Double]
  package let forecast: AutoregressionForecast
  package let plan: SamplerPlan
  package let convention: Label

  /// The quantity that has converged least.
  package var worst: Quantity? {
    quantities.max { $0.convergence.splitRHat < $1.convergence.splitRHat }
  }

  /// What data say of the tails, in a sentence.
  package var tailNote: Label {
    let before = inText(100 * priorOfHeavyTails, 0), after = inText(100 * heavyTails, 0)
    return Label(
      vi: "xác suất đuôi dày (ν < 10): \(before.vi) % trước số liệu, \(after.vi) % sau số liệu",
      en: "probability of heavy tails (ν < 10): \(before.en) % before the data, \(after.en) % after"
    )
  }

  private var heavyTails: Double {
    tails.reduce(0) { $0 + ($1.degrees < 10 ? $1.probability : 0) }
  }

  /// Whether every quantity has R̂ ≤ 1.01 and is worth 400 draws.
  package var isConverged: Bool { quantities.allSatisfy(\.convergence.isReached) }
}

extension BayesianAutoregression {
  /// Samples the same autoregression with errors that are t: uₜ ~ N(0, ωₜΣ), ωₜ ~ InverseGamma(ν/2,
  /// ν/2).
  ///
  /// Given the scales ωₜ the law is conjugate. ν is drawn with the scales averaged out, and they
  /// after it, so that the two do not hold each other back. Prior and λ are those of this fit; the
  /// scale Σ of a t is less than its covariance, by (ν − 2)/ν.
  ///
  /// - Parameters:
  ///   - tails: ν, given or on a grid.
  ///   - plan: Chains and draws.
  ///   - steps: Periods to forecast, at least 1.
  ///   - threads: Chains that run at a time; they change nothing.
  ///   - words: Random words by draw (chain after chain, from 0) and slot.
  /// - Returns: Moments with their convergence, and forecasts.
  /// - Throws: ``BayesianProblem/explosiveForecast(steps:)``.
  /// - Source: Geweke, *Journal of Applied Econometrics* 8, 1993, §3; Chiu, Mumtaz and Pintér,
  ///   *International Journal of Forecasting* 33(4), 2017, for vector autoregressions.
  package func sampled(
    tails: TailPrior, plan: SamplerPlan, steps: Int, threads: Int = 1,
    words: @escaping AddressedWords
  ) throws(EstimationError) -> StudentAutoregression {
    precondition(steps >= 1, "\(steps) steps")
    let sampler = StudentSampler(self, tails, plan, steps: steps)
    let chains = mapInParallel(plan.chains, threads: threads) { sampler.chain($0, words) }
      .compactMap(\.self)
    guard chains.count == plan.chains else {
      throw .notConverged(what: "autoregression", steps: plan.warmUp + plan.kept)
    }
    let draws = Double(plan.chains * plan.kept)
    let counts = tails.degrees.indices.map { place in
      chains.reduce(0) { $0 + Double($1.tailCounts[place]) } / draws
    }
    let names = quantityNames + (tails.degrees.count > 1 ? ["1/ν"] : [])
    return StudentAutoregression(
      quantities: names.indices.map { i in summary(names[i], chains.map { $0.values[i] }) },
      tails: zip(tails.degrees, counts).map { ($0, $1) },
      priorOfHeavyTails: tails.heavyTails,
      periodWeights: (0..<observations).map { t in
        chains.reduce(0) { $0 + $1.weightSums[t] } / draws
      },
      forecast: try AutoregressionForecast(
        paths: chains.flatMap(\.paths), names: self.names, nextPeriod: nil),
      plan: plan, convention: convention(plan))
  }

  private var quantityNames: [String] {
    let coefficients = names.flatMap { name in regressors.map { "\(name): \($0)" } }
    let pairs = names.indices.flatMap { j in
      names.indices[j...].map { i in "Σ(\(names[i]), \(names[j]))" }
    }
    return coefficients + pairs
  }

  private func convention(_ plan: SamplerPlan) -> Label {
    let each = inText(plan.warmUp + plan.kept), warmUp = inText(plan.warmUp)
    return Label(
      vi: "\(minnesota.convention.vi); sai số t nhiều chiều (hỗn hợp tỷ lệ), lấy mẫu Gibbs: "
        + "\(plan.chains) chuỗi, mỗi chuỗi \(each.vi) lượt, bỏ \(warmUp.vi) lượt đầu",
      en: "\(minnesota.convention.en); multivariate t errors (scale mixture), Gibbs sampling: "
        + "\(counted(plan.chains, "chain")) of \(each.en) draws, the first \(warmUp.en) left out")
  }
}

private func summary(_ name: String, _ chains: [[Double]]) -> StudentAutoregression.Quantity {
  let count = Double(chains.count * (chains.first?.count ?? 0))
  let mean = chains.reduce(0) { $0 + $1.reduce(0, +) } / count
  let square = chains.reduce(0) { sum, chain in
    sum + chain.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
  return StudentAutoregression.Quantity(
    name: name, mean: mean, sd: (square / (count - 1)).squareRoot(),
    convergence: ChainConvergence(chains))
}
