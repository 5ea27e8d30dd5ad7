package import Econometrics
private import NumericKernels

/// What a forecast says of one figure, on the scale of its series.
///
/// Kept in two forms. `points` are its quantiles at the middles of equal parts: scores and intervals
/// come from them. `parts` are the laws that it is mixed of: probabilities and densities come from
/// them, so that a figure far outside has a density too.
package struct PredictiveLaw: Sendable, Equatable {
  /// A law and its weight.
  package struct Part: Sendable, Equatable {
    package let weight: Double
    package let law: StudentLaw

    package init(weight: Double, law: StudentLaw) { (self.weight, self.law) = (weight, law) }
  }

  /// How many quantiles a law is kept as.
  ///
  /// The score of these quantiles differs from the law's own by less than 0.0011 scales of a normal
  /// law and 0.006 of one of Student's, two degrees of freedom included (tested).
  package static let pointCount = 200
  /// The least scale of a law, far below any error of a figure: a history without change still leaves
  /// a density.
  static let leastScale = 1e-9

  /// Ascending; quantile i is at (i + 1/2) / ``pointCount``.
  package let points: [Double]
  /// Weights sum to 1.
  package let parts: [Part]
  /// Half the mean distance of two draws.
  private let halfSpread: Double

  package init(points: [Double], parts: [Part]) {
    precondition(points.count == Self.pointCount && !parts.isEmpty, "\(points.count) points")
    (self.points, self.parts) = (points, parts)
    halfSpread = Self.halfMeanDistance(points)
  }

  /// A single law of Student's t.
  package init(_ law: StudentLaw) {
    self.init(
      points: Self.levels.map(law.quantile), parts: [Part(weight: 1, law: law)])
  }

  /// Figures that are equally likely, such as a point forecast plus each of its past errors.
  ///
  /// The points are their quantiles. For densities each is a normal law with Silverman's bandwidth.
  ///
  /// - Parameter values: At least one, in any order.
  /// - Source: Silverman, *Density Estimation*, 1986, eq. 3.31.
  package init(equallyLikely values: [Double]) {
    precondition(!values.isEmpty, "a law of no values")
    let points = Self.points(of: values.sorted())
    let width = Self.bandwidth(points, of: values.count)
    let share = 1 / Double(points.count)
    self.init(
      points: points,
      parts: points.map {
        Part(
          weight: share, law: StudentLaw(location: $0, scale: width, degreesOfFreedom: .infinity))
      })
  }

  /// The levels of ``points``.
  package static let levels: [Double] = (0..<pointCount).map {
    (Double($0) + 0.5) / Double(pointCount)
  }

  /// Quantiles of equally likely values, by linear interpolation between the middles of their shares
  /// (type 5 of Hyndman and Fan, 1996).
  private static func points(of sorted: [Double]) -> [Double] {
    levels.map { level in
      let place = level * Double(sorted.count) - 0.5
      let low = min(max(Int(place.rounded(.down)), 0), sorted.count - 1)
      let high = min(low + 1, sorted.count - 1)
      let share = min(max(place - Double(low), 0), 1)
      return sorted[low] + share * (sorted[high] - sorted[low])
    }
  }

  private static func bandwidth(_ points: [Double], of count: Int) -> Double {
    let n = Double(points.count), mean = points.reduce(0, +) / n
    let deviation = (points.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
    let quartiles = (points[points.count * 3 / 4] - points[points.count / 4]) / 1.349
    let spread = quartiles > 0 ? min(deviation, quartiles) : deviation
    let width = 0.9 * spread * exponential(-naturalLogarithm(Double(count)) / 5)
    // Values that are all equal still need a density; the least width is far below any error.
    return max(width, leastScale * max(1, mean.magnitude))
  }

  /// ½ E|X − X′| over the points: Σ (2i − m + 1) xᵢ / m², i from 0.
  private static func halfMeanDistance(_ points: [Double]) -> Double {
    let m = points.count
    var sum = 0.0
    for i in 0..<m { sum += Double(2 * i - m + 1) * points[i] }
    return sum / Double(m * m)
  }

  package var mean: Double { points.reduce(0, +) / Double(points.count) }
  package var median: Double { (points[Self.pointCount / 2 - 1] + points[Self.pointCount / 2]) / 2 }

  /// The value that is not exceeded with a probability between the first and the last level.
  package func quantile(_ probability: Double) -> Double {
    let place = probability * Double(points.count) - 0.5
    let low = min(max(Int(place.rounded(.down)), 0), points.count - 2)
    return points[low] + (place - Double(low)) * (points[low + 1] - points[low])
  }

  /// The central interval of a probability.
  package func interval(_ probability: Double) -> ClosedRange<Double> {
    quantile((1 - probability) / 2)...quantile((1 + probability) / 2)
  }

  /// P(value ≤ x).
  package func probability(upTo x: Double) -> Double {
    parts.reduce(0) { $0 + $1.weight * $1.law.tails(at: x).lower }
  }

  /// P(value > x).
  package func probability(above x: Double) -> Double {
    parts.reduce(0) { $0 + $1.weight * $1.law.tails(at: x).upper }
  }

  /// ln of the density at x.
  package func logDensity(at x: Double) -> Double {
    let terms = parts.map { naturalLogarithm($0.weight) + $0.law.logDensity(at: x) }
    guard let top = terms.max(), top > -.infinity else { return -.infinity }
    return top + naturalLogarithm(terms.reduce(0) { $0 + exponential($1 - top) })
  }

  /// E|X − y| over the points.
  package func meanDistance(to y: Double) -> Double {
    points.reduce(0) { $0 + ($1 - y).magnitude } / Double(points.count)
  }

  /// E|X − X′| of two laws, over their points; O(m).
  package func meanDistance(to other: PredictiveLaw) -> Double {
    // The union of both, sorted, has half mean distance (A + B + 2C) / 8 with C the distance sought
    // and A, B those within.
    let joint = 2 * Self.halfMeanDistance(Self.merged(points, other.points))
    return 2 * joint - halfSpread - other.halfSpread
  }

  /// The continuous ranked probability score, in the unit of the scale; less is better.
  ///
  /// That of the law itself, which the fair score of draws from it estimates without bias.
  ///
  /// - Source: Gneiting and Raftery, *JASA* 102, 2007, eq. 21; Ferro, *QJRMS* 140, 2014, on fairness.
  package func crps(at y: Double) -> Double { meanDistance(to: y) - halfSpread }

  private static func merged(_ a: [Double], _ b: [Double]) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(a.count + b.count)
    var i = 0, j = 0
    while i < a.count, j < b.count {
      if a[i] <= b[j] {
        all.append(a[i])
        i += 1
      } else {
        all.append(b[j])
        j += 1
      }
    }
    return all + a[i...] + b[j...]
  }
}
