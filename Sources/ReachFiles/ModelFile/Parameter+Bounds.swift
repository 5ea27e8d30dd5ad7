import ReachModel

extension Parameter {
  /// Values that the equations allow: what a probability or an amount can be, and for the rest the
  /// sizes up to which a path means something.
  ///
  /// A share, a rate or a growth in percent (6 for 0.06) lies outside wherever the symbol leaves
  /// no doubt.
  var bounds: ClosedRange<Double> {
    switch self {
    case .exitDomestic, .exitForeign, .deltaK, .lapse, .pi, .alpha, .certifiedEntrantDomestic,
      .certifiedEntrantForeign, .fade, .correlation, .stressEntry, .stressStay:
      0...1
    case .kappa, .execution, .recovered, .psi, .chi: 0...2
    case .entryRate, .p, .q, .sigmaX, .sigma: 0...5
    // The sd of a quarter follows from the exponential of its square.
    case .sigmaR: 0...5
    case .nbSize: 1e-12...1e12
    case .b0Ratio, .rBar, .iota, .unitCost: 1e-6...1e9
    case .phiX: -0.999...0.999
    case .jump: -1...0
    case .muX, .premium, .gDomestic, .piSI, .piZ: -1...1
    case .tau: -2...2
    case .theta, .thetaC, .gX, .gE, .gR: -5...5
    case .eps, .rho, .thetaV: -10...10
    default: -100...100
    }
  }

  /// Where nine draws in ten of a law must lie: half as far again, since a wide law is no slip.
  var reach: ClosedRange<Double> {
    let half = (bounds.upperBound - bounds.lowerBound) / 2
    return (bounds.lowerBound - half)...(bounds.upperBound + half)
  }

  /// Where a law may draw: within 0 and 1 for what is a probability or a share, from 0 on for what
  /// cannot be negative, anywhere for the rest.
  var domain: ClosedRange<Double> {
    guard bounds.lowerBound >= 0 else { return -Double.infinity...Double.infinity }
    return bounds.upperBound <= 1 ? 0...1 : 0...Double.infinity
  }
}
