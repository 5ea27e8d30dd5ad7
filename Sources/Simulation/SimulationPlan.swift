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

  package init(_ model: SimulationModel) {
    let model = Self.withDefaults(model)
    self.model = model
    layout = Layout(model)
    draws = ParameterDraws(model, layout)
    heavyTail = CutStudentShock()
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
