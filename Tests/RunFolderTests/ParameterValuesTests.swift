import ReachModel
import Simulation
import Testing

@Suite("Parameters of draws")
struct ParameterValuesTests {
  private let prepared = PreparedModel(SampleRun.model)

  @Test("are those that a replay meets: fixing them gives the same draw", arguments: [0, 1, 777])
  func replay(draw: Int) {
    let drawn = prepared.parameterValues(seed: 5, draws: draw..<(draw + 1))
    var fixed = SampleRun.model
    fixed.copula = nil
    for (name, values) in zip(drawn.names, drawn.values) {
      let place = name.place ?? 0, old = fixed.parameters[name.parameter][place]
      fixed.parameters[name.parameter][place] = DrawnValue(
        .fixed(values[0]), number: old.number, index: old.index)
    }
    let expected = Replay(prepared, seed: 5, shock: UInt64(draw), parameter: UInt64(draw))
    let actual = Replay(PreparedModel(fixed), seed: 5, shock: UInt64(draw), parameter: 999)
    #expect(actual.quarters == expected.quarters)
    for series in prepared.series.series { #expect(actual[series] == expected[series]) }
  }

  @Test("have the prefix property and name what is drawn")
  func prefix() throws {
    let all = prepared.parameterValues(seed: 5, draws: 0..<1000)
    let part = prepared.parameterValues(seed: 5, draws: 300..<431)
    #expect(part.values == all.values.map { Array($0[300..<431]) })
    #expect(all.names.map(\.description).contains("theta[1]"))
    #expect(all.names.map(\.description).contains("kappa"))
    #expect(!all.names.map(\.parameter).contains(.betaX))
    #expect(Set(all.names).count == all.names.count)
    let none = prepared.parameterValues(seed: 5, draws: 3..<3).values
    #expect(none == all.names.map { _ in [] })
  }
}
