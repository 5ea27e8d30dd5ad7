internal import NumericKernels

/// The heavy-tailed shock of the model: Student's t with 5 degrees of freedom, cut at four
/// standard deviations of the raw law and scaled to standard deviation 1.
///
/// From one uniform by the inverse of the cut law (model-clarifications, item 20).
package struct CutStudentShock: Sendable {
  /// 4 √(5/3): four standard deviations of t(5).
  package static let cut = 4 * (5.0 / 3).squareRoot()

  /// The standard deviation of t(5) given |T| ≤ ``cut``, 1.226041742041….
  ///
  /// With T = √5 tan θ the density is 8 cos⁴θ / (3π) and the cut falls at tan θ = 4/√3, so that
  /// P = (16 / 3π)(3θ/8 + sin 2θ / 4 + sin 4θ / 32) and
  /// E[T²; |T| ≤ cut] = (80 / 3π)(θ/8 − sin 4θ / 32)
  /// with sin 2θ = 8√3 / 19 and sin 4θ = −208√3 / 361.
  package static let standardDeviation: Double = {
    let θ = 1.16215847169730419686  // arctan(4 / √3)
    let sin2θ = 8 * 3.0.squareRoot() / 19, sin4θ = -208 * 3.0.squareRoot() / 361
    let mass = 16 * (3 * θ / 8 + sin2θ / 4 + sin4θ / 32)
    let second = 80 * (θ / 8 - sin4θ / 32)
    return (second / mass).squareRoot()
  }()

  private let table: QuantileTable

  package init() {
    table = .cutStudent(degreesOfFreedom: 5, cut: Self.cut, divisor: Self.standardDeviation)
  }

  /// The shock, of mean 0 and variance 1, at a standard normal score.
  package func value(atScore z: Double) -> Double { table.value(atScore: z) }

  /// Writes the shocks at standard normal scores, with the bits of ``value(atScore:)``.
  package func fill(_ shocks: inout MutableSpan<Double>, atScores scores: Span<Double>) {
    table.fill(&shocks, atScores: scores)
  }
}
