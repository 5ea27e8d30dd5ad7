/// Everything the simulation needs, as numbers and laws: no names are left to resolve.
///
/// Arrays run sector first, then ownership (domestic, foreign); histories run oldest first and
/// end with quarter 0. Units: firms; billion VND at constant prices (money, output a quarter);
/// million USD (FDI); rates per year; growth in log points; shares as fractions.
public struct SimulationModel: Sendable, Equatable {
  public var sectors: [ModelSector]
  public var groups: [SupportGroup]
  /// Simulated quarters, a multiple of 4, at most 40.
  public var quarters: Int
  public var levers: LeverPaths
  public var structure: Structure
  public var start: StartState
  public var parameters: ParameterTable
  /// Quarters (1...) whose regime is set from outside; the random chain is overridden there.
  public var regimes: [Int: RegimeOverride]
  /// The normal copula between drawn values; nil means independence.
  public var copula: Copula?
  /// Off: every chance event takes its mean (model-clarifications, item 31).
  public var processNoise: Bool
  /// Off: every distribution counts as its stated mean (item 30).
  public var parameterUncertainty: Bool

  public init(
    sectors: [ModelSector], groups: [SupportGroup], quarters: Int, levers: LeverPaths,
    structure: Structure, start: StartState, parameters: ParameterTable,
    regimes: [Int: RegimeOverride] = [:], copula: Copula? = nil, processNoise: Bool = true,
    parameterUncertainty: Bool = true
  ) {
    (self.sectors, self.groups, self.quarters) = (sectors, groups, quarters)
    (self.levers, self.structure, self.start) = (levers, structure, start)
    (self.parameters, self.regimes, self.copula) = (parameters, regimes, copula)
    (self.processNoise, self.parameterUncertainty) = (processNoise, parameterUncertainty)
  }
}

/// A sector of the model.
public struct ModelSector: Sendable, Equatable {
  public let key: String
  /// Permanent: its place in the address of random numbers.
  public let number: Int

  public init(key: String, number: Int) { (self.key, self.number) = (key, number) }
}

/// A group of support and the channels through which it acts (one channel for each effect).
public struct SupportGroup: Sendable, Equatable {
  public enum Channel: String, Sendable, CaseIterable {
    /// M in the output equation E10, with its θ.
    case output
    /// M/N in the exit equation E7, with ηM.
    case survival
    /// Certificates by programme in E8.
    case certification
  }

  public let key: String
  /// Permanent: its place in the address of random numbers.
  public let number: Int
  public let channels: Set<Channel>
  /// Quarters from money to effect (L in E2).
  public let lag: Int

  public init(key: String, number: Int, channels: Set<Channel>, lag: Int) {
    (self.key, self.number, self.channels, self.lag) = (key, number, channels, lag)
  }
}

/// What the decision-maker sets, quarter by quarter, as yearly rates.
public struct LeverPaths: Sendable, Equatable {
  /// Yearly budget in force in each simulated quarter: group × quarters, billion VND a year.
  public var budget: [[Double]]
  /// Yearly promotion effort in force in each simulated quarter.
  public var promotion: [Double]
  /// The usual yearly promotion effort bP̄, > 0, in the unit of `promotion`.
  public var usualPromotion: Double

  public init(budget: [[Double]], promotion: [Double], usualPromotion: Double) {
    (self.budget, self.promotion, self.usualPromotion) = (budget, promotion, usualPromotion)
  }
}

/// Fixed shares, lags and reference levels of the equations.
public struct Structure: Sendable, Equatable {
  /// Quarters from promotion to commitments (LP in E3).
  public var promotionLag: Int
  /// Shares of a commitment realised 1, 2, … quarters later; they sum to 1 (w in E4).
  public var weights: [Double]
  /// Shares of realised capital that go to each sector; they sum to at most 1 (aK).
  public var capitalShares: [Double]
  /// Shares that go to the industries that buy from each sector; they may overlap (aB).
  public var buyerCapitalShares: [Double]
  /// Group × sector; each row sums to 1 (a in E2).
  public var supportShares: [[Double]]
  /// Eligible applicants a year, by group (E in E1).
  public var eligible: [Double]
  /// The levels at which entry and exit were measured, by sector.
  public var presenceNormal: [Double]
  public var foreignShareNormal: [Double]

  public init(
    promotionLag: Int, weights: [Double], capitalShares: [Double], buyerCapitalShares: [Double],
    supportShares: [[Double]], eligible: [Double], presenceNormal: [Double],
    foreignShareNormal: [Double]
  ) {
    (self.promotionLag, self.weights) = (promotionLag, weights)
    (self.capitalShares, self.buyerCapitalShares) = (capitalShares, buyerCapitalShares)
    (self.supportShares, self.eligible) = (supportShares, eligible)
    (self.presenceNormal, self.foreignShareNormal) = (presenceNormal, foreignShareNormal)
  }
}

/// The state at the end of quarter 0 and the histories that the lags look back on.
public struct StartState: Sendable, Equatable {
  /// Firms by sector and ownership.
  public enum Firms: Sendable, Equatable {
    /// Sector × ownership: firms without and with a certificate.
    case counts(U: [[Double]], C: [[Double]])
    /// Totals drawn as `startFirms` and `startCertifiedShare`, split by these shares (sector ×
    /// ownership, each table summing to 1) with largest remainder and C ≤ N in every cell.
    case drawn(firmShares: [[Double]], certifiedShares: [[Double]])
  }

  public var firms: Firms
  public var K: [Double]
  public var KB: [Double]
  /// Group × sector.
  public var M: [[Double]]
  public var x: Double
  /// 0 normal, 1 stress.
  public var r: Int
  /// Sector × 5: quarters −4...0.
  public var V: [[Double]]
  /// Sector × 4: quarters −3...0.
  public var Q: [[Double]]
  /// Quarters −3...0.
  public var Z: [Double]
  /// Quarters 1 − J...0.
  public var R: [Double]
  /// Group × its lag: quarters 1 − L...0.
  public var T: [[Double]]
  /// Sector × 4: A + A2 − L in quarters −3...0.
  public var netCertificates: [[Double]]
  /// Quarters 1 − LP...0, yearly rate.
  public var promotion: [Double]

  public init(
    firms: Firms, K: [Double], KB: [Double], M: [[Double]], x: Double, r: Int, V: [[Double]],
    Q: [[Double]], Z: [Double], R: [Double], T: [[Double]], netCertificates: [[Double]],
    promotion: [Double]
  ) {
    (self.firms, self.K, self.KB, self.M, self.x, self.r) = (firms, K, KB, M, x, r)
    (self.V, self.Q, self.Z, self.R, self.T) = (V, Q, Z, R, T)
    (self.netCertificates, self.promotion) = (netCertificates, promotion)
  }
}

/// A quarter whose regime is given, for named stress paths.
public struct RegimeOverride: Sendable, Equatable {
  /// 0 normal, 1 stress.
  public let regime: Int
  /// The jump on entry into stress in this quarter, log points; nil keeps the drawn J.
  public let jump: Double?

  public init(regime: Int, jump: Double? = nil) {
    (self.regime, self.jump) = (regime, jump)
  }
}

/// A normal copula over some of the drawn values.
public struct Copula: Sendable, Equatable {
  public struct Member: Sendable, Hashable {
    public let number: Int
    public let index: Int

    public init(number: Int, index: Int) { (self.number, self.index) = (number, index) }
  }

  /// The correlated values, in the order of the factor.
  public let members: [Member]
  /// Lower-triangular Cholesky factor of their normal correlation matrix, row by row: row i has
  /// i + 1 numbers.
  public let factor: [[Double]]

  public init(members: [Member], factor: [[Double]]) {
    (self.members, self.factor) = (members, factor)
  }
}

extension SimulationModel {
  /// The same, for more or fewer years; the last quarter's levers go on.
  package func lasting(quarters: Int) -> SimulationModel {
    var model = self
    func extended(_ row: [Double]) -> [Double] {
      (0..<quarters).map { row[min($0, row.count - 1)] }
    }
    model.quarters = quarters
    model.levers.budget = levers.budget.map(extended)
    model.levers.promotion = extended(levers.promotion)
    return model
  }
}
