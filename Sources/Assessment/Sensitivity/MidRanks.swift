/// A number's place in the order and its bits, in the order of the numbers.
private struct Keyed {
  let key: UInt64
  let place: Int32
}

private let digitBits: UInt64 = 11

/// The places of numbers in ascending order; equal numbers keep theirs.
///
/// A radix sort of the bit patterns, eleven bits at a time; digits that all numbers share are passed
/// over.
///
/// - Parameter values: Finite, fewer than 2³¹.
/// - Returns: Each place once.
/// - Complexity: O(n), at most six passes.
func ascendingOrder(of values: [Double]) -> [Int32] {
  var numbers = values.indices.map { Keyed(key: key(values[$0]), place: Int32($0)) }
  var other = numbers
  let all = numbers.reduce(UInt64.max) { $0 & $1.key }
  let any = numbers.reduce(UInt64.zero) { $0 | $1.key }
  for shift in stride(from: UInt64.zero, to: 64, by: Int(digitBits))
  where (all ^ any) &>> shift & (1 << digitBits - 1) != 0 {
    distribute(numbers, into: &other, shift)
    swap(&numbers, &other)
  }
  return numbers.map(\.place)
}

/// The bit pattern of a number, in the order of the numbers; both zeros have one.
private func key(_ value: Double) -> UInt64 {
  let bits = (value + 0).bitPattern
  return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
}

/// A stable pass over one digit.
private func distribute(_ numbers: [Keyed], into sorted: inout [Keyed], _ shift: UInt64) {
  var next = [Int32](repeating: 0, count: 1 << Int(digitBits))
  for number in numbers { next[digit(number, shift)] &+= 1 }
  var sum: Int32 = 0
  for i in next.indices { (next[i], sum) = (sum, sum &+ next[i]) }
  for number in numbers {
    let digit = digit(number, shift)
    sorted[Int(next[digit])] = number
    next[digit] &+= 1
  }
}

@inline(__always)
private func digit(_ number: Keyed, _ shift: UInt64) -> Int {
  Int(truncatingIfNeeded: number.key &>> shift & (1 << digitBits - 1))
}

/// The ranks of numbers from 1; equal numbers share the mean of the ranks that they take up.
///
/// - Parameter values: Finite.
/// - Returns: One rank a number, whole or half.
/// - Source: Kendall & Gibbons, *Rank Correlation Methods*, 5th ed., §3.2.
package func midRanks(_ values: [Double]) -> [Double] {
  let order = ascendingOrder(of: values)
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    let value = values[Int(order[start])]
    while end < order.count, values[Int(order[end])] == value { end += 1 }
    let rank = Double(start + 1 + end) / 2
    for i in start..<end { ranks[Int(order[i])] = rank }
    start = end
  }
  return ranks
}
