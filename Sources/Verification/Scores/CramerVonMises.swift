private import NumericKernels

/// The law of the Cramér-von Mises statistic of n uniform numbers.
///
/// - Source: Csörgő and Faraway, *JRSS B* 58, 1996: eq. 1.3 for the limit V, eq. 1.8 for
///   V(x) (1 + 1/(12n)) + ψ(x)/n, of which the sums below are the parts.
enum CramerVonMises {
  /// P(W² ≥ x), to terms of order 1/n.
  ///
  /// - Accuracy: of the approximation about 10⁻³/n² in the middle of the law, worse for n below 10.
  static func upperTail(_ x: Double, count n: Int) -> Double {
    let n = Double(n)
    if x <= 1 / (12 * n) { return 1 }
    if x >= n / 3 { return 0 }
    return min(1, max(0, 1 - limit(x) * (1 + 1 / (12 * n)) - correction(x) / n))
  }

  /// P(W² ≤ x) for n without end.
  private static func limit(_ x: Double) -> Double {
    series { k in
      let y = 4 * k + 1, q = y * y / (16 * x)
      let coefficient = exponential(logGamma(k + 0.5) - logGamma(k + 1))
      return coefficient * y.squareRoot() * exponential(-2 * q) * scaledBessel(0.25, q)
        / (.pi * (.pi * x).squareRoot())
    }
  }

  private static func correction(_ x: Double) -> Double {
    let root = 2 * x.squareRoot(), fourth = x.squareRoot().squareRoot()
    let y1 = fourth * fourth * fourth, y2 = x * fourth
    return -series { k in
      let m = 2 * k + 1
      let half = exponential(logGamma(k + 0.5) - logGamma(k + 1))
      let more = exponential(logGamma(k + 1.5) - logGamma(k + 1))
      let first = m * half * second((4 * k + 3) / root) / (9 * y1)
      let next = half * third((4 * k + 1) / root) / (72 * y2)
      let last = 2 * (m + 2) * more * third((4 * k + 5) / root) / (12 * y2)
      let pair = second((4 * k + 1) / root) + second((4 * k + 5) / root)
      return (first + next + last + 7 * m * half * pair / (144 * y1)) / .pi
    }
  }

  /// e^(−z) (y/2)^(3/2) (K₁⸝₄(z) + K₃⸝₄(z)) / √π, z = y²/4.
  private static func second(_ y: Double) -> Double {
    let z = y * y / 4, h = y / 2
    return exponential(-2 * z) * h * h.squareRoot()
      * (scaledBessel(0.25, z) + scaledBessel(0.75, z)) / Double.pi.squareRoot()
  }

  /// e^(−z) (y/2)^(5/2) (2K₁⸝₄(z) + 3K₃⸝₄(z) − K₅⸝₄(z)) / √π, z = y²/4.
  private static func third(_ y: Double) -> Double {
    let z = y * y / 4, h = y / 2
    let sum = 2 * scaledBessel(0.25, z) + 3 * scaledBessel(0.75, z) - scaledBessel(1.25, z)
    return exponential(-2 * z) * h * h * h.squareRoot() * sum / Double.pi.squareRoot()
  }

  /// The sum over k = 0, 1, … until a term no longer counts.
  private static func series(_ term: (Double) -> Double) -> Double {
    var sum = 0.0
    for k in 0..<200 {
      let next = term(Double(k))
      sum += next
      if next.magnitude <= 1e-17 * sum.magnitude { break }
    }
    return sum
  }

  /// e^x K_ν(x) = ∫₀^∞ e^(−x (cosh t − 1)) cosh(νt) dt, by the trapezoidal rule, whose error falls
  /// faster than any power of the step.
  ///
  /// - Source: DLMF 10.32.9.
  private static func scaledBessel(_ ν: Double, _ x: Double) -> Double {
    let step = 1.0 / 64
    var sum = 0.5, t = step
    while true {
      let rise = hyperbolicSine(t / 2)
      let factor = exponential(-2 * x * rise * rise)
      let next = factor * (exponential(ν * t) + exponential(-ν * t)) / 2
      sum += next
      if next < 1e-18 * sum { return sum * step }
      t += step
    }
  }
}
