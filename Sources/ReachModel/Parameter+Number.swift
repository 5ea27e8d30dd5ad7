extension Parameter {
  /// The permanent number: the address of its random numbers and its quasi-random dimension.
  ///
  /// Catalog entries that state a parameter's usual prior carry the same number; other entries
  /// take numbers from 200 on. Numbers are never reused: a new parameter takes the next one.
  public var number: Int {
    switch self {
    case .exitDomestic: 1
    case .exitForeign: 2
    case .entryRate: 3
    case .nbSize: 4
    case .betaV: 5
    case .betaX: 6
    case .etaV: 7
    case .etaH: 8
    case .etaC: 9
    case .etaM: 10
    case .gX: 11
    case .gE: 12
    case .eps: 13
    case .b0Ratio: 14
    case .rBar: 15
    case .phiR: 16
    case .gR: 17
    case .sigmaR: 18
    case .kappa: 19
    case .deltaK: 20
    case .gDomestic: 21
    case .iota: 22
    case .p: 23
    case .q: 24
    case .lapse: 25
    case .pi: 26
    case .alpha: 27
    case .certifiedEntrantDomestic: 28
    case .certifiedEntrantForeign: 29
    case .theta: 30
    case .thetaC: 31
    case .thetaV: 32
    case .tau: 33
    case .fade: 34
    case .execution: 35
    case .unitCost: 36
    case .muX: 37
    case .phiX: 38
    case .sigmaX: 39
    case .premium: 40
    case .rho: 41
    case .sigma: 42
    case .correlation: 43
    case .jump: 44
    case .recovered: 45
    case .stressEntry: 46
    case .stressStay: 47
    case .psi: 48
    case .chi: 49
    case .piSI: 50
    case .piZ: 51
    case .startFirms: 52
    case .startCertifiedShare: 53
    case .startShare: 54
    case .startGrowth: 55
    case .startTilt: 56
    case .levelPresence: 57
    case .levelCapital: 58
    case .levelBuyerCapital: 59
    case .levelSupported: 60
    case .levelCommitments: 61
    case .levelReached: 62
    case .levelPromotion: 63
    case .levelOutput: 64
    case .levelNetCertificates: 65
    case .registerOffset: 66
    case .registerNoise: 67
    case .growthErrorMonth: 68
    case .growthErrorNewYear: 69
    }
  }

  /// By number: the raw value is text, and slow to hash where rows are looked up.
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
