/// xⁿ for a whole n, rounded once.
///
/// A polynomial's columns are the powers of one variable. Rounded once, they are as good as
/// doubles can be: every further rounding is multiplied by the condition of the design.
///
/// Powers up to 64 are first formed in twice the precision. Where what that leaves open might change
/// the rounding (about one number in 2⁴⁰), they are formed again as a whole number of any length.
/// The others take squares in twice the precision.
///
/// - Parameters:
///   - x: Any number; infinities, zeros and NaN give what IEEE 754's `pown` does.
///   - n: Any whole number.
/// - Returns: The double nearest to xⁿ, ties to even; an infinity beyond the largest.
/// - Accuracy: Half a unit in the last place for −1 ≤ n ≤ 64, for subnormal results as well. For
///   other n what is rounded is within 4|n| · 2⁻¹⁰⁴ of xⁿ, and a subnormal result is rounded twice.
/// - Complexity: O(n) up to 64, O(log |n|) else.
package func integerPower(_ x: Double, _ n: Int) -> Double {
  switch n {
  case 0: return 1
  case 1: return x
  case 2: return x * x
  case -1: return 1 / x
  default: break
  }
  guard x.isFinite, x != 0 else { return powerAtLimit(x, n) }
  let size =
    0...64 ~= n
    ? roundedInTwofold(x.magnitude, n) ?? roundedExactly(x.magnitude, n)
    : ScaledPair(x.magnitude).power(n).rounded
  return x < 0 && n & 1 == 1 ? -size : size
}

/// The power of a zero, an infinity or NaN; n is not 0.
private func powerAtLimit(_ x: Double, _ n: Int) -> Double {
  guard !x.isNaN else { return x }
  let isNegative = x.sign == .minus && n & 1 == 1
  let size: Double = (x == 0) == (n > 0) ? 0 : .infinity
  return isNegative ? -size : size
}

/// What the rounding of xⁿ left out: xⁿ − ``integerPower(_:_:)``.
///
/// - Parameters:
///   - x: A finite number.
///   - n: Any whole number.
/// - Returns: Less than half a unit in the last place of xⁿ; 0 where xⁿ is beyond 2¹⁰⁰⁰ or
///   below 2⁻⁹⁰⁰, and for n outside 0...64.
/// - Accuracy: Within n · 2⁻¹⁰⁴ of xⁿ.
package func integerPowerRest(_ x: Double, _ n: Int) -> Double {
  guard n > 1, n <= 64, let (high, low) = twofoldPower(x.magnitude, n) else { return 0 }
  let rest = (high - integerPower(x.magnitude, n)) + low
  return x < 0 && n & 1 == 1 ? -rest : rest
}

/// The power by products in twice the precision; nil where that does not settle the rounding.
private func roundedInTwofold(_ x: Double, _ n: Int) -> Double? {
  guard let (high, low) = twofoldPower(x, n) else { return nil }
  // Each step errs by less than 4 · 2⁻¹⁰⁶ of the power (Joldes, Muller and Popescu 2017, §4).
  let open = high * Double(n) * 0x1p-104
  let down = high + (low - open), up = high + (low + open)
  return down == up ? down : nil
}

/// xⁿ as high + low for x > 0 and n > 0; nil where that overflows or loses bits to underflow.
private func twofoldPower(_ x: Double, _ n: Int) -> (high: Double, low: Double)? {
  var high = x, low = 0.0
  for _ in 1..<n {
    let product = high * x
    low = (-product).addingProduct(high, x) + low * x
    high = product + low
    low += product - high
  }
  // Products of this size lose nothing to underflow or overflow on the way: powers are monotone.
  return high > 0x1p-900 && high < 0x1p1000 ? (high, low) : nil
}

/// The power as a whole number times a power of two, rounded once.
private func roundedExactly(_ x: Double, _ n: Int) -> Double {
  // x = m · 2ᵉ with m odd, whatever its size.
  let scaled = x.significand * 0x1p52
  let shift = UInt64(scaled).trailingZeroBitCount
  let m = UInt64(scaled) >> UInt64(shift)
  let exponent = n * (Int(x.exponent) - 52 + shift)
  var limbs: [UInt64] = [m]
  for _ in 1..<n { multiply(&limbs, by: m) }
  return rounded(limbs, exponent: exponent)
}

/// Multiplies a whole number, its lowest 64 bits first.
private func multiply(_ limbs: inout [UInt64], by m: UInt64) {
  var carry: UInt64 = 0
  for place in limbs.indices {
    let product = limbs[place].multipliedFullWidth(by: m)
    let sum = product.low.addingReportingOverflow(carry)
    limbs[place] = sum.partialValue
    carry = product.high + (sum.overflow ? 1 : 0)
  }
  if carry > 0 { limbs.append(carry) }
}

/// A whole number times 2ᵉ as the nearest double, ties to even.
private func rounded(_ limbs: [UInt64], exponent: Int) -> Double {
  let top = limbs.count - 1, lead = limbs[top].leadingZeroBitCount
  // The 64 leading bits, and whether any bit below them is set.
  var leading = limbs[top] << UInt64(lead)
  var isMore = limbs.dropLast(2).contains { $0 != 0 }
  if top > 0 {
    if lead > 0 { leading |= limbs[top - 1] >> UInt64(64 - lead) }
    isMore = isMore || limbs[top - 1] << UInt64(lead) != 0
  }
  let scale = exponent + 64 * limbs.count - lead  // The number is below 2^scale.
  if scale > 1025 { return .infinity }
  let kept = min(53, scale + 1074)  // A subnormal number keeps fewer bits.
  if kept < 0 { return 0 }
  var q = kept == 0 ? 0 : leading >> UInt64(64 - kept)
  let rest = leading << UInt64(kept)
  let half: UInt64 = 1 << 63
  if rest > half || rest == half && (isMore || q & 1 == 1) { q += 1 }
  return Double(sign: .plus, exponent: scale - kept, significand: Double(q))
}
