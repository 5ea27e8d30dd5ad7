private import CLanes

/// Numbers with twice the precision: each the sum of a double and of what its rounding left out.
package struct Twofold: Sendable, Equatable {
  /// The numbers as doubles.
  package private(set) var high: [Double]
  /// Less than a unit in the last place of the numbers.
  package private(set) var low: [Double]

  package init(_ numbers: some Sequence<Double>) {
    high = Array(numbers)
    low = Array(repeating: 0, count: high.count)
  }

  private init(high: [Double], low: [Double]) { (self.high, self.low) = (high, low) }

  /// Zeros.
  package init(zeros count: Int) { self.init(Array(repeating: 0, count: count)) }

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

  /// Subtracts Xb; there are as many numbers as `rows`.
  ///
  /// - Parameters:
  ///   - X: Element (i, j) at i + j · `stride`.
  ///   - stride: From one column of X to the next.
  ///   - rows: Of X.
  ///   - b: A number for each column of X.
  /// - Accuracy: |error| ≤ 2⁻⁵³ |f − Xb| + γ² (|f| + |X||b|) with γ = 2(k + 2) · 2⁻⁵³, in the high parts
  ///   alone.
  /// - Source: Ogita, Rump and Oishi, *SIAM Journal on Scientific Computing* 26(6), 2005,
  ///   algorithm 5.3 (Dot2).
  package mutating func subtractProduct(
    _ X: Span<Double>, stride: Int, rows: Range<Int>, _ b: Twofold
  ) {
    // Taken out and put back: a struct hands out one of its parts at a time.
    var large = high, small = low
    (high, low) = ([], [])
    var f = large.mutableSpan, rest = small.mutableSpan
    subtract(from: &f, rest: &rest, X, stride: stride, rows: rows, b)
    (high, low) = (large, small)
  }

  /// The numbers times others, place by place, with what rounding leaves out.
  package func times(_ others: ArraySlice<Double>) -> Twofold {
    precondition(others.count == high.count, "\(others.count) factors for \(high.count) numbers")
    var products = high, rests = low
    var above = products.mutableSpan, below = rests.mutableSpan
    let factors = others.span, whole = factors.count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      let x = SIMD8(above.span, at: i), y = SIMD8(factors, at: i), product = x * y
      product.store(into: &above, at: i)
      reach_fused(SIMD8(below.span, at: i), y, reach_fused(x, y, -product))
        .store(into: &below, at: i)
    }
    for i in whole..<factors.count {
      let x = above[i], product = x * factors[i]
      above[i] = product
      below[i] = (-product).addingProduct(x, factors[i]).addingProduct(below[i], factors[i])
    }
    return Twofold(high: products, low: rests)
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

/// ``Twofold/subtractProduct(_:stride:rows:_:)`` on the numbers' parts.
private func subtract(
  from f: inout MutableSpan<Double>, rest: inout MutableSpan<Double>, _ X: Span<Double>,
  stride: Int, rows: Range<Int>, _ b: Twofold
) {
  precondition(f.count == rows.count && rest.count == f.count, "\(f.count) of \(rows.count) rows")
  let columns = b.high.count
  // 512 rows: a page of every column in turn, while 8 KiB of sums stay in the first-level cache.
  for first in Swift.stride(from: 0, to: rows.count, by: 512) {
    let tile = first..<min(first + 512, rows.count)
    for j in Swift.stride(from: 0, to: columns & ~1, by: 2) {
      subtractTwo(from: &f, &rest, tile, X, at: rows.lowerBound + j * stride, stride, b, j)
    }
    if columns & 1 == 1 {
      let j = columns - 1
      subtractOne(
        from: &f, &rest, tile, X, at: rows.lowerBound + j * stride, b.high[j], b.low[j])
    }
  }
  for i in 0..<rows.count {
    let sum = f[i] + rest[i]
    rest[i] -= sum - f[i]
    f[i] = sum
  }
}

/// Two columns, so that sums are read and written half as often.
@inline(__always)
private func subtractTwo(
  from f: inout MutableSpan<Double>, _ rest: inout MutableSpan<Double>, _ tile: Range<Int>,
  _ X: Span<Double>, at start: Int, _ stride: Int, _ b: Twofold, _ j: Int
) {
  let end = tile.lowerBound + tile.count & ~7
  let high0 = SIMD8(repeating: -b.high[j]), high1 = SIMD8(repeating: -b.high[j + 1])
  let low0 = SIMD8(repeating: -b.low[j]), low1 = SIMD8(repeating: -b.low[j + 1])
  for i in Swift.stride(from: tile.lowerBound, to: end, by: 8) {
    var sum = TwofoldLanes(high: SIMD8(f.span, at: i), low: SIMD8(rest.span, at: i))
    sum.add(SIMD8(X, at: start &+ i), high0, rest: low0)
    sum.add(SIMD8(X, at: start &+ i &+ stride), high1, rest: low1)
    sum.high.store(into: &f, at: i)
    sum.low.store(into: &rest, at: i)
  }
  guard end < tile.upperBound else { return }
  let tail = end..<tile.upperBound
  subtractTail(from: &f, &rest, tail, X, at: start, b.high[j], b.low[j])
  subtractTail(from: &f, &rest, tail, X, at: start + stride, b.high[j + 1], b.low[j + 1])
}

private func subtractOne(
  from f: inout MutableSpan<Double>, _ rest: inout MutableSpan<Double>, _ tile: Range<Int>,
  _ X: Span<Double>, at start: Int, _ high: Double, _ low: Double
) {
  let end = tile.lowerBound + tile.count & ~7
  for i in Swift.stride(from: tile.lowerBound, to: end, by: 8) {
    var sum = TwofoldLanes(high: SIMD8(f.span, at: i), low: SIMD8(rest.span, at: i))
    sum.add(SIMD8(X, at: start &+ i), SIMD8(repeating: -high), rest: SIMD8(repeating: -low))
    sum.high.store(into: &f, at: i)
    sum.low.store(into: &rest, at: i)
  }
  subtractTail(from: &f, &rest, end..<tile.upperBound, X, at: start, high, low)
}

/// The rows that fill no vector.
private func subtractTail(
  from f: inout MutableSpan<Double>, _ rest: inout MutableSpan<Double>, _ tail: Range<Int>,
  _ X: Span<Double>, at start: Int, _ high: Double, _ low: Double
) {
  for i in tail {
    let x = X[start + i], product = -x * high
    let (sum, error) = exactSum(f[i], product)
    rest[i] =
      (rest[i] + error) + (-product).addingProduct(-x, high).addingProduct(-x, low)
    f[i] = sum
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
/// - Accuracy: As that of ``Twofold/subtractProduct(_:stride:rows:_:)``, with the number of rows.
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
