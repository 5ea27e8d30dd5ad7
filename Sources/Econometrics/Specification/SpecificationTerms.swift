extension RegressionSpecification {
  /// What a term is for.
  package enum Role: Sendable, Equatable {
    case dependent, regressor, endogenous, instrument, weights, offset, sample
    case effect, cluster, entity, period, coordinate
  }

  /// An expression with its role and its place in the specification.
  struct PlacedExpression {
    let role: Role
    let expression: Expression
    let path: [String]
  }

  struct PlacedGroup {
    let role: Role
    let name: GroupName
    let path: [String]
  }

  /// Every expression that is evaluated on the reshaped table.
  var expressions: [PlacedExpression] {
    func list(_ key: String, _ role: Role, _ terms: [Expression]) -> [PlacedExpression] {
      terms.enumerated().map {
        PlacedExpression(role: role, expression: $1, path: [key, "\($0)"])
      }
    }
    func single(_ key: String, _ role: Role, _ term: Expression?) -> [PlacedExpression] {
      term.map { [PlacedExpression(role: role, expression: $0, path: [key])] } ?? []
    }
    let listed = Set(regressors.map(\.text))
    return single("dependent", .dependent, dependent)
      + list("regressors", .regressor, regressors)
      + list("endogenous", .endogenous, endogenous).filter { !listed.contains($0.expression.text) }
      + list("instruments", .instrument, instruments)
      + single("weights", .weights, weights) + single("offset", .offset, offset)
      + single("sample", .sample, sample)
  }

  /// Every grouping of rows, effects first.
  var groups: [PlacedGroup] {
    let effects = fixedEffects.enumerated().map {
      PlacedGroup(role: .effect, name: $1, path: ["fixed_effects", "\($0)"])
    }
    let clusters = (covariance?.cluster ?? []).enumerated().map {
      PlacedGroup(role: .cluster, name: $1, path: ["covariance", "cluster", "\($0)"])
    }
    let drawn = (bootstrap?.cluster).map {
      [PlacedGroup(role: .cluster, name: $0, path: ["bootstrap", "cluster"])]
    }
    return effects + clusters + (drawn ?? [])
  }
}
