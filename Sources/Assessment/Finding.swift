package import ReachModel

/// One labelled number of an analysis, with its unit and Monte Carlo error.
///
/// Every number that a verdict prints is a finding, and can be traced by its id.
package struct Finding: Sendable, Equatable {
  /// Stable and unique within a scenario, for example `targets.firms.probability`.
  package let id: String
  /// The key of the scenario.
  package let scenario: String
  package let label: Label
  package let value: Double
  package let unit: Unit
  /// Half the width of the 95 % Monte Carlo interval; nil where none is computed or none applies.
  package let error: Double?
  /// The year it is about; nil for what has none.
  package let year: Int?

  /// What a value counts in; fractions stay fractions and are printed as percentages.
  package enum Unit: Sendable, Equatable {
    case probability
    /// A share or a rate of growth.
    case fraction
    case firms
    /// Something counted that is not a firm.
    case count
    case logPoints
    case standardDeviations
    /// A pure number.
    case number
    /// As a catalog or scenario writes it.
    case named(String)

    /// As data files write it.
    package var name: String {
      switch self {
      case .probability: "probability"
      case .fraction: "fraction"
      case .firms: "firms"
      case .count: "count"
      case .logPoints: "log points"
      case .standardDeviations: "standard deviations"
      case .number: "1"
      case .named(let name): name
      }
    }

    /// The unit that data files write as `name`.
    package init(name: String) {
      let known: [Unit] = [
        .probability, .fraction, .firms, .count, .logPoints, .standardDeviations, .number,
      ]
      self = known.first { $0.name == name } ?? .named(name)
    }
  }

  package init(
    id: String, scenario: String, label: Label, value: Double, unit: Unit, error: Double? = nil,
    year: Int? = nil
  ) {
    (self.id, self.scenario, self.label, self.value) = (id, scenario, label, value)
    (self.unit, self.error, self.year) = (unit, error, year)
  }
}

extension Outcome {
  package var unit: Finding.Unit { isCount ? .firms : .fraction }

  package var label: Label {
    switch self {
    case .firms: Label(vi: "Số doanh nghiệp", en: "Firms")
    case .certified: Label(vi: "Doanh nghiệp có chứng nhận quốc tế", en: "Certified firms")
    case .certifiedShare:
      Label(vi: "Tỷ lệ doanh nghiệp có chứng nhận quốc tế", en: "Share of certified firms")
    case .share:
      Label(
        vi: "Tỷ trọng trong công nghiệp chế biến, chế tạo", en: "Share of manufacturing output")
    case .growth:
      Label(
        vi: "Tăng trưởng chỉ số sản xuất công nghiệp hỗ trợ",
        en: "Growth of supporting-industry production")
    }
  }
}

/// Findings by id, for those who print them.
package struct FindingBook: Sendable {
  package let findings: [Finding]
  private let places: [String: Int]

  package init(_ findings: [Finding]) {
    self.findings = findings
    places = Dictionary(
      findings.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The finding with an id, or nil.
  package func find(_ id: String) -> Finding? { places[id].map { findings[$0] } }

  /// The finding with an id that is known to exist.
  package subscript(id: String) -> Finding {
    guard let finding = find(id) else { preconditionFailure("no finding is named `\(id)`") }
    return finding
  }
}
