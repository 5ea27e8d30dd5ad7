import Assessment
import NumericKernels
import ReachEngine
import ReachModel
import Simulation
import Testing

@Suite("Inputs that are known, and what is correlated with them")
struct KnownInputTests {
  private func correlations(_ copula: Copula, _ order: [Copula.Member]) throws -> [[Double]] {
    let rows = try order.map { member in
      copula.factor[try #require(copula.members.firstIndex(of: member))]
    }
    return rows.map { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  @Test("any member of a copula may come first: the correlations stay")
  func reordered() throws {
    let members = (0..<4).map { Copula.Member(number: $0, index: 0) }
    let copula = Copula(
      members: members,
      factor: [[1], [0.6, 0.8], [-0.3, 0.1, 0.9.squareRoot()], [0, 0.5, 0, 0.75.squareRoot()]])
    let expected = try correlations(copula, members)
    for member in members {
      let found = copula.beginning(with: member)
      #expect(found.members[0] == member && Set(found.members) == Set(members))
      #expect(found.factor[0] == [1])
      for (a, b) in zip(expected.joined(), try correlations(found, members).joined()) {
        #expect((a - b).magnitude < 1e-15)
      }
    }
    #expect(copula.beginning(with: members[0]) == copula)
  }

  @Test("P with a correlated input known is P among the draws in which it is near that value")
  func conditional() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021", draws: 1 << 16)
    let fitted = laboratory.fitted, sampler = laboratory.sampler()
    let copula = try #require(fitted.model.copula)
    let table = try EnsembleTable(fitted, sampler: sampler, draws: 1 << 16, estimating: true)
    let firms = try #require(table.sample.targets.firstIndex { $0.key == "firms" })
    let chances = table.sample.told[firms].held
    for key in ["entry_rate", "exit_domestic"] {
      let column = try #require(table.columns.first { $0.key == key })
      let input = try #require(column.input)
      #expect(copula.members.contains(input.member))
      let law = input.value.distribution
      for level in [0.05, 0.95] {
        let z = normalQuantile(level)
        let band =
          law.quantile(normalCDF(z - 0.15))...law.quantile(normalCDF(z + 0.15))
        let near = column.values.indices.filter { band.contains(column.values[$0]) }
        #expect(near.count > 1500)
        let moments = Moments(near.map { chances[$0] })
        let known = try #require(
          try sampler.sample(
            fitted.model, knowing: input, atLevel: level, laboratory.study.targets, draws: 8192
          ).probability(laboratory.question("firms")))
        let alone = try #require(
          try sampler.sample(
            fitted.model.holding(input, atLevel: level), laboratory.study.targets, draws: 8192
          ).probability(laboratory.question("firms")))
        // A false alarm once in 10⁶; within the band P bends by less than a tenth of a point.
        let tolerance = 4.8916 * moments.meanError + 0.001
        #expect(
          (known.value - moments.mean).magnitude < tolerance, "\(key), \(level): \(known.value)")
        // Moved alone it says another thing: each moves P more than what comes with it allows.
        #expect((alone.value - moments.mean).magnitude > 2 * tolerance, "\(key), \(level)")
      }
    }
  }

  @Test("what is not correlated is held, and meets the numbers that it met before")
  func independent() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021", draws: 1024)
    let fitted = laboratory.fitted, sampler = laboratory.sampler()
    let targets = laboratory.study.targets
    let input = try #require(fitted.uncertainInputs.first { $0.key == "start_firms" })
    let known = try sampler.sample(fitted.model, knowing: input, atLevel: 0.2, targets, draws: 1024)
    let held = try sampler.sample(fitted.model.holding(input, atLevel: 0.2), targets)
    #expect(known.outcomes == held.outcomes)
  }
}
