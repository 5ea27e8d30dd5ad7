import LinearAlgebra
private import NumericKernels

/// The negative binomial log likelihood as a function of α, means held.
struct DispersionLikelihood {
  let y: [Double]
  let prior: [Double]?
  let means: [Double]
  let tail: CountTail

  init(y: [Double], prior: [Double]?, eta: [Double], tail: CountTail) {
    (self.y, self.prior, self.tail) = (y, prior, tail)
    means = eta.map { exponential(bounded($0)) }
  }

  /// Half of Σ ω((y − μ)² − y): the slope at α = 0.
  var slopeAtZero: Double {
    total { y, mean in ((y - mean) * (y - mean) - y) / 2 }
  }

  /// Σ ω((y − μ)² − μ) / Σ ωμ²: a start.
  var moment: Double {
    total { ($0 - $1) * ($0 - $1) - $1 } / total { $1 * $1 }
  }

  func slope(_ alpha: Double) -> Double {
    tail.slopes(alpha: alpha) + total { slopePart($0, $1, alpha) }
  }

  /// The second derivative.
  func bend(_ alpha: Double) -> Double {
    let rest = total { y, mean in
      let x = alpha * mean, ratio = mean / (1 + x)
      return mean * mean * mean * cubicRemainder(x) + y * ratio * ratio
    }
    return rest - tail.squares(alpha: alpha)
  }

  /// The slope's part of every row.
  func rowSlopes(_ alpha: Double) -> [Double] {
    let sums = CountTail.rowSlopes(y, alpha: alpha)
    return y.indices.map {
      (prior?[$0] ?? 1) * (sums[$0] + slopePart(y[$0], means[$0], alpha))
    }
  }

  /// The α of the greatest likelihood, by Newton's method in ln α.
  ///
  /// - Returns: nil when α tends to 0.
  func maximiser(from start: Double) throws(EstimationError) -> Double? {
    var logarithm = naturalLogarithm(start), last = Double.infinity
    let least = 1e-12 / max(means.max() ?? 1, 1)
    for _ in 0..<200 {
      let alpha = exponential(logarithm)
      if alpha < least { return nil }
      let g = alpha * slope(alpha)
      let h = alpha * alpha * bend(alpha) + g
      // Where it is not concave, a step of one in the direction of the slope.
      let asked = h < 0 ? -g / h : (g > 0 ? 1 : -1)
      let move = min(max(asked, -1.5), 1.5)
      logarithm += move
      let size = move.magnitude
      if size <= 1e-13 || (size <= 1e-9 && size > 0.1 * last) { return exponential(logarithm) }
      last = size
    }
    throw .notConverged(what: "negative binomial α", steps: 200)
  }

  private func total(_ term: (Double, Double) -> Double) -> Double {
    var sum = 0.0
    for i in y.indices { sum += (prior?[i] ?? 1) * term(y[i], means[i]) }
    return sum
  }
}

/// (ln(1 + x) − x/(1 + x)) μ²/x² − yμ/(1 + x).
private func slopePart(_ y: Double, _ mean: Double, _ alpha: Double) -> Double {
  let x = alpha * mean
  return mean * mean * squareRemainder(x) - y * mean / (1 + x)
}

/// (ln(1 + x) − x/(1 + x)) / x² for x > 0: Σ (−1)ⁿ (1 − 1/n) xⁿ⁻² from n = 2.
private func squareRemainder(_ x: Double) -> Double {
  guard x < 0.1 else { return (logarithmOfOnePlus(x) - x / (1 + x)) / (x * x) }
  return alternatingSeries(x, from: 2) { 1 - 1 / $0 }
}

/// (−2 ln(1 + x) + 2x/(1 + x) + x²/(1 + x)²) / x³: Σ (−1)ⁿ (2/n + n − 3) xⁿ⁻³ from n = 3.
private func cubicRemainder(_ x: Double) -> Double {
  guard x < 0.1 else {
    let share = x / (1 + x)
    return (2 * (share - logarithmOfOnePlus(x)) + share * share) / (x * x * x)
  }
  return alternatingSeries(x, from: 3) { 2 / $0 + $0 - 3 }
}

/// Twenty terms: 0.1²⁰ is far below a rounding.
private func alternatingSeries(
  _ x: Double, from first: Int, _ coefficient: (Double) -> Double
) -> Double {
  var sum = 0.0
  for n in (first..<first + 20).reversed() {
    sum = sum * x + (n.isMultiple(of: 2) ? 1 : -1) * coefficient(Double(n))
  }
  return sum
}
