/// An input of the equations that is one number, or one per sector or support group.
///
/// The raw value is the key of `inputs.parameters` in model files; the names follow the symbols of
/// the model (section 4). Those that begin with `start` or `level` draw the values at the end of
/// quarter 0.
public enum Parameter: String, CaseIterable, Sendable {
  case exitDomestic = "exit_D"
  case exitForeign = "exit_F"
  case entryRate = "entry_rate"
  case nbSize = "nb_size"
  case betaV
  case betaX = "betax"
  case etaV
  case etaH
  case etaC
  case etaM
  case gX
  case gE
  case eps
  case b0Ratio = "b0_ratio"
  case rBar = "Rbar"
  case phiR
  case gR
  case sigmaR
  case kappa
  case deltaK
  case gDomestic = "gdom"
  case iota
  case p
  case q
  case lapse
  case pi
  case alpha
  case certifiedEntrantDomestic = "cert_entrant_D"
  case certifiedEntrantForeign = "cert_entrant_F"
  /// Output effect per supported firm, by group; 0 for a group that has none.
  case theta
  case thetaC
  case thetaV
  case tau
  case fade
  case execution
  case unitCost = "unit_cost"
  case muX = "mux"
  case phiX = "phix"
  case sigmaX = "sigmax"
  case premium
  case rho
  case sigma
  case correlation = "corr"
  case jump = "J"
  case recovered
  case stressEntry = "stress_entry"
  case stressStay = "stress_stay"
  case psi
  case chi
  case piSI
  case piZ
  /// Active firms at the end of quarter 0.
  case startFirms = "start_firms"
  /// C/N at the end of quarter 0.
  case startCertifiedShare = "start_certified_share"
  /// The SI share of manufacturing output over the four quarters before the plan.
  case startShare = "start_share"
  /// x at the end of quarter 0, log points a quarter.
  case startGrowth = "start_growth"
  /// Log points a quarter by which the history of Q rose faster than its given shape.
  case startTilt = "start_tilt"
  /// Factor on the odds V/(1 − V) of the presence history and of V̄.
  case levelPresence = "level_presence"
  /// Factors on given amounts.
  case levelCapital = "level_capital"
  case levelBuyerCapital = "level_buyer_capital"
  case levelSupported = "level_supported"
  case levelCommitments = "level_commitments"
  case levelReached = "level_reached"
  case levelPromotion = "level_promotion"
  case levelOutput = "level_output"
  case levelNetCertificates = "level_net_certificates"
  /// ln of a register's count over the true count: an offset per version of the register (E12).
  case registerOffset = "register_offset"
  /// Standard deviation of the log error of a reported count (E12).
  case registerNoise = "register_noise"
  /// Sd of a month's growth about that of its quarter, percentage points: read by the fit alone.
  case growthErrorMonth = "growth_error_month"
  /// The same for January and February, between which the lunar new year moves.
  case growthErrorNewYear = "growth_error_new_year"

  /// How many numbers a parameter may have.
  public enum Shape: Sendable { case single, perSector, perGroup }

  public var shape: Shape {
    switch self {
    case .iota, .premium, .rho, .sigma: .perSector
    case .theta, .fade, .execution, .unitCost: .perGroup
    default: .single
    }
  }
}

/// One number to be drawn (or fixed), with the address of its random numbers.
public struct DrawnValue: Sendable, Equatable {
  public let distribution: Distribution
  /// The permanent number of the uncertainty it comes from.
  public let number: Int
  /// Which of several with the same number: the sector's or group's place, or 0.
  public let index: Int

  public init(_ distribution: Distribution, number: Int, index: Int = 0) {
    (self.distribution, self.number, self.index) = (distribution, number, index)
  }
}

/// All parameters of a model: each with one value, or one per sector or group.
public struct ParameterTable: Sendable, Equatable {
  private var values: [Parameter: [DrawnValue]]

  public init(_ values: [Parameter: [DrawnValue]]) { self.values = values }

  /// The values of a parameter; empty if the model has none (a start that is not drawn).
  public subscript(parameter: Parameter) -> [DrawnValue] {
    get { values[parameter] ?? [] }
    set { values[parameter] = newValue }
  }

  /// A parameter without values is one that the table lacks.
  public static func == (a: ParameterTable, b: ParameterTable) -> Bool {
    Parameter.allCases.allSatisfy { a[$0] == b[$0] }
  }
}
