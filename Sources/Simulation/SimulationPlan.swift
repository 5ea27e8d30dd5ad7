import NumericKernels
import RandomStreams
package import ReachModel

/// A model made ready to run: rows laid out, quantile tables built, copula placed.
///
/// Building one costs a few milliseconds; it is shared by all blocks and threads.
package struct SimulationPlan: Sendable {
  package let model: SimulationModel
  let layout: Layout
  let draws: ParameterDraws
  let heavyTail: CutStudentShock
  /// The groups that act through each channel, by place.
  let outputGroups: [Int]
  let survivalGroups: [Int]
  let certificationGroups: [Int]

  /// The sector with most domestic firms at the start.
  let largestSector: Int

  /// - Parameters:
  ///   - model: What is simulated.
  ///   - estimates: Of how many targets P is estimated.
  ///   - earlier: A plan whose laws may be the same: their tables are used again.
  package init(
    _ model: SimulationModel, estimates: Int = 0, reusing earlier: SimulationPlan? = nil
  ) {
    let model = Self.withDefaults(model)
    self.model = model
    layout = Layout(model, estimates: estimates)
    largestSector = model.start.firms.largestSector
    draws = ParameterDraws(model, layout, known: earlier?.draws.marginals ?? [:])
    heavyTail = earlier?.heavyTail ?? CutStudentShock()
    func groups(_ channel: SupportGroup.Channel) -> [Int] {
      model.groups.indices.filter { model.groups[$0].channels.contains(channel) }
    }
    outputGroups = groups(.output)
    survivalGroups = groups(.survival)
    certificationGroups = groups(.certification)
  }

  /// Registers report the truth unless a scenario says otherwise.
  private static func withDefaults(_ model: SimulationModel) -> SimulationModel {
    var model = model
    for parameter in [Parameter.registerOffset, .registerNoise]
    where model.parameters[parameter].isEmpty {
      model.parameters[parameter] = [DrawnValue(.fixed(0), number: parameter.number)]
    }
    return model
  }

  /// Writes the rows that are the same in every block.
  func fillConstants(_ b: borrowing PathBuffer) {
    draws.fillFixed(b)
  }
}

extension StartState.Firms {
  /// The sector with most domestic firms.
  fileprivate var largestSector: Int {
    let domestic =
      switch self {
      case .counts(let U, let C): zip(U, C).map { $0[0] + $1[0] }
      case .drawn(let firmShares, _): firmShares.map { $0[0] }
      }
    return domestic.indices.max { domestic[$0] < domestic[$1] } ?? 0
  }
}
