import Econometrics
import ReachModel
import Reporting
import Simulation

extension RunModel {
  /// Targets, with the bias that their chances may have.
  func targetTable(_ sampling: SamplingMethod) -> ExportTable {
    var rows = ExportRows(ExportSchema.targets)
    for target in targets {
      let bias = EstimatedTarget(target, planYear: planYear).greatestBias
      let isExpanded = sampling == .sobol && model.processNoise
      rows.append([
        .text(study), .text(target.key), .text(target.label.vi), .text(target.label.en),
        .text(target.outcome.rawValue), .text(target.sector.map { sectorKeys[$0] } ?? ""),
        .text(target.comparison.rawValue), .number(target.threshold),
        .text(target.outcome.unitName), .integer(target.year), .number(isExpanded ? bias : 0),
        .text(target.source), .text("\(target.origin.file):\(target.origin.line)"),
      ])
    }
    return rows.table(
      "targets", Label(vi: "Chỉ tiêu của kịch bản", en: "Targets of the scenario"))
  }

  /// Levers year by year.
  var leverTable: ExportTable {
    var rows = ExportRows(ExportSchema.levers)
    for lever in levers {
      for (place, amount) in lever.yearly.enumerated() {
        let bounds = [lever.bounds.lowerBound, lever.bounds.upperBound].map {
          $0.isFinite ? $0 : nil
        }
        rows.append([
          .text(study), .text(lever.key), .text(lever.label.vi), .text(lever.label.en),
          .text(lever.kind.rawValue), .integer(planYear + place), .text(lever.unit),
          .number(amount), .number(amount * spentShare(ofYear: place)), .number(bounds[0]),
          .number(bounds[1]), .integer(lever.lag), .text(lever.basis.rawValue),
          .text(lever.source), .text("\(lever.origin.file):\(lever.origin.line)"),
        ])
      }
    }
    return rows.table(
      "levers",
      Label(
        vi: "Công cụ chính sách theo năm, như kịch bản đặt",
        en: "Levers year by year, as the scenario sets them"))
  }

  /// The part of a year before a freeze of budgets, as ``Study/spent(on:)`` has it.
  private func spentShare(ofYear year: Int) -> Double {
    guard let freezeFrom else { return 1 }
    return Double(min(4, max(0, freezeFrom - 1 - 4 * year))) / 4
  }

  /// The laws of all uncertainties before and after data.
  var estimateTable: ExportTable {
    var rows = ExportRows(ExportSchema.estimates)
    for uncertainty in uncertainties {
      let drawn = model.parameters[uncertainty.parameter]
      let places = drawn.indices.filter {
        drawn[$0].number == uncertainty.number && (uncertainty.index ?? $0) == $0
      }
      for (turn, place) in places.enumerated() {
        let priors = uncertainty.priors
        let prior = priors.count == places.count ? priors[turn] : priors.first
        rows.append(
          estimate(uncertainty, prior: prior, posterior: drawn[place].distribution, at: place))
      }
    }
    return rows.table(
      "estimates",
      Label(
        vi: "Đại lượng bất định: phân phối trước và sau số liệu, mức học, nguồn",
        en: "Uncertainties: their laws before and after data, learning ratios, sources"))
  }

  private func estimate(
    _ uncertainty: Uncertainty, prior: Distribution?, posterior: Distribution, at place: Int
  ) -> [ExportRows.Cell] {
    let (sector, group) = parts(of: uncertainty.parameter, at: place)
    let before = prior?.moments, after = posterior.moments
    let ratio: Double? =
      prior == posterior
      ? 0
      : before.flatMap { before in
        after.flatMap { before.sd > 0 ? 1 - ($0.sd * $0.sd) / (before.sd * before.sd) : nil }
      }
    return [
      .text(study), .text(uncertainty.key), .text(uncertainty.parameter.rawValue), .text(sector),
      .text(group), .text(uncertainty.label.vi), .text(uncertainty.label.en),
      .text(uncertainty.unit),
    ] + Self.law(prior) + Self.law(posterior) + [
      .number(ratio), .integer(prior == posterior ? 0 : 1),
      .integer(uncertainty.isAssumed ? 1 : 0), .text(uncertainty.fedBy),
      .text(uncertainty.sources.joined(separator: "; ")),
      .text("\(uncertainty.origin.file):\(uncertainty.origin.line)"),
    ]
  }

  private static func law(_ law: Distribution?) -> [ExportRows.Cell] {
    let quantiles = [0.05, 0.5, 0.95].map { p in law.map { $0.quantile(p) } }
    return [
      .text(law.map { lawText($0, .en) } ?? ""), .number(law?.moments?.mean),
      .number(law?.moments?.sd),
    ] + quantiles.map { .number($0) }
  }

  /// Whose a parameter is, where it has one number for each sector or group: the keys, or nothing.
  func parts(of parameter: Parameter, at place: Int) -> (sector: String, group: String) {
    switch parameter.shape {
    case .single: ("", "")
    case .perSector: (model.parameters[parameter].count > 1 ? key(model.sectors, place) : "", "")
    case .perGroup: ("", model.parameters[parameter].count > 1 ? key(model.groups, place) : "")
    }
  }

  private func key(_ sectors: [ModelSector], _ place: Int) -> String {
    sectors.indices.contains(place) ? sectors[place].key : ""
  }

  private func key(_ groups: [SupportGroup], _ place: Int) -> String {
    groups.indices.contains(place) ? groups[place].key : ""
  }
}

extension Outcome {
  /// The unit as data files write it.
  var unitName: String { isCount ? "firms" : "fraction" }
}
