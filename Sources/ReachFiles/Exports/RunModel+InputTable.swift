import ReachModel
import Reporting

extension RunModel {
  /// Fixed inputs of the model: structure, start and histories, levers by quarter, fixed parameters.
  var inputTable: ExportTable {
    var rows = InputRows(self)
    rows.addStructure()
    rows.addStart()
    rows.addPaths()
    rows.addFixedParameters()
    return rows.rows.table(
      "inputs",
      Label(
        vi:
          "Đầu vào cố định của mô hình: cấu trúc, đầu kỳ và chuỗi quá khứ, công cụ theo quý, tham số "
          + "cố định",
        en: "Fixed inputs of the model: structure, start and histories, levers by quarter, fixed "
          + "parameters"))
  }
}

/// The rows of `inputs`, gathered.
private struct InputRows {
  let run: RunModel
  var rows = ExportRows(ExportSchema.inputs)

  private var model: SimulationModel { run.model }

  init(_ run: RunModel) { self.run = run }

  private mutating func add(
    _ input: String, _ value: Double, _ unit: String, sector: Int? = nil, owner: Int? = nil,
    group: Int? = nil, quarter: Int? = nil
  ) {
    rows.append([
      .text(run.study), .text(input), .text(sector.map { model.sectors[$0].key } ?? ""),
      .text(owner.map { $0 == 0 ? "domestic" : "foreign" } ?? ""),
      .text(group.map { model.groups[$0].key } ?? ""), .text(quarter.map(period) ?? ""),
      .text(unit), .number(value),
    ])
  }

  /// Quarter 0 ends on the last day before the plan.
  private func period(_ quarter: Int) -> String {
    let shifted = quarter - 1 + 4 * 1000
    return "\(run.planYear + shifted / 4 - 1000)-Q\(shifted % 4 + 1)"
  }

  private mutating func bySector(_ input: String, _ values: [Double], _ unit: String) {
    for (s, value) in values.enumerated() { add(input, value, unit, sector: s) }
  }

  /// A history by sector that ends with quarter 0.
  private mutating func histories(_ input: String, _ table: [[Double]], _ unit: String) {
    for (s, values) in table.enumerated() {
      for (i, value) in values.enumerated() {
        add(input, value, unit, sector: s, quarter: i + 1 - values.count)
      }
    }
  }

  private mutating func history(_ input: String, _ values: [Double], _ unit: String) {
    for (i, value) in values.enumerated() {
      add(input, value, unit, quarter: i + 1 - values.count)
    }
  }

  mutating func addStructure() {
    let structure = model.structure
    add("promotion_lag", Double(structure.promotionLag), "quarters")
    for (i, weight) in structure.weights.enumerated() {
      // The share that is realised so many quarters later.
      add("weights.\(i + 1)", weight, "fraction")
    }
    bySector("capital_shares", structure.capitalShares, "fraction")
    bySector("buyer_capital_shares", structure.buyerCapitalShares, "fraction")
    for (k, shares) in structure.supportShares.enumerated() {
      for (s, share) in shares.enumerated() {
        add("support_shares", share, "fraction", sector: s, group: k)
      }
    }
    for (k, value) in structure.eligible.enumerated() {
      add("eligible", value, "applicants a year", group: k)
    }
    bySector("presence_normal", structure.presenceNormal, "fraction")
    bySector("foreign_share_normal", structure.foreignShareNormal, "fraction")
  }

  mutating func addStart() {
    let start = model.start
    switch start.firms {
    case .counts(let U, let C):
      cells("firms.U", U, "firms")
      cells("firms.C", C, "firms")
    case .drawn(let firms, let certified):
      cells("firms.firm_shares", firms, "fraction")
      cells("firms.certified_shares", certified, "fraction")
    }
    bySector("K", start.K, "million USD")
    bySector("KB", start.KB, "million USD")
    for (k, row) in start.M.enumerated() {
      for (s, value) in row.enumerated() { add("M", value, "firms", sector: s, group: k) }
    }
    add("x", start.x, "log points a quarter")
    add("r", Double(start.r), "0 normal, 1 stress")
    histories("V", start.V, "fraction")
    histories("Q", start.Q, "billion VND a quarter")
    history("Z", start.Z, "billion VND a quarter")
    history("R", start.R, "million USD a quarter")
    for (k, values) in start.T.enumerated() {
      for (i, value) in values.enumerated() {
        add("T", value, "firms", group: k, quarter: i + 1 - values.count)
      }
    }
    histories("net_certificates", start.netCertificates, "firms")
    history("promotion", start.promotion, run.promotionUnit)
  }

  private mutating func cells(_ input: String, _ table: [[Double]], _ unit: String) {
    for (s, row) in table.enumerated() {
      for (o, value) in row.enumerated() { add(input, value, unit, sector: s, owner: o) }
    }
  }

  mutating func addPaths() {
    for (k, values) in model.levers.budget.enumerated() {
      for (i, value) in values.enumerated() {
        add("budget", value, "billion VND a year", group: k, quarter: i + 1)
      }
    }
    for (i, value) in model.levers.promotion.enumerated() {
      add("promotion", value, run.promotionUnit, quarter: i + 1)
    }
    add("usual_promotion", model.levers.usualPromotion, run.promotionUnit)
    for (quarter, override) in model.regimes.sorted(by: { $0.key < $1.key }) {
      add("regime", Double(override.regime), "0 normal, 1 stress", quarter: quarter)
      if let jump = override.jump { add("jump", jump, "log points", quarter: quarter) }
    }
  }

  mutating func addFixedParameters() {
    for parameter in Parameter.allCases {
      let values = model.parameters[parameter]
      for (place, drawn) in values.enumerated() {
        guard case .fixed(let value) = drawn.distribution else { continue }
        let isSector = parameter.shape == .perSector && values.count > 1
        let isGroup = parameter.shape == .perGroup && values.count > 1
        add(
          parameter.rawValue, value, run.unit(of: parameter, at: place),
          sector: isSector && model.sectors.indices.contains(place) ? place : nil,
          group: isGroup && model.groups.indices.contains(place) ? place : nil)
      }
    }
  }
}

extension RunModel {
  fileprivate var promotionUnit: String {
    levers.first { $0.kind == .promotion }?.unit ?? "share of the usual effort"
  }

  /// The unit of a parameter, as the uncertainty that feeds it has it; empty where none does.
  func unit(of parameter: Parameter, at place: Int) -> String {
    let feeding = uncertainties.filter { $0.parameter == parameter }
    return (feeding.first { $0.index == place } ?? feeding.first { $0.index == nil })?.unit ?? ""
  }
}
