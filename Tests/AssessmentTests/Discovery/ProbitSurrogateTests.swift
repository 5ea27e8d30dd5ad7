import Assessment
import Foundation
import NumericKernels
import Testing

/// A ridge probit fitted by SciPy: see `probit.py`.
private struct ProbitCase: Decodable {
  let scores: [[Double]]
  let success: [Double]
  let squared: [Int]
  let constant: Double
  let slopes: [Double]
  let curvatures: [Double]
  /// Of the index at z = 1, 1, ..., by the expected information.
  let standardError: Double
}

@Suite("Probit surrogates")
struct ProbitSurrogateTests {
  @Test("maximise the penalised likelihood, as SciPy does")
  func reference() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    for reference in try decoder.decode([ProbitCase].self, from: referenceData("probit.json")) {
      let surrogate = try #require(
        try ProbitSurrogate(reference.scores, reference.success, squared: reference.squared))
      let index = surrogate.index
      // Both stop within 10⁻⁵ standard errors (of about 0.1) of the maximum.
      #expect((index.constant - reference.constant).magnitude < 2e-6)
      for (found, wanted) in zip(
        index.slopes + index.curvatures, reference.slopes + reference.curvatures)
      {
        #expect((found - wanted).magnitude < 2e-6)
      }
      let ones = reference.slopes.map { _ in 1.0 }
      let error = surrogate.standardError(at: ones)
      #expect((error / reference.standardError - 1).magnitude < 1e-5)
      #expect(surrogate.probability(at: ones) == normalCDF(index.value(at: ones)))
    }
  }

  @Test("choosing squares takes those in that are needed, and hardly another")
  func squares() throws {
    var taken = 0
    for seed in 0..<20 {
      let (Z, success) = TurningPointTests.draws(seed: 900 + seed, count: 4000, inputs: 8) { z in
        0.5 + 0.7 * z[0] - 0.4 * z[1] * z[1]
      }
      let surrogate = try #require(try ProbitSurrogate(choosingSquares: Z, success))
      #expect(surrogate.squared.contains(1))
      taken += surrogate.squared.count - 1
    }
    // A thousandth of 140: 5 or more come with a chance of 4 · 10⁻⁷.
    #expect(taken < 5)
  }

  /// The nearest zero of g on a fine grid of directions, by bisection along each.
  private static func slowDistance(_ index: QuadraticIndex) -> Double {
    var nearest = Double.infinity
    for step in 0..<20_000 {
      let angle = Double(step) * 2 * .pi / 20_000
      let (x, y) = (cos(angle), sin(angle))
      // g along the direction is a parabola in the distance.
      let b = index.slopes[0] * x + index.slopes[1] * y
      let c = index.curvatures[0] * x * x + index.curvatures[1] * y * y
      let root = b * b - 4 * c * index.constant
      guard root >= 0 else { continue }
      let candidates =
        c == 0
        ? [-index.constant / b] : [-1.0, 1].map { (-b + $0 * root.squareRoot()) / (2 * c) }
      for r in candidates where r > 0 { nearest = min(nearest, r) }
    }
    return nearest
  }

  @Test("the nearest zero of a quadratic index is that of a fine grid of directions")
  func nearestZero() {
    var generator = SplitMix(state: 12), reached = 0
    for number in 0..<300 {
      var u: Double { 4 * generator.uniform() - 2 }
      let flat = number % 5 == 0
      let index = QuadraticIndex(
        constant: u, slopes: [u, number % 7 == 0 ? 0 : u],
        curvatures: [flat ? 0 : u / 2, number % 3 == 0 ? -0.8 : u / 2])
      let slow = Self.slowDistance(index)
      guard let found = index.nearestZero(moving: [0, 1]) else {
        #expect(slow == .infinity, "\(index)")
        continue
      }
      reached += 1
      let distance = found.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(index.value(at: found).magnitude < 1e-9, "\(index)")
      // A grid of 3 · 10⁻⁴ is off by its square at most where the curve is smooth.
      #expect(distance <= slow + 1e-9 && distance > slow - 1e-4 * slow, "\(index)")
    }
    #expect(reached > 200)
  }

  @Test("where nothing turns, the point within the limit that comes nearest is that of a fine grid")
  func mostTurned() {
    var generator = SplitMix(state: 13), turned = 0
    for number in 0..<200 {
      var u: Double { 2 * generator.uniform() - 1 }
      let index = QuadraticIndex(
        constant: number % 2 == 0 ? 1 : -1, slopes: [u, number % 4 < 2 ? 0 : u],
        curvatures: [u / 2, number % 4 < 2 ? -0.4 * u.magnitude : u / 2])
      let sign: Double = index.constant
      var slow = Double.infinity
      for ring in 0...300 {
        for step in 0..<600 {
          let r = 1.2 * Double(ring) / 300, angle = Double(step) * 2 * .pi / 600
          slow = min(slow, sign * index.value(at: [r * cos(angle), r * sin(angle)]))
        }
      }
      let point = index.mostTurned(within: 1.2, moving: [0, 1])
      let found = sign * index.value(at: point)
      #expect(point.reduce(0) { $0 + $1 * $1 }.squareRoot() < 1.2 + 1e-9)
      if slow > 0 {
        turned += 1
        // The grid is off by 0.006 along the ring, g by a curvature of at most 2 times its square, and
        // by its slope of at most 3 times the 0.004 between rings where the least is inside.
        #expect(found <= slow + 1e-9 && found > slow - 0.012, "\(index)")
      } else {
        #expect(found < 0.012, "\(index)")
      }
    }
    #expect(turned > 50)
  }
}
