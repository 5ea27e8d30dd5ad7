import ReachModel

/// A contradiction put into a plan that holds otherwise.
enum PlantedConflict: String, CaseIterable {
  case oneOutcome, certifiedAboveFirms, tooFewCertified, tooManyCertified
  case sectorsAboveTotal, sectorsBelowTotal, shareAboveSectors, growthAboveSectors
  case growthBelowSectors, shrinkingManufacturing, boomingManufacturing, pathOfShares

  /// The targets that contradict each other, none of which can be left out.
  func targets(_ path: SamplePath, _ random: inout SeededGenerator) -> [Target] {
    let year = SamplePlan.planYear + Int.random(in: 1..<SamplePlan.years, using: &random)
    let sector = Int.random(in: -1..<path.sectors, using: &random)
    let scope = sector < 0 ? nil : sector
    switch self {
    case .oneOutcome: return oneOutcome(path, scope, year, &random)
    case .certifiedAboveFirms, .tooFewCertified, .tooManyCertified:
      return counts(path, scope, year, &random)
    case .sectorsAboveTotal, .sectorsBelowTotal: return sums(path, year, &random)
    case .shareAboveSectors: return means(path, .certifiedShare, isAbove: true, year, &random)
    case .growthAboveSectors: return means(path, .growth, isAbove: true, year, &random)
    case .growthBelowSectors: return means(path, .growth, isAbove: false, year, &random)
    case .shrinkingManufacturing, .boomingManufacturing: return manufacturing(path, year)
    case .pathOfShares: return longPath()
    }
  }

  private func oneOutcome(
    _ path: SamplePath, _ scope: Int?, _ year: Int, _ random: inout SeededGenerator
  ) -> [Target] {
    let outcome = Outcome.allCases.randomElement(using: &random) ?? .firms
    let value = outcome.isCount ? path.value(outcome, scope, year) + 1 : random.number(0.05...0.9)
    let isTouching = Bool.random(using: &random)
    let step = outcome.isCount ? 1 : random.number(0.001...0.04)
    return [
      target("planted_floor", outcome, isTouching ? .above : .atLeast, value, scope, year),
      target("planted_ceiling", outcome, .atMost, isTouching ? value : value - step, scope, year),
    ]
  }

  private func counts(
    _ path: SamplePath, _ scope: Int?, _ year: Int, _ random: inout SeededGenerator
  ) -> [Target] {
    let firms = path.value(.firms, scope, year)
    guard self != .certifiedAboveFirms else {
      return [
        target("planted_certified", .certified, .atLeast, firms + 1, scope, year),
        target("planted_firms", .firms, .atMost, firms, scope, year),
      ]
    }
    let twentieths = Double(Int.random(in: 3...15, using: &random))
    let isTooFew = self == .tooFewCertified
    // Ten firms more, so that a share of them is more than one.
    let product = twentieths * (firms + 10) / 20
    let certified = isTooFew ? product.rounded(.up) - 1 : product.rounded(.down) + 1
    return [
      target(
        "planted_share", .certifiedShare, isTooFew ? .atLeast : .atMost, twentieths / 20, scope,
        year),
      target("planted_firms", .firms, isTooFew ? .atLeast : .atMost, firms + 10, scope, year),
      target(
        "planted_certified", .certified, isTooFew ? .atMost : .atLeast, certified, scope, year),
    ]
  }

  private func sums(
    _ path: SamplePath, _ year: Int, _ random: inout SeededGenerator
  ) -> [Target] {
    let outcome = [Outcome.firms, .certified, .share].randomElement(using: &random) ?? .firms
    let isAbove = self == .sectorsAboveTotal
    let values = (0..<path.sectors).map {
      path.value(outcome, $0, year) + (outcome.isCount ? 1 : 0)
    }
    let sum = values.reduce(0, +), step = outcome.isCount ? 1 : 0.001
    return values.enumerated().map { s, value in
      target("planted_\(s)", outcome, isAbove ? .atLeast : .atMost, value, s, year)
    } + [
      target(
        "planted_total", outcome, isAbove ? .atMost : .atLeast, isAbove ? sum - step : sum + step,
        nil, year)
    ]
  }

  private func means(
    _ path: SamplePath, _ outcome: Outcome, isAbove: Bool, _ year: Int,
    _ random: inout SeededGenerator
  ) -> [Target] {
    let bounds = (0..<path.sectors).map { _ in random.number(0.02...0.5) }
    let end = (isAbove ? bounds.max() : bounds.min()) ?? 0
    return bounds.enumerated().map { s, bound in
      target("planted_\(s)", outcome, isAbove ? .atMost : .atLeast, bound, s, year)
    } + [
      target(
        "planted_total", outcome, isAbove ? .above : .below, end, nil, year)
    ]
  }

  /// Two shares and the growth between them that would need manufacturing to lose two thirds, or to
  /// grow threefold.
  private func manufacturing(_ path: SamplePath, _ year: Int) -> [Target] {
    let share = path.value(.share, nil, year - 1)
    let isShrinking = self == .shrinkingManufacturing
    let odds = share / (1 - share) * (isShrinking ? 3 : 1.0 / 3)
    let later = odds / (1 + odds)
    return [
      target("planted_before", .share, isShrinking ? .atMost : .atLeast, share, nil, year - 1),
      target("planted_growth", .growth, isShrinking ? .atMost : .atLeast, 0, nil, year),
      target("planted_after", .share, isShrinking ? .atLeast : .atMost, later, nil, year),
    ]
  }

  /// The share rises from the start to four fifths in five years in which output does not grow.
  private func longPath() -> [Target] {
    (0..<SamplePlan.years).map {
      target("planted_\($0)", .growth, .atMost, 0, nil, SamplePlan.planYear + $0)
    } + [
      target(
        "planted_share", .share, .atLeast, 0.8, nil, SamplePlan.planYear + SamplePlan.years - 1)
    ]
  }

  private func target(
    _ key: String, _ outcome: Outcome, _ comparison: Comparison, _ threshold: Double,
    _ sector: Int?, _ year: Int
  ) -> Target {
    SamplePlan.target(key, outcome, comparison, threshold, sector: sector, year: year)
  }
}
