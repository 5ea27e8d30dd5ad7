package import ReachModel

/// What inputs are about, for answers by group.
package enum InputTheme: String, Sendable, CaseIterable {
  case start, entryAndExit, certification, support, investment, cycle, output, prices

  package var label: Label {
    switch self {
    case .start: Label(vi: "Giá trị đầu kỳ", en: "Where the plan starts")
    case .entryAndExit: Label(vi: "Gia nhập và rút lui", en: "Entry and exit")
    case .certification: Label(vi: "Chứng nhận", en: "Certification")
    case .support: Label(vi: "Hỗ trợ và hiệu quả hỗ trợ", en: "Support and its effects")
    case .investment: Label(vi: "Đầu tư nước ngoài", en: "Foreign investment")
    case .cycle: Label(vi: "Chu kỳ và cú sốc chung", en: "The cycle and stress")
    case .output: Label(vi: "Sản lượng các ngành", en: "Output of the sectors")
    case .prices: Label(vi: "Giá cả", en: "Prices")
    }
  }
}

extension Parameter {
  /// The theme it belongs to.
  package var theme: InputTheme {
    switch self {
    case .startFirms, .startCertifiedShare, .startShare, .startGrowth, .startTilt, .levelOutput,
      .levelNetCertificates, .levelSupported, .levelReached, .registerOffset, .registerNoise:
      .start
    case .exitDomestic, .exitForeign, .entryRate, .nbSize, .betaX, .gX, .gE, .etaC, .etaM:
      .entryAndExit
    case .p, .q, .lapse, .certifiedEntrantDomestic, .certifiedEntrantForeign: .certification
    case .pi, .alpha, .theta, .tau, .fade, .execution, .unitCost: .support
    case .betaV, .etaV, .etaH, .eps, .b0Ratio, .rBar, .phiR, .gR, .sigmaR, .kappa, .deltaK,
      .gDomestic, .iota, .thetaV, .levelPresence, .levelCapital, .levelBuyerCapital,
      .levelCommitments, .levelPromotion:
      .investment
    case .muX, .phiX, .sigmaX, .jump, .recovered, .stressEntry, .stressStay, .growthErrorMonth,
      .growthErrorNewYear:
      .cycle
    case .premium, .rho, .sigma, .correlation, .psi, .chi, .thetaC: .output
    case .piSI, .piZ: .prices
    }
  }
}

extension FittedModel {
  /// The inputs that may move some target, by theme; themes without any are left out.
  ///
  /// A group of correlated inputs belongs to the theme of its first.
  package var themes: [InputGroup] {
    let moving = Set(movingInputs.map(\.key))
    let groups = independentInputs.filter { $0.inputs.contains { moving.contains($0.key) } }
    return InputTheme.allCases.compactMap { theme in
      let inputs = groups.filter { $0.inputs[0].parameter.theme == theme }.flatMap(\.inputs)
      return inputs.isEmpty
        ? nil : InputGroup(key: theme.rawValue, label: theme.label, inputs: inputs)
    }
  }
}
