import Econometrics
package import ReachModel

/// Why a study has no fitted model.
package enum FitError: Explained, Equatable {
  case correlations(CopulaError)
  case underived(UnderivedError)

  private var cause: any Explained {
    switch self {
    case .correlations(let error): error
    case .underived(let error): error
    }
  }

  package var exitStatus: ExitStatus { cause.exitStatus }
  package var explanation: String { cause.explanation }
}

/// Uncertainties whose law no scenario states and the data as of the date cannot derive.
package struct UnderivedError: Explained, Equatable {
  package struct Missing: Equatable, Sendable {
    package let key: String
    package let parameter: String
    /// Where the scenario would state it.
    package let origin: Origin
    package let cause: String
  }

  package let missing: [Missing]
  package let asOf: CalendarDate

  /// Nil when every uncertainty in use has a law.
  init?(_ study: Study, _ fitted: SimulationModel, _ fit: FitReport) {
    missing = study.uncertainties.filter {
      $0.priors.isEmpty && fitted.parameters[$0.parameter].isEmpty
    }.map { item in
      Missing(
        key: item.key, parameter: item.parameter.rawValue, origin: item.origin,
        cause: fit.underived[item.parameter.rawValue]?.en ?? "no relation is fitted to data for it")
    }
    guard !missing.isEmpty else { return nil }
    asOf = study.asOf
  }

  package var exitStatus: ExitStatus { .badContent }

  package var explanation: String {
    missing.map { item in
      """
      error[S036]: `\(item.key)` (\(item.parameter)) is stated by no override, and the data as of \(asOf) cannot derive it
        --> \(item.origin)
         = cause: \(item.cause)
         = help: state it under `overrides`, with a source, or take a later `as_of`; see `reach explain S036`
      """
    }.joined(separator: "\n\n")
  }
}
