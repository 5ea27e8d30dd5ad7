import ReachModel
import Simulation

/// Models for tests, made from the invented set-up of the noisy reference case.
enum ModelVariants {
  /// Two years of three sectors with fixed parameters and process noise.
  static let base = Result { try ReferenceCase("oracle-b").model }

  /// The base with the priors of the model's section 4, each parameter at its own address.
  static func uncertain() throws -> SimulationModel {
    var model = try base.get()
    model.parameterUncertainty = true
    for (parameter, laws) in priors {
      model.parameters[parameter] = laws.enumerated().map {
        DrawnValue($1, number: parameter.number, index: laws.count > 1 ? $0 + 1 : 0)
      }
    }
    return model
  }

  /// The priors, with a drawn start, drawn levels and registers that err.
  static func drawnStart() throws -> SimulationModel {
    var model = try uncertain()
    model.start.firms = .drawn(
      firmShares: [[0.43, 0.09], [0.22, 0.06], [0.18, 0.02]],
      certifiedShares: [[0.33, 0.17], [0.19, 0.13], [0.14, 0.04]])
    model.start.r = 1
    let single: [(Parameter, Distribution)] = [
      (.startFirms, .linked(.log, location: 6.78, scale: 0.04, degreesOfFreedom: nil)),
      (.startCertifiedShare, .linked(.logit, location: -0.8, scale: 0.13, degreesOfFreedom: 9)),
      (.startShare, .uniform(low: 0.14, high: 0.166)),
      (.startGrowth, .normal(mean: 0.02, sd: 0.007)),
      (.startTilt, .normal(mean: 0, sd: 0.01)), (.registerOffset, .normal(mean: 0, sd: 0.05)),
      (.registerNoise, .lognormal(mean: 0.02, sd: 0.01)),
    ]
    let levels: [Parameter] = [
      .levelPresence, .levelCapital, .levelBuyerCapital, .levelSupported, .levelCommitments,
      .levelReached, .levelPromotion, .levelOutput, .levelNetCertificates,
    ]
    let drawn = single + levels.map { ($0, .lognormal(mean: 1, sd: 0.3)) }
    for (parameter, law) in drawn {
      model.parameters[parameter] = [DrawnValue(law, number: parameter.number)]
    }
    return model
  }

  /// Sectors that empty out: exit of 90 % a year, few firms, one sector with none, no certificate
  /// gained on own accord, two groups that certify, and promotion without a lag.
  static func extreme() throws -> SimulationModel {
    var model = try uncertain()
    model.start.firms = .counts(U: [[6, 1], [0, 0], [1, 0]], C: [[2, 1], [0, 0], [0, 3]])
    model.groups[3] = SupportGroup(
      key: "information", number: 4, channels: [.output, .certification, .survival], lag: 2)
    model.structure.promotionLag = 0
    model.start.promotion = []
    for (parameter, law) in [
      (.exitDomestic, .beta(mean: 0.9, sd: 0.08)), (.exitForeign, .fixed(0.9)),
      (.p, .fixed(0)), (.q, .fixed(0)), (.jump, .fixed(-0.4)), (.stressEntry, .fixed(0.5)),
      (.certifiedEntrantDomestic, .fixed(0)), (.certifiedEntrantForeign, .fixed(1)),
    ] as [(Parameter, Distribution)] {
      model.parameters[parameter] = [DrawnValue(law, number: parameter.number)]
    }
    model.parameters[.iota] = [40, 60, 400].enumerated().map {
      DrawnValue(.fixed($1), number: Parameter.iota.number, index: $0 + 1)
    }
    return model
  }

  private static let priors: [Parameter: [Distribution]] = [
    .exitDomestic: [.beta(mean: 0.095, sd: 0.02)], .exitForeign: [.beta(mean: 0.05, sd: 0.02)],
    .entryRate: [.lognormal(mean: 0.10, sd: 0.03)],
    .nbSize: [.shifted(.gamma(mean: 20, sd: 10), by: 1)],
    .betaV: [.normal(mean: 0.3, sd: 0.5)], .etaV: [.normal(mean: -0.5, sd: 0.6)],
    .etaH: [.normal(mean: 0.8, sd: 0.6)], .etaC: [.normal(mean: -0.5, sd: 0.3)],
    .etaM: [.normal(mean: -0.2, sd: 0.2)], .gX: [.normal(mean: 0.25, sd: 0.1)],
    .gE: [.normal(mean: -0.1, sd: 0.1)], .eps: [.normalNonNegative(mean: 0.15, sd: 0.12)],
    .kappa: [.beta(mean: 0.6, sd: 0.12)], .deltaK: [.beta(mean: 0.06, sd: 0.02)],
    .sigmaR: [.lognormal(mean: 0.55, sd: 0.55 / 4)], .rBar: [.lognormal(mean: 180, sd: 45)],
    .iota: [
      .lognormal(mean: 3.5, sd: 1.75), .lognormal(mean: 6, sd: 3), .lognormal(mean: 4, sd: 2),
    ],
    .p: [.beta(mean: 0.05, sd: 0.03)], .q: [.normalNonNegative(mean: 0.05, sd: 0.05)],
    .lapse: [.beta(mean: 0.06, sd: 0.03)], .pi: [.beta(mean: 0.5, sd: 0.15)],
    .alpha: [.beta(mean: 0.6, sd: 0.15)],
    .theta: [
      .normal(mean: 0.10, sd: 0.06), .fixed(0), .normal(mean: 0.03, sd: 0.04),
      .normal(mean: 0.02, sd: 0.03),
    ], .thetaC: [.normal(mean: 0.05, sd: 0.04)], .thetaV: [.normal(mean: 0.3, sd: 0.3)],
    .tau: [.beta(mean: 0.5, sd: 0.15)],
    .fade: Array(repeating: .beta(mean: 0.12, sd: 0.06), count: 4),
    .unitCost: [0.1, 0.2, 0.8, 0.016].map { .lognormal(mean: $0, sd: 0.4 * $0) },
    .muX: [.normal(mean: 0.06, sd: 0.015)], .sigmaX: [.lognormal(mean: 0.015, sd: 0.015 / 4)],
    .premium: [.normal(mean: 0, sd: 0.02)],
    .rho: Array(repeating: .normal(mean: 1, sd: 0.15), count: 3),
    .sigma: Array(repeating: .lognormal(mean: 0.08, sd: 0.02), count: 3),
    .jump: [.normalNonPositive(mean: -0.05, sd: 0.03)], .stressEntry: [.betaShapes(a: 1.5, b: 40)],
    .psi: [.beta(mean: 0.25, sd: 0.1)], .chi: [.beta(mean: 0.3, sd: 0.1)],
  ]
}

/// All values of an ensemble: by model, series, draw.
func ensembleValues(
  _ models: [PreparedModel], seed: UInt64, threads: Int, _ design: Design,
  sampling: SamplingMethod = .plain
) async throws -> [[[Double]]] {
  var values = models.map { model in model.series.series.map { _ in [Double]() } }
  try await EnsembleRunner(seed: seed, sampling: sampling, threads: threads).run(
    models, design
  ) { chunks in
    for (m, chunk) in chunks.enumerated() {
      for series in values[m].indices { values[m][series].append(contentsOf: chunk[series]) }
    }
  }
  return values
}
