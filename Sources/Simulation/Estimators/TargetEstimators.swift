import NumericKernels
public import ReachModel

/// Estimates P(target) draw by draw with less noise than counting: numbers whose mean over the draws
/// is P(target), as that of the indicator is.
///
/// Two steps, neither of which moves the mean (``CountEstimator``, ``OutputEstimator``):
/// - one shock of the target's last year is integrated out in closed form, so that a draw near the
///   threshold counts in part (conditional Monte Carlo);
/// - for counts, a companion sum close to the count is taken off and its known probability put in its
///   place (a control variate from the path without noise, ``MeanPath``).
///
/// Targets without such a form (a share of counts, anything of one sector) give no number: they are
/// counted.
///
/// - Source: Glasserman, *Monte Carlo Methods in Financial Engineering* (2003), §4.1 and §7.2.
struct TargetEstimators: Sendable {
  private let targets: [EstimatedTarget]
  private let counts: CountEstimator?
  private let output: OutputEstimator?

  init(_ targets: [EstimatedTarget], _ plan: SimulationPlan) {
    self.targets = targets
    let isNoisy = plan.model.processNoise
    let counted = Set(targets.filter(\.isCounted).map(\.year))
    let produced = Set(targets.filter(\.isOfOutput).map(\.year))
    counts = isNoisy && !counted.isEmpty ? CountEstimator(plan, years: counted) : nil
    output = isNoisy && !produced.isEmpty ? OutputEstimator(plan, years: produced) : nil
  }

  var count: Int { targets.count }

  /// Called when the starts are filled.
  func start(_ paths: borrowing Paths) { counts?.start(paths) }

  /// Called at the end of quarter t.
  func advance(_ paths: borrowing Paths, to t: Int) {
    counts?.advance(paths, to: t)
    output?.advance(paths, to: t)
    guard t % 4 == 0 else { return }
    for (place, target) in targets.enumerated() where target.year == t / 4 {
      estimate(target, paths, into: paths.layout.estimate(place))
    }
  }

  private func estimate(_ target: EstimatedTarget, _ paths: borrowing Paths, into row: Int) {
    if let counts, target.isCounted { return counts.estimate(target, paths, into: row) }
    if let output, target.isOfOutput { return output.estimate(target, paths, into: row) }
    paths.buffer.fill(row, with: .nan)
  }
}

/// What is asked of a year: an outcome, a comparison, a threshold.
public struct EstimatedTarget: Hashable, Sendable {
  public let outcome: Outcome
  public let sector: Int?
  public let comparison: Comparison
  public let threshold: Double
  /// The simulated year, from 1.
  public let year: Int

  public init(_ target: Target, planYear: Int) {
    (outcome, sector, comparison) = (target.outcome, target.sector, target.comparison)
    (threshold, year) = (target.threshold, target.year - planYear + 1)
  }

  /// The most by which the mean of the estimates may differ from P: what an expansion leaves out.
  public var greatestBias: Double { isCounted ? SumProbability.greatestError : 0 }

  var isCounted: Bool { sector == nil && [.firms, .certified].contains(outcome) }

  /// Whether the target is a bound of output; a share of 1 or more is none.
  var isOfOutput: Bool {
    sector == nil && (outcome == .growth || outcome == .share && threshold < 1)
  }

  /// Whether the target is missed from the threshold on, and held below.
  var isUpperBound: Bool { comparison == .atMost || comparison == .below }

  /// The least whole number that is beyond the threshold: a count reaches the target, or misses an
  /// upper bound, from it on.
  var leastCount: Double {
    switch comparison {
    case .atLeast, .below: threshold.rounded(.up)
    case .above, .atMost: threshold.rounded(.down) + 1
    }
  }
}
