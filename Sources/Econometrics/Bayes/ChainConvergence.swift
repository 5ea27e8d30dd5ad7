private import NumericKernels

/// Whether chains of a sampler agree, and what their draws are worth.
package struct ChainConvergence: Sendable, Equatable {
  /// Split R̂; 1 where chains agree, and 1 for draws that do not vary.
  package let splitRHat: Double
  /// The independent draws that give the mean the same error.
  package let effectiveSampleSize: Double

  /// What is usually asked for before draws are used.
  package static let greatestRHat = 1.01
  package static let leastEffectiveSize = 400.0

  package var isReached: Bool {
    splitRHat <= Self.greatestRHat && effectiveSampleSize >= Self.leastEffectiveSize
  }

  /// Compares the halves of all chains.
  ///
  /// Autocorrelations are summed over pairs of lags while they are positive and made to fall
  /// (Geyer's initial monotone sequence).
  ///
  /// - Parameter chains: At least one, all of the same even length, at least 8.
  /// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., §11.4 and §11.5; Vehtari, Gelman,
  ///   Simpson, Carpenter and Bürkner, *Bayesian Analysis* 16(2), 2021, §3. Agrees with ArviZ.
  package init(_ chains: [[Double]]) {
    let length = chains.first?.count ?? 0
    precondition(length >= 8 && length.isMultiple(of: 2), "chains of \(length) draws")
    precondition(chains.allSatisfy { $0.count == length }, "chains of different lengths")
    let halves = chains.flatMap { [Array($0[..<(length / 2)]), Array($0[(length / 2)...])] }
    let n = Double(length / 2), total = n * Double(halves.count)
    let means = halves.map { $0.reduce(0, +) / n }
    let centred = zip(halves, means).map { half, mean in half.map { $0 - mean } }
    func covariance(_ lag: Int) -> Double {
      let sums = centred.map { half in dot(Array(half.dropLast(lag)), Array(half.dropFirst(lag))) }
      return sums.reduce(0, +) / total
    }
    let within = covariance(0) * n / (n - 1)
    let centre = means.reduce(0, +) / Double(means.count)
    let between =
      means.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(means.count - 1)
    let pooled = within * (n - 1) / n + between
    guard within > 0 else {
      // Chains that stand still say nothing unless they stand at one place.
      (splitRHat, effectiveSampleSize) = between > 0 ? (.infinity, 1) : (1, total)
      return
    }
    splitRHat = (pooled / within).squareRoot()
    let time = Self.autocorrelationTime(length / 2) { lag in
      1 - (within - covariance(lag)) / pooled
    }
    effectiveSampleSize =
      total / max(time, naturalLogarithm(10) / naturalLogarithm(total))
  }

  /// 1 + 2 Σ ρ, by Geyer's initial monotone sequence of pairs of lags.
  private static func autocorrelationTime(
    _ length: Int, _ correlation: (Int) -> Double
  ) -> Double {
    var sum = 1 + correlation(1), last = sum, lag = 2
    while true {
      let even = correlation(lag), pair = even + correlation(lag + 1)
      // The first pair that is not summed, or the last that the chain has, counts by its even lag.
      guard pair > 0, lag + 5 <= length else { return 2 * sum - 1 + max(0, even) }
      last = min(last, pair)
      sum += last
      lag += 2
    }
  }
}
