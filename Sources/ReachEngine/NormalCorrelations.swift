import Econometrics
import LinearAlgebra
import NumericKernels
package import ReachModel

/// The correlations of the normal scores behind the uncertainties: judged rank correlations, and
/// those that a joint posterior has.
struct NormalCorrelations {
  /// Two drawn values and the correlation of their scores.
  struct Pair {
    let first: Copula.Member
    let second: Copula.Member
    let r: Double
  }

  private var pairs: [Pair] = []
  /// What was judged, with the pairs that it stands for.
  private var judged: [(RankCorrelation, [Pair])] = []

  init(_ study: Study, _ model: SimulationModel, _ fit: FitReport) {
    for correlation in study.correlations {
      guard let first = study.uncertainties.first(where: { $0.key == correlation.first }),
        let second = study.uncertainties.first(where: { $0.key == correlation.second })
      else { continue }
      let r = normalCorrelation(rank: correlation.rank)
      let matched = matches(members(first, model), members(second, model), r)
      judged.append((correlation, matched))
      pairs += matched
    }
    guard let growth = fit.growthPosterior else { return }
    for (a, b, r) in [
      (Parameter.muX, Parameter.phiX, growth.correlationMuxPhix),
      (.muX, .sigmaX, growth.correlationMuxSigmax),
      (.phiX, .sigmaX, growth.correlationPhixSigmax),
    ] where r != 0 {
      // First, so that what a scenario judges about the same pair takes its place.
      pairs.insert(contentsOf: matches(members(of: a, model), members(of: b, model), r), at: 0)
    }
  }

  private func members(_ item: Uncertainty, _ model: SimulationModel) -> [Copula.Member] {
    members(of: item.parameter, model).filter { $0.number == item.number }
  }

  /// The addresses of a parameter's values, each once: sectors that share a draw share its address.
  ///
  /// A value that a scenario fixes keeps its place, and its score is still drawn: whatever is
  /// correlated with it meets the same numbers as in the scenario that it is compared with.
  private func members(of parameter: Parameter, _ model: SimulationModel) -> [Copula.Member] {
    let all = model.parameters[parameter].map {
      Copula.Member(number: $0.number, index: $0.index)
    }
    return Set(all).sorted { $0.index < $1.index }
  }

  /// Uncertainties with one value per sector correlate sector by sector; one that all sectors
  /// share correlates with each.
  private func matches(_ a: [Copula.Member], _ b: [Copula.Member], _ r: Double) -> [Pair] {
    a.flatMap { x in
      b.filter { a.count == 1 || b.count == 1 || x.index == $0.index }.map {
        Pair(first: x, second: $0, r: r)
      }
    }
  }

  /// The Cholesky factor; nil when nothing is correlated.
  func copula() throws(CopulaError) -> Copula? {
    guard !pairs.isEmpty else { return nil }
    let members = Set(pairs.flatMap { [$0.first, $0.second] }).sorted {
      ($0.number, $0.index) < ($1.number, $1.index)
    }
    var matrix = Matrix.identity(members.count)
    for pair in pairs {
      guard let i = members.firstIndex(of: pair.first), let j = members.firstIndex(of: pair.second)
      else { continue }
      matrix[i, j] = pair.r
      matrix[j, i] = pair.r
    }
    do {
      let lower = try Cholesky(matrix).lower
      let factor = members.indices.map { i in (0...i).map { lower[i, $0] } }
      return Copula(members: members, factor: factor)
    } catch {
      throw CopulaError(judged, members, matrix)
    }
  }
}

/// The correlation of normal scores whose Spearman correlation is `rank`: r = 2 sin(π rank / 6).
///
/// - Source: Pearson 1907; Iman & Conover, *Communications in Statistics B* 11(3), 1982.
/// - Accuracy: within 2 ulp; the series is cut where a term no longer counts.
func normalCorrelation(rank: Double) -> Double {
  precondition(rank > -1 && rank < 1, "rank correlation \(rank)")
  let x = Double.pi * rank / 6
  var term = x, sum = x
  for k in 1...12 {
    term *= -x * x / Double((2 * k) * (2 * k + 1))
    sum += term
  }
  return 2 * sum
}

/// Rank correlations that no joint law has.
package struct CopulaError: Explained, Equatable {
  /// The judged correlations as stated, each with the nearest one that is possible.
  package let nearest: [(RankCorrelation, Double)]

  init(
    _ judged: [(RankCorrelation, [NormalCorrelations.Pair])], _ members: [Copula.Member],
    _ matrix: Matrix
  ) {
    // The nearest matrix is found for normal scores and read back as ranks: ρ = 6/π asin(r/2).
    let near = nearestCorrelation(matrix)
    nearest = judged.map { correlation, pairs in
      let moved = pairs.map { pair -> Double in
        guard let near, let i = members.firstIndex(of: pair.first),
          let j = members.firstIndex(of: pair.second)
        else { return pair.r }
        return near[i, j]
      }
      // Of several sectors, the one that must give way most.
      let r = normalCorrelation(rank: correlation.rank)
      let closest = moved.max { ($0 - r).magnitude < ($1 - r).magnitude } ?? r
      return (correlation, rankCorrelation(normal: closest))
    }
  }

  package var exitStatus: ExitStatus { .badContent }

  package var explanation: String {
    let lines = nearest.map { correlation, rank in
      let rounded = (rank * 1000).rounded(.toNearestOrEven) / 1000
      return "  --> \(correlation.origin): `\(correlation.first)` and `\(correlation.second)`: "
        + "stated \(correlation.rank), nearest possible \(rounded)"
    }
    return """
      error[S035]: the rank correlations cannot all hold: their matrix is not positive definite
      \(lines.joined(separator: "\n"))
         = help: use the nearest ones, or drop one of them; see `reach explain S035`
      """
  }

  package static func == (a: CopulaError, b: CopulaError) -> Bool {
    a.nearest.map(\.0) == b.nearest.map(\.0) && a.nearest.map(\.1) == b.nearest.map(\.1)
  }
}

/// The Spearman correlation of normal scores with correlation r, the inverse of
/// ``normalCorrelation(rank:)``, by bisection to the last digit.
func rankCorrelation(normal r: Double) -> Double {
  var low = -1.0, high = 1.0
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if middle <= -1 || middle >= 1 { return middle }
    if normalCorrelation(rank: middle) < r { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
