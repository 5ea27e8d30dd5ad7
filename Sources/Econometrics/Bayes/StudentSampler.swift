import LinearAlgebra
private import NumericKernels

/// The Gibbs sampler of an autoregression with t errors.
struct StudentSampler: Sendable {
  /// What one chain leaves.
  struct Chain: Sendable {
    /// For each quantity its kept draws.
    var values: [[Double]]
    /// How often each value of ν was drawn.
    var tailCounts: [Int]
    /// Σ 1/ωₜ over kept draws.
    var weightSums: [Double]
    var paths: [Matrix] = []
  }

  private let fit: BayesianAutoregression
  private let tails: TailLaws
  private let plan: SamplerPlan
  private let steps: Int
  private let X: Matrix
  private let Y: Matrix
  private let dummyX: Matrix
  private let dummyY: Matrix
  private let sampler: NormalInverseWishartSampler

  init(_ fit: BayesianAutoregression, _ tails: TailPrior, _ plan: SamplerPlan, steps: Int) {
    (self.fit, self.plan, self.steps) = (fit, plan, steps)
    let rows = AutoregressionRows(fit.series, fit.minnesota, fit.scales)
    (X, Y) = (rows.X, rows.Y)
    (dummyX, dummyY) = fit.minnesota.dummies(tightness: fit.tightness, scales: fit.scales)
    self.tails = TailLaws(tails, equations: Y.columns)
    sampler = NormalInverseWishartSampler(
      degreesOfFreedom: fit.posterior.degreesOfFreedom, equations: Y.columns)
  }

  /// Runs a chain; nil where numbers of hopeless sizes have no factor.
  ///
  /// The first chain starts from normal errors, the others from scales of the heaviest tails.
  func chain(_ number: Int, _ words: @escaping AddressedWords) -> Chain? {
    let length = plan.warmUp + plan.kept
    var chain = Chain(
      values: Array(
        repeating: [], count: Y.columns * X.columns + Y.columns * (Y.columns + 1) / 2 + 1),
      tailCounts: Array(repeating: 0, count: tails.prior.degrees.count),
      weightSums: Array(repeating: 0, count: X.rows))
    var weights = Array(repeating: 1.0, count: X.rows)
    for draw in 0..<length {
      var numbers = AddressedNumbers(words, draw: UInt64(number * length + draw))
      if draw == 0, number > 0 {
        weights = weights.map { _ in tails.weight(ofTail: 0, &numbers) }
      }
      guard let parameters = try? sampler.draw(law(weights), &numbers) else { return nil }
      let distances = self.distances(parameters)
      let tail = tails.drawTail(distances, numbers.uniform())
      weights = distances.map { tails.weight(ofTail: tail, distance: $0, &numbers) }
      guard draw >= plan.warmUp else { continue }
      chain.tailCounts[tail] += 1
      for t in weights.indices { chain.weightSums[t] += weights[t] }
      record(parameters, tail, in: &chain)
      chain.paths.append(
        continued(
          fit.series.values, by: parameters, steps: steps, lags: fit.minnesota.lags, &numbers
        ) { 1 / tails.weight(ofTail: tail, &$0).squareRoot() })
    }
    return chain
  }

  /// The conjugate law given the scales: rows times √(1/ωₜ), below those of the prior.
  private func law(_ weights: [Double]) throws(LeastSquaresError) -> NormalInverseWishart {
    let roots = weights.map { $0.squareRoot() }
    return try NormalInverseWishart(
      rows: dummyX.above(scaled(X, roots)), dummyY.above(scaled(Y, roots)),
      degreesOfFreedom: fit.posterior.degreesOfFreedom)
  }

  /// uₜᵀΣ⁻¹uₜ of each period.
  private func distances(_ draw: AutoregressionDraw) -> [Double] {
    let white = (Y - X * draw.B) * draw.whitening.transposed
    return (0..<Y.rows).map { t in
      (0..<Y.columns).reduce(0) { $0 + white[t, $1] * white[t, $1] }
    }
  }

  private func record(_ draw: AutoregressionDraw, _ tail: Int, in chain: inout Chain) {
    let Σ = draw.Σ
    var place = 0
    func add(_ value: Double) {
      chain.values[place].append(value)
      place += 1
    }
    for j in 0..<Y.columns {
      for i in 0..<X.columns { add(draw.B[i, j]) }
    }
    for j in 0..<Y.columns {
      for i in j..<Y.columns { add(Σ[i, j]) }
    }
    add(1 / tails.prior.degrees[tail])
  }
}

/// The laws of ν and of the scales given ν.
struct TailLaws: Sendable {
  let prior: TailPrior
  private let equations: Int
  /// lnΓ((ν + m)/2) − lnΓ(ν/2) − m/2 ln(ν/2) for each ν, and 0 for its limit.
  private let constants: [Double]
  /// Gamma laws of 1/ω: of shape ν/2, and of shape (ν + m)/2.
  private let beforehand: [QuantileTable?]
  private let afterwards: [QuantileTable?]

  init(_ prior: TailPrior, equations: Int) {
    (self.prior, self.equations) = (prior, equations)
    let m = Double(equations)
    constants = prior.degrees.map { ν in
      ν == .infinity
        ? 0 : logGamma((ν + m) / 2) - logGamma(ν / 2) - m / 2 * naturalLogarithm(ν / 2)
    }
    func table(_ shape: Double) -> QuantileTable? {
      shape == .infinity ? nil : QuantileTable.gamma(shape: shape)
    }
    beforehand = prior.degrees.map { table($0 / 2) }
    afterwards = prior.degrees.map { table(($0 + m) / 2) }
  }

  /// The place of a ν drawn given errors, scales averaged out.
  ///
  /// - Parameters:
  ///   - distances: uᵀΣ⁻¹u of each period.
  ///   - u: Inside (0, 1).
  /// - Returns: A place in the prior's list.
  func drawTail(_ distances: [Double], _ u: Double) -> Int {
    guard prior.degrees.count > 1 else { return 0 }
    let n = Double(distances.count), m = Double(equations)
    let logs = prior.degrees.indices.map { i in
      let ν = prior.degrees[i]
      let kernel =
        ν == .infinity
        ? distances.reduce(0) { $0 - $1 / 2 }
        : distances.reduce(0) { $0 - (ν + m) / 2 * logarithmOfOnePlus($1 / ν) }
      return naturalLogarithm(prior.probabilities[i]) + n * constants[i] + kernel
    }
    let highest = logs.max() ?? 0
    let heights = logs.map { exponential($0 - highest) }
    var left = u * heights.reduce(0, +)
    for (i, height) in heights.enumerated() {
      left -= height
      if left < 0 { return i }
    }
    return heights.count - 1
  }

  /// 1/ω before anything is known of the period; 1 for normal errors.
  func weight(ofTail tail: Int, _ numbers: inout AddressedNumbers) -> Double {
    guard let table = beforehand[tail] else { return 1 }
    return table.value(atScore: numbers.normal()) / (prior.degrees[tail] / 2)
  }

  /// 1/ω given the errors of the period.
  func weight(
    ofTail tail: Int, distance: Double, _ numbers: inout AddressedNumbers
  ) -> Double {
    guard let table = afterwards[tail] else { return 1 }
    return table.value(atScore: numbers.normal()) / ((prior.degrees[tail] + distance) / 2)
  }
}
