import Foundation
import ReachModel
import Simulation
import Testing

@Suite("Correlated parameters")
struct CopulaDrawTests {
  static let draws = 100_000
  /// One false alarm in a million.
  static let z = 4.8916

  /// Entry with exit 0.8, exit with psi −0.5, as normal correlations 2 sin(π rank / 6).
  static let ranks = [(1, 0, 0.8), (2, 0, -0.5)]

  private func correlated() throws -> (plain: PreparedModel, joint: PreparedModel) {
    var model = try ModelVariants.uncertain()
    let plain = PreparedModel(model)
    let members = [Parameter.exitDomestic, .entryRate, .psi].map {
      Copula.Member(number: $0.number, index: 0)
    }
    let a = 2 * sin(Double.pi * 0.8 / 6), b = 2 * sin(Double.pi * -0.5 / 6)
    // Cholesky by hand, with correlation a b between the second and the third.
    model.copula = Copula(
      members: members,
      factor: [[1], [a, (1 - a * a).squareRoot()], [b, 0, (1 - b * b).squareRoot()]])
    return (plain, PreparedModel(model))
  }

  @Test("have the stated rank correlations")
  func spearman() throws {
    let values = try correlated().joint.parameterValues(seed: 41, draws: 0..<Self.draws)
    let exit = try #require(values.row(.exitDomestic)), entry = try #require(values.row(.entryRate))
    let psi = try #require(values.row(.psi)), chi = try #require(values.row(.chi))
    for (a, b, rank) in [(exit, entry, 0.8), (exit, psi, -0.5), (exit, chi, 0), (psi, chi, 0)] {
      let r = pearson(ranks(a), ranks(b))
      // Fisher's scale; Bonett & Wright, Psychometrika 65, 2000: variance (1 + ρ²/2) / (n − 3).
      let error = ((1 + rank * rank / 2) / Double(Self.draws - 3)).squareRoot()
      #expect((atanh(r) - atanh(rank)).magnitude < Self.z * error, "\(r), not \(rank)")
    }
  }

  @Test("keep their own laws, and no other parameter moves")
  func marginals() throws {
    let models = try correlated()
    let n = 50_000
    let joint = models.joint.parameterValues(seed: 42, draws: 0..<n)
    let plain = models.plain.parameterValues(seed: 42, draws: 0..<n)
    let laws: [(Parameter, Distribution)] = [
      (.exitDomestic, .beta(mean: 0.095, sd: 0.02)), (.entryRate, .lognormal(mean: 0.1, sd: 0.03)),
      (.psi, .beta(mean: 0.25, sd: 0.1)),
    ]
    for (parameter, law) in laws {
      let values = try #require(joint.row(parameter))
      for p in [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99] {
        let quantile = law.quantile(p)
        let below = Double(values.filter { $0 <= quantile }.count) / Double(n)
        let error = (p * (1 - p) / Double(n)).squareRoot()
        #expect((below - p).magnitude < Self.z * error, "\(parameter) at \(p)")
      }
    }
    let names = laws.dropFirst().map(\.0)
    for (i, name) in plain.names.enumerated() where !names.contains(name.parameter) {
      #expect(plain.values[i] == joint.values[i], "\(name)")
    }
  }

  private func ranks(_ values: [Double]) -> [Double] {
    var ranks = values
    let order = values.indices.sorted { values[$0] < values[$1] }
    for (rank, place) in order.enumerated() { ranks[place] = Double(rank) }
    return ranks
  }

  private func pearson(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count), ma = a.reduce(0, +) / n, mb = b.reduce(0, +) / n
    var ab = 0.0, aa = 0.0, bb = 0.0
    for (x, y) in zip(a, b) {
      ab += (x - ma) * (y - mb)
      aa += (x - ma) * (x - ma)
      bb += (y - mb) * (y - mb)
    }
    return ab / (aa * bb).squareRoot()
  }
}
