/// The regime of stress in E11, at fixed values.
package struct StressChain: Sendable, Equatable {
  /// P(r = 1) a quarter after r = 0.
  package let entry: Double
  /// P(r = 1) a quarter after r = 1.
  package let stay: Double
  /// J, log points on entry.
  package let jump: Double
  /// The part of J that returns on leaving.
  package let recovered: Double

  package init(entry: Double, stay: Double, jump: Double, recovered: Double) {
    precondition((0...1).contains(entry) && (0...1).contains(stay), "\(entry), \(stay)")
    (self.entry, self.stay, self.jump, self.recovered) = (entry, stay, jump, recovered)
  }

  /// Entries, and as many exits, per quarter in the long run.
  private var frequency: Double {
    entry + 1 - stay > 0 ? entry * (1 - stay) / (entry + 1 - stay) : 0
  }

  /// E J(r_t) in the long run, log points a quarter.
  package var meanJump: Double { frequency * jump * (1 - recovered) }

  /// Autocovariances of J(r_t): `atZero`, then `atOne` · λ^(h−1) for h ≥ 1.
  ///
  /// From the two-step probabilities of the chain; its transition matrix has eigenvalues 1 and
  /// λ = stay − entry, and the part that belongs to 1 is the squared mean.
  var jumpCovariances: (atZero: Double, atOne: Double, ratio: Double) {
    let total = entry + 1 - stay
    guard total > 0 else { return (0, 0, 1) }
    let stressed = entry / total, normal = 1 - stressed, square = frequency * jump * jump
    let atOne =
      -square
      * (normal * entry + recovered * normal * (1 - stay) + recovered * stressed * entry
        + recovered * recovered * stressed * (1 - stay))
    let atZero = square * (1 + recovered * recovered) - meanJump * meanJump
    return (atZero, atOne, stay - entry)
  }
}

/// Exact first and second moments of quarterly log growth x under E11, in the long run.
///
/// x_t − mux D = φ (x_t−1 − mux D) + J(r_t) + σ √D v_t with v of mean 0 and variance 1: the moments
/// need no more of v than that. The past is taken as endless (no start value).
///
/// - Source: model, E11, with items 20 to 22 of its clarifications.
package struct GrowthProcess: Sendable {
  /// D, years a quarter.
  package static let quarter = 0.25

  package let stress: StressChain

  package init(stress: StressChain) { self.stress = stress }

  /// What stress takes off the mean of x.
  ///
  /// - Parameter φ: In (−1, 1).
  /// - Returns: E x_t − mux D, log points a quarter.
  package func meanDeviation(φ: Double) -> Double { stress.meanJump / (1 - φ) }

  /// Autocovariances of x at lags 0 ..< count: of the innovations for σ = 1, and of the stress.
  ///
  /// For d the part of x that stress makes, Cov(J_t+h, d_t) = Σ φⁱ c(h + i) in closed form, and
  /// γ(h) = φ γ(h − 1) + Cov(J_t+h, d_t).
  ///
  /// - Parameters:
  ///   - φ: In (−1, 1).
  ///   - count: How many lags.
  /// - Returns: Two arrays of `count` numbers; the covariance of x is σ² times the first plus the
  ///   second.
  package func autocovariances(
    φ: Double, count: Int
  ) -> (innovation: [Double], stress: [Double]) {
    precondition(φ > -1 && φ < 1, "φ = \(φ)")
    let c = stress.jumpCovariances
    let later = c.atOne / (1 - φ * c.ratio)
    var innovation = Self.quarter / (1 - φ * φ)
    var jumps = (c.atZero + 2 * φ * later) / (1 - φ * φ)
    var cross = later
    var result: (innovation: [Double], stress: [Double]) = ([], [])
    for _ in 0..<count {
      result.innovation.append(innovation)
      result.stress.append(jumps)
      innovation *= φ
      jumps = φ * jumps + cross
      cross *= c.ratio
    }
    return result
  }
}
