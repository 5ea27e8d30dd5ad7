import Assessment
import Foundation
import Testing

@Suite("Local searches by NLopt")
struct LocalSearchTests {
  /// Hock & Schittkowski (1981).
  private struct Constrained: Decodable {
    let name: String
    let start: [Double]
    let optimum: Double
    let x: [Double]
  }

  /// A function with central differences for a gradient: their error, about 10⁻¹⁰ of the third
  /// derivative, is far below the tolerance.
  private func smooth(_ f: @escaping ([Double]) -> Double) -> SearchedFunction {
    { x, wantsGradient in
      guard wantsGradient else { return Slope(f(x)) }
      let gradient = x.indices.map { i -> Double in
        var above = x, below = x
        above[i] += 1e-5
        below[i] -= 1e-5
        return (f(above) - f(below)) / 2e-5
      }
      return Slope(f(x), gradient: gradient)
    }
  }

  private func problem(_ name: String) throws -> LocalProblem {
    switch name {
    case "HS71": hs71
    case "HS35": hs35
    default: hs43
    }
  }

  private var hs71: LocalProblem {
    var problem = LocalProblem(
      smooth { $0[0] * $0[3] * ($0[0] + $0[1] + $0[2]) + $0[2] },
      lower: [1, 1, 1, 1], upper: [5, 5, 5, 5])
    problem.atMostZero = [smooth { 25 - $0[0] * $0[1] * $0[2] * $0[3] }]
    problem.zero = [smooth { $0.reduce(-40) { $0 + $1 * $1 } }]
    return problem
  }

  private var hs35: LocalProblem {
    var problem = LocalProblem(
      smooth { x in
        let linear: Double = 9 - 8 * x[0] - 6 * x[1] - 4 * x[2]
        let squares: Double = 2 * x[0] * x[0] + 2 * x[1] * x[1] + x[2] * x[2]
        return linear + squares + 2 * x[0] * x[1] + 2 * x[0] * x[2]
      }, lower: [0, 0, 0], upper: [10, 10, 10])
    problem.atMostZero = [smooth { $0[0] + $0[1] + 2 * $0[2] - 3 }]
    return problem
  }

  private var hs43: LocalProblem {
    var problem = LocalProblem(
      smooth { x in
        let squares: Double = x[0] * x[0] + x[1] * x[1] + 2 * x[2] * x[2] + x[3] * x[3]
        return squares - 5 * x[0] - 5 * x[1] - 21 * x[2] + 7 * x[3]
      }, lower: [-10, -10, -10, -10], upper: [10, 10, 10, 10])
    problem.atMostZero = [
      smooth { x in
        let squares: Double = x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3]
        return squares + x[0] - x[1] + x[2] - x[3] - 8
      },
      smooth { x in
        let squares: Double = x[0] * x[0] + 2 * x[1] * x[1] + x[2] * x[2] + 2 * x[3] * x[3]
        return squares - x[0] - x[3] - 10
      },
      smooth { x in
        let squares: Double = 2 * x[0] * x[0] + x[1] * x[1] + x[2] * x[2]
        return squares + 2 * x[0] - x[1] - x[3] - 5
      },
    ]
    return problem
  }

  @Test(
    "Hock and Schittkowski's problems are solved", arguments: [LocalMethod.slsqp, .cobyla, .mma])
  func constrained(method: LocalMethod) throws {
    for reference in try referenceCases("constrained_nonlinear", of: Constrained.self) {
      var problem = try problem(reference.name)
      // Moving asymptotes take no equalities.
      if method == .mma && !problem.zero.isEmpty { continue }
      problem.evaluations = 20_000
      problem.pointTolerance = 1e-10
      let found = try problem.minimum(near: reference.start, by: method)
      // Constraints are kept to 10⁻⁸, with multipliers of order 1; x is of the order of the root.
      #expect(
        (found.value - reference.optimum).magnitude <= 1e-6 * max(1, reference.optimum.magnitude),
        "\(reference.name): \(found.value)")
      for (a, b) in zip(found.point, reference.x) {
        #expect((a - b).magnitude <= 2e-3, "\(reference.name): \(found.point)")
      }
    }
  }

  /// The starts are a grid of three in each direction, so that one lies in the valley of the least.
  ///
  /// Rastrigin's function in five dimensions has some 10⁵ valleys; no set of local searches is expected
  /// to find its least, and it is left out.
  @Test("the least of several minima is found from several starts")
  func several() throws {
    let rosenbrock = LocalProblem(
      smooth { x in
        let valley: Double = x[1] - x[0] * x[0]
        return 100 * valley * valley + (1 - x[0]) * (1 - x[0])
      }, lower: [-5, -5], upper: [10, 10])
    try check(rosenbrock, least: 0, at: [[1, 1]])
    let camel = LocalProblem(
      smooth { x in
        let a: Double = x[0] * x[0], b: Double = x[1] * x[1]
        return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b
      }, lower: [-3, -2], upper: [3, 2])
    try check(
      camel, least: -1.031628453489877,
      at: [[0.08984201, -0.7126564], [-0.08984201, 0.7126564]])
    try check(
      LocalProblem(smooth(hartmann), lower: [0, 0, 0], upper: [1, 1, 1]),
      least: -3.86278214782076, at: [[0.114614, 0.555649, 0.852547]])
  }

  private func check(_ problem: LocalProblem, least: Double, at places: [[Double]]) throws {
    for method in [LocalMethod.slsqp, .bobyqa] {
      var fine = problem
      fine.evaluations = 5_000
      let found = try #require(try fine.minimum(near: grid(problem), by: method))
      #expect((found.value - least).magnitude <= 1e-7, "\(method): \(found)")
      #expect(
        places.contains { place in
          zip(found.point, place).allSatisfy { ($0 - $1).magnitude <= 1e-3 }
        }, "\(method): \(found.point)")
    }
  }

  private func grid(_ problem: LocalProblem) -> [[Double]] {
    problem.lower.indices.reduce([[]]) { starts, i in
      let width = problem.upper[i] - problem.lower[i]
      return starts.flatMap { start in
        [0.1, 0.5, 0.9].map { start + [problem.lower[i] + $0 * width] }
      }
    }
  }

  /// Dixon & Szegő, *Towards Global Optimisation 2* (1978), whose P₄₁ has one digit more than most
  /// tables give; the optimum is that of this one.
  private func hartmann(_ x: [Double]) -> Double {
    let heights = [1.0, 1.2, 3, 3.2]
    let A = [[3.0, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]]
    let P = [
      [0.3689, 0.1170, 0.2673], [0.4699, 0.4387, 0.7470], [0.1091, 0.8732, 0.5547],
      [0.03815, 0.5743, 0.8828],
    ]
    return -heights.indices.reduce(0.0) { sum, i in
      let far = x.indices.reduce(0.0) { $0 + A[i][$1] * (x[$1] - P[i][$1]) * (x[$1] - P[i][$1]) }
      return sum + heights[i] * exp(-far)
    }
  }

  private struct Refusal: Error, Equatable {
    let call: Int
  }

  @Test(
    "an error of the function ends the search at once and comes out",
    arguments: LocalMethod.allCases)
  func rethrown(method: LocalMethod) throws {
    var calls = 0
    let problem = LocalProblem(
      { x, wantsGradient in
        calls += 1
        if calls == 4 { throw Refusal(call: calls) }
        let value: Double = (x[0] - 0.3) * (x[0] - 0.3) + x[1] * x[1]
        return Slope(value, gradient: wantsGradient ? [2 * x[0] - 0.6, 2 * x[1]] : [])
      }, lower: [-1, -1], upper: [1, 1])
    #expect(throws: Refusal(call: 4)) { try problem.minimum(near: [0.9, 0.9], by: method) }
    #expect(calls == 4)
  }

  @Test("what is not finite, or does not fit the method, is said")
  func refused() throws {
    let undefined = LocalProblem({ _, _ in Slope(.nan) }, lower: [0], upper: [1])
    #expect(throws: LocalSearchError.undefined(at: [0.5])) {
      try undefined.minimum(near: [0.5], by: .cobyla)
    }
    var constrained = LocalProblem({ x, _ in Slope(x[0]) }, lower: [0, 0], upper: [1, 1])
    constrained.atMostZero = [{ x, _ in Slope(0.5 - x[0]) }]
    #expect(throws: LocalSearchError.unsuitable(.bobyqa)) {
      try constrained.minimum(near: [0.5, 0.5], by: .bobyqa)
    }
  }

  @Test("a search that may call no more says so, and a fixed coordinate stays")
  func limits() throws {
    var problem = LocalProblem(
      { x, _ in Slope((x[0] - 0.3) * (x[0] - 0.3) + x[1]) }, lower: [-1, 0.25], upper: [1, 0.25])
    let found = try problem.minimum(near: [0.9, 0.25], by: .cobyla)
    #expect(found.end == .converged && (found.point[0] - 0.3).magnitude < 1e-4)
    #expect(found.point[1] == 0.25)
    problem.evaluations = 3
    #expect(try problem.minimum(near: [0.9, 0.25], by: .cobyla).end == .evaluationsSpent)
  }
}
