private import NumericKernels

/// Sweeps over rows: sums by group, and what groups and levels take out of a column.
///
/// Functions of spans: an array in a loop would be asked at every element whether it is shared.

/// Adds the (weighted) numbers of each group to its sum.
func addGroupSums(
  _ x: Span<Double>, weights: Span<Double>?, codes: Span<Int32>, to sums: inout MutableSpan<Double>
) {
  if let weights {
    for i in x.indices { sums[Int(codes[i])] += weights[i] * x[i] }
  } else {
    for i in x.indices { sums[Int(codes[i])] += x[i] }
  }
}

/// Takes its group's mean out of each number, and adds what is left, weighted, to the sums of its
/// levels.
///
/// There are `width` levels for each row.
///
/// - Returns: The (weighted) sum of squares of what is left.
func subtractMeans(
  _ means: Span<Double>, codes: Span<Int32>, from x: inout MutableSpan<Double>,
  weights: Span<Double>?, levels: Span<Int32>, width: Int, sums: inout MutableSpan<Double>
) -> Double {
  switch width {
  case 1:
    subtractMeans(
      means, codes, &x, weights, fixedWidth: 1, levels: levels, sums: &sums)
  case 2:
    subtractMeans(
      means, codes, &x, weights, fixedWidth: 2, levels: levels, sums: &sums)
  default:
    subtractMeans(
      means, codes, &x, weights, fixedWidth: width, levels: levels, sums: &sums)
  }
}

/// The same; a width that the compiler knows unrolls the inner loop.
@inline(__always)
private func subtractMeans(
  _ means: Span<Double>, _ codes: Span<Int32>, _ x: inout MutableSpan<Double>,
  _ weights: Span<Double>?, fixedWidth width: Int, levels: Span<Int32>,
  sums: inout MutableSpan<Double>
) -> Double {
  var total = 0.0
  if let weights {
    for i in x.indices {
      let rest = x[i] - means[Int(codes[i])], weighted = weights[i] * rest
      x[i] = rest
      total += weighted * rest
      for f in 0..<width { sums[Int(levels[i * width + f])] += weighted }
    }
  } else {
    for i in x.indices {
      let rest = x[i] - means[Int(codes[i])]
      x[i] = rest
      total += rest * rest
      for f in 0..<width { sums[Int(levels[i * width + f])] += rest }
    }
  }
  return total
}

/// Takes its levels' effects out of each number.
func subtractEffects(
  _ effects: Span<Double>, levels: Span<Int32>, width: Int, from x: inout MutableSpan<Double>
) {
  switch width {
  case 1: for i in x.indices { x[i] -= effects[Int(levels[i])] }
  case 2:
    for i in x.indices {
      x[i] -= effects[Int(levels[2 * i])] + effects[Int(levels[2 * i + 1])]
    }
  default:
    for i in x.indices {
      var sum = 0.0
      for f in 0..<width { sum += effects[Int(levels[i * width + f])] }
      x[i] -= sum
    }
  }
}

/// What one pass over a column tells.
struct ColumnSize {
  /// The largest magnitude; not to be used where a number is not finite.
  var largest = 0.0
  var isFinite = true
  var sum = 0.0
  /// The (weighted) sum of squares.
  var squares = 0.0

  /// Eight lanes whose sums do not wait for each other; the rows that fill no vector come last.
  init(_ x: Span<Double>, weights: Span<Double>?) {
    var top = SIMD8<Double>.zero, zeros = top, sums = top, squares = top
    let whole = x.count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      let numbers = SIMD8(x, at: i)
      let sizes = numbers.replacing(with: -numbers, where: numbers .< 0)
      top.replace(with: sizes, where: top .< sizes)
      // Zero times what is not finite is not a number, which no comparison finds.
      zeros += numbers * 0
      sums += numbers
      squares += weighted(numbers * numbers, weights, at: i)
    }
    for lane in 0..<8 {
      largest = max(largest, top[lane])
      sum += sums[lane]
      self.squares += squares[lane]
    }
    var rest = zeros.sum()
    for i in whole..<x.count {
      largest = max(largest, x[i].magnitude)
      rest += x[i] * 0
      sum += x[i]
      self.squares += (weights?[i] ?? 1) * x[i] * x[i]
    }
    isFinite = rest == 0
  }
}

/// Takes a number out of every number of a column.
///
/// - Returns: The (weighted) sum of squares of what is left.
func subtractMean(
  _ mean: Double, from x: inout MutableSpan<Double>, weights: Span<Double>?
) -> Double {
  var lanes = SIMD8<Double>.zero, total = 0.0
  let whole = x.count & ~7
  for i in stride(from: 0, to: whole, by: 8) {
    let rest = SIMD8(x.span, at: i) - mean
    rest.store(into: &x, at: i)
    lanes += weighted(rest * rest, weights, at: i)
  }
  for lane in 0..<8 { total += lanes[lane] }
  for i in whole..<x.count {
    x[i] -= mean
    total += (weights?[i] ?? 1) * x[i] * x[i]
  }
  return total
}

@inline(__always)
private func weighted(
  _ lanes: SIMD8<Double>, _ weights: Span<Double>?, at index: Int
) -> SIMD8<Double> {
  if let weights { return SIMD8(weights, at: index) * lanes }
  return lanes
}
