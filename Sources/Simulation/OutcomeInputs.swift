package import ReachModel

extension Outcome {
  /// The parameters that the outcome depends on, by the equations: moving any other moves no draw.
  ///
  /// K, the level of all output, and the registers feed no outcome: K is only reported, outputs
  /// count by their ratios, and registers are about reported figures.
  package var inputs: Set<Parameter> {
    let silent: Set<Parameter> = [
      .levelCapital, .levelOutput, .registerOffset, .registerNoise,
    ]
    let prices: Set<Parameter> = [.piSI, .piZ, .startShare]
    let output: Set<Parameter> = [
      .theta, .thetaC, .thetaV, .tau, .premium, .rho, .sigma, .correlation, .psi, .chi, .startTilt,
      .levelNetCertificates,
    ]
    let all = Set(Parameter.allCases).subtracting(silent)
    return switch self {
    case .firms, .certified, .certifiedShare: all.subtracting(output).subtracting(prices)
    case .growth: all.subtracting(prices)
    case .share: all
    }
  }

  /// Whether support through a channel reaches the outcome.
  package func isReached(by channel: SupportGroup.Channel) -> Bool {
    switch self {
    case .firms, .certified, .certifiedShare: channel != .output
    case .share, .growth: true
    }
  }
}
