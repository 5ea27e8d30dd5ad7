extension PowersOfFive {
  /// The double nearest to w · 10^q, ties to even.
  ///
  /// The product of w with 128 bits of 5^q is off by less than one unit of its low word, and for no
  /// w and q does a carry from there reach the bits that are rounded. A tie needs 5^q, or w a
  /// multiple of 5^−q, to fit into 64 bits, which they do only for −4 ≤ q ≤ 23.
  ///
  /// - Parameters:
  ///   - w: The digits as a whole number.
  ///   - q: The power of ten, any.
  /// - Returns: The magnitude; ∞ beyond the largest double, 0 below half the smallest.
  /// - Accuracy: Correctly rounded.
  /// - Source: Lemire, *Software: Practice and Experience* 51(8), 2021, §5 and §6; that nothing is
  ///   left undecided: Mushtak and Lemire, the same 53(7), 2023.
  package func nearestDouble(_ w: UInt64, powerOfTen q: Int) -> Double {
    guard w != 0, q >= Self.range.lowerBound else { return 0 }
    guard q <= Self.range.upperBound else { return .infinity }
    let zeros = w.leadingZeroBitCount
    let product = product(w &<< zeros, q)
    let upper = Int(product.high &>> 63)
    let shift = upper &+ 9
    var mantissa = product.high &>> shift
    // ⌊q log₂ 10⌋ = (217706 q) >> 16 for these q; 1023 is the bias, 63 the bits of the word.
    let exponent = (217_706 &* q) &>> 16 &+ 63 &+ 1023 &+ upper &- zeros
    guard exponent > 0 else { return subnormal(mantissa, exponent) }
    let isTie =
      product.low <= 1 && q >= -4 && q <= 23 && mantissa & 3 == 1
      && mantissa &<< shift == product.high
    if isTie { mantissa &= ~1 }
    mantissa = (mantissa &+ (mantissa & 1)) &>> 1
    // A carry out of the mantissa is one more in the exponent, and the mantissa is then zero.
    let bits = UInt64(exponent) &<< 52 &+ (mantissa &- 1 &<< 52)
    return bits >= Double.infinity.bitPattern ? .infinity : Double(bitPattern: bits)
  }

  /// The 128 highest bits of the normalised `w` times 5^q.
  @inline(__always)
  func product(_ w: UInt64, _ q: Int) -> (high: UInt64, low: UInt64) {
    let power = self[q]
    var (high, low) = w.multipliedFullWidth(by: power.high)
    // Bits beyond the 55 that are needed: if not all ones, no carry can reach the 55.
    if high & 0x1FF == 0x1FF {
      let more = w.multipliedFullWidth(by: power.low).high
      let sum = low.addingReportingOverflow(more)
      (high, low) = (high &+ (sum.overflow ? 1 : 0), sum.partialValue)
    }
    return (high, low)
  }

  func subnormal(_ mantissa: UInt64, _ exponent: Int) -> Double {
    guard exponent > -63 else { return 0 }
    let cut = mantissa &>> (1 &- exponent)
    return Double(bitPattern: (cut &+ (cut & 1)) &>> 1)
  }
}

extension PowersOfFive {
  /// The double nearest to a decimal of any length, ties to even.
  ///
  /// Nineteen digits decide almost always: if they and the number one unit above give the same
  /// double, whatever follows does not matter. Otherwise the decimal is compared with the middle
  /// between neighbouring doubles in exact integer arithmetic.
  ///
  /// - Parameters:
  ///   - digits: Values 0 to 9; the first is not 0.
  ///   - q: The power of ten of the last.
  /// - Returns: The magnitude.
  /// - Complexity: O(digits²) where 19 do not decide; digits after the 800th count only as being
  ///   there or not, since no middle between doubles has more than 767.
  func nearestDouble(digits: ArraySlice<UInt8>, powerOfTen q: Int) -> Double {
    let head = digits.prefix(19).reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
    let headPower = q + max(0, digits.count - 19)
    let low = nearestDouble(head, powerOfTen: headPower)
    if digits.count <= 19 || low == nearestDouble(head + 1, powerOfTen: headPower) { return low }
    var kept = digits.prefix(800)
    var power = q + digits.count - kept.count
    if digits.dropFirst(800).contains(where: { $0 != 0 }) {
      kept.append(1)
      power -= 1
    }
    return exact(WholeNumber(digits: kept), power, near: low)
  }

  /// Goes from `start` to the double nearest to D · 10^q.
  private func exact(_ D: WholeNumber, _ q: Int, near start: Double) -> Double {
    var value = min(start, .greatestFiniteMagnitude)
    while isBeyondMiddle(D, q, above: value) {
      guard value < .greatestFiniteMagnitude else { return .infinity }
      value = value.nextUp
    }
    while value > 0, !isBeyondMiddle(D, q, above: value.nextDown) { value = value.nextDown }
    return value
  }

  /// Whether D · 10^q rounds to a double above `value`: it is greater than the middle between
  /// `value` and the next, or equal to it and the next is even.
  private func isBeyondMiddle(_ D: WholeNumber, _ q: Int, above value: Double) -> Bool {
    let field = Int(value.exponentBitPattern), isNormal = field > 0
    let significand = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
    // The middle is (2 m + 1) · 2^(e − 1).
    let exponent = max(field, 1) - 1075 - 1
    var left = D, right = WholeNumber(2 * significand + 1)
    if q >= 0 { left.multiply(byPowerOfFive: q) } else { right.multiply(byPowerOfFive: -q) }
    let shift = q - exponent
    if shift >= 0 { left.shiftLeft(shift) } else { right.shiftLeft(-shift) }
    return significand & 1 == 1 ? left >= right : left > right
  }
}
