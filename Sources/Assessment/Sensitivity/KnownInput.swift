import LinearAlgebra
import NumericKernels
package import ReachModel
import Simulation

extension SimulationModel {
  /// The same with an input known to have a value, in all of its places; what is correlated with it keeps
  /// its own law.
  package func holding(_ input: UncertainInput, at value: Double) -> SimulationModel {
    replacing(input) { _ in value }
  }

  /// The same with an input known to stand at a level of its law, such as 5 %.
  package func holding(_ input: UncertainInput, atLevel p: Double) -> SimulationModel {
    replacing(input) { $0.quantile(p) }
  }

  private func replacing(
    _ input: UncertainInput, _ value: (Distribution) -> Double
  ) -> SimulationModel {
    var model = self, values = parameters[input.parameter]
    for place in input.places {
      values[place] = DrawnValue(
        .fixed(value(values[place].distribution)), number: input.value.number,
        index: input.value.index)
    }
    model.parameters[input.parameter] = values
    return model
  }
}

extension Copula {
  /// The same correlations with one member first, on whose score alone it then depends: with that score
  /// given, the others have their law given it.
  ///
  /// - Parameter member: One of the members.
  /// - Returns: A factor of the same correlations in another order.
  package func beginning(with member: Member) -> Copula {
    guard let place = members.firstIndex(of: member), place > 0 else { return self }
    let order = [place] + members.indices.filter { $0 != place }
    let correlations = Matrix(rows: order.count, columns: order.count) { i, j in
      guard i != j else { return 1 }
      let (a, b) = (order[i], order[j])
      return (0...min(a, b)).reduce(0) { $0 + factor[a][$1] * factor[b][$1] }
    }
    guard let lower = (try? Cholesky(correlations))?.lower else {
      preconditionFailure("a positive definite matrix in another order is one")
    }
    return Copula(
      members: order.map { members[$0] },
      factor: order.indices.map { i in (0...i).map { lower[i, $0] } })
  }
}

extension TargetSampler {
  /// Simulates a model in which an input is known to stand at a level of its law, such as 5 %; what is
  /// correlated with it has its law given that.
  ///
  /// - Parameters:
  ///   - model: What is simulated.
  ///   - input: One of its inputs.
  ///   - p: The level, inside 0...1.
  ///   - targets: What is asked of it.
  ///   - draws: The first draws of the ensemble.
  /// - Returns: What each draw tells of each target.
  /// - Throws: `CancellationError`.
  package func sample(
    _ model: SimulationModel, knowing input: UncertainInput, atLevel p: Double,
    _ targets: [Target], draws: Int
  ) throws -> TargetSample {
    guard let copula = model.copula, copula.members.contains(input.member) else {
      return try sample(model.holding(input, atLevel: p), targets, draws: draws)
    }
    var conditional = model
    conditional.copula = copula.beginning(with: input.member)
    var design = Design.ensemble(draws: draws)
    design.scores[input.member] = [normalQuantile(p)]
    return try sample(conditional, targets, design)
  }
}
