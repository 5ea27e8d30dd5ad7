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

/// The (weighted) sum of squares.
func sumOfSquares(_ x: Span<Double>, weights: Span<Double>?) -> Double {
  var total = 0.0
  if let weights {
    for i in x.indices { total += weights[i] * x[i] * x[i] }
  } else {
    for i in x.indices { total += x[i] * x[i] }
  }
  return total
}
