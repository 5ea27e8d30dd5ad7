import Econometrics
import NumericKernels
import RandomStreams
import Testing
import Verification

@Suite("Predictive laws")
struct PredictiveLawTests {
  private let normal = StudentLaw(location: 2, scale: 0.5, degreesOfFreedom: .infinity)

  /// σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π).
  ///
  /// - Source: Gneiting and Raftery, *JASA* 102, 2007, eq. 5.
  private func normalCRPS(_ law: StudentLaw, at y: Double) -> Double {
    let z = (y - law.location) / law.scale
    return law.scale
      * (z * (2 * normalCDF(z) - 1) + 2 * normalDensity(z) - 1 / Double.pi.squareRoot())
  }

  @Test("the CRPS of a normal law is its closed form to 0.0011 of its spread")
  func crps() {
    for y in stride(from: -1.0, through: 5, by: 0.25) {
      #expect(
        (PredictiveLaw(normal).crps(at: y) - normalCRPS(normal, at: y)).magnitude < 0.0011 * 0.5)
    }
  }

  @Test("the CRPS of Student's t is the integral of its definition", arguments: [2.0, 3, 6, 30])
  func heavyTails(freedom: Double) {
    let law = StudentLaw(location: 0, scale: 1, degreesOfFreedom: freedom)
    for y in [-4.0, -1, 0, 0.3, 2, 8] {
      // ∫ F² below y and ∫ (1 − F)² above it, x = sinh u: the steps grow with the tails.
      let step = 1e-3
      let integral = stride(from: -14.0, through: 14, by: step).reduce(0.0) { sum, u in
        let x = hyperbolicSine(u), tails = law.tails(at: x)
        let mass = x < y ? tails.lower : tails.upper
        return sum + mass * mass * ((exponential(u) + exponential(-u)) / 2) * step
      }
      let error = PredictiveLaw(law).crps(at: y) - integral
      #expect(error.magnitude < 0.006, "\(y): \(error)")
    }
  }

  @Test("mean distances are those of all pairs")
  func distances() {
    let a = PredictiveLaw(normal)
    let b = PredictiveLaw(StudentLaw(location: 2.3, scale: 1, degreesOfFreedom: 3))
    for (x, y) in [(a, b), (b, a), (a, a)] {
      var sum = 0.0
      for p in x.points { for q in y.points { sum += (p - q).magnitude } }
      let slow = sum / Double(x.points.count * y.points.count)
      #expect((x.meanDistance(to: y) - slow).magnitude < 1e-12)
    }
    let score = a.meanDistance(to: 1.7) - a.meanDistance(to: a) / 2
    #expect((a.crps(at: 1.7) - score).magnitude < 1e-12)
  }

  @Test("a mixture has the probabilities and the density of its parts")
  func mixture() {
    let a = PredictiveLaw(normal)
    let b = PredictiveLaw(StudentLaw(location: 4, scale: 0.2, degreesOfFreedom: 5))
    let mixed = PredictiveLaw(mixing: [(0.3, a), (0.7, b)])
    for x in stride(from: 0.0, through: 6, by: 0.3) {
      let p = 0.3 * a.probability(upTo: x) + 0.7 * b.probability(upTo: x)
      #expect((mixed.probability(upTo: x) - p).magnitude < 1e-14)
      #expect((mixed.probability(above: x) - (1 - p)).magnitude < 1e-12)
      let density = 0.3 * exponential(a.logDensity(at: x)) + 0.7 * exponential(b.logDensity(at: x))
      #expect((exponential(mixed.logDensity(at: x)) - density).magnitude < 1e-12)
    }
    // The points are quantiles of the mixture: between two points of the parts.
    for (level, point) in zip(PredictiveLaw.levels, mixed.points) {
      #expect((mixed.probability(upTo: point) - level).magnitude < 0.01)
    }
    #expect(PredictiveLaw(mixing: [(1, a), (0, b)]) == a)
  }

  @Test("stretching, moving and flooring do what they say")
  func changes() {
    let law = PredictiveLaw(normal)
    let wide = law.stretched(by: 2)
    #expect((wide.median - law.median).magnitude < 1e-12)
    let width = { (law: PredictiveLaw) in
      law.interval(0.8).upperBound - law.interval(0.8).lowerBound
    }
    #expect((width(wide) - 2 * width(law)).magnitude < 1e-12)
    #expect((wide.probability(upTo: 3) - normalCDF(1)).magnitude < 1e-9)
    #expect((law.moved(by: 1).crps(at: 3) - law.crps(at: 2)).magnitude < 1e-12)
    let floored = law.floored(at: 1.9)
    #expect(floored.points.allSatisfy { $0 >= 1.9 })
    #expect(floored.points.last == law.points.last)
  }

  @Test("equally likely values give their own quantiles, in any order")
  func ensemble() {
    let law = PredictiveLaw(equallyLikely: [3, 1, 2])
    #expect(law.points.first == 1)
    #expect(law.points.last == 3)
    #expect((law.median - 2).magnitude < 1e-12)
    #expect(law == PredictiveLaw(equallyLikely: [1, 2, 3]))
    let single = PredictiveLaw(equallyLikely: [5])
    #expect(single.points.allSatisfy { $0 == 5 })
    #expect(single.crps(at: 7) == 2)
    #expect(single.logDensity(at: 5).isFinite)
  }
}
