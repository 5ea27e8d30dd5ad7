package import ReachModel

/// How far evidence comes from: what it counts for (model, section 4).
package enum EvidenceOrigin: String, Sendable, CaseIterable {
  case samePlace
  case sameCountryAndSector
  case sameRegion
  case elsewhere

  /// The exponent a₀ of its likelihood, or the factor on its precision.
  package var power: Double {
    switch self {
    case .samePlace: 1
    case .sameCountryAndSector: 0.5
    case .sameRegion: 0.3
    case .elsewhere: 0.2
    }
  }

  package var label: Label {
    switch self {
    case .samePlace: Label(vi: "cùng địa phương", en: "same place")
    case .sameCountryAndSector:
      Label(vi: "cùng nước, cùng ngành", en: "same country and sector")
    case .sameRegion: Label(vi: "cùng khu vực", en: "same region")
    case .elsewhere: Label(vi: "nơi khác", en: "elsewhere")
    }
  }
}

/// Rows of another place, which enter the likelihood with an exponent.
package struct ExternalData: Sendable {
  package let name: Label
  /// Its regressors have the names of the regression's, in its order.
  package let data: RegressionData
  /// a₀ in [0, 1].
  package let power: Double

  package init(name: Label, data: RegressionData, power: Double) {
    precondition(power >= 0 && power <= 1, "a power of \(power)")
    (self.name, self.data, self.power) = (name, data, power)
  }

  /// The rows that it is worth.
  package var effectiveObservations: Double { power * Double(data.observations) }
}

/// A coefficient as published, with its standard error.
package struct PublishedCoefficient: Sendable, Equatable {
  package let name: Label
  /// The place of the coefficient, from 0.
  package let coefficient: Int
  /// In the unit of the response per unit of the column.
  package let value: Double
  /// Likewise, greater than 0.
  package let standardError: Double
  /// Factor on its precision, in [0, 1].
  package let power: Double

  package init(
    name: Label, coefficient: Int, value: Double, standardError: Double, power: Double
  ) {
    precondition(power >= 0 && power <= 1, "a power of \(power)")
    precondition(standardError > 0, "standard error \(standardError)")
    (self.name, self.coefficient, self.value) = (name, coefficient, value)
    (self.standardError, self.power) = (standardError, power)
  }
}
