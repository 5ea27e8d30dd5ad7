package import ReachModel
package import Simulation

/// What `draws.bin` holds: outcomes, parameters and chances of targets of the first draws of an
/// ensemble, one by one.
///
/// The file, all numbers little-endian:
///
/// | Bytes | Content |
/// |---|---|
/// | 8 | `REACHDRW` |
/// | 4 | version: 2 with chances, 1 without |
/// | 4 | h, the length of the header, a multiple of 8 |
/// | h | header: JSON in UTF-8, filled up with spaces: `draws`, and `columns` with `kind` (outcome, parameter or chance) and `name` |
/// | 8 × draws × columns | IEEE 754 doubles, column after column |
///
/// Outcomes are named `certified_share.2021`, `share.2021.electronics`, `firms.start`; parameters
/// `kappa`, or `theta[2]` counting from 0; chances `targets.firms.chance` by the key of the target.
/// Under Sobol' points the mean of a target's chances over all draws of the run is P (decision 0024).
package struct DrawTable: Sendable, Equatable {
  package enum Kind: String, Sendable { case outcome, parameter, chance }

  package struct Column: Sendable, Equatable {
    package let kind: Kind
    package let name: String
    /// One number a draw.
    package let values: [Double]

    package init(kind: Kind, name: String, values: [Double]) {
      (self.kind, self.name, self.values) = (kind, name, values)
    }
  }

  package let draws: Int
  package let columns: [Column]

  /// - Precondition: Every column has `draws` values.
  package init(draws: Int, columns: [Column]) {
    for column in columns {
      precondition(
        column.values.count == draws, "\(column.name): \(column.values.count) of \(draws) draws")
    }
    (self.draws, self.columns) = (draws, columns)
  }

  /// Outcomes and parameters of the draws 0, 1, 2, ….
  ///
  /// - Parameters:
  ///   - series: Which outcomes.
  ///   - values: By series, one number a draw.
  ///   - parameters: Of the same draws.
  ///   - planYear: The first simulated year.
  ///   - sectors: The sectors' keys, in the order of the model.
  ///   - chances: By target, what each draw tells of its chance; may be empty.
  package init(
    _ series: [Series], _ values: [[Double]], _ parameters: ParameterValues, planYear: Int,
    sectors: [String], chances: [(target: Target, values: [Double])] = []
  ) {
    let outcomes = zip(series, values).map {
      Column(
        kind: .outcome, name: $0.columnName(planYear: planYear, sectors: sectors), values: $1)
    }
    let drawn = zip(parameters.names, parameters.values).map {
      Column(kind: .parameter, name: $0.description, values: $1)
    }
    let told = chances.map { Column(kind: .chance, name: $0.target.chanceName, values: $0.values) }
    self.init(
      draws: (values + parameters.values).first?.count ?? 0, columns: outcomes + drawn + told)
  }

  package subscript(name: String) -> Column? { columns.first { $0.name == name } }
}

extension Target {
  /// The name of its chances in `draws.bin`, for example `targets.firms.chance`.
  package var chanceName: String { "targets.\(key).chance" }
}

extension Series {
  /// The name of this series in `draws.bin`, for example `share.2021.electronics`.
  package func columnName(planYear: Int, sectors: [String]) -> String {
    let time =
      switch period {
      case .start: "start"
      case .quarter(let t): "\(planYear + (t - 1) / 4)-Q\((t - 1) % 4 + 1)"
      case .year(let y): String(planYear + y - 1)
      }
    return "\(quantity.columnName).\(time)\(sector.map { "." + sectors[$0] } ?? "")"
  }
}

extension Series.Quantity {
  fileprivate var columnName: String {
    switch self {
    case .outcome(let outcome): outcome.rawValue
    case .output: "output"
    case .shareBefore: "share_before"
    case .manufacturingGrowth: "manufacturing_growth"
    case .otherManufacturingGrowth: "other_manufacturing_growth"
    case .stressQuarters: "stress_quarters"
    case .logShareRatio: "log_share_ratio"
    case .logGrowth: "log_growth"
    case .logInflation: "log_inflation"
    case .logManufacturingGrowth: "log_manufacturing_growth"
    case .logManufacturingInflation: "log_manufacturing_inflation"
    case .reportedFirms: "reported_firms"
    case .reportedCertified: "reported_certified"
    }
  }
}
