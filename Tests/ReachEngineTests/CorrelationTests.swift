import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Simulation
import Testing

@Suite("Rank correlations of a study")
struct CorrelationTests {
  private func pair(_ first: String, _ second: String, _ rank: Double) -> RankCorrelation {
    RankCorrelation(
      first: first, second: second, rank: rank, source: "test",
      origin: Origin(file: "test.yaml", line: 1, column: 1))
  }

  private func fit(_ correlations: [RankCorrelation]) throws -> FittedModel {
    let data = try ShippedStudy.observed.get()
    return try FittedModel(
      ShippedStudy.hanoi.get().correlated(correlations), panel: data.panel, facts: data.facts)
  }

  @Test("are met by the drawn parameters")
  func met() throws {
    let fitted = try fit([
      pair("entry_rate", "exit_domestic", 0.8), pair("exit_domestic", "exit_foreign", 0.5),
    ])
    let n = 20_000
    let values = PreparedModel(fitted.model).parameterValues(seed: 1, draws: 0..<n)
    func row(_ parameter: Parameter) throws -> [Double] {
      let place = try #require(values.names.firstIndex { $0.parameter == parameter })
      return values.values[place]
    }
    let exit = try row(.exitDomestic)
    for (parameter, rank) in [(Parameter.entryRate, 0.8), (.exitForeign, 0.5), (.psi, 0.0)] {
      let found = try spearman(exit, row(parameter))
      // Var(r) is at most (1 − ρ²)² (1 + ρ²/2) / n (Bonett & Wright 2000): one false alarm in 10⁶.
      let error = (1 - rank * rank) * ((1 + rank * rank / 2) / Double(n)).squareRoot()
      #expect((found - rank).magnitude < 4.8916 * error + 1e-3, "\(parameter): \(found)")
    }
  }

  @Test("to a value that a scenario fixes leave the numbers of the other as they were")
  func fixedMember() throws {
    let judged = [pair("entry_rate", "exit_domestic", 0.8)]
    var fitted = try fit(judged)
    let before = PreparedModel(fitted.model).parameterValues(seed: 1, draws: 0..<500)
    let study = try ShippedStudy.hanoi.get().correlated(judged).fixing(.exitDomestic, at: 0.095)
    let data = try ShippedStudy.observed.get()
    fitted = try FittedModel(study, panel: data.panel, facts: data.facts)
    let after = PreparedModel(fitted.model).parameterValues(seed: 1, draws: 0..<500)
    #expect(!after.names.contains { $0.parameter == .exitDomestic })
    for (name, values) in zip(before.names, before.values) where name.parameter != .exitDomestic {
      let place = try #require(after.names.firstIndex(of: name))
      #expect(after.values[place] == values, "\(name)")
    }
  }

  @Test("that cannot hold together are refused, and the nearest are named")
  func impossible() throws {
    let judged = [
      pair("entry_rate", "exit_domestic", 0.9), pair("exit_domestic", "exit_foreign", 0.9),
      pair("entry_rate", "exit_foreign", -0.9),
      // Unconnected with the others, and possible: it stays as it is.
      pair("entrant_output", "exiter_output", 0.9),
    ]
    let names = try ShippedStudy.hanoi.get().uncertainties.map(\.key)
    try #require(judged.allSatisfy { names.contains($0.first) && names.contains($0.second) })
    do {
      _ = try fit(judged)
      Issue.record("a matrix that is not positive definite was accepted")
    } catch FitError.correlations(let error) {
      #expect(error.exitStatus == .badContent)
      let nearest = error.nearest.map(\.1)
      // Three correlations r, r, −r hold together up to r = ½ in scores: 0.4826 in ranks.
      for (found, expected) in zip(nearest, [0.4826, 0.4826, -0.4826, 0.9]) {
        #expect((found - expected).magnitude < 2e-3, "\(nearest)")
      }
      #expect(error.explanation.contains("test.yaml:1:1"))
    }
  }

  @Test("none at all leave nothing to correlate but what data join")
  func none() throws {
    let members = try fit([]).model.copula?.members.map(\.number) ?? []
    let joined = [Parameter.muX, .phiX, .sigmaX].map(\.number)
    #expect(Set(members).isSubset(of: joined))
  }

  private func spearman(_ a: [Double], _ b: [Double]) -> Double {
    func ranks(_ values: [Double]) -> [Double] {
      var ranks = values
      let order = values.indices.sorted { values[$0] < values[$1] }
      for (rank, place) in order.enumerated() { ranks[place] = Double(rank) }
      return ranks
    }
    // 1 − 6 Σd² / (n (n² − 1)): there are no ties.
    let n = Double(a.count)
    let squares = zip(ranks(a), ranks(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return 1 - 6 * squares / (n * (n * n - 1))
  }
}
