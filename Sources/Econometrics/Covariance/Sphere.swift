/// Places on a sphere of the Earth's mean radius, as points of the unit sphere.
struct Sphere: Sendable {
  /// Kilometres.
  static let radius = 6_371.0

  let x: [Double]
  let y: [Double]
  let z: [Double]

  /// Points from degrees.
  init(latitudes: [Double], longitudes: [Double]) {
    let north = latitudes.map(sineAndCosine)
    let east = longitudes.map(sineAndCosine)
    x = zip(north, east).map { $0.cosine * $1.cosine }
    y = zip(north, east).map { $0.cosine * $1.sine }
    z = north.map(\.sine)
  }

  /// The length of the straight line between two points, in radii.
  func chord(_ i: Int, _ j: Int) -> Double {
    let (a, b, c) = (x[i] - x[j], y[i] - y[j], z[i] - z[j])
    return (a * a + b * b + c * c).squareRoot()
  }

  /// The way over the surface of a chord, in kilometres: 2R arcsin(chord/2).
  static func distance(chord: Double) -> Double {
    2 * radius * arcsine(min(chord / 2, 1))
  }
}

/// The sine and cosine of an angle in degrees, reduced exactly to at most 45°.
///
/// - Accuracy: some units of the last place.
private func sineAndCosine(_ degrees: Double) -> (sine: Double, cosine: Double) {
  let quarters = (degrees / 90).rounded()
  let rest = (degrees - 90 * quarters) * (Double.pi / 180)
  let (s, c) = series(rest)
  switch Int(quarters) & 3 {
  case 0: return (s, c)
  case 1: return (c, -s)
  case 2: return (-s, -c)
  default: return (-c, s)
  }
}

/// Taylor's series at |a| ≤ π/4, where the term of a²⁰ is below 1e-20.
private func series(_ a: Double) -> (sine: Double, cosine: Double) {
  let square = a * a
  var sine = 0.0, cosine = 0.0
  for n in stride(from: 9, through: 1, by: -1) {
    let even = Double(2 * n)
    sine = (1 - sine) * square / (even * (even + 1))
    cosine = (1 - cosine) * square / (even * (even - 1))
  }
  return (a * (1 - sine), 1 - cosine)
}

/// arcsin for 0 ≤ s ≤ 1, by Newton's method on the sine.
///
/// - Accuracy: some units of the last place.
private func arcsine(_ s: Double) -> Double {
  // Beyond 45° the half of the complement is well conditioned.
  if s > 0.7 { return .pi / 2 - 2 * arcsine(((1 - s) / 2).squareRoot()) }
  var a = s * (1 + s * s / 6)
  for _ in 0..<4 {
    let (sine, cosine) = series(a)
    a -= (sine - s) / cosine
  }
  return a
}
