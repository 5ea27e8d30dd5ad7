package import ReachModel
import Simulation

/// An uncertain number of a scenario, as analyses vary and name it.
package struct UncertainInput: Sendable, Equatable {
  /// The uncertainty's key; with a sector's or group's behind it where each has a number of its own.
  package let key: String
  package let label: Label
  package let unit: String
  package let parameter: Parameter
  /// Its places among the values of the parameter: several where one draw serves all sectors.
  package let places: [Int]
  /// The law, at the first of the places.
  package let value: DrawnValue

  /// The address of its random numbers.
  package var member: Copula.Member { .init(number: value.number, index: value.index) }
}

extension FittedModel {
  /// Every number that is drawn, in the order of the parameters.
  package var uncertainInputs: [UncertainInput] {
    Parameter.allCases.flatMap { parameter -> [UncertainInput] in
      let values = model.parameters[parameter]
      let drawn = values.indices.filter { !values[$0].distribution.isFixed }
      let firsts = drawn.filter { place in
        !drawn.contains { $0 < place && values[$0].isDrawnWith(values[place]) }
      }
      return firsts.map { first in
        input(parameter, drawn.filter { values[$0].isDrawnWith(values[first]) }, values)
      }
    }
  }

  private func input(
    _ parameter: Parameter, _ places: [Int], _ values: [DrawnValue]
  ) -> UncertainInput {
    let place = places[0], value = values[place]
    let entries = study.uncertainties.filter { $0.parameter == parameter }
    let entry = entries.first { $0.index == place } ?? entries.first { $0.index == nil }
    let key = entry?.key ?? parameter.rawValue
    let label = entry?.label ?? Label(vi: key, en: key)
    guard places.count < values.count, entry?.index == nil, let part = part(parameter, place)
    else {
      return UncertainInput(
        key: key, label: label, unit: entry?.unit ?? "", parameter: parameter, places: places,
        value: value)
    }
    return UncertainInput(
      key: "\(key).\(part.key)",
      label: Label(vi: "\(label.vi): \(part.label.vi)", en: "\(label.en): \(part.label.en)"),
      unit: entry?.unit ?? "", parameter: parameter, places: places, value: value)
  }

  /// The sector or group that a value belongs to.
  private func part(_ parameter: Parameter, _ place: Int) -> (key: String, label: Label)? {
    switch parameter.shape {
    case .single: return nil
    case .perSector: return (study.sectors[place].key, study.sectors[place].label)
    case .perGroup:
      let key = model.groups[place].key
      let lever = study.levers.first { $0.key == key }
      return (key, lever?.label ?? Label(vi: key, en: key))
    }
  }

  /// Inputs that vary together: those that the copula ties, or one alone.
  ///
  /// Variance-based indices ask for groups that do not depend on each other.
  package var independentInputs: [InputGroup] {
    let inputs = uncertainInputs
    var group = Array(inputs.indices)
    let tied = model.copula?.tied ?? []
    for (a, b) in tied {
      guard let i = inputs.firstIndex(where: { $0.member == a }),
        let j = inputs.firstIndex(where: { $0.member == b })
      else { continue }
      let (from, to) = (max(group[i], group[j]), min(group[i], group[j]))
      for k in group.indices where group[k] == from { group[k] = to }
    }
    return inputs.indices.filter { group[$0] == $0 }.map { first in
      InputGroup(inputs: inputs.indices.filter { group[$0] == first }.map { inputs[$0] })
    }
  }
}

/// Inputs that are varied together.
package struct InputGroup: Sendable, Equatable {
  package let key: String
  package let label: Label
  package let inputs: [UncertainInput]

  /// Inputs under the names of all of them.
  package init(inputs: [UncertainInput]) {
    key = inputs.map(\.key).joined(separator: "+")
    label = Label(
      vi: inputs.map(\.label.vi).joined(separator: " + "),
      en: inputs.map(\.label.en).joined(separator: " + "))
    self.inputs = inputs
  }

  package init(key: String, label: Label, inputs: [UncertainInput]) {
    (self.key, self.label, self.inputs) = (key, label, inputs)
  }

  package var members: Set<Copula.Member> { Set(inputs.map(\.member)) }
}

extension Copula {
  /// Pairs that depend on each other directly.
  fileprivate var tied: [(Member, Member)] {
    members.indices.flatMap { i in
      (0..<i).compactMap { j in
        correlation(i, j) == 0 ? nil : (members[i], members[j])
      }
    }
  }

  /// Row i of L times row j of L.
  private func correlation(_ i: Int, _ j: Int) -> Double {
    (0...min(i, j)).reduce(0) { $0 + factor[i][$1] * factor[j][$1] }
  }
}

extension DrawnValue {
  /// Whether both come from the same random number.
  fileprivate func isDrawnWith(_ other: DrawnValue) -> Bool {
    number == other.number && index == other.index
  }
}
