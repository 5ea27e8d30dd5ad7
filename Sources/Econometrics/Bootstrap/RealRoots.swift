/// The places where a polynomial of degree at most four changes sign, ascending.
struct RealRoots {
  private(set) var values: InlineArray<4, Double> = [0, 0, 0, 0]
  private(set) var count = 0

  /// - Parameters:
  ///   - c: c₀ + c₁x + ... + c₄x⁴.
  ///   - degree: Of the highest coefficient that is not zero.
  init(_ c: InlineArray<5, Double>, degree: Int) {
    guard degree > 0 else { return }
    switch degree {
    case 1: append(-c[0] / c[1])
    case 2: appendQuadratic(c[0], c[1], c[2])
    default: appendBetweenTurns(c, degree)
    }
  }

  private mutating func appendBetweenTurns(_ c: InlineArray<5, Double>, _ degree: Int) {
    var slope: InlineArray<5, Double> = [0, 0, 0, 0, 0]
    for power in 1...degree { slope[power - 1] = Double(power) * c[power] }
    let turns = RealRoots(slope, degree: degree - 1)
    // Between the turning points the polynomial is monotone: at most one root in each stretch.
    let top = c[degree] > 0
    let bottom = degree % 2 == 0 ? top : !top
    var start = 0.0, startIsPositive = bottom
    for place in 0...turns.count {
      let isLast = place == turns.count
      let end = isLast ? 0 : turns.values[place]
      let endIsPositive = isLast ? top : Self.value(c, degree, at: end) > 0
      if startIsPositive != endIsPositive {
        var low = start, high = end
        if place == 0 { low = Self.outside(c, degree, from: isLast ? 0 : end, step: -1, bottom) }
        if isLast { high = Self.outside(c, degree, from: place == 0 ? 0 : start, step: 1, top) }
        append(Self.root(c, degree, low, high, lowIsPositive: startIsPositive))
      }
      (start, startIsPositive) = (end, endIsPositive)
    }
  }

  /// Adds a place in order.
  mutating func insert(_ place: Double) {
    guard count < 4 else { return }
    var spot = count
    while spot > 0, values[spot - 1] > place {
      values[spot] = values[spot - 1]
      spot -= 1
    }
    values[spot] = place
    count += 1
  }

  private mutating func append(_ root: Double) {
    guard count < 4 else { return }
    values[count] = root
    count += 1
  }

  /// Without cancellation: the root with the larger magnitude first.
  private mutating func appendQuadratic(_ a: Double, _ b: Double, _ c: Double) {
    let discriminant = b * b - 4 * a * c
    guard discriminant > 0 else { return }
    let sum = -(b + (b < 0 ? -1 : 1) * discriminant.squareRoot()) / 2
    let first = sum / c, second = sum == 0 ? first : a / sum
    append(min(first, second))
    append(max(first, second))
  }

  private static func value(_ c: InlineArray<5, Double>, _ degree: Int, at x: Double) -> Double {
    var sum = c[degree]
    for power in stride(from: degree - 1, through: 0, by: -1) { sum = sum * x + c[power] }
    return sum
  }

  /// A point so far out that the sign is that of infinity.
  private static func outside(
    _ c: InlineArray<5, Double>, _ degree: Int, from start: Double, step: Double,
    _ isPositive: Bool
  ) -> Double {
    var distance = step * (1 + start.magnitude)
    while (value(c, degree, at: start + distance) > 0) != isPositive, distance.magnitude < 1e150 {
      distance *= 2
    }
    return start + distance
  }

  /// Newton's steps kept inside a bracket, halved where they leave it.
  private static func root(
    _ c: InlineArray<5, Double>, _ degree: Int, _ low: Double, _ high: Double,
    lowIsPositive: Bool
  ) -> Double {
    var (a, b) = (low, high)
    var x = a + (b - a) / 2
    for _ in 0..<200 {
      var f = c[degree], slope = 0.0
      for power in stride(from: degree - 1, through: 0, by: -1) {
        slope = slope * x + f
        f = f * x + c[power]
      }
      if f == 0 { return x }
      if (f > 0) == lowIsPositive { a = x } else { b = x }
      var next = x - f / slope
      if !(next > a && next < b) { next = a + (b - a) / 2 }
      if (next - x).magnitude <= 1e-15 * x.magnitude || next == a || next == b { return next }
      x = next
    }
    return x
  }
}
