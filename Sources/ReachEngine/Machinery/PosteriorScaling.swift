import Assessment
import Econometrics
import ReachModel
import Simulation
import Verification

/// Power-scaling of the priors that met data, and of their data, over an ensemble of the forecast.
///
/// The likelihood is what turned the stated prior into the law that is drawn: the posterior's density
/// over the prior's, on the scales on which the two were combined. Parameters that no data moved keep
/// their power.
struct PosteriorScaling {
  let quantities: [ScaledQuantity]
  /// nil where no draw has a parameter that data moved.
  let shape: Double?
  let failures: Int
  let cannotSay: [Label]

  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - sampler: Simulates it.
  ///   - draws: Of the ensemble.
  /// - Throws: What the sampler throws.
  init(_ fitted: FittedModel, sampler: TargetSampler, draws: Int) throws {
    let table = try EnsembleTable(fitted, sampler: sampler, draws: draws)
    failures = table.sample.failures
    // Before anything is scaled that has no draws.
    try SimulationFailure.requireFew(failures, of: draws, scenario: fitted.study.name)
    let blocks = ScaledBlock.blocks(fitted, table), derived = Self.derived(fitted)
    guard !blocks.isEmpty else {
      (quantities, shape) = ([], nil)
      cannotSay = derived
      return
    }
    let whole = (0..<draws).filter { draw in
      table.sample.outcomes.allSatisfy { $0[draw].isFinite }
    }
    let scaling = PowerScaling(
      logPrior: whole.map { draw in blocks.reduce(0) { $0 + $1.logPrior(draw) } },
      logLikelihood: whole.map { draw in
        blocks.reduce(0) { $0 + $1.logPosterior(draw) - $1.logPrior(draw) }
      })
    shape = scaling.shape
    let parameters = blocks.flatMap(\.columns).map { column in
      ScaledQuantity(
        key: column.key, label: column.label,
        row: scaling.row(whole.map { column.values[$0] }), event: nil)
    }
    quantities = parameters + Self.targets(fitted.study, table.sample, whole, scaling)
    cannotSay = derived
  }

  private static func targets(
    _ study: Study, _ sample: TargetSample, _ whole: [Int], _ scaling: PowerScaling
  ) -> [ScaledQuantity] {
    study.targets.indices.map { place in
      let target = study.targets[place], held = sample.told[place].held
      let events = whole.map { held[$0] }
      return ScaledQuantity(
        key: target.key, label: target.outcome.label,
        row: scaling.row(whole.map { sample.outcomes[place][$0] }),
        event: (
          scaling.row(events), scaling.standardError(events, .prior),
          scaling.standardError(events, .likelihood)
        ))
    }
  }

  private static func derived(_ fitted: FittedModel) -> [Label] {
    fitted.fit.updates.filter { $0.basis == .derived }.map {
      Label(
        vi:
          "\($0.parameter) suy ra từ số liệu theo công thức, không có giả định ban đầu để nhân mũ",
        en: "\($0.parameter) is derived from data by a formula: it has no prior to scale")
    }
  }
}

/// Parameters with one law together: one that stands alone, or the three of growth.
private struct ScaledBlock {
  struct Column {
    let key: String
    let label: Label
    let values: [Double]
    let prior: UnboundedMoments

    func unbounded(_ draw: Int) -> Double { prior.link(values[draw]) }
  }

  let columns: [Column]
  private let density: ([Double]) -> Double

  /// ln of the stated priors' densities at a draw, up to a constant.
  func logPrior(_ draw: Int) -> Double {
    columns.reduce(0) { sum, column in
      let score = (column.unbounded(draw) - column.prior.mean) / column.prior.sd
      return sum - score * score / 2
    }
  }

  func logPosterior(_ draw: Int) -> Double { density(columns.map { $0.unbounded(draw) }) }

  static func blocks(_ fitted: FittedModel, _ table: EnsembleTable) -> [ScaledBlock] {
    let updates = fitted.fit.updates.filter { $0.basis != .derived }
    func column(_ key: String) -> Column? {
      guard let update = updates.first(where: { $0.parameter == key }),
        let prior = update.prior?.unbounded, prior.sd > 0,
        let drawn = table.columns.first(where: { $0.input?.parameter.rawValue == key })
      else { return nil }
      return Column(key: key, label: drawn.label, values: drawn.values, prior: prior)
    }
    let growth = ["mux", "phix", "sigmax"]
    var blocks = updates.filter { !growth.contains($0.parameter) }.compactMap { update in
      column(update.parameter).flatMap { column in
        update.posterior.unboundedLaw.map { law in
          ScaledBlock(columns: [column]) { law.law.logDensity(at: $0[0]) }
        }
      }
    }
    let own = growth.map(column)
    if let posterior = fitted.fit.growthPosterior, let law = JointGrowthLaw(posterior),
      own.contains(where: { $0 != nil })
    {
      blocks.append(
        ScaledBlock(columns: own.compactMap(\.self)) { values in
          var rest = values[...]
          // A parameter that is fixed counts for nothing there.
          return law.logDensity(own.map { $0 == nil ? 0 : rest.removeFirst() })
        })
    }
    return blocks
  }

  private init(columns: [Column], density: @escaping ([Double]) -> Double) {
    (self.columns, self.density) = (columns, density)
  }
}
