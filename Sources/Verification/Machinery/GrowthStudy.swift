package import Econometrics
private import LinearAlgebra
private import NumericKernels
package import ReachModel

/// How growth windows are simulated.
package enum GrowthData: String, Sendable, CaseIterable {
  /// As the likelihood takes them: normal, with its own mean and covariance.
  case assumed
  /// As E11 makes them and offices print them.
  case simulated
}

/// Places of mux, phix and sigmax in their joint posterior, for windows laid out as the real ones.
package struct GrowthStudy: CalibrationStudy {
  /// The real windows; their growth is replaced.
  package let windows: [GrowthWindow]
  package let priors: (mux: PriorLaw, phix: PriorLaw, sigmax: PriorLaw)
  /// The stress at which windows are read.
  package let stress: StressChain
  /// The laws that the forecast draws entry and jump from; nil for the fixed values.
  package let stressLaws: (entry: PriorLaw, jump: PriorLaw)?
  package let error: MeasurementError
  package let data: GrowthData

  private let unbounded: GrowthPriors
  private let path = GrowthPath()
  /// Draws of the posterior that the joint likelihood is ranked among.
  private static let draws = 39

  /// - Parameters:
  ///   - windows: At least one.
  ///   - priors: On the scales that `growthPriors` has; nil if they have none.
  ///   - stress: At its prior means.
  ///   - stressLaws: Of entry and jump, where data are simulated.
  ///   - error: Of printed figures.
  ///   - data: How windows are simulated.
  package init?(
    windows: [GrowthWindow], priors: (mux: PriorLaw, phix: PriorLaw, sigmax: PriorLaw),
    stress: StressChain, stressLaws: (entry: PriorLaw, jump: PriorLaw)?, error: MeasurementError,
    data: GrowthData
  ) {
    func moments(_ law: PriorLaw) -> UnboundedMoments? {
      if case .fixed(let value) = law.distribution {
        return UnboundedMoments(.identity, mean: value, sd: 0)
      }
      return law.distribution.unbounded
    }
    guard !windows.isEmpty, let mux = moments(priors.mux), mux.link == .identity,
      let phix = moments(priors.phix), let sigmax = moments(priors.sigmax)
    else { return nil }
    unbounded = GrowthPriors(mux: mux, phix: phix, sigmax: sigmax)
    (self.windows, self.priors, self.stress) = (windows, priors, stress)
    (self.stressLaws, self.error, self.data) = (stressLaws, error, data)
  }

  package var key: String { "growth_\(data.rawValue)" }
  package var purpose: Int { data == .assumed ? 2 : 3 }

  package var label: Label {
    let n = windows.count
    return switch data {
    case .assumed:
      Label(
        vi: "Tăng trưởng, \(n) cửa sổ, chuẩn như hàm hợp lý giả định",
        en: "Growth, \(n) windows, normal as the likelihood assumes")
    case .simulated:
      Label(
        vi: "Tăng trưởng, \(n) cửa sổ, theo E11 có đuôi dày và quý bất lợi",
        en: "Growth, \(n) windows, by E11 with heavy tails and quarters of stress")
    }
  }

  package var quantities: [CalibratedQuantity] {
    ["mux", "phix", "sigmax"].map { CalibratedQuantity($0, Label(vi: $0, en: $0)) } + [
      CalibratedQuantity(
        "growth_likelihood",
        Label(vi: "hợp lý chung của mux, phix, sigmax", en: "joint likelihood of the three"),
        .likelihood)
    ]
  }

  package func places(_ numbers: inout ReplicationNumbers) -> [Double?] {
    let truth = GrowthParameters(
      mux: priors.mux.draw(&numbers), phix: priors.phix.draw(&numbers),
      sigmax: priors.sigmax.draw(&numbers))
    guard let design = design(truth, &numbers),
      let posterior = growthPosterior(
        design, process: GrowthProcess(stress: stress), priors: unbounded)
    else { return [nil, nil, nil, nil] }
    func place(_ law: UnboundedMoments, _ value: Double) -> Double? {
      guard law.sd > 0 else { return nil }
      return normalCDF((law.link(value) - law.mean) / law.sd)
    }
    return [
      place(posterior.mux, truth.mux), place(posterior.phix, truth.phix),
      place(posterior.sigmax, truth.sigmax),
      likelihoodPlace(design, posterior, truth, &numbers),
    ]
  }

  /// Windows with simulated growth, as the relation reads them.
  private func design(
    _ truth: GrowthParameters, _ numbers: inout ReplicationNumbers
  ) -> WindowDesign? {
    let growth: [Double]
    switch data {
    case .assumed:
      guard let likelihood = WindowLikelihood(design(windows), stress, truth) else { return nil }
      growth = likelihood.draw(&numbers).map { exponentialMinusOne($0) }
    case .simulated:
      let chain =
        stressLaws.map { laws in
          let entry = laws.entry.draw(&numbers), jump = laws.jump.draw(&numbers)
          return StressChain(
            entry: entry, stay: stress.stay, jump: jump, recovered: stress.recovered)
        } ?? stress
      growth = path.printed(windows, truth, chain, error: error, &numbers)
    }
    guard growth.allSatisfy({ $0 > -1 }) else { return nil }
    return design(
      zip(windows, growth).map { window, growth in
        GrowthWindow(
          year: window.year, months: window.months, growth: growth, facts: [], superseded: [])
      })
  }

  private func design(_ windows: [GrowthWindow]) -> WindowDesign {
    WindowDesign(
      windows, drift: (priors.mux.distribution.moments?.mean ?? 0) * GrowthProcess.quarter,
      error: error)
  }

  /// Where the likelihood of the truth lies among those of draws of the posterior.
  private func likelihoodPlace(
    _ design: WindowDesign, _ posterior: GrowthPosterior, _ truth: GrowthParameters,
    _ numbers: inout ReplicationNumbers
  ) -> Double? {
    guard let law = JointGrowthLaw(posterior),
      let own = WindowLikelihood(design, stress, truth)?.logDensity
    else { return nil }
    var among: [Double] = []
    for _ in 0..<Self.draws {
      let drawn = law.draw(&numbers)
      // A draw that no series can have is less likely than any that one can.
      among.append(WindowLikelihood(design, stress, drawn)?.logDensity ?? -.infinity)
    }
    return place(of: own, among: among, numbers.uniform())
  }
}

/// The normal law by which the forecast draws mux, phix and sigmax, on their unbounded scales.
package struct JointGrowthLaw: Sendable {
  private let moments: [UnboundedMoments]
  private let factor: Cholesky

  /// nil where the correlations cannot hold together.
  package init?(_ posterior: GrowthPosterior) {
    moments = [posterior.mux, posterior.phix, posterior.sigmax]
    let r = [
      [1, posterior.correlationMuxPhix, posterior.correlationMuxSigmax],
      [posterior.correlationMuxPhix, 1, posterior.correlationPhixSigmax],
      [posterior.correlationMuxSigmax, posterior.correlationPhixSigmax, 1],
    ]
    guard let factor = try? Cholesky(Matrix(rows: 3, columns: 3) { r[$0][$1] }) else { return nil }
    self.factor = factor
  }

  package func draw(_ numbers: inout ReplicationNumbers) -> GrowthParameters {
    let scores = factor.lower * numbers.normals(3)
    let values = zip(moments, scores).map { $0.link.inverse($0.mean + $0.sd * $1) }
    return GrowthParameters(mux: values[0], phix: values[1], sigmax: values[2])
  }

  /// ln of the density at values on their unbounded scales, up to a constant.
  ///
  /// Parameters that are fixed count for nothing.
  package func logDensity(_ z: [Double]) -> Double {
    let scores = zip(moments, z).map { $0.sd > 0 ? ($1 - $0.mean) / $0.sd : 0 }
    let white = factor.whiten(scores)
    return -white.reduce(0) { $0 + $1 * $1 } / 2
  }
}

/// The windows' normal law at one value of the parameters, written down plainly.
package struct WindowLikelihood: Sendable {
  /// ln of the density of the windows as they are.
  package let logDensity: Double
  private let mean: [Double]
  private let factor: Cholesky

  /// - Parameters:
  ///   - design: The windows.
  ///   - stress: The chain at fixed values.
  ///   - parameters: nil is returned for a phix outside (−1, 1), or no positive definite covariance.
  package init?(_ design: WindowDesign, _ stress: StressChain, _ parameters: GrowthParameters) {
    guard parameters.phix > -1, parameters.phix < 1 else { return nil }
    let process = GrowthProcess(stress: stress), T = design.weights.columns
    let γ = process.autocovariances(φ: parameters.phix, count: T)
    let variance = parameters.sigmax * parameters.sigmax
    let covariance = zip(γ.innovation, γ.stress).map { variance * $0 + $1 }
    guard let factor = try? Cholesky(design.covariance(covariance) + design.measurement) else {
      return nil
    }
    let each =
      parameters.mux * GrowthProcess.quarter + process.meanDeviation(φ: parameters.phix)
    mean = design.weights * Array(repeating: each, count: T)
    let white = factor.whiten(zip(design.logGrowth, mean).map { $0 - $1 })
    logDensity =
      -(white.reduce(0) { $0 + $1 * $1 } + factor.logDeterminant(logarithm: naturalLogarithm)) / 2
      - Double(mean.count) * naturalLogarithm(2 * .pi) / 2
    self.factor = factor
  }

  /// Windows drawn from this law: ln(1 + growth) of each.
  package func draw(_ numbers: inout ReplicationNumbers) -> [Double] {
    zip(mean, factor.lower * numbers.normals(mean.count)).map { $0 + $1 }
  }
}
