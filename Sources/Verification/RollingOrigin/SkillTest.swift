/// Whether one forecast is better than another on the same figures.
package struct SkillTest: Sendable, Equatable {
  /// The key of the other.
  package let rival: String
  /// Mean CRPS of both over the figures that both forecast, years of equal weight.
  package let crps: Double
  package let rivalCRPS: Double
  /// The rival's CRPS less the forecast's, by year: Diebold and Mariano's difference, clustered.
  package let difference: ClusteredMean

  /// How much lower the CRPS is, as a fraction of the rival's; at most 1, negative where it is higher.
  ///
  /// Where the rival foretells every figure to rounding there is nothing to gain: 0 for a forecast that
  /// does so too, −1 for one that does not.
  package var skill: Double {
    guard rivalCRPS > PredictiveLaw.leastScale else {
      return crps > PredictiveLaw.leastScale ? -1 : 0
    }
    return 1 - crps / rivalCRPS
  }

  /// One-sided P of such a difference, or a larger one, if there is none; nil with a single year.
  package var pValue: Double? { difference.upperTail }

  /// Whether "better than the naive forecast" is claimed: years enough, a difference that chance makes
  /// once in forty, and one that is worth having.
  ///
  /// A smoother law of the same errors scores a little better than these themselves, year after year,
  /// without foreseeing anything: such a difference is sure and worth nothing.
  package var isClaimed: Bool {
    guard let pValue, difference.allowsClaim else { return false }
    return isWorthHaving && pValue < Self.level
  }

  /// The one-sided level of a claim.
  ///
  /// Half of 5 %: the rival is the best of several, the test has few years, and the claim
  /// must not be made of a random walk more than once in twenty.
  package static let level = 0.025
  /// A lower CRPS than this share of the best naive forecast's is worth a forecast of one's own.
  package static let worthHaving = 0.1

  /// Whether the forecast is used; the best naive one is used otherwise.
  package var isWorthHaving: Bool { skill >= Self.worthHaving }

  /// Compares on the figures that both forecast.
  ///
  /// - Parameters:
  ///   - own: Scores of the forecast at one horizon.
  ///   - other: The rival's at the same.
  ///   - rival: Its key.
  init?(_ own: [TargetScores], against other: [TargetScores], rival: String) {
    struct Target: Hashable {
      let origin: Int
      let entity: Int
    }
    let theirs = Dictionary(
      other.map { (Target(origin: $0.origin, entity: $0.entity), $0.crps) },
      uniquingKeysWith: { first, _ in first })
    self.init(
      own.compactMap { score in
        theirs[Target(origin: score.origin, entity: score.entity)].map {
          Pair(year: score.targetYear, own: score.crps, rival: $0)
        }
      }, rival: rival)
  }

  /// The CRPS of both on one figure.
  struct Pair {
    let year: Int
    let own: Double
    let rival: Double
  }

  /// Compares pairs; nil for none.
  ///
  /// - Source: Diebold and Mariano, *Journal of Business & Economic Statistics* 13, 1995; Student's t
  ///   with years − 1 degrees of freedom, since errors of a year are one observation (Ibragimov and
  ///   Müller, *JBES* 28, 2010).
  init?(_ pairs: [Pair], rival: String) {
    let years = Dictionary(grouping: pairs, by: \.year).sorted { $0.key < $1.key }.map(\.value)
    guard let crps = ClusteredMean(years.map { $0.map(\.own) }),
      let rivalCRPS = ClusteredMean(years.map { $0.map(\.rival) }),
      let difference = ClusteredMean(years.map { $0.map { $0.rival - $0.own } })
    else { return nil }
    self.rival = rival
    (self.crps, self.rivalCRPS, self.difference) = (crps.mean, rivalCRPS.mean, difference)
  }

  /// The rival that is hardest to beat, of those that could forecast in at least half of the years: one
  /// seen in one year of six says little.
  static func hardest(_ tests: [SkillTest], years: Int) -> SkillTest? {
    tests.filter { 2 * $0.difference.years >= years }.min { $0.skill < $1.skill }
  }
}
