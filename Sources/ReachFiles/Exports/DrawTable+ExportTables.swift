import Assessment
import ReachModel
import Reporting
import Simulation

/// The tables of draws, from `draws.bin` and the model that names what stands in it.
struct DrawExport: Sendable {
  let table: DrawTable
  let run: RunModel
  /// How many of the kept draws.
  let draws: Int

  init(_ table: DrawTable, of run: RunModel, atMost limit: Int?) {
    (self.table, self.run) = (table, run)
    draws = min(table.draws, limit ?? table.draws)
  }

  private func values(_ column: DrawTable.Column) -> [Double] {
    draws == column.values.count ? column.values : Array(column.values.prefix(draws))
  }

  /// Outcomes draw by draw.
  var outcomes: ExportTable {
    let columns = table.columns.filter { $0.kind == .outcome }
    let names = columns.map { SeriesName($0.name, planYear: run.planYear) }
    return ExportTable(
      "draws",
      Label(vi: "Đại lượng của từng lần mô phỏng", en: "Outcomes draw by draw"),
      ExportSchema.draws, sizes: sizes(columns)
    ) { [self] place in
      let name = names[place]
      return [
        .text(run.study), .text(name.outcome), .text(name.sector), .text(name.period),
        .text(name.unit), .places, .numbers(values(columns[place])),
      ]
    }
  }

  /// Parameters draw by draw.
  var parameters: ExportTable {
    let columns = table.columns.filter { $0.kind == .parameter }
    return ExportTable(
      "parameters",
      Label(
        vi: "Tham số được rút ở từng lần mô phỏng", en: "Parameters drawn, draw by draw"),
      ExportSchema.parameters, sizes: sizes(columns)
    ) { [self] place in
      let name = ParameterName(columns[place].name, in: run)
      return [
        .text(run.study), .text(name.key), .text(name.sector), .text(name.group),
        .text(name.unit), .places, .numbers(values(columns[place])),
      ]
    }
  }

  /// What each draw says of each target whose outcome was kept.
  var targets: ExportTable {
    let told = run.targets.compactMap { target in
      table[target.columnName(run)].map { (target: target, column: $0) }
    }
    return ExportTable(
      "target_draws",
      Label(
        vi: "Chỉ tiêu ở từng lần mô phỏng: đạt hay không, và số mà trung bình là xác suất P",
        en: "Targets draw by draw: whether each holds, and a number whose mean is P"),
      ExportSchema.targetDraws, sizes: told.map { _ in draws }.filter { $0 > 0 }
    ) { [self] place in
      let target = told[place].target, outcome = values(told[place].column)
      let chances = table[target.chanceName].map(values)
      return [
        .text(run.study), .text(target.key), .places, .remainders(SamplingMethod.scrambles),
        .text(target.outcome.unitName), .numbers(outcome),
        .holds(outcome, target.comparison, target.threshold),
        .numbers(chances ?? outcome.map { target.held($0) }),
      ]
    }
  }

  /// Targets whose P is the share of draws in which they hold, whatever each draw tells of its chance.
  ///
  /// So few draws reach them, or miss them. Of all draws of a run, this is what it printed.
  var countedTargets: [String] {
    run.targets.filter { target in
      guard table[target.chanceName] != nil, let column = table[target.columnName(run)] else {
        return false
      }
      let decided = values(column).filter { !$0.isNaN }
      let hits = decided.count { target.comparison.holds($0, target.threshold) }
      return Probability.isCounted(hits: hits, of: decided.count)
    }.map(\.key)
  }

  private func sizes(_ columns: [DrawTable.Column]) -> [Int] {
    draws > 0 ? columns.map { _ in draws } : []
  }
}

extension Target {
  /// The name of its outcome in `draws.bin`.
  fileprivate func columnName(_ run: RunModel) -> String {
    series(planYear: run.planYear).columnName(planYear: run.planYear, sectors: run.sectorKeys)
  }

  fileprivate func held(_ value: Double) -> Double {
    value.isNaN ? .nan : comparison.holds(value, threshold) ? 1 : 0
  }
}

/// What a column of outcomes in `draws.bin` is: `share.2021.components` is the share of components.
struct SeriesName {
  let outcome: String
  let period: String
  let sector: String

  init(_ name: String, planYear: Int) {
    let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    outcome = String(parts[0])
    let time = parts.count > 1 ? String(parts[1]) : ""
    period = time == "start" ? "\(planYear - 1)-Q4" : time
    sector = parts.count > 2 ? String(parts[2]) : ""
  }

  /// Of the values, as data files write it.
  var unit: String { Self.unit(of: outcome) }

  static func unit(of outcome: String) -> String {
    switch outcome {
    case "firms", "certified", "reported_firms", "reported_certified": "firms"
    case "output": "billion VND"
    case "stress_quarters": "quarters"
    case _ where outcome.hasPrefix("log_"): "log points"
    default: "fraction"
    }
  }
}

/// What a column of parameters in `draws.bin` is: `theta[2]` is that of the third group.
private struct ParameterName {
  let key: String
  let sector: String
  let group: String
  let unit: String

  init(_ name: String, in run: RunModel) {
    let parts = name.split(separator: "[")
    key = parts.first.map(String.init) ?? name
    let place = parts.count > 1 ? Int(parts[1].dropLast()) ?? 0 : 0
    guard let parameter = Parameter(rawValue: key) else {
      (sector, group, unit) = ("", "", "")
      return
    }
    (sector, group) = run.parts(of: parameter, at: place)
    unit = run.unit(of: parameter, at: place)
  }
}
