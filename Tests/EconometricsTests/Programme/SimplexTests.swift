import Econometrics
import Foundation
import Testing

@Suite("Least squares on the simplex")
struct SimplexTests {
  private struct Case {
    let penalty: Double
    let points: [[Double]]
    let target: [Double]
    let weights: [Double]
  }

  private func cases() throws -> [Case] {
    let rows = try referenceRows("programme/simplex_cases.csv")
    let numbers = Set(rows.map { $0[0] }).sorted()
    return try numbers.map { number in
      func vectors(_ kind: String) throws -> [[Double]] {
        try rows.filter { $0[0] == number && $0[2] == kind }.map { row in
          try row[4].split(separator: ";").map { try #require(Double($0)) }
        }
      }
      return Case(
        penalty: try #require(Double(rows.first { $0[0] == number }?[1] ?? "")),
        points: try vectors("point"), target: try vectors("target")[0],
        weights: try vectors("weights")[0])
    }
  }

  @Test("weights are those of quadprog; the conditions of an optimum hold")
  func reference() throws {
    let cases = try cases()
    #expect(cases.count == 6)
    for item in cases {
      let fit = simplexLeastSquares(item.points, target: item.target, penalty: item.penalty)
      for (own, theirs) in zip(fit.weights, item.weights) { #expect(abs(own - theirs) < 1e-9) }
      #expect(abs(fit.weights.reduce(0, +) - 1) < 1e-14)
      #expect(fit.weights.allSatisfy { $0 >= 0 })
      checkOptimum(fit.weights, item.points, item.target, item.penalty)
    }
  }

  /// Karush, Kuhn and Tucker: the slope is the same for every point in use, and no less elsewhere.
  private func checkOptimum(
    _ w: [Double], _ points: [[Double]], _ target: [Double], _ penalty: Double
  ) {
    let residual = target.indices.map { i in
      zip(points, w).reduce(-target[i]) { $0 + $1.0[i] * $1.1 }
    }
    let slopes = points.indices.map { j in
      zip(points[j], residual).reduce(penalty * w[j]) { $0 + $1.0 * $1.1 }
    }
    let least = slopes.min() ?? 0
    let scale = slopes.map(\.magnitude).max() ?? 1
    for (j, weight) in w.enumerated() where weight > 0 {
      #expect(slopes[j] - least < 1e-10 * max(1, scale))
    }
  }

  @Test("random problems: the conditions hold, also with more points than coordinates")
  func conditions() {
    var random = SplitMix(seed: 77)
    for round in 0..<300 {
      let m = 1 + round % 17, J = 1 + (round * 7) % 40
      let points = (0..<J).map { _ in (0..<m).map { _ in random.normal() } }
      let target = (0..<m).map { _ in random.normal() * Double(round % 4) }
      let fit = simplexLeastSquares(points, target: target)
      checkOptimum(fit.weights, points, target, 0)
      #expect(fit.gap < 1e-9)
    }
  }

  @Test("corners, ties and a target inside")
  func special() {
    let corner = simplexLeastSquares([[1, 0], [0, 1], [2, 2]], target: [5, -5])
    #expect(corner.weights == [1, 0, 0])
    #expect(simplexLeastSquares([[3]], target: [1]).weights == [1])
    let same = simplexLeastSquares([[1, 1], [1, 1], [0, 4]], target: [1, 1])
    #expect(same.isExact && abs(same.weights[0] + same.weights[1] - 1) < 1e-12)
    let inside = simplexLeastSquares([[0, 0], [4, 0], [0, 4]], target: [1, 1])
    #expect(inside.isExact)
    for (own, truth) in zip(inside.weights, [0.5, 0.25, 0.25]) { #expect(abs(own - truth) < 1e-12) }
    // A point that nobody needs changes nothing but the way there.
    let more = simplexLeastSquares([[0, 0], [4, 0], [0, 4], [90, 90]], target: [3, -1])
    let fewer = simplexLeastSquares([[0, 0], [4, 0], [0, 4]], target: [3, -1])
    #expect(more.weights[3] == 0)
    for (own, other) in zip(more.weights, fewer.weights) { #expect(abs(own - other) < 1e-12) }
  }
}
