/// xᵏ for a whole k, rounded once at the end.
///
/// Repeated multiplication rounds k − 1 times, which the columns of a polynomial of degree 10 do not
/// forgive: NIST's Filip keeps seven digits only where its powers are right to the last bit. Here
/// the product is carried in two doubles, about 105 bits, and its exponent apart, so that it can
/// neither overflow nor lose bits on the way.
///
/// - Returns: 1 for k = 0; 0 and infinities as IEEE 754's `pown` has them.
/// - Accuracy: the error before the last rounding is below 4k · 2⁻¹⁰⁴ relative, so that the nearest
///   double is returned unless xᵏ lies that close to the middle of two. Results below 2⁻¹⁰²² are
///   rounded once more.
/// - Complexity: O(log |k|).
/// - Source: Dekker, *Numerische Mathematik* 18, 1971, for products of two doubles.
package func wholePower(_ x: Double, _ k: Int) -> Double {
  switch k {
  case 0: return 1
  case 1: return x
  case 2: return x * x
  default: break
  }
  guard x.isFinite, x != 0 else { return powerAtLimit(x, k) }
  let base = ScaledPair(high: x.significand, low: 0, exponent: Int(x.exponent))
  var power = base
  let bits = k.magnitude
  for bit in stride(from: UInt.bitWidth - bits.leadingZeroBitCount - 2, through: 0, by: -1) {
    power = power * power
    if bits & (1 << UInt(bit)) != 0 { power = power * base }
  }
  if k < 0 { power = power.reciprocal }
  return power.rounded(isNegative: x < 0 && bits & 1 == 1)
}

/// The power of a zero, an infinity or NaN; k is not 0.
private func powerAtLimit(_ x: Double, _ k: Int) -> Double {
  guard !x.isNaN else { return x }
  let isNegative = x.sign == .minus && k & 1 == 1
  let size: Double = (x == 0) == (k > 0) ? 0 : .infinity
  return isNegative ? -size : size
}

/// The number (high + low) · 2^exponent with 1 ≤ high < 2 and |low| ≤ 2⁻⁵³.
private struct ScaledPair {
  var high: Double
  var low: Double
  var exponent: Int

  static func * (a: ScaledPair, b: ScaledPair) -> ScaledPair {
    let product = a.high * b.high
    // The exact rounding error of the product, then the cross terms.
    var error = (-product).addingProduct(a.high, b.high)
    error += a.high * b.low + a.low * b.high
    return ScaledPair(product, error, exponent: a.exponent + b.exponent)
  }

  var reciprocal: ScaledPair {
    let quotient = 1 / high
    let rest = 1.0.addingProduct(-quotient, high) - quotient * low
    return ScaledPair(quotient, rest / high, exponent: -exponent)
  }

  /// The sum of two parts, the second much the smaller, brought into the form.
  init(_ large: Double, _ small: Double, exponent: Int) {
    let sum = large + small
    let rest = small - (sum - large)
    let shift = Int(sum.exponent)
    let scale = Double(sign: .plus, exponent: -shift, significand: 1)
    (high, low, self.exponent) = (sum * scale, rest * scale, exponent + shift)
  }

  init(high: Double, low: Double, exponent: Int) {
    (self.high, self.low, self.exponent) = (high, low, exponent)
  }

  func rounded(isNegative: Bool) -> Double {
    // Beyond ±5000 the result is infinite or 0 whatever the digits are.
    let bounded = max(-5000, min(5000, exponent))
    let size = Double(sign: .plus, exponent: bounded, significand: high)
    return isNegative ? -size : size
  }
}
