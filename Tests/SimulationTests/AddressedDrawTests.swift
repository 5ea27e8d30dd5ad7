import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Random numbers by address")
struct AddressedDrawTests {
  @Test("give the same bits with 1, 2 and 7 threads", arguments: [2, 7])
  func threads(count: Int) async throws {
    let model = PreparedModel(try ModelVariants.drawnStart())
    for design in [Design.ensemble(draws: 9000), .nested(parameters: 60, shocks: 150)] {
      let one = try await ensembleValues([model], seed: 5, threads: 1, design)
      let many = try await ensembleValues([model], seed: 5, threads: count, design)
      #expect(one == many)
    }
  }

  @Test(
    "make the first 1,000 draws of a larger run a run of 1,000", arguments: SamplingMethod.allCases)
  func prefix(sampling: SamplingMethod) async throws {
    let model = PreparedModel(try ModelVariants.drawnStart())
    let long = try await ensembleValues(
      [model], seed: 5, threads: 2, .ensemble(draws: 5000), sampling: sampling)
    let short = try await ensembleValues(
      [model], seed: 5, threads: 2, .ensemble(draws: 1000), sampling: sampling)
    #expect(short[0] == long[0].map { Array($0.prefix(1000)) })
  }

  @Test(
    "replay any draw of an ensemble or of a nested design alone", arguments: SamplingMethod.allCases
  )
  func replay(sampling: SamplingMethod) async throws {
    let model = PreparedModel(try ModelVariants.drawnStart())
    for design in [Design.ensemble(draws: 4500), .nested(parameters: 45, shocks: 100)] {
      let values = try await ensembleValues(
        [model], seed: 5, threads: 2, design, sampling: sampling)[0]
      for draw in [0, 1, 6, 127, 128, 777, 2047, 2048, 4499] {
        let alone = Replay(
          model, seed: 5, sampling: sampling, shock: design.firstShock + UInt64(draw),
          parameter: UInt64(draw / design.shocksPerParameter))
        for (row, series) in model.series.series.enumerated() {
          #expect(alone[series] == values[row][draw], "draw \(draw), \(series)")
        }
      }
    }
  }

  @Test("have quasi-random dimensions of their own")
  func dimensions() {
    var used: [Int: String] = [:]
    let slots = Array(1...231) + (4096...4115)
    for slot in slots {
      // Programmes have cells by group and sector.
      for index in Array(0...60)
        + (0...6).flatMap({ g in (0...6).map { g << 16 | $0 } }).dropFirst(7)
      {
        for step in 0...9 {
          guard let dimension = sobolDimension(slot: slot, index: index, step: step) else {
            continue
          }
          // What is drawn once a path has no step.
          if slot < 4096 && step > 0 { continue }
          #expect(dimension >= 0 && dimension < 768)
          #expect(used[dimension] == nil, "\(slot), \(index), \(step) and \(used[dimension] ?? "")")
          used[dimension] = "\(slot), \(index), \(step)"
        }
      }
    }
    #expect(used.count > 600)
  }

  @Test("make a scenario differ from itself by exactly 0")
  func itself() async throws {
    let models = [PreparedModel(try ModelVariants.drawnStart())]
    let twice = try await ensembleValues(
      models + models, seed: 5, threads: 2, .ensemble(draws: 3000))
    #expect(twice[0] == twice[1])
    let row = try #require(models[0].series[Series(.firms, .year(2))])
    var tally = DifferenceTally()
    let told = twice.map { values in
      TargetDraws(counted: values[row].map { $0 >= 900 ? 1 : 0 })
    }
    tally.add(told[0], told[1])
    let difference = try #require(tally.paired())
    #expect(difference.value == 0 && difference.disagreeing == 0)
  }

  @Test("depend on the seed")
  func seed() async throws {
    let model = PreparedModel(try ModelVariants.base.get())
    let row = try #require(model.series[Series(.share, .year(1))])
    let a = try await ensembleValues([model], seed: 5, threads: 2, .ensemble(draws: 100))[0][row]
    let b = try await ensembleValues([model], seed: 6, threads: 2, .ensemble(draws: 100))[0][row]
    #expect(zip(a, b).allSatisfy { $0 != $1 })
  }

  // MARK: Additions

  @Test("are not shifted by another year")
  func anotherYear() async throws {
    let short = try ModelVariants.drawnStart()
    try await expectEqual(short, short.lasting(quarters: 12)) { _ in true }
  }

  @Test("are not shifted by another group of support")
  func anotherGroup() async throws {
    let few = try ModelVariants.drawnStart()
    var more = few
    more.groups.append(SupportGroup(key: "credit", number: 9, channels: [.output], lag: 1))
    more.levers.budget.append(Array(repeating: 5, count: few.quarters))
    more.structure.supportShares.append([0.5, 0.25, 0.25])
    more.structure.eligible.append(50)
    more.start.M.append([5, 5, 5])
    more.start.T.append([2])
    for (parameter, law) in [
      (.theta, .normal(mean: 0.1, sd: 0.05)), (.fade, .beta(mean: 0.1, sd: 0.05)),
      (.execution, .uniform(low: 0.5, high: 1)), (.unitCost, .lognormal(mean: 0.2, sd: 0.1)),
    ] as [(Parameter, Distribution)] {
      more.parameters[parameter].append(DrawnValue(law, number: parameter.number, index: 9))
    }
    // Output alone feels the new group.
    try await expectEqual(few, more) { $0 == .firms || $0 == .certified || $0 == .certifiedShare }
  }

  @Test("are not shifted by another sector at the end")
  func anotherSector() async throws {
    let few = try ModelVariants.uncertain()
    var more = few
    more.sectors.append(ModelSector(key: "plastics", number: 8))
    more.structure.capitalShares.append(0.01)
    more.structure.buyerCapitalShares.append(0.1)
    more.structure.presenceNormal.append(0.5)
    more.structure.foreignShareNormal.append(0.1)
    for k in more.groups.indices { more.structure.supportShares[k].append(0) }
    more.start.firms = .counts(
      U: [[235, 40], [175, 25], [115, 10], [50, 5]], C: [[85, 45], [65, 50], [45, 10], [9, 2]])
    more.start.K.append(50)
    more.start.KB.append(900)
    for k in more.groups.indices { more.start.M[k].append(0) }
    more.start.V.append([0.5, 0.5, 0.5, 0.5, 0.5])
    more.start.Q.append([900, 900, 900, 900])
    more.start.netCertificates.append([0, 0, 0, 0])
    for parameter in [Parameter.iota, .rho, .sigma] {
      let law = Distribution.lognormal(mean: 1, sd: 0.2)
      more.parameters[parameter].append(DrawnValue(law, number: parameter.number, index: 8))
    }
    // What belongs to one sector, but for the share in a total that has grown.
    try await expectEqual(few, more, bySector: true) { $0 != .share }
  }

  @Test("are not shifted by another uncertainty")
  func anotherUncertainty() async throws {
    let few = try ModelVariants.drawnStart()
    var more = few
    let law = Distribution.normal(mean: 0.3, sd: 0.05)
    more.parameters[.phiX] = [DrawnValue(law, number: Parameter.phiX.number)]
    // The registers' errors are read by nobody, so all outcomes but growth and output feel phix
    // only through R and entry; without phiR and betax firms do not feel it at all.
    var base = few
    for parameter in [Parameter.phiR, .betaX] {
      base.parameters[parameter] = [DrawnValue(.fixed(0), number: parameter.number)]
      more.parameters[parameter] = base.parameters[parameter]
    }
    try await expectEqual(base, more) { $0 == .firms || $0 == .certified }
  }

  /// That every recorded series that both models have, of the given outcomes, has equal bits.
  private func expectEqual(
    _ first: SimulationModel, _ second: SimulationModel, bySector: Bool = false,
    where isUnaffected: (Outcome) -> Bool
  ) async throws {
    let models = [PreparedModel(first), PreparedModel(second)]
    let values = try await ensembleValues(models, seed: 5, threads: 2, .ensemble(draws: 1000))
    var compared = 0
    for (row, series) in models[0].series.series.enumerated() {
      guard case .outcome(let outcome) = series.quantity, isUnaffected(outcome),
        !bySector || series.sector != nil, let place = models[1].series[series]
      else { continue }
      compared += 1
      #expect(values[0][row] == values[1][place], "\(series)")
    }
    #expect(compared > 5)
    let a = models[0].parameterValues(seed: 5, draws: 0..<200)
    let b = models[1].parameterValues(seed: 5, draws: 0..<200)
    for (name, values) in zip(a.names, a.values) {
      let place = try #require(b.names.firstIndex(of: name), "\(name)")
      #expect(b.values[place] == values, "\(name)")
    }
  }
}
