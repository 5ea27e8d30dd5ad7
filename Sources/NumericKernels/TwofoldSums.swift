private import CLanes

/// Numbers with twice the precision: each the sum of a double and of what its rounding left out.
package struct Twofold: Sendable, Equatable {
  /// The numbers as doubles.
  package private(set) var high: [Double]
  /// Less than a unit in the last place of the numbers.
  package private(set) var low: [Double]

  package init(_ numbers: [Double]) {
    (high, low) = (numbers, Array(repeating: 0, count: numbers.count))
  }

  /// Zeros.
  package init(_ count: Int) { self.init(Array(repeating: 0, count: count)) }

  package var negated: Twofold {
    var negative = self
    for place in high.indices {
      negative.high[place].negate()
      negative.low[place].negate()
    }
    return negative
  }

  /// Adds a number in twice the precision.
  package mutating func add(_ value: Double, _ rest: Double = 0, at place: Int) {
    let (sum, error) = exactSum(high[place], value)
    let small = low[place] + (error + rest)
    high[place] = sum + small
    low[place] = small - (high[place] - sum)
  }

  /// Adds other numbers, place by place.
  package mutating func add(_ other: Twofold) {
    for place in high.indices { add(other.high[place], other.low[place], at: place) }
  }

  /// The numbers times others, place by place, with what rounding leaves out.
  package func times(_ others: ArraySlice<Double>) -> Twofold {
    precondition(others.count == high.count, "\(others.count) factors for \(high.count) numbers")
    var products = self
    for (place, factor) in zip(high.indices, others) {
      let product = high[place] * factor
      products.low[place] = (-product).addingProduct(high[place], factor)
        .addingProduct(low[place], factor)
      products.high[place] = product
    }
    return products
  }
}

/// a + b and its rounding error, exactly: a + b = sum + error.
///
/// - Source: Knuth, *The Art of Computer Programming* 2, 3rd ed., §4.2.2, theorem B.
@inline(__always)
private func exactSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
  let sum = a + b, part = sum - a
  return (sum, (a - (sum - part)) + (b - part))
}

/// Eight running sums in twice the precision.
private struct TwofoldLanes {
  var high = SIMD8<Double>.zero
  var low = SIMD8<Double>.zero

  /// Adds x · y, of which `rest` is part of y.
  @inline(__always)
  mutating func add(_ x: SIMD8<Double>, _ y: SIMD8<Double>, rest: SIMD8<Double>) {
    let product = x * y
    let sum = high + product, part = sum - high
    let error = (high - (sum - part)) + (product - part)
    high = sum
    low = reach_fused(x, rest, (low + error) + reach_fused(x, y, -product))
  }

  /// The lanes added up in their order.
  func add(to sums: inout Twofold, at place: Int) {
    for lane in 0..<8 { sums.add(high[lane], low[lane], at: place) }
  }
}

/// Replaces f by f + rest − Xb, formed in twice the precision and rounded once.
///
/// - Parameters:
///   - f: As many numbers as `rows`.
///   - rest: What the rounding of f left out, as many.
///   - X: Element (i, j) at i + j · `stride`.
///   - stride: From one column of X to the next.
///   - rows: Of X.
///   - b: A number for each column of X.
/// - Accuracy: |error| ≤ 2⁻⁵³ |f − Xb| + γ² (|f| + |X||b|) with γ = 2(k + 2) · 2⁻⁵³.
/// - Source: Ogita, Rump and Oishi, *SIAM Journal on Scientific Computing* 26(6), 2005,
///   algorithm 5.3 (Dot2).
package func subtractProduct(
  from f: inout MutableSpan<Double>, rest: Span<Double>, _ X: Span<Double>, stride: Int,
  rows: Range<Int>, _ b: Twofold
) {
  precondition(f.count == rows.count && rest.count == f.count, "\(f.count) of \(rows.count) rows")
  let columns = b.high.count, high = b.high.span, low = b.low.span
  let whole = rows.count & ~7
  for i in Swift.stride(from: 0, to: whole, by: 8) {
    var sum = TwofoldLanes(high: SIMD8(f.span, at: i), low: SIMD8(rest, at: i))
    for j in 0..<columns {
      sum.add(
        SIMD8(X, at: rows.lowerBound &+ i &+ j &* stride), SIMD8(repeating: -high[j]),
        rest: SIMD8(repeating: -low[j]))
    }
    (sum.high + sum.low).store(into: &f, at: i)
  }
  for i in whole..<rows.count {
    var sum = Twofold([f[i]])
    sum.add(0, rest[i], at: 0)
    for j in 0..<columns {
      let x = X[rows.lowerBound + i + j * stride], product = -x * high[j]
      sum.add(
        product, (-product).addingProduct(-x, high[j]).addingProduct(-x, low[j]), at: 0)
    }
    f[i] = sum.high[0] + sum.low[0]
  }
}

/// Adds Xᵀu to sums in twice the precision.
///
/// - Parameters:
///   - sums: A number for each column of X.
///   - X: Element (i, j) at i + j · `stride`.
///   - stride: From one column of X to the next.
///   - rows: Of X.
///   - u: As many numbers as `rows`.
///   - rest: What the rounding of u left out, as many.
/// - Accuracy: As that of ``subtractProduct(from:rest:_:stride:rows:_:)``, with the number of rows.
package func addProduct(
  to sums: inout Twofold, _ X: Span<Double>, stride: Int, rows: Range<Int>, _ u: Span<Double>,
  rest: Span<Double>
) {
  precondition(u.count == rows.count && rest.count == rows.count, "\(u.count) of \(rows.count)")
  let columns = sums.high.count, whole = rows.count & ~7
  var j = 0
  while j < columns {
    // Four columns read u once, and their sums need not wait for each other.
    let start = rows.lowerBound &+ j &* stride
    if j + 4 <= columns {
      var a = TwofoldLanes(), b = a, c = a, d = a
      for i in Swift.stride(from: 0, to: whole, by: 8) {
        let y = SIMD8(u, at: i), small = SIMD8(rest, at: i), place = start &+ i
        a.add(SIMD8(X, at: place), y, rest: small)
        b.add(SIMD8(X, at: place &+ stride), y, rest: small)
        c.add(SIMD8(X, at: place &+ 2 &* stride), y, rest: small)
        d.add(SIMD8(X, at: place &+ 3 &* stride), y, rest: small)
      }
      a.add(to: &sums, at: j)
      b.add(to: &sums, at: j + 1)
      c.add(to: &sums, at: j + 2)
      d.add(to: &sums, at: j + 3)
      j += 4
    } else {
      var a = TwofoldLanes()
      for i in Swift.stride(from: 0, to: whole, by: 8) {
        a.add(SIMD8(X, at: start &+ i), SIMD8(u, at: i), rest: SIMD8(rest, at: i))
      }
      a.add(to: &sums, at: j)
      j += 1
    }
  }
  for i in whole..<rows.count {
    for j in 0..<columns {
      let x = X[rows.lowerBound + i + j * stride], product = x * u[i]
      sums.add(product, (-product).addingProduct(x, u[i]).addingProduct(x, rest[i]), at: j)
    }
  }
}

/// Σ uᵢvᵢ in twice the precision, rounded once.
package func twofoldDot(_ u: Twofold, _ v: [Double]) -> Double {
  var sum = Twofold([0])
  addProduct(
    to: &sum, v.span, stride: v.count, rows: 0..<v.count, u.high.span, rest: u.low.span)
  return sum.high[0]
}
